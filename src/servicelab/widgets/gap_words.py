"""The words of the gap screen, and its numbers in words."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.figures.numbers import number_text

DIGITS = 2


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the gap screen.

    Parameters
    ----------
    section
        Such as ``"screen"`` or ``"gaps"``.

    Examples
    --------
    >>> say("screen")["questions"]["gaps"]
    '差距在哪里'
    """
    return dict(read_yaml("servicelab.widgets", "gap.yaml")[section])


def points(value: float, digits: int = DIGITS) -> str:
    """Return a number of points with a true minus sign.

    Examples
    --------
    >>> points(-1.1124), points(0.0)
    ('−1.11', '0.00')
    """
    return number_text(value, digits)


def interval(low: float, high: float, digits: int = DIGITS) -> str:
    """Return an interval as text.

    Examples
    --------
    >>> interval(-1.2, -1.02)
    '−1.20 到 −1.02'
    """
    return str(say("gaps")["interval"]).format(low=points(low, digits), high=points(high, digits))
