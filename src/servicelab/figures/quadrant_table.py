"""A table of importance and performance read row by row, and the quadrant of each."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.naming import one_line

Crossing = tuple[float, float] | Literal["mean", "median"]

_WHAT = "四方矩阵的表"
_ENDS = {
    "importance": ("importance_low", "importance_high"),
    "performance": ("performance_low", "performance_high"),
}
_MOST = 60


class Point(NamedTuple):
    """One row: a label and where it stands, with the intervals (of no width where unknown).

    Examples
    --------
    >>> Point("准时", 6.1, 4.2, 6.0, 6.2, 4.0, 4.4).performance
    4.2
    """

    label: str
    importance: float
    performance: float
    importance_low: float
    importance_high: float
    performance_low: float
    performance_high: float
    known_sure: bool | None = None

    def quadrant(self, crossing: tuple[float, float]) -> int:
        """Return 0 improve, 1 strengths, 2 opportunity, 3 maintain; on a line counts as above."""
        well, matters = self.performance >= crossing[0], self.importance >= crossing[1]
        return 2 * (not matters) + well

    def sure(self, crossing: tuple[float, float]) -> bool:
        """Whether neither interval crosses its dividing line, where the table doesn't tell."""
        if self.known_sure is not None:
            return self.known_sure
        x, y = crossing
        sides = (self.performance_low < x) == (self.performance_high < x)
        return sides and (self.importance_low < y) == (self.importance_high < y)


def read_points(table: object, label: str, believed: bool) -> list[Point]:
    """Return the rows of a matrix.

    Parameters
    ----------
    table
        Columns ``importance``, ``performance``, both with ``_low`` and ``_high`` where known.
    label
        Column with the names, else the index has them.
    believed
        Whether a column ``sure`` is believed.

    Returns
    -------
    list of Point

    Raises
    ------
    FigureError
        If the table is empty or too long, lacks a column or a number, a number is outside its
        interval, or a row comes twice.

    Examples
    --------
    >>> table = pd.DataFrame({"importance": [6.0], "performance": [5.0]}, index=["准时"])
    >>> read_points(table, "label", believed=False)[0].label
    '准时'
    """
    checked = check_table(table, _ENDS, _WHAT)
    if len(checked) > _MOST:
        raise FigureError(
            f"四方矩阵一次最多画 {_MOST} 行，收到 {len(checked)} 行。请挑出一部分，分几张图。"
        )
    names = checked[label] if label in checked.columns else checked.index
    points: list[Point] = []
    columns = [_with_ends(checked, name) for name in _ENDS]
    told_sure = "sure" in checked.columns and believed
    sure = map(bool, checked["sure"]) if told_sure else [None] * len(checked)
    rows = zip(map(one_line, names), *columns, sure, strict=True)
    for name, high, well, known in rows:
        if any(name == other.label for other in points):
            raise FigureError(f"{_WHAT}里“{name}”有两行。请只留一行。")
        check_between(high[0], high[1], high[2], name, _WHAT, _ENDS["importance"])
        check_between(well[0], well[1], well[2], name, _WHAT, _ENDS["performance"])
        points.append(Point(name, high[0], well[0], high[1], high[2], well[1], well[2], known))
    return points


def _with_ends(table: pd.DataFrame, name: str) -> list[list[float]]:
    """Return value, low and high row by row; without an interval all three are the value."""
    ends = list(_ENDS[name])
    if any(end in table.columns for end in ends):
        check_table(table, ends, _WHAT)
        rows: list[list[float]] = check_numbers(table, [name, *ends], _WHAT).to_numpy().tolist()
        return rows
    return [[value] * 3 for value in check_numbers(table, [name], _WHAT)[name].tolist()]


def cross_at(points: list[Point], crossing: Crossing) -> tuple[float, float]:
    """Return where the dividing lines cross: (performance, importance).

    Parameters
    ----------
    points
        The rows.
    crossing
        Two numbers, or ``"mean"`` or ``"median"`` of the rows.

    Returns
    -------
    tuple

    Raises
    ------
    FigureError
        If it is none of these.

    Examples
    --------
    >>> cross_at([Point("准时", 6.0, 5.0, 6.0, 6.0, 5.0, 5.0)], "mean")
    (5.0, 6.0)
    """
    if isinstance(crossing, str):
        if crossing not in ("mean", "median"):
            raise FigureError(
                f"分界线不能是“{crossing}”。请写 mean、median 或（表现，重要性）两个数。"
            )
        pick = np.mean if crossing == "mean" else np.median
        return (
            float(pick([point.performance for point in points])),
            float(pick([point.importance for point in points])),
        )
    x, y = map(float, crossing)
    if not np.isfinite([x, y]).all():
        raise FigureError(f"分界线要是两个有限的数，收到的是 {x:g} 和 {y:g}。请改 crossing。")
    return x, y
