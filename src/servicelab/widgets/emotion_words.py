"""The words of the emotion screen, read from ``emotion.yaml``."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the emotion screen.

    Parameters
    ----------
    section
        Such as ``"screen"``.

    Examples
    --------
    >>> say("screen")["title"]
    '情绪温度计'
    """
    return dict(read_yaml("servicelab.widgets", "emotion.yaml")[section])
