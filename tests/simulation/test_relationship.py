"""Several episodes: what is carried, what returns, and that smooth service moves nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servicelab as sl
from servicelab.simulation import memory, reputation, rule
from servicelab.simulation.parameters import default_parameters, with_changes
from servicelab.simulation.quantities import Persona
from tests.simulation.test_rule import AVERAGE, personas

P = default_parameters()
LEVELS = ("satisfaction", "cumulative_satisfaction", "loyalty", "word_of_mouth", "trust",
          "expectation", "past_failures", "opportunism")  # fmt: skip


def mean(table: pd.DataFrame, column: str, episode: int) -> float:
    return float(table.xs(episode, level="episode")[column].mean())


def test_fifty_services_without_a_failure_move_nobody() -> None:
    table = sl.relationship("hotel_dirty_room", [None] * 50, n=2_000, progress=False)
    for column in LEVELS:
        wide = table[column].unstack("episode")
        drift = wide[49] - wide[0]
        error = drift.std() / np.sqrt(len(drift))
        assert abs(drift.mean()) <= 3 * error + 1e-9, column
        # and along the way: no slope over the fifty
        slopes = np.polyfit(np.arange(50), wide.mean().to_numpy(), 1)
        assert abs(slopes[0]) * 50 < 0.005, column


def test_the_first_episode_is_the_single_talk() -> None:
    alone = sl.simulate("courier_delay", "reactive", n=300, seed=11)
    table = sl.relationship("courier_delay", ["reactive", None, "clear"], n=300, seed=11)
    first = table.xs(0, level="episode")[list(alone.columns)]
    pd.testing.assert_frame_equal(first, alone, check_exact=True)


def test_blocks_change_no_bit_of_a_relationship() -> None:
    plan = ["reactive", None, "indifferent", "clear"]
    whole = sl.relationship("courier_delay", plan, n=150)
    parts = sl.relationship("courier_delay", plan, n=150, block=64)
    pd.testing.assert_frame_equal(whole, parts, check_exact=True)


def test_what_failed_twice_is_not_forgotten_and_fades() -> None:
    plan = ["indifferent", "indifferent"] + [None] * 12
    table = sl.relationship("hotel_dirty_room", plan, n=500)
    failures = [mean(table, "past_failures", number) for number in range(14)]
    assert failures[1] > failures[0] > 0
    assert failures[13] == pytest.approx(failures[1] * P.failure_keep**12)
    trust = [mean(table, "trust", number) for number in range(14)]
    usual = mean(sl.relationship("hotel_dirty_room", [None], n=500), "trust", 0)
    assert trust[1] < trust[2] < trust[13] < usual


def test_another_failure_meets_other_luck() -> None:
    table = sl.relationship("hotel_dirty_room", ["reactive"] * 2, n=500)
    wide = table["satisfaction"].unstack("episode")
    assert (wide[0] != wide[1]).all()


@pytest.mark.parametrize("episodes", ["clear", [], 7])
def test_a_plan_of_episodes_is_a_list(episodes: Any) -> None:
    with pytest.raises(sl.ServicelabError, match="episodes"):
        sl.relationship("hotel_dirty_room", episodes)


def test_a_method_without_steps_cannot_serve_a_relationship() -> None:
    class Free(sl.Method):
        name, zh, origin = "free", "自由", "a test"

        def choose(self, observation: Any) -> Any:
            return None

    with pytest.raises(sl.ServicelabError, match="没有固定的步骤"):
        sl.relationship("hotel_dirty_room", [Free()])


@given(personas, st.floats(-3, 3))
def test_a_service_leads_back_towards_the_usual(persona: Persona, luck: float) -> None:
    after = memory.after_service(persona, luck, P)
    assert abs(after.trust - persona.usual_trust) <= abs(persona.trust - persona.usual_trust)
    assert after.past_failures <= persona.past_failures
    assert after.familiarity >= persona.familiarity
    assert after.vow <= persona.vow


@settings(max_examples=60)
@given(personas, st.floats(-3, 3))
def test_what_is_carried_stays_in_its_range(persona: Persona, luck: float) -> None:
    after = memory.after_failure(persona, rule.start(persona, luck, P), luck, P)
    for name in ("trust", "prior_satisfaction", "expectation", "opportunism", "familiarity", "vow"):
        assert 0 <= getattr(after, name) <= 1, name
    assert after.past_failures >= 0


def test_the_risk_by_hand() -> None:
    # prior .3 against 1 + 6 services remembered: .3 / 7.3
    assert reputation.risk(0.0, 1.0, P) == pytest.approx(0.3 / 7.3)
    assert reputation.risk(2.0, 0.5, P) == pytest.approx(2.3 / 6.3)
    assert reputation.stability(AVERAGE, P) == 0.0
    assert reputation.stability(AVERAGE._replace(past_failures=2.0), P) == pytest.approx(2 / 9.3)


def test_opportunists_learn_what_pays() -> None:
    greedy = AVERAGE._replace(opportunism=0.4)
    state = rule.start(greedy, 0.0, P)
    paid = memory.opportunism_after(state._replace(held=1.3), greedy, P)
    refused = memory.opportunism_after(state._replace(held=0.8), greedy, P)
    assert refused < 0.4 < paid
    honest = AVERAGE._replace(opportunism=0.0)
    assert memory.opportunism_after(state._replace(held=1.3), honest, P) == 0.0


def test_a_broken_vow_costs_trust() -> None:
    promised = AVERAGE._replace(vow=0.6)
    assert rule.start(promised, 0.0, P).trust < rule.start(AVERAGE, 0.0, P).trust
    off = with_changes({"vow_breaks": 0.0})
    assert rule.start(promised, 0.0, off).trust == rule.start(AVERAGE, 0.0, off).trust
