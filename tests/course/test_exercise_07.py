"""Exercise 07: the right answer worked out in another way; wrong ways told apart."""

from __future__ import annotations

from statistics import NormalDist, mean, stdev

import pytest

import servicelab as sl
from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex07_clear as reference

EX = "ex07_clear"
TABLE = reference.talks()
RIGHT = reference.right(TABLE)


def at_least(talks):
    lost = talks[list(reference.SOFT)].rsub(talks["whole"], axis=0)
    most = lost[lost.mean().idxmax()]
    return most.mean() - 1.96 * most.std() / len(most) ** 0.5


def test_the_right_answer_follows_from_single_talks():
    clear = sl.methods.get("clear")
    shorter = sl.Playbook.of(
        "by_hand", "短", *(step for step in clear.steps if step.name != "倾听")
    )
    assert len(shorter.steps) == len(clear.steps) - 1
    gaps = []
    for customer in range(40):
        whole, less = (
            sl.converse("hotel_dirty_room", method, 7, customer, customer_type="furious").outcome()
            for method in (clear, shorter)
        )
        gaps.append(whole.satisfaction - less.satisfaction)
    by_hand = mean(gaps) - NormalDist().inv_cdf(0.975) * stdev(gaps) / 40**0.5
    assert abs(by_hand - reference._low(reference.talks(n=40), "no_listen")) < 1e-5


def test_every_step_left_out_is_a_step_of_clear():
    names = [step.name for step in sl.methods.get("clear").steps]
    for step in reference.STEPS.values():
        assert any(name.startswith(step) for name in names)
    assert set(reference.SOFT) | {reference.SOLVING} == set(reference.STEPS)


def test_the_costliest_soft_step_is_not_the_same_everywhere_and_never_solving():
    found = {reference.costliest(table) for _, (table,) in reference.cases()}
    assert len(found) > 1
    assert reference.SOLVING not in found


def test_the_shown_digits_suffice():
    lost = TABLE["whole"] - TABLE[reference.costliest(TABLE)]
    by_calculator = round(lost.mean(), 4) - 1.96 * round(lost.sem(), 4)
    assert check(EX, round(by_calculator, 3)).passed


def test_right_answers_pass():
    assert check(EX, at_least).passed
    assert check(EX, round(RIGHT, 3)).passed


def test_a_function_that_names_the_step_outright_fails_elsewhere():
    def at_least_of_listening(talks):
        lost = talks["whole"] - talks["no_listen"]
        return lost.mean() - 1.96 * lost.sem()

    verdict = check(EX, at_least_of_listening)
    assert not verdict.passed
    assert "重情分" in verdict.message


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    for value, _ in reference.WRONG_WAYS[name](TABLE):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    wrong = [value for ways in reference.WRONG_WAYS.values() for value, _ in ways(TABLE)]
    for value in (0.5, -0.3, RIGHT + 0.002, *wrong):
        assert f"{RIGHT:.3f}" not in check(EX, value).message
