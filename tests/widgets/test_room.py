"""Who is talked to, and what a reply counts as, without a screen."""

from __future__ import annotations

import pytest

from servicelab.data import ServicelabError
from servicelab.dialogue import ACTS
from servicelab.scenarios import ScenarioError, catalog, customer_types, load
from servicelab.simulation import converse
from servicelab.simulation.conversation import LONGEST_REPLY
from servicelab.simulation.work import not_allowed
from servicelab.widgets.room import (
    METHODS,
    Seat,
    acts_of,
    is_unclear,
    reply,
    scenario_options,
    type_options,
)

CASE = "heating_blocked_pipe"


@pytest.fixture
def seat():
    return Seat(load(CASE), customer=4711)


def test_the_same_seat_gives_the_same_talk(seat):
    assert seat.talk().opening == seat.talk().opening
    assert seat.talk().say("非常抱歉。").text == seat.talk().say("非常抱歉。").text


def test_the_next_customer_is_another_one(seat):
    assert seat.next().customer == 4712
    assert seat.next().talk().persona != seat.talk().persona


def test_a_type_draws_another_customer_of_the_same_number(seat):
    furious = seat.changed(customer_type="furious")
    low, high = customer_types()["furious"].customer.temper
    assert low <= furious.talk().persona.temper <= high
    assert furious.customer == seat.customer


def test_a_seat_refuses_what_does_not_exist(seat):
    with pytest.raises(ServicelabError):
        seat.changed(customer_type="martian").talk()
    with pytest.raises(ServicelabError):
        seat.changed(customer=-1).talk()
    with pytest.raises(ServicelabError):
        seat.changed(scenario="no_such_case")


def test_the_methods_meet_the_very_customer(seat):
    played = seat.by_methods()
    assert tuple(played) == METHODS
    for name, talk in played.items():
        assert talk.outcome() == converse(CASE, name, 7, 4711).outcome()
        assert talk.opening == seat.talk().opening


@pytest.mark.parametrize(
    ("text", "added", "removed", "acts"),
    [
        ("", (), (), ()),
        ("非常抱歉。", (), (), ("apologise",)),
        ("非常抱歉。", (), ("apologise",), ()),
        ("非常抱歉。", ("apologise",), (), ("apologise",)),
        ("非常抱歉。", ("listen",), ("apologise",), ("listen",)),
        ("", ("listen", "empathise"), (), ("listen", "empathise")),
    ],
)
def test_corrections_decide(text, added, removed, acts):
    assert acts_of(text, added, removed) == acts


def test_a_reply_counts_as_what_the_learner_made_of_it(seat):
    record = reply(seat.talk(), "非常抱歉。", added=["listen"], removed=["apologise"])
    assert record.acts == ("listen",)
    assert [found.act for found in record.recognised] == ["apologise"]


def test_without_corrections_the_recogniser_decides(seat):
    assert reply(seat.talk(), "非常抱歉。").acts == seat.talk().say("非常抱歉。").acts


def test_acts_alone_are_put_into_words(seat):
    record = reply(seat.talk(), "  ", added=["apologise"])
    assert record.acts == ("apologise",)
    assert len(record.said) > 3


def test_all_acts_at_once_are_a_reply_too(seat):
    denied = not_allowed(tuple(ACTS), seat.scenario)
    every = [name for name in ACTS if name != "other" and name not in denied]
    assert set(reply(seat.talk(), "", added=every).acts) == set(every)


@pytest.mark.parametrize("text", ["", "   \n", "好" * (LONGEST_REPLY + 1), "好" * 10_000])
def test_nothing_and_too_much_are_refused_and_change_nothing(seat, text):
    talk = seat.talk()
    with pytest.raises(ServicelabError, match=r"空的|个字"):
        reply(talk, text)
    assert not talk.records


@pytest.mark.parametrize(
    "text", ["好" * LONGEST_REPLY, "😡" * 20, "I am so sorry.", "<script>alert(1)</script>", "嗯"]
)
def test_any_other_words_are_a_reply(seat, text):
    assert reply(seat.talk(), text).said == text


def test_unclear_is_only_what_has_words_and_no_act():
    assert is_unclear("呜啦啦")
    assert is_unclear("非常抱歉。", removed=["apologise"])
    assert not is_unclear("呜啦啦", added=["listen"])
    assert not is_unclear("")
    assert not is_unclear("好" * 10_000)  # too long is another matter


def test_every_case_can_be_chosen_and_a_case_of_one_s_own_comes_first():
    own = load(CASE).model_copy(update={"id": "mine", "title": "我的案例"})
    options = scenario_options(own)
    assert options[0] == ("自带案例：我的案例", "mine")
    assert [name for _, name in options[1:]] == list(catalog().index)
    assert len(scenario_options(load(CASE))) == len(catalog())


def test_every_type_can_be_chosen():
    assert [name for _, name in type_options()] == ["", *customer_types()]


def test_a_level_of_difficulty_reaches_the_talk_and_the_methods() -> None:
    hard = Seat(load("hotel_dirty_room"), difficulty="hard")
    assert hard.talk().scenario.difficulty == "hard"
    assert all(talk.scenario.difficulty == "hard" for talk in hard.by_methods().values())
    assert hard.talk().state.trust < Seat(load("hotel_dirty_room")).talk().state.trust


def test_a_case_that_brings_its_level_keeps_it() -> None:
    own = load("hotel_dirty_room").with_difficulty("hard")
    assert Seat(own, difficulty="hard").talk().scenario.difficulty == "hard"
    with pytest.raises(ScenarioError, match="只能设一次"):
        Seat(own, difficulty="easy").talk()
