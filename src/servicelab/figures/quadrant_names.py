"""Names of many dots: beside them where there is room, else numbers with a key below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

from servicelab.figures.naming import cut, fit, width
from servicelab.figures.placing import place_labels
from servicelab.figures.style import INK, QUIET

_SIZE = 15  # points
_NAME_EMS = 8.0
_KEY_EMS = 20.0
_ROOM = 36000.0  # square points of names that a figure bears
_MOST = 24
_KEY_ROW = 0.31  # inches
_NEAR = 18.0  # points; a name this near its dot needs no line to it


class Dot(NamedTuple):
    """One dot: its name, its place, the number of its group, and its colour.

    Examples
    --------
    >>> Dot("准时", 4.2, 6.1, 1, "#CF4A0C").y
    6.1
    """

    label: str
    x: float
    y: float
    group: int
    ink: str


def start(labels: Sequence[str]) -> tuple[Figure, Axes]:
    """Return a figure with axes for the dots and, where their names need one, room for a key.

    Parameters
    ----------
    labels
        Names of the dots.

    Returns
    -------
    tuple
        The figure and the axes for the dots; a key has axes of its own, the figure's second.

    Examples
    --------
    >>> many = [f"第{n}件说起来很长的事" for n in range(30)]
    >>> len(start(["准时"])[0].axes), len(start(many)[0].axes)
    (1, 2)
    """
    if not _needs_key(labels):
        figure = Figure(figsize=(11, 7.4), layout="constrained")
        return figure, figure.add_subplot()
    rows = _KEY_ROW * ((len(labels) + 4) // 2 + 2)
    figure = Figure(figsize=(11, 7.4 + rows), layout="constrained")
    axes, key = figure.subplots(2, 1, height_ratios=[6.0, rows])
    key.set(xticks=[], yticks=[])
    key.set_axis_off()
    return figure, axes


def _needs_key(labels: Sequence[str]) -> bool:
    """Return whether names would fill too much of the figure, or stand among too many dots."""
    names = [fit(label, _NAME_EMS, 3) for label in labels]
    area = sum(
        (_SIZE * width(name) + 8) * (1.2 * _SIZE * (name.count("\n") + 1) + 6) for name in names
    )
    return len(labels) > _MOST or area > _ROOM


def name_dots(
    figure: Figure,
    axes: Axes,
    dots: Sequence[Dot],
    spared: NDArray[np.float64],
    groups: Sequence[str],
) -> None:
    """Write the names beside the dots, or numbers there and the names in the key.

    Parameters
    ----------
    figure, axes
        What :func:`start` returned, with the dots drawn and all other words written.
    dots
        What to name.
    spared
        (n, 2): places, in pixels, that the names would rather not cover.
    groups
        Names of the groups, the headings of the key.

    Examples
    --------
    >>> figure, axes = start(["on time"])
    >>> name_dots(figure, axes, [Dot("on time", 0.4, 0.6, 0, "#CF4A0C")], np.empty((0, 2)), [])
    >>> [text.get_text() for text in axes.texts]
    ['on time']
    """
    with_key = len(figure.axes) > 1
    key = _write_key(figure.axes[1], dots, groups) if with_key else []
    names = [str(n) if with_key else fit(d.label, _NAME_EMS, 3) for n, d in enumerate(dots, 1)]
    texts = [_label(axes, dot, name) for dot, name in zip(dots, names, strict=True)]
    figure.draw_without_rendering()
    for name in key:
        cut(name, 0.43 * figure.axes[1].get_window_extent().width)
    scale = figure.dpi / 72
    sizes = np.array([Text.get_window_extent(text).size for text in texts]) / scale
    spots = axes.transData.transform([(dot.x, dot.y) for dot in dots]) / scale
    bounds = np.array(axes.get_window_extent().padded(-4).extents) / scale
    places = place_labels(spots, sizes, spared / scale, bounds)
    for text, size, way in zip(texts, sizes, places - spots, strict=True):
        text.set_position(tuple(way))
        gap = float(np.linalg.norm(np.maximum(np.abs(way) - size / 2, 0)))
        if text.arrow_patch is not None and gap < _NEAR:
            text.arrow_patch.set_visible(False)


def _label(axes: Axes, dot: Dot, name: str) -> Annotation:
    return axes.annotate(
        name,
        xy=(dot.x, dot.y),
        xytext=(0, 0),
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=_SIZE,
        linespacing=1.15,
        color=INK,
        parse_math=False,
        in_layout=False,
        zorder=4,
        arrowprops={
            "arrowstyle": "-",
            "color": QUIET,
            "linewidth": 1.0,
            "shrinkA": 1,
            "shrinkB": 7,
        },
    )


def along(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places on the way between two, every few pixels.

    Parameters
    ----------
    start, end
        (2,): the ends, in pixels.

    Returns
    -------
    array
        (n, 2)

    Examples
    --------
    >>> along(np.array([0.0, 0.0]), np.array([9.0, 0.0])).tolist()
    [[0.0, 0.0], [9.0, 0.0]]
    """
    steps = np.linspace(0, 1, 2 + int(np.abs(end - start).max() / 12))[:, None]
    return np.asarray(start + steps * (end - start))


def _write_key(axes: Axes, dots: Sequence[Dot], groups: Sequence[str]) -> list[Text]:
    """Write the numbers and names in two columns, group by group, and return the names."""
    lines: list[tuple[str, str, str]] = []
    for place, group in enumerate(groups):
        members = [(n, dot) for n, dot in enumerate(dots, 1) if dot.group == place]
        if members:
            lines.append(("", group, QUIET))
        lines += [(str(n), fit(dot.label, _KEY_EMS, 1), dot.ink) for n, dot in members]
    half = (len(lines) + 1) // 2
    if not lines[half - 1][0]:  # a heading alone at the foot of a column
        half -= 1
    rows = max(half, len(lines) - half)
    axes.set(xlim=(0, 2), ylim=(rows + 0.2, -0.6))
    names = []
    for place, (number, name, ink) in enumerate(lines):
        column, row = divmod(place, half) if place < 2 * half else (1, place - half)
        size = _SIZE + (0 if number else 1)
        axes.text(column + 0.075, row, number, ha="right", va="center", color=ink, fontsize=size)
        text = axes.text(
            column + (0.1 if number else 0.02),
            row,
            name,
            va="center",
            color=INK if number else QUIET,
            fontsize=size,
            parse_math=False,
        )
        names.append(text)
    return names
