"""Least squares with two kinks of unknown place, for many outcomes at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
OUTSIDE = 0.05  # share of the rows that must lie beyond each kink, and 10 at least
PARAMETERS = 5  # height, two kinks, two slopes
REDRAWS = 299
SEED = 5


@dataclass(frozen=True)
class Places:
    """Every pair of places where the kinks may be, and what least squares needs there."""

    ends: Array  # (g,) ascending
    below: Array  # (n, g) min(d - end, 0), what is held constant taken out
    above: Array  # (n, g) max(d - end, 0), likewise
    frame: Array  # (n, k) orthonormal: the constant and what is held constant
    spread: Array  # (2, g, g) variance of the slopes in units of the residual variance
    shared: Array  # (g, g) their covariance

    @classmethod
    def over(cls, d: Array, rest: Array, count: int) -> Places:
        """Lay `count` places over the inner part of `d`; `rest` (n, k) is held constant."""
        beyond = max(10, int(OUTSIDE * len(d)))
        ordered = np.sort(d)
        ends = np.linspace(ordered[beyond], ordered[-beyond - 1], count)
        frame, _ = np.linalg.qr(np.column_stack([np.ones(len(d)), rest]))
        below = _beside(frame, np.minimum(d[:, None] - ends, 0))
        above = _beside(frame, np.maximum(d[:, None] - ends, 0))
        bb, aa = (below**2).sum(axis=0)[:, None], (above**2).sum(axis=0)[None, :]
        ba = below.T @ above
        whole = np.maximum(bb * aa - ba**2, 1e-12)
        return cls(ends, below, above, frame, np.stack([aa / whole, bb / whole]), -ba / whole)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.below)

    @property
    def df(self) -> int:
        """Rows left over."""
        return self.n - PARAMETERS - int(self.frame.shape[1]) + 1

    def fit(self, outcomes: Array) -> Fits:
        """Fit all pairs of places to each row of `outcomes` (m, n)."""
        y = _beside(self.frame, outcomes.T)
        by, ay = (self.below.T @ y).T[:, :, None], (self.above.T @ y).T[:, None, :]
        slopes = np.stack(
            [
                self.spread[0] * by + self.shared * ay,
                self.spread[1] * ay + self.shared * by,
            ]
        )
        loss = (y**2).sum(axis=0)[:, None, None] - slopes[0] * by - slopes[1] * ay
        rows, columns = np.tril_indices(len(self.ends), -1)
        loss[:, rows, columns] = np.inf  # the lower kink is not above the upper one
        return Fits(self, loss, slopes)

    def fitted(self, low: int, high: int, slopes: tuple[float, float], y: Array) -> Array:
        """Return the fit of one outcome at a pair of places."""
        bent = self.below[:, low] * slopes[0] + self.above[:, high] * slopes[1]
        return np.asarray(bent + self.frame @ (self.frame.T @ y))


@dataclass(frozen=True)
class Fits:
    """Loss and slopes of m outcomes at every pair of places (low, high)."""

    places: Places
    loss: Array  # (m, g, g) residual sum of squares; infinite where low > high
    slopes: Array  # (2, m, g, g) below, above

    def best(self) -> tuple[Whole, Whole]:
        """Return where each outcome's loss is least."""
        flat = self.loss.reshape(len(self.loss), -1).argmin(axis=1)
        low, high = np.unravel_index(flat, self.loss.shape[1:])
        return np.asarray(low), np.asarray(high)

    def by_width(self) -> Array:
        """Return the least loss of each outcome by distance of the kinks, in steps (m, g)."""
        steps = range(len(self.places.ends))
        both = [np.diagonal(self.loss, one, 1, 2).min(axis=1) for one in steps]
        return np.stack(both, axis=1)

    def gains(self) -> Array:
        """Return how much better two kinks fit than one, by outcome, as an F."""
        best = self.loss.min(axis=(1, 2))
        return np.asarray((self.by_width()[:, 0] / best - 1) * self.places.df)

    def worse(self, low: int, high: int, slopes: tuple[float, float]) -> dict[str, Array]:
        """Return, by parameter, how much worse (as an F) each outcome fits at its given value."""
        told = {
            "low": self.loss[:, low, :].min(axis=1),
            "high": self.loss[:, :, high].min(axis=1),
            "width": self.by_width()[:, high - low],
        }
        for side, name in enumerate(("slope_below", "slope_above")):
            apart = (self.slopes[side] - slopes[side]) ** 2 / self.places.spread[side]
            told[name] = (self.loss + apart).min(axis=(1, 2))
        best = self.loss.min(axis=(1, 2))
        return {name: (one / best - 1) * self.places.df for name, one in told.items()}


def limits(places: Places, y: Array, confidence: float) -> dict[str, float]:
    """Return how much worse a fit may be inside the interval, by parameter, as an F.

    Parameters
    ----------
    places
        Where the kinks are tried.
    y
        The outcome (n,).
    confidence
        Of the intervals.

    Returns
    -------
    dict
        Quantiles over outcomes redrawn from the fit and its residuals.
    """
    low, high = (int(one[0]) for one in places.fit(y[None, :]).best())
    redrawn, slopes = _redrawn(places, y, low, high)
    worse = redrawn.worse(low, high, slopes)
    return {name: float(np.quantile(one, confidence)) for name, one in worse.items()}


def p_one_kink(places: Places, y: Array) -> float:
    """Return how likely so good a flat piece is where both slopes meet at one point.

    Parameters
    ----------
    places
        Where the kinks are tried.
    y
        The outcome (n,).

    Returns
    -------
    float
        Share of outcomes, redrawn from the best fit with one kink, that gain as much or more.
    """
    fits = places.fit(y[None, :])
    single = int(np.diagonal(fits.loss[0]).argmin())
    redrawn, _ = _redrawn(places, y, single, single)
    return float((1 + (redrawn.gains() >= fits.gains()[0]).sum()) / (1 + REDRAWS))


def _redrawn(places: Places, y: Array, low: int, high: int) -> tuple[Fits, tuple[float, float]]:
    """Fit outcomes redrawn from the fit at a pair of places and its residuals."""
    first = places.fit(y[None, :]).slopes[:, 0, low, high]
    slopes = float(first[0]), float(first[1])
    fitted = places.fitted(low, high, slopes, y)
    left = (y - fitted) * np.sqrt(places.n / places.df)
    rng = np.random.default_rng(SEED)
    drawn = rng.choice(left - left.mean(), size=(REDRAWS, places.n))
    return places.fit(fitted + drawn), slopes


def _beside(frame: Array, columns: Array) -> Array:
    """Take out of the columns what `frame` explains."""
    return np.asarray(columns - frame @ (frame.T @ columns))
