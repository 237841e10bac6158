"""Baselines do what their names say and nothing more."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import servicelab as sl
from servicelab.dialogue import ACTS
from servicelab.methods import BASELINES, Observation
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.work import work_of

SCENARIOS = ["heating_blocked_pipe", "courier_delay"]
MILD = [Observation(turn, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.31) for turn in range(20)]
FIERCE = [Observation(turn, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.31) for turn in range(20)]


def moves(name: str, seen: list[Observation]) -> list[tuple[str, ...]]:
    player = sl.methods.get(name).begin()
    found = [player.choose(cues) for cues in seen]
    return [move.acts for move in found if move is not None]


def totals(name: str, scenario: str) -> dict[str, float]:
    case = sl.scenarios.load(scenario)
    works = [work_of(move, case, default_parameters()) for move in sl.methods.get(name).moves]
    return {kind: sum(getattr(work, kind) for work in works) for kind in works[0]._fields}


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_runs_in_blocks_and_is_named_in_chinese(name: str) -> None:
    row = sl.methods.catalog().loc[name]
    assert row["baseline"]
    assert row["compiles"]
    assert all("\u4e00" <= letter <= "\u9fff" or letter == "、" for letter in row["zh"])
    assert row["traits"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_silence_does_no_work_of_any_use(scenario: str) -> None:
    assert not {kind for kind, amount in totals("silence", scenario).items() if amount} - {
        "harm",
        "waiting",
    }
    talk = sl.converse(scenario, "silence", seed=7, customer=3)
    assert talk.records[-1].after.facts_known == 0
    assert talk.records[-1].after.solved == 0


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_apologising_only_asks_solves_and_gives_nothing(scenario: str) -> None:
    done = totals("apologise_only", scenario)
    kinds = ("asking", "solving", "informing", "refund", "gift", "redo", "promise", "harm")
    assert not any(done[kind] for kind in kinds)
    assert all({"apologise"} <= set(acts) for acts in moves("apologise_only", FIERCE))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_compensating_only_offers_all_it_may_in_the_first_reply(scenario: str) -> None:
    case = sl.scenarios.load(scenario)
    first = work_of(sl.methods.get("compensate_only").moves[0], case, default_parameters())
    assert (first.refund, first.gift) == (case.remedies.refund, case.remedies.compensate)
    assert first.confirm > 0
    assert not any(totals("compensate_only", scenario)[kind] for kind in ("asking", "solving"))


def test_the_script_reacts_to_nothing_and_asks_nothing() -> None:
    assert moves("script_reading", MILD) == moves("script_reading", FIERCE)
    said = {act for acts in moves("script_reading", MILD) for act in acts}
    assert not said & {"ask_fact", "ask_open", "listen", "restate", "fix"}


def test_random_acts_are_drawn_by_the_agents_coin() -> None:
    book = sl.methods.get("random")
    groups = {ACTS[act].group for step in book.steps for act in step.acts}
    assert groups == {"relational", "solving", "remedy", "harmful"}
    assert len(moves("random", MILD)) == book.shuffled_turns
    assert moves("random", MILD) == moves("random", FIERCE)  # one coin, whatever the cues
    coins = [Observation(1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.0, u) for u in np.linspace(0, 0.999, 400)]
    second = Counter()
    for coin in coins:
        player = book.begin()
        player.choose(MILD[0])
        second[player.choose(coin).acts] += 1
    assert set(second) == {step.acts for step in book.steps}
    assert max(second.values()) - min(second.values()) <= 1


def test_a_random_talk_can_be_repeated_and_differs_between_customers() -> None:
    played = [
        [record.acts for record in sl.converse("courier_delay", "random", 7, customer).records]
        for customer in (1, 1, 2, 3)
    ]
    assert played[0] == played[1]
    assert len({tuple(acts) for acts in played}) == 3
