"""Least squares with errors that hold when the spread is not the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import level

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """Coefficients by name, their covariances (HC3), rows and degrees of freedom left."""

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    n: int
    df: int

    def row(self, weights: dict[str, float], confidence: float) -> dict[str, float]:
        """Return a weighted sum of coefficients with its interval and test.

        Parameters
        ----------
        weights
            Name → weight; the others weigh 0.
        confidence
            Of the interval.

        Returns
        -------
        dict
            estimate, ci_low, ci_high, p.
        """
        w = np.array([weights.get(name, 0.0) for name in self.names])
        estimate = float(w @ self.coefficients)
        error = float(np.sqrt(w @ self.covariance @ w))
        reach = float(t.ppf(0.5 + level(confidence) / 2, self.df)) * error
        p = float(2 * t.sf(abs(estimate) / error, self.df)) if error > 0 else float(estimate == 0)
        return {
            "estimate": estimate,
            "ci_low": estimate - reach,
            "ci_high": estimate + reach,
            "p": p,
        }


def least_squares(columns: pd.DataFrame, outcome: pd.Series[float]) -> Line:
    """Regress `outcome` on `columns` and a constant.

    Parameters
    ----------
    columns
        Causes, without gaps.
    outcome
        As many numbers.

    Returns
    -------
    Line
        The constant is called ``const``.

    Raises
    ------
    TheoryError
        If there are too few rows, or one column follows from the others.

    Notes
    -----
    HC3 covariance (MacKinnon & White 1985): residuals divided by one minus their leverage.

    Examples
    --------
    >>> line = least_squares(pd.DataFrame({"x": [0.0, 1, 2, 3]}), pd.Series([1.0, 3, 5, 7]))
    >>> dict(zip(line.names, line.coefficients.round(6).tolist(), strict=True))
    {'const': 1.0, 'x': 2.0}
    """
    names = ("const", *map(str, columns.columns))
    x = np.column_stack([np.ones(len(columns)), columns.to_numpy(dtype=float)])
    y = outcome.to_numpy(dtype=float)
    n, k = x.shape
    if n < k + 2:
        raise TheoryError(f"只有 {n} 行可用，要估 {k} 个数，估不了。")
    scale = np.sqrt((x**2).mean(axis=0))
    values = np.linalg.eigvalsh((x / scale).T @ (x / scale) / n) if (scale > 0).all() else [0.0]
    if values[0] < 1e-10:
        raise TheoryError(f"这些列里有一列能由其余各列算出：{'、'.join(names[1:])}；请去掉一列。")
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    leverage = np.einsum("nk,kl,nl->n", x, inverse, x)
    scaled = (y - x @ coefficients) / np.maximum(1 - leverage, 1e-6)
    moved = x * scaled[:, None]
    return Line(names, coefficients, inverse @ moved.T @ moved @ inverse, n, n - k)


def fieller(line: Line, above: str, below: str, confidence: float) -> tuple[float, float]:
    """Return the interval of the ratio of two coefficients (Fieller 1954).

    Parameters
    ----------
    line
        The regression.
    above, below
        Names of numerator and denominator.
    confidence
        Of the interval.

    Returns
    -------
    tuple of float
        Infinite both ways where the denominator can't be told from zero.

    Examples
    --------
    >>> line = Line(("a", "b"), np.array([4.0, 2.0]), np.diag([0.01, 0.01]), 1000, 1000)
    >>> tuple(round(end, 3) for end in fieller(line, "a", "b", 0.95))
    (1.798, 2.241)
    """
    i, j = line.names.index(above), line.names.index(below)
    a, b = line.coefficients[i], line.coefficients[j]
    v = line.covariance
    t2 = float(t.ppf(0.5 + level(confidence) / 2, line.df)) ** 2
    square = b**2 - t2 * v[j, j]
    middle = a * b - t2 * v[i, j]
    under = middle**2 - square * (a**2 - t2 * v[i, i])
    if square <= 0:
        return -np.inf, np.inf
    root = float(np.sqrt(max(under, 0.0)))  # below 0 only by rounding, where nothing scatters
    return float((middle - root) / square), float((middle + root) / square)
