"""Gaps P − E by item, dimension, group and in total, with intervals; performance only beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import Estimates, Vector, means
from servicelab.theory.servqual.say import say

TOTAL = "total"
UNNAMED = "未填"
FEW = 30

Dimensions = Mapping[str, Sequence[str]]


def gap_table(
    expectation: pd.DataFrame,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    by: str | None = None,
    group: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return expectation, perception and gap = perception − expectation, with intervals.

    The gap of a dimension is the mean of its items' gaps, that of the total the mean of the
    dimensions' gaps, so that the rows of the tables add up. An item uses the respondents who
    answered both of its questions. The intervals are Student's t for paired answers; with missing
    answers the error of a mean of items comes from the respondents' influences on it.

    Parameters
    ----------
    expectation, perception
        A row a respondent, a column an item, the same labels in both; NaN where nothing is told.
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
        Columns expectation, perception, gap, ci_low, ci_high, n (respondents used), warning;
        index item, dimension, or group and dimension.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than two respondents answered both questions of an item.

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
    pairs = (expectation + perception).notna()
    expected, perceived = expectation.where(pairs), perception.where(pairs)
    if group is not None:
        return _by_group(expected, perceived, dimensions, group, confidence)
    table = _rows(expected, perceived, row_weights(dimensions, by), confidence)
    if by is None:
        table.insert(0, "dimension", _dimension_of(dimensions))
    return table.rename_axis("item" if by is None else "dimension")


def row_weights(dimensions: Dimensions, by: str | None) -> pd.DataFrame:
    """Return the weight of each item (column) in each row of a table; each row sums to 1."""
    items = [item for names in dimensions.values() for item in names]
    own = pd.DataFrame(np.eye(len(items)), index=items, columns=items)
    if by is None:
        return own
    whole = pd.DataFrame(
        {name: own.loc[list(names)].mean() for name, names in dimensions.items()}
    ).T
    total = whole.mean().to_frame(TOTAL).T
    return total if by == TOTAL else whole


def labels(group: pd.Series) -> pd.Series:
    """Return each respondent's group as text, 未填 where there is none."""
    named: pd.Series = group.map(str).where(group.notna(), UNNAMED)
    return named


def _dimension_of(dimensions: Dimensions) -> pd.Series:
    return pd.Series({item: name for name, items in dimensions.items() for item in items})


def _by_group(
    expected: pd.DataFrame,
    perceived: pd.DataFrame,
    dimensions: Dimensions,
    group: pd.Series,
    confidence: float,
) -> pd.DataFrame:
    rows = pd.concat([row_weights(dimensions, "dimension"), row_weights(dimensions, TOTAL)])
    named = labels(group)
    parts = {
        name: _rows(expected[named == name], perceived[named == name], rows, confidence, name)
        for name in sorted(named.unique(), key=lambda name: (name == UNNAMED, name))
    }
    return pd.concat(parts, names=[str(group.name), "dimension"])


def _rows(
    expected: pd.DataFrame,
    perceived: pd.DataFrame,
    weights: pd.DataFrame,
    confidence: float,
    where: str = "",
) -> pd.DataFrame:
    rows = {
        str(name): _row(expected, perceived, row[row > 0], confidence, where)
        for name, row in weights.iterrows()
    }
    return pd.DataFrame(rows.values(), index=list(rows))


def _row(
    expected: pd.DataFrame,
    perceived: pd.DataFrame,
    weights: pd.Series,
    confidence: float,
    where: str,
) -> dict[str, object]:
    gaps = (perceived - expected)[list(weights.index)]
    told = combined(gaps, weights.to_numpy(dtype=float), where)
    low, high = told.interval(confidence)
    level = expected[list(weights.index)].mean() @ weights
    return {
        "expectation": level,
        "perception": level + told.values[0],
        "gap": told.values[0],
        "ci_low": low[0],
        "ci_high": high[0],
        "n": told.n,
        "warning": doubts(told),
    }


def combined(frame: pd.DataFrame, weights: Vector, where: str = "") -> Estimates:
    """Return the weighted sum of column means from the rows that answer anything.

    Raises
    ------
    servicelab.theory.TheoryError
        If a column has fewer than two answers; `where` names the group in the message.
    """
    some = frame.dropna(how="all")
    short = [str(name) for name in some.columns[some.notna().sum() < 2]]
    if short:
        place = f"「{where}」这一组的" if where else ""
        raise TheoryError(
            f"{place}题目 {'、'.join(short[:5])} 可用的答案不到两份，算不出区间。"
            "请并入别的组或删去这道题后再算。"
        )
    return means(some).combine(weights[None, :])


def doubts(told: Estimates) -> str:
    """Return what to keep in mind about an interval of a mean, in words; empty if nothing."""
    return "；".join(_doubts(told))


def _doubts(told: Estimates) -> Iterator[str]:
    if told.n < FEW:
        yield say("few", n=told.n)
    if not told.errors[0] > 0:
        yield say("all_alike")
