"""Return on complaint management: four classes of benefit against what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.theory.errors import TheoryError

Amount = float | tuple[float, float, float]
"""Yuan a year: a number, or (estimate, lowest, highest)."""

CLASSES = ("information", "attitude", "repurchase", "communication")


@dataclass(frozen=True)
class ComplaintReturn:
    """What handling complaints brought, cost and returned.

    Attributes
    ----------
    value, lowest, highest
        Profit / cost: 0 is break-even, 1 doubles the money. The lowest takes every benefit at its
        lowest and every cost at its highest, the highest the other way round; they are bounds, not
        an interval with a confidence.
    table
        Index: the benefits, ``benefit`` (their sum), the costs, ``cost``, ``profit``. Columns:
        ``name`` (Chinese), ``estimate``, ``lowest``, ``highest`` in yuan.
    left_out
        Benefit classes that were not counted; the return is lower for that.
    """

    value: float
    lowest: float
    highest: float
    table: pd.DataFrame
    left_out: tuple[str, ...]

    def __repr__(self) -> str:
        names = read_yaml("servicelab.theory.crm", "words.yaml")["benefits"]
        missing = "、".join(names[one] for one in self.left_out)
        told = f"投诉管理回报 {self.value:.0%}（{self.lowest:.0%} 到 {self.highest:.0%}）"
        return f"{told}；没算进来的：{missing}" if missing else told


def complaint_return(
    costs: Mapping[str, Amount],
    *,
    repurchase: Amount | None = None,
    information: Amount | None = None,
    attitude: Amount | None = None,
    communication: Amount | None = None,
) -> ComplaintReturn:
    """Return profit from complaint management over its cost.

    Parameters
    ----------
    costs
        Yuan of a period by kind, such as staff, compensation, telephone; each ≥ 0, a number or
        (estimate, lowest, highest).
    repurchase
        What stays because complaints were put right: see `repurchase_benefit`. The class that can
        be measured best, hence the first to count.
    information
        What was saved by mending causes that complaints have shown.
    attitude
        What better attitudes are worth beyond one's own purchases, if it can be put in money.
    communication
        What people who heard good (or less bad) about the firm bring: see `communication_benefit`.

    Returns
    -------
    ComplaintReturn

    Raises
    ------
    TheoryError
        If nothing is given, a cost is negative, all are 0, or an estimate lies outside its range.

    Notes
    -----
    The definition in common use (Stauss & Seidel, *Complaint Management*): return = profit from
    complaint management / its cost, with these four classes of benefit. All inputs are yours; none
    is measured here.

    Examples
    --------
    >>> complaint_return({"staff": 60_000, "compensation": 40_000}, repurchase=150_000)
    投诉管理回报 50%（50% 到 50%）；没算进来的：信息收益、态度收益、传播收益
    """
    given = {
        "information": information,
        "attitude": attitude,
        "repurchase": repurchase,
        "communication": communication,
    }
    benefits = {name: _amount(name, one) for name, one in given.items() if one is not None}
    spent = {str(name): _amount(str(name), one) for name, one in costs.items()}
    if not benefits:
        raise TheoryError("一项收益也没有给。至少给 repurchase（复购收益），它最好量。")
    if any(one[1] < 0 for one in spent.values()) or sum(one[1] for one in spent.values()) <= 0:
        raise TheoryError("costs（成本）的每一项要大于或等于 0，合起来要大于 0。")
    return _assembled(benefits, spent)


def _assembled(
    benefits: dict[str, tuple[float, float, float]], spent: dict[str, tuple[float, float, float]]
) -> ComplaintReturn:
    benefit, cost = _total(benefits), _total(spent)
    profit = (benefit[0] - cost[0], benefit[1] - cost[2], benefit[2] - cost[1])
    rows = {**benefits, "benefit": benefit, **spent, "cost": cost, "profit": profit}
    words = read_yaml("servicelab.theory.crm", "words.yaml")
    names = {**words["benefits"], **words["sums"]}
    table = pd.DataFrame(rows, index=["estimate", "lowest", "highest"]).T.rename_axis("item")
    table.insert(0, "name", [names.get(name, name) for name in table.index])
    left_out = tuple(name for name in CLASSES if name not in benefits)
    ends = (profit[0] / cost[0], profit[1] / cost[2], profit[2] / cost[1])
    return ComplaintReturn(*ends, table, left_out)


def repurchase_benefit(
    complaints: float, kept: float, kept_without: float, value: Amount
) -> tuple[float, float, float]:
    """Return what is kept because complaints were put right.

    Parameters
    ----------
    complaints
        Complaints put right in the period, ≥ 0.
    kept, kept_without
        Share of these customers who stay; share who would have stayed with the complaint left as
        it was. Take both from your own data (see `retention_at`), not from a saying.
    value
        What a customer who stays brings, yuan: a number or (estimate, lowest, highest), such as
        `saved_customer` gives it. (Its value already *is* a difference: then put kept=1 and
        kept_without=0.)

    Returns
    -------
    tuple
        Estimate, lowest, highest in yuan.

    Examples
    --------
    >>> repurchase_benefit(200, 0.7, 0.45, 2000)
    (100000.0, 100000.0, 100000.0)
    """
    if complaints < 0 or not (0 <= kept <= 1 and 0 <= kept_without <= 1):
        raise TheoryError("complaints 要大于或等于 0，kept 和 kept_without 要在 0 和 1 之间。")
    more = complaints * (kept - kept_without)
    estimate, *ends = (round(more * one, 6) for one in _amount("value", value))
    return estimate, min(ends), max(ends)


def communication_benefit(
    complaints: float, told: float, won: float, value: Amount
) -> tuple[float, float, float]:
    """Return what people bring who were told how well a complaint was handled.

    Parameters
    ----------
    complaints
        Complaints put right in the period, ≥ 0.
    told
        Persons each customer tells, ≥ 0.
    won
        Share of those told who become customers because of it, 0 … 1.
    value
        What a new customer brings, yuan: a number or (estimate, lowest, highest).

    Returns
    -------
    tuple
        Estimate, lowest, highest in yuan.

    Examples
    --------
    >>> communication_benefit(200, 3, 0.01, 2000)
    (12000.0, 12000.0, 12000.0)
    """
    if complaints < 0 or told < 0 or not 0 <= won <= 1:
        raise TheoryError("complaints、told 要大于或等于 0，won 要在 0 和 1 之间。")
    estimate, low, high = (round(complaints * told * won * v, 6) for v in _amount("value", value))
    return estimate, low, high


def _amount(name: str, given: Amount) -> tuple[float, float, float]:
    try:
        parts = (float(given),) * 3 if isinstance(given, float | int) else tuple(map(float, given))
        estimate, low, high = parts
    except (TypeError, ValueError):
        raise TheoryError(
            f"{name} 要写一个数，或者 (估计, 最低, 最高) 三个数；收到的是 {given!r}。"
        ) from None
    if not all(map(isfinite, parts)) or not low <= estimate <= high:
        raise TheoryError(f"{name} 的估计不在最低和最高之间：{given!r}。顺序是估计、最低、最高。")
    return estimate, low, high


def _total(parts: dict[str, tuple[float, float, float]]) -> tuple[float, float, float]:
    estimate, low, high = (sum(one[place] for one in parts.values()) for place in range(3))
    return estimate, low, high
