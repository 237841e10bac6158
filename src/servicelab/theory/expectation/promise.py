"""What a promise does: it moves the expectation that the same result is then held against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from servicelab.theory.errors import TheoryError


@dataclass(frozen=True)
class PromiseParameters:
    """What the arithmetic of a promise needs; every number is the user's input, none a finding.

    Attributes
    ----------
    trust
        How far the promise moves the expectation, 0 (nobody listens) to 1 (taken at its word).
    habit
        What people expect without a promise, in the promise's unit.
    slope_below, slope_above
        Points of satisfaction for each unit worse, or better, than expected, beyond the zone; ≥ 0.
    zone
        Units either way that nobody minds, ≥ 0.
    base
        Satisfaction when the result is as expected.
    spread
        Standard deviation of disconfirmation among customers of the same promise and result
        (expectations differ, results vary), ≥ 0.
    better
        ``"less"`` (hours of waiting) or ``"more"`` (degrees in the room).
    lowest, highest
        Ends of the scale of satisfaction.
    """

    trust: float = 0.75
    habit: float = 8.0
    slope_below: float = 4.0
    slope_above: float = 2.0
    zone: float = 1.0
    base: float = 66.0
    spread: float = 0.0
    better: str = "less"
    lowest: float = 0.0
    highest: float = 100.0

    def __post_init__(self) -> None:
        numbers = {name: one for name, one in vars(self).items() if name != "better"}
        for name, one in numbers.items():
            open_end = name in ("lowest", "highest") and not np.isnan(one)  # a scale without ends
            if not (open_end or np.isfinite(one)):
                raise TheoryError(f"{name} 要是一个数，收到的是 {one}。")
        if not 0 <= self.trust <= 1:
            raise TheoryError(f"trust 要在 0 到 1 之间，收到的是 {self.trust}。")
        for name in ("slope_below", "slope_above", "zone", "spread"):
            if getattr(self, name) < 0:
                raise TheoryError(f"{name} 不能是负数，收到的是 {getattr(self, name)}。")
        if not self.lowest < self.highest:
            raise TheoryError(f"lowest 要小于 highest，收到 {self.lowest} 和 {self.highest}。")
        if self.better not in ("less", "more"):
            raise TheoryError(f"better 只能是 less 或 more，收到的是 {self.better}。")


def promise_effect(
    promises: Iterable[float], performance: float, parameters: PromiseParameters | None = None
) -> pd.DataFrame:
    """Return what a range of promises does to satisfaction when the result stays the same.

    Parameters
    ----------
    promises
        What might be promised (hours, degrees).
    performance
        The result, the same for all promises.
    parameters
        The customers' response; inputs of the user. None takes the values that made the course's
        ``continuance.csv``.

    Returns
    -------
    DataFrame
        A row a promise: ``promise, expectation, disconfirmation`` (positive is better than
        expected), ``worse_off`` (share of customers below the zone), ``satisfaction``.

    Raises
    ------
    TheoryError
        If a parameter is out of range.

    Notes
    -----
    expectation = trust x promise + (1 - trust) x habit; disconfirmation is the distance between
    result and expectation, favourable positive; satisfaction is broken at the ends of the zone.
    With a spread, satisfaction is the exact mean over a normal disconfirmation,
    E max(d - z, 0) = s (φ(u) + u Φ(u)) with u = (mean - z) / s.
    The form follows Oliver (1980) and Anderson & Sullivan (1993); the numbers do not.

    Examples
    --------
    >>> promise_effect([4, 8, 12], performance=8).round(1).values.tolist()
    [[4.0, 5.0, -3.0, 1.0, 58.0], [8.0, 8.0, 0.0, 0.0, 66.0], [12.0, 11.0, 3.0, 0.0, 70.0]]
    """
    told = parameters or PromiseParameters()
    promise = np.array(list(promises), dtype=float)
    if not np.isfinite(promise).all() or not np.isfinite(performance):
        raise TheoryError("承诺与结果都要是数。")
    expectation = told.trust * promise + (1 - told.trust) * told.habit
    sign = -1.0 if told.better == "less" else 1.0
    apart = sign * (performance - expectation) + 0.0  # no minus zero in the table
    sooner = _beyond(apart - told.zone, told.spread)
    later = _beyond(-apart - told.zone, told.spread)
    points = told.base + told.slope_above * sooner - told.slope_below * later
    return pd.DataFrame(
        {
            "promise": promise,
            "expectation": expectation,
            "disconfirmation": apart,
            "worse_off": _share(-apart - told.zone, told.spread),
            "satisfaction": np.clip(points, told.lowest, told.highest),
        }
    )


Array = npt.NDArray[np.float64]


def _beyond(mean: Array, spread: float) -> Array:
    """Mean of what reaches above zero, of a normal variable."""
    if spread == 0:
        return np.maximum(mean, 0)
    u = mean / spread
    return np.asarray(spread * (norm.pdf(u) + u * norm.cdf(u)))


def _share(mean: Array, spread: float) -> Array:
    return (mean > 0).astype(float) if spread == 0 else np.asarray(norm.cdf(mean / spread))
