"""A DataFrame as a survey's table: names of any kind, header rows among the answers."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.headers import header_of
from servicelab.theory.servqual.problems import found
from servicelab.theory.servqual.reading import Table
from servicelab.theory.servqual.reading_text import Row
from servicelab.theory.servqual.source import Source

_NO_NAME = re.compile(r"Unnamed: \d+.*|nan|None|")
_TOP = 12


def table_of_frame(frame: pd.DataFrame) -> Table:
    """Return a DataFrame as a table; the user's own is not touched.

    Parameters
    ----------
    frame
        Columns may have any names, also several levels; the index is kept where it is unique.

    Returns
    -------
    Table
        Cells under names that are texts.

    Raises
    ------
    TheoryError
        If it has no rows or no columns.

    Examples
    --------
    >>> list(table_of_frame(pd.DataFrame([[5, 6]], columns=[1, 2])).frame.columns)
    ['1', '2']
    """
    if frame.empty:
        raise TheoryError("这张表是空的：没有一行答卷，或没有一列。请检查前面取数的那一步。")
    levels = [[_name(name, level) for name in frame.columns] for level in range(_depth(frame))]
    extra = _header_rows(frame, levels)
    rows: list[Row] = [list(level) for level in levels]
    names = header_of(rows + extra, "表", len(levels) + len(extra))
    labels = [label or f"第 {i} 列" for i, label in enumerate(names.labels, 1)]
    told = frame.iloc[len(extra) :].set_axis(labels, axis=1)
    if told.empty:
        raise TheoryError("这张表只有表头，没有一份答卷。")
    problems = []
    if extra:
        problems.append(found("header_rows", count=len(levels) + len(extra), names=labels[0]))
    if not told.index.is_unique or told.index.nlevels > 1:
        told = told.set_axis(pd.RangeIndex(1, len(told) + 1), axis=0)
        problems.append(found("index"))
    groups = dict(zip(labels, names.groups, strict=True))
    return Table(told, groups, Source(header_rows=len(levels) + len(extra)), tuple(problems))


def _depth(frame: pd.DataFrame) -> int:
    tuples = [len(name) for name in list[Any](frame.columns) if isinstance(name, tuple)]
    return max([1, *tuples])


def _name(name: object, level: int) -> str:
    if isinstance(name, tuple):
        name = name[level] if level < len(name) else ""
    elif level:
        return ""
    text = " ".join(str(name).split())
    return "" if _NO_NAME.fullmatch(text) else text


def _header_rows(frame: pd.DataFrame, levels: list[list[str]]) -> list[Row]:
    """Rows that name columns, where the program that read the file took the first row only."""
    head: list[Row] = [list(level) for level in levels]
    if any(dtype.kind in "iufb" for dtype in frame.dtypes):
        first = frame.iloc[0]
        if not any(isinstance(cell, str) for cell in first):
            return []
    tail = frame.iloc[-_TOP:] if len(frame) > 2 * _TOP else frame.iloc[len(frame) // 2 :]
    top: list[Row] = [list(row) for row in frame.iloc[:_TOP].itertuples(index=False, name=None)]
    rest: list[Row] = [list(row) for row in tail.itertuples(index=False, name=None)]
    try:
        count = header_of([*head, *top, *rest, *rest], "表").rows
    except TheoryError:
        return []
    return top[: max(0, count - len(levels))]
