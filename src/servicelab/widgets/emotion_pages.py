"""The emotion screen in words, pictures and tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
    scenario
        The case as it is, and its customers' type (empty: the case's own variety).
    customer_type, customer, seed, n
        Who is talked to, and how many others.
    method, replies
        Who talks: a method by its id, or the learner's own replies.
    turn, acts
        The reply to change, and what to do instead.
    """

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
    one = changed(asked.case(), playbook, asked.turn, asked.acts, asked.customer, asked.seed)
    tell(0.3)
    blocks = [_thermometer(asked, one), _what_if(asked, one), crowd_block(asked, one, tell)]
    page, types = say("page"), customer_types()
    kind = types[asked.customer_type].zh if asked.customer_type else page["any_type"]
    said = page["arrow"].join(acts_in_words(record.acts) for record in one.talk.records)
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


def _thermometer(asked: Asked, one: Changed) -> Block:
    words, table = say("thermometer"), thermometer(one.talk)
    before = dict(table.iloc[one.turn - 1])
    sentences = [
        words["lead"].format(
            turn=one.turn,
            reading=share(before["reading"]),
            truth=share(before["truth"]),
            shown=mood(before["reading"]),
            felt=mood(before["truth"]),
            gap=_off(before, words),
        ),
        words["words"].format(words=share(before["words"]), felt=mood(before["words"])),
        words["reach"].format(reach=share(reach(one.talk.case.parameters))),
        _falls(asked, words),
    ]
    rows = [
        [
            str(turn),
            share(row["truth"]),
            share(row["reading"]),
            share(row["reading"] - row["truth"]),
        ]
        for turn, row in table.iterrows()
    ]
    return Block(
        title=words["title"],
        sentences=[sentence for sentence in sentences if sentence],
        picture=_picture(asked.case(), asked.replies, asked.method, asked.customer, asked.seed),
        table=Table(words["table"], words["columns"], rows),
    )


def _off(row: Mapping[Any, float], words: Mapping[str, Any]) -> str:
    gap = row["reading"] - row["truth"]
    if abs(gap) < 0.01:
        return str(words["right"])
    return str(words["high" if gap > 0 else "low"].format(gap=share(abs(gap))))


def _falls(asked: Asked, words: Mapping[str, Any]) -> str:
    talks = kept_crowd(asked.case(), asked.replies, asked.method, asked.n, asked.seed)
    parts = [words[name].format(share=found) for name, found in true_falls(talks).items()]
    if not parts:
        return ""
    return str(words["falls"].format(n=asked.n, parts=say("page")["pause"].join(parts)))


@lru_cache(maxsize=24)
def _picture(case: Scenario, replies: Replies, method: str, customer: int, seed: int) -> str:
    """Draw the thermometer of a talk; it stays as it is while other replies are tried."""
    playbook = as_playbook(replies) if replies else by_name(method)
    words, table = say("thermometer"), thermometer(converse(case, playbook, seed, customer))
    lines = {
        "truth": table.assign(
            estimate=table["truth"], ci_low=table["truth"], ci_high=table["truth"]
        ),
        "reading": table.assign(
            estimate=table["reading"], ci_low=table["low"], ci_high=table["high"]
        ),
    }
    points = [line.assign(group=words[name], x=line.index) for name, line in lines.items()]
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
