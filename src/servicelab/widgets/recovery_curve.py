"""The compensation curve: the same talk with more and more given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from servicelab.evaluation.estimate import mean_estimate
from servicelab.scenarios import Scenario
from servicelab.simulation import simulate
from servicelab.widgets.recovery import MEASURES, Tell, found, interval_of, require, silent
from servicelab.widgets.recovery_scripts import offering, say

STEP = 20
LEVELS = tuple(range(0, 201, STEP))
"""Compensations of the curve, per cent of the price: the eleven of the published experiments."""


def compensation_curve(
    scenario: str | Scenario = "hotel_dirty_room",
    *,
    branch: str = "rejected",
    offer: str = "refund",
    loss_in: str = "money",
    measure: str = "satisfaction",
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
    tell: Tell = silent,
) -> pd.DataFrame:
    """Return how an outcome answers to compensation from 0 to 200 % of the price.

    The talk is the same at every level, and so are the customers and their luck; gains are paired.

    Parameters
    ----------
    scenario, customer_type, n, seed
        As for :func:`~servicelab.simulation.simulate`; n at least 30.
    branch
        ``"rejected"`` (the whole price is lost) or ``"accepted"`` (a part of it).
    offer
        ``"refund"``, ``"gift"`` or ``"redo"``.
    loss_in
        ``"money"`` or ``"substance"``.
    measure
        One of :data:`~servicelab.widgets.recovery.MEASURES`.
    tell
        Called with the share that is done.

    Returns
    -------
    pandas.DataFrame
        Index ``percent``; columns estimate, ci_low, ci_high; cost (yuan); gain, gain_low,
        gain_high over no compensation and extra_cost for it; step, step_low, step_high over the
        level before; rate, the gain for one yuan of extra cost (missing where nothing is spent);
        may_be_steepest, whether the largest step is not surely larger than this one.

    Raises
    ------
    servicelab.data.ServicelabError
        If one of the names does not exist or n is too small.

    Examples
    --------
    >>> curve = compensation_curve(n=100)
    >>> len(curve), bool(curve.loc[100, "gain_low"] > 0)
    (11, True)
    """
    require(branch, say("branches"))
    require(offer, say("offers"))
    require(loss_in, say("losses"))
    require(measure, MEASURES)
    case = found(scenario, customer_type)
    case = case.with_loss(**{loss_in: say("branches")[branch]["loss"]})
    rows = []
    steps = {}
    none = _talks(case, offer, 0, n, seed)
    before = none
    for number, percent in enumerate(LEVELS, 1):
        talks = _talks(case, offer, percent, n, seed)
        rows.append({"percent": percent, **_level(talks, none, before, measure)})
        steps[percent] = talks[measure] - before[measure]
        before = talks
        tell(number / len(LEVELS))
    return pd.DataFrame(rows).set_index("percent").assign(may_be_steepest=pd.Series(_rivals(steps)))


def _rivals(steps: Mapping[int, pd.Series]) -> dict[int, bool]:
    """Return which steps other customers might find the largest, customer by customer."""
    top = max(steps, key=lambda percent: float(steps[percent].mean()))
    others = [percent for percent in steps if percent not in (LEVELS[0], top)]
    leads = {one: mean_estimate(steps[top] - steps[one], comparisons=len(others)) for one in others}
    open_ones = {one: lead.ci_low <= 0 for one, lead in leads.items()}
    return {LEVELS[0]: False, top: True, **open_ones}


@lru_cache(maxsize=256)
def _talks(case: Scenario, offer: str, percent: int, n: int, seed: int) -> pd.DataFrame:
    played = simulate(case, offering(offer, percent / 100), n, seed, progress=False)
    return played[[*MEASURES, "cost"]].astype(float)


def _level(
    talks: pd.DataFrame, none: pd.DataFrame, before: pd.DataFrame, measure: str
) -> dict[str, float]:
    gain = mean_estimate(talks[measure] - none[measure])
    step = mean_estimate(talks[measure] - before[measure])
    cost, extra = talks["cost"].mean(), (talks["cost"] - none["cost"]).mean()
    return {
        **interval_of(talks[measure]),
        "cost": float(cost),
        "gain": gain.estimate,
        "gain_low": gain.ci_low,
        "gain_high": gain.ci_high,
        "extra_cost": float(extra),
        "step": step.estimate,
        "step_low": step.ci_low,
        "step_high": step.ci_high,
        "rate": gain.estimate / float(extra) if extra > 0 else float("nan"),
    }
