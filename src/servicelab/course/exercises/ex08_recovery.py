"""What is right in exercise 08, and the typical wrong ways, all computed from the customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd

PATHS = ("recovered", "ignored", "smooth")
REPAIR = (
    ("道歉，问清", ("apologise", "ask_fact"), 2),
    ("换新", ("fix", "replace"), 1),
    ("问行不行", ("confirm",), 1),
)
"""The ordinary recovery of the exercise: name of a step, its acts, its turns at most."""
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("酒店客人的表", {"scenario": "hotel_dirty_room", "n": 400, "seed": 11}),
    ("一批火气大的客户的表", {"n": 300, "customer_type": "furious"}),
)


@cache
def customers(
    scenario: str = "ecommerce_defect",
    n: int = 1_000,
    seed: int = 7,
    customer_type: str | None = None,
) -> pd.DataFrame:
    """Return the table that the exercise is about: the same customers on three paths.

    Parameters
    ----------
    scenario, n, seed, customer_type
        As for :func:`servicelab.simulation.relationship`.

    Returns
    -------
    pandas.DataFrame
        One row a customer and path (``recovered``, ``ignored``, ``smooth``): path, customer, then
        the columns of ``relationship``. The same object at every call, so don't change it.
    """
    from servicelab.methods import Playbook, Step  # not every check needs the simulation
    from servicelab.simulation import relationship

    repair = (Step(name, acts, at_most=turns) for name, acts, turns in REPAIR)
    methods = (Playbook.of("repair", "补救", *repair), "silence", None)
    tables = {
        path: relationship(
            scenario, [method], n=n, seed=seed, customer_type=customer_type, progress=False
        ).droplevel("episode")
        for path, method in zip(PATHS, methods, strict=True)
    }
    return pd.concat(tables, names=["path", "customer"]).reset_index()


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (customers(),)
    for name, chosen in OTHER_TABLES:
        yield name, (customers(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return how much higher mean loyalty is after a recovered failure than without a failure.

    Parameters
    ----------
    table
        As :func:`customers` makes it.
    """
    return _gap(_means(table))


def _means(table: pd.DataFrame, column: str = "loyalty") -> pd.Series:
    return table.groupby("path")[column].mean()


def _gap(by_path: pd.Series, path: str = "recovered", beside: str = "smooth") -> float:
    return float(by_path[path] - by_path[beside])


def _ratio(table: pd.DataFrame) -> float:
    means = _means(table)
    return float(means["recovered"] / means["smooth"])


def _share(table: pd.DataFrame) -> float:
    wide = table.pivot(index="customer", columns="path", values="loyalty")
    return float((wide["recovered"] > wide["smooth"]).mean())


def _boss(table: pd.DataFrame) -> float:
    return _gap(_means(table), beside="ignored")


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "boss": lambda table: [(_boss(table), ROUNDED)],
    "ignored": lambda table: [(_gap(_means(table), path="ignored"), ROUNDED)],
    "sign": lambda table: [(-right(table), ROUNDED)],
    "percent": lambda table: [(100 * right(table), 0.6), (-100 * right(table), 0.6)],
    "satisfaction": lambda table: [(_gap(_means(table, "satisfaction")), ROUNDED)],
    "word": lambda table: [(_gap(_means(table, "word_of_mouth")), ROUNDED)],
    "ratio": lambda table: [(_ratio(table), ROUNDED), (1 / _ratio(table), ROUNDED)],
    "relative": lambda table: [
        (_ratio(table) - 1, ROUNDED),
        (100 * (_ratio(table) - 1), 0.6),
    ],
    "one_side": lambda table: [(float(mean), ROUNDED) for mean in _means(table)],
    "total": lambda table: [(right(table) * table["customer"].nunique(), 1.0)],
    "share": lambda table: [(_share(table), ROUNDED)],
}
