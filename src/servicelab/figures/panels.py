"""Panels of rows side by side: one a group, one row a method."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from servicelab.figures.layout import wrap

WIDTH = 11.0
_TITLE_EMS = 33.0  # of the panels' titles, side by side


def draw_panels(
    titles: Sequence[str], names: Sequence[Sequence[str]], row_inches: float
) -> tuple[Figure, list[bool]]:
    """Return a figure with a titled panel for each group, the horizontal axes shared.

    Parameters
    ----------
    titles
        Names of the groups; wrapped where they would meet the next one's.
    names
        Names of the rows, group by group.
    row_inches
        Height of a row.

    Returns
    -------
    tuple
        The figure, its ``axes`` in the order of the groups, and for each whether its rows need
        names: where all groups have the same rows, only the panels at the left do.

    Examples
    --------
    >>> figure, named = draw_panels(["供热", "酒店"], [["A", "B"], ["A", "B"]], 0.44)
    >>> len(figure.axes), named
    (2, [True, False])
    """
    alike = len({tuple(rows) for rows in names}) == 1
    columns = _columns(len(titles), alike)
    lines = math.ceil(len(titles) / columns)
    wrapped = [wrap(title, _TITLE_EMS / columns) for title in titles]
    title_inches = 0.36 * max(title.count("\n") + 1 for title in wrapped)
    rows_inches = row_inches * max(map(len, names))
    # The padding is the room between one panel's numbers and the next one's names.
    figure = Figure(
        figsize=(WIDTH, lines * (rows_inches + title_inches + 0.54) + 1.2),
        layout=ConstrainedLayoutEngine(w_pad=0.12),
    )
    panels = figure.subplots(lines, columns, sharex=True, squeeze=False).flat
    for panel, title in zip(panels, wrapped, strict=False):
        panel.set_title(title, fontsize=18, pad=8, linespacing=1.3, parse_math=False)
    for panel in figure.axes[len(titles) :]:
        panel.remove()
    return figure, [not alike or number % columns == 0 for number in range(len(titles))]


def _columns(groups: int, alike: bool) -> int:
    """Return how many panels stand side by side; rows with names of their own need more room."""
    if groups in (1, 2, 4) or not alike:
        return min(groups, 2)
    return 3


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write the names of the rows at the left, the first at the top, without an axis line.

    Parameters
    ----------
    axes
        A panel whose rows stand at 0, 1, 2, …
    names
        One a row; empty texts where the panel at the left has them.

    Examples
    --------
    >>> axes = Figure().add_subplot()
    >>> name_rows(axes, ["争执", "冷处理"])
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['争执', '冷处理']
    """
    axes.set_yticks(range(len(names)), names, parse_math=False)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0, labelsize=16)
    axes.tick_params(axis="x", labelbottom=True)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")
