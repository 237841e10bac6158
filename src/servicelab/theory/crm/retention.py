"""Retention from contracts: the curve, a share at a time, a group beside another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from servicelab.theory.crm.kaplan_meier import Curve, curves, limits, within
from servicelab.theory.crm.logrank import logrank_p
from servicelab.theory.errors import TheoryError


def retention_curve(
    contracts: pd.DataFrame,
    by: str | None = None,
    *,
    duration: str = "duration",
    left: str = "left",
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share of members who stay beyond each time, with those not yet gone counted right.

    Parameters
    ----------
    contracts
        One row a member, as `contracts` makes it.
    by
        Column that parts the members into groups (known at joining, not what happened later).
    duration, left
        Columns: how long each stay has been seen; 1 if it ended then, 0 if it goes on.
    entry
        Column with the age of the stay when one began to look, where one did not see its start
        (left truncation); None: seen from the start.
    confidence
        Level of the intervals, each for its own time.

    Returns
    -------
    pandas.DataFrame
        One row a time at which somebody left, and one for time 0: ``group``, ``time``,
        ``survival``, ``ci_low``, ``ci_high`` (log–log limits), ``at_risk``, ``left``.

    Raises
    ------
    TheoryError
        If rows can't be used, or a group has lost nobody.

    Notes
    -----
    Kaplan & Meier (1958), *JASA* 53, 457-481; variance by Greenwood (1926).

    Examples
    --------
    >>> stays = pd.DataFrame({"duration": [1, 2, 3, 4], "left": [1, 0, 1, 0]})
    >>> retention_curve(stays)[["time", "survival", "at_risk", "left"]]
       time  survival  at_risk  left
    0   0.0     1.000        4     0
    1   1.0     0.750        4     1
    2   3.0     0.375        2     1
    """
    return pd.concat(
        [
            _curve(name, curve, confidence)
            for name, curve in curves(contracts, by, duration, left, entry)
        ],
        ignore_index=True,
    )


def _curve(name: Any, curve: Curve, confidence: float) -> pd.DataFrame:
    low, high = limits(curve.survival, curve.variance, curve.at_risk, confidence)
    return pd.DataFrame(
        {
            "group": name,
            "time": np.append(0.0, curve.time),
            "survival": np.append(1.0, curve.survival),
            "ci_low": np.append(1.0, low),
            "ci_high": np.append(1.0, high),
            "at_risk": np.append(curve.n, curve.at_risk).astype(int),
            "left": np.append(0, curve.left).astype(int),
        }
    )


def retention_at(
    contracts: pd.DataFrame,
    times: Sequence[float],
    by: str | None = None,
    *,
    duration: str = "duration",
    left: str = "left",
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share still there at chosen times, with intervals.

    Parameters
    ----------
    contracts, by, duration, left, entry, confidence
        As for `retention_curve`.
    times
        Times since joining, > 0, none later than the longest stay seen.

    Returns
    -------
    pandas.DataFrame
        One row a group and time: ``group``, ``time``, ``retention``, ``ci_low``, ``ci_high``,
        ``at_risk`` (members still under observation then), ``n`` (members of the group).

    Examples
    --------
    >>> stays = pd.DataFrame({"duration": [30, 200, 400, 400], "left": [1, 1, 0, 0]})
    >>> retention_at(stays, [365]).round(3)
      group  time  retention  ci_low  ci_high  at_risk  n
    0    全部   365        0.5   0.058    0.845        2  4
    """
    parts = []
    for name, curve in curves(contracts, by, duration, left, entry):
        survival, variance, at_risk = curve.at(within(times, curve, name))
        low, high = limits(survival, variance, at_risk, confidence)
        columns = {"retention": survival, "ci_low": low, "ci_high": high, "at_risk": at_risk}
        part = pd.DataFrame({"group": name, "time": list(times), **columns, "n": curve.n})
        parts.append(part.astype({"at_risk": int}))
    return pd.concat(parts, ignore_index=True)


def compare_retention(
    contracts: pd.DataFrame,
    by: str,
    at: float,
    *,
    duration: str = "duration",
    left: str = "left",
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return by how much the groups' retention differs at one time, each pair with its interval.

    Parameters
    ----------
    contracts, by, duration, left, entry, confidence
        As for `retention_curve`.
    at
        The time, fixed before one has seen the curves.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``group``, ``other``, ``difference`` (retention of `group` − `other`),
        ``ci_low``, ``ci_high``, ``p`` (log-rank test of the whole curves), ``n``, ``n_other``.

    Notes
    -----
    The interval joins the two log–log intervals (method of variance estimates recovery: Zou &
    Donner 2008, *Statistics in Medicine* 27, 1693-1702).

    Examples
    --------
    >>> stays = pd.DataFrame({"duration": [30, 200, 400, 400] * 2, "left": [1, 1, 0, 0] * 2,
    ...                       "plan": ["A"] * 4 + ["B"] * 4})
    >>> float(compare_retention(stays, "plan", at=365)["difference"].iloc[0])
    0.0
    """
    found = list(curves(contracts, by, duration, left, entry))
    if len(found) < 2:
        raise TheoryError(f"“{by}”只有一组，没有可比的。")
    return pd.DataFrame(
        [_pair(one, other, at, confidence) for one, other in combinations(found, 2)]
    )


def _pair(
    one: tuple[Any, Curve], other: tuple[Any, Curve], at: float, confidence: float
) -> dict[str, Any]:
    (s1, low1, high1), (s2, low2, high2) = (
        _held(name, curve, at, confidence) for name, curve in (one, other)
    )
    return {
        "group": one[0],
        "other": other[0],
        "difference": s1 - s2,
        "ci_low": s1 - s2 - sqrt((s1 - low1) ** 2 + (high2 - s2) ** 2),
        "ci_high": s1 - s2 + sqrt((high1 - s1) ** 2 + (s2 - low2) ** 2),
        "p": logrank_p(one[1], other[1]),
        "n": one[1].n,
        "n_other": other[1].n,
    }


def _held(name: Any, curve: Curve, at: float, confidence: float) -> tuple[float, float, float]:
    survival, variance, at_risk = curve.at(within([at], curve, name))
    low, high = limits(survival, variance, at_risk, confidence)
    return float(survival[0]), float(low[0]), float(high[0])
