"""From a log of purchases to what the models need: how often, how recently, for how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import (
    Real,
    Whole,
    amounts,
    column,
    customer_codes,
    moments,
    one_day,
)
from servicelab.theory.errors import TheoryError

UNITS = {"D": 1.0, "W": 7.0, "M": 365.25 / 12}  # in days


@dataclass(frozen=True)
class Log:
    """A log of purchases made clean: one row a customer and day (or moment), sorted by both."""

    names: pd.Index  # the customers' ids, sorted
    code: Whole  # which customer
    day: Real  # days since 1970-01-01, whole unless moments are kept apart
    value: Real | None  # spent by this customer then
    length: float  # days of a unit of time
    until: float  # end of the calibration period, as `day`
    observed_until: float | None  # end of the hold-out period

    @property
    def first(self) -> Real:
        """The day of each customer's first purchase."""
        starts = np.flatnonzero(np.diff(self.code, prepend=-1))
        return self.day[starts]


def read_log(
    transactions: pd.DataFrame,
    customer: str = "cust",
    date: str = "date",
    value: str | None = None,
    unit: str = "W",
    until: object = None,
    observed_until: object = None,
    merge: str = "day",
) -> Log:
    """Check a log of purchases and bring it to one row a customer and day.

    Parameters and errors are those of `summarise`.

    Examples
    --------
    >>> table = pd.DataFrame({"cust": list("BAB"), "date": [20240109, 20240101, 20240109]})
    >>> read_log(table).code.tolist()
    [0, 1]
    """
    if unit not in UNITS:
        raise TheoryError(f'unit={unit!r} 不认识。可选 "D"(天)、"W"(周)、"M"(月)。')
    if merge not in ("day", "moment"):
        raise TheoryError(
            f'merge={merge!r} 不认识。可选 "day"(同一天的算一次)、"moment"(同一时刻的算一次)。'
        )
    codes, names = customer_codes(column(transactions, customer, "customer"))
    if not len(codes):
        raise TheoryError("交易表是空的，没有一行交易。")
    when = moments(column(transactions, date, "date"))
    spent = None if value is None else amounts(column(transactions, value, "value"))
    end, holdout = _periods(np.floor(when), until, observed_until)
    if merge == "moment":
        # A day given as the end lasts until just before the next one begins.
        end = _end_of_day(end)
        holdout = None if holdout is None else _end_of_day(holdout)
    code, day, money = _one_row_each(codes, when if merge == "moment" else np.floor(when), spent)
    return Log(names, code, day, money, UNITS[unit], end, holdout)


def _periods(when: Real, until: object, observed_until: object) -> tuple[float, float | None]:
    end = float(when.max()) if until is None else one_day(until, "until")
    if end < when.min():
        raise TheoryError(f"until={until!r} 比表里最早的一笔交易还早，没有交易可用。")
    if observed_until is None:
        return end, None
    holdout = one_day(observed_until, "observed_until")
    if holdout <= end:
        raise TheoryError(
            f"observed_until={observed_until!r} 要晚于 until：后一段时间留着检验预测，不能是空的。"
        )
    return end, holdout


def _end_of_day(day: float) -> float:
    return float(np.nextafter(day + 1, day))


def _one_row_each(code: Whole, day: Real, spent: Real | None) -> tuple[Whole, Real, Real | None]:
    """Several purchases of a customer at one time count as one, with their amounts added."""
    order = np.lexsort((day, code))
    code, day = code[order], day[order]
    new = (np.diff(code, prepend=-1) != 0) | (np.diff(day, prepend=day[0]) != 0)
    starts = np.flatnonzero(new)
    money = None if spent is None else np.add.reduceat(spent[order], starts)
    return code[starts], day[starts], money


def summarise(
    transactions: pd.DataFrame,
    customer: str = "cust",
    date: str = "date",
    value: str | None = None,
    unit: str = "W",
    until: object = None,
    observed_until: object = None,
    merge: str = "day",
) -> pd.DataFrame:
    """Return for every customer how often, how recently and for how long.

    Parameters
    ----------
    transactions
        One row a purchase, in any order.
    customer, date, value
        Names of the columns: the customer's id, the day, and (wanted for money) the amount.
    unit
        Unit of time: "D" days, "W" weeks, "M" months of 30.44 days. Days stay exact: 10 days are
        1.43 weeks.
    until
        Last day of the calibration period; None takes the last day in the table.
    observed_until
        Last day of the hold-out period, which is kept for trying the forecast; None: there is none.
    merge
        "day": purchases of a customer on one day count as one (usual, and right where an order is
        split into several rows). "moment": only those of the same moment do, and the time of day
        counts; right where dates carry times and customers may well come twice a day.

    Returns
    -------
    pandas.DataFrame
        Index: customers who bought by `until`, sorted. Columns: ``frequency``, repeat purchases
        (days with a purchase after the first one); ``recency``, time from the first to the last
        purchase; ``T``, time from the first purchase to `until`; with `value` also ``value``,
        the mean amount of a repeat purchase (missing where nobody came again); with
        `observed_until` also ``holdout_frequency``, ``holdout_duration`` (and ``holdout_value``).
        ``attrs["left_out"]`` counts the customers whose first purchase is later than `until`.

    Raises
    ------
    TheoryError
        If a column is missing or holds what can't be used; the message names the rows.

    Notes
    -----
    The three numbers are all that the models need of a customer: Fader, Hardie & Lee (2005),
    *Marketing Science* 24(2), 275-284.

    Examples
    --------
    >>> table = pd.DataFrame({"cust": ["A", "A", "B", "A"],
    ...                       "date": ["2024-01-01", "2024-01-15", "2024-01-08", "2024-01-15"],
    ...                       "sales": [10.0, 20.0, 30.0, 5.0]})
    >>> summarise(table, value="sales", until="2024-01-22")
          frequency  recency    T  value
    cust
    A             1      2.0  3.0   25.0
    B             0      0.0  2.0    NaN
    """
    log = read_log(transactions, customer, date, value, unit, until, observed_until, merge)
    starts = np.append(np.flatnonzero(np.diff(log.code, prepend=-1)), len(log.code))
    first = log.day[starts[:-1]]
    seen = log.day <= log.until
    bought = np.add.reduceat(seen.astype(np.int64), starts[:-1])
    last = log.day[np.maximum(starts[:-1] + bought - 1, 0)]
    table = pd.DataFrame(
        {
            "frequency": bought - 1,
            "recency": (last - first) / log.length,
            "T": (log.until - first) / log.length,
        },
        index=log.names,
    )
    if log.value is not None:
        repeat = seen & (log.day != first[log.code])
        table["value"] = _mean(log, repeat)
    if log.observed_until is not None:
        _add_holdout(table, log, log.observed_until)
    kept = table[bought > 0].copy()
    kept.attrs["left_out"] = len(table) - len(kept)
    return kept


def _mean(log: Log, chosen: np.ndarray) -> Real:
    """Mean amount over the chosen rows of each customer, missing where there are none."""
    assert log.value is not None
    size = len(log.names)
    count = np.bincount(log.code[chosen], minlength=size)
    total = np.bincount(log.code[chosen], weights=log.value[chosen], minlength=size)
    mean: Real = np.divide(total, count, out=np.full(size, np.nan), where=count > 0)
    return mean


def _add_holdout(table: pd.DataFrame, log: Log, end: float) -> None:
    later = (log.day > log.until) & (log.day <= end)
    table["holdout_frequency"] = np.bincount(log.code[later], minlength=len(log.names))
    table["holdout_duration"] = (end - log.until) / log.length
    if log.value is not None:
        table["holdout_value"] = _mean(log, later)
