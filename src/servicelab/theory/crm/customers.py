"""Customers as the models see them: checked, and equal ones counted instead of repeated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from servicelab.theory.crm.checks import Real, Whole, rows, vector
from servicelab.theory.errors import TheoryError

_MOST = 1_000_000  # repeat purchases; beyond it the tables of the likelihood fill the memory


@dataclass(frozen=True)
class Customers:
    """Rows of different customers, and how many there are of each kind."""

    frequency: Whole
    recency: Real
    T: Real
    weight: Real

    @property
    def n(self) -> int:
        """Number of customers."""
        return int(self.weight.sum())

    @property
    def most(self) -> int:
        """The largest number of repeat purchases."""
        return int(self.frequency.max())

    @property
    def rate(self) -> float:
        """Repeat purchases a unit of time, over all customers."""
        return float(self.weight @ self.frequency / (self.weight @ self.T))

    def some(self, most: int) -> Customers:
        """Return a fixed sample of at most so many rows, on which to try starting points."""
        if len(self.weight) <= most:
            return self
        chosen = np.random.default_rng(0).choice(len(self.weight), most, replace=False)
        part = (self.frequency[chosen], self.recency[chosen], self.T[chosen], self.weight[chosen])
        return Customers(*part)


def checked(frequency: object, recency: object, T: object) -> tuple[Whole, Real, Real]:
    """Return the three columns as numbers that can be true together.

    Raises
    ------
    TheoryError
        If a value is missing, negative or impossible; the message names the rows.

    Examples
    --------
    >>> checked([2, 0], [3.0, 0.0], [4.0, 4.0])[0].tolist()
    [2, 0]
    >>> checked([2, 0], [5.0, 0.0], [4.0, 4.0])
    Traceback (most recent call last):
        ...
    servicelab.theory.errors.TheoryError: 第 1 行的 recency 大于 T：最后一次购买落在观察期之外。
    """
    x = vector(frequency, "frequency", lambda v: (v >= 0) & (v == np.floor(v)), "是 0 或更大的整数")
    last = vector(recency, "recency", lambda v: v >= 0, "是 0 或更大的数")
    age = vector(T, "T", lambda v: v >= 0, "是 0 或更大的数")
    if not len(x) == len(last) == len(age):
        raise TheoryError(
            f"frequency、recency、T 要一样长，收到的是 {len(x)}、{len(last)}、{len(age)} 行。"
        )
    late, never = last > age * (1 + 1e-9), (x == 0) != (last == 0)
    if late.any():
        raise TheoryError(f"{rows(late)}的 recency 大于 T：最后一次购买落在观察期之外。")
    if never.any():
        raise TheoryError(
            f"{rows(never)}的 frequency 和 recency 对不上：没再来过时 recency 是 0，来过就大于 0。"
        )
    if x.max() > _MOST:
        raise TheoryError(
            f"{rows(x > _MOST)}的 frequency 超过 {_MOST} 次，不像购买次数。请看是不是错了列。"
        )
    return x.astype(np.int64), np.minimum(last, age), age


def gathered(frequency: object, recency: object, T: object) -> Customers:
    """Check the columns and count equal customers, so that a million is no slower than needed.

    Raises
    ------
    TheoryError
        Also if nobody was observed for any time or nobody ever came again.

    Examples
    --------
    >>> gathered([1, 0, 1], [2.0, 0.0, 2.0], [3.0, 3.0, 3.0]).weight.tolist()
    [1.0, 2.0]
    """
    x, last, age = checked(frequency, recency, T)
    if not age.any():
        raise TheoryError(
            "所有客户的 T 都是 0：观察期没有长度。请把 until 往后移，或多收一段数据。"
        )
    if not x.any():
        raise TheoryError(
            "没有一位客户再来过(frequency 全是 0)：买得多快、会不会流失都估不出来。请多收一段数据。"
        )
    first, weight = _different(x, last, age)
    return Customers(x[first], last[first], age[first], weight)


def _different(x: Whole, last: Real, age: Real) -> tuple[Whole, Real]:
    """Index of one of each kind, and how many there are of it."""
    key = x
    for more in (last, age):
        kinds, code = np.unique(more, return_inverse=True)
        # Numbering again after each column keeps the key far from overflowing.
        key = np.unique(key * len(kinds) + code, return_inverse=True)[1]
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    return first.astype(np.int64), count.astype(np.float64)
