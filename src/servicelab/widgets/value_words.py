"""The words of the value screen, read from ``value.yaml``."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.figures.numbers import number_text


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the value screen.

    Parameters
    ----------
    section
        Such as ``"screen"``.

    Examples
    --------
    >>> say("screen")["title"]
    '救回来值多少'
    """
    return dict(read_yaml("servicelab.widgets", "value.yaml")[section])


def thousands(amount: float) -> str:
    """Return yuan as thousands of yuan, with one decimal.

    Examples
    --------
    >>> thousands(-1540.0)
    '−1.5'
    """
    return number_text(amount / 1000, 1)
