"""Gaps P − E, plain and weighted, and performance only beside them; all with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import means
from servicelab.theory.servqual.mean_table import combined, doubts, level, mean_table, row_weights
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import TOTAL, Dimensions, complete, paired_scores

WEIGHTS_1990 = {"有形性": 11.0, "可靠性": 32.0, "响应性": 22.0, "保证性": 19.0, "移情性": 16.0}
"""An example of weights, and not for use: as handed down from Zeithaml, Parasuraman & Berry 1990,
Delivering Quality Service (US, 1980s), whose table was not read here. Sachdev & Verma found no
stable order across services. Ask your own customers."""


def gap_table(
    expectation: pd.DataFrame,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    by: str | None = None,
    group: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return expectation, perception and gap = perception − expectation, with intervals.

    An item uses the respondents who answered both of its questions, a dimension all of its
    items; the intervals are Student's t for paired answers, see :func:`mean_table`.

    Parameters
    ----------
    expectation, perception
        A row a respondent, a column an item, the same labels in both; NaN where nothing is told.
    dimensions, by, group, confidence
        As for :func:`mean_table`.

    Returns
    -------
    pandas.DataFrame
        Columns expectation, perception, gap, ci_low, ci_high, n (respondents used), warning;
        index item (then with a column dimension), dimension, or group and dimension.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than two respondents (of a group) answered both questions of an item.

    References
    ----------
    Parasuraman, Zeithaml & Berry 1988, Journal of Retailing 64(1):12-40: gap = P − E.

    Examples
    --------
    >>> e, p = pd.DataFrame({"a": [6.0, 7, 6]}), pd.DataFrame({"a": [5.0, 5, 6]})
    >>> gap_table(e, p, {"d": ["a"]})[["gap", "n"]].round(2)
          gap  n
    item
    a    -1.0  3
    """
    gaps = perception - expectation
    table = mean_table(gaps, dimensions, by, group, confidence)
    expected = level(expectation.where(gaps.notna()), dimensions, by, group)
    table = table.rename(columns={"estimate": "gap"})
    table.insert(0, "expectation", expected)
    table.insert(1, "perception", expected + table["gap"].to_numpy())
    if by is None and group is None:
        table.insert(0, "dimension", _dimension_of(dimensions))
    return table


def performance_table(
    expectation: pd.DataFrame | None,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    by: str | None = "dimension",
    group: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return performance only (SERVPERF), and beside it the gap where expectations were asked.

    Parameters
    ----------
    expectation, perception, dimensions, by, group, confidence
        As for :func:`gap_table`; `expectation` may be None.

    Returns
    -------
    pandas.DataFrame
        Columns perception, ci_low, ci_high, n, warning; with expectations also gap, gap_low,
        gap_high and perception_rank, gap_rank (1 = weakest; a total among dimensions has none),
        which show where the two ways of looking disagree. Perception uses all its answers, the
        gap those with an expectation.

    References
    ----------
    Cronin & Taylor 1992, Journal of Marketing 56(3):55-68. Both are valid: Carrillat, Jaramillo &
    Mulki 2007, International Journal of Service Industry Management 18(5).

    Examples
    --------
    >>> p = pd.DataFrame({"a": [5.0, 5, 6], "b": [3.0, 4, 3]})
    >>> performance_table(None, p, {"x": ["a"], "y": ["b"]})["perception"].round(2).tolist()
    [5.33, 3.33]
    """
    table = mean_table(perception, dimensions, by, group, confidence)
    table = table.rename(columns={"estimate": "perception"})
    if expectation is None:
        return table
    gaps = gap_table(expectation, perception, dimensions, by, group, confidence)
    names = {"gap": "gap", "ci_low": "gap_low", "ci_high": "gap_high"}
    table = table.join(gaps[list(names)].rename(columns=names))
    for name in ("perception", "gap"):
        table[f"{name}_rank"] = _ranks(table[name])
    return table


def weighted_gap(
    expectation: pd.DataFrame,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    weights: Mapping[str, float],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the dimensions' gaps and their sum weighted by importances that somebody gave.

    Parameters
    ----------
    expectation, perception, dimensions, confidence
        As for :func:`gap_table`.
    weights
        Dimension → importance, ≥ 0, in any unit; made to sum to 1. Taken as sure.

    Returns
    -------
    pandas.DataFrame
        A row a dimension and ``total``: weight, gap, ci_low, ci_high, contribution (weight × gap;
        of the total the gap itself), n, warning.

    Raises
    ------
    servicelab.theory.TheoryError
        If a dimension has no weight or a weight is negative.

    Examples
    --------
    >>> e, p = pd.DataFrame({"a": [6.0, 7, 6], "b": [6.0, 6, 5]}), pd.DataFrame(
    ...     {"a": [5.0, 5, 6], "b": [6.0, 7, 6]})
    >>> weighted_gap(e, p, {"x": ["a"], "y": ["b"]}, {"x": 3, "y": 1})["gap"].round(3).to_list()
    [-1.0, 0.667, -0.583]
    """
    shares = _shares(weights, dimensions)
    rows = row_weights(dimensions, "dimension")
    table = gap_table(expectation, perception, dimensions, "dimension", None, confidence)
    whole = (rows.T @ shares).loc[lambda row: row > 0]
    told = combined((perception - expectation)[list(whole.index)], whole.to_numpy(dtype=float))
    low, high = told.interval(confidence)
    table = table[["gap", "ci_low", "ci_high", "n", "warning"]]
    table.insert(0, "weight", shares)
    table.insert(4, "contribution", shares * table["gap"])
    gap = told.values[0]
    table.loc[TOTAL] = [1.0, gap, low[0], high[0], gap, told.n, doubts(told)]
    if dict(weights) == WEIGHTS_1990:
        table.loc[TOTAL, "warning"] = say("weights_1990")
    return table


def personally_weighted_gap(
    expectation: pd.DataFrame,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    points: pd.DataFrame,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return gaps weighted by the importance that each respondent gave to each dimension.

    Parameters
    ----------
    expectation, perception, dimensions, confidence
        As for :func:`gap_table`; only respondents with a score and points in every dimension.
    points
        A row a respondent, a column a dimension, ≥ 0; each respondent's sum becomes 1.

    Returns
    -------
    pandas.DataFrame
        As :func:`weighted_gap`; weight is the mean share, contribution the mean of share × gap of
        the same respondent, so that the contributions sum to the total. The total's interval
        counts that points differ between respondents, too.

    Raises
    ------
    servicelab.theory.TheoryError
        If points are negative, all 0, or hardly anybody has all that is needed.
    """
    names = list(dimensions)
    e, p = paired_scores(expectation, perception, dimensions)
    whole = complete((p - e)[names].join(points[names].add_prefix("\0")), 2, "按个人重要性加权")
    shares = _personal(whole.drop(columns=names).set_axis(names, axis=1))
    products = shares * whole[names]
    gaps, total = means(whole[names]), means(products.sum(axis=1).to_frame())
    low, high = gaps.interval(confidence)
    columns = {"weight": shares.mean(), "gap": gaps.values, "ci_low": low, "ci_high": high}
    table = pd.DataFrame(columns, index=pd.Index(names, name="dimension"))
    table["contribution"] = products.mean()
    table["n"], table["warning"] = len(whole), doubts(total)
    ends = [end[0] for end in total.interval(confidence)]
    told = float(total.values[0])
    table.loc[TOTAL] = [1.0, told, *ends, told, len(whole), doubts(total)]
    return table


def _personal(points: pd.DataFrame) -> pd.DataFrame:
    wrong = (points < 0).any(axis=1) | ~(points.sum(axis=1) > 0)
    if wrong.any():
        raise TheoryError(f"第 {points.index[wrong][0]} 行的重要性有负数或全是 0，请改正或留空。")
    return points.div(points.sum(axis=1), axis=0)


def _dimension_of(dimensions: Dimensions) -> pd.Series:
    return pd.Series({item: name for name, items in dimensions.items() for item in items})


def _ranks(column: pd.Series) -> pd.Series:
    if column.index.nlevels == 1:
        return column.rank(method="min").astype(int)
    # Within a group, and the total is no dimension among others.
    parts = column.drop(TOTAL, level="dimension").groupby(level=0).rank(method="min")
    ranks: pd.Series = parts.reindex(column.index).astype("Int64")
    return ranks


def _shares(weights: Mapping[str, float], dimensions: Dimensions) -> pd.Series:
    missing = [name for name in dimensions if name not in weights]
    if missing:
        raise TheoryError(
            f"权重里缺少维度 {'、'.join(missing)}。现在给的是 {'、'.join(map(str, weights))}。"
        )
    strange = [str(name) for name in weights if name not in dimensions]
    if strange:
        raise TheoryError(
            f"权重里的 {'、'.join(strange)} 不是这份问卷的维度。维度有：{'、'.join(dimensions)}。"
        )
    told = pd.Series({name: float(weights[name]) for name in dimensions})
    if not ((told >= 0).all() and 0 < told.sum() < float("inf")):
        raise TheoryError("权重要是不小于 0 的数，且不能全是 0。请检查。")
    return told / told.sum()
