"""Lifetime value: closed form against a sum, elasticities against the algebra, the saying."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelab.theory import TheoryError, crm


def test_elasticities_are_those_of_the_algebra():
    for retention, expected in {0.8: 3.5, 0.9: 1.12 / 0.22}.items():
        table = crm.elasticities(1000, retention, 0.12)["elasticity"]
        assert table["retention"] == pytest.approx(expected, abs=1e-12)
        assert table["margin"] == 1
    assert round(1.12 / 0.22, 2) == 5.09


@given(margin=st.floats(1, 1e5), retention=st.floats(0.05, 0.95), discount=st.floats(0.01, 0.5))
def test_the_closed_form_is_the_sum_of_what_comes_in(margin, retention, discount):
    years = np.arange(1, 2000)
    comes = margin * (retention / (1 + discount)) ** years
    assert crm.lifetime_value(margin, retention, discount) == pytest.approx(comes.sum(), rel=1e-9)


@given(retention=st.floats(0.3, 0.9), discount=st.floats(0.05, 0.3), share=st.floats(0, 0.5))
def test_elasticities_are_the_slopes_of_the_value(retention, discount, share):
    cost = share * crm.lifetime_value(100, retention, discount)
    table = crm.elasticities(100, retention, discount, acquisition=cost)["elasticity"]
    step = 1e-6

    def net(m, r, i, c):
        return crm.lifetime_value(m, r, i) - c

    here = net(100, retention, discount, cost)
    moved = {
        "retention": net(100, retention * (1 + step), discount, cost),
        "margin": net(100 * (1 + step), retention, discount, cost),
        "discount": net(100, retention, discount * (1 + step), cost),
        "acquisition": net(100, retention, discount, cost * (1 + step)),
    }
    for name, value in moved.items():
        assert table[name] == pytest.approx((value / here - 1) / step, rel=1e-3, abs=1e-4)


def test_acquisition_weighs_least():
    # Gupta, Lehmann & Stuart (2004): retention before margin before acquisition cost
    table = crm.elasticities(1000, 0.8, 0.12, acquisition=250)["elasticity"].abs()
    assert table["retention"] > table["margin"] > table["acquisition"]
    assert table["retention"] > 5 * table["discount"]


def test_the_interval_is_longer_upwards():
    row = crm.lifetime_value_interval(1000, (0.8, 0.75, 0.85), 0.12)
    assert row["ci_high"] - row["estimate"] > row["estimate"] - row["ci_low"]
    loss = crm.lifetime_value_interval(-1000, (0.8, 0.75, 0.85), 0.12)
    assert loss["ci_low"] < loss["estimate"] < loss["ci_high"]


def test_five_points_double_a_lifetime_only_at_ninety_per_cent():
    table = crm.retention_saying([0.5, 0.9]).set_index("retention")
    assert table.loc[0.9, "improved_lifetime"] == pytest.approx(20)
    assert table.loc[0.9, "lifetime"] == pytest.approx(10)
    assert table.loc[0.9, "losses_cut"] == pytest.approx(0.5)
    assert table.loc[0.5, "improved_lifetime"] / table.loc[0.5, "lifetime"] == pytest.approx(10 / 9)
    assert table.loc[0.5, "losses_cut"] == pytest.approx(0.1)


def test_discounting_takes_much_of_the_saying_away():
    plain = crm.retention_saying([0.9])["value_change"][0]
    discounted = crm.retention_saying([0.9], discount=0.12)["value_change"][0]
    assert plain == pytest.approx((0.95 / 0.05) / (0.9 / 0.1) - 1)
    assert discounted == pytest.approx((0.95 / 0.17) / (0.9 / 0.22) - 1)
    assert discounted < plain / 2


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: crm.lifetime_value(100, 80, 0.1), "八成写 0.8"),
        (lambda: crm.lifetime_value(100, 0.8, -0.1), "折现率"),
        (lambda: crm.lifetime_value(100, 1, 0), "没有上限"),
        (lambda: crm.lifetime_value(float("nan"), 0.8, 0.1), "margin 要写一个数"),
        (lambda: crm.lifetime_value("一百", 0.8, 0.1), "margin 要写一个数"),
        (lambda: crm.lifetime_value_interval(100, (0.8, 0.9, 0.85), 0.1), "不在区间里"),
        (lambda: crm.elasticities(100, 0.8, 0.1, acquisition=1e9), "不大于 0"),
        (lambda: crm.elasticities(100, 0.8, 0.1, acquisition=-1), "获客成本"),
        (lambda: crm.retention_saying([0.97]), "0 和 1 之间"),
    ],
)
def test_what_makes_no_sense_is_said(call, said):
    with pytest.raises(TheoryError, match=said):
        call()
