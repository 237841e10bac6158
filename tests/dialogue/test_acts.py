"""The vocabulary of acts: complete, consistent, forgiving of names, clear about wrong ones."""

from __future__ import annotations

from collections import Counter

import pytest

from servicelab.data.errors import ServicelabError
from servicelab.dialogue import ACTS, ActError, act
from servicelab.dialogue.remarks import report_words


def test_the_vocabulary_has_its_thirty_seven_acts_in_their_groups() -> None:
    groups = Counter(entry.group for entry in ACTS.values())
    assert groups == {"relational": 8, "solving": 16, "remedy": 3, "harmful": 9, "neutral": 1}


def test_chinese_names_are_unique_and_every_act_is_defined_and_sourced() -> None:
    assert len({entry.zh for entry in ACTS.values()}) == len(ACTS)
    assert all(
        entry.definition and (entry.source or entry.id == "other") for entry in ACTS.values()
    )


@pytest.mark.parametrize("name", ["apologise", "道歉", " Apologise ", "APOLOGISE"])
def test_an_act_is_found_by_either_name(name: str) -> None:
    assert act(name) is ACTS["apologise"]


@pytest.mark.parametrize(
    ("wrong", "near"), [("apologize", "apologise"), ("道谦", "道歉"), ("escalat", "escalate")]
)
def test_a_wrong_name_is_answered_with_near_ones(wrong: str, near: str) -> None:
    with pytest.raises(ActError, match=near) as caught:
        act(wrong)
    assert wrong in str(caught.value)
    assert isinstance(caught.value, ServicelabError)


def test_a_name_like_no_other_is_answered_with_the_way_to_the_list() -> None:
    with pytest.raises(ActError, match="ACTS"):
        act("xyzzy")


def test_every_harmful_act_has_a_remark_and_a_place_in_the_order_of_gravity() -> None:
    harmful = {entry.id for entry in ACTS.values() if entry.group == "harmful"}
    assert set(report_words()["remarks"]) == harmful
    assert set(report_words()["gravest_first"]) == harmful
