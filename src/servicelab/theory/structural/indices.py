"""How well a covariance structure fits: the usual indices, each from its formula."""

from __future__ import annotations

from math import log, pi, sqrt

import numpy as np
import pandas as pd

from servicelab.theory.structural.moments import Array
from servicelab.theory.structural.solution import Solution

RMSEA_CONFIDENCE = 0.90  # the customary one of this index, whatever the others' is


def fit_indices(solution: Solution, exogenous: list[int]) -> pd.Series[float]:
    """Return the fit indices of a solution.

    Parameters
    ----------
    solution
        The fitted model.
    exogenous
        Positions of observed variables that nothing explains; the baseline model leaves their
        covariances as they are.

    Returns
    -------
    Series
        ``chi2, df, p`` (n times the discrepancy), ``chi2_scaled, p_scaled`` (Satorra and Bentler;
        equal to the plain ones where only covariances are known), ``cfi, tli`` (Bentler 1990,
        Tucker & Lewis 1973), ``rmsea`` with its 90 % interval (Steiger & Lind 1980), ``srmr``,
        ``loglik, aic, bic, free, n, n_left_out``. A saturated model (df 0) has p = 1, cfi = tli = 1
        and rmsea = 0: it can't be wrong, hence can't be tested.
    """
    n = solution.moments.n
    size = len(solution.implied)
    free = len(solution.theta)
    df = size * (size + 1) // 2 - free
    chi2 = n * solution.discrepancy
    base, base_df = _baseline(solution.moments.covariance, n, exogenous)
    scaled = chi2 / solution.scaling if solution.scaling else chi2
    low, high = rmsea_interval(chi2, df, n)
    loglik = -n / 2 * (size * log(2 * pi) + _minus_two(solution) / n)
    return pd.Series(
        {
            "chi2": chi2,
            "df": df,
            "p": _tail(chi2, df),
            "chi2_scaled": scaled,
            "p_scaled": _tail(scaled, df),
            "cfi": _cfi(chi2, df, base, base_df),
            "tli": _tli(chi2, df, base, base_df),
            "rmsea": sqrt(max(chi2 - df, 0.0) / (df * n)) if df else 0.0,
            "rmsea_low": low,
            "rmsea_high": high,
            "srmr": srmr(solution.moments.covariance, solution.implied),
            "loglik": loglik,
            "aic": -2 * loglik + 2 * free,
            "bic": -2 * loglik + log(n) * free,
            "free": free,
            "n": n,
            "n_left_out": solution.moments.left_out,
        },
        dtype=float,
    )


def srmr(observed: Array, implied: Array) -> float:
    """Return the root mean square of the residuals in correlation units (Bentler 1995).

    Examples
    --------
    >>> observed = np.array([[4.0, 1.0], [1.0, 1.0]])
    >>> srmr(observed, observed), round(srmr(observed, np.diag([4.0, 1.0])), 4)
    (0.0, 0.2887)
    """
    spread = np.sqrt(observed.diagonal())
    apart = (observed - implied) / np.outer(spread, spread)
    return float(np.sqrt(np.mean(apart[np.tril_indices(len(apart))] ** 2)))


def rmsea_interval(chi2: float, df: int, n: int) -> tuple[float, float]:
    """Return the 90 % interval of the RMSEA, from the noncentral chi-square's two quantiles.

    Parameters
    ----------
    chi2, df
        The test of the model; df 0 gives (0, 0).
    n
        Rows.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> low, high = rmsea_interval(85.306, 24, 301)
    >>> round(low, 3), round(high, 3)
    (0.071, 0.114)
    """
    if df == 0:
        return 0.0, 0.0
    tail = (1 - RMSEA_CONFIDENCE) / 2
    shifts = (_noncentrality(chi2, df, 1 - tail), _noncentrality(chi2, df, tail))
    low, high = (sqrt(shift / (df * n)) for shift in shifts)
    return low, high


def _noncentrality(chi2: float, df: int, share: float) -> float:
    """The shift at which `chi2` is the quantile `share` of the distribution; 0 if none is."""
    from scipy.optimize import brentq
    from scipy.stats import ncx2

    def apart(shift: float) -> float:
        return float(ncx2.cdf(chi2, df, shift)) - share

    if apart(1e-12) < 0:
        return 0.0
    top = max(chi2, 1.0)
    while apart(top) > 0:
        top *= 2
    return float(brentq(apart, 1e-12, top, xtol=1e-10))


def _tail(chi2: float, df: int) -> float:
    from scipy.stats import chi2 as distribution

    return float(distribution.sf(chi2, df)) if df else 1.0


def _baseline(covariance: Array, n: int, exogenous: list[int]) -> tuple[float, int]:
    """Chi-square and df of the model in which nothing goes with anything (exogenous kept)."""
    size, kept = len(covariance), len(exogenous)
    others = [one for one in range(size) if one not in exogenous]
    apart = np.log(covariance.diagonal()[others]).sum()
    if kept:
        apart += np.linalg.slogdet(covariance[np.ix_(exogenous, exogenous)])[1]
    chi2 = n * (apart - np.linalg.slogdet(covariance)[1])
    return float(chi2), size * (size - 1) // 2 - kept * (kept - 1) // 2


def _cfi(chi2: float, df: int, base: float, base_df: int) -> float:
    over = max(chi2 - df, 0.0)
    whole = max(base - base_df, over)
    return 1 - over / whole if whole > 0 else 1.0


def _tli(chi2: float, df: int, base: float, base_df: int) -> float:
    """Not cut at 1: a fit better than chance shows as a little above it."""
    if df == 0 or base_df == 0 or base <= base_df:
        return 1.0
    return (base / base_df - chi2 / df) / (base / base_df - 1)


def _minus_two(solution: Solution) -> float:
    """Minus two log-likelihoods without the constant: n (ln|Σ| + tr(SΣ⁻¹))."""
    inner = np.linalg.solve(solution.implied, solution.moments.covariance)
    logs = np.linalg.slogdet(solution.implied)[1]
    return float(solution.moments.n * (logs + np.trace(inner)))
