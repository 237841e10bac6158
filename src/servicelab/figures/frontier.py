"""What an outcome costs: the methods, and the frontier that none of them beats."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.layout import wrap
from servicelab.figures.numbers import decimals, number_text
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.placing import place_labels
from servicelab.figures.style import INK, QUIET, TRUST, style
from servicelab.figures.words import Language, Words, phrase, words

_WHAT = "性价比图的表"
_NUMBERS = ["cost", "estimate", "ci_low", "ci_high"]
_RANGE = ["cost_low", "cost_high"]
_NAME_EMS = 8.0
_AXIS_EMS = 20.0
_NOTE_EMS = 38.0
_NEAR = 18.0  # points; a name this near its point needs no line to it


class Point(NamedTuple):
    """One method: what it costs and what it gains, each with its interval.

    Examples
    --------
    >>> Point("争执", 30.0, 0.3, 0.28, 0.32, 29.0, 31.0, False).cost_high
    31.0
    """

    label: str
    cost: float
    value: float
    low: float
    high: float
    cost_low: float
    cost_high: float
    on_frontier: bool


def frontier_plot(
    table: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw what each method costs and gains, and join those that none beats on both.

    Parameters
    ----------
    table
        One row a method: ``label``, ``cost``, ``estimate``, ``ci_low``, ``ci_high``,
        ``on_frontier`` (true or false) and, where the costs are uncertain, ``cost_low`` and
        ``cost_high``.
    x_title, y_title
        What the axes measure, with units.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, a number is outside its interval, a
        method comes twice, or ``on_frontier`` holds anything but true and false.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["争执", "清晰服务法"], "cost": [80.0, 60.0],
    ...                       "estimate": [0.3, 0.6], "ci_low": [0.28, 0.58],
    ...                       "ci_high": [0.32, 0.62], "on_frontier": [False, True]})
    >>> print(frontier_plot(table, x_title="成本（元）", y_title="满意度").alt)
    性价比图：花多少，换来多少。...在前沿上：清晰服务法，...不在前沿上：争执，...
    """
    say = words(language)
    points = _points(table)
    heading = title or say["frontier_title"]
    with style():
        figure = Figure(figsize=(11, 6.6), layout="constrained")
        axes = figure.add_subplot()
        under = f"{x_title}\n{wrap(say['frontier_note'], _NOTE_EMS)}"
        axes.set_xlabel(under, parse_math=False, linespacing=1.4)
        axes.set_ylabel(wrap(y_title, _AXIS_EMS), parse_math=False, linespacing=1.5)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
        _draw(axes, points)
        _name(figure, axes, points)
    return with_alt(figure, _alt(points, heading, x_title, y_title, say))


def _points(table: object) -> list[Point]:
    checked = check_table(table, ["label", *_NUMBERS, "on_frontier"], _WHAT)
    uncertain = any(name in checked.columns for name in _RANGE)
    if uncertain:
        check_table(table, _RANGE, _WHAT)
    numbers = check_numbers(checked, [*_NUMBERS, *(_RANGE if uncertain else ())], _WHAT)
    if not uncertain:
        numbers = numbers.assign(cost_low=numbers["cost"], cost_high=numbers["cost"])
    marks = checked["on_frontier"].tolist()
    points: list[Point] = []
    for label, row, on in zip(
        checked["label"].astype(str), numbers.to_numpy().tolist(), marks, strict=True
    ):
        if on not in (True, False):
            raise FigureError(f"{_WHAT}里“{label}”的 on_frontier 是 {on}，这里要 True 或 False。")
        if any(label == other.label for other in points):
            raise FigureError(f"{_WHAT}里“{label}”有两行。请只留一行。")
        cost, value, low, high, cost_low, cost_high = row
        point = Point(label, cost, value, low, high, cost_low, cost_high, bool(on))
        check_between(point.value, point.low, point.high, label, _WHAT)
        check_between(point.cost, point.cost_low, point.cost_high, label, _WHAT, _RANGE)
        points.append(point)
    return points


def _draw(axes: Axes, points: list[Point]) -> None:
    best = _frontier(points)
    axes.plot(
        [point.cost for point in best],
        [point.value for point in best],
        color=TRUST,
        linewidth=2.4,
        zorder=1.5,
    )
    for point in points:
        ink = TRUST if point.on_frontier else QUIET
        bar: dict[str, Any] = {"color": ink, "linewidth": 2.2, "alpha": 0.55, "zorder": 2}
        axes.plot([point.cost] * 2, [point.low, point.high], **bar)
        axes.plot([point.cost_low, point.cost_high], [point.value] * 2, **bar)
        axes.plot(
            point.cost,
            point.value,
            marker="o" if point.on_frontier else "s",
            color=ink,
            markersize=12,
            markerfacecolor=ink if point.on_frontier else "white",
            markeredgewidth=2.2,
            zorder=3,
        )
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.margins(0.12, 0.14)


def _frontier(points: list[Point]) -> list[Point]:
    return sorted((point for point in points if point.on_frontier), key=lambda one: one.cost)


def _name(figure: Figure, axes: Axes, points: list[Point]) -> None:
    """Write each name beside its point, with a line to it where it stands farther off."""
    names = [_label(axes, point) for point in points]
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    boxes = [Annotation.get_window_extent(name) for name in names]
    spots = axes.transData.transform([(point.cost, point.value) for point in points])
    frame = axes.get_window_extent().padded(-4)
    places = place_labels(
        spots / scale,
        np.array([(box.width, box.height) for box in boxes]) / scale,
        _ink(axes, points) / scale,
        np.array(frame.extents) / scale,
    )
    for name, box, way in zip(names, boxes, places - spots / scale, strict=True):
        name.set_position(tuple(way))
        half = np.array([box.width, box.height]) / scale / 2
        gap = float(np.linalg.norm(np.maximum(np.abs(way) - half, 0)))
        if name.arrow_patch is not None and gap < _NEAR:
            name.arrow_patch.set_visible(False)


def _label(axes: Axes, point: Point) -> Annotation:
    ink = TRUST if point.on_frontier else INK
    return axes.annotate(
        wrap(point.label, _NAME_EMS),
        xy=(point.cost, point.value),
        xytext=(0, 0),
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=16,
        linespacing=1.15,
        color=ink,
        parse_math=False,
        in_layout=False,
        zorder=4,
        arrowprops={
            "arrowstyle": "-",
            "color": QUIET,
            "linewidth": 1.0,
            "shrinkA": 1,
            "shrinkB": 8,
        },
    )


def _ink(axes: Axes, points: list[Point]) -> NDArray[np.float64]:
    """Return places along the bars and the frontier, every few pixels, that names should spare."""
    best = _frontier(points)
    ways = [((one.cost, one.value), (two.cost, two.value)) for one, two in pairwise(best)]
    ways += [((one.cost, one.low), (one.cost, one.high)) for one in points]
    ways += [((one.cost_low, one.value), (one.cost_high, one.value)) for one in points]
    ends = axes.transData.transform(np.array(ways, dtype=float).reshape(-1, 2)).reshape(-1, 2, 2)
    steps = [np.linspace(0, 1, 2 + int(np.ptp(way, axis=0).max() / 6))[:, None] for way in ends]
    return np.concatenate(
        [way[0] + step * (way[1] - way[0]) for way, step in zip(ends, steps, strict=True)]
    )


def _alt(points: list[Point], heading: str, x_title: str, y_title: str, say: Words) -> str:
    parts = [phrase(say, "frontier_head", title=heading, x=x_title, y=y_title)]
    for key, wanted in (("frontier_on", True), ("frontier_off", False)):
        rows = sorted(
            (one for one in points if one.on_frontier is wanted), key=lambda one: one.cost
        )
        if rows:
            told = say["semicolon"].join(_one(point, points, say) for point in rows)
            parts.append(phrase(say, key, rows=told))
    return "".join(parts).strip()


def _one(point: Point, points: list[Point], say: Words) -> str:
    costs = decimals([(one.cost_low, one.cost_high) for one in points])
    values = decimals([(one.low, one.high) for one in points])
    cost = number_text(point.cost, costs)
    if point.cost_low < point.cost_high:
        low, high = number_text(point.cost_low, costs), number_text(point.cost_high, costs)
        cost = phrase(say, "interval", value=cost, low=low, high=high)
    value = phrase(
        say,
        "interval",
        value=number_text(point.value, values),
        low=number_text(point.low, values),
        high=number_text(point.high, values),
    )
    return phrase(say, "frontier_row", label=point.label, cost=cost, value=value)
