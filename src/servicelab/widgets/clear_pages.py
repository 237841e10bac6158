"""The CLEAR screen in words, a picture and a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from servicelab.figures import interval_plot
from servicelab.scenarios import Scenario, customer_types
from servicelab.widgets.clear_orders import (
    ENDINGS,
    ORIGINAL,
    Arrangement,
    Outcomes,
    Tell,
    difference,
    outcomes,
)
from servicelab.widgets.clear_words import listed, say
from servicelab.widgets.results import Block, Results, Table, share, yuan
from servicelab.widgets.words import words

SMALL = 0.03
"""A difference in satisfaction below this is told to be small."""
Frame = Any
Row = Any
"""A table or a row of it: pandas' own types cannot say what they hold."""


def results(
    case: Scenario, arrangement: Arrangement, choices: Mapping[str, Any], seed: int, tell: Tell
) -> Results:
    """Return what the screen shows for an arrangement.

    Parameters
    ----------
    case
        The failure.
    arrangement
        The order of the steps, and those left out.
    choices
        What the controls show: customer_type, n, measure.
    seed
        Names the luck.
    tell
        Called with the share that is computed.
    """
    kind, n = choices["customer_type"] or None, int(choices["n"])
    found = outcomes(case, arrangement, customer_type=kind, n=n, seed=seed, tell=tell)
    rows = found.differences(choices["measure"])
    page = say("page")
    return Results(
        title=say("screen")["title"],
        blocks=[_block(arrangement, found, rows, choices["measure"])],
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[_basis(case, kind, n, seed), *_together(arrangement, found), page["assumed"]],
        static=page["static"],
    )


def _basis(case: Scenario, kind: str | None, n: int, seed: int) -> str:
    page = say("page")
    who = customer_types()[kind].zh if kind else page["any_type"]
    return str(page["basis"].format(title=case.title, kind=who, n=n, seed=seed))


def _together(arrangement: Arrangement, found: Outcomes) -> list[str]:
    """Say that the intervals hold together, where there are any."""
    if arrangement == ORIGINAL:
        return []
    return [say("page")["together"].format(intervals=found.shown)]


def _block(arrangement: Arrangement, found: Outcomes, rows: Frame, measure: str) -> Block:
    page, name = say("page"), say("measures")[measure]
    if arrangement == ORIGINAL:
        value = share(rows.loc["written", "own"])
        lead = [page["same"].format(measure=name, value=value), _endings(found, alone=True)]
        return Block(page["title"], lead, table=_table(found, measure, alone=True))
    sentences = [*_verdicts(arrangement, rows, name), _turns(found), _endings(found)]
    return Block(
        title=page["title"],
        sentences=sentences,
        leads=2,
        picture=_picture(rows, name),
        notes=_notes(arrangement, rows, measure),
        table=_table(found, measure),
    )


def _verdicts(arrangement: Arrangement, rows: Frame, measure: str) -> list[str]:
    page = say("page")
    own = page["order"].format(steps=listed(arrangement.played))
    written = told(rows.loc["written"], measure)
    if not arrangement.complete:
        gone = listed([name for name in arrangement.order if name in arrangement.off], "pause")
        return [own, page["dropped"].format(steps=gone, difference=written)]
    equal = page["equal"].format(difference=told(rows.loc["equal"], measure))
    return [own, equal, page["written"].format(difference=written)]


def told(row: Row, measure: str) -> str:
    """Return a difference in words, by what its interval leaves open.

    Parameters
    ----------
    row
        ``estimate``, ``ci_low``, ``ci_high``.
    measure
        Its name on the screen.

    Examples
    --------
    >>> told({"estimate": -0.1, "ci_low": -0.12, "ci_high": -0.08}, "满意度")
    '满意度比 CLEAR 原来的低 0.10（区间 0.08 到 0.12）'
    """
    page = say("page")
    value, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    fine = high - low
    if not fine and not value:
        return str(page["none"].format(measure=measure))
    direction = "unclear" if low <= 0 <= high else "up" if value > 0 else "down"
    if direction == "down":
        value, low, high = -value, -high, -low
    numbers = {"gain": share(value, fine), "low": share(low, fine), "high": share(high, fine)}
    return str(page[direction].format(measure=measure, **numbers))


def _turns(found: Outcomes) -> str:
    own, original = (f"{one['turns'].mean():.1f}" for one in (found.own, found.original))
    return str(say("page")["turns"].format(own=own, original=original))


def _endings(found: Outcomes, alone: bool = False) -> str:
    numbers = {name: float(found.own[name].mean()) for name in ENDINGS}
    before = {f"{name}_before": float(found.original[name].mean()) for name in ENDINGS}
    sentence = say("page")["endings_alone" if alone else "endings"]
    return str(sentence.format(**numbers, **before))


def _notes(arrangement: Arrangement, rows: Frame, measure: str) -> list[str]:
    page, notes = say("page"), []
    if "equal" in rows.index and measure == "satisfaction":
        row = rows.loc["equal"]
        told_apart = not row["ci_low"] <= 0 <= row["ci_high"]
        if told_apart and abs(row["estimate"]) < SMALL:
            notes.append(page["small"])
    if "apologise" in arrangement.off and rows.loc["written", "ci_high"] > 0:
        notes.append(page["own_note"])
    return notes


def _picture(rows: Frame, measure: str) -> str:
    page, ends = say("page"), words("endings")
    names = {"equal": page["at_equal"], "written": page["as_written"]}
    drawn = [
        {
            "label": names.get(name) or ends[name],
            "group": page["of_endings"]
            if name in ENDINGS
            else page["of_measure"].format(measure=measure),
            **row[["estimate", "ci_low", "ci_high"]],
        }
        for name, row in rows.iterrows()
    ]
    picture = interval_plot(
        pd.DataFrame(drawn), reference=0, title=page["picture"], axis_title=page["axis"]
    )
    return picture.to_html()


def _table(found: Outcomes, measure: str, alone: bool = False) -> Table:
    page, ends = say("page"), words("endings")
    rows: list[list[str]] = []

    def add(label: str, own: pd.Series, original: pd.Series, as_text: Any = share) -> None:
        rows.append(_cells(label, difference(own, original, found.shown), as_text))

    if found.equal_own is not None and found.equal_original is not None:
        label = page["equal_row"].format(measure=say("measures")[measure])
        add(label, found.equal_own[measure], found.equal_original[measure])
    for name, label in page["rows"].items():
        as_text = yuan if name in ("turns", "cost") else share
        add(label, found.own[name], found.original[name], as_text)
    for name in ENDINGS:
        add(ends[name], found.own[name], found.original[name])
    columns = page["columns"]
    if alone:
        rows, columns = [row[:2] for row in rows], columns[:2]
    return Table(page["table"], columns, rows)


def _cells(label: str, row: dict[str, float], as_text: Any) -> list[str]:
    if as_text is share:
        fine = row["ci_high"] - row["ci_low"]
        low, high = share(row["ci_low"], fine), share(row["ci_high"], fine)
        gap = share(row["estimate"], fine)
    else:
        low, high, gap = (as_text(row[name]) for name in ("ci_low", "ci_high", "estimate"))
    interval = say("page")["interval"].format(low=low, high=high)
    return [label, as_text(row["original"]), as_text(row["own"]), gap, interval]
