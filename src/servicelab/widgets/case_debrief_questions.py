"""Questions for the group, made from what happened in a talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from servicelab.dialogue import ACTS
from servicelab.figures.numbers import number_text
from servicelab.widgets.case_debrief_talk import (
    Exchange,
    Reply,
    in_chinese,
    shortened,
    turn_list,
    words,
)
from servicelab.widgets.case_debrief_turns import Turns, lost_turn

MOST = 6
_SPECIFIC = 5  # so that one question is always left for the group's own work
_HEARS = {"listen", "empathise", "restate", "apologise", "align", "own", "ask_open"}
_SOLVES = {"explain", "propose", "choose", "limit", "evidence", "peer", "redirect"}
_SOLVES |= {"refund", "replace", "compensate"}
_NO_ACT = {
    "no_feeling": {"empathise", "align"},
    "no_time": {"commit"},
    "no_choice": {"choose"},
}

Told = Mapping[str, object]


def questions(exchange: Exchange, turns: Turns) -> list[str]:
    """Return 4 to 6 questions on a talk, those on its own turns first.

    Parameters
    ----------
    exchange
        The talk.
    turns
        Its turning points.

    Returns
    -------
    list of str
        In the order of ``questions_from`` in ``case_debrief.yaml``; words of people are quoted.
    """
    happened = _Happened(exchange, turns)
    specific: list[str] = []
    general: list[str] = []
    for template in words("questions_from"):
        told = happened.told(template["when"])
        if told is not None:
            asked = str(template["text"]).format(**told)
            (general if template["when"] == "always" else specific).append(asked)
    kept = specific[:_SPECIFIC]
    return kept + general[-max(1, 4 - len(kept)) :]


@dataclass(frozen=True)
class _Happened:
    """Whether something happened in a talk, and what a question may tell of it."""

    exchange: Exchange
    turns: Turns

    def told(self, when: str) -> Told | None:
        if when == "always":
            return (
                {"opening": shortened(self.exchange.opening)}
                if self.exchange.opening
                else {"opening": "……"}
            )
        if when in _NO_ACT:
            return {} if not (_NO_ACT[when] & self._used) else None
        finders: Mapping[str, Callable[[], Told | None]] = {
            "lost": self._lost,
            "harmful": self._harmful,
            "early": self._early,
            "gain": lambda: self._point("gain"),
            "held": lambda: self._point("loss"),
            "jump": self._jump,
            "asked_again": self._asked_again,
        }
        return finders[when]() if when in finders else self._ended(when)

    @property
    def _lost_turn(self) -> int | None:
        return None if self.turns.rescue is None else lost_turn(self.turns.rescue)

    @cached_property
    def _used(self) -> set[str]:
        return {act for reply in self.exchange.replies for act in reply.acts}

    def _lost(self) -> Told | None:
        table = self.turns.rescue
        turn = self._lost_turn
        if table is None or turn is None:
            return None
        before, after = (
            number_text(value, 2) for value in table["satisfaction"][turn - 1 : turn + 1]
        )
        said = shortened(self.exchange.reply(turn).said)
        return {"turn": turn, "before": before, "after": after, "said": said}

    def _harmful(self) -> Told | None:
        for reply in self.exchange.replies:
            for act in reply.acts:
                if ACTS[act].group == "harmful":
                    quote = shortened(reply.quotes(act)[0])
                    return {"turn": reply.turn, "words": quote, "act": ACTS[act].zh}
        return None

    def _early(self) -> Told | None:
        for reply in self.exchange.replies:
            if _HEARS.intersection(reply.acts):
                return None
            soon = [act for act in reply.acts if act in _SOLVES]
            if soon:
                return _quoted(reply) | {"act": in_chinese(soon[:1])}
        return None

    def _point(self, side: str) -> Told | None:
        points = self.turns.points
        points = points[(points["side"] == side) & (points["turn"] != self._lost_turn)]
        if points.empty:
            return None
        point = points.iloc[0]
        reply = self.exchange.reply(int(point["turn"]))
        return _quoted(reply) | {"instead": shortened(point["instead"])}

    def _jump(self) -> Told | None:
        points = self.turns.points
        up = points[(points["side"] == "jump") & (points["change"] > 0)]
        if up.empty:
            return None
        turn = int(up["turn"].iloc[0])
        return {"turn": turn, "heard": shortened(self.exchange.heard[turn])}

    def _asked_again(self) -> Told | None:
        asking = [reply.turn for reply in self.exchange.replies if "ask_fact" in reply.acts]
        return {"turns": turn_list(asking)} if len(asking) > 2 else None

    def _ended(self, when: str) -> Told | None:
        talk = self.exchange.talk
        return {} if talk is not None and talk.outcome().ending == when else None


def _quoted(reply: Reply) -> dict[str, object]:
    return {"turn": reply.turn, "said": shortened(reply.said)}
