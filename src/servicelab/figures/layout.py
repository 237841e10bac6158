"""Placing labels so that none covers another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Key = TypeVar("Key", int, float)

# A Latin word or one character, each with the marks that must not begin a line.
_PIECES = re.compile(r"(?:[!-~]+|[^!-~])(?:\s*[，。：；、！？…—”’）》】])*\s*")
_CLAUSES = re.compile(
    r"[^，。；：！？]*[，。；：！？](?:\s*[，。；：！？…—”’）》】])*\s*|[^，。；：！？]+"
)


def spread(wanted: Sequence[float], gap: float, low: float = 0.0, high: float = 1.0) -> list[float]:
    """Move positions apart until neighbours are `gap` away, as little as possible in all.

    The order stays. It is the isotonic regression of the positions less ``gap`` times their rank,
    solved by pooling neighbours that violate the order.

    Parameters
    ----------
    wanted
        Where the labels would like to be.
    gap
        Least distance between two of them, > 0.
    low, high
        Where they may be at the outside; if they can't all fit, they are spread evenly.

    Returns
    -------
    list of float
        New positions, in the order given.

    Examples
    --------
    >>> [round(y, 2) for y in spread([0.5, 0.52, 0.9], gap=0.1)]
    [0.46, 0.56, 0.9]
    """
    if len(wanted) < 2:
        return [min(max(value, low), high) for value in wanted]
    gap = min(gap, (high - low) / (len(wanted) - 1))
    order = np.argsort(wanted, kind="stable")
    ranks = gap * np.arange(len(wanted))
    pools: list[tuple[float, int]] = []
    for value in np.asarray(wanted, dtype=float)[order] - ranks:
        total, count = float(value), 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools.pop()[1]
        pools.append((total, count))
    flat = np.concatenate([np.full(count, total / count) for total, count in pools])
    placed = np.clip(flat, low, high - ranks[-1]) + ranks
    result = np.empty(len(wanted))
    result[order] = placed
    return result.tolist()


def em_width(text: str) -> float:
    """Return about how wide a text is, in ems: a Chinese character 1, a Latin letter 0.56.

    Parameters
    ----------
    text
        One line.

    Returns
    -------
    float

    Examples
    --------
    >>> em_width("怒气 0.2")
    4.24
    """
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return round(wide + 0.56 * (len(text) - wide), 2)


def wrap(text: str, ems: float) -> str:
    r"""Break a text into lines of about the same width.

    Lines end with a clause if that takes no more of them; else Chinese breaks between any two
    characters, Latin between words.

    Parameters
    ----------
    text
        One line.
    ems
        Most width of a line, in ems; a single longer word is left whole.

    Returns
    -------
    str
        As few lines as fit, joined by line breaks; none begins with a closing punctuation mark.

    Examples
    --------
    >>> wrap("晚了两天，周一早上就要用", 11)
    '晚了两天，\n周一早上就要用'
    >>> wrap("空气炸锅用了四次就不亮了", 11)
    '空气炸锅用了\n四次就不亮了'
    """
    pieces = _PIECES.findall(text)
    best = lines = _filled(pieces, ems)
    clauses = _filled(_CLAUSES.findall(text), ems)
    if len(clauses) == len(best) and max(map(em_width, clauses)) <= ems:
        return "\n".join(clauses)
    while len(lines) == len(best) and ems > 1:
        best, ems = lines, ems - 1
        lines = _filled(pieces, ems)
    return "\n".join(best)


def _filled(pieces: Sequence[str], ems: float) -> list[str]:
    """Return lines filled one after the other, each as far as it goes."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and em_width((lines[-1] + piece).rstrip()) > ems:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def shelves(spans: Mapping[Key, tuple[float, float]]) -> dict[Key, int]:
    """Put intervals on shelves, each on the lowest where it touches no other.

    Parameters
    ----------
    spans
        Left and right end of each label, by key, in any unit.

    Returns
    -------
    dict
        Number of the shelf by key; 0 is the lowest.

    Examples
    --------
    >>> shelves({1: (0, 4), 2: (3, 6), 3: (5, 8)})
    {1: 0, 2: 1, 3: 0}
    """
    ends: list[float] = []
    placed = {}
    for key, (left, right) in sorted(spans.items(), key=lambda item: item[1]):
        free = next((level for level, end in enumerate(ends) if end <= left), len(ends))
        ends[free : free + 1] = [right]
        placed[key] = free
    return placed
