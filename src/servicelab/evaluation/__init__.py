"""Floor 4: which method does better, and how surely we know it."""

from servicelab.evaluation.comparison import Comparison, compare
from servicelab.evaluation.dose import at_equal_dose
from servicelab.evaluation.estimate import Estimate, mean_estimate, noise_floor
from servicelab.evaluation.winners import winners

__all__ = [
    "Comparison",
    "Estimate",
    "at_equal_dose",
    "compare",
    "mean_estimate",
    "noise_floor",
    "winners",
]
