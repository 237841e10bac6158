"""The emotion screen in words, pictures and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from servicelab.dialogue import ACTS
from servicelab.figures import response_curve, talk_curve
from servicelab.scenarios import Scenario, customer_types
from servicelab.simulation import Conversation, converse
from servicelab.widgets.debrief import acts_in_words, verdict
from servicelab.widgets.emotion_crowd_page import crowd_block
from servicelab.widgets.emotion_talks import (
    Changed,
    Replies,
    as_playbook,
    by_name,
    changed,
    kept_crowd,
    reach,
    thermometer,
    true_falls,
)
from servicelab.widgets.emotion_words import say
from servicelab.widgets.results import Block, Results, Table, share
from servicelab.widgets.screen import mood


class Asked(NamedTuple):
    """What the controls ask for.

    Attributes
    ----------
    look
        ``"thermometer"`` or ``"what_if"``.
    scenario
        The case as it is, and its customers' type (empty: the case's own variety).
    customer_type, customer, seed, n
        Who is talked to, and how many others.
    method, replies
        Who talks: a method by its id, or the learner's own replies.
    turn, acts
        The reply to change, and what to do instead.
    """

    look: str
    scenario: Scenario
    customer_type: str
    customer: int
    seed: int
    n: int
    method: str
    replies: Replies
    turn: int
    acts: tuple[str, ...]

    def case(self, customer_type: str | None = None) -> Scenario:
        """Return the case with its customers, or with those of another type."""
        chosen = self.customer_type if customer_type is None else customer_type
        return self.scenario.with_customer_type(chosen) if chosen else self.scenario


def results(asked: Asked, tell: Any = lambda _share: None) -> Results:
    """Return what the screen shows.

    Parameters
    ----------
    asked
        What the controls ask for.
    tell
        Called with the share that is computed.

    Returns
    -------
    Results
    """
    playbook = as_playbook(asked.replies) if asked.replies else by_name(asked.method)
    if asked.look == "thermometer":
        talk = converse(asked.case(), playbook, asked.seed, asked.customer)
        blocks = [_thermometer(asked, talk)]
    else:
        one = changed(asked.case(), playbook, asked.turn, asked.acts, asked.customer, asked.seed)
        talk = one.talk
        tell(0.3)
        blocks = [_what_if(asked, one), crowd_block(asked, one, tell)]
    page, types = say("page"), customer_types()
    kind = types[asked.customer_type].zh if asked.customer_type else page["any_type"]
    said = page["arrow"].join(acts_in_words(record.acts) for record in talk.records)
    basis = page["basis"].format(
        title=asked.scenario.title,
        kind=kind,
        customer=asked.customer,
        talk=said,
        seed=asked.seed,
    )
    return Results(
        title=say("screen")["title"],
        blocks=blocks,
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[basis, page["rules"], page["replay"]],
        static=page["static"],
    )


def _thermometer(asked: Asked, talk: Conversation) -> Block:
    words, table = say("thermometer"), thermometer(talk)
    table = table.assign(off=table["reading"] - table["truth"])
    turn = int(table["off"].abs().argmax())
    worst = dict(table.iloc[turn])
    sentences = [
        words["lead"].format(
            when=words["turn"].format(turn=turn) if turn else words["opening"],
            reading=share(worst["reading"]),
            truth=share(worst["truth"]),
            shown=mood(worst["reading"]),
            felt=mood(worst["truth"]),
            gap=_off(worst["off"], words),
        ),
        words["words"].format(words=share(worst["words"]), felt=mood(worst["words"])),
        words["reach"].format(reach=share(reach(talk.case.parameters))),
        _falls(asked, words),
    ]
    numbers = table[["truth", "reading", "off", "words"]].to_numpy()
    rows = [[str(at), *map(share, row)] for at, row in enumerate(numbers)]
    return Block(
        title=words["title"],
        sentences=[sentence for sentence in sentences if sentence],
        picture=_picture(table, words),
        table=Table(words["table"], words["columns"], rows),
    )


def _off(gap: float, words: Mapping[str, Any]) -> str:
    if abs(gap) < 0.01:
        return str(words["right"])
    return str(words["high" if gap > 0 else "low"].format(gap=share(abs(gap))))


def _falls(asked: Asked, words: Mapping[str, Any]) -> str:
    talks = kept_crowd(asked.case(), asked.replies, asked.method, asked.n, asked.seed)
    parts = [words[name].format(share=found) for name, found in true_falls(talks).items()]
    if not parts:
        return ""
    return str(words["falls"].format(n=asked.n, parts=say("page")["pause"].join(parts)))


def _picture(table: pd.DataFrame, words: Mapping[str, Any]) -> str:
    lines = {"reading": ["reading", "low", "high"], "truth": ["truth"] * 3}
    points = [
        table[columns]
        .set_axis(["estimate", "ci_low", "ci_high"], axis=1)
        .assign(group=words[name], x=table.index)
        for name, columns in lines.items()
    ]
    picture = response_curve(
        pd.concat(points),
        x_title=words["x_title"],
        y_title=words["y_title"],
        title=words["picture"],
    )
    return picture.to_html()


def _what_if(asked: Asked, one: Changed) -> Block:
    words = say("what_if")
    notes = []
    if asked.turn > one.turn:
        notes.append(words["shorter"].format(turns=one.turn))
    if one.denied:
        names = say("page")["list"].join(ACTS[name].zh for name in one.denied)
        notes.append(words["denied"].format(acts=names))
    if one.talk.records[one.turn - 1].acts == one.acts:
        notes.append(words["unchanged"])
    picture = talk_curve(
        one.talk.curve(),
        other=one.branch.curve(),
        names=words["names"],
        marks={one.turn: words["mark"]},
        title=words["title"].format(turn=one.turn, acts=acts_in_words(one.acts)),
    )
    return Block(
        title=words["title"].format(turn=one.turn, acts=acts_in_words(one.acts)),
        sentences=[words["lead"].format(verdict=verdict(one.talk, one.branch))],
        picture=picture.to_html(),
        notes=notes,
        table=Table(words["table"], words["columns"], _side_by_side(one), names=3),
    )


def _side_by_side(one: Changed) -> list[list[str]]:
    words, talks = say("what_if"), (_lines(one.talk), _lines(one.branch))
    longest = max(map(len, talks))
    left, right = (lines + [("", words["ended"])] * (longest - len(lines)) for lines in talks)
    return [[a[0] or b[0], a[1], b[1]] for a, b in zip(left, right, strict=True)]


def _lines(talk: Conversation) -> list[tuple[str, str]]:
    words = say("what_if")
    return [(words[turn.speaker], turn.text) for turn in talk.transcript.turns]
