"""A table of a radar chart read series by series, and refused where points are missing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.naming import one_line

_WHAT = "雷达图的表"
_NUMBERS = ["estimate", "ci_low", "ci_high"]
_FEWEST, _MOST, _MOST_SERIES = 3, 24, 4


class Shape(NamedTuple):
    """One series: its name and, spoke by spoke, estimate and interval (not a number: missing).

    Examples
    --------
    >>> Shape("期望", np.array([6.0]), np.array([5.9]), np.array([6.1])).name
    '期望'
    """

    name: str
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def read_shapes(table: object) -> tuple[list[str], list[Shape]]:
    """Return the spokes and, series by series, the numbers on them.

    Parameters
    ----------
    table
        Columns ``label``, ``series``, ``estimate``, ``ci_low``, ``ci_high``.

    Returns
    -------
    tuple
        3 to 24 labels, and at most four shapes, in the table's order.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column, a row or a number, or a row comes twice or is
        outside its interval.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": list("abc"), "series": "感知", "estimate": 5.0,
    ...                       "ci_low": 4.9, "ci_high": 5.1})
    >>> read_shapes(table)[0]
    ['a', 'b', 'c']
    """
    checked = check_table(table, ["label", "series", *_NUMBERS], _WHAT)
    numbers = check_numbers(checked, _NUMBERS, _WHAT).to_numpy().tolist()
    points: dict[tuple[str, str], list[float]] = {}
    names = zip(checked["series"].map(one_line), checked["label"].map(one_line), strict=True)
    for (series, label), row in zip(names, numbers, strict=True):
        if (series, label) in points:
            raise FigureError(f"{_WHAT}里“{series}，{label}”有两行。请只留一行。")
        check_between(row[0], row[1], row[2], f"{series}，{label}", _WHAT)
        points[series, label] = row
    labels = list(dict.fromkeys(label for _, label in points))
    lines = list(dict.fromkeys(name for name, _ in points))
    _check_size(labels, lines)
    for name in lines:
        for label in labels:
            if (name, label) not in points:
                raise FigureError(f"{_WHAT}里“{name}”缺少“{label}”那一行。请补上。")
    columns = {name: np.array([points[name, label] for label in labels]).T for name in lines}
    return labels, [Shape(name, *columns[name]) for name in lines]


def _check_size(labels: list[str], series: list[str]) -> None:
    if not _FEWEST <= len(labels) <= _MOST:
        raise FigureError(
            f"雷达图要 {_FEWEST} 到 {_MOST} 个方面，收到 {len(labels)} 个。"
            "少了请用 interval_plot，多了请先合并。"
        )
    if len(series) > _MOST_SERIES:
        raise FigureError(
            f"雷达图一次最多画 {_MOST_SERIES} 条线，收到 {len(series)} 条。请分成几张图。"
        )
