"""The words of the promise screen, read from ``promise.yaml``."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the promise screen.

    Parameters
    ----------
    section
        Such as ``"screen"``.

    Examples
    --------
    >>> say("screen")["title"]
    '承诺滑块'
    """
    return dict(read_yaml("servicelab.widgets", "promise.yaml")[section])


def hours(value: float) -> str:
    """Return a number of hours, with one decimal where it has one.

    Examples
    --------
    >>> hours(5.0), hours(6.25)
    ('5', '6.2')
    """
    text = f"{abs(value):.1f}"
    return text.removesuffix(".0")
