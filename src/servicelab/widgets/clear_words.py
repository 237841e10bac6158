"""Words of the CLEAR screen."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the CLEAR screen.

    Parameters
    ----------
    section
        Such as ``"screen"`` or ``"page"``.

    Examples
    --------
    >>> say("steps")["listen"]["zh"]
    '倾听'
    """
    return dict(read_yaml("servicelab.widgets", "clear.yaml")[section])


def listed(steps: tuple[str, ...] | list[str], between: str = "arrow") -> str:
    """Return the names of some steps of CLEAR in one line.

    Parameters
    ----------
    steps
        Ids.
    between
        ``"arrow"`` or ``"pause"``: what stands between two.

    Examples
    --------
    >>> listed(["resolve", "listen"])
    '解决 → 倾听'
    """
    names = say("steps")
    return str(say("page")[between]).join(names[step]["zh"] for step in steps)
