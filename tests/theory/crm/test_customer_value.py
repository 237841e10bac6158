"""Value without a contract, and of renewals: against sums, a hold-out, hand counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln

from servicelab.theory import TheoryError, crm

BUYING = crm.BGNBD(r=0.7, alpha=9.0, a=0.8, b=2.5)
SPENDING = crm.GammaGamma(p=5.0, q=4.0, v=90.0)


@pytest.fixture(scope="module")
def customers(project):
    orders = pd.read_csv(project / "datasets" / "customers.csv", encoding="utf-8-sig")
    names = {"customer": "customer", "value": "spend", "merge": "moment"}
    return crm.summarise(orders, **names, until="2025-06-30", observed_until="2025-12-28")


def test_the_value_is_the_sum_over_short_steps(customers):
    few = customers.head(60)
    past = few["frequency"], few["recency"], few["T"]
    times = np.linspace(0, 52, 105)
    bought = np.array([BUYING.conditional_expectation(time, *past) for time in times.tolist()])
    middle = np.exp(-0.01 * (times[1:] + times[:-1]) / 2)
    spend = SPENDING.conditional_value(few["frequency"], few["value"])
    exact = 0.4 * (np.diff(bought, axis=0) * middle[:, None]).sum(axis=0) * spend
    told = crm.customer_value(BUYING, SPENDING, few, 52.0, margin=0.4, discount=0.01)
    assert np.allclose(told["value"], exact, rtol=2e-5)


def test_undiscounted_it_is_purchases_times_amount(customers):
    told = crm.customer_value(BUYING, SPENDING, customers, 26.0)
    assert np.allclose(told["value"], told["purchases"] * told["spend"])
    assert told["alive"].between(0, 1).all()


def test_half_a_year_later_the_customers_have_bought_for_about_that_much(customers):
    length = customers["holdout_duration"].iloc[0]
    told = crm.customer_value(BUYING, SPENDING, customers, length)["value"]
    paid = (customers["holdout_frequency"] * customers["holdout_value"].fillna(0)).sum()
    assert told.sum() == pytest.approx(paid, rel=0.08)
    worst, *_, best = np.array_split(told.sort_values().index, 4)
    came = customers["holdout_frequency"]
    assert came[best].mean() > 4 * came[worst].mean()


def test_the_interval_of_the_whole_narrows_with_customers(customers):
    widths = []
    for size in (300, 1900):
        few = customers.head(size)
        buying = crm.BGNBD().fit(few["frequency"], few["recency"], few["T"])
        spending = crm.GammaGamma().fit(few["frequency"], few["value"])
        told = crm.base_value(buying, spending, few, 52.0, discount=0.002)
        assert told["ci_low"] < told["estimate"] < told["ci_high"]
        widths.append((told["ci_high"] - told["ci_low"]) / told["estimate"])
    assert widths[1] < widths[0] / 1.7


def test_the_interval_is_that_of_draws_of_the_parameters(customers):
    few = customers.head(200)
    buying = crm.BGNBD().fit(few["frequency"], few["recency"], few["T"])
    spending = crm.GammaGamma().fit(few["frequency"], few["value"])
    told = crm.base_value(buying, spending, few, 20.0)
    pairs = zip(buying.draws(100, seed=1), spending.draws(100, seed=2), strict=True)
    drawn = [crm.customer_value(*pair, few, 20.0)["value"].sum() for pair in pairs]
    half = np.log(told["ci_high"] / told["estimate"])
    assert half == pytest.approx(1.96 * np.log(drawn).std(), rel=0.2)
    assert told["estimate"] == pytest.approx(
        crm.customer_value(buying, spending, few, 20.0)["value"].sum()
    )


def test_a_model_that_was_not_fitted_has_no_interval(customers):
    with pytest.raises(TheoryError, match="给不出误差"):
        crm.base_value(BUYING, SPENDING, customers.head(50), 20.0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"horizon": 0.0}, "horizon"),
        ({"horizon": np.inf}, "horizon"),
        ({"horizon": 1.0, "margin": 40}, "margin"),
        ({"horizon": 1.0, "discount": -1}, "discount"),
    ],
)
def test_what_makes_no_sense_is_said(customers, given, said):
    with pytest.raises(TheoryError, match=said):
        crm.customer_value(BUYING, SPENDING, customers, **given)
    with pytest.raises(TheoryError, match="没有“value”列"):
        crm.customer_value(BUYING, SPENDING, customers.drop(columns="value"), 1.0)


def test_renewals_fit_their_own_curve_and_rows_equal_counts():
    model = crm.ShiftedBetaGeometric(alpha=0.8, beta=3.0)
    active = 1e6 * model.survival(np.arange(9))
    found = crm.ShiftedBetaGeometric().fit_counts(active)
    assert found.params.to_numpy() == pytest.approx([0.8, 3.0], rel=1e-4)
    counts = [100, 75, 62, 54]
    rows = [1] * 25 + [2] * 13 + [3] * 8 + [3] * 54
    one = crm.ShiftedBetaGeometric().fit(rows, [1] * 46 + [0] * 54)
    other = crm.ShiftedBetaGeometric().fit_counts(counts)
    assert one.params.to_numpy() == pytest.approx(other.params.to_numpy(), rel=1e-6)
    by_hand = 25 * _left(one, 1) + 13 * _left(one, 2) + 8 * _left(one, 3)
    by_hand += 54 * np.log(one.survival([3])[0])
    assert one.log_likelihood == pytest.approx(by_hand)


def _left(model, t):
    alpha, beta = model.params
    return betaln(alpha + 1, beta + t - 1) - betaln(alpha, beta)


def test_retention_rises_though_nobody_changes():
    model = crm.ShiftedBetaGeometric(alpha=0.8, beta=3.0)
    rates = model.retention(np.arange(1, 9))
    assert (np.diff(rates) > 0).all()
    assert np.cumprod(rates) == pytest.approx(model.survival(np.arange(1, 9)))


@pytest.mark.parametrize("made", [0, 4])
def test_residual_renewals_are_the_discounted_sum(made):
    model = crm.ShiftedBetaGeometric(alpha=0.8, beta=3.0)
    ahead = np.arange(1, 400)
    stays = model.survival(made + ahead) / model.survival([made])
    exact = (stays / 1.1**ahead).sum()
    assert model.residual_renewals(made, 0.1) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(
    ("renewals", "left", "said"),
    [
        ([1, 2, 3], [0, 0, 0], "没有人离开"),
        ([1, 2, 3], [1, 1, 1], "一个也没剩下"),
        ([1, 1, 1], [1, 0, 1], "至少要两次"),
        ([0.5, 2, 3], [1, 0, 1], "1 或更大的整数"),
        ([1, 2, 3], [1, 0], "要一样多"),
        ([1, 2, 3], [1, 0, 2], "写 1"),
    ],
)
def test_renewals_that_tell_nothing_are_refused(renewals, left, said):
    with pytest.raises(TheoryError, match=said):
        crm.ShiftedBetaGeometric().fit(renewals, left)
