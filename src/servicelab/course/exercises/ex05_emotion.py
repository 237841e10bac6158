"""What is right in exercise 05, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import sqrt
from typing import Any

import pandas as pd

AS_SAID = (
    ("greet", "ask_fact"),
    ("blame",),
    ("ask_fact",),
    ("fix", "replace"),
    ("apologise", "refund"),
    ("confirm",),
)
"""What the six replies of the exercise do."""
MENDED = (2, ("own", "apologise"))
"""The reply that is changed, and what is done instead."""
Z = 1.96
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("供热客户的表", {"scenario": "heating_blocked_pipe", "n": 400, "seed": 11}),
    ("一批火大的客人的表", {"n": 200, "customer_type": "furious"}),
)


@cache
def talks(
    scenario: str = "hotel_dirty_room",
    n: int = 120,
    seed: int = 9,
    customer_type: str | None = None,
) -> pd.DataFrame:
    """Return the table that the exercise is about: the same customers, before and after.

    Parameters
    ----------
    scenario, n, seed, customer_type
        As for :func:`servicelab.simulation.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a customer and version (``as_said``, ``mended``): version, customer, then the
        columns of ``simulate``. The same object at every call, so don't change it.
    """
    from servicelab.methods import Playbook, Step  # not every check needs the simulation
    from servicelab.simulation import simulate

    turn, instead = MENDED
    mended = [instead if at == turn else acts for at, acts in enumerate(AS_SAID, 1)]
    tables = {}
    for version, replies in {"as_said": AS_SAID, "mended": mended}.items():
        steps = (Step(f"第 {number} 句", acts) for number, acts in enumerate(replies, 1))
        tables[version] = simulate(
            scenario,
            Playbook.of(version, version, *steps),
            n=n,
            seed=seed,
            customer_type=customer_type,
            progress=False,
        )
    return pd.concat(tables, names=["version", "customer"]).reset_index()


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (talks(),)
    for name, chosen in OTHER_TABLES:
        yield name, (talks(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return the lower end of the 95 % interval of the mean paired change of satisfaction.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return _end(_change(table), -1)


def _wide(table: pd.DataFrame, column: str = "satisfaction") -> pd.DataFrame:
    return table.pivot(index="customer", columns="version", values=column)


def _change(table: pd.DataFrame, column: str = "satisfaction") -> pd.Series:
    wide = _wide(table, column)
    return wide["mended"] - wide["as_said"]


def _end(change: pd.Series, side: int) -> float:
    return float(change.mean() + side * Z * change.std() / sqrt(len(change)))


def _two_crowds(table: pd.DataFrame, side: int) -> float:
    """Return an end of the interval as if each version had met customers of its own."""
    wide = _wide(table)
    error = sqrt(wide["mended"].var() / len(wide) + wide["as_said"].var() / len(wide))
    return float(_change(table).mean() + side * Z * error)


def _without_root(table: pd.DataFrame) -> float:
    change = _change(table)
    return float(change.mean() - Z * change.std())


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "mean": lambda table: [(float(_change(table).mean()), ROUNDED)],
    "upper": lambda table: [(_end(_change(table), 1), ROUNDED)],
    "two_crowds": lambda table: [(_two_crowds(table, -1), ROUNDED)],
    "spread": lambda table: [(_without_root(table), ROUNDED)],
    "sign": lambda table: [
        (-right(table), ROUNDED),
        (-_end(_change(table), 1), ROUNDED),
        (-float(_change(table).mean()), ROUNDED),
    ],
    "percent": lambda table: [(100 * right(table), 0.6)],
    "loyalty": lambda table: [(_end(_change(table, "loyalty"), -1), ROUNDED)],
    "one_side": lambda table: [(float(mean), ROUNDED) for mean in _wide(table).mean()],
    "one_customer": lambda table: [(float(_change(table).iloc[0]), ROUNDED)],
    "share": lambda table: [(float((_change(table) > 0).mean()), ROUNDED)],
}
