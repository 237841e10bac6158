"""Floor 2: how to answer, one module a method."""

from servicelab.methods.catalog import BASELINES, MethodError, catalog, get
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.methods.observation import Observation
from servicelab.methods.playbook import Playbook, Step, Until

__all__ = [
    "BASELINES",
    "Method",
    "MethodError",
    "Move",
    "Observation",
    "Playbook",
    "Step",
    "Until",
    "catalog",
    "get",
]
