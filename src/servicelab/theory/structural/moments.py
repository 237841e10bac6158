"""The rows, means and covariances that a structural model is fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from servicelab.theory.errors import TheoryError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """Covariances (divided by n) of p variables, the n rows behind them, and rows left out."""

    names: tuple[str, ...]
    covariance: Array  # (p, p)
    n: int
    left_out: int = 0
    rows: Array | None = None  # (n, p), about their means; None where only covariances are known


def from_frame(frame: pd.DataFrame, names: Sequence[str]) -> Moments:
    """Take the columns `names` of a table, rows without gaps only, and check that they vary.

    Parameters
    ----------
    frame
        A row a respondent.
    names
        Columns the model speaks of.

    Returns
    -------
    Moments

    Raises
    ------
    TheoryError
        If a column is absent, not numeric or constant, or hardly a row is whole.

    Examples
    --------
    >>> table = pd.DataFrame({"x": [1, 2, 3, None, 5], "y": [2, 4, 5, 1, 9]})
    >>> moments = from_frame(table, ["x", "y"])
    >>> moments.n, moments.left_out
    (4, 1)
    """
    numbers = pd.DataFrame({name: _numbers(frame, name) for name in names})
    whole = numbers.dropna()
    if len(whole) < 3:
        raise TheoryError(
            f"只有 {len(whole)} 行在这些列上都有数：{'、'.join(names)}；请先看哪几列空得多。"
        )
    rows = whole.to_numpy(dtype=float)
    rows = rows - rows.mean(axis=0)
    covariance = rows.T @ rows / len(rows)
    _check(list(names), covariance)
    return Moments(tuple(names), covariance, len(rows), len(numbers) - len(whole), rows)


def from_covariance(covariance: pd.DataFrame, n: int, names: Sequence[str]) -> Moments:
    """Take the covariances of `names` from a published or computed covariance matrix.

    Parameters
    ----------
    covariance
        Square table, the same names on both sides; a correlation matrix is one too.
    n
        Rows behind it.
    names
        Variables the model speaks of.

    Returns
    -------
    Moments

    Raises
    ------
    TheoryError
        If a name is absent, or the matrix is not symmetric and positive definite.
    """
    absent = [name for name in names if name not in covariance.index or name not in covariance]
    if absent:
        raise TheoryError(f"协方差表里没有：{'、'.join(absent)}。")
    matrix = covariance.loc[list(names), list(names)].to_numpy(dtype=float)
    if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T, atol=1e-8):
        raise TheoryError("协方差表要对称，而且不能有空格。")
    _check(list(names), matrix)
    return Moments(tuple(names), matrix, n)


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series[float]:
    if name not in frame.columns:
        raise TheoryError(
            f"表里没有“{name}”这一列；有的列：{_some(list(map(str, frame.columns)))}。"
        )
    if list(frame.columns).count(name) > 1:
        raise TheoryError(f"表里有不止一列叫“{name}”，请先改名。")
    if frame[name].dtype.kind in "mM":  # pandas would make them nanoseconds
        raise TheoryError(f"“{name}”这一列是日期或时间，不是数。请先换成天数之类的数。")
    try:
        return pd.to_numeric(frame[name]).astype(float).replace([np.inf, -np.inf], np.nan)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"“{name}”这一列里有不是数的内容，请先清理。") from error


def _some(names: list[str]) -> str:
    return "、".join(names[:12]) + ("……" if len(names) > 12 else "")


def _check(names: list[str], covariance: Array) -> None:
    """A column that never varies, or that others add up to, carries no answer."""
    spread = covariance.diagonal()
    constant = [name for name, one in zip(names, spread, strict=True) if one <= 1e-12]
    if constant:
        raise TheoryError(f"这些列的回答全都一样，估计不了：{'、'.join(constant)}。")
    correlation = covariance / np.sqrt(np.outer(spread, spread))
    values, vectors = np.linalg.eigh(correlation)
    if values[0] < 1e-8:
        found = np.abs(vectors[:, 0]) > 0.1
        bound = [name for name, one in zip(names, found, strict=True) if one]
        raise TheoryError(
            f"这些列之间有完全的重复（一列能由其余各列算出，或行数不比列数多）："
            f"{'、'.join(bound)}；请去掉一列。"
        )
