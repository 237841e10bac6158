"""Exercise 09: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex09_conflict as reference

EX = "ex09_conflict"
TABLE = reference.talks()
RIGHT = reference.right(TABLE)


def at_least(talks):
    wide = talks.pivot(index="customer", columns="way")
    happier = wide["satisfaction"].sub(wide["satisfaction"]["plain"], axis=0).mean()
    fewer = -wide["escalated"].sub(wide["escalated"]["plain"], axis=0)
    kept = happier[happier >= 0].drop("plain").index
    best = fewer[fewer[kept].mean().idxmax()]
    return best.mean() - 1.96 * best.std() / len(best) ** 0.5


def test_the_right_answer_is_that_of_talks_held_one_by_one():
    few = reference.talks(n=30)
    way = reference.Gaps.of(few).chosen
    lost = []
    for customer in range(30):
        plain, both = (
            sl.converse(
                "courier_delay", method, seed=13, customer=customer, customer_type="furious"
            )
            .outcome()
            .ending
            == "escalated"
            for method in ("roundabout", f"roundabout+{way}")
        )
        lost.append(float(plain) - float(both))
    by_hand = np.mean(lost) - 1.96 * np.std(lost, ddof=1) / 30**0.5
    assert abs(by_hand - reference.right(few)) < 1e-12


def test_the_loudest_effect_breaks_the_condition_and_elsewhere_it_does_not():
    assert reference.Gaps.of(TABLE).chosen == "staged_guidance"
    assert reference.Gaps.of(TABLE).quietest == "external_review"
    ways = {reference.Gaps.of(table).chosen for _, (table,) in reference.cases()}
    assert len(ways) > 1


def test_right_answers_pass():
    assert check(EX, at_least).passed
    assert check(EX, round(RIGHT, 3)).passed


def test_the_method_is_not_the_answer_of_one_table():
    assert not check(EX, lambda talks: RIGHT).passed


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    values = reference.WRONG_WAYS[name](TABLE)
    assert values
    for value, _ in values:
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        message = check(EX, round(value, 3 if name != "percent" else 1)).message
        assert load(EX).misconceptions[name] in message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    values = [value for ways in reference.WRONG_WAYS.values() for value, _ in ways(TABLE)]
    for value in (0.5, -0.3, RIGHT + 0.02, *values):
        for digits in (2, 3):
            assert f"{abs(RIGHT):.{digits}f}" not in check(EX, value).message
