"""Service quality measured by SERVQUAL and SERVPERF: a survey, its problems, its measures."""

from servicelab.theory.servqual.difference_scores import reliability_of_difference
from servicelab.theory.servqual.gaps import WEIGHTS_1990, gap_table
from servicelab.theory.servqual.measures import SurveyMeasures
from servicelab.theory.servqual.problems import SurveyError
from servicelab.theory.servqual.source import Source
from servicelab.theory.servqual.survey import Survey

__all__ = [
    "WEIGHTS_1990",
    "Source",
    "Survey",
    "SurveyError",
    "SurveyMeasures",
    "gap_table",
    "reliability_of_difference",
]
