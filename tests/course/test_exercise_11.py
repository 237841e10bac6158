"""Exercise 11: the right answer worked out in another way, and its wrong ways told apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from statistics import NormalDist, mean, stdev

import pytest

import servicelab as sl
from servicelab.course import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex11_noise_floor as reference

EX = "ex11_noise_floor"
TABLE = reference.talks()


def lower_end(talks):
    difference = talks["with_apology"] - talks["without_apology"]
    return difference.mean() - 1.96 * difference.std() / len(difference) ** 0.5


def test_the_right_answer_follows_from_single_talks():
    clear = sl.methods.get("clear")
    steps = [
        replace(step, acts=tuple(act for act in step.acts if act != "apologise"))
        for step in clear.steps
    ]
    methods = (clear, sl.Playbook.of("shorter", "短", *steps))
    pairs = [
        [
            sl.converse("hotel_dirty_room", method, seed=7, customer=customer)
            .outcome()
            .satisfaction
            for method in methods
        ]
        for customer in range(100)
    ]
    gaps = [said - left_out for said, left_out in pairs]
    by_hand = mean(gaps) - NormalDist().inv_cdf(0.975) * stdev(gaps) / 10
    assert abs(by_hand - reference.right(TABLE)) < 1e-5


def test_the_lesson_can_be_learnt_from_it():
    """Paired, the difference is told from nothing; unpaired it is not."""
    unpaired = reference.WRONG_WAYS["unpaired"](TABLE)[0][0]
    assert reference.right(TABLE) > 0 > unpaired


def test_the_shown_digits_suffice():
    difference = TABLE["with_apology"] - TABLE["without_apology"]
    by_calculator = round(difference.mean(), 4) - 1.96 * round(difference.std(), 4) / 10
    assert check(EX, round(by_calculator, 3)).passed


def test_a_right_function_passes_whatever_the_number_of_customers():
    assert check(EX, lower_end).passed
    assert len({len(table) for _, (table,) in reference.cases()}) == 3


def test_a_root_written_as_ten_is_right_only_for_a_hundred():
    def ten(talks):
        difference = talks["with_apology"] - talks["without_apology"]
        return difference.mean() - 1.96 * difference.std() / 10

    result = check(EX, ten)
    assert result.kind == "value"
    assert "换成" in result.message


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_each_wrong_way_is_named(name):
    for wrong, _ in reference.WRONG_WAYS[name](TABLE):
        result = check(EX, wrong)
        assert result.kind == "value"
        assert load(EX).misconceptions[name] in result.message


def test_wrong_ways_have_words_and_differ():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)
    values = [ways(TABLE)[0][0] for ways in reference.WRONG_WAYS.values()]
    assert all(abs(one - other) > 1e-4 for one, other in combinations(values, 2))
