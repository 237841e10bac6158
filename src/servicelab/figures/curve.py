"""The curve of a talk: what the customer felt, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator

from servicelab.figures.alt import describe_lines
from servicelab.figures.annotate import draw_marks, end_labels
from servicelab.figures.check import FigureError, check_numbers, check_table
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import MARKERS, QUIET, TALK_COLOURS, style
from servicelab.figures.words import Language, Words, words

SHOWN = ("anger", "trust", "heard", "solved")
_WHAT = "对话曲线"


def talk_curve(
    curve: pd.DataFrame,
    *,
    other: pd.DataFrame | None = None,
    names: Sequence[str] | None = None,
    marks: Mapping[int, str] | None = None,
    shown: Sequence[str] = SHOWN,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw how a talk went: anger, trust, being heard and the problem's solution by turn.

    Parameters
    ----------
    curve
        One row a turn (the index: numbers), columns in 0…1 as ``Conversation.curve()`` gives them.
    other
        The same talk as it might have gone, in the same form. Then each quantity has a panel of
        its own, with both lines.
    names
        Names of `curve` and `other`; 原来 and 假如 if not given.
    marks
        Turning points: turn → a few words.
    shown
        Columns to draw, at most six.
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
        If a table is empty, lacks a column, or has a number missing or outside 0…1.

    Examples
    --------
    >>> curve = pd.DataFrame({"anger": [0.8, 0.3], "trust": [0.4, 0.6], "heard": [0.0, 0.7],
    ...                       "solved": [0.0, 0.5]}, index=[1, 2])
    >>> "怒气：从 0.80 到 0.30" in talk_curve(curve).alt
    True
    """
    say = words(language)
    heading = title or say["talk_title" if other is None else "compare_title"]
    pair = tuple(names or say["curve_names"])
    tables = [_lines(curve, shown)] + ([] if other is None else [_lines(other, shown)])
    told = _marks(marks, tables)
    with style():
        if other is None:
            figure = _draw_one(tables[0], told, say)
        else:
            figure = _draw_panels(tables, pair, told, say)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
    return with_alt(figure, _alt(tables, pair, heading, told, say, language))


def _lines(table: object, shown: Sequence[str]) -> pd.DataFrame:
    if not 1 <= len(shown) <= 6:
        raise FigureError(f"{_WHAT}一次画 1 到 6 条线，收到 {len(shown)} 条。请少选几列。")
    checked = check_table(table, shown, _WHAT)
    if not pd.api.types.is_numeric_dtype(checked.index):
        raise FigureError(f"{_WHAT}的索引要是轮次（数字），收到的第一个是“{checked.index[0]}”。")
    return check_numbers(checked, shown, _WHAT, unit_range=True)


def _marks(marks: Mapping[int, str] | None, tables: Sequence[pd.DataFrame]) -> dict[int, str]:
    turns = sorted(set().union(*(table.index for table in tables)))
    for turn in marks or {}:
        if turn not in turns:
            raise FigureError(
                f"标记写在第 {turn} 轮，曲线里只有第 {turns[0]} 轮到第 {turns[-1]} 轮。"
                "请改标记的轮次。"
            )
    return dict(marks or {})


def _alt(
    tables: Sequence[pd.DataFrame],
    pair: Sequence[str],
    heading: str,
    marks: Mapping[int, str],
    say: Words,
    language: Language,
) -> str:
    titles = [heading] if len(tables) == 1 else [f"{heading}{say['colon']}{pair[0]}", pair[1]]
    texts = [
        describe_lines(table, title=text, names=say["series"], marks=told, language=language)
        for table, text, told in zip(tables, titles, (marks, None), strict=False)
    ]
    return "\n".join(texts)


def _draw_one(lines: pd.DataFrame, marks: Mapping[int, str], say: Words) -> Figure:
    figure = Figure(figsize=(10, 5.8), layout="constrained")
    axes = figure.add_subplot(xlabel=say["turn_axis"], ylabel=say["level_axis"])
    _frame(axes, lines.index)
    for number, column in enumerate(lines.columns):
        _line(axes, lines[column], _colour(column), MARKERS[number])
    texts = [f"{say['series'].get(name, name)} {lines[name].iloc[-1]:.2f}" for name in lines]
    end_labels(axes, [lines[name] for name in lines], texts, [_colour(name) for name in lines])
    draw_marks(axes, marks)
    return figure


def _draw_panels(
    tables: Sequence[pd.DataFrame],
    pair: Sequence[str],
    marks: Mapping[int, str],
    say: Words,
) -> Figure:
    columns = list(tables[0].columns)
    rows = (len(columns) + 1) // 2
    figure = Figure(figsize=(11, 3.0 * rows + 1.0), layout="constrained")
    for number, column in enumerate(columns):
        axes = figure.add_subplot(rows, min(2, len(columns)), number + 1)
        _frame(axes, tables[0].index.union(tables[1].index))
        pencils = (QUIET, _colour(column))
        lines = [table[column] for table in tables]
        _line(axes, lines[0], pencils[0], "o", hollow=True)
        _line(axes, lines[1], pencils[1], "s")
        texts = [f"{name} {line.iloc[-1]:.2f}" for name, line in zip(pair, lines, strict=True)]
        end_labels(axes, lines, texts, pencils)
        # The words of a mark stand once, above the upper panels; its line runs through all.
        height = draw_marks(axes, marks if number < 2 else dict.fromkeys(marks, ""))
        name = say["series"].get(column, column)
        axes.set_title(name, color=pencils[1], fontsize=18, parse_math=False, pad=8 + height)
    figure.supxlabel(say["turn_axis"], fontsize=16)
    figure.supylabel(say["level_axis"], fontsize=16)
    return figure


def _colour(column: object) -> str:
    return TALK_COLOURS.get(str(column), QUIET)


def _frame(axes: Axes, turns: pd.Index) -> None:
    axes.set_ylim(-0.03, 1.03)
    axes.yaxis.set_major_locator(FixedLocator([0, 0.5, 1]))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10))
    margin = 0.25 if len(turns) > 1 else 0.5
    axes.set_xlim(float(turns.min()) - margin, float(turns.max()) + margin)
    axes.grid(visible=False, axis="x")


def _line(
    axes: Axes, line: pd.Series[float], colour: str, marker: str, hollow: bool = False
) -> None:
    axes.plot(
        line.index.to_numpy(),
        line.to_numpy(),
        color=colour,
        marker=marker,
        linewidth=2.2 if hollow else 3.4,
        markersize=10,
        markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour if hollow else "white",
        markeredgewidth=2.2 if hollow else 1.2,
        clip_on=False,
    )
