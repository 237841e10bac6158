"""The zone of indifference: how far from expected may it be before anybody minds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import Numbers, level, matched, varied
from servicelab.theory.expectation.kinks import Array, Fits, Places, limits, p_one_kink

FINE, COARSE = 161, 81  # places where an end of the zone is tried: for the fit, for each redraw


@dataclass(frozen=True, repr=False)
class Zone:
    """A flat piece between two slopes.

    Attributes
    ----------
    table
        Rows ``low, high, width, slope_below, slope_above``; estimate, ci_low, ci_high.
    p_no_zone
        Probability of data like these if the two slopes met at one point (no zone).
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
    confidence: float = 0.95

    def __repr__(self) -> str:
        head = f"Zone(n={self.n}, p_no_zone={self.p_no_zone:.3f})"
        return "\n".join([head, self.table.round(3).to_string(), self.words, *self.problems])


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
    grid of both ends; an interval holds every value at which the best fit of the rest is not too
    much worse. How much is too much is found by drawing the residuals anew 299 times, since the
    usual F is too narrow for kinks of unknown place (Hansen 2017). Zones of indifference:
    Woodruff, Cadotte & Jenkins (1983).

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
    y = frame["satisfaction"].to_numpy()
    places = Places.over(d, rest, FINE)
    coarse = Places.over(d, rest, COARSE)
    reach, p = limits(coarse, y, level(confidence)), p_one_kink(coarse, y)
    return _zone(places.fit(y[None, :]), reach, p, confidence)


def _zone(fits: Fits, reach: dict[str, float], p: float, confidence: float) -> Zone:
    (low,), (high,) = fits.best()
    ends, loss, df = fits.places.ends, fits.loss[0], fits.places.df
    widths, by_width = ends - ends[0], fits.by_width()[0]
    limit = {name: float(loss.min()) * (1 + one / df) for name, one in reach.items()}
    inside = {
        "low": (ends[low], ends, loss.min(axis=1)),
        "high": (ends[high], ends, loss.min(axis=0)),
        "width": (widths[high - low], widths, by_width),
    }
    rows = {
        name: {"estimate": float(best), **_within(values, losses, limit[name])}
        for name, (best, values, losses) in inside.items()
    }
    for side, name in enumerate(("slope_below", "slope_above")):
        rows[name] = _slope(fits, side, (int(low), int(high)), limit[name])
    return Zone(
        table=pd.DataFrame(rows).T,
        p_no_zone=p,
        n=fits.places.n,
        words=_words(rows, p, 1 - confidence),
        problems=tuple(_problems(rows, ends)),
        confidence=confidence,
    )


def _within(values: Array, losses: Array, limit: float) -> dict[str, float]:
    held = values[losses <= limit]
    return {"ci_low": float(held.min()), "ci_high": float(held.max())}


def _slope(fits: Fits, side: int, best: tuple[int, int], limit: float) -> dict[str, float]:
    """Interval of a slope over all ends: at each pair it reaches as far as the loss allows."""
    room = limit - fits.loss[0]
    held = room >= 0
    reach = np.sqrt(np.where(held, room, 0) * fits.places.spread[side])
    slopes = fits.slopes[side, 0]
    return {
        "estimate": float(slopes[best]),
        "ci_low": float((slopes - reach)[held].min()),
        "ci_high": float((slopes + reach)[held].max()),
    }


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
