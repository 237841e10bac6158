"""Floor 4: which method does better, and how surely we know it."""

from servicelab.evaluation.comparison import Comparison
from servicelab.evaluation.dose import at_equal_dose
from servicelab.evaluation.estimate import Estimate, mean_estimate
from servicelab.evaluation.frontier import frontier_of, frontier_table
from servicelab.evaluation.measures import MEASURES
from servicelab.evaluation.standing import noise_floor, rank_ranges
from servicelab.evaluation.tournament import compare
from servicelab.evaluation.winners import winners

__all__ = [
    "MEASURES",
    "Comparison",
    "Estimate",
    "at_equal_dose",
    "compare",
    "frontier_of",
    "frontier_table",
    "mean_estimate",
    "noise_floor",
    "rank_ranges",
    "winners",
]
