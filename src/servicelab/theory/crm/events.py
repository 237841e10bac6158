"""Reading a log of what happened to members; what is wrong with it is said by row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Flags, customer_codes, days, one_day, rows
from servicelab.theory.crm.transactions import UNITS
from servicelab.theory.errors import TheoryError

SAME_DAY = 0.5
"""Days that a member is taken to have stayed who left on the day of joining."""


def read_events(
    events: pd.DataFrame,
    customer: str,
    date: str,
    event: str,
    joined: str,
    left: str,
    until: object,
    unit: str,
) -> pd.DataFrame:
    """Check a log of events and tell each row's time since joining.

    Returns
    -------
    pandas.DataFrame
        A row an event by `until`: code, name (the member), row (place in `events`, from 0), what,
        day, time (since joining, in units), end (the member's observed stay), left (0 or 1).
    """
    if unit not in UNITS:
        raise TheoryError(f'unit={unit!r} 不认识。可选 "D"(天)、"W"(周)、"M"(月)。')
    code, names = customer_codes(column(events, customer))
    if not len(code):
        raise TheoryError("事件表是空的，没有一行。")
    what = column(events, event).astype("string").str.strip()
    table = pd.DataFrame(
        {"code": code, "name": names[code], "row": np.arange(len(events)), "what": what.to_numpy()}
    )
    _refuse(what.isna(), "没写发生了什么。请补上，或先删去这些行。")
    table["day"] = days(column(events, date))
    begun = _once(table, joined, names)
    ended = table[table["what"] == left].groupby("code")["day"]
    _in_order(table, begun, ended.min())
    return _timed(table, begun, ended.min(), left, until, UNITS[unit])


def _timed(
    table: pd.DataFrame, begun: pd.Series, ended: pd.Series, left: str, until: object, length: float
) -> pd.DataFrame:
    last = int(table["day"].max()) if until is None else one_day(until, "until")
    gone = table["code"].map(ended)
    first = table["code"].map(begun)
    table["left"] = (gone <= last).astype(int)
    stay = (gone.where(gone <= last, last) - first).clip(lower=0)
    table["end"] = stay.where((stay > 0) | (table["left"] == 0), SAME_DAY) / length
    table["time"] = (table["day"] - first) / length
    kept = table[(first <= last) & (table["day"] <= last)]
    if kept.empty:
        raise TheoryError(f"until={until!r} 比表里最早的入会还早，没有会员可看。")
    return kept


def column(table: pd.DataFrame, name: str) -> pd.Series:
    """Return a column by its name, or say which columns there are."""
    if not isinstance(table, pd.DataFrame):
        raise TheoryError("要一张表(DataFrame)。请先用 pd.read_csv 或 pd.read_excel 读进来。")
    if list(table.columns).count(name) != 1:
        there = "、".join(map(str, table.columns))
        raise TheoryError(f"表里没有唯一的一列叫“{name}”。表里有：{there}。")
    return table[name]


def _once(table: pd.DataFrame, joined: str, names: pd.Index) -> pd.Series:
    begun = table[table["what"] == joined]
    twice = (table["what"] == joined) & begun["code"].duplicated().reindex(
        table.index, fill_value=False
    )
    _refuse(twice, "又入会了一次。退了再来的，请给一个新编号，当作另一份合同。")
    lacking = np.setdiff1d(table["code"].unique(), begun["code"])
    if len(lacking):
        shown = "、".join(str(names[one]) for one in lacking[:5])
        raise TheoryError(
            f"{len(lacking)} 位会员没有“{joined}”那一行(例如 {shown})，不知道从哪天算起。"
            "请补上入会日，或用 joined= 指明入会怎么写。"
        )
    return begun.set_index("code")["day"]


def _in_order(table: pd.DataFrame, begun: pd.Series, ended: pd.Series) -> None:
    early = table["day"] < table["code"].map(begun)
    _refuse(early, "早于这位会员入会的那天。请核对日期。")
    late = table["day"] > table["code"].map(ended)
    _refuse(late, "晚于这位会员退会的那天。请核对日期；退了再来的，请给一个新编号。")


def _refuse(bad: pd.Series, what: str) -> None:
    flags: Flags = bad.fillna(False).to_numpy(bool)
    if flags.any():
        raise TheoryError(f"事件表{rows(flags)}{what}")
