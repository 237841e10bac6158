"""What is right in exercise 00, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd

METHODS = ("roundabout", "indifferent")
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("供热客户的表", {"scenario": "heating_blocked_pipe", "n": 400, "seed": 11}),
    ("一批火气大的客人的表", {"n": 300, "customer_type": "furious"}),
)


@cache
def talks(
    scenario: str = "hotel_dirty_room",
    n: int = 1_000,
    seed: int = 8,
    customer_type: str | None = None,
) -> pd.DataFrame:
    """Return the table that the exercise is about: the same customers, answered in two ways.

    Parameters
    ----------
    scenario, n, seed, customer_type
        As for :func:`servicelab.simulation.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a talk: method, customer, then the fields of
        :class:`~servicelab.simulation.outcome.Outcome`; shape (2 n, 12). The same object at
        every call, so don't change it.
    """
    from servicelab.simulation import simulate  # loads the scenarios, which not every check needs

    tables = {
        method: simulate(
            scenario, method, n=n, seed=seed, customer_type=customer_type, progress=False
        )
        for method in METHODS
    }
    return pd.concat(tables, names=["method", "customer"]).reset_index()


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (talks(),)
    for name, chosen in OTHER_TABLES:
        yield name, (talks(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return how much higher mean satisfaction is with 服务回旋法 than with 冷淡.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return _gap(table.groupby("method")["satisfaction"].mean())


def _gap(by_method: pd.Series) -> float:
    return float(by_method["roundabout"] - by_method["indifferent"])


def _means(table: pd.DataFrame, column: str = "satisfaction") -> pd.Series:
    return table.groupby("method")[column].mean()


def _ratio(table: pd.DataFrame) -> float:
    means = _means(table)
    return float(means["roundabout"] / means["indifferent"])


def _resolved(table: pd.DataFrame) -> float:
    return _gap(_means(table[table["ending"] == "resolved"]).reindex(METHODS))


def _share(table: pd.DataFrame) -> float:
    wide = table.pivot(index="customer", columns="method", values="satisfaction")
    return float((wide["roundabout"] > wide["indifferent"]).mean())


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "sign": lambda table: [(-right(table), ROUNDED)],
    "percent": lambda table: [(100 * right(table), 0.6), (-100 * right(table), 0.6)],
    "median": lambda table: [(_gap(table.groupby("method")["satisfaction"].median()), ROUNDED)],
    "resolved": lambda table: [(_resolved(table), ROUNDED)],
    "ratio": lambda table: [(_ratio(table), 0.06), (1 / _ratio(table), ROUNDED)],
    "relative": lambda table: [(_ratio(table) - 1, 0.06), (100 * (_ratio(table) - 1), 6.0)],
    "one_side": lambda table: [(float(mean), ROUNDED) for mean in _means(table)],
    "total": lambda table: [(right(table) * table["customer"].nunique(), 1.0)],
    "share": lambda table: [(_share(table), ROUNDED)],
    "loyalty": lambda table: [(_gap(_means(table, "loyalty")), ROUNDED)],
}
