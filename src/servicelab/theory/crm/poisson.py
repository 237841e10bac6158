"""Maximum likelihood of log-linear rates: counts with exposure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from servicelab.theory.crm.checks import Real
from servicelab.theory.errors import TheoryError

STEPS = 60
TOO_LARGE = 25.0
"""A log-rate that moves further than this in one covariate has no finite estimate."""


class Rates(NamedTuple):
    """Estimates of log-linear rates, their covariance and the log-likelihood."""

    params: Real
    covariance: Real
    log_likelihood: float


def fit_rates(count: Real, exposure: Real, design: Real) -> Rates:
    """Fit counts ~ Poisson(exposure × exp(design · params)) by Newton's method.

    Equal rows of `design` are added up first, which changes nothing and saves time.

    Parameters
    ----------
    count, exposure
        Shape (rows,); exposure > 0.
    design
        Shape (rows, params).

    Raises
    ------
    TheoryError
        If the columns can't be told apart or an estimate runs off to infinity.

    Examples
    --------
    >>> found = fit_rates(np.array([5.0, 20]), np.array([10.0, 10]), np.array([[1.0, 0], [1, 1]]))
    >>> np.exp(found.params).round(6).tolist()
    [0.5, 4.0]
    """
    count, exposure, design = _added_up(count, exposure, design)
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    scaled = design / scale
    params = _start(count, exposure, scaled)
    for _ in range(STEPS):
        rate = exposure * np.exp(scaled @ params)
        information = (scaled.T * rate) @ scaled
        step = _solve(information, scaled.T @ (count - rate))
        params = params + step / max(1.0, float(np.abs(step).max()))
        if np.abs(params).max() > TOO_LARGE * 2:
            break
        if np.abs(step).max() < 1e-10:
            rate = exposure * np.exp(scaled @ params)
            covariance = np.linalg.inv((scaled.T * rate) @ scaled) / np.outer(scale, scale)
            seen = count > 0
            likelihood = (count[seen] * (scaled @ params)[seen]).sum() - rate.sum()
            return Rates(params / scale, covariance, float(likelihood))
    raise TheoryError("有一个因素的倍数停不下来（它的某个取值里没有人离开）。请合并几类再试。")


def _added_up(count: Real, exposure: Real, design: Real) -> tuple[Real, Real, Real]:
    rows, which = np.unique(design, axis=0, return_inverse=True)
    which = which.reshape(-1)
    counts, exposures = (np.asarray(np.bincount(which, one), float) for one in (count, exposure))
    return counts, exposures, rows


def _start(count: Real, exposure: Real, design: Real) -> Real:
    """Least squares towards the overall rate: all bands alike, ratios one."""
    overall = np.full(len(design), np.log(count.sum() / exposure.sum()))
    weights = np.sqrt(exposure)
    found: Real = np.linalg.lstsq(design * weights[:, None], overall * weights, rcond=None)[0]
    return found


def _solve(information: Real, score: Real) -> Real:
    if np.linalg.cond(information) > 1e12:
        raise TheoryError("几个因素的影响分不开（常见原因：两列总是一起变）。请去掉其中一列再试。")
    return np.asarray(np.linalg.solve(information, score))
