"""What is right in exercise 11, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from math import sqrt
from typing import Any

import pandas as pd

WITH, WITHOUT = "with_apology", "without_apology"
WIDTH = 1.96
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("另外九百位客人的表", {"n": 900, "seed": 11}),
    (
        "六十四位火大的快递客户的表",
        {"scenario": "courier_delay", "n": 64, "customer_type": "furious"},
    ),
)


@cache
def talks(
    scenario: str = "hotel_dirty_room",
    n: int = 100,
    seed: int = 7,
    customer_type: str | None = None,
) -> pd.DataFrame:
    """Return the table that the exercise is about: CLEAR as it stands, and without the apology.

    Parameters
    ----------
    scenario, n, seed, customer_type
        As for :func:`servicelab.simulation.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a customer, columns ``with_apology`` and ``without_apology``: satisfaction, 0 to
        1. The same object at every call, so don't change it.
    """
    # Loads the methods and the scenarios, which not every check needs.
    from servicelab.methods import Playbook, get
    from servicelab.simulation import simulate

    clear = get("clear")
    assert isinstance(clear, Playbook)
    steps = [
        replace(step, acts=tuple(act for act in step.acts if act != "apologise"))
        for step in clear.steps
    ]
    shorter = Playbook.of("clear_no_apology", "CLEAR 法，不道歉", *steps)
    return pd.DataFrame(
        {
            column: simulate(
                scenario, method, n=n, seed=seed, customer_type=customer_type, progress=False
            )["satisfaction"]
            for column, method in ((WITH, clear), (WITHOUT, shorter))
        }
    )


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (talks(),)
    for name, chosen in OTHER_TABLES:
        yield name, (talks(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return the lower end of the 95 % interval of the mean paired difference.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return _mean(table) - _half(table)


def _difference(table: pd.DataFrame) -> pd.Series:
    return table[WITH] - table[WITHOUT]


def _mean(table: pd.DataFrame) -> float:
    return float(_difference(table).mean())


def _deviation(table: pd.DataFrame) -> float:
    return float(_difference(table).std())


def _error(table: pd.DataFrame) -> float:
    return _deviation(table) / sqrt(len(table))


def _half(table: pd.DataFrame) -> float:
    return WIDTH * _error(table)


def _unpaired(table: pd.DataFrame) -> float:
    apart = float(table[WITH].var() + table[WITHOUT].var())
    return _mean(table) - WIDTH * sqrt(apart / len(table))


ROUNDED = 0.0006
"""How far an answer with three decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "mean": lambda table: [(_mean(table), ROUNDED)],
    "unpaired": lambda table: [(_unpaired(table), ROUNDED)],
    "deviation": lambda table: [(_mean(table) - WIDTH * _deviation(table), ROUNDED)],
    "root": lambda table: [(_mean(table) - WIDTH * _deviation(table) / len(table), 0.0001)],
    "half": lambda table: [(_half(table), ROUNDED)],
    "error": lambda table: [(_error(table), ROUNDED)],
    "one_error": lambda table: [(_mean(table) - _error(table), ROUNDED)],
    "upper": lambda table: [(_mean(table) + _half(table), ROUNDED)],
    "sign": lambda table: [
        (-_mean(table) - _half(table), ROUNDED),
        (-_mean(table) + _half(table), ROUNDED),
    ],
    "percent": lambda table: [(100 * right(table), 100 * ROUNDED)],
}
