"""Which rank a method has, and which ranks it may have."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from servicelab.figures.check import FigureError, check_numbers, check_table
from servicelab.figures.layout import wrap
from servicelab.figures.numbers import short
from servicelab.figures.panels import draw_panels, name_rows
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import QUIET, TRUST, style
from servicelab.figures.words import Language, Words, phrase, words

_WHAT = "名次图的表"
_NUMBERS = ["rank", "rank_best", "rank_worst"]
_NAME_EMS = 10.0


class Rank(NamedTuple):
    """One row: the rank of a method, and the best and the worst it may have.

    Examples
    --------
    >>> Rank("争执", 4, 3, 5).worst
    5
    """

    label: str
    value: float
    best: float
    worst: float


def rank_plot(
    table: pd.DataFrame, *, title: str | None = None, language: Language = "zh"
) -> Picture:
    """Draw each method's rank and the range of ranks it may hold, one panel a group.

    Parameters
    ----------
    table
        One row a method: ``label``, ``rank``, ``rank_best``, ``rank_worst`` (1 is the best,
        1 ≤ best ≤ rank ≤ worst) and, if there are several panels, ``group``. The rows are put in
        order of their mean rank.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text. A filled dot is a method that may be the first.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, a rank is outside its range, or a method
        comes twice in a group.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["争执", "清晰服务法"], "rank": [2, 1],
    ...                       "rank_best": [2, 1], "rank_worst": [2, 1]})
    >>> print(rank_plot(table).alt)
    名次图：各种方法排第几。...清晰服务法第 1；争执第 2。可能排第一的：清晰服务法。
    """
    say = words(language)
    groups = _groups(table)
    heading = title or say["rank_title"]
    with style():
        figure = _draw(groups)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
        note = f"{say['rank_axis']}\n{say['rank_note']}"
        figure.supxlabel(note, fontsize=16, linespacing=1.4, parse_math=False)
    return with_alt(figure, _alt(groups, heading, say))


def _groups(table: object) -> dict[str, list[Rank]]:
    checked = check_table(table, ["label", *_NUMBERS], _WHAT)
    numbers = check_numbers(checked, _NUMBERS, _WHAT)
    labels = checked["label"].astype(str)
    order = numbers["rank"].groupby(labels.to_numpy(), sort=False).mean()
    names = checked["group"].astype(str) if "group" in checked.columns else [""] * len(checked)
    groups: dict[str, list[Rank]] = {}
    for group, label, row in zip(names, labels, numbers.to_numpy().tolist(), strict=True):
        rows = groups.setdefault(group, [])
        rank = Rank(label, *row)
        _check(rank, group, rows)
        rows.append(rank)
    for rows in groups.values():
        rows.sort(key=lambda rank: float(order[rank.label]))
    return groups


def _check(rank: Rank, group: str, before: list[Rank]) -> None:
    name = f"{group}，{rank.label}" if group else rank.label
    if any(rank.label == other.label for other in before):
        raise FigureError(f"{_WHAT}里“{name}”有两行。请只留一行。")
    if not 1 <= rank.best <= rank.value <= rank.worst:
        raise FigureError(
            f"{_WHAT}里“{name}”的名次 {rank.value:g} 不在 {rank.best:g} 到 {rank.worst:g} 里，"
            "或者小于 1。请检查 rank_best 和 rank_worst 两列。"
        )


def _draw(groups: dict[str, list[Rank]]) -> Figure:
    names = [[wrap(rank.label, _NAME_EMS) for rank in rows] for rows in groups.values()]
    folded = any("\n" in name for rows in names for name in rows)
    figure, named = draw_panels(list(groups), names, row_inches=0.62 if folded else 0.46)
    worst = max(rank.worst for rows in groups.values() for rank in rows)
    step = math.ceil(worst / (12 if all(named) or len(groups) < 5 else 6))
    for axes, rows, texts, shown in zip(figure.axes, groups.values(), names, named, strict=True):
        for place, rank in enumerate(rows):
            _draw_rank(axes, place, rank)
        name_rows(axes, texts if shown else [""] * len(texts))
        axes.set_xlim(0.4, max(worst, 2) + 0.7)
        axes.xaxis.set_major_locator(FixedLocator(range(1, math.floor(worst) + 1, step)))
    return figure


def _draw_rank(axes: Axes, place: int, rank: Rank) -> None:
    first = rank.best <= 1
    ink = TRUST if first else QUIET
    axes.plot(
        [rank.best, rank.worst],
        [place, place],
        color=ink,
        alpha=0.35,
        linewidth=13,
        solid_capstyle="round",
    )
    axes.plot(
        rank.value,
        place,
        marker="o",
        color=ink,
        markersize=13,
        markerfacecolor=ink if first else "white",
        markeredgewidth=2.4,
    )
    axes.annotate(
        _told(rank),
        xy=(1, place),
        xycoords=("axes fraction", "data"),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
    )


def _told(rank: Rank) -> str:
    if rank.best == rank.worst:
        return short(rank.value)
    return f"{short(rank.value)} ({short(rank.best)}–{short(rank.worst)})"


def _alt(groups: dict[str, list[Rank]], heading: str, say: Words) -> str:
    parts = [phrase(say, "rank_head", title=heading)]
    for group, rows in groups.items():
        told = say["semicolon"].join(_one(rank, say) for rank in rows)
        parts.append(phrase(say, "rank_group", group=group, rows=told) if group else told)
        parts.append(say["stop"])
        firsts = [rank.label for rank in rows if rank.best <= 1]
        if firsts:
            parts.append(phrase(say, "rank_firsts", labels=say["list_comma"].join(firsts)))
    return "".join(parts).strip()


def _one(rank: Rank, say: Words) -> str:
    key = "rank_sure" if rank.best == rank.worst else "rank_row"
    return phrase(
        say,
        key,
        label=rank.label,
        rank=short(rank.value),
        best=short(rank.best),
        worst=short(rank.worst),
    )
