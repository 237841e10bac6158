"""Expectation and confirmation: why the same result pleases one customer and angers another."""

from servicelab.theory.expectation.asymmetry import Asymmetry, asymmetry
from servicelab.theory.expectation.continuance import ContinuanceModel
from servicelab.theory.expectation.promise import PromiseParameters, promise_effect

__all__ = [
    "Asymmetry",
    "ContinuanceModel",
    "PromiseParameters",
    "asymmetry",
    "promise_effect",
]
