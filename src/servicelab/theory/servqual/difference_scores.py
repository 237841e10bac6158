"""Difference scores looked at critically: how reliable a gap is, and what it takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.linear import least_squares
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import complete

SUM = "perception + expectation"


def reliability_of_difference(
    reliability_1: float,
    reliability_2: float,
    correlation: float,
    sd_1: float = 1.0,
    sd_2: float = 1.0,
) -> float:
    """Return the reliability of the difference of two scores.

    Parameters
    ----------
    reliability_1, reliability_2
        Reliabilities of the two scores, 0…1.
    correlation
        Correlation of the two scores as observed, −1…1; errors can't let it exceed
        √(reliability_1 × reliability_2).
    sd_1, sd_2
        Standard deviations of the two scores, > 0, same unit.

    Returns
    -------
    float
        (s₁² r₁ + s₂² r₂ − 2 r₁₂ s₁ s₂) / (s₁² + s₂² − 2 r₁₂ s₁ s₂); below 1, may be near 0.

    Raises
    ------
    servicelab.theory.TheoryError
        If a number is outside its range, or the two can't stand together.

    References
    ----------
    Classical test theory; held against SERVQUAL's gaps by Peter, Churchill & Brown 1993,
    Journal of Consumer Research 19:655-662. The errors of the two scores are taken as unrelated.

    Examples
    --------
    >>> round(reliability_of_difference(0.8, 0.8, 0.5), 12)
    0.6
    """
    if not (0 <= reliability_1 <= 1 and 0 <= reliability_2 <= 1 and sd_1 > 0 and sd_2 > 0):
        raise TheoryError("信度要在 0 和 1 之间，标准差要大于 0。请检查这四个数。")
    if abs(correlation) > np.sqrt(reliability_1 * reliability_2) + 1e-12:
        raise TheoryError(
            f"相关 {correlation:g} 高过了这两个信度允许的上限 "
            f"{np.sqrt(reliability_1 * reliability_2):.3f}，三个数不能同时成立。请检查。"
        )
    shared = 2 * correlation * sd_1 * sd_2
    spread = sd_1**2 + sd_2**2 - shared
    if not spread > 1e-12 * (sd_1**2 + sd_2**2):
        raise TheoryError("两个分数完全一样，差值没有任何差别，谈不上信度。")
    return float((sd_1**2 * reliability_1 + sd_2**2 * reliability_2 - shared) / spread)


@dataclass(frozen=True, eq=False)
class FreeRegression:
    """An outcome regressed on perception and expectation, each with a coefficient of its own.

    Attributes
    ----------
    table
        Rows constant, perception, expectation and their sum, which is 0 if the gap tells all;
        columns estimate, ci_low, ci_high, p.
    r_squared, r_squared_gap
        Share of the outcome's variance accounted for by the two freely, and by the gap alone.
    n
        Respondents used.
    words
        What it says, in Chinese.
    """

    table: pd.DataFrame
    r_squared: float
    r_squared_gap: float
    n: int
    words: str

    def __repr__(self) -> str:
        """The sentence and the table."""
        return f"{self.words}\n{self.table.round(3).to_string()}"


def free_regression(
    perception: pd.Series, expectation: pd.Series, outcome: pd.Series, confidence: float = 0.95
) -> FreeRegression:
    """Return the regression that a difference score takes for granted, with nothing granted.

    A gap P − E as predictor means b_P = −b_E. Here both are free, and their sum is tested.

    Parameters
    ----------
    perception, expectation, outcome
        A number a respondent, same index; rows with a missing one are left out.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    FreeRegression
        Intervals: HC3 errors with Student's t, see :func:`least_squares`.

    Raises
    ------
    servicelab.theory.TheoryError
        If respondents are too few or a column is the same everywhere.

    References
    ----------
    Edwards 2002, in Drasgow & Schmitt (eds), Measuring and Analyzing Behavior in Organizations;
    with service data: "Difference Scores versus Direct Effects", Journal of Service Research
    4(3):184-192, 2002 (equal and opposite effects rejected).

    Examples
    --------
    >>> p = pd.Series([4.0, 5, 6, 3, 5, 4, 2, 6]); e = pd.Series([6.0, 6, 7, 5, 7, 5, 6, 5])
    >>> told = free_regression(p, e, 2 + p + pd.Series([0.1, -0.1] * 4))
    >>> told.table.loc["perception", "estimate"].round(1)
    np.float64(1.0)
    """
    frame = complete(
        pd.DataFrame({"perception": perception, "expectation": expectation, "outcome": outcome}),
        6,
        "自由回归",
    )
    line = least_squares(frame[["perception", "expectation"]], frame["outcome"])
    table = pd.concat(
        [line.table(confidence), line.sums(np.array([[0.0, 1.0, 1.0]]), [SUM], confidence)]
    ).rename_axis("term")
    gap = (frame["perception"] - frame["expectation"]).rename("gap").to_frame()
    alone = least_squares(gap, frame["outcome"]).r_squared
    return FreeRegression(table, line.r_squared, alone, len(frame), _words(table))


def _words(table: pd.DataFrame) -> str:
    estimate = table["estimate"].to_dict()
    low, high = table["ci_low"].iloc[-1], table["ci_high"].iloc[-1]  # of the sum
    return say(
        "free_against" if low > 0 or high < 0 else "free_with",
        perception=f"{estimate['perception']:+.2f}",
        expectation=f"{estimate['expectation']:+.2f}",
        low=f"{low:+.2f}",
        high=f"{high:+.2f}",
    )
