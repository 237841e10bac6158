"""Exercise 05: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

import statistics

import pytest

import servicelab as sl
from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex05_emotion as reference

EX = "ex05_emotion"
RIGHT = reference.right(reference.talks())


def held(acts, customer):
    talk = sl.Conversation("hotel_dirty_room", seed=9, customer=customer)
    for one in acts:
        if not talk.finished:
            talk.act(*one)
    return talk.close().satisfaction


def test_the_right_answer_is_the_end_of_a_paired_interval_over_single_talks():
    turn, instead = reference.MENDED
    mended = [instead if at == turn else acts for at, acts in enumerate(reference.AS_SAID, 1)]
    changes = [held(mended, one) - held(reference.AS_SAID, one) for one in range(30)]
    half = 1.96 * statistics.stdev(changes) / 30**0.5
    by_hand = statistics.mean(changes) - half
    assert abs(by_hand - reference.right(reference.talks(n=30))) < 1e-9


def test_right_answers_pass():
    def at_least(talks):
        wide = talks.pivot(index="customer", columns="version", values="satisfaction")
        change = wide["mended"] - wide["as_said"]
        return change.mean() - 1.96 * change.std() / len(change) ** 0.5

    assert check(EX, at_least).passed
    assert check(EX, round(RIGHT, 2)).passed


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    for value, _ in reference.WRONG_WAYS[name](reference.talks()):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_no_message_tells_the_answer():
    wrong = [ways(reference.talks())[0][0] for ways in reference.WRONG_WAYS.values()]
    for value in (0.9, -0.5, RIGHT + 0.02, *wrong):
        for digits in (2, 3):
            assert f"{RIGHT:.{digits}f}" not in check(EX, value).message
