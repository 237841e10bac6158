"""Estimates from one number per customer: mean, standard error, interval."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    numbers = sample(values)
    mean = float(numbers.mean())
    error = float(numbers.std(ddof=1) / sqrt(numbers.size))
    half = quantile(confidence, comparisons) * error
    return Estimate(mean, error, mean - half, mean + half, numbers.size)


def sample(values: ArrayLike) -> NDArray[np.float64]:
    """Return numbers to estimate from, or say why nothing can be estimated from them.

    Parameters
    ----------
    values
        Shape (customers, ...).

    Raises
    ------
    servicelab.data.ServicelabError
        If there are fewer than 30 customers, or a number is missing.

    Examples
    --------
    >>> sample([1] * 30).dtype
    dtype('float64')
    """
    numbers = np.asarray(values, dtype=float)
    if len(numbers) < SMALLEST_SAMPLE:
        raise ServicelabError(
            f"只有 {len(numbers)} 位客户，算不出可信的区间。n 至少要 {SMALLEST_SAMPLE}。"
        )
    if not np.isfinite(numbers).all():
        raise ServicelabError("数据里有空缺或无穷大，先处理掉再估计。")
    return numbers


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
