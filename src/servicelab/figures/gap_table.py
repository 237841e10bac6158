"""A table of gaps read row by row, whatever names its rows."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.naming import one_line

_WHAT = "差距图的表"
_GAP = ["gap", "ci_low", "ci_high"]
LEVELS = ["expectation", "perception"]
_LABELS = ("label", "item", "dimension")
_NAMES = ("label", "item", "dimension", "group")
_MOST_ROWS = 60


class Gap(NamedTuple):
    """One row: what it is about, its gap with the interval, and the two means where known.

    Examples
    --------
    >>> Gap("有形性", "设备新", -0.4, -0.6, -0.2, 5.9, 5.5).gap
    -0.4
    """

    group: str
    label: str
    gap: float
    low: float
    high: float
    expectation: float
    perception: float

    @property
    def sure(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def read_gaps(table: object, label: str | None, group: str | None, levels: bool) -> list[Gap]:
    """Return the rows of a table of gaps.

    Parameters
    ----------
    table
        Columns ``gap``, ``ci_low``, ``ci_high``.
    label, group
        Columns or index levels that name rows and groups; None: the usual ones.
    levels
        Whether ``expectation`` and ``perception`` are needed.

    Returns
    -------
    list of Gap
        In the table's order; not a number where a mean isn't needed.

    Raises
    ------
    FigureError
        If the table is empty, too long, lacks a column or a number, a gap is outside its
        interval, or a row comes twice.

    Examples
    --------
    >>> table = pd.DataFrame({"gap": [-1.1], "ci_low": [-1.3], "ci_high": [-0.9]}, index=["准时"])
    >>> read_gaps(table, None, None, levels=False)[0].label
    '准时'
    """
    checked = check_table(table, _GAP + (LEVELS if levels else []), _WHAT)
    if len(checked) > _MOST_ROWS:
        raise FigureError(
            f"差距图一次最多画 {_MOST_ROWS} 行，收到 {len(checked)} 行。请挑出一部分，分几张图。"
        )
    numbers = check_numbers(checked, _GAP + (LEVELS if levels else []), _WHAT)
    numbers = numbers.reindex(columns=[*_GAP, *LEVELS])
    rows: list[Gap] = []
    names = _names(checked, label, group)
    for name, values in zip(names, numbers.to_numpy().tolist(), strict=True):
        row = Gap(*name, *values)
        check_between(row.gap, row.low, row.high, "，".join(filter(None, name)), _WHAT)
        rows.append(row)
    for name in names:
        if names.count(name) > 1:
            raise FigureError(f"{_WHAT}里“{'，'.join(filter(None, name))}”有两行。请只留一行。")
    return rows


def _names(table: pd.DataFrame, label: str | None, group: str | None) -> list[tuple[str, str]]:
    """Return group and label of every row; the group is empty where there are no groups."""
    named = [str(name) for name in table.index.names if name is not None]
    bare = not named and not isinstance(table.index, pd.RangeIndex)
    frame = table.rename_axis(["label"]) if bare else table
    frame = frame.reset_index(allow_duplicates=True) if bare or named else frame
    texts = [*(named or ["label"] * bare), *(name for name in _NAMES if name in table.columns)]
    key = label or next((name for name in _LABELS if name in texts), texts[-1] if texts else "")
    if not key:
        raise FigureError(
            f"{_WHAT}里没有一列说明每一行是什么。请加上 item、dimension 或 label 列。"
        )
    other = group or next((name for name in texts if name != key), None)
    check_table(frame, [key] if other is None else [key, other], _WHAT)
    labels = [one_line(value) for value in frame[key]]
    groups = [one_line(value) for value in frame[other]] if other else [""] * len(labels)
    return list(zip(groups, labels, strict=True))
