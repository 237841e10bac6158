"""The share of members who stay, from stays of which some have not ended (Kaplan–Meier)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Flags, Real, refuse_times, rows
from servicelab.theory.crm.events import column
from servicelab.theory.errors import TheoryError


@dataclass(frozen=True)
class Curve:
    """Product-limit estimate at the times at which somebody left.

    Attributes
    ----------
    time, at_risk, left
        Times of leaving, ascending; members seen there just before; how many left.
    survival, variance
        Share that stays beyond each time; Greenwood's sum, the variance of its logarithm.
    entry, duration
        The stays that went in.
    """

    time: Real
    at_risk: Real
    left: Real
    survival: Real
    variance: Real
    entry: Real
    duration: Real

    @property
    def n(self) -> int:
        """Members."""
        return len(self.duration)

    @property
    def last(self) -> float:
        """Longest stay seen; nothing is known beyond it."""
        return float(self.duration.max())

    def at(self, times: Real) -> tuple[Real, Real, Real]:
        """Return survival, Greenwood's sum and members at risk at any times."""
        place = np.searchsorted(self.time, times, side="right")
        seen = (self.entry < times[:, None]) & (self.duration >= times[:, None])
        begun = np.where(times <= 0, self.n, seen.sum(axis=1))
        survival = np.append(1.0, self.survival)[place]
        return survival, np.append(0.0, self.variance)[place], begun.astype(float)


def product_limit(duration: Real, left: Flags, entry: Real | None = None) -> Curve:
    """Return the product-limit estimate of Kaplan and Meier (1958).

    Parameters
    ----------
    duration
        Shape (members,), ≥ 0: how long each stay has been seen; 0 tells nothing and does no harm.
    left
        Shape (members,): whether it ended then.
    entry
        Shape (members,), how old each stay was when one began to look (left truncation); None: 0.

    Examples
    --------
    >>> product_limit(np.array([1.0, 2, 3, 4]), np.array([True, False, True, False])).survival
    array([0.75 , 0.375])
    """
    began = np.zeros_like(duration) if entry is None else entry
    time, lost = np.unique(duration[left], return_counts=True)
    ended = np.searchsorted(np.sort(duration), time, side="left")
    at_risk = np.searchsorted(np.sort(began), time, side="left") - ended
    with np.errstate(divide="ignore"):
        variance = np.cumsum(lost / (at_risk * (at_risk - lost)))
    survival = np.cumprod(1 - lost / at_risk)
    return Curve(
        time, at_risk.astype(float), lost.astype(float), survival, variance, began, duration
    )


def limits(survival: Real, variance: Real, at_risk: Real, confidence: float) -> tuple[Real, Real]:
    """Return limits of survival, symmetric on the scale log(−log S), which keeps them in 0…1.

    Before anybody has left, the lower limit is the share that n stayers of n still allow
    (Clopper–Pearson); after everybody has left, both limits are wide open to that side.

    Source: Kalbfleisch & Prentice (2002), *The Statistical Analysis of Failure Time Data*, 1.4.
    """
    tail = (1 - confidence) / 2
    inner = (survival > 0) & (survival < 1)
    safe = np.where(inner, survival, 0.5)
    spread = np.where(inner, variance, 0.0) ** 0.5 / np.abs(np.log(safe))
    factor = np.exp(quantile(confidence) * spread)
    allowed = tail ** (1 / np.maximum(at_risk, 1))
    low = np.where(inner, safe**factor, np.where(survival >= 1, allowed, 0.0))
    high = np.where(inner, safe ** (1 / factor), np.where(survival >= 1, 1.0, 1 - allowed))
    return low, high


def quantile(confidence: float) -> float:
    """Return the standard errors on either side that an interval of this level spans.

    Examples
    --------
    >>> round(quantile(0.95), 3)
    1.96
    """
    from statistics import NormalDist

    if not 0 < confidence < 1:
        raise TheoryError(f"confidence（置信水平）要在 0 和 1 之间，收到的是 {confidence!r}。")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def curves(
    table: pd.DataFrame, by: str | None, duration: str, left: str, entry: str | None
) -> Iterator[tuple[Any, Curve]]:
    """Check stays and yield the estimate of each group, in the order of the groups' names."""
    stays, ended = _stays(column(table, duration)), _ended(column(table, left))
    _refuse(ended & (stays == 0), f"离开了，“{duration}”却是 0。当天就走的，请记 0.5 天。")
    began = np.zeros_like(stays)
    if entry is not None:
        began = _numbers(column(table, entry))
        _refuse((began < 0) | (began >= stays), "开始看的时间不在 0 和时长之间。")
    if by is None:
        groups = [("全部", np.ones(len(stays), dtype=bool))]
    else:
        marks = column(table, by)
        _refuse(marks.isna().to_numpy(bool), f"“{by}”是空的。请补上，或先删去这些行。")
        names = sorted(marks.unique(), key=lambda one: (isinstance(one, str), one))
        groups = [(name, (marks == name).to_numpy(bool)) for name in names]
    for name, chosen in groups:
        if not ended[chosen].any():
            raise TheoryError(
                f"“{name}”的 {int(chosen.sum())} 位会员没有一位离开，曲线没有形状，只知道都还在。"
                "请把观察期拉长，或与别的组合并。"
            )
        curve = product_limit(stays[chosen], ended[chosen], began[chosen])
        _not_empty_between(name, curve)
        yield name, curve


def _not_empty_between(name: Any, curve: Curve) -> None:
    """Refuse a curve that falls to 0 while others come under observation only later."""
    gone = curve.time[curve.survival <= 0]
    if gone.size and gone[0] < curve.last:
        raise TheoryError(
            f"“{name}”在 {gone[0]:g} 时看得到的会员一个不剩，后面才又有人进来，曲线接不上。"
            f"请只看 {gone[0]:g} 以后还在的会员，另作一条曲线。"
        )


def within(times: Sequence[float], curve: Curve, name: Any) -> Real:
    """Return times as an array, or refuse those of which the data know nothing."""
    try:
        asked = np.asarray(times, dtype=float)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"时间要写成数，收到的是 {times!r}。") from error
    if asked.ndim != 1 or not asked.size or not (asked > 0).all():
        raise TheoryError(f"times 要写成一列大于 0 的时间，收到的是 {times!r}。")
    if asked.max() > curve.last:
        raise TheoryError(
            f"“{name}”里看得最久的也只看到 {curve.last:g}，答不了 {asked.max():g} 时还剩多少。"
            "请问早一点的时间，或等数据攒够。"
        )
    return asked


def _stays(values: pd.Series) -> Real:
    numbers = _numbers(values)
    _refuse(numbers < 0, f"“{values.name}”小于 0。")
    return numbers


def _numbers(values: pd.Series) -> Real:
    if not len(values):
        raise TheoryError("表是空的，没有一位会员。")
    refuse_times(values, str(values.name))
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    _refuse(~np.isfinite(numbers), f"“{values.name}”不是数字或是空的。请补上，或先删去这些行。")
    return numbers


def _ended(values: pd.Series) -> Flags:
    numbers = _numbers(values.astype(float) if values.dtype == bool else values)
    _refuse(~np.isin(numbers, [0, 1]), f"“{values.name}”要写 1(已离开)或 0(还在)。")
    return np.asarray(numbers == 1)


def _refuse(bad: Flags, what: str) -> None:
    if bad.any():
        raise TheoryError(f"{rows(bad)}{what}")
