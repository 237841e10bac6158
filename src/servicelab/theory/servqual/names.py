"""What the name of a column says: which side, which item, which number."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml

_NUMBERED = re.compile(
    r"(?:q|no|item|v|var|第|题|问题|问)?[\s_.\-]*(\d{1,3})[\s_.\-]*(?:题|项|问)?"
)
# "7、" before an item's words says where it stood, not what it asks.
_ORDINAL = re.compile(r"^q?\d+\s*[、.:：](?=.*[^\d\s])")
_PLACE = re.compile(r"〔第 \d+ 列〕")  # how columns of one name are told apart
_EDGES = " \t\r\n_—–~-.:：,，、/|()（）[]【】〔〕《》“”\"'"


def item_key(name: str) -> str:
    """Return what a column's name says about the item, without the words for the side.

    Parameters
    ----------
    name
        A column's name.

    Returns
    -------
    str
        ``"Q7"`` when only a number is left, else the words that are left.

    Examples
    --------
    >>> item_key("E7"), item_key("期望：设备现代化"), item_key("07_P")
    ('Q7', '设备现代化', 'Q7')
    """
    rest = _PLACE.sub("", plain(name))
    for pattern in (*patterns()["expectation"], *patterns()["perception"]):
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split()).strip(_EDGES)
    rest = _ORDINAL.sub("", rest).strip(_EDGES)
    number = _NUMBERED.fullmatch(rest)
    return f"Q{int(number[1])}" if number else rest or plain(name)


def number_of(key: str) -> int | None:
    """Return the question number of a key such as ``"Q7"``, or ``None``."""
    found = re.fullmatch(r"Q(\d+)", key)
    return int(found[1]) if found else None


def plain(name: str) -> str:
    """Return a name in lower case, with full-width signs made narrow."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def says_side(name: str, side: str | None = None) -> bool:
    """Return whether a name carries the words for a side (for either, when none is given)."""
    sides = ("expectation", "perception") if side is None else (side,)
    return any(pattern.search(plain(name)) for one in sides for pattern in patterns()[one])


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the compiled patterns that mark the two sides, from ``data/reading.yaml``."""
    words: dict[str, Any] = read_yaml("servicelab.theory.servqual", "data/reading.yaml")["sides"]
    return {side: tuple(map(re.compile, found)) for side, found in words.items()}
