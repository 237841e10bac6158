"""What is right in exercise 09, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import sqrt
from typing import Any

import pandas as pd

PLAIN = "plain"
TECHNIQUES = {
    "service_promise": "服务承诺法",
    "staged_guidance": "分阶段引导征询法",
    "external_review": "外部评审法",
    "empathy_transfer": "移情法",
    "conformity": "从众心理法",
}
WIDTH = 1.96
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "四百位薅羊毛的客户，件丢了的表",
        {"scenario": "courier_lost", "method": "reactive", "n": 400, "customer_type": "opportunist"},
    ),
    ("五百位电商客户的表", {"scenario": "ecommerce_furious", "n": 500, "seed": 11}),
)


@cache
def talks(
    scenario: str = "courier_delay",
    method: str = "roundabout",
    n: int = 1_000,
    seed: int = 13,
    customer_type: str | None = "furious",
) -> pd.DataFrame:
    """Return the table that the exercise is about: a method alone, and with one technique each.

    Parameters
    ----------
    scenario, method, n, seed, customer_type
        As for :func:`servicelab.simulation.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a customer and way: ``way`` (``plain`` or a technique), ``customer``,
        ``satisfaction`` (0 to 1), ``escalated`` (1 or 0). The same object at every call, so don't
        change it.
    """
    from servicelab.simulation import simulate  # not every check needs the simulation

    tables = {}
    for way in (PLAIN, *TECHNIQUES):
        name = method if way == PLAIN else f"{method}+{way}"
        table = simulate(
            scenario, name, n=n, seed=seed, customer_type=customer_type, progress=False
        )
        escalated = (table["ending"] == "escalated").astype(int)
        tables[way] = table[["satisfaction"]].assign(escalated=escalated)
    return pd.concat(tables, names=["way", "customer"]).reset_index()


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (talks(),)
    for name, chosen in OTHER_TABLES:
        yield name, (talks(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return by how much the chosen technique lowers the escalated share at the least.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return _low(table, chosen(table))


def chosen(table: pd.DataFrame) -> str:
    """Return the technique that lowers escalation most of those that cost no satisfaction.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    kept = [way for way in TECHNIQUES if _gap(table, way, "satisfaction").mean() <= 0]
    return max(kept, key=lambda way: _mean(table, way))


def quietest(table: pd.DataFrame) -> str:
    """Return the technique that lowers escalation most, whatever it costs.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return max(TECHNIQUES, key=lambda way: _mean(table, way))


def _gap(table: pd.DataFrame, way: str, column: str = "escalated") -> pd.Series:
    """Return plain minus technique, customer by customer."""
    wide = table.pivot(index="customer", columns="way", values=column)
    return wide[PLAIN] - wide[way]


def _mean(table: pd.DataFrame, way: str) -> float:
    return float(_gap(table, way).mean())


def _error(table: pd.DataFrame, way: str) -> float:
    gap = _gap(table, way)
    return float(gap.std()) / sqrt(len(gap))


def _low(table: pd.DataFrame, way: str) -> float:
    return _mean(table, way) - WIDTH * _error(table, way)


def _unpaired(table: pd.DataFrame, way: str) -> float:
    wide = table.pivot(index="customer", columns="way", values="escalated")
    apart = float(wide[PLAIN].var() + wide[way].var())
    return _mean(table, way) - WIDTH * sqrt(apart / len(wide))


def _happiest(table: pd.DataFrame) -> str:
    return min(TECHNIQUES, key=lambda way: float(_gap(table, way, "satisfaction").mean()))


Ways = list[tuple[float, float]]
ROUNDED = 0.0006
"""How far an answer with three decimals may be from the exact one."""


def _of_chosen(number: Callable[[pd.DataFrame, str], float]) -> Callable[[pd.DataFrame], Ways]:
    return lambda table: [(number(table, chosen(table)), ROUNDED)]


def _loudest_ignored(table: pd.DataFrame) -> Ways:
    way = quietest(table)
    return [] if way == chosen(table) else [(one(table, way), ROUNDED) for one in (_mean, _low)]


def _by_satisfaction(table: pd.DataFrame) -> Ways:
    way = _happiest(table)
    if way == chosen(table):
        return []
    gain = -float(_gap(table, way, "satisfaction").mean())
    return [(_mean(table, way), ROUNDED), (_low(table, way), ROUNDED), (gain, ROUNDED)]


def _other_column(table: pd.DataFrame) -> Ways:
    gap = -_gap(table, chosen(table), "satisfaction")
    half = WIDTH * float(gap.std()) / sqrt(len(gap))
    return [(float(gap.mean()), ROUNDED), (float(gap.mean()) - half, ROUNDED)]


def _turned(table: pd.DataFrame) -> Ways:
    mean, half = _mean(table, chosen(table)), WIDTH * _error(table, chosen(table))
    return [(sign * half - mean, ROUNDED) for sign in (-1, 0, 1)]


# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], Ways]] = {
    "quietest": _loudest_ignored,
    "happiest": _by_satisfaction,
    "satisfaction": _other_column,
    "mean": _of_chosen(_mean),
    "upper": _of_chosen(lambda table, way: _mean(table, way) + WIDTH * _error(table, way)),
    "one_error": _of_chosen(lambda table, way: _mean(table, way) - _error(table, way)),
    "half": _of_chosen(lambda table, way: WIDTH * _error(table, way)),
    "error": _of_chosen(_error),
    "unpaired": _of_chosen(_unpaired),
    "sign": _turned,
    "percent": lambda table: [(100 * right(table), 100 * ROUNDED)],
}
