"""Gamma-Gamma: how much a customer spends a purchase, few purchases pulled to the mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from scipy.special import digamma, gammaln

from servicelab.theory.crm.checks import Real, refuse_times, rows, vector
from servicelab.theory.crm.fitted import Fitted
from servicelab.theory.crm.maximum import Objective, maximise
from servicelab.theory.errors import TheoryError

_SHAPE = (1e-3, 1e4)
_MONEY = (1e-4, 1e4)  # of v, in mean amounts
_STARTS = ((5.0, 4.0, 0.6), (1.0, 2.0, 1.0), (20.0, 10.0, 0.5), (2.0, 8.0, 4.0))  # p, q, v/mean
_RELATED = 0.3  # a correlation of frequency and amount above this is told


class GammaGamma(Fitted):
    """The Gamma-Gamma model of spending.

    A customer's purchases scatter around his own mean as Gamma(p, ν); ν ~ Gamma(q, v) differs
    between customers. The mean does not depend on how often he buys.

    Parameters
    ----------
    p, q, v
        Give all three to use the model with known parameters; leave them out and `fit`.

    Attributes
    ----------
    correlation : float
        Between frequency and mean amount among the customers used; the model takes it for 0.

    Notes
    -----
    Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis,
    *Journal of Marketing Research* 42(4), 415-430; Fader & Hardie (2013), note 025.

    Examples
    --------
    >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> round(model.expected_value(), 2)
    35.22
    >>> round(model.conditional_value(2, 22.35), 2)
    24.66
    """

    names = ("p", "q", "v")

    def __init__(self, **params: float) -> None:
        super().__init__(**params)
        self.correlation: float = np.nan

    def fit(
        self, frequency: object, value: object, start: Mapping[str, float] | None = None
    ) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        frequency
            Repeat purchases of each customer; rows with 0 are left out (`n` says how many stay).
        value
            Mean amount of a repeat purchase, above 0.
        start
            Parameters to begin with, beside the model's own starts.

        Returns
        -------
        GammaGamma
            The model itself.

        Raises
        ------
        TheoryError
            If fewer than 10 customers came again, an amount is missing or not above 0, all
            amounts are equal, or the search does not come to rest.
        """
        x, mean = self._usable(frequency, value)
        scale = float(mean.mean())
        objective = _objective(x, mean / scale)
        starts = [np.array(one) for one in _STARTS]
        if start is not None:
            starts.append(type(self)(**start).params.to_numpy() / [1, 1, scale])
        bounds = tuple(np.array([s, s, m]) for s, m in zip(_SHAPE, _MONEY, strict=True))
        found = maximise(objective, objective, len(x), starts, (bounds[0], bounds[1]))
        self._take(found, len(x))
        self._params = self.params * [1.0, 1.0, scale]
        self.log_likelihood -= len(x) * float(np.log(scale))
        self._say(x, mean)
        return self

    def _usable(self, frequency: object, value: object) -> tuple[Real, Real]:
        x = vector(frequency, "frequency", lambda v: v >= 0, "是 0 或更大的数")
        amount = _numbers(value, "value")
        if amount.shape != x.shape:
            raise TheoryError(f"frequency 和 value 要一样长，收到的是 {x.size}、{amount.size} 个。")
        wrong = (x > 0) & ~(np.isfinite(amount) & (amount > 0))
        if wrong.any():
            raise TheoryError(
                f"value 的{rows(wrong)}不对：买过不止一次的客户，平均金额要大于 0，不能空着。"
            )
        x, amount = x[x > 0], amount[x > 0]
        if len(x) < 10:
            raise TheoryError(f"只有 {len(x)} 位客户再来过，至少要 10 位才能估计花费。")
        if np.ptp(amount) <= 1e-9 * amount.mean():
            raise TheoryError("所有客户的平均金额都一样，没有差别可估。直接用这个金额就行。")
        return x, amount

    def _say(self, x: Real, mean: Real) -> None:
        self.correlation = float(np.corrcoef(x, mean)[0, 1]) if np.ptp(x) > 0 else 0.0
        if abs(self.correlation) > _RELATED:
            self.notes += (
                f"买得多的客户和买得少的客户花费不一样(相关 {self.correlation:.2f})，"
                "而模型假定两者无关：预测金额会偏。",
            )
        if self.params["q"] <= 1:
            self.notes += ("q 不大于 1：客户之间的平均金额没有有限的均值，不要外推。",)

    def expected_value(self) -> float:
        """Return the mean amount of a purchase over all customers, p·v/(q−1).

        Raises
        ------
        TheoryError
            If q is not above 1, where that mean is infinite.
        """
        p, q, v = self.params
        if q <= 1:
            raise TheoryError(f"q={q:.3g} 不大于 1，平均金额是无穷大：金额太悬殊，这个模型不合适。")
        return float(p * v / (q - 1))

    def conditional_value(self, frequency: object, value: object) -> Real | float:
        """Return the mean amount of a customer's purchases, given what he spent so far.

        Parameters
        ----------
        frequency
            Repeat purchases; with 0 the answer is the mean over all customers.
        value
            Mean amount of a repeat purchase; not looked at where frequency is 0.

        Returns
        -------
        float or numpy.ndarray
            Between the customer's own mean and that of all customers, the nearer to his own the
            more often he bought.
        """
        p, q, v = self.params
        x, amount = _numbers(frequency, "frequency"), _numbers(value, "value")
        try:
            x, amount = np.broadcast_arrays(x, amount)
        except ValueError as error:
            raise TheoryError(
                f"frequency 和 value 要一样长，收到的是 {x.size}、{amount.size} 个。"
            ) from error
        usable = (x == 0) | (np.isfinite(amount) & (amount > 0))
        if not ((x >= 0) & np.isfinite(x) & usable).all():
            raise TheoryError("frequency 要是 0 或更大的数；买过不止一次的客户，value 要大于 0。")
        if (x == 0).any():
            self.expected_value()  # says so when there is none
        spent = np.where(x > 0, x * np.where(x > 0, amount, 0.0), 0.0)
        mean = p * (v + spent) / (p * x + q - 1)
        return float(mean) if mean.ndim == 0 else mean

    def simulate(self, frequency: object, seed: int | np.random.Generator = 0) -> Real:
        """Return each customer's mean amount of that many purchases; missing where there are 0."""
        p, q, v = self.params
        x = vector(frequency, "frequency", lambda one: one >= 0, "是 0 或更大的数")
        rng = np.random.default_rng(seed)
        rate = rng.gamma(q, 1 / v, len(x))
        total = rng.gamma(p * np.maximum(x, 1), 1.0) / rate
        return np.where(x > 0, total / np.maximum(x, 1), np.nan)


def _numbers(values: object, name: str) -> Real:
    refuse_times(values, name)
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"{name} 里有读不成数字的内容，请先清理。") from error


def _objective(x: Real, mean: Real) -> Objective:
    total = x * mean
    constant = -float(np.log(mean).sum())

    def likelihood(params: Real) -> tuple[float, Real]:
        p, q, v = params
        px = p * x
        log_total, log_sum = np.log(total), np.log(v + total)
        value = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(v)
        value += px * log_total - (px + q) * log_sum
        both = digamma(px + q)
        slope = (
            x * (both - digamma(px) + log_total - log_sum),
            both - digamma(q) + np.log(v) - log_sum,
            q / v - (px + q) / (v + total),
        )
        return float(value.sum()) + constant, np.array([one.sum() for one in slope])

    return likelihood
