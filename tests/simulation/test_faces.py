"""One rule, several faces: a talk, a batch, blocks of any size, compiled code."""

from __future__ import annotations

import types
from typing import Any

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.simulation import departure, equity, portable, rule
from servicelab.simulation.case import Case
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.quantities import Effect, State, Work

SCENARIOS = list(sl.scenarios.catalog().index)
METHODS = list(sl.methods.catalog().index)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("method", METHODS)
def test_a_talk_is_a_row_of_the_batch(scenario: str, method: str) -> None:
    table = sl.simulate(scenario, method, n=5_000, seed=7)
    for customer in (4711, 0, 4999):
        outcome = sl.converse(scenario, method, seed=7, customer=customer).outcome()
        assert table.loc[customer].to_dict() == outcome._asdict()


def test_the_size_of_a_block_changes_no_bit() -> None:
    whole = sl.simulate("heating_blocked_pipe", "roundabout", n=1_500, seed=3, block=1_500)
    for block in (1, 7, 64, 1_000, 4_096):
        n = 40 if block == 1 else 1_500
        parts = sl.simulate("heating_blocked_pipe", "roundabout", n=n, seed=3, block=block)
        pd.testing.assert_frame_equal(parts, whole.head(n), check_exact=True)


def test_more_customers_leave_the_first_ones_alone() -> None:
    few = sl.simulate("courier_delay", "clear", n=100, seed=1)
    many = sl.simulate("courier_delay", "clear", n=300, seed=1)
    pd.testing.assert_frame_equal(few, many.head(100), check_exact=True)


def test_another_seed_is_other_luck() -> None:
    first = sl.simulate("courier_delay", "clear", n=500, seed=1)["satisfaction"]
    second = sl.simulate("courier_delay", "clear", n=500, seed=2)["satisfaction"]
    assert not (first == second).any()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.2


def test_a_method_that_is_no_playbook_gives_the_same_rows_and_says_it_is_slow() -> None:
    class ClearByHand(sl.Method):
        name, zh, origin = "by_hand", "手写", "a test"

        def __init__(self) -> None:
            self.inner = sl.methods.get("clear").begin()

        def choose(self, observation: Any) -> Any:
            return self.inner.choose(observation)

    with pytest.warns(UserWarning, match="不是 Playbook"):
        slow = sl.simulate("hotel_dirty_room", ClearByHand(), n=60)
    fast = sl.simulate("hotel_dirty_room", "clear", n=60)
    pd.testing.assert_frame_equal(slow, fast, check_exact=True)


def _compiled(*functions: types.FunctionType) -> dict[str, Any]:
    """Compile the very code objects of the rule, with the names they use bound anew."""
    numba = pytest.importorskip("numba", reason="the extra `fast` is not installed")
    names: dict[str, Any] = {"State": State, "Effect": Effect, "TINY": portable.TINY, "abs": abs}
    for function in functions:
        rebound = types.FunctionType(function.__code__, names, function.__name__)
        names[function.__name__] = numba.njit(rebound, inline="always")
    return names


def test_the_same_function_objects_compile_and_give_the_same_bits() -> None:
    compiled = _compiled(
        portable.positive, portable.larger, portable.bounded, portable.exceeds,
        portable.exponential, portable.logistic, portable.towards_one, equity.total_loss,
        equity.value_held, equity.acceptance, departure.escalation_share, departure.ended,
        departure.depart, rule.received, rule.heard_after, rule.certainty_after, rule.trust_after,
        rule.patience_after, rule.anger_after, rule.answer, rule.step,
    )  # fmt: skip
    p = default_parameters()
    case = Case(sl.scenarios.load("heating_blocked_pipe"), 7, p)
    generator = np.random.default_rng(5)
    for customer in range(20):
        persona = case.persona(customer)
        state = mirrored = case.start(persona, customer)
        for _ in range(4):
            work = Work(*generator.uniform(0, 1, len(Work._fields)).tolist())
            draws = generator.uniform(0, 1, 3).tolist()
            state = rule.step(state, persona, work, *draws, p)
            mirrored = compiled["step"](mirrored, persona, work, *draws, p)
            assert tuple(mirrored) == tuple(state)
