"""Customers followed over several episodes: the paradox, and a second failure."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from servicelab.scenarios import Scenario
from servicelab.simulation import relationship
from servicelab.widgets.recovery import (
    LASTING,
    MEASURES,
    Tell,
    found,
    interval_of,
    require,
    silent,
)
from servicelab.widgets.recovery_scripts import HANDLINGS, handling, say

SEQUENCES = ("good_good", "bad_good", "good_bad", "bad_bad", "none")


def untroubled(
    scenario: str | Scenario = "hotel_dirty_room",
    *,
    measure: str = "satisfaction",
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
) -> float:
    """Return the mean of an outcome among the same customers after a service without a failure.

    Parameters
    ----------
    scenario, measure, customer_type, n, seed
        As for :func:`~servicelab.widgets.recovery_curve.compensation_curve`.

    Examples
    --------
    >>> 0.5 < untroubled(n=100) < 1.0
    True
    """
    require(measure, MEASURES)
    case = found(scenario, customer_type)
    return float(_lives(case, (None,), n, seed)[measure][0].mean())


def paradox_table(
    scenario: str | Scenario = "hotel_dirty_room",
    *,
    later: int = 0,
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
    tell: Tell = silent,
) -> pd.DataFrame:
    """Set customers after a failure and its handling beside themselves without the failure.

    Parameters
    ----------
    scenario, customer_type, n, seed, tell
        As for :func:`~servicelab.widgets.recovery_curve.compensation_curve`.
    later
        Smooth services after it, 0 or more; from 1 on only what lasts is compared.

    Returns
    -------
    pandas.DataFrame
        Index ``handling, measure``; columns recovered and twin (means), estimate (their paired
        difference), ci_low, ci_high, and share_better, of customers who are higher.

    Examples
    --------
    >>> table = paradox_table(n=100)
    >>> bool(table.loc[("poor", "satisfaction"), "ci_high"] < 0)
    True
    """
    case = found(scenario, customer_type)
    smooth = (None,) * later
    twin = _lives(case, (None, *smooth), n, seed)
    rows = []
    for number, name in enumerate(HANDLINGS, 1):
        lives = _lives(case, (name, *smooth), n, seed)
        for measure in LASTING if later else MEASURES:
            ours, theirs = lives[measure][later], twin[measure][later]
            gap = ours - theirs
            rows.append(
                {
                    "handling": name,
                    "measure": measure,
                    "recovered": float(ours.mean()),
                    "twin": float(theirs.mean()),
                    **interval_of(gap),
                    "share_better": float((gap > 0).mean()),
                }
            )
        tell(number / len(HANDLINGS))
    return pd.DataFrame(rows).set_index(["handling", "measure"])


def second_failure(
    scenario: str | Scenario = "hotel_dirty_room",
    *,
    measure: str = "cumulative_satisfaction",
    gap: int = 1,
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
    tell: Tell = silent,
) -> pd.DataFrame:
    """Follow the same customers through two failures, handled well or badly.

    The lives: a smooth service, the first failure, ``gap`` smooth services, the second failure, a
    smooth service; and one life without any failure.

    Parameters
    ----------
    scenario, customer_type, n, seed, tell
        As for :func:`~servicelab.widgets.recovery_curve.compensation_curve`.
    measure
        One of :data:`~servicelab.widgets.recovery.LASTING`.
    gap
        Smooth services between the failures, 0 or more.

    Returns
    -------
    pandas.DataFrame
        Index ``sequence, episode`` (from 1); columns estimate, ci_low, ci_high.

    Examples
    --------
    >>> paths = second_failure(n=100)
    >>> second = paths.xs(4, level="episode")["estimate"]
    >>> bool(second["good_good"] > second["bad_bad"])
    True
    """
    lives = _sequences(scenario, measure, gap, customer_type, n, seed, tell)
    rows = {
        (name, episode): interval_of(column)
        for name, life in lives.items()
        for episode, (_, column) in enumerate(life.items(), 1)
    }
    index = pd.MultiIndex.from_tuples(list(rows), names=["sequence", "episode"])
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.set_axis(index)


def order_effects(
    scenario: str | Scenario = "hotel_dirty_room",
    *,
    measure: str = "cumulative_satisfaction",
    gap: int = 1,
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
) -> pd.DataFrame:
    """Return two paired differences right after the second failure's handling.

    Parameters
    ----------
    scenario, measure, gap, customer_type, n, seed
        As for :func:`second_failure`.

    Returns
    -------
    pandas.DataFrame
        Rows ``order`` (bad then good, less good then bad) and ``twice`` (good both times, less no
        failure); columns estimate, ci_low, ci_high.

    Examples
    --------
    >>> list(order_effects(n=100).index)
    ['order', 'twice']
    """
    lives = _sequences(scenario, measure, gap, customer_type, n, seed, silent)
    last = {name: life[2 + gap] for name, life in lives.items()}
    gaps = {
        "order": last["bad_good"] - last["good_bad"],
        "twice": last["good_good"] - last["none"],
    }
    rows = {name: interval_of(numbers) for name, numbers in gaps.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def _sequences(
    scenario: str | Scenario,
    measure: str,
    gap: int,
    customer_type: str | None,
    n: int,
    seed: int,
    tell: Tell,
) -> dict[str, pd.DataFrame]:
    require(measure, LASTING)
    case = found(scenario, customer_type)
    lives = {}
    for number, name in enumerate(SEQUENCES, 1):
        first, second = say("sequences")[name]["handlings"]
        episodes = (None, first, *((None,) * gap), second, None)
        lives[name] = _lives(case, episodes, n, seed)[measure]
        tell(number / len(SEQUENCES))
    return lives


@lru_cache(maxsize=64)
def _lives(
    case: Scenario, episodes: tuple[str | None, ...], n: int, seed: int
) -> dict[str, pd.DataFrame]:
    """Return, by measure, one row a customer and one column an episode."""
    books = [None if name is None else handling(name) for name in episodes]
    table = relationship(case, books, n, seed, progress=False)
    return {name: table[name].astype(float).unstack("episode") for name in MEASURES}
