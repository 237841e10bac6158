"""Telling a learner where their function crashed and what the error means."""

from __future__ import annotations

import linecache
import re
import sysconfig
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from servicelab.course.texts import entries, say

_LIBRARIES = [
    sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")
]
_FOREIGN = tuple(
    str(Path(place).resolve()) for place in (*_LIBRARIES, str(Path(__file__).parents[1]))
)
LONGEST_ORIGINAL = 160
FEW = 12


def describe(error: BaseException, arguments: Sequence[Any]) -> str:
    """Return in Chinese which line failed and why.

    Parameters
    ----------
    error
        What the learner's function raised.
    arguments
        What it was called with; misspelt names are looked for in tables among them.

    Returns
    -------
    str
        Two or three lines.

    Examples
    --------
    >>> def gap(talks): return talks["satisfacton"]
    >>> table = pd.DataFrame({"satisfaction": [0.5]})
    >>> try:
    ...     gap(table)
    ... except KeyError as error:
    ...     "是不是想写 satisfaction？" in describe(error, [table])
    True
    """
    lines = [_where(error), _meaning(error) + _near(error, arguments)]
    original = _text_of(error)
    if original:
        lines.append(say("crash.original", original=f"{type(error).__name__}: {original}"))
    return "\n".join(lines)


def _where(error: BaseException) -> str:
    """Name the deepest line that the learner wrote, not one inside a library."""
    place, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if not str(Path(name).resolve()).startswith(_FOREIGN):
            place = (name, step.tb_lineno)
        step = step.tb_next
    if place is None:
        return say("crash.nowhere")
    return say("crash.at", line=place[1], code=linecache.getline(*place).strip() or "…")


def _meaning(error: BaseException) -> str:
    known = entries("crash")["words"]
    kind = next((one.__name__ for one in type(error).__mro__ if one.__name__ in known), "Exception")
    return say(
        f"crash.words.{kind}",
        detail=_asked_for(error),
        name=getattr(error, "name", None) or _asked_for(error),
        kind=type(error).__name__,
    )


def _asked_for(error: BaseException) -> str:
    """Return the name that was not found; pandas wraps it in words of its own."""
    told = str(error.args[0]) if error.args else ""
    quoted = re.search(r"\['([^']+)'", told)
    return quoted[1] if quoted else told.removeprefix("Column not found: ")


def _near(error: BaseException, arguments: Sequence[Any]) -> str:
    """Point to the name that was probably meant: a column, or a value of a column of names."""
    if not isinstance(error, KeyError | AttributeError):
        return ""
    asked = getattr(error, "name", None) or _asked_for(error)
    tables = [one for one in arguments if isinstance(one, pd.DataFrame)]
    columns = [str(name) for table in tables for name in table.columns]
    if near := get_close_matches(str(asked), columns + _names_in(tables), n=1):
        return say("crash.near", near=near[0])
    if isinstance(error, KeyError) and columns:
        return say("crash.there", columns="、".join(columns))
    return ""


def _names_in(tables: Sequence[pd.DataFrame]) -> list[str]:
    names: list[str] = []
    for table in tables:
        for column in table.select_dtypes(["object", "string", "category"]):
            values = table[column].dropna().unique()
            names += [str(value) for value in values] if len(values) <= FEW else []
    return names


def _text_of(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # the learner's own class may be broken
        return ""
    return text if len(text) <= LONGEST_ORIGINAL else text[: LONGEST_ORIGINAL - 1] + "…"
