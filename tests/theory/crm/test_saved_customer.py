"""A saved customer: the closed form, an interval that narrows with data, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, crm


def _members(times):
    """Leavers per time: .02 unresolved, .01 recovered, whatever the size."""
    return pd.DataFrame(
        {
            "customer": range(90 * times),
            "start": 0.0,
            "stop": 20.0,
            "complaint": ([0] * 30 + [1] * 60) * times,
            "recovered": ([0] * 60 + [1] * 30) * times,
            "left": (([1] * 3 + [0] * 27) + ([1] * 12 + [0] * 18) + ([1] * 6 + [0] * 24)) * times,
        }
    )


@pytest.fixture(scope="module")
def model():
    return crm.ChurnHazard().fit(_members(4))


def test_the_value_is_the_difference_of_two_annuities(model):
    found = crm.saved_customer(model, margin=3.0, cost=40, chance=0.6, horizon=100, discount=0.005)

    def time(hazard):
        return (1 - np.exp(-(hazard + 0.005) * 100)) / (hazard + 0.005)

    assert found.table.loc["unresolved", "time"] == pytest.approx(time(0.02), rel=1e-6)
    assert found.table.loc["recovered", "time"] == pytest.approx(time(0.01), rel=1e-6)
    exact = 0.6 * 3 * (time(0.01) - time(0.02))
    assert found.break_even == pytest.approx(exact, rel=1e-6)
    assert found.value == pytest.approx(exact - 40, rel=1e-6)


def test_for_ever_it_is_the_difference_of_two_lifetimes(model):
    found = crm.saved_customer(model, margin=1.0)
    assert found.value == pytest.approx(1 / 0.01 - 1 / 0.02, rel=1e-6)


def test_the_interval_narrows_as_the_data_grow():
    widths = []
    for times in (4, 64):
        found = crm.saved_customer(crm.ChurnHazard().fit(_members(times)), 1.0, horizon=200)
        assert found.ci_low < found.value < found.ci_high
        widths.append(found.ci_high - found.ci_low)
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.15)


def test_the_same_call_gives_the_same_numbers(model):
    one, other = (crm.saved_customer(model, 2.0, horizon=365) for _ in range(2))
    assert (one.ci_low, one.ci_high) == (other.ci_low, other.ci_high)


def test_cost_moves_the_value_and_not_the_break_even(model):
    cheap, dear = (crm.saved_customer(model, 2.0, cost=cost, horizon=365) for cost in (10, 60))
    assert dear.value == pytest.approx(cheap.value - 50)
    assert dear.ci_low == pytest.approx(cheap.ci_low - 50)
    assert dear.break_even == pytest.approx(cheap.break_even)
    assert crm.saved_customer(model, 2.0, chance=0.0, cost=10).value == -10


def test_the_states_may_be_ones_own(model):
    never = crm.saved_customer(model, 2.0, unresolved={"complaint": 1}, recovered={})
    assert never.table.loc["recovered", "time"] == pytest.approx(1 / 0.005, rel=1e-6)


def test_it_says_itself_in_a_line(model):
    assert "每处理一件净得" in repr(crm.saved_customer(model, 2.0, horizon=365))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"margin": -1}, "margin"),
        ({"margin": 1, "cost": float("nan")}, "cost"),
        ({"margin": 1, "chance": 70}, "chance"),
        ({"margin": 1, "horizon": 0}, "horizon"),
        ({"margin": 1, "age": -1}, "age"),
        ({"margin": 1, "discount": -0.1}, "discount"),
        ({"margin": 1, "recovered": {"mended": 1}}, "没有“mended”"),
    ],
)
def test_what_makes_no_sense_is_said(model, given, said):
    with pytest.raises(TheoryError, match=said):
        crm.saved_customer(model, **given)
