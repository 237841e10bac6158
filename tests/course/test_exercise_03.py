"""Exercise 03: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

import pytest

from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex03_expectation as reference
from servicelab.theory import expectation

EX = "ex03_expectation"
RIGHT = reference.right(reference.orders())


def minutes_to_make_up(orders):
    sooner = orders["expectation"] - orders["actual"]
    return expectation.asymmetry(sooner, orders["score"]).ratio


def test_the_right_answer_is_what_the_estimator_of_the_lesson_finds():
    for name, (table,) in reference.cases():
        assert reference.right(table) == pytest.approx(minutes_to_make_up(table)), name


def test_with_many_orders_it_is_the_ratio_that_was_put_in():
    many = reference.orders(200_000, seed=8)
    assert reference.right(many) == pytest.approx(0.9 / 0.35, abs=0.05)


def test_the_boss_is_wrong_beyond_chance():
    table = reference.orders()
    found = expectation.asymmetry(table["expectation"] - table["actual"], table["score"])
    assert found.ci_low > 2


def test_right_answers_pass():
    assert check(EX, minutes_to_make_up).passed
    assert check(EX, round(RIGHT, 2)).passed
    below, above = (round(slope, 3) for slope in reference.slopes(reference.orders()))
    assert check(EX, round(below / above, 2)).passed  # read off the table of the notebook


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    for value, _ in reference.WRONG_WAYS[name](reference.orders()):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_a_function_with_the_difference_the_wrong_way_round_is_told_so():
    def turned(orders):
        later = orders["actual"] - orders["expectation"]
        return expectation.asymmetry(later, orders["score"]).ratio

    assert load(EX).misconceptions["upside_down"] in check(EX, turned).message


def test_no_message_tells_the_answer():
    wrong = [ways(reference.orders())[0][0] for ways in reference.WRONG_WAYS.values()]
    for value in (0.5, 7.0, RIGHT + 0.2, *wrong):
        for digits in (1, 2, 3):
            assert f"{RIGHT:.{digits}f}" not in check(EX, value).message
