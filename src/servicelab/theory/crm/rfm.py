"""RFM: how recently, how often and for how much a customer buys, in scores and in segments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.transactions import Log, read_log
from servicelab.theory.errors import TheoryError

MOST_GROUPS = 10


def rfm(
    transactions: pd.DataFrame,
    customer: str = "customer",
    date: str = "date",
    value: str = "spend",
    *,
    until: object = None,
    groups: int = 5,
) -> pd.DataFrame:
    """Return every customer's recency, frequency and money, with scores and a segment.

    Parameters
    ----------
    transactions
        One row a purchase, in any order. Several of a customer on one day count as one.
    customer, date, value
        Names of the columns: the customer's id, the day, the amount (yuan, ≥ 0).
    until
        Last day that is looked at; None takes the last day in the table.
    groups
        Scores go from 1 to this, 2 … 10.

    Returns
    -------
    pandas.DataFrame
        Index: customers who bought by `until`. Columns: ``recency`` (days since the last purchase),
        ``frequency`` (days with a purchase), ``money`` (mean yuan of a purchase), ``r``, ``f``,
        ``m`` (scores, the highest is the best: most recent, most often, most money), ``segment``.

    Raises
    ------
    TheoryError
        If a column is missing or holds what can't be used; the message names the rows.

    Notes
    -----
    A score says in which n-th of the customers one stands; equal numbers get equal scores (of the
    middle of their ranks), so groups of unequal size are no mistake. The segment joins three
    answers: is each score above the middle? Scores order customers, they predict nothing: who
    bought often and long ago may be gone (see `BGNBD.probability_alive`).

    Examples
    --------
    >>> log = pd.DataFrame({"customer": ["A", "A", "B", "C"], "spend": [90, 110, 20, 50],
    ...     "date": ["2025-01-05", "2025-03-01", "2025-01-01", "2025-02-01"]})
    >>> rfm(log, until="2025-03-31", groups=3)
              recency  frequency  money  r  f  m segment
    customer
    A              30          2  100.0  3  3  3  重要价值客户
    B              89          1   20.0  1  2  1  一般挽留客户
    C              58          1   50.0  2  2  2  一般挽留客户
    """
    if isinstance(groups, bool) or groups not in range(2, MOST_GROUPS + 1):
        raise TheoryError(f"groups（分几档）要是 2 到 {MOST_GROUPS} 的整数，收到的是 {groups!r}。")
    table = _numbers(read_log(transactions, customer, date, value, "D", until))
    table["r"] = _score(-table["recency"].to_numpy(float), groups)
    table["f"] = _score(table["frequency"].to_numpy(float), groups)
    table["m"] = _score(table["money"].to_numpy(float), groups)
    names = read_yaml("servicelab.theory.crm", "words.yaml")["segments"]
    above = table[["r", "f", "m"]].to_numpy() > (groups + 1) / 2
    table["segment"] = [names["".join("高" if one else "低" for one in row)] for row in above]
    return table


def _numbers(log: Log) -> pd.DataFrame:
    assert log.value is not None
    seen = log.day <= log.until
    code, size = log.code[seen], len(log.names)
    last = np.full(size, -np.inf)
    np.maximum.at(last, code, log.day[seen])
    count = np.bincount(code, minlength=size)
    total = np.bincount(code, weights=log.value[seen], minlength=size)
    bought = count > 0
    return pd.DataFrame(
        {
            "recency": (log.until - last)[bought].astype(int),
            "frequency": count[bought],
            "money": total[bought] / count[bought],
        },
        index=log.names[bought],
    )


def _score(values: Real, groups: int) -> np.ndarray:
    """Which n-th of the customers: by the middle of the ranks that equal numbers share."""
    middle = pd.Series(values).rank(method="average").to_numpy()
    return np.ceil((middle - 0.5) / len(values) * groups + 1e-12).clip(1, groups).astype(int)


def rfm_segments(scored: pd.DataFrame) -> pd.DataFrame:
    """Return what each segment of an `rfm` table holds.

    Parameters
    ----------
    scored
        As `rfm` returns it.

    Returns
    -------
    pandas.DataFrame
        Index ``segment``, the one with most money first. Columns: ``customers``, ``share`` of all
        customers, ``money_share`` (of what all have spent), means of ``recency``, ``frequency``,
        ``money``, and ``advice`` (what one usually does: a habit of the trade, not a finding).

    Examples
    --------
    >>> log = pd.DataFrame({"customer": ["A", "A", "B"], "spend": [90, 110, 50],
    ...     "date": ["2025-01-05", "2025-03-01", "2025-01-01"]})
    >>> rfm_segments(rfm(log, groups=2))[["customers", "share", "money_share"]]
             customers  share  money_share
    segment
    重要价值客户           1    0.5          0.8
    一般挽留客户           1    0.5          0.2
    """
    lacking = [name for name in ("segment", "frequency", "money") if name not in scored]
    if lacking:
        raise TheoryError(f"表里没有“{lacking[0]}”列。请把 crm.rfm(…) 的结果整张传进来。")
    spent = scored["frequency"] * scored["money"]
    groups = scored.groupby("segment")
    table = pd.DataFrame({"customers": groups.size()})
    table["share"] = table["customers"] / len(scored)
    table["money_share"] = spent.groupby(scored["segment"]).sum() / spent.sum()
    for name in ("recency", "frequency", "money"):
        table[name] = groups[name].mean()
    advice = read_yaml("servicelab.theory.crm", "words.yaml")["advice"]
    table["advice"] = [advice[name] for name in table.index]
    return table.sort_values("money_share", ascending=False)
