"""Service quality measured by SERVQUAL and SERVPERF: a survey, its problems, its measures."""

from servicelab.theory.servqual.difference_scores import reliability_of_difference
from servicelab.theory.servqual.gaps import WEIGHTS_1990, gap_table
from servicelab.theory.servqual.measures import SurveyMeasures
from servicelab.theory.servqual.paper import questionnaire
from servicelab.theory.servqual.precision import (
    difference_half_width,
    gap_half_width,
    reliability_half_width,
    respondents_for_difference,
    respondents_for_gap,
    respondents_for_reliability,
)
from servicelab.theory.servqual.problems import SurveyError
from servicelab.theory.servqual.source import Source
from servicelab.theory.servqual.survey import Survey
from servicelab.theory.servqual.wording import ITEMS, Item, items

__all__ = [
    "ITEMS",
    "WEIGHTS_1990",
    "Item",
    "Source",
    "Survey",
    "SurveyError",
    "SurveyMeasures",
    "difference_half_width",
    "gap_half_width",
    "gap_table",
    "items",
    "questionnaire",
    "reliability_half_width",
    "reliability_of_difference",
    "respondents_for_difference",
    "respondents_for_gap",
    "respondents_for_reliability",
]
