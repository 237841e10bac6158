"""Functions of the likelihoods, in forms that neither overflow nor lose digits."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from servicelab.theory.crm.checks import Real

_NODES = 128
_BLOCK = 8192  # rows worked on together, so that memory stays flat
_DEEP = 40.0  # a density this many logarithms below its top counts for nothing


def log_rising(start: float, most: int) -> Real:
    """Return log of start·(start+1)···(start+k−1) for k = 0 … most.

    Equal to lnΓ(start+k) − lnΓ(start), without the digits that the difference loses.

    Examples
    --------
    >>> np.exp(log_rising(2.0, 3)).round(9).tolist()
    [1.0, 2.0, 6.0, 24.0]
    """
    return np.append(0.0, np.cumsum(np.log(start + np.arange(most))))


def rising_slope(start: float, most: int) -> Real:
    """Return the derivative of `log_rising` in its start.

    Examples
    --------
    >>> rising_slope(2.0, 2).round(4).tolist()
    [0.0, 0.5, 0.8333]
    """
    return np.append(0.0, np.cumsum(1.0 / (start + np.arange(most))))


def mean_purchases_geometric(t: Real, r: Real, alpha: Real, a: float, b: Real) -> Real:
    """Return the mean number of purchases in time t when each may be the last one.

    A customer buys at rate λ ~ Gamma(r, alpha) and leaves after a purchase with probability
    p ~ Beta(a, b). Given p the mean is ``(1 − (1 + p·t/alpha)^−r) / p``; it is averaged over p
    by the trapezoidal rule in log(p / (1 − p)), which stays exact where the closed form with ₂F₁
    breaks: near a = 1, where that is 0/0, and for huge t/alpha.

    Examples
    --------
    >>> one = np.ones(1)
    >>> mean_purchases_geometric(39 * one, 0.243 * one, 4.414 * one, 0.793, 2.426 * one).round(4)
    array([1.1967])
    """
    t, r, alpha, b = np.broadcast_arrays(t, r, alpha, b)
    result = np.empty(t.shape)
    for kind in np.unique(b):
        where = np.flatnonzero(b == kind)
        p, q, weight = _beta_nodes(a + 1, float(kind) + 1)
        for block in np.array_split(where, len(where) // _BLOCK + 1):
            parts = (t[block, None] / alpha[block, None], r[block, None])
            result[block] = _averaged(*parts, p, q, weight, a, float(kind))
    return result


def _averaged(z: Real, r: Real, p: Real, q: Real, weight: Real, a: float, b: float) -> Real:
    """Mean over Beta(a, b), whose tails a chord takes away, so that few nodes do."""
    none = (r * z)[:, 0]
    surely = -np.expm1(-r * np.log1p(z))[:, 0]
    bent = -np.expm1(-r * np.log1p(p * z)) / p - none[:, None] * q - surely[:, None] * p
    total = a + b
    rest: Real = (bent / (p * q)) @ weight * (a / total) * (b / (total + 1))
    return none * (b / total) + surely * (a / total) + rest


def _beta_nodes(a: float, b: float) -> tuple[Real, Real, Real]:
    """Points of Beta(a, b) evenly spaced in log(p / (1 − p)), with weights that add to 1."""

    def depth(y: Real) -> Real:
        return a * np.logaddexp(0.0, -y) + b * np.logaddexp(0.0, y)

    top = float(np.log(a / b))
    reach = np.sqrt(1 / a + 1 / b) * 1.25 ** np.arange(60)
    floor = depth(np.array(top)) + _DEEP
    left = reach[np.argmax(depth(top - reach) > floor)]
    right = reach[np.argmax(depth(top + reach) > floor)]
    y = np.linspace(top - left, top + right, _NODES)
    weight = np.exp(floor - _DEEP - depth(y))
    return expit(y), expit(-y), weight / weight.sum()


def mean_purchases_exponential(t: Real, r: Real, alpha: Real, s: float, beta: Real) -> Real:
    """Return the mean number of purchases in time t of a customer with an exponential lifetime.

    ``r/alpha · (beta/(s−1)) · (1 − (beta/(beta+t))^(s−1))``, which at s = 1 is
    ``r/alpha · beta · log(1 + t/beta)``; written so that it is smooth there.

    Examples
    --------
    >>> one = np.ones(1)
    >>> mean_purchases_exponential(one, one, one, 1.0, one).round(6)
    array([0.693147])
    """
    length = np.log1p(t / beta)
    bend = (s - 1) * length
    small = np.abs(bend) < 1e-8
    share = np.where(small, 1.0, -np.expm1(-bend) / np.where(small, 1.0, bend))
    mean: Real = r / alpha * beta * length * share
    return mean


def legendre(low: Real, shift: float, length: Real, nodes: int) -> tuple[Real, Real]:
    """Return points τ between low and beyond, evenly good in log(τ + shift), and log weights.

    Parameters
    ----------
    low
        Where each row's interval begins.
    shift
        Added to τ before the logarithm is taken, above 0.
    length
        Length of each row's interval in log(τ + shift).
    nodes
        Points a row.

    Returns
    -------
    tuple of numpy.ndarray
        Rows by nodes: the points, and the logarithms of their weights.

    Examples
    --------
    >>> tau, log_weight = legendre(np.zeros(1), 1.0, np.log([3.0]), 20)  # from 0 to 2
    >>> float((np.exp(log_weight) * tau**2).sum().round(12))
    2.666666666667
    """
    x, w = np.polynomial.legendre.leggauss(nodes)
    step = length[:, None] * ((x + 1) / 2)
    tau = low[:, None] + (low[:, None] + shift) * np.expm1(step)
    with np.errstate(divide="ignore"):
        weight = np.log(length)[:, None] + np.log(w / 2) + step + np.log(low + shift)[:, None]
    return tau, weight
