"""Courseware and laboratory for handling complaints and recovering service.

>>> import servicelab as sl
>>> talk = sl.Conversation("heating_blocked_pipe", seed=7, customer=4711)
>>> talk.act("listen", "empathise").acts
('listen', 'empathise')
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

__version__ = version("servicelab")

# Names are fetched when they are first used, so that a command which needs little starts at once.
_HOMES = {
    "Conversation": "servicelab.simulation",
    "Method": "servicelab.methods",
    "Move": "servicelab.methods",
    "Outcome": "servicelab.simulation",
    "Playbook": "servicelab.methods",
    "ServicelabError": "servicelab.data",
    "Step": "servicelab.methods",
    "Until": "servicelab.methods",
    "check": "servicelab.course",
    "clear_steps": "servicelab.widgets",
    "compare": "servicelab.evaluation",
    "converse": "servicelab.simulation",
    "customer_value": "servicelab.widgets",
    "debrief": "servicelab.widgets.case_debrief",
    "emotion_thermometer": "servicelab.widgets",
    "promise_slider": "servicelab.widgets",
    "gap_explorer": "servicelab.widgets",
    "recovery_explorer": "servicelab.widgets",
    "rehearse": "servicelab.widgets",
    "relationship": "servicelab.simulation",
    "roundabout_steps": "servicelab.widgets",
    "simulate": "servicelab.simulation",
    "summarise": "servicelab.simulation",
    "technique_screen": "servicelab.widgets",
    "tournament_screen": "servicelab.widgets",
    "winners": "servicelab.evaluation",
}
_FOLDERS = ("course", "data", "dialogue", "evaluation", "figures", "methods", "scenarios",
            "simulation", "theory", "widgets")  # fmt: skip

__all__ = ["__version__", *_HOMES, *_FOLDERS]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _FOLDERS:
        return import_module(f"servicelab.{name}")
    raise AttributeError(f"module 'servicelab' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
