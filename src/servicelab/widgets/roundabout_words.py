"""Words of the roundabout screen."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the roundabout screen.

    Parameters
    ----------
    section
        Such as ``"screen"`` or ``"advice"``.

    Examples
    --------
    >>> say("screen")["difficulty"]
    '难度'
    """
    return dict(read_yaml("servicelab.widgets", "roundabout.yaml")[section])


def trades() -> list[str]:
    """Return the ids of the four cases that the screen offers, one a trade.

    Examples
    --------
    >>> trades()[0]
    'bank_transfer_failed'
    """
    return list(read_yaml("servicelab.widgets", "roundabout.yaml")["trades"])
