"""Looking back: sentences, tables, turning points, verdicts."""

from __future__ import annotations

import pytest

from servicelab.scenarios import load
from servicelab.scenarios import traits as traits_table
from servicelab.simulation import Conversation
from servicelab.widgets import debrief
from servicelab.widgets.room import Seat

CASE = "heating_blocked_pipe"
SEAT = Seat(load(CASE), customer=4711)


@pytest.fixture(scope="module")
def others():
    return SEAT.by_methods()


def talked(*replies: str) -> Conversation:
    talk = SEAT.talk()
    for text in replies:
        if not talk.finished:
            talk.say(text)
    talk.close()
    return talk


@pytest.fixture(scope="module")
def poor():
    return talked("不归我们管。", "您自己没看通知吧。", "爱投诉投诉去。")


def test_the_first_sentence_tells_the_ending_the_turns_and_the_cost(poor, others):
    outcome = poor.outcome()
    sentence = debrief.lead(poor, others)[0]
    assert {"resolved": "谈成了", "left": "没谈成", "escalated": "闹大了"}[
        outcome.ending
    ] in sentence
    assert f"{outcome.turns} 个回合" in sentence
    assert f"{debrief.yuan(outcome.cost)} 元" in sentence


def test_the_second_names_the_best_method(poor, others):
    best = max(others.values(), key=lambda talk: talk.outcome().satisfaction).outcome()
    assert f"{best.satisfaction:.2f}" in debrief.lead(poor, others)[1]
    name, talk = next(iter(others.items()))
    assert "一样" in debrief.lead(talk, {name: talk})[1]
    assert "比三种方法都高" in debrief.lead(talk, {"clear": poor})[1]


def test_the_third_names_the_weakest_justice(poor, others):
    outcome = poor.outcome()
    weakest = min(outcome.distributive, outcome.procedural, outcome.interactional)
    assert f"（{weakest:.2f}）" in debrief.lead(poor, others)[2]


def test_the_table_has_the_learner_the_earlier_tries_and_the_methods(poor, others):
    rows = debrief.comparison(poor, [talked("您好。"), talked("非常抱歉。")], others)
    names = [row["name"] for row in rows]
    assert names == ["你", "你，第 2 次", "你，第 1 次", "服务回旋法", "CLEAR 法", "被动式服务补救"]
    assert [row["mine"] for row in rows] == [True] + [False] * 5
    assert [row["outcome"] for row in rows[3:]] == [talk.outcome() for talk in others.values()]
    assert all(row["lines"] for row in rows[3:])


def test_turning_points_are_where_anger_moved_most(poor):
    changes = [record.after.anger - record.before.anger for record in poor.records]
    worst = 1 + changes.index(max(changes))
    assert max(changes) > 0.08
    assert debrief.turning_points(poor)[worst]
    assert debrief.turning_points(SEAT.talk()) == {}


def test_curves_say_what_they_show(poor):
    branch = poor.what_if(turn=1, acts=("listen", "empathise"))
    assert "怒气" in debrief.curve_of(poor).alt
    assert "假如" in debrief.curve_of(poor, branch).alt


def test_a_talk_that_was_closed_without_a_word_can_be_looked_at(others):
    talk = SEAT.talk()
    talk.close()
    assert "0 个回合" in debrief.lead(talk, others)[0]
    assert debrief.curve_of(talk).alt


def test_the_verdict_fits_the_numbers(poor):
    better = poor.what_if(turn=1, acts=("listen", "empathise", "apologise"))
    before, after = poor.outcome().satisfaction, better.outcome().satisfaction
    assert f"{before:.2f}" in debrief.verdict(poor, better)
    assert ("升到" in debrief.verdict(poor, better)) == (f"{before:.2f}" < f"{after:.2f}")
    assert ("降到" in debrief.verdict(better, poor)) == (f"{before:.2f}" < f"{after:.2f}")
    assert "还是" in debrief.verdict(poor, poor)


def test_a_changed_talk_differs_from_the_changed_reply_on(poor):
    branch = poor.what_if(turn=2, acts=("apologise",))
    assert debrief.first_difference(poor, branch) == 3  # opening, reply, answer, changed reply
    assert debrief.first_difference(poor, poor.what_if(2, poor.records[1].acts)) == 0


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [(0.0, 1.0, "+1.00"), (1.0, 0.0, "−1.00"), (0.5, 0.5, "0"), (0.0349, 0.0351, "+0.01")],
)
def test_a_difference_fits_the_numbers_beside_it(before, after, shown):
    assert debrief.change(before, after) == shown


@pytest.mark.parametrize(("cost", "shown"), [(0, "0"), (4.5, "4.5"), (1234567.891, "1,234,567.89")])
def test_money_is_written_as_people_write_it(cost, shown):
    assert debrief.yuan(cost) == shown


def test_the_hidden_customer_is_told_trait_by_trait():
    traits = debrief.persona(SEAT.talk())
    temper = next(trait for trait in traits if trait["name"] == "火气")
    assert temper["value"] == f"{SEAT.talk().persona.temper:.2f}"
    assert len(traits) == len(traits_table())
