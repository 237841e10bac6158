"""Words on a curve: names at the ends of lines, marks at turning points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from servicelab.figures.layout import em_width, shelves, spread
from servicelab.figures.style import QUIET

_LABEL_SIZE = 16


def end_labels(
    axes: Axes, lines: Sequence[pd.Series[float]], texts: Sequence[str], colours: Sequence[str]
) -> None:
    """Name each line beside its end, the names moved apart where lines end close together.

    Parameters
    ----------
    axes
        Where the lines are drawn; its limits must be set.
    lines
        The lines, turn → value.
    texts, colours
        One for each line; a text may have two lines.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_subplot()
    >>> end_labels(axes, [pd.Series([0.2, 0.6], index=[1, 2])], ["信任 0.60"], ["blue"])
    >>> axes.texts[0].get_text()
    '信任 0.60'
    """
    ends = [float(line.iloc[-1]) for line in lines]
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    rows = max(text.count("\n") for text in texts) + 1
    gap = 1.3 * rows * _LABEL_SIZE / _points(axes)[1] * (high - low)
    column = right + 0.02 * (right - left)
    for line, end, place, text, colour in zip(
        lines, ends, spread(ends, gap, low, high), texts, colours, strict=True
    ):
        axes.annotate(
            text,
            xy=(line.index[-1], end),
            xytext=(column, place),
            color=colour,
            fontsize=_LABEL_SIZE,
            va="center",
            parse_math=False,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 1.4,
                "linestyle": (0, (1, 2)),  # dotted, or it would pass for the curve going on
                "relpos": (0, 0.5),
                "shrinkA": 2,
            },
        )


def draw_marks(axes: Axes, marks: Mapping[int, str] | Mapping[float, str]) -> float:
    """Draw a line at each marked place, with its words above the axes where none covers another.

    Parameters
    ----------
    axes
        Where to; its limits must be set.
    marks
        Turn, or any place on the horizontal axis → a few words; without words only the line is
        drawn.

    Returns
    -------
    float
        How high the words stand above the axes, in points.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().add_subplot(xlim=(0, 6))
    >>> draw_marks(axes, {2: "倾听"}) > 0, draw_marks(axes, {3: ""})
    (True, 0.0)
    """
    left, right = axes.get_xlim()
    per_em = (right - left) * _LABEL_SIZE / _points(axes)[0]
    half = {place: per_em * em_width(text) / 2 for place, text in marks.items()}
    # Words at the ends of the axis move inwards: beside it stand the names of the lines.
    centres = {place: max(min(place, right - half[place]), left + half[place]) for place in marks}
    spans = {place: (at - half[place], at + half[place] + per_em) for place, at in centres.items()}
    levels = shelves(spans)
    dots: dict[str, Any] = {"color": QUIET, "linewidth": 1.4, "linestyle": (0, (2, 3))}
    for place, text in marks.items():
        axes.axvline(place, zorder=1, **dots)
        foot = 0.5 + (place - centres[place]) / (2 * half[place]) if half[place] else 0.5
        axes.annotate(
            text,
            xy=(place, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(
                (centres[place] - place) / per_em * _LABEL_SIZE,
                4 + 1.35 * _LABEL_SIZE * levels[place],
            ),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=_LABEL_SIZE,
            color=QUIET,
            parse_math=False,
            arrowprops={"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, "relpos": (foot, 0), **dots},
        )
    named = [levels[place] for place, text in marks.items() if text]
    return 1.35 * _LABEL_SIZE * (max(named) + 1) if named else 0.0


def _points(axes: Axes) -> tuple[float, float]:
    """Return about how wide and high an axes is, in points."""
    box = axes.get_window_extent()
    return 72 * box.width / axes.figure.dpi, 72 * box.height / axes.figure.dpi
