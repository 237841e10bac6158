"""Importance against performance, the four-quadrant matrix, and what in it is uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import Estimates, Vector, standardised
from servicelab.theory.servqual.linear import least_squares
from servicelab.theory.servqual.say import say

QUADRANTS = {
    (True, True): "优势区",
    (True, False): "改进区",
    (False, False): "机会区",
    (False, True): "维持区",
}
VARIANCE_INFLATED = 5.0


@dataclass(frozen=True, eq=False)
class Scale:
    """One axis of the matrix: estimates with intervals, where the line stands, which side is sure.

    Attributes
    ----------
    values, low, high
        A number a row, with its interval.
    line
        Where the axis is cut in two.
    high_side, sure
        Whether each row lies above the line, and whether its interval says so, too.
    """

    values: Vector
    low: Vector
    high: Vector
    line: float
    high_side: NDArray[np.bool_]
    sure: NDArray[np.bool_]


def measured(
    told: Estimates, line: float | None, confidence: float, correlation: bool = False
) -> Scale:
    """Return an axis of estimates.

    Parameters
    ----------
    told
        A value a row of the matrix.
    line
        Where to cut; None: at the mean of the rows. The mean is estimated from the same
        respondents, so what counts then is the interval of each row's distance from it, which is
        narrower than that of the row when respondents differ in how generous they are.
    confidence
        Share of samples whose interval holds the truth.
    correlation
        The values are correlations: intervals on Fisher's z.
    """
    rows = len(told.values)
    low, high = told.interval(confidence, "fisher" if correlation else "plain")
    if line is None:
        away = told.combine(np.eye(rows) - 1 / rows)
        line = float(told.values.mean())
    else:
        away = Estimates(told.values - line, told.influence)
    down, up = away.interval(confidence)
    return Scale(told.values, low, high, line, away.values >= 0, (down > 0) | (up < 0))


def given(values: Vector, line: float | None) -> Scale:
    """Return an axis of numbers that somebody gave, taken as sure."""
    cut = float(values.mean()) if line is None else line
    return Scale(values, values, values, cut, values >= cut, values != cut)


def quadrant_table(importance: Scale, performance: Scale, names: list[str]) -> pd.DataFrame:
    """Return the matrix: a row an attribute, its quadrant, and what is uncertain about it.

    Parameters
    ----------
    importance, performance
        The two axes, :func:`measured` or :func:`given`.
    names
        What the rows are called.

    Returns
    -------
    pandas.DataFrame
        importance, importance_low, importance_high, performance, performance_low,
        performance_high; quadrant (优势区 important and good, 改进区 important and weak, 机会区
        neither, 维持区 good and less important); sure (both sides of both lines); words.

    References
    ----------
    Martilla & James 1977, Journal of Marketing 41(1):77-79.

    Examples
    --------
    >>> table = quadrant_table(given(np.array([3.0, 1]), None), given(np.array([2.0, 4]), None),
    ...                        ["a", "b"])
    >>> table["quadrant"].tolist()
    ['改进区', '维持区']
    """
    columns: dict[str, object] = {}
    for name, scale in {"importance": importance, "performance": performance}.items():
        columns |= {name: scale.values, f"{name}_low": scale.low, f"{name}_high": scale.high}
    sides = list(zip(importance.high_side, performance.high_side, strict=True))
    sure = list(zip(importance.sure, performance.sure, strict=True))
    columns["quadrant"] = [QUADRANTS[bool(one), bool(two)] for one, two in sides]
    columns["sure"] = [bool(one and two) for one, two in sure]
    columns["words"] = [_words(*pair) for pair in zip(sides, sure, strict=True)]
    return pd.DataFrame(columns, index=names)


def _words(side: tuple[bool, bool], sure: tuple[bool, bool]) -> str:
    if all(sure):
        return ""
    may = [
        name
        for (one, two), name in QUADRANTS.items()
        if (not sure[0] or one == side[0]) and (not sure[1] or two == side[1])
    ]
    unsure = [
        key for key, known in zip(("importance", "performance"), sure, strict=True) if not known
    ]
    return say("unsure_quadrant", what="和".join(map(say, unsure)), may="、".join(may))


def regression_weights(frame: pd.DataFrame, outcome: pd.Series) -> Estimates:
    """Return standardised regression weights with the respondents' influences.

    The error counts that the standard deviations are estimated, too (Yuan & Chan 2011,
    Psychometrika 76:670-690), and holds when the spread of residuals is uneven (HC3).

    Parameters
    ----------
    frame
        A row a respondent, a column an attribute, no NaN.
    outcome
        A number a respondent.

    Raises
    ------
    servicelab.theory.TheoryError
        If respondents are too few or a column repeats others.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = pd.DataFrame(rng.normal(size=(5000, 2)), columns=["a", "b"])
    >>> regression_weights(x, x["a"] + 2 * x["b"] + 2 * rng.normal(size=5000)).values.round(1)
    array([0.3, 0.7])
    """
    x, y = standardised(frame), standardised(outcome.to_frame())
    line = least_squares(pd.DataFrame(x, columns=list(frame.columns)), pd.Series(y[:, 0]))
    values = line.estimates.values[1:]
    influence = line.estimates.influence[:, 1:] + values * (x**2 - y**2) / 2
    return Estimates(values, influence)


def too_alike(frame: pd.DataFrame) -> list[str]:
    """Return the columns that the others tell so well that their weights can't be kept apart."""
    inflated = np.diag(np.linalg.pinv(frame.corr().to_numpy()))
    return [str(name) for name, one in zip(frame, inflated, strict=True) if one > VARIANCE_INFLATED]


def stated(importance: pd.Series, names: list[str]) -> Vector:
    """Return importance numbers in the order of the rows.

    Raises
    ------
    servicelab.theory.TheoryError
        If a row has none, or a number is below 0.
    """
    missing = [name for name in names if name not in importance.index]
    if missing:
        raise TheoryError(f"重要性里缺少：{'、'.join(missing[:5])}。每一行都要给一个数。")
    told = importance[names].to_numpy(dtype=float)
    if not (np.isfinite(told).all() and (told >= 0).all() and told.sum() > 0):
        raise TheoryError("重要性要是不小于 0 的数，且不能全是 0。请检查。")
    return np.asarray(told)
