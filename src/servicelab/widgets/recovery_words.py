"""Numbers of the recovery screen in words: levels, differences, intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servicelab.widgets.recovery_scripts import say
from servicelab.widgets.results import share

Choices = Mapping[str, Any]
Frame = Any
"""A table or a row of it: pandas' own types cannot say what a row holds."""


def interval(low: float, high: float) -> str:
    """Return an interval as text, as finely as it is narrow."""
    fine = high - low
    if not fine:
        return str(say("page")["all_the_same"])  # no width for want of differences, not certainty
    return str(say("page")["interval"]).format(low=share(low, fine), high=share(high, fine))


def level_in_words(row: Frame) -> dict[str, str]:
    """Return a mean and its interval as text."""
    fine = row["ci_high"] - row["ci_low"]
    return {
        "value": share(row["estimate"]),
        "low": share(row["ci_low"], fine),
        "high": share(row["ci_high"], fine),
    }


def way_of(value: float, low: float, high: float, unclear: str) -> str:
    """Return ``up`` or ``down``, or `unclear` where the interval includes 0."""
    if low <= 0 <= high:
        return unclear
    return "up" if value > 0 else "down"


def difference(value: float, low: float, high: float, direction: str) -> dict[str, str]:
    """Return a difference and its interval; those that are below 0 are told without the sign."""
    fine = high - low
    if direction == "down":
        value, low, high = -value, -high, -low
    return {"gain": share(value, fine), "low": share(low, fine), "high": share(high, fine)}
