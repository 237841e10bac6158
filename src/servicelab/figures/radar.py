"""Several sides of one thing around a centre, each with its interval: a radar chart.

The order of the spokes makes the shape, and its area means nothing: to compare numbers take
:func:`servicelab.figures.interval_plot`. A radar shows at a glance which side sticks out.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from servicelab.figures.captions import (
    exact_digits,
    interval_digits,
    name_signs,
    set_heading,
    set_notes,
    told,
)
from servicelab.figures.check import FigureError
from servicelab.figures.naming import fit, width
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.shapes import Shape, read_shapes
from servicelab.figures.spokes import name_spokes, turns_of
from servicelab.figures.style import GRID, MARKERS, QUIET, TALK_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, words

_STEPS = [1, 2, 2.5, 5, 10]
_INKS = [TALK_COLOURS[name] for name in ("trust", "anger", "solved", "heard")]


def radar_plot(
    table: pd.DataFrame,
    *,
    scale: tuple[float, float] | None = None,
    title: str | None = None,
    note: str = "",
    language: Language = "zh",
) -> Picture:
    """Draw several sides of one thing as a radar chart, each estimate with its interval.

    Parameters
    ----------
    table
        One row a point: ``label`` (the spoke, 3 to 24 of them), ``series`` (the line, at most 4),
        ``estimate``, ``ci_low``, ``ci_high`` (one unit, low ≤ estimate ≤ high). Spokes run
        clockwise from the top in the table's order; every series needs a row for every spoke.
    scale
        The values at the centre and at the rim; else round numbers around the intervals. The
        figure says which.
    title
        Heading; a fitting one is there.
    note
        What the numbers measure with the unit, written below the figure.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, has too few or too many spokes or
        series, a point is missing, comes twice, lies outside its interval, or outside `scale`.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["有形性", "可靠性", "响应性"], "series": "感知",
    ...                       "estimate": [5.8, 5.1, 4.9], "ci_low": [5.7, 5.0, 4.8],
    ...                       "ci_high": [5.9, 5.2, 5.0]})
    >>> print(radar_plot(table, scale=(1, 7)).alt)
    雷达图：...从中心的 1 到外圈的 7，...“感知”：有形性 5.80（5.70 到 5.90）；可靠性 5.10...
    """
    say = words(language)
    labels, shapes = read_shapes(table)
    rings = _rings(shapes, scale)
    heading = title or say["radar_title"]
    ends = {"low": _ring_text(rings, 0), "high": _ring_text(rings, -1)}
    with style():
        figure = Figure(figsize=(11, _height(heading, shapes)), layout="constrained")
        axes = figure.add_subplot()
        _draw_web(axes, len(labels), rings)
        for number, shape in enumerate(shapes):
            _draw_shape(axes, shape, number, len(shapes), rings)
        set_heading(figure, heading)
        name_signs(
            figure, axes, [_sign(number) for number, _ in enumerate(shapes)], _series(shapes)
        )
        set_notes(figure, note, phrase(say, "radar_note", **ends))
        name_spokes(figure, axes, labels)
    return with_alt(figure, _alt(labels, shapes, heading, ends, say))


def _series(shapes: list[Shape]) -> list[str]:
    return [shape.name for shape in shapes]


def _rings(shapes: list[Shape], scale: tuple[float, float] | None) -> NDArray[np.float64]:
    """Return the values of the rings, from the centre to the rim."""
    low = min(float(shape.low.min()) for shape in shapes)
    high = max(float(shape.high.max()) for shape in shapes)
    if scale is None:
        return np.asarray(MaxNLocator(5, steps=_STEPS).tick_values(low, high), dtype=float)
    inner, outer = map(float, scale)
    if not inner <= low <= high <= outer or inner == outer:
        raise FigureError(
            f"雷达图的刻度 {inner:g} 到 {outer:g} 装不下这些数（{low:g} 到 {high:g}）。请改 scale。"
        )
    ticks = np.asarray(MaxNLocator(6, steps=_STEPS).tick_values(inner, outer), dtype=float)
    between = ticks[(ticks > inner) & (ticks < outer)]
    return np.array([inner, *between, outer])


def _ring_text(rings: NDArray[np.float64], place: int) -> str:
    return told(float(rings[place]), exact_digits(rings))


def _height(heading: str, shapes: list[Shape]) -> float:
    """Return the figure's height in inches: words above the web don't make it smaller."""
    lines = sum(fit(shape.name, 14).count("\n") + 1 for shape in shapes)
    return 8.0 + 0.36 * min(2, int(width(heading) / 37)) + 0.3 * math.ceil(lines / 2)


def _draw_web(axes: Axes, spokes: int, rings: NDArray[np.float64]) -> None:
    turns = turns_of(spokes)
    rim = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for place, share in enumerate((rings - rings[0]) / (rings[-1] - rings[0])):
        axes.fill(*(share * rim).T, fill=False, edgecolor=GRID, linewidth=1.2, zorder=1)
        axes.annotate(
            _ring_text(rings, place),
            xy=(0, share),
            xytext=(-7, 0),
            textcoords="offset points",
            fontsize=14,
            color=QUIET,
            ha="right",
            va="center",
            zorder=5,
            path_effects=[withStroke(linewidth=3, foreground="white")],
            in_layout=False,
        )
    for x, y in rim:
        axes.plot([0, x], [0, y], color=GRID, linewidth=1.2, zorder=1)
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()


def _draw_shape(
    axes: Axes, shape: Shape, number: int, count: int, rings: NDArray[np.float64]
) -> None:
    """Draw one series, moved a little aside so that intervals on one spoke don't hide another."""
    turns = turns_of(len(shape.value))
    aside = 0.026 * (number - (count - 1) / 2)
    away = aside * np.stack([-np.sin(turns), np.cos(turns)], axis=1)
    out = np.stack([np.cos(turns), np.sin(turns)], axis=1)

    def placed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        share = (values - rings[0]) / (rings[-1] - rings[0])
        return np.asarray(share[:, None] * out + away)

    ink = _INKS[number]
    for one, other in zip(placed(shape.low), placed(shape.high), strict=True):
        axes.plot(
            *np.stack([one, other]).T,
            color=ink,
            linewidth=12,
            alpha=0.35,
            zorder=2,
            solid_capstyle="butt",
        )
    middle = placed(shape.value)
    line = _sign(number)
    marker = MARKERS[number]
    closed = np.concatenate([middle, middle[:1]])
    axes.plot(*closed.T, color=ink, linestyle=line.get_linestyle(), linewidth=2.4, zorder=3)
    axes.plot(*middle.T, marker, color=ink, markersize=7, zorder=4)


def _sign(number: int) -> Line2D:
    dashes: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
    return Line2D(
        [],
        [],
        color=_INKS[number],
        marker=MARKERS[number],
        linestyle=dashes[number],
        linewidth=2.4,
        markersize=7,
    )


def _alt(
    labels: list[str], shapes: list[Shape], heading: str, ends: dict[str, str], say: Words
) -> str:
    digits = interval_digits([s.low for s in shapes], [s.high for s in shapes])
    parts = [phrase(say, "radar_head", title=heading, **ends)]
    for shape in shapes:
        rows = zip(labels, shape.value, shape.low, shape.high, strict=True)
        texts = []
        for label, *numbers in rows:
            value, low, high = (told(float(number), digits) for number in numbers)
            value = phrase(say, "interval", value=value, low=low, high=high)
            texts.append(phrase(say, "radar_row", label=label, value=value))
        told_rows = say["semicolon"].join(texts)
        parts.append(phrase(say, "radar_series", series=shape.name, rows=told_rows))
    return "".join(parts).strip()
