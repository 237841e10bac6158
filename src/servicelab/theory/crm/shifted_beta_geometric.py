"""Renewals of contracts carried forward: who stays is a mixture, so retention seems to rise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
from scipy.special import betaln, digamma, hyp2f1

from servicelab.theory.crm.checks import Flags, Real, vector
from servicelab.theory.crm.fitted import Fitted
from servicelab.theory.crm.maximum import maximise
from servicelab.theory.errors import TheoryError

BOUNDS = np.full(2, 1e-3), np.full(2, 1e4)
STARTS = [np.array(one) for one in ((0.5, 2.0), (1.0, 1.0), (2.0, 20.0), (5.0, 5.0))]


class ShiftedBetaGeometric(Fitted):
    """Shifted beta-geometric model of contracts that are renewed at fixed times.

    At each renewal a customer leaves with his own constant chance; these chances differ between
    customers (beta distribution). The hasty leave first, so the share that renews rises with time
    though nobody becomes more loyal.

    Attributes
    ----------
    params : pandas.Series
        ``alpha``, ``beta`` of the chance of leaving; its mean is alpha / (alpha + beta).

    Notes
    -----
    Fader & Hardie (2007), How to project customer retention, *Journal of Interactive Marketing*
    21(1), 76-90.

    Examples
    --------
    >>> model = ShiftedBetaGeometric().fit_counts([1000, 700, 560, 470, 410])
    >>> model.survival([0, 1, 8]).round(2).tolist()
    [1.0, 0.7, 0.28]
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def fit(self, renewals: object, left: object) -> Self:
        """Estimate by maximum likelihood from one row a customer.

        Parameters
        ----------
        renewals
            At which renewal the customer left (1 is the first one), or how many renewals he has
            made if he is still there; whole numbers, ≥ 1.
        left
            1 if he left, 0 if he is still there.

        Raises
        ------
        TheoryError
            If a row can't be used, nobody or everybody left, or only one renewal has been seen:
            then the spread of the chances can't be told.
        """
        times = vector(renewals, "renewals", _whole, "是 1 或更大的整数")
        gone = vector(left, "left", lambda one: np.isin(one, [0, 1]), "写 1(已离开)或 0(还在)")
        if len(times) != len(gone):
            raise TheoryError(f"renewals 有 {len(times)} 行，left 有 {len(gone)} 行，要一样多。")
        most = int(times.max())
        lost = np.bincount(times[gone == 1].astype(int), minlength=most + 1)[1:]
        kept = np.bincount(times[gone == 0].astype(int), minlength=most + 1)[1:]
        return self._maximise(lost.astype(float), kept.astype(float))

    def fit_counts(self, active: Sequence[float]) -> Self:
        """Estimate from how many of one cohort were there: at the start, after 1, 2 … renewals.

        Parameters
        ----------
        active
            Counts, never rising, at least three.
        """
        counts = vector(active, "active", lambda one: one >= 0, "是 0 或更大的数")
        if len(counts) < 3 or (np.diff(counts) > 0).any():
            raise TheoryError("active 要至少三个数，一个不比一个大：开始时、续约一次后、两次后……")
        kept = np.zeros(len(counts) - 1)
        kept[-1] = counts[-1]
        return self._maximise(-np.diff(counts), kept)

    def _maximise(self, lost: Real, kept: Real) -> Self:
        size = float(lost.sum() + kept.sum())
        if lost.sum() == 0 or kept.sum() == 0:
            raise TheoryError("没有人离开，或者一个也没剩下，续约率往后怎么走看不出来。")
        if len(lost) < 2 or lost[1:].sum() + kept[1:].sum() == 0:
            raise TheoryError("只看到一次续约，客户之间差多少看不出来。至少要两次。")

        def objective(params: Real) -> tuple[float, Real]:
            return _likelihood(params, lost, kept)

        found = maximise(objective, objective, size, STARTS, BOUNDS)
        return self._take(found, int(size))

    def survival(self, renewals: object) -> Real:
        """Return the share that is still there after so many renewals.

        Parameters
        ----------
        renewals
            Numbers of renewals, ≥ 0.
        """
        t = vector(renewals, "renewals", lambda one: one >= 0, "是 0 或更大的数")
        alpha, beta = self.params
        return np.asarray(np.exp(betaln(alpha, beta + t) - betaln(alpha, beta)))

    def retention(self, renewals: object) -> Real:
        """Return the share of those before a renewal who make it; the first one is 1."""
        t = vector(renewals, "renewals", _whole, "是 1 或更大的整数")
        alpha, beta = self.params
        return np.asarray((beta + t - 1) / (alpha + beta + t - 1))

    def residual_renewals(self, made: int = 0, discount: float = 0.1) -> float:
        """Return the discounted number of renewals still to come.

        Parameters
        ----------
        made
            Renewals that the customer has made already, ≥ 0.
        discount
            Rate of interest a period, > 0.

        Notes
        -----
        Fader & Hardie (2010), Customer-base valuation in a contractual setting, *Marketing Science*
        29(1), 85-93: the next renewal is due after a period.
        """
        if not (discount > 0 and made >= 0 and float(made).is_integer()):
            raise TheoryError("made 要是 0 或更大的整数，discount 要大于 0。")
        alpha, beta = self.params
        begin = beta + made
        first = begin / (alpha + begin) / (1 + discount)
        return float(first * hyp2f1(1, begin + 1, alpha + begin + 1, 1 / (1 + discount)))


def _whole(numbers: Real) -> Flags:
    return np.asarray((numbers >= 1) & (numbers == np.floor(numbers)))


def _likelihood(params: Real, lost: Real, kept: Real) -> tuple[float, Real]:
    """Log-likelihood and gradient: B(α+1, β+t−1) for who left at t, B(α, β+t) for who stays."""
    alpha, beta = params
    t = np.arange(1, len(lost) + 1)
    base = betaln(alpha, beta)
    value = lost @ (betaln(alpha + 1, beta + t - 1) - base) + kept @ (
        betaln(alpha, beta + t) - base
    )
    both, at_base = digamma(alpha + beta + t), digamma(alpha + beta)
    common = at_base - both
    by_alpha = lost @ (digamma(alpha + 1) - digamma(alpha) + common) + kept @ common
    left = digamma(beta + t - 1) - digamma(beta) + common
    stays = digamma(beta + t) - digamma(beta) + common
    return float(value), np.array([by_alpha, lost @ left + kept @ stays])
