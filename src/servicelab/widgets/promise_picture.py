"""Pictures of the promise screen: customers on a line of hours, and curves over the promise."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from servicelab.figures import Picture, style, with_alt
from servicelab.figures.annotate import draw_marks, end_labels
from servicelab.figures.numbers import number_text
from servicelab.figures.style import BAD, BAND, GOOD, INK, MARKERS, QUIET, SOLVED
from servicelab.widgets.promise_words import say

HEIGHT = 1.15
"""Inches for one customer."""


def timeline(customers: pd.DataFrame, zone: float) -> Picture:
    """Draw promise, expectation and wait of each customer on one line of hours.

    Parameters
    ----------
    customers
        As :func:`servicelab.widgets.promise_rule.same_wait` returns it.
    zone
        Hours either way that nobody minds, drawn as a grey strip around the expectation.
    """
    words = say("timeline")
    with style():
        figure = Figure(figsize=(11, 2.3 + HEIGHT * len(customers)), layout="constrained")
        axes = figure.add_subplot()
        places = range(len(customers) - 1, -1, -1)
        for place, row in zip(places, customers.itertuples(), strict=True):
            _customer(axes, place, row, zone)
        wait = float(customers["wait"].iloc[0])
        axes.axvline(wait, color=QUIET, linewidth=2, linestyle=(0, (6, 3)), zorder=1)
        axes.set_xlim(0, 17)
        axes.set_ylim(-0.75, len(customers) - 0.25)
        names = [words["row"].format(promise=promise) for promise in customers["promise"]]
        axes.set_yticks(list(places), names)
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(words["x_title"], parse_math=False)
        _legend(axes)
        figure.suptitle(words["title"].format(wait=f"{wait:g}"), x=0.02, ha="left", fontsize=20)
    return with_alt(figure, _timeline_alt(customers))


def _customer(axes: Axes, place: int, row: object, zone: float) -> None:
    expected, wait = float(row.expectation), float(row.wait)  # type: ignore[attr-defined]
    colour = INK if expected == wait else BAD if expected < wait else GOOD
    axes.barh(place, 2 * zone, left=expected - zone, height=0.5, color=BAND, zorder=0)
    axes.plot([expected, wait], [place, place], color=colour, linewidth=6, zorder=2)
    axes.plot(row.promise, place + 0.27, "v", color=SOLVED, markersize=15, zorder=3)  # type: ignore[attr-defined]
    axes.plot(expected, place, "D", color=INK, markersize=11, zorder=4)
    axes.plot(wait, place, "o", color=colour, markersize=14, zorder=4)
    told = say("timeline")["points"].format(points=f"{row.satisfaction:.0f}")  # type: ignore[attr-defined]
    axes.annotate(
        told,
        xy=(1.01, place),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=20,
        color=INK,
        annotation_clip=False,
    )


def _legend(axes: Axes) -> None:
    words = say("timeline")
    for marker, colour, name in (
        ("v", SOLVED, "promise"),
        ("D", INK, "expectation"),
        ("o", QUIET, "wait"),
        ("s", BAND, "zone"),
    ):
        axes.plot([], [], marker, color=colour, markersize=12, label=words[name])
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.0), ncols=4, handletextpad=0.2,
                columnspacing=1.2, borderaxespad=0, mode=None)  # fmt: skip
    axes.set_ylim(axes.get_ylim()[0], axes.get_ylim()[1] + 0.45)


def _timeline_alt(customers: pd.DataFrame) -> str:
    words = say("timeline")
    rows = [
        words["alt_row"].format(
            promise=row.promise,
            expectation=number_text(row.expectation, 1),
            wait=f"{row.wait:g}",
            way=_way(float(row.disconfirmation)),
            points=f"{row.satisfaction:.0f}",
        )
        for row in customers.itertuples()
    ]
    return str(words["alt"].format(wait=f"{customers['wait'].iloc[0]:g}")) + "".join(rows)


def _way(sooner: float) -> str:
    words, told = say("timeline"), number_text(abs(sooner), 1)
    return str(words["even" if not sooner else "late" if sooner < 0 else "early"]).format(
        hours=told
    )


def curves(
    lines: Mapping[str, pd.Series[float]],
    marks: Mapping[str, float],
    title: str,
    y_title: str,
    *,
    unit: str,
) -> Picture:
    """Draw something over the hours promised; exact numbers of the rule, so without a band.

    Parameters
    ----------
    lines
        Name → values, index the promise in hours.
    marks
        A few words → the promise where a vertical line stands.
    title, y_title
        Heading and what is measured.
    unit
        What follows a value; shares are shown in percent where it is ``"%"``.
    """
    colours = [BAD, SOLVED, GOOD]
    shown = [line * (100 if unit == "%" else 1) for line in lines.values()]
    with style():
        figure = Figure(figsize=(11, 5.8), layout="constrained")
        axes = figure.add_subplot()
        for number, line in enumerate(shown):
            axes.plot(line.index, line, color=colours[number], marker=MARKERS[number], markersize=8)
        axes.set_xlim(0.6, 16.4)
        low = min(float(line.min()) for line in shown)
        high = max(float(line.max()) for line in shown)
        margin = 0.07 * (high - low) or 1.0
        axes.set_ylim(low - margin, high + margin)
        axes.set_xticks(range(2, 17, 2))
        axes.grid(visible=False, axis="x")
        axes.set_xlabel(say("curves")["x_title"], parse_math=False)
        axes.set_ylabel(y_title, parse_math=False)
        figure.suptitle(title, x=0.02, ha="left", fontsize=20, parse_math=False)
        names = [
            f"{name} {line.iloc[-1]:.0f}{unit}" for name, line in zip(lines, shown, strict=True)
        ]
        end_labels(axes, shown, names, colours[: len(shown)])
        figure.draw_without_rendering()
        told: dict[float, str] = {}
        for text, place in marks.items():
            told[place] = f"{told[place]} / {text}" if place in told else text
        draw_marks(axes, told)
    return with_alt(figure, _curves_alt(dict(zip(lines, shown, strict=True)), marks, title, unit))


def _curves_alt(
    lines: Mapping[str, pd.Series[float]], marks: Mapping[str, float], title: str, unit: str
) -> str:
    words = say("curves")
    parts = [words["alt"].format(title=title)]
    for name, line in lines.items():
        told = {
            "name": name.rstrip("："),
            "first": f"{line.iloc[0]:.0f}{unit}",
            "last": f"{line.iloc[-1]:.0f}{unit}",
            "low": f"{line.min():.0f}{unit}",
            "low_at": line.idxmin(),
        }
        parts.append(words["alt_line"].format(**told))
    parts += [words["alt_mark"].format(text=text, hours=f"{at:g}") for text, at in marks.items()]
    return "".join(parts)
