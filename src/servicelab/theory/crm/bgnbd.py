"""BG/NBD: buying at a steady pace, with a chance of leaving after every purchase."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit, gammaln

from servicelab.theory.crm.checks import Real, Whole
from servicelab.theory.crm.customers import Customers
from servicelab.theory.crm.maximum import Objective
from servicelab.theory.crm.purchase_model import PurchaseModel
from servicelab.theory.crm.special import log_rising, mean_purchases_geometric, rising_slope

_STARTS = ((0.5, 0.8, 2.5), (1.0, 1.0, 1.0), (0.25, 0.2, 4.0), (3.0, 0.5, 10.0))  # r, a, b


class BGNBD(PurchaseModel):
    """The beta-geometric/NBD model.

    A customer buys at rate λ as long as he is one; λ differs between customers, Gamma(r, alpha).
    After each repeat purchase he leaves for good with probability p; p ~ Beta(a, b).

    Parameters
    ----------
    r, alpha, a, b
        Give all four to use the model with known parameters; leave them out and `fit`.

    Notes
    -----
    Fader, Hardie & Lee (2005), "Counting your customers" the easy way, *Marketing Science*
    24(2), 275-284. A customer without a repeat purchase is alive for sure here, which is the
    price of the model's simplicity.

    Examples
    --------
    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(model.conditional_expectation(39, frequency=2, recency=30.43, T=38.86), 3)
    1.226
    >>> round(model.probability_alive(2, 30.43, 38.86), 2)
    0.73
    """

    names = ("r", "alpha", "a", "b")
    times = ("alpha",)

    def _starts(self, data: Customers) -> list[Real]:
        return [np.array([r, r / data.rate / 1.5, a, b]) for r, a, b in _STARTS]

    def _objective(self, data: Customers) -> Objective:
        never = data.frequency == 0
        once_only = _never(data.T[never], data.weight[never])
        again = _again(data.frequency[~never], data.recency[~never], data.T[~never])
        weight = data.weight[~never]

        def likelihood(params: Real) -> tuple[float, Real]:
            value, slope = once_only(params)
            each, many = again(params)
            return value + float(weight @ each), slope + many @ weight

        return likelihood

    def _alive(self, x: Whole, recency: Real, age: Real) -> Real:
        r, alpha, a, b = self.params
        odds = np.log(a) - np.log(b + np.maximum(x - 1, 0))
        odds = odds + (r + x) * (np.log(alpha + age) - np.log(alpha + recency))
        alive: Real = np.where(x > 0, expit(-odds), 1.0)
        return alive

    def _mean(self, t: Real, x: Whole, age: Real) -> Real:
        # A customer alive after x purchases is a new one with these parameters.
        r, alpha, a, b = self.params
        return mean_purchases_geometric(t, r + x, alpha + age, float(a), b + x)

    def _shares(self, age: Real, most: int) -> Real:
        r, alpha, a, b = self.params
        x = np.arange(most + 1)
        odds = np.log(age + (age == 0)) - np.log(alpha + age)
        counts = log_rising(r, most) - gammaln(x + 1) + r * np.log(alpha / (alpha + age))[:, None]
        pace = np.exp(counts + x * odds[:, None]) * ((age[:, None] > 0) | (x == 0))
        stays = np.exp(log_rising(b, most) - log_rising(a + b, most))  # after x purchases
        more = 1 - np.cumsum(pace, axis=1) + pace  # at least x at this pace
        leaves = np.append(0.0, stays[:-1] - stays[1:])  # right after purchase x
        shares: Real = pace * stays + np.maximum(more, 0.0) * leaves
        return shares

    def _purchases(self, length: Real, rng: np.random.Generator) -> tuple[Whole, Real, Real]:
        r, alpha, a, b = self.params
        rate = rng.gamma(r, 1 / alpha, len(length))
        leaving = np.maximum(rng.beta(a, b, len(length)), 1e-15)
        lasting = rng.geometric(leaving)  # purchases until he leaves, this one included
        count = rng.poisson(rate * length)
        who = np.repeat(np.arange(len(length)), count)
        when = rng.random(len(who)) * length[who]
        order = np.lexsort((when, who))
        who, when = who[order], when[order]
        rank = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count) + 1
        stays = np.full(len(length), np.inf)
        final = rank == lasting[who]
        stays[who[final]] = when[final]
        kept = rank <= lasting[who]
        return who[kept], when[kept], stays


def _never(T: Real, weight: Real) -> Objective:
    """Those who never came again: only their time counts."""
    ages, kind = np.unique(T, return_inverse=True)
    count = np.bincount(kind, weights=weight)

    def likelihood(params: Real) -> tuple[float, Real]:
        r, alpha, _, _ = params
        share = np.log1p(ages / alpha)
        slope = np.array([-(count @ share), r / alpha * (count @ (ages / (alpha + ages))), 0, 0])
        return -r * float(count @ share), slope

    return likelihood


def _again(x: Whole, recency: Real, T: Real) -> Callable[[Real], tuple[Real, Real]]:
    """Those who came again: log-likelihood of each, and its gradient, parameters by rows."""
    # Logarithms are taken of the different times only: in a log by days there are few.
    (ages, age), (lasts, last) = (np.unique(one, return_inverse=True) for one in (T, recency))
    most = int(x.max())

    def likelihood(params: Real) -> tuple[Real, Real]:
        r, alpha, a, b = params
        log_age = np.log(alpha + ages)[age]
        span = log_age - np.log(alpha + lasts)[last]
        count = r + x
        odds = count * span + (np.log(a) - np.log(b + np.arange(most)))[x - 1]  # gone or not
        both_ways = np.logaddexp(0.0, odds)
        stays = np.exp(-both_ways)
        gone = 1.0 - stays
        tables = log_rising(r, most) + log_rising(b, most) - log_rising(a + b, most)
        value = (tables + r * np.log(alpha))[x] - count * log_age + both_ways
        both = rising_slope(a + b, most)
        mean_inverse = stays * (1 / (alpha + ages))[age] + gone * (1 / (alpha + lasts))[last]
        return value, np.array(
            [
                (rising_slope(r, most) + np.log(alpha))[x] - log_age + gone * span,
                r / alpha - count * mean_inverse,
                gone / a - both[x],
                (rising_slope(b, most) - both)[x] - gone / (b + x - 1),
            ]
        )

    return likelihood
