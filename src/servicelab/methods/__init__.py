"""Floor 2: how to answer, one module a method; the response techniques that go with any."""

from servicelab.methods.catalog import (
    BASELINES,
    MethodError,
    catalog,
    combine,
    get,
    techniques,
)
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.methods.observation import Observation
from servicelab.methods.playbook import Playbook, Step, Until
from servicelab.methods.technique import Technique
from servicelab.methods.techniques.conformity import Conformity

__all__ = [
    "BASELINES",
    "Conformity",
    "Method",
    "MethodError",
    "Move",
    "Observation",
    "Playbook",
    "Step",
    "Technique",
    "Until",
    "catalog",
    "combine",
    "get",
    "techniques",
]
