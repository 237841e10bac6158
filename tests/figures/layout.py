"""Where things stand in a figure."""

from __future__ import annotations

from servicelab.figures import Picture, style


def laid_out(picture: Picture) -> Picture:
    """Place everything in a picture, so that boxes can be asked for; saving leaves stale ones."""
    with style():
        picture.figure.draw_without_rendering()
    return picture
