"""A talk as its users meet it: replies, what-if, refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servicelab as sl
from servicelab.dialogue import ACTS
from servicelab.simulation.case import TURN_LIMIT
from servicelab.simulation.conversation import Conversation

SCENARIOS = list(sl.scenarios.catalog().index)
PLAYABLE = sorted(set(ACTS) - {"refund", "replace", "compensate"})


def talked(customer: int = 4711, scenario: str = "heating_blocked_pipe") -> Conversation:
    talk = sl.Conversation(scenario, seed=7, customer=customer)
    for text in (
        "非常抱歉，您慢慢说。",
        "请问您家是几号楼？",
        "师傅今晚八点前到。",
        "这样可以吗？",
    ):
        if not talk.finished:
            talk.say(text)
    talk.close()
    return talk


def same(first: Conversation, second: Conversation) -> bool:
    return (
        first.transcript == second.transcript
        and first.outcome() == second.outcome()
        and first.curve().equals(second.curve())
    )


@pytest.mark.parametrize("customer", [0, 3, 4711])
def test_a_what_if_that_repeats_what_was_done_gives_the_identical_talk(customer: int) -> None:
    talk = talked(customer)
    for record in talk.records:
        assert same(talk.what_if(record.turn, record.acts), talk)


@pytest.mark.parametrize("method", sl.methods.catalog().index)
def test_the_same_for_talks_of_methods(method: str) -> None:
    talk = sl.converse("courier_delay", method, seed=3, customer=12)
    for record in talk.records:
        assert same(talk.what_if(turn=record.turn, acts=record.acts), talk)


def test_a_what_if_keeps_what_came_before_and_changes_what_comes_after() -> None:
    talk = talked()
    branch = talk.what_if(turn=2, acts=("blame",))
    assert branch.records[0] == talk.records[0]
    assert branch.records[1].acts == ("blame",)
    assert branch.outcome().satisfaction < talk.outcome().satisfaction


def test_a_what_if_keeps_the_kind_of_customer() -> None:
    talk = sl.Conversation("courier_delay", seed=7, customer=1, customer_type="furious")
    talk.act("apologise")
    assert talk.what_if(1, ("listen",)).persona == talk.persona


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SCENARIOS),
    st.integers(0, 10_000),
    st.lists(st.lists(st.sampled_from(PLAYABLE), min_size=1, max_size=3), max_size=TURN_LIMIT + 2),
)
def test_no_line_of_a_customer_comes_twice(
    scenario: str, customer: int, moves: list[list[str]]
) -> None:
    talk = sl.Conversation(scenario, seed=1, customer=customer)
    for acts in moves:
        if talk.finished:
            break
        talk.act(*acts)
    talk.close()
    lines = [turn.text for turn in talk.transcript.turns if turn.speaker == "customer"]
    assert len(lines) == len(set(lines))
    assert not any("{" in line or "}" in line for line in lines)
    assert talk.outcome().ending in ("resolved", "left", "escalated")


def test_a_talk_ends_at_the_limit() -> None:
    patient = {"leaving_highest": 0.0, "accept_unasked": 0.0}
    parameters = sl.simulation.with_changes(patient)
    talk = sl.Conversation("hotel_dirty_room", customer=5, parameters=parameters)
    while not talk.finished:
        talk.act("listen")
    assert len(talk.records) == TURN_LIMIT == talk.outcome().turns


def test_a_reply_tells_what_happened() -> None:
    reply = sl.Conversation("heating_blocked_pipe", seed=7, customer=4711).say(
        "非常抱歉，我马上为您安排检修。"
    )
    assert "apologise" in reply.acts
    assert reply.text
    assert 0 <= reply.observed.anger <= 1
    assert "抱歉" in reply.feedback
    assert next(found.words for found in reply.recognised) in "非常抱歉"


def test_the_learner_may_correct_the_acts() -> None:
    first = sl.Conversation("heating_blocked_pipe", customer=2).say("嗯。", acts=("listen",))
    second = sl.Conversation("heating_blocked_pipe", customer=2).act("listen")
    assert first.acts == ("listen",)
    assert first.after == second.after


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "回复是空的"), ("  \n", "回复是空的"), ("好" * 10_000, "10000 个字")],
)
def test_replies_that_cannot_be_said_are_refused_and_nothing_is_lost(text: str, words: str) -> None:
    talk = sl.Conversation("heating_blocked_pipe", customer=4711)
    talk.say("您慢慢说。")
    with pytest.raises(sl.ServicelabError, match=words):
        talk.say(text)
    assert len(talk.records) == 1


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "🙂🙂", "We will look into it.", "……"]
)
def test_odd_replies_are_taken_as_they_are(text: str) -> None:
    reply = sl.Conversation("heating_blocked_pipe", customer=4711).say(text)
    assert reply.said == text
    assert "没认出" in reply.feedback


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sl.Conversation("heating_blocked_pip"), "heating_blocked_pipe"),
        (lambda: sl.Conversation("courier_delay", customer=-1), "0 或更大"),
        (lambda: sl.Conversation("courier_delay", customer=1.5), "1.5"),  # type: ignore[arg-type]
        (lambda: sl.Conversation("courier_delay", seed="x"), "整数"),  # type: ignore[arg-type]
        (lambda: sl.Conversation("courier_delay").act(), "至少选一个"),
        (lambda: sl.Conversation("courier_delay").act("apologize"), "apologise"),
        (lambda: sl.Conversation("heating_blocked_pipe").act("replace"), "没有权限"),
        (lambda: sl.Conversation("courier_delay").outcome(), "还没结束"),
        (lambda: talked().act("listen"), "已经结束"),
        (lambda: talked().what_if(9, ("listen",)), "没有第 9 回合"),
        (lambda: sl.Conversation("courier_delay", customer_type="angry"), "furious"),
        (lambda: sl.simulate("courier_delay", "clear", n=0), "1 或更大"),
        (lambda: sl.simulate("courier_delay", "claer"), "clear"),
        (lambda: sl.simulation.with_changes({"anger_gat": 1}), "anger_gat"),
    ],
)
def test_mistakes_are_answered_in_words(call: object, words: str) -> None:
    with pytest.raises(sl.ServicelabError, match=words):
        call()  # type: ignore[operator]


def test_remedies_the_desk_may_not_give_have_no_effect_and_are_named() -> None:
    talk = sl.Conversation("heating_blocked_pipe", customer=8)
    reply = talk.say("我给您换一个新的。", acts=("replace",))
    assert reply.after.redone == 0.0
    assert "权限" in reply.feedback
