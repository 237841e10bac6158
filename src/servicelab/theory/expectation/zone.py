"""The zone of indifference: how far from expected may it be before anybody minds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import f

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import Numbers, matched, varied

Array = npt.NDArray[np.float64]
GRID = 161  # places where an end of the zone is tried
OUTSIDE = 0.05  # share of the customers that must lie beyond each end, and 10 at least
PARAMETERS = 5  # height, two ends, two slopes


@dataclass(frozen=True)
class Zone:
    """A flat piece between two slopes.

    Attributes
    ----------
    table
        Rows ``low, high, width, slope_below, slope_above``; estimate, ci_low, ci_high.
    p_no_zone
        Probability of data like these if the two slopes met at one point (no zone); on the
        careful side.
    n
        Customers used.
    words
        The finding in a Chinese sentence.
    problems
        Chinese words on ends of intervals that the data don't reach.
    """

    table: pd.DataFrame
    p_no_zone: float
    n: int
    words: str
    problems: tuple[str, ...] = ()
    confidence: float = field(default=0.95, repr=False)


def zone_of_indifference(
    disconfirmation: Numbers,
    satisfaction: Numbers,
    confidence: float = 0.95,
    others: pd.DataFrame | None = None,
) -> Zone:
    """Fit a line that falls below one point, is flat up to another, and rises beyond it.

    Parameters
    ----------
    disconfirmation
        Better than expected positive, worse negative.
    satisfaction
        As many numbers.
    confidence
        Of the intervals, between 0 and 1.
    others
        Columns to hold constant, a row a customer; they make the zone easier to see.

    Returns
    -------
    Zone

    Raises
    ------
    TheoryError
        If there are fewer than 40 customers or 12 different values of disconfirmation.

    Notes
    -----
    satisfaction = a + b₁ min(d - low, 0) + b₂ max(d - high, 0), low ≤ high. Least squares over a
    grid of both ends; intervals hold every value at which the best fit of the rest loses no more
    than F allows (profile likelihood; Hansen 2017 on kinks of unknown place). Even spread of the
    rest is assumed. Zones of indifference: Woodruff, Cadotte & Jenkins (1983).

    Examples
    --------
    >>> d = np.tile(np.linspace(-4, 4, 81), 3)
    >>> y = 60 + 4 * np.minimum(d + 1, 0) + 2 * np.maximum(d - 1, 0) + np.sin(np.arange(d.size))
    >>> zone_of_indifference(d, y).table["estimate"].round(1).to_dict()
    {'low': -1.0, 'high': 1.0, 'width': 2.0, 'slope_below': 4.0, 'slope_above': 2.0}
    """
    frame = matched(
        {"disconfirmation": disconfirmation, "satisfaction": satisfaction}, others=others
    )
    d = frame["disconfirmation"].to_numpy()
    if len(d) < 40 or len(np.unique(d)) < 12:
        raise TheoryError(
            f"只有 {len(d)} 位客户、{len(np.unique(d))} 种差距，找不到无差异区："
            "至少要 40 位、12 种差距。"
        )
    varied("satisfaction", frame["satisfaction"])
    rest = frame.drop(columns=["disconfirmation", "satisfaction"]).to_numpy()
    surface = _Surface.over(d, frame["satisfaction"].to_numpy(), rest)
    return _zone(surface, confidence)


@dataclass(frozen=True)
class _Surface:
    """Loss of every pair of ends (rows: low, columns: high), and the slopes there."""

    ends: Array  # (g,) ascending
    loss: Array  # (g, g) residual sum of squares; infinite where low > high
    slopes: Array  # (2, g, g) below, above
    spread: Array  # (2, g, g) variance of the slopes, in units of the residual variance
    n: int
    df: int

    @classmethod
    def over(cls, d: Array, y: Array, rest: Array) -> _Surface:
        ends = _ends(d)
        fixed = np.column_stack([np.ones(len(d)), rest])
        frame, _ = np.linalg.qr(fixed)

        def beside(columns: Array) -> Array:
            return columns - frame @ (frame.T @ columns)

        below = beside(np.minimum(d[:, None] - ends, 0))
        above = beside(np.maximum(d[:, None] - ends, 0))
        y = beside(y)
        bb, aa = (below**2).sum(axis=0)[:, None], (above**2).sum(axis=0)[None, :]
        by, ay = (below.T @ y)[:, None], (above.T @ y)[None, :]
        ba = below.T @ above
        whole = np.maximum(bb * aa - ba**2, 1e-12)
        slopes = np.stack([(aa * by - ba * ay) / whole, (bb * ay - ba * by) / whole])
        loss = y @ y - slopes[0] * by - slopes[1] * ay
        loss[np.tril_indices(len(ends), -1)] = np.inf
        spread = np.stack([aa / whole, bb / whole])
        return cls(ends, loss, slopes, spread, len(d), len(d) - PARAMETERS - rest.shape[1])

    def limit(self, confidence: float) -> float:
        """Return the greatest loss that a value inside the interval may have."""
        best = float(self.loss.min())
        return best * (1 + float(f.ppf(confidence, 1, self.df)) / self.df)


def _ends(d: Array) -> Array:
    beyond = max(10, int(OUTSIDE * len(d)))
    ordered = np.sort(d)
    return np.linspace(ordered[beyond], ordered[-beyond - 1], GRID)


def _zone(surface: _Surface, confidence: float) -> Zone:
    low, high = np.unravel_index(int(surface.loss.argmin()), surface.loss.shape)
    limit, ends = surface.limit(confidence), surface.ends
    widths = ends - ends[0]
    by_width = np.array([np.diagonal(surface.loss, k).min() for k in range(len(ends))])
    inside = {
        "low": (ends[low], ends, surface.loss.min(axis=1)),
        "high": (ends[high], ends, surface.loss.min(axis=0)),
        "width": (widths[high - low], widths, by_width),
    }
    rows = {
        name: {"estimate": float(best), **_within(values, losses, limit)}
        for name, (best, values, losses) in inside.items()
    }
    for side, name in enumerate(("slope_below", "slope_above")):
        rows[name] = _slope(surface, side, (int(low), int(high)), limit)
    p = _p_no_zone(surface, float(by_width[0]))
    return Zone(
        table=pd.DataFrame(rows).T,
        p_no_zone=p,
        n=surface.n,
        words=_words(rows, p, 1 - confidence),
        problems=tuple(_problems(rows, ends)),
        confidence=confidence,
    )


def _within(values: Array, losses: Array, limit: float) -> dict[str, float]:
    held = values[losses <= limit]
    return {"ci_low": float(held.min()), "ci_high": float(held.max())}


def _slope(surface: _Surface, side: int, best: tuple[int, int], limit: float) -> dict[str, float]:
    """Interval of a slope over all ends: at each pair it reaches as far as the loss allows."""
    room = np.maximum(limit - surface.loss, -1.0)  # -1 where the pair is out of question
    held = room >= 0
    reach = np.sqrt(np.where(held, room, 0) * surface.spread[side])
    slopes = surface.slopes[side]
    return {
        "estimate": float(slopes[best]),
        "ci_low": float((slopes - reach)[held].min()),
        "ci_high": float((slopes + reach)[held].max()),
    }


def _p_no_zone(surface: _Surface, without: float) -> float:
    best = float(surface.loss.min())
    return float(f.sf((without - best) / best * surface.df, 1, surface.df))


def _words(rows: dict[str, dict[str, float]], p: float, level: float) -> str:
    if p > level:
        return "看不出有无差异区：不设平坦的一段，数据也一样合得上。"
    low, high = rows["low"]["estimate"], rows["high"]["estimate"]
    return f"差距在 {low:.1f} 到 {high:.1f} 之间时，满意度看不出变化；出了这一段才掉、才涨。"


def _problems(rows: dict[str, dict[str, float]], ends: Array) -> list[str]:
    said = []
    step = float(ends[1] - ends[0])
    if rows["low"]["ci_low"] <= ends[0] + step / 2:
        said.append("下端的区间到了数据的边：再往下的客户太少，下端可能更低。")
    if rows["high"]["ci_high"] >= ends[-1] - step / 2:
        said.append("上端的区间到了数据的边：再往上的客户太少，上端可能更高。")
    return said
