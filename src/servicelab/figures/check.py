"""Refusing a table that can't be drawn, with a message that says which column and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from servicelab.data.errors import ServicelabError


class FigureError(ServicelabError):
    """What was handed over can't be drawn.

    Examples
    --------
    >>> issubclass(FigureError, ServicelabError)
    True
    """


def check_table(table: object, columns: Iterable[str], what: str) -> pd.DataFrame:
    """Return `table` if it is a table with rows and with these columns.

    Parameters
    ----------
    table
        What somebody handed over.
    columns
        Names that must be among its columns.
    what
        What the table is, in Chinese, for the message.

    Returns
    -------
    DataFrame
        The same table.

    Raises
    ------
    FigureError
        If it is no table, is empty, or lacks a column.

    Examples
    --------
    >>> check_table(pd.DataFrame({"anger": [0.5]}), ["anger"], "对话曲线").shape
    (1, 1)
    """
    if not isinstance(table, pd.DataFrame):
        raise FigureError(f"{what}要一张表（DataFrame），收到的是 {type(table).__name__}。")
    if table.empty:
        raise FigureError(f"{what}是空的，一行也没有，画不出图。请先把对话或计算跑完。")
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise FigureError(
            f"{what}缺少这些列：{'、'.join(missing)}。"
            f"现有的列：{'、'.join(map(str, table.columns))}。"
        )
    return table


def check_numbers(
    table: pd.DataFrame, columns: Iterable[str], what: str, unit_range: bool = False
) -> pd.DataFrame:
    """Return the `columns` of `table` as floats, all of them finite.

    Parameters
    ----------
    table
        A table with these columns.
    columns
        Names of the columns to read as numbers.
    what
        What the table is, in Chinese, for the message.
    unit_range
        Whether every number must lie in 0…1.

    Returns
    -------
    DataFrame
        The columns as float64.

    Raises
    ------
    FigureError
        At the first column with text, a gap (NaN), an infinite number or one out of range.

    Examples
    --------
    >>> check_numbers(pd.DataFrame({"anger": [1]}), ["anger"], "对话曲线")["anger"].iloc[0]
    np.float64(1.0)
    """
    numbers = {}
    for name in columns:
        column = pd.to_numeric(table[name], errors="coerce").astype(float)
        bad = ~np.isfinite(column.to_numpy())
        if unit_range:
            bad |= (column.to_numpy() < 0) | (column.to_numpy() > 1)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            wanted = "0 到 1 之间的数" if unit_range else "有限的数"
            raise FigureError(
                f"{what}的“{name}”列，索引 {table.index[row]} 那一行是 {table[name].iloc[row]}，"
                f"这里要{wanted}。请补上或删去这一行。"
            )
        numbers[name] = column
    return pd.DataFrame(numbers)


def check_between(
    value: float,
    low: float,
    high: float,
    name: str,
    what: str,
    ends: Sequence[str] = ("ci_low", "ci_high"),
) -> None:
    """Refuse an estimate that lies outside its own interval.

    Parameters
    ----------
    value, low, high
        The estimate and the ends of its interval.
    name
        Which row it is, for the message.
    what
        What the table is, in Chinese, for the message.
    ends
        Names of the columns that hold the ends, for the message.

    Raises
    ------
    FigureError
        If not low ≤ value ≤ high.

    Examples
    --------
    >>> check_between(0.5, 0.4, 0.6, "供热，争执", "区间图的表")
    """
    if not low <= value <= high:
        raise FigureError(
            f"{what}里“{name}”的估计值 {value:g} 不在区间 {low:g} 到 {high:g} 里。"
            f"请检查 {ends[0]} 和 {ends[1]} 两列。"
        )
