"""What is right in exercise 06, and the typical wrong ways, all computed from the turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

LINE = 0.65
"""Anger read above which the exercise's roundabout goes back from its third step."""
ASKING = 3
OTHER_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("酒店客人的表", {"scenario": "hotel_dirty_room", "n": 30, "seed": 7, "difficulty": None}),
    ("另一批电商客户的表", {"n": 30, "seed": 7}),
)


@cache
def turns(
    scenario: str = "ecommerce_defect",
    n: int = 50,
    seed: int = 11,
    customer_type: str | None = "furious",
    difficulty: str | None = "hard",
) -> pd.DataFrame:
    """Return the table that the exercise is about: which step was played at every turn.

    Parameters
    ----------
    scenario, n, seed, customer_type, difficulty
        As for :func:`servicelab.simulation.converse`; n customers.

    Returns
    -------
    pandas.DataFrame
        One row a turn, in order; columns customer, turn (from 1), step (number of the
        roundabout's step, 1 to 6) and anger (read after the customer's answer, 0…1). The same
        object at every call, so don't change it.
    """
    from servicelab.methods import Playbook, get  # not every check needs the simulation
    from servicelab.simulation import Conversation

    steps = list(get("roundabout").steps)  # type: ignore[attr-defined]
    steps[ASKING - 1] = replace(steps[ASKING - 1], back_above=LINE)
    body = {"name": "lower", "zh": "线低一点", "origin": "第 06 课", "steps": tuple(steps)}
    book: Playbook = type("Lower", (Playbook,), body | {"returns_allowed": 2})()
    rows: list[dict[str, float]] = []
    for customer in range(n):
        talk = Conversation(
            scenario, seed, customer, customer_type=customer_type, difficulty=difficulty
        )
        rows += [{"customer": customer, **row} for row in _held(talk, book.begin())]
    return pd.DataFrame(rows)


def _held(talk: Any, player: Any) -> Iterator[dict[str, float]]:
    while not talk.finished:
        move = player.choose(talk.observed)
        if move is None:
            talk.close()
        else:
            record = talk.play(move)
            step = int(player.position.step) + 1
            yield {"turn": record.turn, "step": step, "anger": round(record.observed.anger, 2)}


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, ...]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (turns(),)
    for name, chosen in OTHER_TABLES:
        yield name, (turns(**chosen),)


def right(table: pd.DataFrame) -> float:
    """Return the share of customers with whom the talk went back to an earlier step.

    Parameters
    ----------
    table
        As :func:`turns` makes it.
    """
    return float(_back(table).groupby(table["customer"]).any().mean())


def _back(table: pd.DataFrame) -> pd.Series:
    return table.groupby("customer")["step"].diff() < 0


def _people(table: pd.DataFrame) -> int:
    return int(table["customer"].nunique())


def _share(table: pd.DataFrame, rows: pd.Series) -> float:
    return float(rows.groupby(table["customer"]).any().mean())


def _asking_hot(table: pd.DataFrame) -> float:
    return _share(table, (table["step"] == ASKING) & (table["anger"] > LINE))


ROUNDED = 0.005
"""How far an answer with two decimals may be from the exact one."""

# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], list[tuple[float, float]]]] = {
    "times": lambda table: [(float(_back(table).sum()) / _people(table), ROUNDED)],
    "people": lambda table: [(right(table) * _people(table), 0.4)],
    "percent": lambda table: [(100 * right(table), 0.6)],
    "others": lambda table: [(1 - right(table), ROUNDED)],
    "hot": lambda table: [(_share(table, table["anger"] > LINE), ROUNDED)],
    "asking": lambda table: [(_asking_hot(table), ROUNDED)],
    "turns": lambda table: [(float(_back(table).mean()), ROUNDED)],
    "borders": lambda table: [(float((table["step"].diff() < 0).sum()) / _people(table), ROUNDED)],
}
