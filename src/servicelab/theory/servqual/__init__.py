"""Service quality measured by SERVQUAL and SERVPERF: a survey, its problems, its measures."""

from servicelab.theory.servqual.gaps import gap_table
from servicelab.theory.servqual.measures import SurveyMeasures

__all__ = ["SurveyMeasures", "gap_table"]
