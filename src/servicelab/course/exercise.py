"""An exercise: its texts from YAML, its truth from a reference module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Any

from servicelab.data.resources import read_yaml

PACKAGE = "servicelab.course.exercises"


@dataclass(frozen=True)
class Exercise:
    """What check() needs to know of an exercise.

    Attributes
    ----------
    id
        Name of its YAML file and of its notebook.
    title
        What it asks, in a few words.
    reference
        Module with ``cases()``, ``right(*arguments)`` and ``WRONG_WAYS``.
    call
        How the learner's function is called.
    low, high
        Range of possible answers.
    tolerance
        How far an answer may be from the right one.
    success
        What is said to a right ``number`` and to a right ``function``.
    misconceptions
        From a wrong way's id to what is said.
    hints
        The ladder, the faintest first.
    """

    id: str
    title: str
    reference: Any
    call: str
    low: float
    high: float
    tolerance: float
    success: Mapping[str, str]
    misconceptions: Mapping[str, str]
    hints: Sequence[str]


def known() -> list[str]:
    """Return the ids of all exercises, in order.

    Examples
    --------
    >>> "ex00_first_talk" in known()
    True
    """
    files = resources.files(PACKAGE).iterdir()
    return sorted(file.name[: -len(".yaml")] for file in files if file.name.endswith(".yaml"))


@cache
def load(exercise: str) -> Exercise:
    """Return an exercise.

    Parameters
    ----------
    exercise
        An id out of :func:`known`.

    Returns
    -------
    Exercise

    Raises
    ------
    FileNotFoundError
        If there is none of that id.
    """
    texts = dict(read_yaml(PACKAGE, f"{exercise}.yaml"))
    reference = import_module(texts.pop("reference"))
    return Exercise(id=exercise, reference=reference, **texts)
