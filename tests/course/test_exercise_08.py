"""Exercise 08: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

import pytest

import servicelab as sl
from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex08_recovery as reference

EX = "ex08_recovery"
RIGHT = reference.right(reference.customers())


def test_the_right_answer_is_the_mean_over_customers_of_two_lives():
    repair = sl.Playbook.of(
        "by_hand",
        "补救",
        *(sl.Step(name, acts, at_most=turns) for name, acts, turns in reference.REPAIR),
    )
    failed = [
        sl.converse("ecommerce_defect", repair, seed=7, customer=customer).outcome().loyalty
        for customer in range(20)
    ]
    smooth = sl.relationship("ecommerce_defect", [None], n=20, seed=7, progress=False)["loyalty"]
    by_hand = sum(failed) / 20 - smooth.mean()
    assert abs(by_hand - reference.right(reference.customers(n=20))) < 1e-12


def test_the_boss_and_the_right_comparison_disagree_in_sign():
    for name, (table,) in reference.cases():
        boss = reference.WRONG_WAYS["boss"](table)[0][0]
        assert boss > 0.02 > -0.02 > reference.right(table), name


def test_right_answers_pass():
    def loyalty_gap(customers):
        means = customers.groupby("path")["loyalty"].mean()
        return means["recovered"] - means["smooth"]

    assert check(EX, loyalty_gap).passed
    assert check(EX, round(RIGHT, 2)).passed


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    ways = reference.WRONG_WAYS[name]
    for value, _ in ways(reference.customers()):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    for value in (0.5, -0.3, RIGHT + 0.02, *(ways[0][0] for ways in wrong_values())):
        for digits in (2, 3):
            assert f"{abs(RIGHT):.{digits}f}" not in check(EX, value).message


def wrong_values():
    return [ways(reference.customers()) for ways in reference.WRONG_WAYS.values()]
