"""Estimates that know what each respondent did to them, and the intervals that follow from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.say import called

Vector = NDArray[np.float64]
Scale = Literal["plain", "fisher", "reliability"]


@dataclass(frozen=True, eq=False)
class Estimates:
    """Some estimates from one sample, with each respondent's influence on each of them.

    An estimate moves away from the truth by the mean of its influences, apart from what vanishes
    faster with the number of respondents. So errors, correlations between estimates and errors of
    sums, differences and smooth functions all follow from one matrix, and no normal distribution
    of the answers is asked for (asymptotically distribution-free; Hampel 1974, JASA 69:383-393).

    Attributes
    ----------
    values
        The estimates, shape (q,).
    influence
        A row a respondent, a column an estimate, shape (n, q); each column's mean is 0.

    Examples
    --------
    >>> told = means(pd.DataFrame({"a": [1.0, 2.0, 3.0]}))
    >>> told.values, told.errors.round(3)
    (array([2.]), array([0.577]))
    """

    values: Vector
    influence: Vector

    @property
    def n(self) -> int:
        """The number of respondents."""
        return len(self.influence)

    @property
    def errors(self) -> Vector:
        """The standard errors; of a mean exactly s/√n."""
        squares: Vector = (self.influence**2).sum(axis=0)
        errors: Vector = np.sqrt(squares / (self.n * max(self.n - 1, 1)))
        return errors

    def combine(self, weights: Vector) -> Estimates:
        """Return sums of the estimates, a row of `weights` (shape (m, q)) each."""
        return Estimates(weights @ self.values, self.influence @ weights.T)

    def chain(self, values: Vector, slopes: Vector) -> Estimates:
        """Return functions of the estimates: their values and their slopes, shape (m, q)."""
        return Estimates(values, self.influence @ slopes.T)

    def interval(
        self, confidence: float = 0.95, scale: Scale = "plain", df: int | None = None
    ) -> tuple[Vector, Vector]:
        """Return the lower and upper ends of the intervals.

        Parameters
        ----------
        confidence
            Share of samples whose interval holds the truth, between 0 and 1.
        scale
            On which scale the estimate is taken as normal: as it is; ``"fisher"``, atanh, for
            correlations; ``"reliability"``, log(1 − x), for what can't be above 1.
        df
            Degrees of freedom of Student's t; n − 1 if not given.
        """
        quantile = t_quantile(confidence, self.n - 1 if df is None else df)
        half = quantile * self.errors
        if scale == "plain":
            return self.values - half, self.values + half
        inside = np.minimum(np.abs(self.values), 1 - 1e-12)  # at 1 there is no room and no error
        if scale == "fisher":
            centre = np.arctanh(np.copysign(inside, self.values))
            half = half / (1 - inside**2)
            return np.tanh(centre - half), np.tanh(centre + half)
        room = np.maximum(1 - self.values, 1e-12)
        factor = np.exp(half / room)
        return 1 - room * factor, 1 - room / factor


def together(*several: Estimates) -> Estimates:
    """Return estimates from the same respondents side by side."""
    return Estimates(
        np.concatenate([one.values for one in several]),
        np.hstack([one.influence for one in several]),
    )


def t_quantile(confidence: float, df: float) -> float:
    """Return how many standard errors an interval reaches to either side.

    Raises
    ------
    servicelab.theory.TheoryError
        If the confidence is not between 0 and 1 or there are no degrees of freedom.

    Examples
    --------
    >>> round(t_quantile(0.95, 10), 3)
    2.228
    """
    if not 0 < confidence < 1:
        raise TheoryError(f"confidence 要在 0 和 1 之间，例如 0.95，收到的是 {confidence}。")
    if df < 1:
        raise TheoryError("只有一份可用的答卷，算不出区间。至少要两份，有把握的结论要几十份。")
    return float(stdtrit(df, (1 + confidence) / 2))


def means(frame: pd.DataFrame | Vector) -> Estimates:
    """Return the mean of each column over its own answered rows, with the rows' influence.

    Parameters
    ----------
    frame
        A row a respondent, numbers, NaN where there is no answer; each column has an answer.
    """
    answers = np.asarray(frame, dtype=float)
    answered = ~np.isnan(answers)
    counts = answered.sum(axis=0)
    centre = np.where(answered, answers, 0.0).sum(axis=0) / counts
    away = np.where(answered, answers - centre, 0.0)
    return Estimates(centre, away * (len(answers) / counts))


def correlations(frame: pd.DataFrame, outcome: pd.Series) -> Estimates:
    """Return each column's correlation with an outcome, with the rows' influence.

    Parameters
    ----------
    frame
        A row a respondent, numbers without NaN; every column differs between respondents.
    outcome
        A number a respondent, same rows.

    Raises
    ------
    servicelab.theory.TheoryError
        If a column or the outcome is the same number everywhere.

    References
    ----------
    A respondent's influence is how r changes when he is left out (jackknife; Efron 1982, The
    Jackknife, the Bootstrap and Other Resampling Plans): with a few dozen respondents it covers
    better than its limit z_x z_y − r (z_x² + z_y²)/2 (Devlin, Gnanadesikan & Kettenring 1975,
    Biometrika 62:531-545). For many normal answers it comes to Fisher's (1 − r²)².

    Examples
    --------
    >>> told = correlations(pd.DataFrame({"x": [1.0, 2, 3, 4]}), pd.Series([1.0, 3, 2, 4]))
    >>> told.values.round(2)
    array([0.8])
    """
    x, y = standardised(frame), standardised(outcome.to_frame())
    n = len(x)
    values = (x * y).mean(axis=0)
    left = 1 / (n - 1)  # what leaving one out takes from a sum of squares, for a mean square of 1
    with np.errstate(divide="ignore", invalid="ignore"):
        without = (values - left * x * y) / np.sqrt((1 - left * x**2) * (1 - left * y**2))
    return Estimates(values, jackknife(values, without))


def jackknife(values: Vector, without: Vector) -> Vector:
    """Return the influences of respondents from the estimates `without` each of them.

    Raises
    ------
    servicelab.theory.TheoryError
        If without one of them there is no estimate.
    """
    moved = (len(without) - 1) * (values - without)
    if not np.isfinite(moved).all():
        raise TheoryError(
            "除了一个人，其余的答案都一样，估计全靠这一个人，算不出区间。请多收答卷。"
        )
    told: Vector = moved - moved.mean(axis=0)
    return told


def standardised(frame: pd.DataFrame) -> Vector:
    """Return columns with mean 0 and mean square 1."""
    flat = [called(name) for name in frame.columns[~(frame.std() > 0)]]
    if flat:
        raise TheoryError(
            f"{'、'.join(flat[:5])}：人人相同，谈不上相关。请换一列，或多收几份答卷。"
        )
    answers = frame.to_numpy(dtype=float)
    away = answers - answers.mean(axis=0)
    told: Vector = away / np.sqrt((away**2).mean(axis=0))
    return told
