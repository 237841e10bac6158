"""The promise screen in words, pictures and tables: one block a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from servicelab.figures.numbers import number_text
from servicelab.widgets.promise_picture import curves, timeline
from servicelab.widgets.promise_rule import Minds, every_promise, same_wait, second_promise
from servicelab.widgets.promise_words import hours, say
from servicelab.widgets.results import Block, Results, Table

Choices = Mapping[str, Any]
SURE = 0.9
"""The share of promises kept that counts as sure."""


def results(choices: Choices) -> Results:
    """Return what the screen shows for some choices.

    Parameters
    ----------
    choices
        What the controls show; see :mod:`servicelab.widgets.promise_screen`.

    Returns
    -------
    Results
    """
    minds, page = minds_of(choices), say("page")
    make = {"same": _same, "which": _which, "second": _second}[choices["question"]]
    return Results(
        title=f"{say('screen')['title']}：{say('screen')['questions'][choices['question']]}",
        blocks=[make(minds, choices)],
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[_chain(minds), _shares(minds), page["basis"]],
        static=page["static"],
    )


def minds_of(choices: Choices) -> Minds:
    """Return how customers take a wait, as the controls have it.

    Parameters
    ----------
    choices
        What the controls show.
    """
    numbers = {name: float(choices[name]) for name in ("habit", "zone", "below", "above")}
    return Minds(trust=choices["trust"] / 100, **numbers)


def _chain(minds: Minds) -> str:
    trust = round(100 * minds.trust)
    numbers = {name: f"{getattr(minds, name):g}" for name in ("habit", "base", "zone")}
    numbers |= {name: f"{getattr(minds, name):g}" for name in ("below", "above")}
    return str(say("page")["chain"].format(trust=trust, rest=100 - trust, **numbers))


def _shares(minds: Minds) -> str:
    return str(say("page")["share"].format(line=f"{minds.line:g}", spread=f"{minds.spread:g}"))


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"


def _percent(share: float) -> str:
    return f"{_hundred(share)}%"


def _same(minds: Minds, choices: Choices) -> Block:
    words, wait = say("same"), choices["wait"]
    customers = same_wait(minds, [choices[name] for name in ("one", "two", "three")], wait)
    points = [f"{value:.0f}" for value in customers["satisfaction"]]
    told = {
        "wait": wait,
        "promises": say("page")["comma"].join(map(str, customers["promise"])),
        "points": say("page")["comma"].join(points),
        "gap": max(map(int, points)) - min(map(int, points)),
    }
    if told["gap"]:
        lead = words["lead"].format(**told)
    else:
        lead = words["lead_equal"].format(wait=wait, points=points[0])
    rows = [
        [
            str(row.promise),
            hours(row.expectation),
            str(row.wait),
            number_text(row.disconfirmation, 1),
            f"{row.satisfaction:.0f}",
            _percent(row.complaining),
        ]
        for row in customers.itertuples()
    ]
    return Block(
        title=words["title"],
        sentences=[lead, *(_customer(row, minds) for row in customers.itertuples())],
        picture=timeline(customers, minds.zone).to_html(),
        notes=[words["note"]],
        table=Table(words["table"], words["columns"], rows, names=0),
    )


def _customer(row: Any, minds: Minds) -> str:
    even = abs(row.disconfirmation) <= minds.zone
    way = "even" if even else "late" if row.disconfirmation < 0 else "early"
    return str(
        say("same")[f"one_{way}"].format(
            promise=row.promise,
            expectation=hours(row.expectation),
            hours=hours(row.disconfirmation),
            points=f"{row.satisfaction:.0f}",
            complaining=_hundred(row.complaining),
        )
    )


def _which(minds: Minds, choices: Choices) -> Block:
    words, chosen = say("which"), choices["chosen"]
    table = every_promise(minds, choices["mean"], choices["sd"], choices["patience"])
    best = int(table["either"].idxmin())
    row = {name: _hundred(value) for name, value in table.loc[chosen].items()}
    sure = table.index[table["kept"] >= SURE]
    last = words["never_sure"]
    if len(sure):
        either = _hundred(table.loc[sure[0], "either"])
        last = words["sure"].format(sure=sure[0], either=either)
    picture = curves(
        {name: table[column] for column, name in words["lines"].items()},
        {words["mark"].format(promise=chosen): chosen, words["mark_best"]: best},
        words["figure"],
        words["y_title"],
        unit="%",
    )
    shown = ["kept", "at_once", "afterwards", "either"]
    return Block(
        title=words["title"],
        sentences=[
            words["lead"].format(promise=chosen, **row),
            words["best"].format(best=best, either=_hundred(table.loc[best, "either"])),
            last,
        ],
        picture=picture.to_html(),
        notes=[words["note"]],
        table=Table(
            words["table"],
            words["columns"],
            [
                [str(promise), *map(_percent, one[shown]), f"{one['satisfaction']:.0f}"]
                for promise, one in table.iterrows()
            ],
            names=0,
        ),
    )


def _second(minds: Minds, choices: Choices) -> Block:
    words = say("second")
    waits = (choices["first_wait"], choices["again_wait"])
    lost, heavier = choices["lost"] / 100, choices["heavier"] / 100
    firsts = list(dict.fromkeys((choices["first"], choices["first_wait"])))
    tables = {first: second_promise(minds, first, waits, lost, heavier) for first in firsts}
    promise = choices["again_promise"]
    row = tables[choices["first"]].loc[promise]
    sentences = [
        _second_lead(choices, row),
        *_second_rest(minds, choices, tables),
    ]
    picture = curves(
        {
            words["line"].format(first=first): table["satisfaction"]
            for first, table in tables.items()
        },
        {words["mark"].format(promise=promise): promise},
        words["figure"],
        words["y_title"],
        unit=say("screen")["points"],
    )
    return Block(
        title=words["title"],
        sentences=sentences,
        picture=picture.to_html(),
        notes=[words["note"]],
        table=Table(words["table"], words["columns"], _second_rows(tables), names=0),
    )


def _second_lead(choices: Choices, row: pd.Series[float]) -> str:
    names = ("first", "first_wait", "again_wait")
    told = {name: choices[name] for name in names} | {"promise": choices["again_promise"]}
    return str(say("second")["lead"].format(points=f"{row['satisfaction']:.0f}", **told))


def _second_rest(minds: Minds, choices: Choices, tables: Mapping[int, pd.DataFrame]) -> list[str]:
    words, promise = say("second"), choices["again_promise"]
    row = tables[choices["first"]].loc[promise]
    broken = choices["first_wait"] > choices["first"]
    trust = minds.trust * (1 - choices["lost"] / 100 if broken else 1)
    told = [
        words["trusts"].format(
            trust=round(100 * trust), promise=promise, expectation=hours(row["expectation"])
        )
    ]
    late = row["disconfirmation"] < -minds.zone
    if row["twice"]:
        told.insert(0, words["twice"].format(heavier=f"{choices['heavier'] / 100:g}"))
    else:
        told.insert(0, words["again_late" if late else "not_again"])
    honest = choices["first_wait"]
    if honest != choices["first"]:
        points = f"{tables[honest].loc[promise, 'satisfaction']:.0f}"
        told.append(words["other"].format(honest=honest, points=points))
    return told


def _second_rows(tables: Mapping[int, pd.DataFrame]) -> list[list[str]]:
    return [
        [
            str(first),
            str(promise),
            hours(row["expectation"]),
            number_text(row["disconfirmation"], 1),
            f"{row['satisfaction']:.0f}",
            _percent(row["complaining"]),
        ]
        for first, table in tables.items()
        for promise, row in table.iterrows()
    ]
