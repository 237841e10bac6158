"""Oliver's disconfirmation: what was received held against what was expected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import Numbers, level, matched, varied
from servicelab.theory.expectation.correlation import correlations

WORDS = {"worse": "比期望差", "as_expected": "和期望一样", "better": "比期望好"}


@dataclass(frozen=True, repr=False)
class Disconfirmation:
    """Disconfirmation of each customer, and how the two ways to measure it compare.

    Attributes
    ----------
    values
        Subtracted disconfirmation, positive when better than expected; a row a customer used.
    shares
        Rows ``worse, as_expected, better``: n, share with its interval (Wilson 1927), words.
    comparison
        Correlations with intervals: ``subjective`` and ``subtracted`` with satisfaction and their
        difference, and ``agreement`` of the two measures; rows only for what was given.
    n
        Customers used.
    """

    values: pd.Series[float]
    shares: pd.DataFrame
    comparison: pd.DataFrame
    n: int

    def __repr__(self) -> str:
        parts = [f"Disconfirmation(n={self.n})", self.shares.round(3).to_string()]
        if len(self.comparison):
            parts.append(self.comparison.round(3).to_string())
        return "\n".join(parts)


def subtract(
    expectation: pd.Series[float], performance: pd.Series[float], better: str
) -> pd.Series[float]:
    """Return performance minus expectation, or the reverse where less is better.

    Examples
    --------
    >>> subtract(pd.Series([8.0]), pd.Series([10.0]), better="less").tolist()
    [-2.0]
    """
    if better not in ("more", "less"):
        raise TheoryError(f"better 只能是 more（越多越好）或 less（越少越好），收到的是 {better}。")
    return performance - expectation if better == "more" else expectation - performance


def disconfirmation(
    expectation: Numbers,
    performance: Numbers,
    subjective: Numbers | None = None,
    satisfaction: Numbers | None = None,
    *,
    better: str = "more",
    confidence: float = 0.95,
) -> Disconfirmation:
    """Subtract what was expected from what came, and hold it beside what people say themselves.

    Parameters
    ----------
    expectation, performance
        In the same unit, a customer each.
    subjective
        Answers to "compared with what you expected, was it worse or better?", if asked.
    satisfaction
        If known: which of the two measures goes with it more closely?
    better
        ``"more"`` of the unit is better (degrees), or ``"less"`` (hours of waiting).
    confidence
        Of the intervals.

    Returns
    -------
    Disconfirmation

    Raises
    ------
    TheoryError
        If lengths differ, values are not numbers, fewer than 5 customers are whole, or a column
        to correlate never varies.

    Notes
    -----
    Oliver (1980), *Journal of Marketing Research* 17(4), 460-469, asks for disconfirmation as a
    judgement of its own; subtraction carries the weaknesses of all difference scores
    (:mod:`servicelab.theory.servqual`).

    Examples
    --------
    >>> found = disconfirmation([8, 8, 8, 6, 6], [10, 8, 5, 9, 4], better="less")
    >>> found.shares["n"].tolist(), found.values.tolist()
    ([2, 1, 2], [-2.0, 0.0, 3.0, -3.0, 2.0])
    """
    given = {"expectation": expectation, "performance": performance}
    frame = matched({**given, "subjective": subjective, "satisfaction": satisfaction})
    if len(frame) < 5:
        raise TheoryError(f"每列都有数的客户只有 {len(frame)} 位，太少了。")
    frame["subtracted"] = subtract(frame["expectation"], frame["performance"], better)
    return Disconfirmation(
        values=frame["subtracted"],
        shares=_shares(frame["subtracted"], confidence),
        comparison=_comparison(frame, confidence),
        n=len(frame),
    )


def _shares(values: pd.Series[float], confidence: float) -> pd.DataFrame:
    counts = {"worse": values < 0, "as_expected": values == 0, "better": values > 0}
    rows = {
        name: {"n": int(side.sum()), **_wilson(int(side.sum()), len(values), confidence)}
        for name, side in counts.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table["words"] = [WORDS[name] for name in counts]
    return table


def _wilson(count: int, n: int, confidence: float) -> dict[str, float]:
    z = float(norm.ppf(0.5 + level(confidence) / 2))
    share = count / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return {
        "estimate": share,
        "ci_low": max(0.0, float(middle - reach)),
        "ci_high": min(1.0, float(middle + reach)),
    }


def _comparison(frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    measures = [name for name in ("subjective", "subtracted") if name in frame]
    tables = [pd.DataFrame(columns=["estimate", "ci_low", "ci_high"], dtype=float)]
    for name in frame.columns.intersection([*measures, "satisfaction"]):
        if len(measures) > 1 or "satisfaction" in frame:
            varied(name, frame[name])
    if "satisfaction" in frame:
        tables.append(correlations(frame, "satisfaction", measures, confidence))
    if len(measures) > 1:
        both = correlations(frame, "subjective", ["subtracted"], confidence)
        tables.append(both.set_axis(["agreement"]))
    return pd.concat([table for table in tables if len(table)] or tables)
