"""Pareto/NBD: buying at a steady pace through a lifetime that ends at any moment."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from servicelab.theory.crm.checks import Real, Whole
from servicelab.theory.crm.customers import Customers
from servicelab.theory.crm.maximum import Objective
from servicelab.theory.crm.purchase_model import PurchaseModel
from servicelab.theory.crm.special import (
    legendre,
    log_rising,
    mean_purchases_exponential,
    rising_slope,
)

_STARTS = ((0.5, 0.5, 0.3), (1.0, 1.0, 1.0), (0.3, 2.0, 3.0), (3.0, 0.3, 0.1))  # r, s, beta/T
_NODES = 40
_DEEP = 40.0  # logarithms below which an integrand counts for nothing
_BLOCK = 16_384


class ParetoNBD(PurchaseModel):
    """The Pareto/NBD model.

    A customer buys at rate λ ~ Gamma(r, alpha) until he leaves, unseen, at rate
    μ ~ Gamma(s, beta).

    Parameters
    ----------
    r, alpha, s, beta
        Give all four to use the model with known parameters; leave them out and `fit`.

    Notes
    -----
    Schmittlein, Morrison & Colombo (1987), Counting your customers: who are they and what will
    they do next?, *Management Science* 33(1), 1-24. The likelihood is the integral, over the
    moment τ between the last purchase and the end at which the customer may have left, of
    ``(alpha+τ)^−(r+x) · s·(beta+τ)^−(s+1)``, plus the term of staying; taken by Gauss-Legendre in
    log(τ + min(alpha, beta)), which stays exact where the usual ₂F₁ forms lose their digits.

    Examples
    --------
    >>> model = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    >>> model
    ParetoNBD(r=0.553, alpha=10.58, s=0.606, beta=11.67)
    """

    names = ("r", "alpha", "s", "beta")
    times = ("alpha", "beta")
    tried = 1000  # a row costs an integral

    def _starts(self, data: Customers) -> list[Real]:
        longest = float(data.T.max())
        return [np.array([r, r / data.rate / 1.5, s, k * longest]) for r, s, k in _STARTS]

    def _objective(self, data: Customers) -> Objective:
        blocks = np.array_split(np.arange(len(data.T)), len(data.T) // _BLOCK + 1)

        def likelihood(params: Real) -> tuple[float, Real]:
            value, slope = 0.0, np.zeros(4)
            for rows in blocks:
                one, many = _terms(
                    params, data.frequency[rows], data.recency[rows], data.T[rows], data.most
                )[:2]
                value += float(data.weight[rows] @ one)
                slope += many @ data.weight[rows]
            return value, slope

        return likelihood

    def _alive(self, x: Whole, recency: Real, age: Real) -> Real:
        params, most = self.params.to_numpy(), int(x.max())
        blocks = np.array_split(np.arange(len(x)), len(x) // _BLOCK + 1)
        parts = [_terms(params, x[b], recency[b], age[b], most)[2] for b in blocks]
        return np.concatenate(parts)

    def _mean(self, t: Real, x: Whole, age: Real) -> Real:
        # A customer alive after x purchases is a new one with these parameters.
        r, alpha, s, beta = self.params
        return mean_purchases_exponential(t, r + x, alpha + age, float(s), beta + age)

    def _shares(self, age: Real, most: int) -> Real:
        r, alpha, s, beta = self.params
        x = np.arange(most + 1)
        fixed = log_rising(r, most) - gammaln(x + 1)

        def pace(time: Real) -> Real:
            """Log probability of each count within a time, as long as he stays."""
            with np.errstate(divide="ignore", invalid="ignore"):  # 0·log(0), not chosen
                power = np.where(x > 0, x * np.log(time / (alpha + time))[..., None], 0.0)
            chance: Real = fixed - r * np.log1p(time / alpha)[..., None] + power
            return chance

        shift = min(alpha, beta)
        tau, weight = legendre(np.zeros(len(age)), shift, np.log1p(age / shift), 2 * _NODES)
        leaving = weight + np.log(s / beta) - (s + 1) * np.log1p(tau / beta)
        staying = np.exp(-s * np.log1p(age / beta))[:, None] * np.exp(pace(age))
        left: Real = np.exp(leaving[..., None] + pace(tau)).sum(axis=1)
        shares: Real = staying + left
        return shares

    def _purchases(self, length: Real, rng: np.random.Generator) -> tuple[Whole, Real, Real]:
        r, alpha, s, beta = self.params
        rate = rng.gamma(r, 1 / alpha, len(length))
        ending = np.maximum(rng.gamma(s, 1 / beta, len(length)), 1e-300)
        stays = np.minimum(rng.standard_exponential(len(length)) / ending, 1e300)
        active = np.minimum(length, stays)
        who = np.repeat(np.arange(len(length)), rng.poisson(rate * active))
        return who, rng.random(len(who)) * active[who], stays


def _terms(params: Real, x: Whole, last: Real, age: Real, most: int) -> tuple[Real, Real, Real]:
    """Log-likelihood of each row, its gradient (parameters by rows), and the share of staying."""
    r, alpha, s, beta = params
    tau, weight = legendre(last, min(alpha, beta), _length(params, x, last, age), _NODES)
    tau = np.column_stack([tau, age])  # the last column is the customer who stays
    stays = np.arange(_NODES + 1) == _NODES
    log_a, log_b = np.log(alpha + tau), np.log(beta + tau)
    count = (r + x)[:, None]
    fate = np.where(stays, s, s + 1)
    each = -count * log_a - fate * log_b
    each[:, :-1] += weight + np.log(s)
    top = each.max(axis=1)
    share = np.exp(each - top[:, None])
    total = share.sum(axis=1)
    share /= total[:, None]
    value = log_rising(r, most)[x] + r * np.log(alpha) + s * np.log(beta) + top + np.log(total)
    dead = 1 - share[:, -1]
    slope = np.array(
        [
            rising_slope(r, most)[x] + np.log(alpha) - (share * log_a).sum(axis=1),
            r / alpha - (r + x) * (share / (alpha + tau)).sum(axis=1),
            np.log(beta) + dead / s - (share * log_b).sum(axis=1),
            s / beta - (share * fate / (beta + tau)).sum(axis=1),
        ]
    )
    return value, slope, share[:, -1]


def _length(params: Real, x: Whole, last: Real, age: Real) -> Real:
    """Length of the interval in log(τ + shift), cut where nothing is left of the integrand."""
    r, alpha, s, beta = params
    shift = min(alpha, beta)
    whole = np.log((age + shift) / (last + shift))
    fall = (r + x) * (last + shift) / (alpha + last) + (s + 1) * (last + shift) / (beta + last) - 1
    cut: Real = np.minimum(whole, _DEEP / np.maximum(fall, 1e-9))
    return cut
