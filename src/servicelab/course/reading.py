"""Reading a learner's answer as one number, or saying why it is none."""

from __future__ import annotations

import inspect
import math
import numbers
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from servicelab.course.texts import entries, say, shown


@dataclass(frozen=True)
class Complaint:
    """Why an answer can't be judged: the kind of result, and the words."""

    kind: str
    text: str


def read_number(value: Any) -> float | Complaint:
    """Return an answer as a float, or what is wrong with it.

    Parameters
    ----------
    value
        What the learner handed in, or what their function returned.

    Returns
    -------
    float or Complaint
        A finite number; a complaint of kind ``missing``, ``type`` or ``range`` else. Texts are
        never read as numbers here: ``"0.3"`` in code is a mistake to learn from.

    Examples
    --------
    >>> read_number(np.float64(0.5))
    0.5
    >>> read_number("0.3").text
    "'0.3' 是文字，不是数。去掉两边的引号。"
    """
    if value is ... or value is None:
        return Complaint("missing", say("missing.ellipsis" if value is ... else "missing.none"))
    if value is pd.NA or value is pd.NaT:
        return Complaint("range", say("range.nan"))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool | np.bool_):
        return Complaint("type", say("type.bool", shown=str(value)))
    if isinstance(value, numbers.Real | Decimal):
        return _finite(value)
    return Complaint("type", _no_number(value))


def read_text(text: str) -> float | Complaint:
    """Return what a learner typed into a box as a float, or what is wrong with it.

    Parameters
    ----------
    text
        What stands in the box; full-width digits and signs are understood.

    Returns
    -------
    float or Complaint

    Examples
    --------
    >>> read_text(" 0．25 "), read_text("－0.25")
    (0.25, -0.25)
    >>> read_text("25%").kind
    'type'
    """
    words = text.strip().translate(str.maketrans("．，－−＋％。", ".,--+%."))
    if not words:
        return Complaint("missing", say("missing.blank"))
    number = _as_number(words)
    if number is not None:
        return _finite(number)
    key = "percent_in_text" if _as_number(words.rstrip("%")) is not None else "unreadable"
    return Complaint("type", say(f"type.{key}", shown=shown(text.strip()).strip("'")))


def _finite(value: Any) -> float | Complaint:
    try:
        number = float(value)
    except OverflowError:
        return Complaint("range", say("range.huge"))
    except Exception:  # a number of the learner's own making may be broken
        return Complaint("type", say("type.other", kind=type(value).__name__))
    if math.isnan(number):
        return Complaint("range", say("range.nan"))
    if math.isinf(number):
        return Complaint("range", say("range.infinite"))
    return number


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _no_number(value: Any) -> str:
    kind = entries("kinds").get(type(value).__name__, type(value).__name__)
    if isinstance(value, str):
        return say(_kind_of_text(value), shown=shown(value))
    if isinstance(value, complex | np.complexfloating):
        return say("type.complex", shown=shown(value))
    if isinstance(value, pd.DataFrame):
        return say("type.table")
    if isinstance(value, list | tuple | set | dict | np.ndarray | pd.Series | pd.Index):
        return _of_size(int(np.size(value) if isinstance(value, np.ndarray) else len(value)), kind)
    if inspect.isgenerator(value) or inspect.isawaitable(value):
        if inspect.iscoroutine(value):
            value.close()  # else Python warns that nobody awaited it
        return say("type.generator")
    if isinstance(value, type):
        return say("type.class", shown=value.__name__)
    return say("type.function") if callable(value) else say("type.other", kind=kind)


def _kind_of_text(value: str) -> str:
    if _as_number(value) is not None:
        return "type.number_in_text"
    percent = _as_number(value.strip().rstrip("%％")) is not None
    return "type.percent_in_text" if percent else "type.text"


def _of_size(size: int, kind: str) -> str:
    if size == 0:
        return say("type.empty", kind=kind)
    if size == 1:
        return say("type.one_inside", kind=kind)
    return say("type.several", size=size)
