"""Customer lifetime value in closed form, what it hangs on, and the five-per-cent saying."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError


def lifetime_value(margin: float, retention: float, discount: float) -> float:
    """Return what a customer brings from now on: m·r / (1 + i − r).

    Parameters
    ----------
    margin
        m, what a year (or another period) with the customer brings after costs, in yuan.
    retention
        r, the share of customers who stay for another period, 0 … 1.
    discount
        i, the rate of interest of a period, ≥ 0; with r = 1 it must be above 0.

    Returns
    -------
    float
        Yuan today. Money comes at the end of each period from those who stayed; a payment made at
        once is not in it (add `margin` for that).

    Notes
    -----
    Gupta, Lehmann & Stuart (2004), *Journal of Marketing Research* 41(1), 7-18: margin and
    retention constant, no end. Both are strong assumptions.

    Examples
    --------
    >>> round(lifetime_value(1000, 0.8, 0.12), 2)
    2500.0
    """
    r, i = _rates(retention, discount)
    return float(_number("margin", margin) * r / (1 + i - r))


def lifetime_value_interval(
    margin: float, retention: tuple[float, float, float], discount: float
) -> pd.Series:
    """Return the lifetime value with the interval that an estimated retention leaves it.

    Parameters
    ----------
    margin, discount
        As for `lifetime_value`.
    retention
        Estimate, lower and upper limit, such as a row of `retention_at` gives them. The value
        rises with retention, so its limits are the values at the limits.

    Returns
    -------
    pandas.Series
        ``estimate``, ``ci_low``, ``ci_high``. The upper side is the longer one.

    Examples
    --------
    >>> lifetime_value_interval(1000, (0.8, 0.75, 0.85), 0.12).round().tolist()
    [2500.0, 2027.0, 3148.0]
    """
    names = ("estimate", "ci_low", "ci_high")
    if len(retention) != len(names):
        raise TheoryError("retention 要写三个数：估计、下限、上限。")
    estimate, low, high = (_rates(one, discount)[0] for one in retention)
    if not low <= estimate <= high:
        raise TheoryError(
            f"retention 的估计不在区间里：{tuple(retention)!r}。顺序是估计、下限、上限。"
        )
    ends = [estimate, low, high] if _number("margin", margin) >= 0 else [estimate, high, low]
    return pd.Series([lifetime_value(margin, one, discount) for one in ends], index=names)


def elasticities(
    margin: float, retention: float, discount: float, acquisition: float = 0.0
) -> pd.DataFrame:
    """Return by how many per cent the value moves when one input moves by one per cent.

    Parameters
    ----------
    margin, retention, discount
        As for `lifetime_value`.
    acquisition
        What winning the customer cost; taken off the value, so that it has an elasticity too.

    Returns
    -------
    pandas.DataFrame
        Index ``input``: retention, margin, discount, acquisition. Columns: ``elasticity`` and
        ``value_after`` (yuan after the input has grown by one per cent, exactly).

    Notes
    -----
    Of m·r / (1 + i − r): retention (1 + i) / (1 + i − r), margin 1, discount −i / (1 + i − r).
    One per cent better retention is worth the more, the better retention is already.

    Examples
    --------
    >>> elasticities(1000, 0.8, 0.12)["elasticity"].round(3).tolist()
    [3.5, 1.0, -0.375, 0.0]
    """
    r, i = _rates(retention, discount)
    cost = _number("acquisition", acquisition)
    if cost < 0:
        raise TheoryError(f"acquisition（获客成本）要大于或等于 0，收到的是 {acquisition!r}。")
    gross = lifetime_value(margin, r, i)
    net = gross - cost
    if not gross > 0 or not net > 0:
        raise TheoryError(f"客户终身价值减去获客成本是 {net:.2f}，不大于 0，谈不上涨百分之几。")
    gap = 1 + i - r
    plain = {"retention": (1 + i) / gap, "margin": 1.0, "discount": -i / gap}
    table = pd.DataFrame({"elasticity": {name: one * gross / net for name, one in plain.items()}})
    table.loc["acquisition", "elasticity"] = 0.0 - cost / net
    table["value_after"] = [
        lifetime_value(margin, min(r * 1.01, 1.0), i) - cost,
        lifetime_value(margin * 1.01, r, i) - cost,
        lifetime_value(margin, r, i * 1.01) - cost,
        gross - cost * 1.01,
    ]
    return table.rename_axis("input")


def retention_saying(
    retention: Sequence[float] = (0.5, 0.6, 0.7, 0.8, 0.9),
    points: float = 0.05,
    discount: float = 0.0,
) -> pd.DataFrame:
    """Return what "five per cent more retention" does to lifetime and value, as arithmetic.

    The saying goes back to Reichheld & Sasser (1990), *Harvard Business Review* (read second-hand):
    5 % fewer defections, 30–85 % more profit, by industry. "5 %" are percentage points, so a firm
    at 90 % halves its losses; the figures compare two thought-out firms, they don't follow one firm
    over time; what raising retention costs is left out. Hence a table to play with, and no law.

    Parameters
    ----------
    retention
        Shares that stay a period, each ≥ 0 and with `points` added still below 1.
    points
        Percentage points added, as a share: 0.05.
    discount
        Rate of interest of a period; at 0 the value moves as the lifetime's remainder does.

    Returns
    -------
    pandas.DataFrame
        One row a retention: ``retention``, ``improved``, ``lifetime`` and ``improved_lifetime``
        (periods, 1 / (1 − r)), ``losses_cut`` (share of the losses that the points are), and
        ``value_change`` (share by which m·r / (1 + i − r) rises, costs left out).

    Examples
    --------
    >>> retention_saying([0.9])[["lifetime", "improved_lifetime", "losses_cut"]].round(2)
       lifetime  improved_lifetime  losses_cut
    0      10.0               20.0         0.5
    """
    before = np.asarray(retention, dtype=float)
    after = before + _number("points", points)
    if before.ndim != 1 or not ((before > 0) & (after > 0) & (after < 1) & (before < 1)).all():
        raise TheoryError("留存率加上 points 以前、以后都要在 0 和 1 之间；5 个百分点写成 0.05。")
    value, better = (
        np.array([lifetime_value(1.0, one, discount) for one in rates]) for rates in (before, after)
    )
    return pd.DataFrame(
        {
            "retention": before,
            "improved": after,
            "lifetime": 1 / (1 - before),
            "improved_lifetime": 1 / (1 - after),
            "losses_cut": points / (1 - before),
            "value_change": better / value - 1,
        }
    )


def _rates(retention: float, discount: float) -> tuple[float, float]:
    r, i = _number("retention", retention), _number("discount", discount)
    if not 0 <= r <= 1:
        raise TheoryError(
            f"retention（留存率）要在 0 和 1 之间，八成写 0.8；收到的是 {retention!r}。"
        )
    if not 0 <= i < 1:
        raise TheoryError(
            f"discount（折现率）要在 0 和 1 之间，一成二写 0.12；收到的是 {discount!r}。"
        )
    if r == 1 and i == 0:
        raise TheoryError("没有人离开，将来的钱又不打折，价值没有上限。请给一个大于 0 的折现率。")
    return r, i


def _number(name: str, value: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not np.isfinite(number):
        raise TheoryError(f"{name} 要写一个数，收到的是 {value!r}。")
    return number
