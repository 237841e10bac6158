"""A table of estimates read row by row, and refused where it can't be true."""

from __future__ import annotations

from typing import NamedTuple

from servicelab.figures.check import check_between, check_numbers, check_table

_WHAT = "区间图的表"
_NUMBERS = ["estimate", "ci_low", "ci_high"]


class Estimate(NamedTuple):
    """One row: an estimate of something (`label`) within a `group`, with its interval.

    Examples
    --------
    >>> Estimate("供热", "争执", 0.3, 0.28, 0.32).label
    '争执'
    """

    group: str
    label: str
    value: float
    low: float
    high: float


Groups = dict[str, list[Estimate]]


def read_estimates(table: object) -> Groups:
    """Return the rows of a table of estimates by group, both in the table's order.

    Parameters
    ----------
    table
        DataFrame with the columns ``estimate``, ``ci_low``, ``ci_high``, ``label``, ``group``.

    Returns
    -------
    dict
        Group → its rows.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, or an estimate is outside its interval.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["A"], "group": ["供热"], "estimate": [0.5],
    ...                       "ci_low": [0.4], "ci_high": [0.6]})
    >>> read_estimates(table)["供热"][0].high
    0.6
    """
    checked = check_table(table, ["label", "group", *_NUMBERS], _WHAT)
    numbers = check_numbers(checked, _NUMBERS, _WHAT).to_numpy().tolist()
    groups: Groups = {}
    for group, label, row in zip(checked["group"], checked["label"], numbers, strict=True):
        estimate = Estimate(str(group), str(label), *row)
        check_between(estimate.value, estimate.low, estimate.high, f"{group}，{label}", _WHAT)
        groups.setdefault(estimate.group, []).append(estimate)
    return groups
