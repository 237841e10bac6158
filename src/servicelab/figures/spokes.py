"""The spokes of a radar chart and their names around it."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray

from servicelab.figures.layout import spread
from servicelab.figures.naming import fit
from servicelab.figures.style import QUIET

_LABEL = 15  # points
_OUT = 1.08  # where names begin, in radii
_NAME_EMS = 11.0


def turns_of(spokes: int) -> NDArray[np.float64]:
    """Return the angles of the spokes, clockwise from the top, in radians.

    Parameters
    ----------
    spokes
        How many.

    Returns
    -------
    array
        (spokes,)

    Examples
    --------
    >>> np.degrees(turns_of(4)).round().tolist()
    [90.0, 0.0, -90.0, -180.0]
    """
    return np.pi / 2 - 2 * np.pi * np.arange(spokes) / spokes


def name_spokes(figure: Figure, axes: Axes, labels: list[str]) -> None:
    """Write the names around a web of radius 1, which takes the room that they leave.

    Parameters
    ----------
    figure, axes
        Where the web stands; all other words must be written.
    labels
        Names of the spokes, clockwise from the top.

    Examples
    --------
    >>> figure = Figure()
    >>> axes = figure.add_subplot()
    >>> name_spokes(figure, axes, ["a", "b", "c"])
    >>> [text.get_horizontalalignment() for text in axes.texts]
    ['center', 'left', 'right']
    """
    texts = [
        axes.annotate(
            fit(label, _NAME_EMS),
            xy=(math.cos(turn), math.sin(turn)),
            xytext=(0, 0),
            textcoords="data",
            fontsize=_LABEL,
            va="center",
            linespacing=1.1,
            parse_math=False,
            in_layout=False,
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 1, "shrinkB": 0},
        )
        for label, turn in zip(labels, turns_of(len(labels)), strict=True)
    ]
    figure.draw_without_rendering()
    room = axes.get_window_extent()
    boxes = [Text.get_window_extent(text) for text in texts]
    line = 1.12 * max(box.height for box in boxes)
    bottom = -1.0 if len(labels) % 2 == 0 else -math.cos(math.pi / len(labels))
    lines = 2.0 if len(labels) % 2 == 0 else 1.5
    radius = min(
        (room.width / 2 - max(box.width for box in boxes)) / _OUT,
        (room.height - lines * line) / (1 - bottom) / _OUT,
    )
    radius = max(radius - 2, 1.0)
    top = _OUT + line / radius
    axes.set_xlim(-room.width / 2 / radius, room.width / 2 / radius)
    axes.set_ylim(top - room.height / radius, top)
    for text, (x, y, align) in zip(texts, _places(len(labels), line / radius), strict=True):
        text.set(position=(x, y), horizontalalignment=align)
        if text.arrow_patch is not None and (align == "center" or math.dist(text.xy, (x, y)) < 0.2):
            text.arrow_patch.set_visible(False)


def _places(spokes: int, gap: float) -> list[tuple[float, float, str]]:
    """Return where each name goes, in radii, and how it is aligned there."""
    turns = turns_of(spokes)
    found: dict[int, tuple[float, float, str]] = {}
    for number, turn in enumerate(turns):
        if abs(math.cos(turn)) < 1e-9:
            found[number] = (0.0, math.copysign(_OUT + gap / 2, math.sin(turn)), "center")
    for side, align in ((1, "left"), (-1, "right")):
        column = [n for n, turn in enumerate(turns) if n not in found and side * math.cos(turn) > 0]
        most = _OUT - gap / 2
        heights = spread([_OUT * math.sin(turns[n]) for n in column], gap, -most, most)
        for number, y in zip(column, heights, strict=True):
            inner = max(0.0, abs(y) - gap / 2)
            found[number] = (side * math.sqrt(max(_OUT**2 - inner**2, 0.01)), y, align)
    return [found[number] for number in range(spokes)]
