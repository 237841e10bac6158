"""What speaks for or against randomness: tallies that add up over blocks and give a p-value.

All p-values are two-sided: numbers that are spread too evenly are as suspect as clumped ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy import stats


class Evidence(Protocol):
    """Something that adds up and gives a p-value."""

    def __add__(self, other: Any) -> Any: ...

    def p(self) -> float: ...


def two_sided(upper: float) -> float:
    """Return the two-sided p-value of an upper tail."""
    return float(min(1.0, 2 * min(upper, 1 - upper)))


@dataclass
class Cells:
    """How often each cell was seen, against the probability of each (None: all alike)."""

    seen: np.ndarray
    probabilities: np.ndarray | None = None

    def __add__(self, other: Cells) -> Cells:
        return Cells(self.seen + other.seen, self.probabilities)

    def p(self) -> float:
        share = 1 / len(self.seen) if self.probabilities is None else self.probabilities
        expected = self.seen.sum() * share
        statistic = float(((self.seen - expected) ** 2 / expected).sum())
        return two_sided(float(stats.chi2.sf(statistic, len(self.seen) - 1)))


def cells(index: np.ndarray, number: int, probabilities: np.ndarray | None = None) -> Cells:
    """Return how often each of `number` cells occurs in an array of their indices."""
    return Cells(np.bincount(index.ravel().astype(np.int64), minlength=number), probabilities)


@dataclass
class Coins:
    """How often each of several coins fell heads in `tosses` tosses of all."""

    heads: np.ndarray
    tosses: int

    def __add__(self, other: Coins) -> Coins:
        return Coins(self.heads + other.heads, self.tosses + other.tosses)

    def p(self) -> float:
        statistic = float(((self.heads - self.tosses / 2) ** 2).sum() / (self.tosses / 4))
        return two_sided(float(stats.chi2.sf(statistic, len(self.heads))))


@dataclass
class Sum:
    """A sum of many terms of mean 0, with the variance of the whole."""

    total: float
    variance: float

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.total + other.total, self.variance + other.variance)

    def p(self) -> float:
        return float(2 * stats.norm.sf(abs(self.total) / np.sqrt(self.variance)))


@dataclass
class Rare:
    """How often something rare happened, against how often it should have (Poisson)."""

    seen: int
    expected: float

    def __add__(self, other: Rare) -> Rare:
        return Rare(self.seen + other.seen, self.expected + other.expected)

    def p(self) -> float:
        above = stats.poisson.sf(self.seen, self.expected)
        return two_sided(float(above + stats.poisson.pmf(self.seen, self.expected) / 2))


@dataclass
class Each:
    """P-values of their own, one a block."""

    values: list[float]

    def __add__(self, other: Each) -> Each:
        return Each(self.values + other.values)

    def p(self) -> float:
        return self.values[0] if len(self.values) == 1 else evenness(self.values)


def evenness(values: Sequence[float]) -> float:
    """Return the p-value of "these p-values are uniform", by Kolmogorov and Smirnov."""
    return float(stats.kstest(values, "uniform").pvalue)


def holm(values: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted for their number (Holm 1979), the smallest first."""
    ordered = sorted(values.items(), key=lambda item: item[1])
    worst, adjusted = 0.0, {}
    for place, (name, value) in enumerate(ordered):
        worst = max(worst, min(1.0, value * (len(ordered) - place)))
        adjusted[name] = worst
    return adjusted
