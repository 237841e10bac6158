"""Maximum likelihood for a few positive parameters: bounds, several starts, and no nonsense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from servicelab.theory.crm.checks import Flags, Real
from servicelab.theory.errors import TheoryError

Objective = Callable[[Real], tuple[float, Real]]
"""From parameters to the log-likelihood and its gradient."""

_STEP = 1e-4  # of a logarithm, for the second derivatives
_AT_REST = 1e-5  # gradient an observation, in logarithms, below which a maximum is reached
_AT_BOUND = 1e-3  # of a logarithm
_TOLD_NOTHING = 5.0  # standard error of a logarithm above which the data tell nothing
_LOOSE = {"maxiter": 200, "ftol": 1e-10, "gtol": 1e-6, "maxcor": 20}
_TIGHT = {"maxiter": 500, "ftol": 1e-14, "gtol": 1e-10, "maxcor": 20}


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is highest."""

    params: Real
    log_likelihood: float
    log_covariance: Real  # of the logarithms of the parameters; zero where one is at its bound
    on_bound: Flags
    flat: bool  # the data tell nothing in some direction: no standard errors


def maximise(
    full: Objective,
    rough: Objective,
    size: float,
    starts: Sequence[Real],
    bounds: tuple[Real, Real],
) -> Maximum:
    """Find the highest likelihood from several starts.

    Every start climbs on `rough`; the best one is brought home on `full` by Newton's steps, after
    another climb where those do not come to rest. All of it happens in the logarithms of the
    parameters, so none can become negative.

    Parameters
    ----------
    full, rough
        Log-likelihood and gradient of all observations, and of fewer (or the same function).
    size
        Number of observations, which makes "at rest" mean the same for few and many.
    starts
        Parameters to begin with; those outside the bounds begin on them.
    bounds
        Lowest and highest parameters allowed.

    Returns
    -------
    Maximum

    Raises
    ------
    TheoryError
        If no start comes to rest.

    Examples
    --------
    >>> def parabola(theta):  # highest at (2, 3)
    ...     far = np.log(theta / [2.0, 3.0])
    ...     return -float(far @ far), -2 * far / theta
    >>> wide = np.full(2, 1e-3), np.full(2, 1e3)
    >>> maximise(parabola, parabola, 1.0, [np.ones(2)], wide).params.round(6)
    array([2., 3.])
    """
    low, high = np.log(bounds[0]), np.log(bounds[1])
    clipped = [np.clip(np.log(start), low, high) for start in starts]
    climbed = [_climb(rough, start, low, high, _LOOSE) for start in clipped]
    best = climbed[int(np.argmax([value for _, value in climbed]))][0]
    point, value, slope = _home(full, best, low, high)
    if _unrest(point, slope, low, high) / size > _AT_REST:
        point = _climb(full, point, low, high, _TIGHT)[0]
        point, value, slope = _home(full, point, low, high)
    rest = _unrest(point, slope, low, high) / size
    if not np.isfinite(value) or rest > _AT_REST:
        raise TheoryError(
            "拟合没有收敛：换了几个起点，似然都没有停在一个最高点。"
            "请看看数据是否太少、单位是否合适(例如按天记的改用周)，再试一次。"
        )
    bound = _bound(point, low, high)
    covariance, flat = _covariance(full, point, ~bound)
    return Maximum(np.exp(point), value, covariance, bound, flat)


def _logarithmic(objective: Objective, point: Real) -> tuple[float, Real]:
    params = np.exp(point)
    value, slope = objective(params)
    return value, slope * params


def _climb(
    objective: Objective, start: Real, low: Real, high: Real, options: dict[str, float]
) -> tuple[Real, float]:
    scale = max(1.0, abs(objective(np.exp(start))[0]))

    def down(point: Real) -> tuple[float, Real]:
        value, slope = _logarithmic(objective, point)
        return -value / scale, -slope / scale

    limits = list(zip(low, high, strict=True))
    found = minimize(down, start, jac=True, method="L-BFGS-B", bounds=limits, options=options)
    return found.x, -float(found.fun) * scale


def _bound(point: Real, low: Real, high: Real) -> Flags:
    near: Flags = (point - low < _AT_BOUND) | (high - point < _AT_BOUND)
    return near


def _unrest(point: Real, slope: Real, low: Real, high: Real) -> float:
    """The steepest way up that the bounds leave open."""
    up = np.where(high - point < _AT_BOUND, 0.0, np.maximum(slope, 0.0))
    down = np.where(point - low < _AT_BOUND, 0.0, np.maximum(-slope, 0.0))
    return float(np.maximum(up, down).max())


def _home(objective: Objective, point: Real, low: Real, high: Real) -> tuple[Real, float, Real]:
    """Newton's steps in the parameters that are not at a bound, while they lead upwards.

    Second derivatives cost eight evaluations, so they serve as long as they bring quick progress.
    """
    value, slope = _logarithmic(objective, point)
    free, curvature, fresh = ~_bound(point, low, high), None, False
    for _ in range(40):
        if not free.any():
            break
        if curvature is None:
            curvature, fresh = _curvature(objective, point, free), True
        trial = point.copy()
        trial[free] += _newton(curvature, slope[free])
        trial = np.clip(trial, low, high)
        higher, there = _logarithmic(objective, trial)
        left = np.abs(there[free]).sum() / max(np.abs(slope[free]).sum(), 1e-300)
        if not (higher >= value - 1e-9 * abs(value) and left < 1):
            if fresh:
                break
            curvature = None
            continue
        moved = float(np.abs(trial - point).max())
        point, value, slope = trial, higher, there
        now = ~_bound(point, low, high)
        if moved < 1e-9:
            break
        fresh = False
        if left > 0.1 or (now != free).any():
            free, curvature = now, None
    return point, value, slope


def _newton(curvature: Real, slope: Real) -> Real:
    """A step uphill: directions in which the hill is hollow are turned round, long ones cut."""
    values, vectors = np.linalg.eigh(-curvature)
    along = (vectors.T @ slope) / np.maximum(np.abs(values), 1e-9 * np.abs(values).max() + 1e-300)
    step: Real = vectors @ along
    return step / max(1.0, float(np.abs(step).max()))


def _curvature(objective: Objective, point: Real, free: Flags) -> Real:
    """Second derivatives in the free logarithms, from differences of the exact gradient."""
    chosen = np.flatnonzero(free)
    columns = []
    for index in chosen:
        move = np.zeros(len(point))
        move[index] = _STEP
        ahead, behind = (_logarithmic(objective, point + s * move)[1] for s in (1.0, -1.0))
        columns.append((ahead - behind)[chosen] / (2 * _STEP))
    whole = np.array(columns)
    symmetric: Real = (whole + whole.T) / 2
    return symmetric


def _covariance(objective: Objective, point: Real, free: Flags) -> tuple[Real, bool]:
    """Inverse of the observed information; flat where it can't be inverted."""
    covariance = np.zeros((len(point), len(point)))
    if not free.any():
        return covariance, True
    values, vectors = np.linalg.eigh(-_curvature(objective, point, free))
    if values.min() <= 1e-9 * max(values.max(), 1.0):
        return covariance, True
    covariance[np.ix_(free, free)] = (vectors / values) @ vectors.T
    return covariance, bool(np.sqrt(np.diag(covariance)).max() > _TOLD_NOTHING)
