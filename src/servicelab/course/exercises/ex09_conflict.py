"""What is right in exercise 09, and the typical wrong ways, all computed from the talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import sqrt
from typing import Any, NamedTuple

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
        {
            "scenario": "courier_lost",
            "method": "reactive",
            "n": 400,
            "customer_type": "opportunist",
        },
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


class Gaps(NamedTuple):
    """What each technique changes, customer by customer; one column a technique.

    Attributes
    ----------
    fewer
        1 where the technique keeps a customer from escalating, -1 where it makes one.
    happier
        Gain in satisfaction.
    apart
        For each technique, the variance of two samples of different customers, summed.
    """

    fewer: pd.DataFrame
    happier: pd.DataFrame
    apart: pd.Series

    @staticmethod
    def of(table: pd.DataFrame) -> Gaps:
        """Return them for a table as :func:`talks` makes it."""
        wide, names = table.pivot(index="customer", columns="way"), list(TECHNIQUES)
        loud, glad = pd.DataFrame(wide["escalated"]), pd.DataFrame(wide["satisfaction"])
        return Gaps(
            -loud[names].sub(loud[PLAIN], axis=0),
            glad[names].sub(glad[PLAIN], axis=0),
            loud[names].var() + loud[PLAIN].var(),
        )

    @property
    def quietest(self) -> str:
        """The technique that lowers escalation most, whatever it costs."""
        return str(self.fewer.mean().idxmax())

    @property
    def happiest(self) -> str:
        """The technique that raises satisfaction most."""
        return str(self.happier.mean().idxmax())

    @property
    def chosen(self) -> str:
        """The technique that lowers escalation most of those that cost no satisfaction."""
        kept = self.happier.columns[self.happier.mean() >= 0]
        return str(self.fewer[kept].mean().idxmax())


def right(table: pd.DataFrame) -> float:
    """Return by how much the chosen technique lowers the escalated share at the least.

    Parameters
    ----------
    table
        As :func:`talks` makes it.
    """
    gaps = Gaps.of(table)
    return _low(gaps.fewer[gaps.chosen])


def _mean(gap: pd.Series) -> float:
    return float(gap.mean())


def _error(gap: pd.Series) -> float:
    return float(gap.std()) / sqrt(len(gap))


def _low(gap: pd.Series) -> float:
    return _mean(gap) - WIDTH * _error(gap)


Ways = list[tuple[float, float]]
ROUNDED = 0.0006
"""How far an answer with three decimals may be from the exact one."""


def _of_chosen(number: Callable[[pd.Series], float]) -> Callable[[pd.DataFrame], Ways]:
    def ways(table: pd.DataFrame) -> Ways:
        gaps = Gaps.of(table)
        return [(number(gaps.fewer[gaps.chosen]), ROUNDED)]

    return ways


def _quietest(table: pd.DataFrame) -> Ways:
    gaps = Gaps.of(table)
    gap = gaps.fewer[gaps.quietest]
    return [(one(gap), ROUNDED) for one in (_mean, _low)] * (gaps.quietest != gaps.chosen)


def _happiest(table: pd.DataFrame) -> Ways:
    gaps = Gaps.of(table)
    gap, gain = gaps.fewer[gaps.happiest], _mean(gaps.happier[gaps.happiest])
    found = [(_mean(gap), ROUNDED), (_low(gap), ROUNDED), (gain, ROUNDED)]
    return found * (gaps.happiest != gaps.chosen)


def _other_column(table: pd.DataFrame) -> Ways:
    gaps = Gaps.of(table)
    return [(one(gaps.happier[gaps.chosen]), ROUNDED) for one in (_mean, _low)]


def _unpaired(table: pd.DataFrame) -> Ways:
    gaps = Gaps.of(table)
    half = WIDTH * sqrt(float(gaps.apart[gaps.chosen]) / len(gaps.fewer))
    return [(_mean(gaps.fewer[gaps.chosen]) - half, ROUNDED)]


def _turned(table: pd.DataFrame) -> Ways:
    gaps = Gaps.of(table)
    gap = gaps.fewer[gaps.chosen]
    return [(sign * WIDTH * _error(gap) - _mean(gap), ROUNDED) for sign in (-1, 0, 1)]


# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame], Ways]] = {
    "quietest": _quietest,
    "happiest": _happiest,
    "satisfaction": _other_column,
    "mean": _of_chosen(_mean),
    "upper": _of_chosen(lambda gap: _mean(gap) + WIDTH * _error(gap)),
    "one_error": _of_chosen(lambda gap: _mean(gap) - _error(gap)),
    "half": _of_chosen(lambda gap: WIDTH * _error(gap)),
    "error": _of_chosen(_error),
    "unpaired": _unpaired,
    "sign": _turned,
    "percent": lambda table: [(100 * right(table), 100 * ROUNDED)],
}
