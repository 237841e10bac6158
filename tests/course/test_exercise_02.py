"""Exercise 02: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from servicelab.course.checking import check, check_text
from servicelab.course.exercise import load
from servicelab.course.exercises import ex02_servqual as reference
from servicelab.theory import servqual

EX = "ex02_servqual"
RIGHT = reference.right(reference.answers())


def test_the_right_answer_is_what_one_gets_with_pencil_and_paper():
    gaps = []
    for line in reference.TYPED:
        told = [int(word) for word in line.split()]
        if 99 not in told:
            gaps += [after - before for before, after in zip(told[:4], told[4:], strict=True)]
    assert len(gaps) == 44
    assert pytest.approx(float(Fraction(sum(gaps), 44)), abs=1e-12) == RIGHT


def test_the_library_says_the_same():
    for _, (table,) in reference.cases():
        survey = servqual.Survey.read(
            table.reset_index(drop=True),
            expectation=[f"E{item}" for item in reference.ITEMS],
            perception=[f"P{item}" for item in reference.ITEMS],
            missing=(99,),
        )
        gap = survey.gaps("total")["gap"].item()
        assert gap == pytest.approx(reference.right(table), abs=1e-12)


def test_right_answers_pass():
    def mean_gap(answers):
        answered = answers.replace(99, np.nan)
        parts = [answered[f"P{item}"] - answered[f"E{item}"] for item in range(10, 14)]
        return pd.concat(parts).mean()

    assert check(EX, mean_gap).passed
    assert check_text(EX, f"{RIGHT:.2f}").passed
    assert check_text(EX, f"{RIGHT:.2f}".replace("-", "−")).passed


def test_a_function_that_knows_the_table_is_found_out():
    assert not check(EX, lambda answers: RIGHT).passed
    assert not check(EX, lambda answers: reference.right(answers[:12])).passed


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    ways = reference.WRONG_WAYS[name]
    for value, _ in ways(reference.answers()):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_no_wrong_way_is_right_on_another_table(name):
    for _, (table,) in reference.cases():
        for value, _ in reference.WRONG_WAYS[name](table)[:1]:
            assert abs(value - reference.right(table)) > load(EX).tolerance


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    wrong = [ways(reference.answers())[0][0] for ways in reference.WRONG_WAYS.values()]
    for value in (0.5, -0.3, RIGHT + 0.02, *wrong):
        for digits in (2, 3):
            assert f"{abs(RIGHT):.{digits}f}" not in check(EX, value).message
