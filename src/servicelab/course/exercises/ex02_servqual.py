"""What is right in exercise 02, and the typical wrong ways, all computed from the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd

ITEMS = range(10, 14)
"""The items of responsiveness among the 22."""
UNANSWERED = 99
"""How the page that a household left blank was typed in."""
TYPED = (
    "7 6 7 6 5 5 6 6",
    "6 6 5 7 6 5 5 5",
    "7 7 7 7 7 6 5 6",
    "5 6 6 5 4 4 5 4",
    "6 7 6 6 3 4 3 4",
    "7 6 7 7 99 99 99 99",
    "6 5 6 6 6 6 6 6",
    "4 5 5 4 5 5 5 5",
    "7 7 6 7 5 6 5 5",
    "6 6 7 6 5 4 6 5",
    "5 6 6 6 5 5 6 5",
    "7 7 7 6 6 6 5 6",
)
"""The twelve households: four expectations, then four perceptions."""
OTHER_TABLES = (("三十户的表", 30, 2), ("五十户的表", 50, 5))
"""Name, households, and the luck they are drawn with."""


@cache
def answers() -> pd.DataFrame:
    """Return the table that the exercise is about.

    Returns
    -------
    pandas.DataFrame
        One row a household; columns E10…E13, P10…P13, from 1 to 7, 99 where nothing was told.
        The same object at every call, so don't change it.
    """
    return _table([[int(word) for word in line.split()] for line in TYPED])


@cache
def _drawn(households: int, luck: int) -> pd.DataFrame:
    rng = np.random.default_rng(luck)
    levels = np.repeat([6.2, 5.1], len(ITEMS)) + rng.normal(0, 0.6, (households, 1))
    told = np.clip(np.rint(levels + rng.normal(0, 0.9, (households, 8))), 1, 7).astype(int)
    told[rng.choice(households, size=3, replace=False), 4:] = UNANSWERED
    return _table(told.tolist())


def _table(rows: list[list[int]]) -> pd.DataFrame:
    columns = [f"{side}{item}" for side in "EP" for item in ITEMS]
    return pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1, name="户"))


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (answers(),)
    for name, households, luck in OTHER_TABLES:
        yield name, (_drawn(households, luck),)


def right(table: pd.DataFrame) -> float:
    """Return the mean gap P − E of the four items, over the households that answered both pages.

    Parameters
    ----------
    table
        As :func:`answers`.
    """
    return float(_gaps(_answered(table)).to_numpy().mean())


def _answered(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table != UNANSWERED).all(axis=1)]


def _side(table: pd.DataFrame, side: str) -> pd.DataFrame:
    return table[[f"{side}{item}" for item in ITEMS]].set_axis(list(ITEMS), axis=1)


def _gaps(table: pd.DataFrame) -> pd.DataFrame:
    return _side(table, "P") - _side(table, "E")


def _mean(table: pd.DataFrame, side: str) -> float:
    return float(_side(table, side).to_numpy().mean())


def _as_zero(table: pd.DataFrame) -> float:
    return float(_gaps(table.replace(UNANSWERED, 0)).to_numpy().mean())


def _over_all(table: pd.DataFrame) -> float:
    return float(_gaps(_answered(table)).to_numpy().sum() / _gaps(table).size)


def _households(table: pd.DataFrame) -> float:
    return float((_gaps(_answered(table)).mean(axis=1) < 0).mean())


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""
Ways = list[tuple[float, float]]


def _percents(table: pd.DataFrame) -> Ways:
    parts = [right(table) / whole for whole in (7, 6, _mean(_answered(table), "E"))]
    shares = [(sign * part, ROUNDED) for part in parts for sign in (1, -1)]
    return shares + [(100 * share, 0.6) for share, _ in shares]


# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], Ways]] = {
    "sign": lambda table: [(-right(table), ROUNDED)],
    "nines": lambda table: [(_mean(table, "P") - _mean(table, "E"), ROUNDED)],
    "zero": lambda table: [(_as_zero(table), ROUNDED)],
    "unpaired": lambda table: [(_mean(_answered(table), "P") - _mean(table, "E"), ROUNDED)],
    "over_all": lambda table: [(_over_all(table), ROUNDED)],
    "perception": lambda table: [(_mean(_answered(table), "P"), ROUNDED)],
    "expectation": lambda table: [
        (_mean(_answered(table), "E"), ROUNDED),
        (_mean(table, "E"), ROUNDED),
    ],
    "total": lambda table: [
        (4 * right(table), ROUNDED),
        (float(_gaps(_answered(table)).to_numpy().sum()), 0.5),
    ],
    "one_item": lambda table: [(float(gap), ROUNDED) for gap in _gaps(_answered(table)).mean()],
    "percent": _percents,
    "households": lambda table: [(_households(table), ROUNDED), (100 * _households(table), 0.6)],
}
