"""Means of items by item, dimension, group and in total, with intervals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import Estimates, Vector, means
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import TOTAL, Dimensions

UNNAMED = "未填"
FEW = 30


def mean_table(
    frame: pd.DataFrame,
    dimensions: Dimensions,
    by: str | None = None,
    group: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return means with Student's t intervals.

    The mean of a dimension is the mean of its items' means, that of the total the mean of all
    items' means, so that the rows of the tables add up. With missing answers the error of a mean
    of items comes from the respondents' influences on it; without, it is that of the mean of the
    respondents' scores, exactly.

    Parameters
    ----------
    frame
        A row a respondent, a column an item; NaN where nothing is told.
    dimensions
        Dimension → items.
    by
        None: a row an item; ``"dimension"`` or ``"total"``.
    group
        A label a respondent (same index): then a row a group and dimension, and a total each.
        Respondents without a label form the group 未填.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    pandas.DataFrame
        Columns estimate, ci_low, ci_high, n (respondents used), warning; index item, dimension,
        or group and dimension.

    Raises
    ------
    servicelab.theory.TheoryError
        If an item has fewer than two answers (in a group).

    Examples
    --------
    >>> mean_table(pd.DataFrame({"a": [1.0, 2, 3]}), {"d": ["a"]}).round(2)[["estimate", "n"]]
          estimate  n
    item
    a          2.0  3
    """
    if group is not None:
        return _by_group(frame, dimensions, group, confidence)
    return _rows(frame, row_weights(dimensions, by), confidence).rename_axis(
        "item" if by is None else "dimension"
    )


def row_weights(dimensions: Dimensions, by: str | None) -> pd.DataFrame:
    """Return the weight of each item (column) in each row of a table; each row sums to 1."""
    items = [item for names in dimensions.values() for item in names]
    own = pd.DataFrame(np.eye(len(items)), index=items, columns=items)
    if by is None:
        return own
    if by == TOTAL:
        return own.mean().to_frame(TOTAL).T
    parts = {name: own.loc[list(names)].mean() for name, names in dimensions.items()}
    return pd.DataFrame(parts).T


def level(
    frame: pd.DataFrame, dimensions: Dimensions, by: str | None, group: pd.Series | None
) -> Vector:
    """Return the estimates of :func:`mean_table` alone, in its order."""
    weights = table_weights(dimensions, by, group)
    frame = frame[list(weights.columns)]
    if group is None:
        parts = [frame]
    else:
        named = labels(group)
        parts = [frame[named == name] for name in group_names(named)]
    told: Vector = np.concatenate([weights.to_numpy() @ part.mean().to_numpy() for part in parts])
    return told


def table_weights(dimensions: Dimensions, by: str | None, group: pd.Series | None) -> pd.DataFrame:
    """Return the weight of each item in each row of a table, or of each group's part of it."""
    if group is None:
        return row_weights(dimensions, by)
    return pd.concat([row_weights(dimensions, "dimension"), row_weights(dimensions, TOTAL)])


def group_names(named: pd.Series) -> list[str]:
    """Return the groups in order, 未填 last."""
    return sorted(named.unique(), key=lambda name: (name == UNNAMED, name))


def combined(frame: pd.DataFrame, weights: Vector, where: str = "") -> Estimates:
    """Return the weighted sum of column means from the rows that answer anything.

    Raises
    ------
    servicelab.theory.TheoryError
        If a column has fewer than two answers; `where` names the group in the message.
    """
    answers = frame.to_numpy(dtype=float)
    answered = ~np.isnan(answers)
    short = [str(name) for name in frame.columns[answered.sum(axis=0) < 2]]
    if short:
        place = f"「{where}」这一组的" if where else ""
        raise TheoryError(
            f"{place}题目 {'、'.join(short[:5])} 可用的答案不到两份，算不出区间。"
            "请并入别的组，或从表里删去后再算。"
        )
    return means(answers[answered.any(axis=1)]).combine(weights[None, :])


def doubts(told: Estimates) -> str:
    """Return what to keep in mind about an interval of a mean, in words; empty if nothing."""
    return "；".join(_doubts(told))


def _doubts(told: Estimates) -> Iterator[str]:
    if told.n < FEW:
        yield say("few", n=told.n)
    if not told.errors[0] > 0:
        yield say("all_alike")


def labels(group: pd.Series) -> pd.Series:
    """Return each respondent's group as text, 未填 where there is none."""
    named: pd.Series = group.map(_label).where(group.notna(), UNNAMED)
    return named


def _label(value: object) -> str:
    # A column of whole numbers with a gap in it comes as floats.
    return f"{value:g}" if isinstance(value, float) else str(value)


def _by_group(
    frame: pd.DataFrame, dimensions: Dimensions, group: pd.Series, confidence: float
) -> pd.DataFrame:
    rows = table_weights(dimensions, None, group)
    named = labels(group)
    parts = {
        name: _rows(frame[named == name], rows, confidence, name) for name in group_names(named)
    }
    table: pd.DataFrame = pd.concat(parts, names=[str(group.name), "dimension"])
    return table


def _rows(
    frame: pd.DataFrame, weights: pd.DataFrame, confidence: float, where: str = ""
) -> pd.DataFrame:
    rows, frame = [], frame[list(weights.columns)]
    for row in weights.to_numpy(dtype=float):
        some = np.flatnonzero(row)
        told = combined(frame.iloc[:, some], row[some], where)
        low, high = told.interval(confidence)
        rows.append((told.values[0], low[0], high[0], told.n, doubts(told)))
    columns = ["estimate", "ci_low", "ci_high", "n", "warning"]
    return pd.DataFrame(rows, columns=columns, index=list(weights.index))
