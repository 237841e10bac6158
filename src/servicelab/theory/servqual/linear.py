"""Least squares with errors that hold when the spread differs from respondent to respondent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import fdtrc, stdtr

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import Estimates, Vector, t_quantile
from servicelab.theory.servqual.say import called


@dataclass(frozen=True, eq=False)
class Line:
    """A regression: coefficients with each respondent's influence (HC3).

    Attributes
    ----------
    terms
        Names of the coefficients.
    estimates
        Coefficients with influences; an influence is residual × leverage weight / (1 − leverage).
    df
        Respondents minus coefficients.
    r_squared
        Share of the outcome's variance that the line accounts for.
    """

    terms: tuple[str, ...]
    estimates: Estimates
    df: int
    r_squared: float

    @property
    def covariance(self) -> Vector:
        """The covariance of the coefficients, HC3."""
        influence = self.estimates.influence
        told: Vector = influence.T @ influence / len(influence) ** 2
        return told

    def sums(self, weights: Vector, names: list[str], confidence: float) -> pd.DataFrame:
        """Return sums of coefficients (a row of `weights` each): estimate, interval, p."""
        values = weights @ self.estimates.values
        errors = np.sqrt(np.einsum("ij,jk,ik->i", weights, self.covariance, weights))
        half = t_quantile(confidence, self.df) * errors
        with np.errstate(divide="ignore", invalid="ignore"):
            p = 2 * stdtr(self.df, -np.abs(values / errors))
        columns = {"estimate": values, "ci_low": values - half, "ci_high": values + half, "p": p}
        return pd.DataFrame(columns, index=names)

    def table(self, confidence: float) -> pd.DataFrame:
        """Return every coefficient: estimate, interval, p; index the terms."""
        return self.sums(np.eye(len(self.terms)), list(self.terms), confidence)

    def p_of(self, constraints: Vector) -> float:
        """Return the p of several sums being 0 together (Wald's F)."""
        away = constraints @ self.estimates.values
        spread = constraints @ self.covariance @ constraints.T
        statistic = float(away @ np.linalg.solve(spread, away)) / len(constraints)
        return float(fdtrc(len(constraints), self.df, statistic))


def least_squares(frame: pd.DataFrame, outcome: pd.Series) -> Line:
    """Return the regression of an outcome on the columns of a frame, with a constant first.

    The errors are HC3: right, too, when answers at the end of the scale spread less than in its
    middle (MacKinnon & White 1985, Journal of Econometrics 29:305-325; recommended for n < 250 by
    Long & Ervin 2000, American Statistician 54:217-224).

    Parameters
    ----------
    frame
        A row a respondent, numbers without NaN.
    outcome
        A number a respondent, same rows.

    Raises
    ------
    servicelab.theory.TheoryError
        If there are too few respondents, or columns repeat each other.

    Examples
    --------
    >>> line = least_squares(pd.DataFrame({"x": [0.0, 1, 2, 3, 4]}), pd.Series([1.0, 3, 5, 7, 9.1]))
    >>> line.estimates.values.round(2)
    array([0.98, 2.02])
    """
    x = np.column_stack([np.ones(len(frame)), frame.to_numpy(dtype=float)])
    y = outcome.to_numpy(dtype=float)
    terms = ("constant", *map(str, frame.columns))
    _check(x, y, terms)
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ (x.T @ y)
    residuals = y - x @ coefficients
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    weights = residuals / np.maximum(1 - leverage, 1e-9)
    influence = (x @ inverse) * weights[:, None] * len(y)
    away = ((y - y.mean()) ** 2).sum()
    fit = 1 - float(residuals @ residuals / away)
    return Line(terms, Estimates(coefficients, influence), len(y) - x.shape[1], fit)


def _check(x: Vector, y: Vector, terms: tuple[str, ...]) -> None:
    if len(y) < x.shape[1] + 3:
        raise TheoryError(
            f"回归有 {x.shape[1]} 个系数，至少要 {x.shape[1] + 3} 份答卷，这里只有 {len(y)} 份。"
        )
    if not y.std() > 0:
        raise TheoryError("结果这一列人人相同，没有什么可解释的。请换一列。")
    spread = x.std(axis=0)
    spread[0] = 1.0
    if not spread.all() or np.linalg.matrix_rank(x / spread) < x.shape[1]:
        raise TheoryError(
            f"{'、'.join(map(called, terms[1:]))} 里有人人相同的，或能由其他几个算出来的，"
            "系数分不开。请去掉它。"
        )
