"""Exercise 06: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex06_roundabout as reference
from servicelab.scenarios import load as load_case
from servicelab.simulation import Conversation
from servicelab.widgets.roundabout_guide import roundabout

EX = "ex06_roundabout"
RIGHT = reference.right(reference.turns())


def test_the_right_answer_is_counted_turn_by_turn():
    for name, (table,) in reference.cases():
        by_hand = 0
        for _, turns in table.groupby("customer"):
            steps = turns["step"].tolist()
            by_hand += any(after < before for before, after in pairwise(steps))
        assert reference.right(table) == pytest.approx(by_hand / table["customer"].nunique()), name


def test_every_way_back_follows_a_reading_above_the_line_while_asking():
    table = reference.turns()
    for _, turns in table.groupby("customer"):
        rows = turns.to_dict("records")
        for before, after in pairwise(rows):
            if after["step"] < before["step"]:
                assert (before["step"], after["step"]) == (3, 2)
                assert before["anger"] > reference.LINE - 0.005


def test_the_table_holds_the_readings_of_the_talks():
    case = load_case("ecommerce_defect").with_customer_type("furious").with_difficulty("hard")
    talk = Conversation(case, 11, 0)
    talk.play(roundabout().moves[0])
    first = reference.turns().query("customer == 0 and turn == 1").iloc[0]
    assert first["anger"] == round(talk.observed.anger, 2)


def test_the_leader_of_the_team_and_the_truth_are_far_apart():
    for name, (table,) in reference.cases():
        leader = reference.WRONG_WAYS["hot"](table)[0][0]
        assert leader > reference.right(table) + 0.1, name


def test_right_answers_pass():
    def share_back(turns):
        back = turns.groupby("customer")["step"].diff() < 0
        return back.groupby(turns["customer"]).any().mean()

    assert check(EX, share_back).passed
    assert check(EX, round(RIGHT, 2)).passed


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    for value, _ in reference.WRONG_WAYS[name](reference.turns()):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    for value in (0.3, RIGHT + 0.02):
        assert f"{RIGHT:.2f}" not in check(EX, value).message
