"""What lies ahead of a member in a given state: still there by then, and the time to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.kaplan_meier import quantile
from servicelab.theory.errors import TheoryError

DRAWS = 4000
"""Draws from the estimates' normal distribution from which intervals are read off."""
SEED = 20140905


@dataclass(frozen=True)
class State:
    """A state that lasts: bands of age, estimates with covariance, and the covariates' values."""

    edges: Real
    params: pd.Series
    covariance: pd.DataFrame
    weights: Real
    confidence: float

    def survival(self, times: Sequence[float], age: float = 0.0) -> pd.DataFrame:
        """Return the share still there after further times, of members of a given age.

        Parameters
        ----------
        times
            Further times, ≥ 0.
        age
            Age of the membership now, ≥ 0.

        Returns
        -------
        pandas.DataFrame
            ``time``, ``survival``, ``ci_low``, ``ci_high`` (normal on the scale of the logarithm
            of the accumulated hazard, by the delta method).
        """
        asked = np.asarray(times, dtype=float)
        if (asked < 0).any() or not np.isfinite(asked).all():
            raise TheoryError(f"times 要是 0 或更大的时间，收到的是 {times!r}。")
        inside = _within(self.edges, age, age + asked)
        estimates = self.params.to_numpy()
        pull = inside * self._hazards(estimates[None])[0]
        total = pull.sum(axis=1)
        shares = np.divide(pull, total[:, None], out=np.zeros_like(pull), where=total[:, None] > 0)
        slope = np.hstack([shares, np.repeat(self.weights[None], len(asked), axis=0)])
        error = np.sqrt(np.einsum("ij,jk,ik->i", slope, self.covariance.to_numpy(), slope))
        factor = np.exp(quantile(self.confidence) * error)
        low, high = np.exp(-total * factor), np.exp(-total / factor)
        columns = {"survival": np.exp(-total), "ci_low": low, "ci_high": high}
        return pd.DataFrame({"time": asked, **columns})

    def annuity(self, draws: Real, age: float, horizon: float, discount: float) -> Real:
        """Return the expected discounted time still to come, for each draw of the parameters.

        The integral of exp(−discount · t) × survival(t) over t from 0 to `horizon`: what one yuan a
        unit of time is worth today. Exact, band by band.

        Parameters
        ----------
        draws
            Shape (draws, params), as `drawn` makes them; or the estimates as one row.
        age, horizon
            Age now; how far one looks ahead, > 0, may be infinite.
        discount
            Continuous rate of interest a unit of time, ≥ 0.

        Examples
        --------
        >>> state = State(np.array([0, np.inf]), pd.Series([np.log(0.02)]), pd.DataFrame([[0.0]]),
        ...               np.array([]), 0.95)
        >>> float(state.annuity(state.params.to_numpy()[None], 0, np.inf, 0.005)[0].round(6))
        40.0
        """
        hazards = self._hazards(draws)
        spans = _within(self.edges, age, np.array([age + horizon]))[0]
        value, kept = np.zeros(len(draws)), np.ones(len(draws))
        for place in np.flatnonzero(spans > 0):
            pull = hazards[:, place] + discount
            stays = np.exp(-pull * spans[place])
            value += kept * (1 - stays) / pull
            kept = kept * stays
        return np.asarray(value)

    def _hazards(self, draws: Real) -> Real:
        bands = len(self.edges) - 1
        lift = draws[:, bands:] @ self.weights
        return np.asarray(np.exp(draws[:, :bands] + lift[:, None]))


def drawn(params: pd.Series, covariance: pd.DataFrame, draws: int = DRAWS) -> Real:
    """Return draws from the estimates' normal distribution, the same every time.

    Examples
    --------
    >>> drawn(pd.Series([1.0]), pd.DataFrame([[0.0]]), 2).round(9).tolist()
    [[1.0], [1.0]]
    """
    rng = np.random.default_rng(SEED)
    plain = rng.standard_normal((draws, len(params)))
    spread = covariance.to_numpy()
    hair = 1e-12 * float(np.trace(spread)) + 1e-30  # lets a covariance of rank too low pass
    root = np.linalg.cholesky(spread + hair * np.eye(len(spread)))
    return np.asarray(params.to_numpy() + plain @ root.T)


def _within(edges: Real, start: float, stop: Real) -> Real:
    """Time from `start` to each `stop` that falls into each band: shape (stops, bands)."""
    low, high = np.maximum(edges[:-1], start), np.minimum(edges[1:], stop[:, None])
    return np.asarray(np.maximum(high - low, 0.0))
