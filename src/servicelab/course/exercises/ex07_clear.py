"""What is right in exercise 07, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import sqrt
from typing import Any

import pandas as pd

WHOLE = "whole"
SOFT = ("no_control", "no_listen", "no_rapport", "no_apologise")
SOLVING = "no_resolve"
STEPS = {
    "no_control": "控制",
    "no_listen": "倾听",
    "no_rapport": "建立关系",
    "no_apologise": "道歉",
    "no_resolve": "解决",
}
"""Column → the step of CLEAR that is left out, as its name begins."""
WIDTH = 1.96
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "三百位重情分的客户，退费算错了的表",
        {"scenario": "heating_bill_dispute", "n": 300, "customer_type": "relation_seeking"},
    ),
    ("两百五十位酒店客人的表", {"n": 250, "seed": 11, "customer_type": None}),
)


@cache
def talks(
    scenario: str = "hotel_dirty_room",
    n: int = 400,
    seed: int = 7,
    customer_type: str | None = "furious",
) -> pd.DataFrame:
    """Return the table that the exercise is about: CLEAR as it stands, and with a step left out.

    Parameters
    ----------
    scenario, n, seed, customer_type
        As for :func:`servicelab.simulation.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a customer; columns ``whole``, then one for each step left out: satisfaction, 0 to
        1. The same object at every call, so don't change it.
    """
    from servicelab.methods import Playbook, get  # not every check needs the simulation
    from servicelab.simulation import simulate

    clear = get("clear")
    assert isinstance(clear, Playbook)
    books = {WHOLE: clear}
    for column, left_out in STEPS.items():
        steps = [step for step in clear.steps if not step.name.startswith(left_out)]
        books[column] = Playbook.of(column, column, *steps)
    return pd.DataFrame(
        {
            column: simulate(
                scenario, book, n=n, seed=seed, customer_type=customer_type, progress=False
            )["satisfaction"]
            for column, book in books.items()
        }
    )


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (talks(),)
    for name, chosen in OTHER_TABLES:
        yield name, (talks(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return the lower end of the 95 % interval of what the costliest soft step is worth.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return _low(table, costliest(table))


def costliest(table: pd.DataFrame) -> str:
    """Return the column of the soft step whose loss costs most on average.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    return max(SOFT, key=lambda column: _mean(table, column))


def _gap(table: pd.DataFrame, column: str) -> pd.Series:
    return table[WHOLE] - table[column]


def _mean(table: pd.DataFrame, column: str) -> float:
    return float(_gap(table, column).mean())


def _error(table: pd.DataFrame, column: str) -> float:
    return float(_gap(table, column).std()) / sqrt(len(table))


def _low(table: pd.DataFrame, column: str) -> float:
    return _mean(table, column) - WIDTH * _error(table, column)


def _unpaired(table: pd.DataFrame, column: str) -> float:
    apart = float(table[WHOLE].var() + table[column].var())
    return _mean(table, column) - WIDTH * sqrt(apart / len(table))


def _others(table: pd.DataFrame) -> list[str]:
    return [column for column in SOFT if column != costliest(table)]


Ways = list[tuple[float, float]]
ROUNDED = 0.0006
"""How far an answer with three decimals may be from the exact one."""


def _of_costliest(number: Callable[[pd.DataFrame, str], float]) -> Callable[[pd.DataFrame], Ways]:
    return lambda table: [(number(table, costliest(table)), ROUNDED)]


def _of_solving(table: pd.DataFrame) -> Ways:
    return [(one(table, SOLVING), ROUNDED) for one in (_mean, _low)]


def _of_another(table: pd.DataFrame) -> Ways:
    return [(_low(table, column), ROUNDED) for column in _others(table)]


def _turned(table: pd.DataFrame) -> Ways:
    mean, half = _mean(table, costliest(table)), WIDTH * _error(table, costliest(table))
    return [(sign * half - mean, ROUNDED) for sign in (-1, 0, 1)]


# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], Ways]] = {
    "solving": _of_solving,
    "another": _of_another,
    "mean": _of_costliest(_mean),
    "upper": _of_costliest(lambda table, one: _mean(table, one) + WIDTH * _error(table, one)),
    "one_error": _of_costliest(lambda table, one: _mean(table, one) - _error(table, one)),
    "half": _of_costliest(lambda table, one: WIDTH * _error(table, one)),
    "error": _of_costliest(_error),
    "unpaired": _of_costliest(_unpaired),
    "sign": _turned,
    "percent": lambda table: [(100 * right(table), 100 * ROUNDED)],
}
