"""How long members stay: on average within a span, and until a share of them is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.kaplan_meier import Curve, curves, limits, quantile
from servicelab.theory.crm.kaplan_meier import within as check_within
from servicelab.theory.errors import TheoryError


def mean_stay(
    contracts: pd.DataFrame,
    within: float,
    by: str | None = None,
    *,
    duration: str = "duration",
    left: str = "left",
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how long a member stays on average within a span of time (restricted mean).

    The mean of the stays in the table would be too short, for many of them go on. The area under
    the retention curve isn't; what lies beyond `within` is left out rather than guessed.

    Parameters
    ----------
    contracts, by, duration, left, entry, confidence
        As for `retention_curve`.
    within
        Length of the span, such as 365 for "of the first 365 days".

    Returns
    -------
    pandas.DataFrame
        One row a group: ``group``, ``within``, ``mean_stay``, ``ci_low``, ``ci_high``, ``n``.

    Examples
    --------
    >>> stays = pd.DataFrame({"duration": [100, 200, 400, 400], "left": [1, 1, 0, 0]})
    >>> float(mean_stay(stays, 300)["mean_stay"].iloc[0])
    225.0
    """
    parts = list(_means(contracts, within, by, duration, left, entry, quantile(confidence)))
    return pd.DataFrame(parts)


def _means(
    contracts: pd.DataFrame,
    within: float,
    by: str | None,
    duration: str,
    left: str,
    entry: str | None,
    z: float,
) -> Iterator[dict[str, Any]]:
    for name, curve in curves(contracts, by, duration, left, entry):
        check_within([within], curve, name)
        mean, error = _area(curve, within)
        low, high = max(mean - z * error, 0.0), min(mean + z * error, within)
        yield {
            "group": name,
            "within": within,
            "mean_stay": mean,
            "ci_low": low,
            "ci_high": high,
            "n": curve.n,
        }


def _area(curve: Curve, within: float) -> tuple[float, float]:
    seen = curve.time < within
    edges = np.concatenate([[0.0], curve.time[seen], [within]])
    pieces = np.diff(edges) * np.append(1.0, curve.survival[seen])
    beyond = pieces[::-1].cumsum()[::-1][1:]  # area to the right of each time of leaving
    n, lost = curve.at_risk[seen], curve.left[seen]
    share = np.divide(lost, n * (n - lost), out=np.zeros_like(n), where=n > lost)
    return float(pieces.sum()), float(np.sqrt((beyond**2 * share).sum()))


def usual_stay(
    contracts: pd.DataFrame,
    share: float = 0.5,
    by: str | None = None,
    *,
    duration: str = "duration",
    left: str = "left",
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the time by which retention has fallen to a share; 0.5 gives the median stay.

    Parameters
    ----------
    contracts, by, duration, left, entry, confidence
        As for `retention_curve`.
    share
        Share still there, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``group``, ``share``, ``time``, ``ci_low``, ``ci_high`` (infinite where
        the curve's upper limit never falls so far within what was seen), ``n``.

    Notes
    -----
    The interval holds the times at which the curve's interval holds `share`: Brookmeyer & Crowley
    (1982), *Biometrics* 38, 29-41.

    Examples
    --------
    >>> stays = pd.DataFrame({"duration": range(1, 101), "left": 1})
    >>> usual_stay(stays)[["time", "ci_low", "ci_high"]]
       time  ci_low  ci_high
    0  50.0    40.0     60.0
    """
    if not 0 < share < 1:
        raise TheoryError(f"share 要在 0 和 1 之间，收到的是 {share!r}。")
    rows = []
    for name, curve in curves(contracts, by, duration, left, entry):
        low, high = limits(curve.survival, curve.variance, curve.at_risk, confidence)
        if curve.survival[-1] > share:
            raise TheoryError(
                f"“{name}”看到最后还留着 {curve.survival[-1]:.0%}，没有降到 {share:.0%}，"
                "答不出哪一天降到。请换一个大一点的 share，或等数据攒够。"
            )
        times = (_fallen(curve.time, line, share) for line in (curve.survival, low, high))
        rows.append(dict(zip(("time", "ci_low", "ci_high"), times, strict=True)))
        rows[-1] = {"group": name, "share": share, **rows[-1], "n": curve.n}
    return pd.DataFrame(rows)


def _fallen(time: Real, line: Real, share: float) -> float:
    """First time at which a falling line is at or below `share`."""
    below = np.flatnonzero(line <= share + 1e-12)
    return float(time[below[0]]) if below.size else float("inf")
