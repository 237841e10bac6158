"""A respondent's scores: the mean of the answers in a dimension, and over the dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from servicelab.theory.errors import TheoryError

TOTAL = "total"
HALF = 0.5

Dimensions = Mapping[str, Sequence[str]]


def scores(answers: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Return each respondent's mean in every dimension and, as ``total``, over all items.

    Who answered less than half of a dimension's items has no score there, and so no total.

    Parameters
    ----------
    answers
        A row a respondent, a column an item, NaN where nothing was answered.
    dimensions
        Dimension → items.

    Returns
    -------
    pandas.DataFrame
        A column a dimension, the last one ``total``; same index.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1.0, None], "b": [3.0, 5.0], "c": [4.0, None]})
    >>> scores(answers, {"x": ["a", "b"], "y": ["c"]})
         x    y     total
    0  2.0  4.0  2.666667
    1  5.0  NaN       NaN
    """
    told = pd.DataFrame(
        {name: _mean(answers[list(items)]) for name, items in dimensions.items()},
        index=answers.index,
    )
    items = [item for names in dimensions.values() for item in names]
    told[TOTAL] = answers[items].mean(axis=1).where(told.notna().all(axis=1))
    return told


def _mean(answers: pd.DataFrame) -> pd.Series:
    enough = answers.notna().mean(axis=1) >= HALF
    mean: pd.Series = answers.mean(axis=1).where(enough)
    return mean


def paired_scores(
    expectation: pd.DataFrame, perception: pd.DataFrame, dimensions: Dimensions
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores of expectation and of perception from the items that have both answers."""
    pairs = (expectation + perception).notna()
    return (
        scores(expectation.where(pairs), dimensions),
        scores(perception.where(pairs), dimensions),
    )


def complete(frame: pd.DataFrame, least: int, what: str) -> pd.DataFrame:
    """Return the rows without a gap in them.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than `least` remain; `what` names what was wanted.
    """
    whole = frame.dropna()
    if len(whole) < least:
        raise TheoryError(
            f"{what}至少要 {least} 份答全的答卷，这里只有 {len(whole)} 份（共 {len(frame)} 份）。"
            "请多收答卷，或少用几道题。"
        )
    return whole


def numbers(column: pd.Series, what: str) -> pd.Series:
    """Return a column as numbers.

    Raises
    ------
    servicelab.theory.TheoryError
        If it holds text; `what` says what the column is for.
    """
    told = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = column[told.isna() & column.notna()]
    if len(wrong):
        raise TheoryError(
            f"{what}要是数字，第 {wrong.index[0]} 行是「{wrong.iloc[0]}」。请改成数字或留空。"
        )
    return told
