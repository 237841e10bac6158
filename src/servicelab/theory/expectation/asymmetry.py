"""Whether falling short hurts more than exceeding helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import Numbers, matched, varied
from servicelab.theory.expectation.least_squares import Line, fieller, least_squares

LEAST = 10  # rows on a side; with fewer a slope is not worth printing


@dataclass(frozen=True, repr=False)
class Asymmetry:
    """Slopes on the two sides of "just as expected".

    Attributes
    ----------
    slope_below, slope_above
        Points of satisfaction for one unit of disconfirmation, below and above zero.
    ratio, ci_low, ci_high
        slope_below / slope_above with its interval (Fieller's method); above 1 means that falling
        short hurts more. Infinite ends mean that the slope above can't be told from zero.
    n_below, n_zero, n_above
        Customers worse off than expected, just as expected, better off.
    table
        Rows ``slope_below, slope_above, difference, ratio``; estimate, ci_low, ci_high, p (of no
        slope, of no difference; none for the ratio, whose test is the difference's).
    method, words
        How the ratio's interval was made, and one Chinese sentence on the finding.
    """

    slope_below: float
    slope_above: float
    ratio: float
    ci_low: float
    ci_high: float
    n_below: int
    n_zero: int
    n_above: int
    table: pd.DataFrame
    confidence: float = 0.95
    method: str = "Fieller"
    words: str = ""

    @property
    def n(self) -> int:
        """Rows used."""
        return self.n_below + self.n_zero + self.n_above

    def __repr__(self) -> str:
        head = f"Asymmetry(n={self.n}: {self.n_below} below, {self.n_above} above; {self.method})"
        return "\n".join([head, self.table.round(3).to_string(), self.words])


def asymmetry(
    disconfirmation: Numbers,
    satisfaction: Numbers,
    confidence: float = 0.95,
    others: pd.DataFrame | None = None,
) -> Asymmetry:
    """Fit one line below zero and one above, meeting at zero.

    Parameters
    ----------
    disconfirmation
        Better than expected positive, worse negative; any unit.
    satisfaction
        As many numbers, more is better.
    confidence
        Of the intervals, between 0 and 1.
    others
        Columns to hold constant, a row a customer.

    Returns
    -------
    Asymmetry

    Raises
    ------
    TheoryError
        If a side has fewer than 10 customers or one value only, or satisfaction never varies.

    Notes
    -----
    satisfaction = a + b₁ min(d, 0) + b₂ max(d, 0), least squares with HC3 errors, after Anderson &
    Sullivan (1993); the ratio's interval is Fieller's. Where a zone of indifference lies around
    zero, both slopes are flatter than beyond the zone: see :func:`zone_of_indifference`.

    Examples
    --------
    >>> d = np.tile(np.linspace(-2, 2, 41), 5)
    >>> wave = np.sin(np.arange(d.size))
    >>> found = asymmetry(d, 60 + 4 * np.minimum(d, 0) + 2 * np.maximum(d, 0) + wave)
    >>> round(found.ratio, 1), found.ci_low < 2 < found.ci_high
    (2.0, True)
    """
    frame = matched(
        {"disconfirmation": disconfirmation, "satisfaction": satisfaction}, others=others
    )
    d = frame["disconfirmation"]
    counts = _sides(d)
    varied("satisfaction", frame["satisfaction"])
    columns = pd.DataFrame({"below": np.minimum(d, 0), "above": np.maximum(d, 0)})
    rest = frame.drop(columns=["disconfirmation", "satisfaction"]).rename(columns=_apart)
    line = least_squares(pd.concat([columns, rest], axis=1), frame["satisfaction"])
    rows = _rows(line, confidence)
    return Asymmetry(
        rows["slope_below"]["estimate"],
        rows["slope_above"]["estimate"],
        rows["ratio"]["estimate"],
        rows["ratio"]["ci_low"],
        rows["ratio"]["ci_high"],
        *counts,
        table=pd.DataFrame(rows).T,
        confidence=confidence,
        words=_words(rows),
    )


def _apart(name: str) -> str:
    """Another name for a column held constant that is called like one of the two sides."""
    return f"{name}（others）" if name in ("const", "below", "above") else name


def _sides(d: pd.Series[float]) -> tuple[int, int, int]:
    counts = int((d < 0).sum()), int((d == 0).sum()), int((d > 0).sum())
    sides = ((d[d < 0], "比期望差"), (d[d > 0], "比期望好"))
    for side, name in sides:
        if len(side) < LEAST or side.nunique() < 2:
            raise TheoryError(
                f"“{name}”的客户只有 {len(side)} 位、{side.nunique()} 种差距，"
                f"这一侧的斜率估不了：每侧至少要 {LEAST} 位、2 种差距。"
            )
    return counts


def _rows(line: Line, confidence: float) -> dict[str, dict[str, float]]:
    rows = {
        "slope_below": line.row({"below": 1}, confidence),
        "slope_above": line.row({"above": 1}, confidence),
        "difference": line.row({"below": 1, "above": -1}, confidence),
    }
    above = rows["slope_above"]["estimate"]
    low, high = fieller(line, "below", "above", confidence)
    rows["ratio"] = {
        "estimate": rows["slope_below"]["estimate"] / above if above else np.inf,
        "ci_low": low,
        "ci_high": high,
        "p": np.nan,
    }
    return rows


def _words(rows: dict[str, dict[str, float]]) -> str:
    apart, ratio = rows["difference"], rows["ratio"]
    if apart["ci_low"] <= 0 <= apart["ci_high"]:
        return "两侧的斜率分不出大小：这份数据看不出“差的更疼”。"
    if not np.isfinite(ratio["ci_high"]):
        return "两侧不一样，但“好”的一侧斜率分不清是不是零，比值没有可用的区间，请看两条斜率。"
    more = "差的比好的更要紧" if apart["ci_low"] > 0 else "好的比差的更要紧"
    ends = f"{ratio['ci_low']:.2f} 到 {ratio['ci_high']:.2f}"
    return f"{more}：低于期望一侧的斜率是高于一侧的 {ends} 倍。"
