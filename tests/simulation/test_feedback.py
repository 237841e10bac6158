"""Feedback judges the reply, not the day, and says what the rule says."""

from __future__ import annotations

import servicelab as sl
from servicelab.dialogue import ACTS
from servicelab.methods import Move
from servicelab.simulation.feedback import effects

HARMFUL = [name for name, act in ACTS.items() if act.group == "harmful"]


def test_every_harmful_act_has_its_own_line() -> None:
    lines = {
        sl.Conversation("heating_blocked_pipe", customer=1).act("apologise", name).feedback
        for name in HARMFUL
    }
    assert len(lines) == len(HARMFUL)


def test_leaving_an_act_out_shows_what_it_did() -> None:
    talk = sl.Conversation("heating_blocked_pipe", customer=1)
    changes = effects(talk.case, talk.state, talk.persona, Move(("empathise", "argue")))
    assert changes["empathise"]["anger"] > 0
    assert changes["argue"]["anger"] < 0


def test_a_question_whose_answer_is_known_is_called_so() -> None:
    talk = sl.Conversation("hotel_dirty_room", customer=3, customer_type="calm")
    feedback = ""
    while not talk.finished and talk.state.facts_known < 0.95:
        feedback = talk.act("ask_fact").feedback
    if not talk.finished:
        feedback = talk.act("ask_fact").feedback
    assert "已经说过" in feedback


def test_fixing_before_asking_is_called_so() -> None:
    talk = sl.Conversation("hotel_dirty_room", customer=3, customer_type="calm")
    assert "没问清" in talk.act("fix").feedback
