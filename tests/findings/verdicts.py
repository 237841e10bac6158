"""From numbers by seed to a verdict: intervals, rules for parts, and coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

Rule = str | tuple[str, float] | tuple[str, float, float]
"""``">0"``, ``"<0"``, ``("above", bound)``, ``("below", bound)`` or ``("within", low, high)``."""
CONFIDENCE = 0.95
BAND = 0.1
"""Half-width of the equivalence band for a published null, in standard deviations."""
NOTHING = 1e-6
"""An effect below this is rounding, not a sign."""


class Effect(NamedTuple):
    """A mean over seeds with its t-interval."""

    mean: float
    low: float
    high: float


def effect(values: Sequence[float]) -> Effect:
    """Return the mean of some numbers, one a seed, with its 95 % t-interval."""
    numbers = np.asarray(values, dtype=float)
    mean = float(numbers.mean())
    if len(numbers) < 2:
        return Effect(mean, mean, mean)
    error = float(numbers.std(ddof=1)) / np.sqrt(len(numbers))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, len(numbers) - 1)) * error
    return Effect(mean, mean - reach, mean + reach)


def limits(rule: Rule) -> tuple[float, float]:
    """Return the open interval in which a rule wants the effect.

    >>> limits(">0"), limits(("within", -0.1, 0.1))
    ((1e-06, inf), (-0.1, 0.1))
    """
    if rule == ">0":
        return NOTHING, np.inf
    if rule == "<0":
        return -np.inf, -NOTHING
    name, *bounds = rule
    if name == "within":
        return float(bounds[0]), float(bounds[1])
    ends = {"above": (bounds[0], np.inf), "below": (-np.inf, bounds[0])}
    return ends[name]


def holds(found: Effect, rule: Rule) -> bool:
    """Return whether the whole interval lies where the rule wants it."""
    low, high = limits(rule)
    return bool(low < found.low and found.high < high)


def row_holds(parts: Mapping[str, Effect], rules: Mapping[str, Rule]) -> bool:
    """Return whether every part of a finding holds."""
    return all(holds(parts[part], rule) for part, rule in rules.items())


def shown(before: Mapping[str, Effect], after: Mapping[str, Effect], rules: Any) -> bool:
    """Return whether a switch takes the finding away.

    Some part must no longer hold, and its distance from the wrong side must have shrunk to less
    than half.
    """
    return any(_gone(before[part], after[part], rule) for part, rule in rules.items())


def _gone(before: Effect, after: Effect, rule: Rule) -> bool:
    return holds(before, rule) and not holds(after, rule) and _halved(before, after, rule)


def _halved(before: Effect, after: Effect, rule: Rule) -> bool:
    low, high = limits(rule)
    if np.isfinite(low) and np.isfinite(high):
        return True  # a null that has left its band
    side, bound = (1.0, low) if np.isfinite(low) else (-1.0, high)
    return bool(side * (after.mean - bound) < 0.5 * side * (before.mean - bound))


def spread(untroubled: pd.DataFrame, outcome: str) -> float:
    """Return the standard deviation of an outcome among customers without a failure."""
    return float(untroubled[outcome].std())


def betas(table: pd.DataFrame, outcome: str, causes: Sequence[str]) -> dict[str, float]:
    """Return the standardised coefficients of a linear regression."""
    columns = table[[outcome, *causes]].to_numpy(dtype=float)
    scores = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    found = np.linalg.lstsq(scores[:, 1:], scores[:, 0], rcond=None)[0]
    return dict(zip(causes, map(float, found), strict=True))


def slopes(table: pd.DataFrame, outcome: str, causes: Mapping[str, Any]) -> dict[str, float]:
    """Return the coefficients of a linear regression with an intercept, in the causes' units."""
    design = np.column_stack(
        [np.ones(len(table)), *(np.asarray(x, float) for x in causes.values())]
    )
    found = np.linalg.lstsq(design, table[outcome].to_numpy(dtype=float), rcond=None)[0]
    return dict(zip(causes, map(float, found[1:]), strict=True))
