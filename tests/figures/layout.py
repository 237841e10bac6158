"""Where things stand in a figure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from servicelab.figures import Picture, style


def laid_out(picture: Picture) -> Picture:
    """Place everything in a picture, so that boxes can be asked for; saving leaves stale ones."""
    with style():
        picture.figure.draw_without_rendering()
    return picture


def words_in(picture: Picture) -> list[str]:
    """Return every text drawn in a figure."""
    return [text.get_text() for text in picture.figure.findobj(Text)]


def box_of(text: Text) -> Bbox:
    """Return where a text stands, without the line that leads to it."""
    return Text.get_window_extent(text)


def texts_of(axes: Axes) -> list[Text]:
    """Return the texts of an axes that are drawn: labels, titles, ticks within the limits."""
    found = [*axes.texts, axes.xaxis.label, axes.yaxis.label]
    for axis, side in ((axes.xaxis, 0), (axes.yaxis, 1)):
        low, high = sorted(axis.get_view_interval())
        found += [
            label for label in axis.get_ticklabels() if low <= label.get_position()[side] <= high
        ]
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def overlapping(texts: Iterable[Text]) -> list[tuple[str, str]]:
    """Return the pairs of texts of which one covers another by more than a pixel."""
    boxes = [(text.get_text(), box_of(text).padded(-1)) for text in texts]
    pairs = itertools.combinations(boxes, 2)
    return [(one, other) for (one, box), (other, area) in pairs if box.overlaps(area)]


def outside(picture: Picture) -> list[str]:
    """Return the texts that stick out of the figure by more than a pixel."""
    frame = picture.figure.bbox
    texts = [text for axes in picture.figure.axes for text in texts_of(axes)]
    texts += [text for text in picture.figure.texts if text.get_text().strip()]
    boxes = [(text.get_text(), box_of(text)) for text in texts]
    return [
        text
        for text, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > frame.x1 + 1 or box.y1 > frame.y1 + 1
    ]
