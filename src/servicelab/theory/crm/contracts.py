"""From a log of events of members to what is counted: how long each stayed, and in which state."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from servicelab.theory.crm.events import column, read_events
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
        joining to leaving or to `until`; half a day for who left on the day of joining), ``left``
        (1 ended, 0 still there), and those of `keep`.

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
        table[name] = column(events, name).iloc[begun["row"]].to_numpy()
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
        table[name] = column(events, name).iloc[member["row"].loc[code]].to_numpy()
    ended = table["stop"] == code.map(member["end"]).to_numpy()
    gone = (ended & code.map(member["left"]).eq(1).to_numpy()).astype(int)
    table.insert(3, "left", gone)
    return table[table["start"] < table["stop"]].reset_index(drop=True)


def _all_occur(what: pd.Series, covariates: Sequence[str], event: str) -> None:
    for name in covariates:
        if not (what == name).any():
            there = "、".join(sorted(set(what.dropna())))
            raise TheoryError(f"“{event}”列里没有“{name}”。这一列里有：{there}。")
