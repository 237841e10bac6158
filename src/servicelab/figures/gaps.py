"""Gaps between what was expected and what was met: a bar a row, with its interval."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from servicelab.figures.captions import interval_digits, set_heading, set_notes, set_ticks, told
from servicelab.figures.gap_table import LEVELS, Gap, read_gaps
from servicelab.figures.naming import fit
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import BAD, GOOD, INK, QUIET, style
from servicelab.figures.words import Language, Words, phrase, words

_NAME_EMS = 16.0


def gap_bars(
    table: pd.DataFrame,
    *,
    label: str | None = None,
    group: str | None = None,
    levels: bool = False,
    worst_first: bool = False,
    title: str | None = None,
    axis_title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw gaps P − E as bars from zero with their intervals, one row each.

    Parameters
    ----------
    table
        What ``survey.gaps()`` returns, or any table with ``gap``, ``ci_low``, ``ci_high`` (one
        unit, low ≤ gap ≤ high); at most 60 rows.
    label
        Column or index level that names the rows; else ``label``, ``item`` or ``dimension``,
        whichever comes first, else the index.
    group
        Column or index level that puts the rows into groups; else whatever other level the index
        has, or a column ``dimension`` or ``group``, if there is one.
    levels
        Whether to show, beside the bars, the mean ``expectation`` and ``perception`` as dots.
    worst_first
        Whether to put the most negative gap first (within its group), instead of the table's
        order.
    title, axis_title
        Heading, and what the gaps measure with the unit; fitting ones are there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text. Bars filled where the interval leaves zero out, hollow where
        it does not.

    Raises
    ------
    FigureError
        If the table is empty, too long, lacks a column or a number, a gap is outside its
        interval, or a row comes twice.

    Examples
    --------
    >>> table = pd.DataFrame({"gap": [-1.1, 0.1], "ci_low": [-1.3, -0.1], "ci_high": [-0.9, 0.3]},
    ...                      index=pd.Index(["可靠性", "有形性"], name="dimension"))
    >>> print(gap_bars(table).alt)
    差距条形图：...可靠性 −1.10（−1.30 到 −0.90），低于期望；有形性 0.10...
    """
    say = words(language)
    rows = _ordered(read_gaps(table, label, group, levels), worst_first)
    rows = [row._replace(label=say["gap_total"]) if row.label == "total" else row for row in rows]
    heading = title or say["gap_title"]
    digits = interval_digits([row.low for row in rows], [row.high for row in rows])
    with style():
        figure = _draw(rows, levels, digits)
        _name_panels(figure, axis_title or say["gap_axis"], say)
        set_heading(figure, heading)
        set_notes(figure, say["gap_note"])
    return with_alt(figure, _alt(rows, heading, levels, digits, say))


def _ordered(rows: list[Gap], worst_first: bool) -> list[Gap]:
    """Return the rows group by group, the groups in the table's order."""
    groups = {name: place for place, name in enumerate(dict.fromkeys(row.group for row in rows))}
    return sorted(rows, key=lambda row: (groups[row.group], row.gap if worst_first else 0))


def _draw(rows: list[Gap], levels: bool, digits: int) -> Figure:
    ems = _NAME_EMS - (4 if levels else 0)
    names = [fit(row.label, ems) for row in rows]
    places = _places(rows)
    row_inches = 0.62 if any("\n" in name for name in names) else 0.44
    height = max(row_inches * (max(places) + 1), 1.2) + (2.6 if levels else 2.1)
    figure = Figure(figsize=(11, height), layout=ConstrainedLayoutEngine(w_pad=0.1))
    panels = figure.subplots(1, 1 + levels, sharey=True, squeeze=False)[0]
    bars = panels[-1]
    for row, place in zip(rows, places, strict=True):
        _draw_gap(bars, row, place, digits)
        if levels:
            _draw_levels(panels[0], row, place)
    bars.axvline(0, color=INK, linewidth=1.8, zorder=1)
    for axes in panels:
        _name_rows(axes, rows, names, places)
        set_ticks(axes.xaxis, 4 if levels else 6)
        axes.tick_params(axis="x", labelbottom=True)
    if levels:
        bars.tick_params(axis="y", labelleft=False)
    return figure


def _name_panels(figure: Figure, axis_title: str, say: Words) -> None:
    *means, bars = figure.axes
    for axes in means:
        axes.set_xlabel(say["gap_means_axis"], parse_math=False)
        axes.set_title(say["gap_levels"], fontsize=16, parse_math=False)
    bars.set_xlabel(fit(axis_title, 15 if means else 30), parse_math=False)


def _places(rows: list[Gap]) -> list[float]:
    """Return how far down each row stands; the name of a group takes the room of a row."""
    places: list[float] = []
    at, before = -1.0, ""
    for row in rows:
        at += 2.0 if row.group != before else 1.0
        before = row.group
        places.append(at)
    return places


def _draw_gap(axes: Axes, row: Gap, place: float, digits: int) -> None:
    ink = BAD if row.gap < 0 else GOOD
    face = ink if row.sure else "white"
    axes.barh(place, row.gap, 0.62, color=face, edgecolor=ink, linewidth=2, zorder=2)
    axes.plot([row.low, row.high], [place] * 2, color=INK, linewidth=2.2, zorder=3)
    axes.plot([row.low, row.high], [place] * 2, "|", color=INK, markersize=10, zorder=3)
    axes.annotate(
        told(row.gap, digits),
        xy=(1.02, place),
        xycoords=("axes fraction", "data"),
        va="center",
        annotation_clip=False,
    )


def _draw_levels(axes: Axes, row: Gap, place: float) -> None:
    ink = BAD if row.gap < 0 else GOOD
    ends = [row.expectation, row.perception]
    axes.plot(ends, [place] * 2, color=ink, linewidth=3, alpha=0.5, zorder=2)
    signs: dict[str, Any] = {"color": QUIET, "markersize": 11, "markeredgewidth": 2.2, "zorder": 3}
    axes.plot(row.expectation, place, "o", markerfacecolor="white", **signs)
    axes.plot(row.perception, place, "D", **{**signs, "color": ink, "markersize": 10})


def _name_rows(axes: Axes, rows: list[Gap], names: list[str], places: list[float]) -> None:
    heads = {
        place - 1: fit(row.group, _NAME_EMS, 1)
        for row, place, before in zip(rows, places, [None, *rows], strict=False)
        if row.group and (before is None or before.group != row.group)
    }
    axes.set_yticks([*places, *heads], [*names, *heads.values()], parse_math=False, linespacing=1.1)
    axes.set_ylim(max(places) + 0.6, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=15)
    for label in axes.get_yticklabels():  # none in a panel that leaves the names to its neighbour
        if label.get_position()[1] in heads:
            label.set(color=QUIET, fontsize=17)
    for place in heads:
        axes.axhline(place - 0.5, color=QUIET, linewidth=1)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")


def _alt(rows: list[Gap], heading: str, levels: bool, digits: int, say: Words) -> str:
    parts = [phrase(say, "gap_head", title=heading)]
    for group in dict.fromkeys(row.group for row in rows):
        texts = [_one(row, levels, digits, say) for row in rows if row.group == group]
        told_rows = str(say["semicolon"]).join(texts) + say["stop"]
        parts.append(phrase(say, "gap_group", group=group, rows=told_rows) if group else told_rows)
    lowest = min(rows, key=lambda row: row.gap)
    place = lowest.label
    if lowest.group:
        place = phrase(say, "join_place", group=lowest.group, label=lowest.label)
    parts.append(phrase(say, "gap_lowest", gap=told(lowest.gap, digits), label=place))
    return "".join(parts).strip()


def _one(row: Gap, levels: bool, digits: int, say: Words) -> str:
    side = "gap_unsure" if not row.sure else "gap_below" if row.gap < 0 else "gap_above"
    value = phrase(
        say,
        "interval",
        value=told(row.gap, digits),
        low=told(row.low, digits),
        high=told(row.high, digits),
    )
    text = phrase(say, "gap_row", label=row.label, value=value, side=say[side])
    if not levels:
        return text
    both = {name: told(getattr(row, name), digits) for name in LEVELS}
    return text + phrase(say, "gap_means", **both)
