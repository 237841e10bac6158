"""Maximum likelihood of log-linear rates: counts with exposure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from servicelab.theory.crm.checks import Real
from servicelab.theory.errors import TheoryError

STEPS = 60
LONGEST = 2.0
"""How far a logarithm of a rate may move in one step."""
TOO_FAR = 30.0
"""A logarithm of a rate this far from the overall one has no finite estimate."""


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
    basis, back = _basis(exposure, design)
    overall = np.log(count.sum() / exposure.sum())
    params = basis.T @ (exposure * overall)
    for _ in range(STEPS):
        rate = exposure * np.exp(basis @ params)
        inverse = np.linalg.inv((basis.T * rate) @ basis)
        step = inverse @ (basis.T @ (count - rate))
        moved = float(np.abs(basis @ step).max())
        params = params + step * min(1.0, LONGEST / max(moved, 1e-300))
        logs = basis @ params
        if np.abs(logs - overall).max() > TOO_FAR:
            break
        if moved < 1e-10:
            rate = exposure * np.exp(logs)
            inverse = np.linalg.inv((basis.T * rate) @ basis)
            likelihood = float((count * logs).sum() - rate.sum())
            return Rates(back @ params, back @ inverse @ back.T, likelihood)
    raise TheoryError("有一个因素的倍数停不下来（它的某个取值里没有人离开）。请合并几类再试。")


def _added_up(count: Real, exposure: Real, design: Real) -> tuple[Real, Real, Real]:
    rows, which = np.unique(design, axis=0, return_inverse=True)
    which = which.reshape(-1)
    counts, exposures = (np.asarray(np.bincount(which, one), float) for one in (count, exposure))
    return counts, exposures, rows


def _basis(exposure: Real, design: Real) -> tuple[Real, Real]:
    """Columns at right angles under the exposure, so that no unit is too large or too small."""
    weights = np.sqrt(exposure)[:, None]
    _, root = np.linalg.qr(design * weights)
    length = np.sqrt((root**2).sum(axis=0))
    if len(root) < len(length) or (np.abs(np.diag(root)) < 1e-9 * length).any():
        raise TheoryError("几个因素的影响分不开（常见原因：两列总是一起变）。请去掉其中一列再试。")
    back = np.asarray(np.linalg.inv(root))
    return np.asarray(design @ back), back
