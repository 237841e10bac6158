"""What is right in exercise 04, and the typical wrong ways, all computed from the cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd

FIRST_DAY = "2024-01-01"
DAYS = 730
"""The log runs for two years."""
MARGIN, CHANCE, AHEAD = 3.0, 0.7, 365.0
"""Yuan that a card brings a day, share of attempts that succeed, days looked ahead."""
STATES = ("没投诉过", "投诉了，没人管", "投诉了，处理好了")


@cache
def cards(
    n: int = 1500, seed: int = 4, worse: float = 3.0, healed: float = 0.4, pull: float = 0.0015
) -> pd.DataFrame:
    """Return the log of a gym's cards: made by a rule, none is real.

    Parameters
    ----------
    n
        Cards.
    seed
        Names the luck.
    worse, healed
        What a complaint multiplies the pull to leave by; what putting it right multiplies that by.
    pull
        To leave, a day, without a complaint.

    Returns
    -------
    pandas.DataFrame
        One row an event: member, date, event (joined, complaint, recovered, left). The same object
        at every call, so don't change it.

    Examples
    --------
    >>> cards(20).columns.tolist()
    ['member', 'date', 'event']
    """
    rng = np.random.default_rng(seed)
    joined = rng.integers(0, 600, n)
    complaint = joined + np.ceil(rng.exponential(500, n))
    wait = np.where(rng.random(n) < 0.6, rng.integers(1, 9, n), 10 * DAYS)
    ends = _ends(rng.exponential(1, n), (joined, complaint, complaint + wait), pull, worse, healed)
    told = {"joined": joined, "complaint": complaint, "recovered": complaint + wait, "left": ends}
    days = pd.DataFrame(told, index=pd.RangeIndex(1, n + 1, name="member"))
    happened = days.where(days.le(days["left"], axis=0) & (days < DAYS))
    happened.loc[happened["left"].notna() & (days["complaint"] == days["left"]), "complaint"] = None
    happened.loc[happened["left"].notna() & (days["recovered"] == days["left"]), "recovered"] = None
    log = happened.stack().dropna().rename_axis(["member", "event"]).rename("day").reset_index()
    log["date"] = pd.Timestamp(FIRST_DAY) + pd.to_timedelta(log["day"], unit="D")
    return log[["member", "date", "event"]]


def _ends(
    luck: np.ndarray, turns: tuple[np.ndarray, ...], pull: float, worse: float, healed: float
) -> np.ndarray:
    """Days of leaving: each card leaves when the pull gathered so far has used up its luck."""
    joined, complaint, recovered = turns
    open_case, settled = pull * worse, pull * worse * healed
    first = luck / pull
    second = (luck - (complaint - joined) * pull) / open_case
    third = (luck - (complaint - joined) * pull - (recovered - complaint) * open_case) / settled
    days = np.where(
        first <= complaint - joined,
        joined + first,
        np.where(second <= recovered - complaint, complaint + second, recovered + third),
    )
    return np.asarray(np.ceil(days))


def cases() -> Iterator[tuple[str, tuple[pd.DataFrame, float, float]]]:
    """Yield what a function is called with: a name and arguments, the exercise's own first."""
    yield "练习里的表", (cards(), MARGIN, CHANCE)
    yield "另一家店的表", (cards(1200, seed=9), 5.0, 0.5)
    yield "一家客户更宽厚的店的表", (cards(1600, seed=6, worse=2.0, healed=0.6), 2.0, 0.9)


def stays(log: pd.DataFrame) -> pd.Series:
    """Return how many days of the year to come a card stays, by state.

    Parameters
    ----------
    log
        As :func:`cards` makes it.

    Returns
    -------
    pandas.Series
        Index: the states. In each the pull to leave is the number of cards that left in it, over
        the days spent in it.

    Examples
    --------
    >>> stays(cards()).is_monotonic_decreasing
    False
    """
    days = log.pivot(index="member", columns="event", values="date")
    end = days["left"].fillna(pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=DAYS))
    turns = [days["joined"], days["complaint"].fillna(end), days["recovered"].fillna(end), end]
    told = {}
    for name, since, until in zip(STATES, turns[:-1], turns[1:], strict=True):
        left = (days["left"].notna() & (until == end) & (since < end)).sum()
        pull = left / (until - since).dt.days.sum()
        told[name] = (1 - np.exp(-pull * AHEAD)) / pull
    return pd.Series(told)


def right(log: pd.DataFrame, margin: float, chance: float) -> float:
    """Return what an attempt to put a complaint right may cost at most.

    Parameters
    ----------
    log
        As :func:`cards` makes it.
    margin, chance
        Yuan a card brings a day; share of attempts that succeed.

    Examples
    --------
    >>> right(cards(), 3.0, 0.7) > 100
    True
    """
    told = stays(log)
    return float(chance * margin * (told[STATES[2]] - told[STATES[1]]))


def naive(log: pd.DataFrame) -> pd.Series:
    """Return the mean days of cards handed back, of those that complained and of the others.

    Parameters
    ----------
    log
        As :func:`cards` makes it.
    """
    days = log.pivot(index="member", columns="event", values="date")
    gone = days[days["left"].notna()]
    length = (gone["left"] - gone["joined"]).dt.days
    groups = gone["complaint"].notna().map({False: "没投诉过", True: "投诉过"})
    return length.groupby(groups).mean()


NEAR = 0.6
"""How far an answer read off the table, with days in whole numbers, may be from the exact one."""
Values = list[tuple[float, float]]


def _gap(log: pd.DataFrame) -> float:
    told = stays(log)
    return float(told[STATES[2]] - told[STATES[1]])


# Each wrong way gives the values it may lead to and how near counts as that way.
WRONG_WAYS: dict[str, Callable[[pd.DataFrame, float, float], Values]] = {
    "chance": lambda log, margin, _: [(margin * _gap(log), 2.0)],
    "days": lambda log, _, chance: [(_gap(log), 0.6), (chance * _gap(log), 0.6)],
    "whole": lambda log, margin, chance: [
        (chance * margin * float(stays(log)[STATES[2]]), 2.0),
        (margin * float(stays(log)[STATES[2]]), 2.0),
    ],
    "never": lambda log, margin, chance: [
        (chance * margin * float(stays(log)[STATES[0]] - stays(log)[STATES[1]]), 1.5),
        (chance * margin * float(stays(log)[STATES[2]] - stays(log)[STATES[0]]), 1.5),
    ],
    "boss": lambda log, margin, chance: [
        (sign * chance * margin * float(naive(log).diff().iloc[-1]), 1.5) for sign in (1, -1)
    ],
    "negative": lambda log, margin, chance: [(-right(log, margin, chance), NEAR)],
    "percent": lambda log, margin, chance: [
        (10 * right(log, margin, chance), 8.0),
        (100 * right(log, margin, chance), 80.0),
    ],
}
