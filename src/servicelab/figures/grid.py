"""A grid of numbers shaded by their height, with the winners framed."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from servicelab.figures.check import FigureError, check_numbers, check_table
from servicelab.figures.layout import em_width, wrap
from servicelab.figures.numbers import decimals, number_text
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import BAD, GOOD, INK, style
from servicelab.figures.words import Language, Words, phrase, words

_WHAT = "格子图的表"
_ROW_EMS = 10.0
_COLUMN_EMS = 5.0
_EM = 16 / 72  # inches
_STAR = "★"
_PALE, _WARM = "#F4F6FA", "#FDF6F2"


class Cell(NamedTuple):
    """One cell: where it stands, its number, and whether it wins.

    Examples
    --------
    >>> Cell("争执", "暴怒型", 0.3, False).wins
    False
    """

    row: str
    column: str
    value: float
    wins: bool


def grid_plot(
    table: pd.DataFrame, *, value_title: str, title: str | None = None, language: Language = "zh"
) -> Picture:
    """Draw a grid with a number in each cell, shaded by height, the winners framed and starred.

    Parameters
    ----------
    table
        One row a cell: ``row``, ``column``, ``estimate`` and ``wins`` (true or false; any number
        of winners). Rows and columns stand in the table's order; a cell that is not there stays
        empty.
    value_title
        What the numbers measure, with its unit.
    title
        Heading; else `value_title` is the heading.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, a cell comes twice, or ``wins`` holds
        anything but true and false.

    Examples
    --------
    >>> table = pd.DataFrame({"row": ["争执", "清晰服务法"], "column": "暴怒型",
    ...                       "estimate": [0.3, 0.62], "wins": [False, True]})
    >>> print(grid_plot(table, value_title="满意度").alt)
    格子图：满意度。每格是满意度，★ 是胜出的。“争执”：暴怒型 0.30。“清晰服务法”：暴怒型 0.62 ★。...
    """
    say = words(language)
    cells = _cells(table)
    heading = title or value_title
    digits = decimals([cell.value for cell in cells])
    with style():
        figure = _draw(cells, digits)
        figure.suptitle(heading, x=0.02, ha="left", fontsize=20, parse_math=False)
        figure.supxlabel(_note(cells, value_title, say), fontsize=16, parse_math=False)
    return with_alt(figure, _alt(cells, heading, value_title, digits, say))


def _cells(table: object) -> list[Cell]:
    checked = check_table(table, ["row", "column", "estimate", "wins"], _WHAT)
    numbers = check_numbers(checked, ["estimate"], _WHAT)["estimate"].tolist()
    names = zip(checked["row"].astype(str), checked["column"].astype(str), strict=True)
    cells: dict[tuple[str, str], Cell] = {}
    for (row, column), value, wins in zip(names, numbers, checked["wins"].tolist(), strict=True):
        if wins not in (True, False):
            raise FigureError(
                f"{_WHAT}里“{row}，{column}”的 wins 是 {wins}，这里要 True 或 False。"
            )
        if (row, column) in cells:
            raise FigureError(f"{_WHAT}里“{row}，{column}”有两行。请只留一行。")
        cells[row, column] = Cell(row, column, value, bool(wins))
    return list(cells.values())


def _draw(cells: list[Cell], digits: int) -> Figure:
    rows = list(dict.fromkeys(cell.row for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    row_names = [wrap(name, _ROW_EMS) for name in rows]
    column_names = [wrap(name, _COLUMN_EMS) for name in columns]
    figure = Figure(figsize=_size(row_names, column_names, cells, digits), layout="constrained")
    axes = figure.add_subplot(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    shades, norm = _shades(cells)
    for cell in sorted(cells, key=lambda one: one.wins):  # no neighbour over a winner's frame
        place = columns.index(cell.column), rows.index(cell.row)
        _draw_cell(axes, cell, place, shades(norm(cell.value)), digits)
    axes.set_xticks(range(len(columns)), column_names, parse_math=False, linespacing=1.15)
    axes.set_yticks(range(len(rows)), row_names, parse_math=False, linespacing=1.15)
    axes.tick_params(length=0, labelsize=16, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    return figure


def _note(cells: list[Cell], value_title: str, say: Words) -> str:
    low, high = _ends(cells)
    shade = "grid_both" if low < 0 < high else "grid_down" if low < 0 else "grid_up"
    parts = [phrase(say, "grid_value", value=value_title), say[shade]]
    parts += [say["grid_wins"]] if any(cell.wins for cell in cells) else []
    return str(say["semicolon"]).join(parts)


def _ends(cells: list[Cell]) -> tuple[float, float]:
    values = [cell.value for cell in cells]
    return min(values), max(values)


def _size(
    rows: list[str], columns: list[str], cells: list[Cell], digits: int
) -> tuple[float, float]:
    """Return the figure's size in inches: no name is wider than its column, no number its cell."""
    texts = [f"{number_text(cell.value, digits)} {_STAR}" for cell in cells]
    lines = [line for name in columns for line in name.split("\n")]
    cell = max(1.1, _EM * (max(map(em_width, [*lines, *texts])) + 0.8))
    side = _EM * max(em_width(line) for name in rows for line in name.split("\n"))
    high = [max(name.count("\n") for name in names) + 1 for names in (rows, columns)]
    height = len(rows) * max(0.6, 0.28 * high[0] + 0.16) + 0.27 * high[1] + 1.3
    return max(8.0, side + len(columns) * cell + 0.5), height


def _shades(cells: list[Cell]) -> tuple[Colormap, Normalize]:
    """Return shades that grow with the number; below zero they go another way."""
    low, high = _ends(cells)
    if low < 0 < high:
        top = max(high, -low)
        both = LinearSegmentedColormap.from_list("both", [BAD, "#FFFFFF", GOOD])
        return both, Normalize(-top / 0.75, top / 0.75)
    ends = [BAD, _WARM] if low < 0 else [_PALE, GOOD]
    one = LinearSegmentedColormap.from_list("one", ends)
    return one, Normalize(low, high if high > low else low + 1)


def _draw_cell(
    axes: Axes,
    cell: Cell,
    place: tuple[int, int],
    shade: tuple[float, float, float, float],
    digits: int,
) -> None:
    x, y = place
    frame = {"edgecolor": INK, "linewidth": 3.5} if cell.wins else {"linewidth": 0}
    axes.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=shade, **frame))
    text = number_text(cell.value, digits)
    axes.text(
        x,
        y,
        f"{text} {_STAR}" if cell.wins else text,
        ha="center",
        va="center_baseline",
        fontsize=16,
        color=_ink_on(shade),
    )


def _ink_on(shade: tuple[float, float, float, float]) -> str:
    """Return the ink with more contrast to a shade: luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shade[:3]
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > 0.179 else "#FFFFFF"


def _alt(cells: list[Cell], heading: str, value_title: str, digits: int, say: Words) -> str:
    parts = [phrase(say, "grid_head", title=heading, value=value_title)]
    for row in dict.fromkeys(cell.row for cell in cells):
        told = [
            phrase(
                say,
                "grid_win" if cell.wins else "grid_cell",
                column=cell.column,
                value=number_text(cell.value, digits),
            )
            for cell in cells
            if cell.row == row
        ]
        parts.append(phrase(say, "grid_row", row=row, cells=say["semicolon"].join(told)))
    highest, lowest = (pick(cells, key=lambda cell: cell.value) for pick in (max, min))
    parts.append(
        phrase(
            say,
            "intervals_range",
            high=number_text(highest.value, digits),
            high_at=phrase(say, "join_place", group=highest.row, label=highest.column),
            low=number_text(lowest.value, digits),
            low_at=phrase(say, "join_place", group=lowest.row, label=lowest.column),
        )
    )
    return "".join(parts).strip()
