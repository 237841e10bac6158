"""Expectation and confirmation: why the same result pleases one customer and angers another."""

from servicelab.theory.expectation.asymmetry import Asymmetry, asymmetry
from servicelab.theory.expectation.continuance import ContinuanceModel
from servicelab.theory.expectation.disconfirmation import Disconfirmation, disconfirmation
from servicelab.theory.expectation.effects import (
    ExpectationEffects,
    assimilation_contrast,
    expectation_effects,
    promise_response,
)
from servicelab.theory.expectation.promise import PromiseParameters, promise_effect
from servicelab.theory.expectation.zone import Zone, zone_of_indifference

__all__ = [
    "Asymmetry",
    "ContinuanceModel",
    "Disconfirmation",
    "ExpectationEffects",
    "PromiseParameters",
    "Zone",
    "assimilation_contrast",
    "asymmetry",
    "disconfirmation",
    "expectation_effects",
    "promise_effect",
    "promise_response",
    "zone_of_indifference",
]
