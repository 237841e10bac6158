"""The words of the checks, read from ``messages.yaml``."""

from __future__ import annotations

import reprlib
from typing import Any

from servicelab.data.resources import read_yaml

LONGEST_SHOWN = 60


def say(key: str, **parts: object) -> str:
    """Return a message with its gaps filled.

    Parameters
    ----------
    key
        Path in ``messages.yaml``, steps joined by dots.
    **parts
        What goes into the gaps.

    Returns
    -------
    str

    Examples
    --------
    >>> say("type.text", shown="'很高'")
    "'很高' 是文字，这里要一个数。"
    """
    found: Any = read_yaml("servicelab.course", "messages.yaml")
    for step in key.split("."):
        found = found[step]
    return str(found).format(**parts)


def entries(key: str) -> dict[str, str]:
    """Return a group of messages as they stand; don't change it."""
    return dict(read_yaml("servicelab.course", "messages.yaml")[key])


def shown(value: object) -> str:
    """Return a value as it may stand in a message: short, and never an error.

    Parameters
    ----------
    value
        Anything a learner handed in; even its ``repr`` may be broken.

    Examples
    --------
    >>> shown(0.1 + 0.2), shown("x" * 500)[:3], len(shown("x" * 500)) <= LONGEST_SHOWN
    ('0.3', "'xx", True)
    """
    if isinstance(value, float):
        return f"{value:.6g}"
    try:
        text = reprlib.repr(value)
    except Exception:
        text = type(value).__name__
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
