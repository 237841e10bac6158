"""Reading a column a person hands in: ids, days and amounts, with the rows that are wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.theory.errors import TheoryError

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]

_EPOCH = datetime.datetime(1970, 1, 1)
_YEARS = range(1900, 2101)
_DAY = datetime.timedelta(days=1)
_WRITTEN = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2}))"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)


def refuse_times(values: object, name: str) -> None:
    """Refuse dates and differences of dates where plain numbers are wanted.

    Left alone they would turn into nanoseconds without a word.

    Examples
    --------
    >>> refuse_times(pd.Series(pd.to_timedelta([3], "D")), "duration")
    Traceback (most recent call last):
        ...
    servicelab.theory.errors.TheoryError: “duration”是日期或时间差，不是数。请先换成天数：.dt.days
    """
    if getattr(getattr(values, "dtype", None), "kind", "-") in "mM":
        raise TheoryError(f"“{name}”是日期或时间差，不是数。请先换成天数：.dt.days")


def rows(flags: Flags) -> str:
    """Say which rows are meant, counted from 1 without the heading.

    Parameters
    ----------
    flags
        One truth value a row.

    Returns
    -------
    str
        The first five row numbers, and how many there are.

    Examples
    --------
    >>> rows(np.array([False, True, True]))
    '第 2、3 行'
    >>> rows(np.ones(9, dtype=bool))
    '第 1、2、3、4、5 行等 9 行'
    """
    where = np.flatnonzero(flags) + 1
    told = "、".join(map(str, where[:5]))
    return f"第 {told} 行" + (f"等 {len(where)} 行" if len(where) > 5 else "")


def column(table: pd.DataFrame, name: str, argument: str) -> pd.Series:
    """Return a column by its name, or say which columns there are."""
    if not isinstance(table, pd.DataFrame):
        raise TheoryError(
            "交易要放在一张表(DataFrame)里。请先用 pd.read_csv 或 pd.read_excel 读入。"
        )
    if list(table.columns).count(name) != 1:
        there = "、".join(map(str, table.columns))
        raise TheoryError(
            f"交易表里没有唯一的一列叫“{name}”。表里有：{there}。请用 {argument}= 指明是哪一列。"
        )
    return table[name]


def customer_codes(ids: pd.Series) -> tuple[Whole, pd.Index]:
    """Number the customers in the order of their ids.

    Text ids are compared without blanks around them; an empty one counts as missing. Numbers and
    texts in one column are refused, since 7 and "7" would be taken for two customers.

    Returns
    -------
    tuple
        The number of each row's customer, and the sorted ids.

    Examples
    --------
    >>> codes, names = customer_codes(pd.Series(["乙", " 甲", "乙"]))
    >>> codes.tolist(), names.tolist()
    ([0, 1, 0], ['乙', '甲'])
    """
    texts = ids.map(lambda one: isinstance(one, str)).to_numpy(bool)
    if texts.any():
        ids = ids.where(~texts, ids.astype("string").str.strip().astype(object))
    missing = (ids.isna() | (ids == "").fillna(True)).to_numpy(bool)
    _refuse(missing, f"“{ids.name}”列(客户编号)", "没有客户编号。请补上编号，或先删去这些行。")
    if texts.any() and not texts.all():
        _refuse(~texts, f"“{ids.name}”列(客户编号)", "是数字，别的行是文字。请统一成一种。")
    codes, names = pd.factorize(ids, sort=True)
    return codes.astype(np.int64), pd.Index(names, name=ids.name)


def moments(dates: pd.Series) -> Real:
    """Return each row's moment as days since 1970-01-01, the time of day as a fraction.

    Dates may be written 2024-3-5, 2024/3/5, 2024.3.5, 2024年3月5日 or 20240305, with or without
    a time such as 08:30 behind, or be dates already. A day or month written first is refused,
    since 3/5 and 5/3 can't be told apart. Of a time zone only the local time counts.

    Examples
    --------
    >>> moments(pd.Series(["1970-01-02", "19700103", "1970年1月4日 06:00"])).tolist()
    [1.0, 2.0, 3.25]
    """
    if isinstance(dates.dtype, pd.DatetimeTZDtype):
        dates = dates.dt.tz_localize(None)
    each: Real
    if pd.api.types.is_datetime64_dtype(dates.dtype):
        each = np.array((dates - pd.Timestamp(_EPOCH)) / pd.Timedelta(_DAY), dtype=np.float64)
        each[~dates.dt.year.isin(list(_YEARS)).to_numpy(bool)] = np.nan
    else:
        codes, written = pd.factorize(dates, use_na_sentinel=True)
        found = np.array([_moment(one) for one in written], dtype=np.float64)
        each = np.append(found, np.nan)[codes]
    bad = np.isnan(each)
    if bad.any():
        raise TheoryError(
            f"“{dates.name}”列(日期){rows(bad)}读不成日期(例如 {str(dates[bad].iloc[0])!r})。"
            "请写成 2024-03-05 或 20240305；日在前、月在前的写法分不清，"
            '请先用 pd.to_datetime(…, format="%d/%m/%Y") 转好。'
        )
    return each


def days(dates: pd.Series) -> Whole:
    """Return each row's day as whole days since 1970-01-01; as `moments`, without the time.

    Examples
    --------
    >>> days(pd.Series(["1970-01-02", "19700103", "1970年1月4日 06:00"])).tolist()
    [1, 2, 3]
    """
    return np.floor(moments(dates)).astype(np.int64)


def _moment(written: object) -> float:
    if isinstance(written, datetime.datetime | datetime.date):
        parts = list(written.timetuple()[:6])
    else:
        if isinstance(written, float | np.floating) and float(written).is_integer():
            written = int(written)
        match = _WRITTEN.fullmatch(str(written).strip())
        parts = [int(part) for part in match.groups() if part] if match else [0, 0, 0]
    try:
        moment = datetime.datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        return np.nan
    return (moment - _EPOCH) / _DAY if moment.year in _YEARS else np.nan


def one_day(date: object, argument: str) -> int:
    """Return a single date as whole days since 1970-01-01; a time of day is left off."""
    day = np.nan if date is pd.NaT else np.floor(_moment(date))
    if np.isnan(day):
        raise TheoryError(f"{argument}={date!r} 读不成日期。请写成 1997-09-30 这样。")
    return int(day)


def amounts(values: pd.Series) -> Real:
    """Return amounts of money: numbers, none missing, none below 0."""
    name = f"“{values.name}”列(金额)"
    refuse_times(values, str(values.name))
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    _refuse(values.isna().to_numpy(bool), name, "是空的。请补上，或先删去这些行。")
    _refuse(~np.isfinite(numbers), name, "不是数字。请去掉货币符号、千分位逗号和文字。")
    _refuse(numbers < 0, name, "是负数。退货、冲账请先并到原来那一笔里，或先删去。")
    return numbers


def vector(values: object, name: str, fits: Callable[[Real], Flags], must: str) -> Real:
    """Return a column of numbers that all fit, or say which rows don't."""
    refuse_times(values, name)
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"{name} 里有读不成数字的内容。{name} 要{must}。") from error
    if numbers.ndim != 1 or not len(numbers):
        raise TheoryError(f"{name} 要是一列数，至少一行；收到的形状是 {numbers.shape}。")
    with np.errstate(invalid="ignore"):
        _refuse(~(np.isfinite(numbers) & fits(numbers)), f"{name} 的", f"不对：{name} 要{must}。")
    return numbers


def _refuse(flags: Flags, where: str, what: str) -> None:
    if flags.any():
        raise TheoryError(f"{where}{rows(flags)}{what}")
