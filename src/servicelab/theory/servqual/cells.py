"""What stands in a cell: an answer, nothing, or something that only looks like one."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from servicelab.data.resources import read_yaml

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?")
# "5分", "7（非常同意）", "7-非常同意": the number stands first, and there is only one.
_WITH_WORDS = re.compile(r"(\d{1,3}) *(?:分|points?|[-–—.、:：=(（] *[^\d\s][^\d]*)")
_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class Odd:
    """A value that is no plain number: its kind, its words, the rows, how it was read."""

    kind: str
    value: str
    rows: tuple[object, ...]
    read_as: float


def numbers(
    column: pd.Series, answers: Mapping[str, float] | None = None, comma: bool = False
) -> tuple[pd.Series, list[Odd]]:
    """Turn a column's cells into numbers, and tell every cell that is none.

    Parameters
    ----------
    column
        Cells of any kind.
    answers
        What words mean as numbers.
    comma
        Whether ``4,5`` means four and a half.

    Returns
    -------
    tuple
        Numbers with NaN where there is no answer, and the odd values; an empty cell is not odd.

    Examples
    --------
    >>> cells = pd.Series(["5", "６", "七", ""])
    >>> told, odd = numbers(cells)
    >>> told.tolist(), [(one.kind, one.value) for one in odd]
    ([5.0, 6.0, nan, nan], [('wide_digits', '６'), ('text', '七')])
    """
    if column.dtype.kind in "iuf":
        told = column.astype(float)
        return told.where(np.isfinite(told)), list(_infinite(told))
    codes, values = _distinct(column)
    meant = {str(word).strip(): float(value) for word, value in (answers or {}).items()}
    read = [_read(str(value), meant, comma) for value in values]
    found = np.array([number for number, _ in read], dtype=float)
    told = pd.Series(np.append(found, np.nan)[codes], index=column.index, dtype=float)
    odd = [
        Odd(kind, _shown(str(values[i])), tuple(column.index[codes == i]), number)
        for i, (number, kind) in enumerate(read)
        if kind
    ]
    return told, odd


def _distinct(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Codes (−1: nothing there) and the distinct cells as texts that tell their kind."""
    cells = column.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(cells, skipna=True) not in ("string", "empty"):
        cells = np.array([_key(cell) for cell in cells], dtype=object)
    codes, values = pd.factorize(cells)
    return np.asarray(codes), np.asarray(values, dtype=object)


def is_number(text: str) -> bool:
    """Return whether a text is a plain number.

    Examples
    --------
    >>> is_number("4.5"), is_number("4分"), is_number("")
    (True, False, False)
    """
    return _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().lower()) is not None


def is_blank(text: str) -> bool:
    """Return whether a text stands for no answer."""
    return unicodedata.normalize("NFKC", text).strip().lower() in _blanks()


@cache
def _blanks() -> frozenset[str]:
    words = read_yaml("servicelab.theory.servqual", "data/reading.yaml")["blank"]
    return frozenset(["", *words])


def _read(text: str, meant: Mapping[str, float], comma: bool) -> tuple[float, str]:
    """The number that a cell holds and, where that is not plain, the kind of oddity."""
    if text.startswith("\x00"):  # how `_key` marks what is no text
        return math.nan, text[1:].split("\x00")[0]
    if text.strip() in meant:
        return meant[text.strip()], ""
    narrow = unicodedata.normalize("NFKC", text).strip().lower()
    if narrow in _blanks():
        return math.nan, ""
    if _NUMBER.fullmatch(narrow):
        return float(narrow), "" if text.isascii() or text.strip().isascii() else "wide_digits"
    if comma and re.fullmatch(r"\d+,\d+", narrow):
        return float(narrow.replace(",", ".")), ""
    worded = _WITH_WORDS.fullmatch(narrow)
    if worded:
        return float(worded[1]), "words_beside"
    if text.strip() in _ERRORS:
        return math.nan, "formula_error"
    return math.nan, "formula" if text.lstrip().startswith(("=", "@")) else "text"


def _key(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (bool, np.bool_)):
        return f"\x00text\x00{str(bool(cell)).upper()}"
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta, np.datetime64)):
        return "" if cell != cell else f"\x00date\x00{cell}"
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, (int, float, np.number)):
        return repr(float(cell)) if math.isfinite(float(cell)) else "\x00text\x00inf"
    return str(cell) if is_number(str(cell)) else f"\x00text\x00{cell}"


def _shown(text: str) -> str:
    plain = text.split("\x00")[-1].removesuffix(" 00:00:00")
    plain = " ".join(plain.split())
    return plain if len(plain) <= 30 else plain[:30] + "…"


def _infinite(told: pd.Series) -> Iterator[Odd]:
    rows = told.index[np.isinf(told)]
    if len(rows):
        yield Odd("text", "inf", tuple(rows), math.nan)
