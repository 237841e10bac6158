"""Three levels of difficulty: harder is harder, in every case."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.scenarios import Customer, ScenarioError, catalog, difficulties, load
from servicelab.scenarios.traits import trait_table

LEVELS = list(difficulties())


@pytest.mark.parametrize("name", catalog().index)
def test_harder_is_harder(name: str) -> None:
    means = []
    for level in LEVELS:
        table = sl.simulate(name, "roundabout", n=400, difficulty=level, progress=False)
        means.append((table["ending"] == "resolved").mean())
    assert means[0] > means[1] > means[2]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", [None, "furious", "calm", "spoiled", "opportunist", "reasonable"])
def test_ranges_stay_within_the_limits(level: str, kind: str | None) -> None:
    found = load("courier_delay")
    found = found if kind is None else found.with_customer_type(kind)
    for name, (low, high) in found.with_difficulty(level).customer.ranges().items():
        trait = trait_table()[name]
        assert trait.minimum <= low <= high <= trait.maximum


def test_standard_changes_nothing() -> None:
    found = load("courier_delay")
    ranges = found.with_difficulty("standard").customer.ranges()
    assert ranges == found.customer.ranges()


def test_a_level_by_hand() -> None:
    hard = difficulties()["hard"].laid_over(Customer(temper=(0.2, 0.9), patience=(3, 6)))
    assert hard.temper == (0.45, 1.0)
    assert hard.patience == (2.0, 4.0)


def test_what_cannot_be_laid_over_says_why() -> None:
    with pytest.raises(ScenarioError, match="没有“medium”这个难度。可以写：easy（容易）"):
        load("courier_delay").with_difficulty("medium")
    with pytest.raises(ScenarioError, match="只能设一次"):
        load("courier_delay").with_difficulty("hard").with_difficulty("easy")


@pytest.mark.parametrize("name", catalog().index)
def test_a_talk_opens_in_the_words_of_its_kind_of_customer(name: str) -> None:
    scenario = load(name)
    for kind, lines in scenario.opening_of.items():
        talks = [sl.Conversation(name, customer=k, customer_type=kind) for k in range(8)]
        assert {talk.opening for talk in talks} <= set(lines)
        assert len({talk.opening for talk in talks}) > 1


def test_a_level_and_a_kind_reach_a_talk_and_a_batch_alike() -> None:
    choice = {"customer_type": "spoiled", "difficulty": "hard"}
    table = sl.simulate("hotel_dirty_room", "clear", n=10, **choice)
    talk = sl.converse("hotel_dirty_room", "clear", customer=7, **choice)
    assert talk.outcome().satisfaction == table.loc[7, "satisfaction"]
    assert np.isfinite(table["satisfaction"]).all()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["furious", "spoiled", "opportunist"])
def test_a_kind_laid_over_a_level_is_a_level_laid_over_a_kind(level: str, kind: str) -> None:
    found = load("hotel_dirty_room")
    one = found.with_customer_type(kind).with_difficulty(level)
    other = found.with_difficulty(level).with_customer_type(kind)
    assert one.customer.ranges() == other.customer.ranges()
    assert (other.difficulty, other.customer_type) == (level, kind)
