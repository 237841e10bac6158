"""How an outcome answers to a quantity: a line with its interval for each group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator

from servicelab.figures.annotate import draw_marks, end_labels
from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.layout import wrap
from servicelab.figures.numbers import decimals, number_text, short
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import INK, MARKERS, METHOD_COLOURS, QUIET, TALK_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, without_unit, words

Reference = tuple[str, float]
Lines = dict[str, pd.DataFrame]

_WHAT = "响应曲线的表"
_NUMBERS = ["x", "estimate", "ci_low", "ci_high"]
_NAME_EMS = 8.0
_AXIS_EMS = 20.0
_DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))


def response_curve(
    table: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    marks: Mapping[str, float] | None = None,
    reference: Reference | None = None,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw an outcome over a quantity: a line with its interval for each group.

    Parameters
    ----------
    table
        One row a point: ``x``, ``estimate``, ``ci_low``, ``ci_high`` (low ≤ estimate ≤ high) and
        ``group``, the name of the line; at most eight groups, each x once in a group, in any
        order.
    x_title, y_title
        What the axes measure, with units.
    marks
        A few words → the x where a vertical line stands.
    reference
        A few words and the y where a horizontal line stands.
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
        If the table is empty, lacks a column or a number, an estimate is outside its interval, an
        x comes twice in a group, or a mark lies outside the range of x.

    Examples
    --------
    >>> table = pd.DataFrame({"x": [0, 100], "estimate": [0.3, 0.6], "ci_low": [0.28, 0.58],
    ...                       "ci_high": [0.32, 0.62], "group": "服务被拒"})
    >>> print(response_curve(table, x_title="补偿（%）", y_title="满意度").alt)
    折线图：满意度怎样随补偿变。...“服务被拒”：从 0.30（0.28 到 0.32）到 0.60...
    """
    say = words(language)
    lines = _lines(table)
    told = _marks(marks or {}, lines)
    _check_reference(reference)
    heading = title or phrase(
        say, "response_title", x=without_unit(x_title), y=without_unit(y_title)
    )
    with style():
        figure = _draw(lines, reference)
        axes = figure.axes[0]
        under = [x_title, *([say["response_note"]] if _with_bands(lines) else [])]
        axes.set_xlabel("\n".join(under), parse_math=False, linespacing=1.4)
        axes.set_ylabel(wrap(y_title, _AXIS_EMS), parse_math=False)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
        figure.draw_without_rendering()  # the names at the right have made the axes narrower
        draw_marks(axes, told)
    return with_alt(figure, _alt(lines, heading, x_title, told, reference, say))


def _with_bands(lines: Lines) -> bool:
    return any((rows["ci_high"] > rows["ci_low"]).any() for rows in lines.values())


def _lines(table: object) -> Lines:
    checked = check_table(table, [*_NUMBERS, "group"], _WHAT)
    numbers = check_numbers(checked, _NUMBERS, _WHAT).assign(group=checked["group"].astype(str))
    lines = {
        str(group): rows.sort_values("x") for group, rows in numbers.groupby("group", sort=False)
    }
    if len(lines) > len(MARKERS):
        raise FigureError(
            f"响应曲线一次画 1 到 {len(MARKERS)} 组，收到 {len(lines)} 组。请分成几张图。"
        )
    for group, rows in lines.items():
        for x, estimate, low, high in rows[_NUMBERS].to_numpy().tolist():
            check_between(estimate, low, high, f"{group}，x = {x:g}", _WHAT)
        for one, other in pairwise(rows["x"]):
            if one == other:
                raise FigureError(f"{_WHAT}里“{group}”在 x = {one:g} 有两行。请只留一行。")
    return lines


def _marks(marks: Mapping[str, float], lines: Lines) -> dict[float, str]:
    """Return the words by place; words of the same place share it."""
    low, high = _range(lines, "x")
    told: dict[float, str] = {}
    for text, place in marks.items():
        if not low <= place <= high:
            raise FigureError(
                f"标记“{text}”写在 {place:g}，曲线的横轴只有 {low:g} 到 {high:g}。请改标记的位置。"
            )
        told[place] = f"{told[place]} / {text}" if place in told else text
    return told


def _check_reference(reference: Reference | None) -> None:
    if reference is not None and not math.isfinite(reference[1]):
        raise FigureError(f"横线“{reference[0]}”要是有限的数，收到的是 {reference[1]}。")


def _range(lines: Lines, *columns: str) -> tuple[float, float]:
    values = np.concatenate([rows[list(columns)].to_numpy().ravel() for rows in lines.values()])
    return float(values.min()), float(values.max())


def _draw(lines: Lines, reference: Reference | None) -> Figure:
    figure = Figure(figsize=(11, 6.2), layout="constrained")
    axes = figure.add_subplot()
    _frame(axes, lines, reference)
    colours = _colours(len(lines))
    for number, rows in enumerate(lines.values()):
        _draw_line(axes, rows, number, colours[number])
    digits = _digits(lines)
    ends = [rows.set_index("x")["estimate"] for rows in lines.values()]
    names = [wrap(group, _NAME_EMS) for group in lines]
    texts = [
        f"{name} {number_text(end.iloc[-1], digits)}" for name, end in zip(names, ends, strict=True)
    ]
    if reference is not None:
        name, level = reference
        axes.axhline(level, color=QUIET, linewidth=1.8, linestyle=(0, (6, 3)), zorder=1)
        ends.append(pd.Series({axes.get_xlim()[1]: level}))
        texts.append(f"{wrap(name, _NAME_EMS)} {short(level)}")
        colours.append(QUIET)
    end_labels(axes, ends, texts, colours)
    for label in axes.texts:
        label.set_color(INK)
    return figure


def _colours(groups: int) -> list[str]:
    """Return colours that stay apart: the four of a talk are the farthest from each other."""
    few = [TALK_COLOURS[name] for name in ("trust", "anger", "solved", "heard")]
    many = list(METHOD_COLOURS.values())
    return few[:groups] if groups <= len(few) else (many + many)[:groups]


def _frame(axes: Axes, lines: Lines, reference: Reference | None) -> None:
    low, high = _range(lines, "ci_low", "ci_high")
    if reference is not None:
        low, high = min(low, reference[1]), max(high, reference[1])
    margin = 0.06 * (high - low) or max(0.1 * abs(high), 0.05)
    axes.set_ylim(low - margin, high + margin)
    left, right = _range(lines, "x")
    side = 0.025 * (right - left) or 0.5
    axes.set_xlim(left - side, right + side)
    whole = all((rows["x"] % 1 == 0).all() for rows in lines.values())
    ticks = MaxNLocator(integer=whole, nbins=10) if left < right else FixedLocator([left])
    axes.xaxis.set_major_locator(ticks)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.grid(visible=False, axis="x")


def _draw_line(axes: Axes, rows: pd.DataFrame, number: int, colour: str) -> None:
    x, estimate = rows["x"].to_numpy(), rows["estimate"].to_numpy()
    low, high = rows["ci_low"].to_numpy(), rows["ci_high"].to_numpy()
    axes.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
    if len(rows) == 1:  # a band has no width here
        axes.vlines(x, low, high, color=colour, linewidth=6, alpha=0.4)
    axes.plot(
        x,
        estimate,
        color=colour,
        marker=MARKERS[number],
        linestyle=_DASHES[number % len(_DASHES)],
        markersize=9 if len(rows) <= 25 else 0,
        markeredgecolor="white",
    )


def _digits(lines: Lines) -> int:
    return decimals(_range(lines, "ci_low", "ci_high"))


def _alt(
    lines: Lines,
    heading: str,
    x_title: str,
    marks: Mapping[float, str],
    reference: Reference | None,
    say: Words,
) -> str:
    first, last = _range(lines, "x")
    head = phrase(
        say, "response_head", title=heading, x=x_title, first=short(first), last=short(last)
    )
    parts = [head, *(_one_line(name, rows, _digits(lines), say) for name, rows in lines.items())]
    if marks:
        texts = [
            phrase(say, "response_mark", x=short(place), text=marks[place])
            for place in sorted(marks)
        ]
        parts.append(phrase(say, "lines_marks", marks=say["semicolon"].join(texts)))
    if reference is not None:
        name, level = reference
        parts.append(phrase(say, "response_reference", name=name, level=short(level)))
    return "".join(parts).strip()


def _one_line(name: str, rows: pd.DataFrame, digits: int, say: Words) -> str:
    def told(place: int) -> str:
        value, low, high = (
            number_text(rows[column].iloc[place], digits) for column in _NUMBERS[1:]
        )
        return phrase(say, "interval", value=value, low=low, high=high)

    top, bottom = int(rows["estimate"].argmax()), int(rows["estimate"].argmin())
    if len(rows) == 1:
        return phrase(say, "response_point", name=name, x=short(rows["x"].iloc[0]), value=told(0))
    return phrase(
        say,
        "response_one",
        name=name,
        start=told(0),
        end=told(-1),
        high=number_text(rows["estimate"].iloc[top], digits),
        high_at=short(rows["x"].iloc[top]),
        low=number_text(rows["estimate"].iloc[bottom], digits),
        low_at=short(rows["x"].iloc[bottom]),
    )
