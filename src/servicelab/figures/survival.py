"""How many stay how long: survival curves as steps with their intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from servicelab.figures.annotate import end_labels
from servicelab.figures.captions import set_heading, set_notes, set_ticks, told
from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.layout import em_width
from servicelab.figures.naming import cut, fit, one_line
from servicelab.figures.numbers import number_text, short
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import INK, METHOD_COLOURS, QUIET, TALK_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, words

Curves = dict[str, pd.DataFrame]

_WHAT = "留存曲线的表"
_NUMBERS = ["time", "survival", "ci_low", "ci_high"]
_MOST = 6
_NAME_EMS = 8.0
_DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))


def survival_plot(
    table: pd.DataFrame,
    *,
    at_risk: bool = False,
    times: tuple[float, ...] | None = None,
    x_title: str | None = None,
    y_title: str | None = None,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw the share that stays beyond each time as steps, one curve a group.

    Parameters
    ----------
    table
        One row a time of a group: ``time`` ≥ 0, ``survival``, ``ci_low``, ``ci_high`` (0…1, low ≤
        survival ≤ high), and ``group`` (at most six; without it there is one curve). Times in any
        order, each once in a group; a curve that does not begin at 0 begins there with 1.
    at_risk
        Whether to write below the curves how many were still observed, from the column
        ``at_risk``: at each mark of the axis the number at the first time in the table not before
        it, 0 after the last one.
    times
        Times whose shares the alt text tells; else the marks of the axis.
    x_title, y_title
        What the axes measure, with units; fitting ones are there.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text: shares with intervals at some times, and when fewer than one
        half are left.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, a share is not in 0…1 or outside its
        interval, rises, a time comes twice, or the groups are too many.

    Examples
    --------
    >>> table = pd.DataFrame({"group": "有投诉", "time": [0, 6, 12], "survival": [1, 0.8, 0.4],
    ...                       "ci_low": [1, 0.7, 0.3], "ci_high": [1, 0.9, 0.5]})
    >>> print(survival_plot(table, x_title="月", times=(6,)).alt)
    留存曲线：...“有投诉”：6 时 80.0%（70.0% 到 90.0%）；到 12 时不到一半。
    """
    say = words(language)
    curves = _curves(table, at_risk)
    heading = title or say["survival_title"]
    across = one_line(x_title or say["survival_x"])
    with style():
        figure = _start(curves, at_risk)
        axes = figure.axes[0]
        _draw(axes, curves, _most_marks(curves) if at_risk else 8)
        axes.set_xlabel(fit(across, 28), parse_math=False)
        axes.set_ylabel(fit(y_title or say["survival_y"], 18), parse_math=False)
        set_heading(figure, heading)
        set_notes(figure, say["survival_note"])
        marks = _marks(axes)
        if at_risk:
            _write_risk(figure.axes[1], curves, marks, say)
            _cut_names(figure)
    alt = _alt(curves, times or tuple(marks[marks > 0]), heading, across, say)
    return with_alt(figure, alt)


def _curves(table: object, at_risk: bool) -> Curves:
    columns = [*_NUMBERS, *(["at_risk"] if at_risk else [])]
    checked = check_table(table, columns, _WHAT)
    numbers = check_numbers(checked, columns, _WHAT)
    check_numbers(checked, _NUMBERS[1:], _WHAT, unit_range=True)
    named = (
        checked["group"].map(lambda name: "" if name is None else one_line(name))
        if ("group" in checked.columns)
        else ""
    )
    parts = numbers.assign(group=named).groupby("group", sort=False)
    curves = {str(group): _from_zero(rows.sort_values("time")) for group, rows in parts}
    if len(curves) > _MOST:
        raise FigureError(
            f"留存曲线一次画 1 到 {_MOST} 组，收到 {len(curves)} 组。请分成几张图，或合并几组。"
        )
    for group, rows in curves.items():
        _check_curve(group, rows)
    return curves


def _from_zero(rows: pd.DataFrame) -> pd.DataFrame:
    if rows["time"].iloc[0] <= 0:
        return rows
    first = rows.iloc[:1].assign(time=0.0, survival=1.0, ci_low=1.0, ci_high=1.0)
    return pd.concat([first, rows])


def _check_curve(group: str, rows: pd.DataFrame) -> None:
    before = 1.0
    for time, survival, low, high in rows[_NUMBERS].to_numpy().tolist():
        place = f"{group}，{time:g}".lstrip("，")
        check_between(survival, low, high, place, _WHAT)
        if time < 0:
            raise FigureError(f"{_WHAT}里“{place}”的时间小于 0。请检查 time 列。")
        if survival > before + 1e-12:
            raise FigureError(
                f"{_WHAT}里“{place}”的留存 {survival:g} 比之前的 {before:g} 还高。"
                "走掉的人不会又没走过，请检查 survival 列。"
            )
        before = survival
    twice = rows["time"][rows["time"].duplicated()]
    if len(twice):
        raise FigureError(f"{_WHAT}里“{group}”在 {twice.iloc[0]:g} 有两行。请只留一行。")


def _start(curves: Curves, at_risk: bool) -> Figure:
    if not at_risk:
        figure = Figure(figsize=(11, 6.4), layout="constrained")
        figure.add_subplot()
        return figure
    rows = 0.34 * (len(curves) + 1)
    figure = Figure(figsize=(11, 6.4 + rows), layout="constrained")
    figure.subplots(2, 1, sharex=True, height_ratios=[5.0, rows])
    return figure


def _draw(axes: Axes, curves: Curves, most: int) -> None:
    last = max(float(rows["time"].max()) for rows in curves.values()) or 1.0
    lowest = min(float(rows["ci_low"].min()) for rows in curves.values())
    axes.set_xlim(-0.02 * last, 1.02 * last)
    bottom = 0.0 if lowest < 0.6 else max(0.0, 104 * lowest - 4)
    axes.set_ylim(bottom, 100 + 0.03 * max(100 - bottom, 1e-6))
    inks = _colours(len(curves))
    ends, texts = [], []
    for number, (group, rows) in enumerate(curves.items()):
        share = 100 * rows[_NUMBERS[1:]]
        x = rows["time"].to_numpy()
        band: dict[str, Any] = {
            "step": "post",
            "color": inks[number],
            "alpha": 0.18,
            "linewidth": 0,
        }
        axes.fill_between(x, share["ci_low"], share["ci_high"], **band)
        dashes = _DASHES[number % len(_DASHES)]
        axes.step(x, share["survival"], where="post", color=inks[number], linestyle=dashes)
        ends.append(pd.Series(share["survival"].to_numpy(), index=x))
        texts.append(f"{fit(group, _NAME_EMS)} {_percent(rows['survival'].iloc[-1])}".strip())
    if lowest < 0.5:
        axes.axhline(50, color=QUIET, linewidth=1.6, linestyle=(0, (2, 3)), zorder=1)
    set_ticks(axes.xaxis, most)
    set_ticks(axes.yaxis, 6)
    end_labels(axes, ends, texts, inks)
    for label in axes.texts:
        label.set_color(INK)


def _most_marks(curves: Curves) -> int:
    """Return how many numbers at risk have room beside each other, at 15 points."""
    widest = max(em_width(short(rows["at_risk"].max())) for rows in curves.values())
    return max(1, min(8, int(24 / (widest + 0.8))))


def _colours(groups: int) -> list[str]:
    """Return colours that stay apart: the four of a talk are the farthest from each other."""
    few = [TALK_COLOURS[name] for name in ("trust", "anger", "solved", "heard")]
    many = [*METHOD_COLOURS.values(), QUIET]
    return (few if groups <= len(few) else many)[:groups]


def _percent(share: float) -> str:
    return f"{number_text(100 * share, 1)}%"


def _marks(axes: Axes) -> NDArray[np.float64]:
    left, right = axes.get_xlim()
    ticks = np.asarray(axes.get_xticks(), dtype=float)
    return ticks[(ticks >= min(0.0, left)) & (ticks >= 0) & (ticks <= right)]


def _write_risk(axes: Axes, curves: Curves, marks: NDArray[np.float64], say: Words) -> None:
    """Write a row a group, its numbers below the marks of the curves' axis."""
    axes.set_ylim(len(curves) - 0.4, -0.6)
    axes.set_title(say["survival_risk"], fontsize=15, pad=4, parse_math=False)
    names = [fit(group, _NAME_EMS, 1) for group in curves]
    axes.set_yticks(range(len(names)), names, parse_math=False)
    widest = max(em_width(short(rows["at_risk"].iloc[0])) for rows in curves.values())
    axes.tick_params(length=0, labelbottom=False, labelsize=15)
    axes.tick_params(axis="y", pad=6 + 15 * widest / 2)  # clear of the number at time 0
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    axes.figure.axes[0].tick_params(labelbottom=True)
    for row, rows in enumerate(curves.values()):
        times, counts = rows["time"].to_numpy(), rows["at_risk"].to_numpy()
        for mark in marks:
            place = int(np.searchsorted(times, mark - 1e-9))
            count = counts[place] if place < len(counts) else 0
            axes.text(mark, row, short(count), ha="center", va="center", fontsize=15)


def _cut_names(figure: Figure) -> None:
    """Keep the names of the table's rows from taking the curves' room."""
    for label in figure.axes[1].get_yticklabels():
        cut(label, 0.16 * figure.bbox.width)


def _alt(curves: Curves, times: tuple[float, ...], heading: str, across: str, say: Words) -> str:
    last = max(float(rows["time"].max()) for rows in curves.values())
    parts = [phrase(say, "survival_head", title=heading, x=across, last=short(last))]
    for group, rows in curves.items():
        told_rows = [_at(rows, time, say) for time in times if time <= rows["time"].max()]
        told_rows = told_rows or [_at(rows, float(rows["time"].max()), say)]
        below = rows["time"][rows["survival"] < 0.5]
        half = (
            phrase(say, "survival_half", time=short(below.iloc[0]))
            if len(below)
            else (say["survival_more"])
        )
        key = "survival_group" if group else "survival_one"
        text = str(say["semicolon"]).join(told_rows)
        parts.append(phrase(say, key, group=group, rows=text, half=half))
    return "".join(parts).strip()


def _at(rows: pd.DataFrame, time: float, say: Words) -> str:
    row = rows[rows["time"] <= time + 1e-9].iloc[-1]
    value, low, high = (_percent(row[name]) for name in _NUMBERS[1:])
    value = phrase(say, "interval", value=value, low=low, high=high)
    return phrase(say, "survival_at", time=told(time, 0 if time % 1 == 0 else 2), value=value)
