"""Exercise 04: right answers worked out in another way; wrong ways told apart."""

from __future__ import annotations

import numpy as np
import pytest

from servicelab.course.checking import check
from servicelab.course.exercise import load
from servicelab.course.exercises import ex04_crm as reference
from servicelab.theory import crm

EX = "ex04_crm"
OWN = (reference.cards(), reference.MARGIN, reference.CHANCE)
RIGHT = reference.right(*OWN)
END = "2025-12-31"


def most_to_spend(cards, margin, chance):
    pull = crm.ChurnHazard().fit(crm.spells(cards, until=END))
    return crm.saved_customer(pull, margin, chance=chance, horizon=365).break_even


def test_leavers_over_days_give_what_the_estimator_of_the_lesson_finds():
    for name, arguments in reference.cases():
        assert reference.right(*arguments) == pytest.approx(most_to_spend(*arguments)), name


def test_with_many_cards_the_pulls_are_those_that_were_put_in():
    told = reference.stays(reference.cards(60_000, seed=8))
    for stay, pull in zip(told, (0.0015, 0.0045, 0.0018), strict=True):
        assert stay == pytest.approx((1 - np.exp(-pull * 365)) / pull, rel=0.02)


def test_the_boss_has_it_the_wrong_way_round():
    boss, fair = reference.naive(reference.cards()), reference.stays(reference.cards())
    assert boss["投诉过"] > boss["没投诉过"]
    assert fair["投诉了，没人管"] < fair["投诉了，处理好了"] < fair["没投诉过"]


def test_events_of_a_card_follow_each_other():
    days = reference.cards().pivot(index="member", columns="event", values="date")
    for earlier, later in (("joined", "complaint"), ("complaint", "recovered")):
        both = days[[earlier, later]].dropna()
        assert (both[earlier] < both[later]).all()
    assert (days["complaint"] < days["left"])[days[["complaint", "left"]].notna().all(axis=1)].all()
    assert not days.loc[days["recovered"].notna(), "complaint"].isna().any()


def test_right_answers_pass():
    assert check(EX, most_to_spend).passed
    assert check(EX, round(RIGHT)).passed
    rounded = reference.stays(reference.cards()).round()
    gap = rounded["投诉了，处理好了"] - rounded["投诉了，没人管"]
    assert check(EX, 0.7 * 3 * gap).passed  # read off the table of the notebook


@pytest.mark.parametrize("name", reference.WRONG_WAYS)
def test_every_named_misconception_is_recognised_and_stays_away_from_the_answer(name):
    for value, _ in reference.WRONG_WAYS[name](*OWN):
        assert abs(value - RIGHT) > 2 * load(EX).tolerance
        assert load(EX).misconceptions[name] in check(EX, value).message


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_a_function_that_forgets_the_attempts_that_fail_is_told_so():
    def every_attempt(cards, margin, chance):
        return most_to_spend(cards, margin, 1.0)

    assert load(EX).misconceptions["chance"] in check(EX, every_attempt).message


def test_no_message_tells_the_answer():
    wrong = [ways(*OWN)[0][0] for ways in reference.WRONG_WAYS.values()]
    for value in (0.5, 90.0, RIGHT + 9, *wrong):
        assert f"{RIGHT:.0f}" not in check(EX, value).message.replace(f"{value:g}", "")
