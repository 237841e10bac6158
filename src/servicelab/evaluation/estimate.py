"""Estimates from one number per customer: mean, standard error, interval."""

from __future__ import annotations

from itertools import combinations
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from servicelab.data.errors import ServicelabError

SMALLEST_SAMPLE = 30
"""Customers below which an interval from the normal distribution is not shown."""


class Estimate(NamedTuple):
    """A mean with its uncertainty.

    Attributes
    ----------
    estimate, standard_error
        Mean of the numbers; its standard error.
    ci_low, ci_high
        Confidence interval (normal approximation).
    n
        Numbers that went in.
    """

    estimate: float
    standard_error: float
    ci_low: float
    ci_high: float
    n: int


def mean_estimate(values: ArrayLike, confidence: float = 0.95, comparisons: int = 1) -> Estimate:
    """Estimate the mean behind independent numbers, one a customer.

    Parameters
    ----------
    values
        Shape (customers,), at least 30 finite numbers.
    confidence
        Level of the interval, above 0 and below 1.
    comparisons
        How many such intervals shall hold together (Bonferroni).

    Returns
    -------
    Estimate

    Raises
    ------
    servicelab.data.ServicelabError
        If there are too few numbers or one is missing.

    Examples
    --------
    >>> mean_estimate([0.0, 1.0] * 50).estimate
    0.5
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.size < SMALLEST_SAMPLE:
        raise ServicelabError(
            f"只有 {numbers.size} 位客户，算不出可信的区间。n 至少要 {SMALLEST_SAMPLE}。"
        )
    if not np.isfinite(numbers).all():
        raise ServicelabError("数据里有空缺或无穷大，先处理掉再估计。")
    mean = float(numbers.mean())
    error = float(numbers.std(ddof=1) / sqrt(numbers.size))
    half = quantile(confidence, comparisons) * error
    return Estimate(mean, error, mean - half, mean + half, numbers.size)


def quantile(confidence: float, comparisons: int = 1) -> float:
    """Return the standard errors on either side of an estimate that its interval spans.

    Parameters
    ----------
    confidence
        Level at which all intervals hold together, above 0 and below 1.
    comparisons
        Their number, 1 or more; each is widened by Bonferroni's correction.

    Examples
    --------
    >>> round(quantile(0.95), 3), round(quantile(0.95, 3), 3)
    (1.96, 2.394)
    """
    if not 0 < confidence < 1:
        raise ServicelabError(f"confidence（置信水平）要在 0 和 1 之间，收到的是 {confidence!r}。")
    return NormalDist().inv_cdf(1 - (1 - confidence) / (2 * comparisons))


def noise_floor(units: pd.DataFrame, confidence: float = 0.95) -> float:
    """Return the smallest difference between two methods that repetition would not produce.

    It is the widest half-interval among all pairwise differences, taken customer by customer
    (the same customers meet the same luck under every method) and held together by Bonferroni.

    Parameters
    ----------
    units
        One row a customer, one column a method; two columns or more.
    confidence
        Level at which all pairwise intervals hold together.

    Returns
    -------
    float
        In the units of the measure; NaN if there is only one method.

    Examples
    --------
    >>> units = pd.DataFrame({"a": [0.0, 1.0] * 50, "b": [0.5, 0.5] * 50})
    >>> round(noise_floor(units), 3)
    0.098
    """
    pairs = list(combinations(units.columns, 2))
    if not pairs:
        return float("nan")
    errors = [mean_estimate(units[first] - units[second]).standard_error for first, second in pairs]
    return quantile(confidence, len(pairs)) * max(errors)
