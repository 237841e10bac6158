"""Do two groups' members leave alike? The log-rank test."""

from __future__ import annotations

import numpy as np

from servicelab.theory.crm.kaplan_meier import Curve


def logrank_p(one: Curve, other: Curve) -> float:
    """Return the p-value of the log-rank test of two groups.

    Source: Mantel (1966), *Cancer Chemotherapy Reports* 50, 163-170: at every time of leaving, the
    number lost in the first group is compared with what its share of those at risk would give.

    Examples
    --------
    >>> from servicelab.theory.crm.kaplan_meier import product_limit
    >>> group = product_limit(np.arange(1.0, 31), np.ones(30, dtype=bool))
    >>> logrank_p(group, group)
    1.0
    """
    from scipy.stats import chi2

    times = np.union1d(one.time, other.time)
    first, second = (curve.at(times)[2] for curve in (one, other))
    lost = _lost(one, times) + _lost(other, times)
    n = first + second
    expected = lost * first / n
    spare = np.divide(n - lost, n - 1, out=np.zeros_like(n), where=n > 1)
    variance = (lost * first / n * second / n * spare).sum()
    surplus = (_lost(one, times) - expected).sum()
    return float(chi2.sf(surplus**2 / variance, 1)) if variance > 0 else 1.0


def _lost(curve: Curve, times: np.ndarray) -> np.ndarray:
    found = np.zeros(len(times))
    found[np.searchsorted(times, curve.time)] = curve.left
    return found
