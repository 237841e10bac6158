"""An outcome over perception and expectation: a map with the line where one meets the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from servicelab.figures.captions import exact_digits, set_heading, set_notes, set_ticks, told
from servicelab.figures.check import check_numbers, check_table
from servicelab.figures.heights import Ends, Height, ends_of, height_of, heights_at
from servicelab.figures.naming import fit, one_line
from servicelab.figures.numbers import decimals, short
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import INK, TRUST, style
from servicelab.figures.words import Language, Words, phrase, without_unit, words

_FINE = 81
_SHADES = LinearSegmentedColormap.from_list("height", ["#FDFBF4", "#A9C3E3", TRUST])


def surface_plot(
    surface: Height | pd.DataFrame | pd.Series | Mapping[str, float] | Sequence[float],
    x: Ends = (1, 7),
    y: Ends = (1, 7),
    *,
    centre: float = 0.0,
    points: pd.DataFrame | None = None,
    x_title: str | None = None,
    y_title: str | None = None,
    value_title: str | None = None,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw an outcome over perception and expectation as a map with lines of equal height.

    Parameters
    ----------
    surface
        A function of two arrays, perception and expectation, such as ``predict`` of a fitted
        surface; or the six coefficients b0 + b1 x + b2 y + b3 x² + b4 xy + b5 y², in this order
        (a table's column ``estimate``, if it is a table).
    x, y
        Lowest and highest perception and expectation shown.
    centre
        For coefficients: what was taken off perception and expectation before the fit, such as
        the middle of the scale.
    points
        Where answers were given, columns ``x`` and ``y``: elsewhere the surface is a guess.
    x_title, y_title, value_title
        What is measured, with units; fitting ones are there for perception, expectation and
        satisfaction.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text: heights at the corners, in the middle, and along the line of
        confirmation (perception = expectation).

    Raises
    ------
    FigureError
        If the ranges or the coefficients are not what they should be, or a height isn't finite.

    Notes
    -----
    Edwards & Parry (1993), *Academy of Management Journal* 36, 1577-1613.

    Examples
    --------
    >>> print(surface_plot([4, 0.5, -0.1, 0, 0, 0], centre=4).alt)
    响应面图：...感知 4、期望 4：4.0。沿“正好符合”线，从 2.8（都是 1）到 5.2（都是 7）。...
    """
    say = words(language)
    height = height_of(surface, centre)
    sides = ends_of(x, "x"), ends_of(y, "y")
    grid = [np.linspace(*side, _FINE) for side in sides]
    levels = heights_at(height, *np.meshgrid(*grid))
    spots = (
        None
        if points is None
        else check_numbers(check_table(points, ["x", "y"], "响应面的点"), ["x", "y"], "响应面的点")
    )
    titles = [one_line(x_title or say["surface_x"]), one_line(y_title or say["surface_y"])]
    value = one_line(value_title or say["surface_value"])
    heading = title or phrase(say, "surface_title", value=without_unit(value))
    with style():
        figure = Figure(figsize=(11, 8.4), layout="constrained")
        axes = figure.add_subplot()
        _draw(figure, axes, grid, levels, fit(value, 18))
        if spots is not None:
            _draw_points(axes, spots, sides)
        with_line = _draw_line(axes, sides, say)
        axes.set_xlabel(fit(titles[0], 24), parse_math=False)
        axes.set_ylabel(fit(titles[1], 18), parse_math=False)
        set_heading(figure, heading)
        notes = [say["surface_line_note"]] if with_line else []
        notes += [say["surface_points_note"]] if spots is not None else []
        set_notes(figure, say["semicolon"].join(notes))
        _clear_words(figure, axes)
    return with_alt(figure, _alt(height, sides, levels, heading, say))


def _draw(
    figure: Figure,
    axes: Axes,
    grid: list[NDArray[np.float64]],
    heights: NDArray[np.float64],
    value: str,
) -> None:
    low, high = float(heights.min()), float(heights.max())
    flat = high - low <= 1e-12 * max(abs(low), abs(high), 1e-300)
    span = (low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2) if flat else (low, high)
    marks = MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]).tick_values(*span)
    shaded = axes.contourf(*grid, heights, levels=marks, cmap=_SHADES)
    bar = figure.colorbar(shaded, ax=axes, shrink=0.9, pad=0.03)
    bar.set_label(value, parse_math=False)
    bar.outline.set_visible(False)
    set_ticks(bar.ax.yaxis, 8)
    if not flat:
        lines = axes.contour(*grid, heights, levels=marks, colors=INK, linewidths=1.2, alpha=0.7)
        digits = exact_digits(marks)
        axes.clabel(lines, fontsize=14, colors=INK, fmt=lambda v: told(v, digits))
    axes.set(xlim=(grid[0][0], grid[0][-1]), ylim=(grid[1][0], grid[1][-1]))
    axes.grid(visible=False)
    set_ticks(axes.xaxis, 7)
    set_ticks(axes.yaxis, 7)


def _draw_points(axes: Axes, spots: pd.DataFrame, sides: tuple[Ends, Ends]) -> None:
    """Draw a dot a place, the larger the more answers stand there."""
    (left, right), (low, high) = sides
    inside = spots[spots["x"].between(left, right) & spots["y"].between(low, high)]
    counts = inside.value_counts().rename("n").reset_index()
    if len(counts):
        shares = np.sqrt(counts["n"] / counts["n"].max())
        sizes = 14 + 70 * shares if len(counts) < 400 else 16
        axes.scatter(
            counts["x"],
            counts["y"],
            s=sizes,
            color="#4D4D4D",
            alpha=0.45,
            linewidths=0,
            zorder=2.5,
            clip_on=False,
        )


def _draw_line(axes: Axes, sides: tuple[Ends, Ends], say: Words) -> bool:
    """Draw the line of confirmation, if it crosses the map, and name its two sides."""
    start, end = _line(sides)
    if start >= end:
        return False
    axes.plot([start, end], [start, end], color=INK, linewidth=3.2, linestyle=(0, (5, 2)), zorder=3)
    for key, corner, align in (
        ("surface_below", (0.02, 0.98), ("left", "top")),
        ("surface_above", (0.98, 0.02), ("right", "bottom")),
    ):
        axes.text(
            *corner,
            say[key],
            transform=axes.transAxes,
            ha=align[0],
            va=align[1],
            zorder=4,
        )
    return True


def _clear_words(figure: Figure, axes: Axes) -> None:
    """Hide heights written on lines where they would cover other words or leave the map."""
    figure.draw_without_rendering()
    frame = axes.get_window_extent()
    kept: list[Bbox] = []
    # The names of the two sides were written last.
    for text in reversed(axes.texts):
        box = Text.get_window_extent(text)
        within = frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1)
        if within and not any(box.padded(4).overlaps(other) for other in kept):
            kept.append(box)
            text.set_path_effects([withStroke(linewidth=4, foreground="white")])
        else:
            text.set_visible(False)


def _line(sides: tuple[Ends, Ends]) -> Ends:
    return max(side[0] for side in sides), min(side[1] for side in sides)


def _alt(
    height: Height,
    sides: tuple[Ends, Ends],
    heights: NDArray[np.float64],
    heading: str,
    say: Words,
) -> str:
    digits = decimals(heights)

    def at(x: float, y: float) -> str:
        return told(float(heights_at(height, np.array([x]), np.array([y]))[0]), digits)

    middle = (sum(sides[0]) / 2, sum(sides[1]) / 2)
    places = [*product(*sides), middle]
    texts = [
        phrase(say, "surface_place", x=short(x), y=short(y), value=at(x, y)) for x, y in places
    ]
    parts = [
        phrase(say, "surface_head", title=heading),
        str(say["semicolon"]).join(texts),
        say["stop"],
    ]
    start, end = _line(sides)
    if start < end:
        parts.append(
            phrase(
                say,
                "surface_along",
                start=at(start, start),
                low=short(start),
                end=at(end, end),
                high=short(end),
            )
        )
    high, low = told(float(heights.max()), digits), told(float(heights.min()), digits)
    parts.append(phrase(say, "surface_range", high=high, low=low))
    return "".join(parts).strip()
