"""From a log of events of members to what is counted: how long each stayed, and in which state."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Flags, customer_codes, days, one_day, rows
from servicelab.theory.crm.transactions import UNITS
from servicelab.theory.errors import TheoryError


def contracts(
    events: pd.DataFrame,
    customer: str = "member",
    date: str = "date",
    event: str = "event",
    *,
    joined: str = "joined",
    left: str = "left",
    until: object = None,
    unit: str = "D",
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Return for every member how long the contract has been seen, and whether it ended.

    A member who is still there when the log ends has not stayed "so long": all that is known is
    that the stay is longer (the observation is censored). Both numbers are therefore needed.

    Parameters
    ----------
    events
        One row an event, in any order.
    customer, date, event
        Names of the columns: the member's id, the day, what happened.
    joined, left
        How the event column writes that a contract began, and that it ended.
    until
        Last day that is looked at, later events are left aside; None takes the last day in the
        table, which is too early when nothing happened on the log's last days.
    unit
        Unit of time: "D" days, "W" weeks, "M" months of 30.44 days.
    keep
        Columns that are taken over from the row of joining.

    Returns
    -------
    pandas.DataFrame
        Index: members who joined by `until`. Columns: ``joined`` (date), ``duration`` (time from
        joining to leaving or to `until`), ``left`` (1 ended, 0 still there), and those of `keep`.

    Raises
    ------
    TheoryError
        If a column is missing, a member joined never or twice, or an event lies before joining or
        after leaving; the message names the rows.

    Examples
    --------
    >>> log = pd.DataFrame({"member": ["A", "B", "A"], "event": ["joined", "joined", "left"],
    ...                     "date": ["2025-01-01", "2025-01-11", "2025-01-31"]})
    >>> contracts(log)
               joined  duration  left
    member
    A      2025-01-01      30.0     1
    B      2025-01-11      20.0     0
    """
    read = read_events(events, customer, date, event, joined, left, until, unit)
    begun = read[read["what"] == joined].set_index("code").sort_index()
    table = begun[["name", "end", "left"]].copy()
    dates = pd.to_datetime(begun["day"], unit="D").dt.normalize()
    table.insert(1, "joined", dates.astype("datetime64[s]"))
    table = table.set_index("name").rename(columns={"end": "duration"}).rename_axis(customer)
    for name in keep:
        table[name] = column(events, name).loc[begun["row"]].to_numpy()
    return table


def spells(
    events: pd.DataFrame,
    covariates: Sequence[str] = ("complaint", "recovered"),
    customer: str = "member",
    date: str = "date",
    event: str = "event",
    *,
    joined: str = "joined",
    left: str = "left",
    until: object = None,
    unit: str = "D",
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Cut every membership into stretches of time within which nothing changed.

    Who complains after 100 days counts 100 days as a member without a complaint, and only the
    days from then on as a member with one. (Sorting members once and for all by "ever complained"
    would credit the complaint with the first 100 days, in which the member could not leave.)

    Parameters
    ----------
    events, customer, date, event, joined, left, until, unit, keep
        As for `contracts`; a column of `keep` holds one value a member.
    covariates
        Events that are counted, such as complaints and recoveries. An event counts from the day
        after it: who leaves on the day of a complaint left before it was known.

    Returns
    -------
    pandas.DataFrame
        One row a stretch: ``customer`` (the id), ``start``, ``stop`` (time since joining), ``left``
        (1 where the contract ended at `stop`), a column a covariate (how often so far), `keep`.

    Raises
    ------
    TheoryError
        As `contracts`; also if a covariate never occurs.

    Examples
    --------
    >>> log = pd.DataFrame({"member": "A", "event": ["joined", "complaint", "left"],
    ...                     "date": ["2025-01-01", "2025-01-11", "2025-01-31"]})
    >>> spells(log, ["complaint"])
      customer  start  stop  left  complaint
    0        A    0.0  10.0     0          0
    1        A   10.0  30.0     1          1
    """
    read = read_events(events, customer, date, event, joined, left, until, unit)
    _all_occur(read["what"], covariates, event)
    changes = read[read["what"].isin([joined, *covariates])]
    counts = pd.DataFrame({name: (changes["what"] == name).astype(int) for name in covariates})
    at = [changes["code"], changes["time"]]
    counted = counts.groupby(at).sum().groupby(level="code").cumsum().reset_index()
    member = read[read["what"] == joined].set_index("code")
    code = counted["code"]
    following = counted.groupby("code")["time"].shift(-1)
    table = pd.DataFrame({"customer": member["name"].loc[code].to_numpy()})
    table["start"] = counted["time"].to_numpy()
    table["stop"] = following.fillna(code.map(member["end"])).to_numpy()
    for name in covariates:
        table[name] = counted[name].to_numpy()
    for name in keep:
        table[name] = column(events, name).loc[member["row"].loc[code]].to_numpy()
    ended = table["stop"] == code.map(member["end"]).to_numpy()
    gone = (ended & code.map(member["left"]).eq(1).to_numpy()).astype(int)
    table.insert(3, "left", gone)
    return table[table["start"] < table["stop"]].reset_index(drop=True)


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
        A row an event by `until`: code, name (the member), row (label in `events`), what, day,
        time (since joining, in units), end (the member's observed stay), left (0 or 1).
    """
    if unit not in UNITS:
        raise TheoryError(f'unit={unit!r} 不认识。可选 "D"(天)、"W"(周)、"M"(月)。')
    code, names = customer_codes(column(events, customer))
    if not len(code):
        raise TheoryError("事件表是空的，没有一行。")
    what = column(events, event).astype("string").str.strip()
    table = pd.DataFrame(
        {"code": code, "name": names[code], "row": events.index, "what": what.to_numpy()}
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
    table["end"] = (gone.where(gone <= last, last) - first) / length
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


def _all_occur(what: pd.Series, covariates: Sequence[str], event: str) -> None:
    for name in covariates:
        if not (what == name).any():
            there = "、".join(sorted(set(what.dropna())))
            raise TheoryError(f"“{event}”列里没有“{name}”。这一列里有：{there}。")


def _refuse(bad: pd.Series, what: str) -> None:
    flags: Flags = bad.fillna(False).to_numpy(bool)
    if flags.any():
        raise TheoryError(f"事件表{rows(flags)}{what}")
