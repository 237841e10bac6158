"""Floor 5: the exercises and their checks, the learner's folder, the doctor."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Fetched when first used: the doctor must be able to start where pandas or ipywidgets is broken.
_HOMES = {
    "AnswerBox": "box",
    "CheckResult": "verdict",
    "answer_box": "box",
    "check": "checking",
}

__all__ = ["AnswerBox", "CheckResult", "answer_box", "check"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"servicelab.course.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'servicelab.course' has no attribute {name!r}")
