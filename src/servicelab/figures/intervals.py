"""Estimates with their intervals and the noise floor, one panel a group."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from servicelab.figures.alt import describe_intervals
from servicelab.figures.check import FigureError
from servicelab.figures.estimates import Estimate, Groups, read_estimates
from servicelab.figures.numbers import decimals, number_text
from servicelab.figures.panels import draw_panels, name_rows
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import BAND, INK, MARKERS, METHOD_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, words

Reference = float | Literal["highest", "lowest"]
Pencils = Mapping[str, tuple[str, str]]  # marker and colour by label


def interval_plot(
    table: pd.DataFrame,
    *,
    noise_floor: float | Mapping[str, float] | None = None,
    reference: Reference = "highest",
    title: str | None = None,
    axis_title: str | None = None,
    colours: Mapping[str, str] | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw estimates as dots with their intervals, and a band where differences tell nothing.

    Parameters
    ----------
    table
        One row an estimate: ``estimate``, ``ci_low``, ``ci_high`` (one unit, low ≤ estimate ≤
        high), ``label`` (names the row) and ``group`` (names the panel).
    noise_floor
        Smallest difference that repetition would not produce, in the unit of the estimates, ≥ 0:
        one for all groups or one by group. Drawn as a grey band to both sides of the reference.
    reference
        A number to compare with, such as 0 for differences, or the ``"highest"`` or ``"lowest"``
        estimate of each group.
    title, axis_title
        Heading, and what the horizontal axis measures with its unit; fitting ones are there for
        estimates in 0…1.
    colours
        Colour by label; the others take theirs by order.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, or an estimate is outside its interval.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A", "B"], "group": "供热", "estimate": [0.62, 0.4],
    ...                       "ci_low": [0.6, 0.38], "ci_high": [0.64, 0.42]})
    >>> "全图最高 0.62（供热，A）" in interval_plot(table, noise_floor=0.03).alt
    True
    """
    say = words(language)
    groups = read_estimates(table)
    floors = _floors(noise_floor, groups)
    digits = decimals([(row.low, row.high) for rows in groups.values() for row in rows])
    heading = title or say["interval_title"]
    under = [axis_title or say["estimate_axis"], *_note(floors, reference, say, digits)]
    with style():
        figure = _draw(groups, _pencils(groups, colours or {}), digits)
        _add_bands(figure, groups, floors, reference)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
        figure.supxlabel("\n".join(under), fontsize=16, linespacing=1.4, parse_math=False)
    line = None if isinstance(reference, str) else reference
    alt = describe_intervals(
        table, title=heading, noise_floor=floors, reference=line, language=language, digits=digits
    )
    return with_alt(figure, alt)


def _floors(
    noise_floor: float | Mapping[str, float] | None, groups: Iterable[str]
) -> dict[str, float]:
    if noise_floor is None:
        return {}
    if not isinstance(noise_floor, Mapping):
        noise_floor = dict.fromkeys(groups, noise_floor)
    for floor in noise_floor.values():
        if not 0 <= floor < math.inf:
            raise FigureError(f"噪声底要是不小于 0 的数，收到的是 {floor}。请检查它的算法。")
    return dict(noise_floor)


def _note(floors: Mapping[str, float], reference: Reference, say: Words, digits: int) -> list[str]:
    if not floors:
        return []
    low, high = (number_text(pick(floors.values()), digits + 1) for pick in (min, max))
    if low == high:
        floor = phrase(say, "noise_same", floor=low)
    else:
        floor = phrase(say, "noise_range", low=low, high=high)
    kind = reference if isinstance(reference, str) else "line"
    return [phrase(say, f"noise_{kind}", floor=floor)]


def _pencils(groups: Groups, colours: Mapping[str, str]) -> Pencils:
    labels = dict.fromkeys(row.label for rows in groups.values() for row in rows)
    pairs = zip(cycle(MARKERS), cycle(METHOD_COLOURS.values()), strict=False)
    return {
        label: (marker, colours.get(label, ink))
        for label, (marker, ink) in zip(labels, pairs, strict=False)
    }


def _draw(groups: Groups, pencils: Pencils, digits: int) -> Figure:
    names = [[row.label for row in rows] for rows in groups.values()]
    figure, named = draw_panels(list(groups), names, row_inches=0.44)
    for panel, rows, with_names in zip(figure.axes, groups.values(), named, strict=True):
        _draw_panel(panel, rows, pencils, digits, named=with_names)
    # Three panels side by side have no room for more numbers than these below each.
    grid = figure.axes[0].get_gridspec()
    bins = max(1, 5 - max(2, digits)) if grid and grid.ncols > 2 else 4
    figure.axes[0].xaxis.set_major_locator(MaxNLocator(nbins=bins))  # shared by all
    return figure


def _draw_panel(
    axes: Axes, rows: list[Estimate], pencils: Pencils, digits: int, named: bool
) -> None:
    axes.use_sticky_edges = False  # else a bar's left end would lie on the frame
    for place, row in enumerate(rows):
        marker, ink = pencils[row.label]
        # The bar is higher than the dot, so that even an interval narrower than the dot is seen.
        axes.barh(place, row.high - row.low, 0.46, row.low, color=ink, alpha=0.38)
        axes.plot(row.value, place, marker=marker, color=ink, markersize=10)
        axes.annotate(
            number_text(row.value, digits),
            xy=(1.02, place),
            xycoords=("axes fraction", "data"),
            va="center",
            annotation_clip=False,
        )
    name_rows(axes, [row.label if named else "" for row in rows])


def _add_bands(
    figure: Figure, groups: Groups, floors: Mapping[str, float], reference: Reference
) -> None:
    for axes, (group, rows) in zip(figure.axes, groups.items(), strict=True):
        if isinstance(reference, str):
            pick = max if reference == "highest" else min
            centre = pick(row.value for row in rows)
        else:
            centre = reference
            axes.axvline(centre, color=INK, linewidth=1.6, zorder=1)
        floor = floors.get(group, 0.0)
        if floor:
            axes.axvspan(centre - floor, centre + floor, color=BAND, zorder=0.5, linewidth=0)
