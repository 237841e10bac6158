"""BG/NBD: buying at a steady pace, with a chance of leaving after every purchase."""

from __future__ import annotations

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
        x, again = data.frequency, data.frequency > 0
        # Logarithms are taken of the different times only: there are far fewer than rows.
        ages, age = np.unique(data.T, return_inverse=True)
        lasts, last = np.unique(data.recency, return_inverse=True)
        later = np.maximum(x - 1.0, 0.0)

        def likelihood(params: Real) -> tuple[float, Real]:
            r, alpha, a, b = params
            log_age, log_last = np.log(alpha + ages)[age], np.log(alpha + lasts)[last]
            span = log_age - log_last
            odds = np.log(a) - np.log(b + later) + (r + x) * span  # dead against alive
            gone = np.where(again, expit(odds), 0.0)
            tables = log_rising(r, data.most) + log_rising(b, data.most)
            value = (tables - log_rising(a + b, data.most))[x] + r * np.log(alpha)
            value += np.where(again, np.logaddexp(0.0, odds), 0.0) - (r + x) * log_age
            part = rising_slope(a + b, data.most)[x]
            inverse, sooner = (1 / (alpha + ages))[age], (1 / (alpha + lasts))[last]
            slope = (
                rising_slope(r, data.most)[x] + np.log(alpha) - log_age + gone * span,
                r / alpha - (r + x) * (inverse - gone * (inverse - sooner)),
                gone / a - part,
                rising_slope(b, data.most)[x] - part - gone / (b + later),
            )
            return float(data.weight @ value), np.array([data.weight @ one for one in slope])

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
