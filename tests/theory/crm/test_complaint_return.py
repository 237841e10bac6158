"""Return on complaint management: profit over cost, bounds from ranges, four classes named."""

from __future__ import annotations

import pytest

from servicelab.theory import TheoryError, crm


def test_the_return_is_profit_over_cost():
    found = crm.complaint_return(
        {"人工": 60_000, "补偿": 40_000},
        repurchase=100_000,
        communication=20_000,
        information=15_000,
        attitude=5_000,
    )
    assert found.value == pytest.approx(0.4)
    assert found.left_out == ()
    assert found.table.loc["profit", "estimate"] == 40_000
    assert found.table.loc["benefit", "name"] == "收益合计"
    assert list(found.table.index[:4]) == ["information", "attitude", "repurchase", "communication"]


def test_ranges_give_the_worst_and_the_best():
    costs = {"staff": (100.0, 80.0, 120.0)}
    found = crm.complaint_return(costs, repurchase=(150.0, 90.0, 240.0))
    assert found.value == pytest.approx(0.5)
    assert found.lowest == pytest.approx((90 - 120) / 120)
    assert found.highest == pytest.approx((240 - 80) / 80)
    assert found.left_out == ("information", "attitude", "communication")
    assert "没算进来的" in repr(found)


def test_what_stays_is_counted_beside_what_would_have_stayed():
    assert crm.repurchase_benefit(200, 0.7, 0.45, (2000, 1000, 4000)) == (1e5, 5e4, 2e5)
    assert crm.repurchase_benefit(10, 0.4, 0.5, (100, 50, 200)) == (-100, -200, -50)
    assert crm.communication_benefit(100, 4, 0.02, 500) == (4000, 4000, 4000)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: crm.complaint_return({"staff": 10}), "一项收益也没有给"),
        (lambda: crm.complaint_return({}, repurchase=1), "合起来要大于 0"),
        (lambda: crm.complaint_return({"staff": 0}, repurchase=1), "合起来要大于 0"),
        (lambda: crm.complaint_return({"staff": -5, "x": 9}, repurchase=1), "大于或等于 0"),
        (
            lambda: crm.complaint_return({"staff": 5}, repurchase=(1, 2, 3)),
            "顺序是估计",
        ),
        (lambda: crm.complaint_return({"staff": 5}, repurchase=(1, 2)), "三个数"),
        (lambda: crm.complaint_return({"staff": 5}, repurchase=float("inf")), "repurchase"),
        (lambda: crm.repurchase_benefit(10, 70, 0.5, 1), "0 和 1 之间"),
        (lambda: crm.communication_benefit(10, -1, 0.5, 1), "大于或等于 0"),
    ],
)
def test_what_makes_no_sense_is_said(call, said):
    with pytest.raises(TheoryError, match=said):
        call()
