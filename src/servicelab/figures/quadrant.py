"""What to improve first: importance against performance, in four quadrants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from numpy.typing import NDArray

from servicelab.figures.captions import set_heading, set_notes, set_ticks, told
from servicelab.figures.naming import fit
from servicelab.figures.numbers import decimals
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.quadrant_names import Dot, along, name_dots, start
from servicelab.figures.quadrant_table import Crossing, Point, cross_at, read_points
from servicelab.figures.style import ANGER, HEARD, QUIET, SOLVED, TRUST, style
from servicelab.figures.words import Language, Words, phrase, words

_SIGNS = ((ANGER, "s"), (TRUST, "o"), (HEARD, "^"), (SOLVED, "D"))
_CORNERS = ((0, 1), (1, 1), (0, 0), (1, 0))
_TINT = "#FDF3EE"


def quadrant_plot(
    table: pd.DataFrame,
    *,
    crossing: Crossing = "mean",
    label: str = "label",
    x_title: str | None = None,
    y_title: str | None = None,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw importance against performance with the four quadrants 优势, 改进, 机会, 维持.

    Parameters
    ----------
    table
        One row a thing: `label` (a column, else the index), ``importance``, ``performance`` and,
        where known, ``importance_low``, ``importance_high``, ``performance_low``,
        ``performance_high``; at most 60 rows, as ``survey.importance_performance()`` returns
        them. A column ``sure`` (true or false) is believed if the lines cross at the mean.
    crossing
        Where the lines cross: (performance, importance), or the ``"mean"`` or ``"median"`` of the
        rows. With a mean or a median a row's quadrant depends on the other rows.
    label
        Name of the column that names the rows.
    x_title, y_title
        What the axes measure, with units; fitting ones are there.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text. Names beside their points where they have room, else numbers
        with a key below. Hollow: an interval crosses a line, so the quadrant is uncertain.

    Raises
    ------
    FigureError
        If the table is empty or too long, lacks a column or a number, a number is outside its
        interval, a row comes twice, or the crossing is not finite.

    Notes
    -----
    Martilla & James (1977), *Journal of Marketing* 41(1), 77-79. The lines are a convention: near
    them a small change of the scale or of the crossing moves a row to another quadrant.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["准时", "整洁"], "importance": [6.2, 4.1],
    ...                       "performance": [4.0, 5.8]})
    >>> print(quadrant_plot(table).alt)
    四方矩阵：...改进区：准时（重要性 6.2，表现 4.0）。优势区：没有。机会区：没有。维持区：整洁...
    """
    say = words(language)
    points = read_points(table, label, believed=crossing == "mean")
    cross = cross_at(points, crossing)
    digits = _digits(points)
    at = {"x": told(cross[0], digits[0]), "y": told(cross[1], digits[1])}
    heading = title or say["quadrant_title"]
    uncertain = any(_has_interval(point) for point in points)
    with style():
        figure, axes = start([point.label for point in points])
        _draw(axes, points, cross)
        axes.set_xlabel(fit(x_title or say["quadrant_x"], 30), parse_math=False)
        axes.set_ylabel(fit(y_title or say["quadrant_y"], 18), parse_math=False)
        set_heading(figure, heading)
        believed = any(point.known_sure is not None for point in points)
        note = say["quadrant_note_told" if believed else "quadrant_note"] if uncertain else ""
        set_notes(figure, phrase(say, "quadrant_cross", **at), note)
        corners = _name_quadrants(figure, axes, cross, say)
        dots = [_dot(point, cross) for point in points]
        name_dots(figure, axes, dots, _covered(axes, corners), say["quadrants"])
    return with_alt(figure, _alt(points, cross, digits, at, heading, say))


def _digits(points: list[Point]) -> tuple[int, int]:
    """Return decimals of performance and importance, as many as their means need."""
    across = [(point.performance_low, point.performance_high) for point in points]
    up = [(point.importance_low, point.importance_high) for point in points]
    return max(decimals(across), 1), max(decimals(up), 1)


def _has_interval(point: Point) -> bool:
    return (
        point.importance_low < point.importance_high
        or point.performance_low < point.performance_high
    )


def _draw(axes: Axes, points: list[Point], cross: tuple[float, float]) -> None:
    x, y = cross
    axes.set_xlim(
        _limits([x, *(p.performance_low for p in points)], [p.performance_high for p in points])
    )
    axes.set_ylim(
        _limits([y, *(p.importance_low for p in points)], [p.importance_high for p in points])
    )
    left, top = axes.get_xlim()[0], axes.get_ylim()[1]
    axes.fill([left, x, x, left], [y, y, top, top], color=_TINT, linewidth=0, zorder=0.4)
    axes.axvline(x, color=QUIET, linewidth=2, zorder=1)
    axes.axhline(y, color=QUIET, linewidth=2, zorder=1)
    for point in points:
        ink, sign = _SIGNS[point.quadrant(cross)]
        bar: dict[str, Any] = {"color": ink, "linewidth": 2, "alpha": 0.4, "zorder": 2}
        axes.plot([point.performance] * 2, [point.importance_low, point.importance_high], **bar)
        axes.plot([point.performance_low, point.performance_high], [point.importance] * 2, **bar)
        axes.plot(
            point.performance,
            point.importance,
            sign,
            color=ink,
            markersize=11,
            markerfacecolor=ink if point.sure(cross) else "white",
            markeredgewidth=2.2,
            zorder=3,
        )
    axes.grid(visible=False)
    set_ticks(axes.xaxis, 7)
    set_ticks(axes.yaxis, 6)


def _limits(lows: list[float], highs: list[float]) -> tuple[float, float]:
    low, high = min(lows), max([*lows, *highs])
    room = 0.14 * (high - low) or max(0.1 * abs(high), 0.5)
    return low - room, high + room


def _name_quadrants(
    figure: Figure, axes: Axes, cross: tuple[float, float], say: Words
) -> list[Annotation]:
    """Write in each corner what it means, as far as its quadrant has room for it."""
    figure.draw_without_rendering()
    middle = axes.transData.transform(cross)
    texts = []
    for name, hint, (x, y) in zip(say["quadrants"], say["quadrant_hints"], _CORNERS, strict=True):
        text = axes.annotate(
            f"{name}\n{hint}" if y else f"{hint}\n{name}",
            xy=(x, y),
            xycoords="axes fraction",
            xytext=(-8 if x else 8, -6 if y else 6),
            textcoords="offset points",
            ha="right" if x else "left",
            va="top" if y else "bottom",
            fontsize=14,
            color=QUIET,
            zorder=1.2,
        )
        if _crosses(text, middle):
            text.set_text(name)
        text.set_visible(not _crosses(text, middle))
        texts.append(text)
    return [text for text in texts if text.get_visible()]


def _crosses(text: Annotation, middle: NDArray[np.float64]) -> bool:
    box = text.get_window_extent()
    return bool(box.x0 < middle[0] < box.x1 or box.y0 < middle[1] < box.y1)


def _covered(axes: Axes, corners: list[Annotation]) -> NDArray[np.float64]:
    """Return places on the bars, the dividing lines and the corners' words, every few pixels."""
    to_pixels = [line.get_transform() for line in axes.get_lines()]
    ends = [
        turn.transform(np.asarray(line.get_xydata(), dtype=float))
        for line, turn in zip(axes.get_lines(), to_pixels, strict=True)
    ]
    places = [along(way[0], way[-1]) for way in ends]
    for box in (text.get_window_extent() for text in corners):
        rows = np.arange(box.y0, box.y1 + 12, 12)
        ways = [along(np.array([box.x0, y]), np.array([box.x1, y])) for y in rows]
        places += 4 * ways  # words are worth more room than a line
    return np.concatenate(places)


def _dot(point: Point, cross: tuple[float, float]) -> Dot:
    quadrant = point.quadrant(cross)
    return Dot(point.label, point.performance, point.importance, quadrant, _SIGNS[quadrant][0])


def _alt(
    points: list[Point],
    cross: tuple[float, float],
    digits: tuple[int, int],
    at: dict[str, str],
    heading: str,
    say: Words,
) -> str:
    parts = [phrase(say, "quadrant_head", title=heading, **at)]
    for number, quadrant in enumerate(say["quadrants"]):
        rows = [
            phrase(
                say,
                "quadrant_row" if point.sure(cross) else "quadrant_unsure",
                label=point.label,
                importance=told(point.importance, digits[1]),
                performance=told(point.performance, digits[0]),
            )
            for point in points
            if point.quadrant(cross) == number
        ]
        told_rows = str(say["semicolon"]).join(rows) or say["quadrant_none"]
        parts.append(phrase(say, "quadrant_group", quadrant=quadrant, rows=told_rows))
    return "".join(parts).strip()
