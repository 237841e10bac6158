"""Estimates with their intervals and the noise floor, one panel a group."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from servicelab.figures.alt import describe_intervals, number_text
from servicelab.figures.check import FigureError
from servicelab.figures.estimates import Estimate, Groups, read_estimates
from servicelab.figures.layout import wrap
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import BAND, INK, MARKERS, METHOD_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, words

Reference = float | Literal["highest", "lowest"]
Pencils = Mapping[str, tuple[str, str]]  # marker and colour by label

_WIDTH = 11.0
_TITLE_EMS = 33.0  # of the panels' titles, side by side


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
    digits = _digits([row for rows in groups.values() for row in rows])
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


def _digits(rows: list[Estimate]) -> int:
    """Return enough decimals to tell the estimates apart: about two figures of their range."""
    span = max(row.high for row in rows) - min(row.low for row in rows)
    return max(0, 1 - math.floor(math.log10(span))) if span > 0 else 2


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
    alike = len({tuple(row.label for row in rows) for rows in groups.values()}) == 1
    columns = _columns(len(groups), alike)
    lines = math.ceil(len(groups) / columns)
    titles = [wrap(group, _TITLE_EMS / columns) for group in groups]
    row_inches = 0.44 * max(map(len, groups.values()))
    title_inches = 0.36 * max(title.count("\n") + 1 for title in titles)
    # The padding is the room between one panel's numbers and the next one's names.
    figure = Figure(
        figsize=(_WIDTH, lines * (row_inches + title_inches + 0.54) + 1.2),
        layout=ConstrainedLayoutEngine(w_pad=0.12),
    )
    panels = figure.subplots(lines, columns, sharex=True, squeeze=False).flat
    for number, (panel, title, rows) in enumerate(
        zip(panels, titles, groups.values(), strict=False)
    ):
        _draw_panel(panel, rows, pencils, digits, named=not alike or number % columns == 0)
        panel.set_title(title, fontsize=18, pad=8, linespacing=1.3, parse_math=False)
    for panel in figure.axes[len(groups) :]:
        panel.remove()
    return figure


def _columns(groups: int, alike: bool) -> int:
    """Return how many panels stand side by side; rows with names of their own need more room."""
    if groups in (1, 2, 4) or not alike:
        return min(groups, 2)
    return 3


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
    names = [row.label if named else "" for row in rows]
    axes.set_yticks(range(len(rows)), names, parse_math=False)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=16)
    axes.tick_params(axis="x", labelbottom=True)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.grid(visible=False, axis="y")


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
