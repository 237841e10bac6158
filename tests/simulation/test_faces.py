"""One rule, several faces: a talk, a batch, blocks of any size (compiled code: test_kernel)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import servicelab as sl

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
