"""One reply changed for many customers, in words, a picture and a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from servicelab.evaluation.estimate import SMALLEST_SAMPLE, mean_estimate
from servicelab.figures import interval_plot
from servicelab.figures.numbers import number_text
from servicelab.scenarios import customer_types
from servicelab.widgets.emotion_talks import Changed, kept_crowd
from servicelab.widgets.emotion_words import say
from servicelab.widgets.results import Block, Table, share

LEAST = 0.02
"""Change of satisfaction below which a customer is said to have hardly moved."""
BESIDE = ("furious", "calm")
"""Types of customer that are shown beside the chosen ones."""


def crowd_block(asked: Any, one: Changed, tell: Any) -> Block:
    """Return what the changed reply does to many customers.

    Parameters
    ----------
    asked
        What the controls ask for (:class:`~servicelab.widgets.emotion_pages.Asked`).
    one
        The one talk, for comparison.
    tell
        Called with the share that is computed.
    """
    words = say("crowd")
    before, after = both(asked, one)
    tell(0.6)
    if len(after) < SMALLEST_SAMPLE:
        said = words["too_few"].format(turn=one.turn, n=len(after))
        return Block(title=words["title"], sentences=[said])
    own = one.branch.outcome().satisfaction - one.talk.outcome().satisfaction
    rows = [_row(words["this"], own, own, own), *_groups(asked, one, before, after)]
    tell(0.9)
    notes = []
    if len(after) < asked.n:
        notes.append(words["fewer"].format(turn=one.turn, n=len(after)))
    picture = interval_plot(
        pd.DataFrame(rows).assign(group=words["group"]),
        reference=0,
        title=words["picture"],
        axis_title=words["axis"],
    )
    return Block(
        title=words["title"],
        sentences=[_lead(one, before, after), _shares(own, before, after)],
        picture=picture.to_html(),
        notes=notes,
        table=Table(words["table"], words["columns"], _table(before, after)),
    )


def both(
    asked: Any, one: Changed, customer_type: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return outcomes as they were and with the reply changed, of talks that had that reply.

    Both are empty where no talk got so far.

    Parameters
    ----------
    asked, one
        As for :func:`crowd_block`.
    customer_type
        Another type of customer.
    """
    case = asked.case(customer_type)
    talks = kept_crowd(case, asked.replies, asked.method, asked.n, asked.seed)
    if not talks.reached(one.turn):
        return talks.table.iloc[:0], talks.table.iloc[:0]
    after = talks.what_if(one.turn, one.acts)
    return talks.table.loc[after.index], after


def _row(label: str, value: float, low: float, high: float) -> dict[str, Any]:
    return {"label": label, "estimate": value, "ci_low": low, "ci_high": high}


def _groups(
    asked: Any, one: Changed, before: pd.DataFrame, after: pd.DataFrame
) -> list[dict[str, Any]]:
    words, types = say("crowd"), customer_types()
    kind = types[asked.customer_type].zh if asked.customer_type else words["any"]
    rows = [_mean(words["mean"].format(kind=kind, n=len(after)), before, after)]
    for name in BESIDE:
        if name != asked.customer_type:
            pair = both(asked, one, name)
            if len(pair[1]) >= SMALLEST_SAMPLE:
                rows.append(_mean(words["kind"].format(kind=types[name].zh), *pair))
    return rows


def _mean(label: str, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, Any]:
    found = mean_estimate(after["satisfaction"] - before["satisfaction"])
    return _row(label, found.estimate, found.ci_low, found.ci_high)


def _lead(one: Changed, before: pd.DataFrame, after: pd.DataFrame) -> str:
    words = say("crowd")
    found = mean_estimate(after["satisfaction"] - before["satisfaction"])
    value, low, high = found.estimate, found.ci_low, found.ci_high
    key = "unclear" if low <= 0 <= high else "up" if value > 0 else "down"
    if low == high == 0:
        key = "still"
    if key == "down":
        value, low, high = -value, -high, -low
    fine = high - low
    told = {"gain": share(abs(value), fine), "low": share(low, fine), "high": share(high, fine)}
    return str(words[key].format(n=len(after), turn=one.turn, **told))


def _shares(own: float, before: pd.DataFrame, after: pd.DataFrame) -> str:
    moved = after["satisfaction"] - before["satisfaction"]
    return str(
        say("crowd")["shares"].format(
            better=float((moved > LEAST).mean()),
            worse=float((moved < -LEAST).mean()),
            least=LEAST,
            own=_signed(own),
        )
    )


def _signed(value: float) -> str:
    text = number_text(value, 2)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def _table(before: pd.DataFrame, after: pd.DataFrame) -> list[list[str]]:
    page, rows = say("page"), []
    for name, zh in say("crowd")["measures"].items():
        old, new = _numbers(before, name), _numbers(after, name)
        found = mean_estimate(new - old)
        fine = found.ci_high - found.ci_low
        ends = {"low": share(found.ci_low, fine), "high": share(found.ci_high, fine)}
        interval = page["interval"].format(**ends) if fine else page["all_the_same"]
        rows.append(
            [zh, share(old.mean()), share(new.mean()), share(found.estimate, fine), interval]
        )
    return rows


def _numbers(table: pd.DataFrame, name: str) -> pd.Series:
    if name in table:
        return table[name].astype(float)
    return (table["ending"] == name).astype(float)
