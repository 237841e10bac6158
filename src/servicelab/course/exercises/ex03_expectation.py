"""What is right in exercise 03, and the typical wrong ways, all computed from the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd

PROMISES = (30, 40, 50, 60)
"""Minutes that the platform promises, drawn by lot."""


@cache
def orders(n: int = 800, seed: int = 3, late: float = 0.9, early: float = 0.35) -> pd.DataFrame:
    """Return orders of a courier in town: made by a rule, none is real.

    Parameters
    ----------
    n
        Orders.
    seed
        Names the luck.
    late, early
        Points lost for a minute later than expected, won for a minute sooner.

    Returns
    -------
    pandas.DataFrame
        One row an order: order, promise, expectation, actual (minutes), score (0…100). The same
        object at every call, so don't change it.

    Examples
    --------
    >>> orders(5).columns.tolist()
    ['order', 'promise', 'expectation', 'actual', 'score']
    """
    rng = np.random.default_rng(seed)
    promise = rng.choice(PROMISES, n)
    expectation = np.rint(0.6 * promise + 0.4 * 45 + rng.normal(0, 5, n))
    actual = np.rint(rng.normal(45, 9, n))
    sooner = expectation - actual
    points = 75 + early * np.maximum(sooner, 0) + late * np.minimum(sooner, 0)
    score = np.clip(np.rint(points + rng.normal(0, 6, n)), 0, 100)
    table = {"promise": promise, "expectation": expectation, "actual": actual, "score": score}
    return pd.DataFrame({"order": np.arange(1, n + 1), **table}).astype(int)


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (orders(),)
    yield "另一个月的表", (orders(500, seed=11),)
    yield "一家客户更宽厚的店的表", (orders(600, seed=4, late=0.6, early=0.45),)


def right(table: pd.DataFrame) -> float:
    """Return how many minutes sooner make up for one minute later than expected.

    Parameters
    ----------
    table
        As :func:`orders` makes it.

    Examples
    --------
    >>> right(orders()) > 2
    True
    """
    below, above = slopes(table)
    return below / above


def slopes(table: pd.DataFrame, before: str = "expectation") -> tuple[float, float]:
    """Return points for a minute below and above zero, of lines that meet there.

    Parameters
    ----------
    table
        As :func:`orders` makes it.
    before
        What the real minutes are taken from: ``"expectation"`` or ``"promise"``.
    """
    sooner = (table[before] - table["actual"]).to_numpy(float)
    columns = np.stack([np.ones_like(sooner), np.minimum(sooner, 0), np.maximum(sooner, 0)], 1)
    _, below, above = np.linalg.lstsq(columns, table["score"].to_numpy(float), rcond=None)[0]
    return float(below), float(above)


def _promised(table: pd.DataFrame) -> float:
    below, above = slopes(table, "promise")
    return below / above


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "boss": lambda _: [(1.0, ROUNDED)],
    "upside_down": lambda table: [(1 / right(table), ROUNDED)],
    "promise": lambda table: [(_promised(table), 0.02), (1 / _promised(table), ROUNDED)],
    "difference": lambda table: [(slopes(table)[0] - slopes(table)[1], ROUNDED)],
    "one_side": lambda table: [(one, ROUNDED) for one in slopes(table)],
    "negative": lambda table: [(-right(table), 0.03)],
    "percent": lambda table: [(100 * right(table), 2.0), (100 * (right(table) - 1), 2.0)],
}
