"""Subtracted and asked disconfirmation; effects of expectation; near and far; promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from servicelab.theory import TheoryError, expectation


def _people(n: int = 400, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    e, p = rng.normal(5, 1, n), rng.normal(5, 1, n)
    felt = 0.8 * (p - e) + 0.4 * rng.normal(size=n)
    s = 0.3 * e + 0.6 * felt + 0.2 * p + rng.normal(size=n)
    return pd.DataFrame({"e": e, "p": p, "felt": felt, "s": s})


def test_shares_and_their_intervals_by_hand() -> None:
    found = expectation.disconfirmation([8, 8, 8, 6, 6], [10, 8, 5, 9, 4], better="less")
    assert found.values.tolist() == [-2, 0, 3, -3, 2]
    assert found.shares["n"].tolist() == [2, 1, 2]
    # Wilson's interval of 2 in 5, as tables have it
    row = found.shares.loc["worse", ["ci_low", "ci_high"]].astype(float)
    assert row.tolist() == pytest.approx([0.1176, 0.7693], abs=1e-4)
    assert found.comparison.empty


def test_more_is_better_turns_the_sign() -> None:
    more = expectation.disconfirmation([18, 18, 20, 20, 19], [19, 17, 20, 22, 18])
    assert more.values.tolist() == [1, -1, 0, 2, -1]


def test_correlations_are_plain_ones_and_their_difference_too() -> None:
    people = _people()
    found = expectation.disconfirmation(people["e"], people["p"], people["felt"], people["s"])
    table = found.comparison["estimate"]
    plain = {
        "subjective": people["felt"].corr(people["s"]),
        "subtracted": (people["p"] - people["e"]).corr(people["s"]),
        "agreement": people["felt"].corr(people["p"] - people["e"]),
    }
    assert table[list(plain)].to_dict() == pytest.approx(plain)
    assert table["subjective - subtracted"] == pytest.approx(
        plain["subjective"] - plain["subtracted"]
    )


def test_interval_of_a_correlation_is_fishers_where_all_is_normal() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=20_000)
    y = 0.5 * x + rng.normal(size=20_000)
    e = np.zeros(20_000)
    row = expectation.disconfirmation(e, x, satisfaction=y).comparison.loc["subtracted"]
    fisher = np.tanh(np.arctanh(row["estimate"]) + 1.96 / np.sqrt(20_000 - 3) * np.array([-1, 1]))
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(fisher, abs=5e-4)


def test_effects_add_up_and_are_least_squares() -> None:
    people = _people()
    names = {"expectation": "e", "performance": "p", "disconfirmation": "felt"}
    table = expectation.expectation_effects(people, **names, satisfaction="s").table["estimate"]
    whole = sm.OLS(people["s"], sm.add_constant(people[["e", "p"]])).fit().params["e"]
    own = sm.OLS(people["s"], sm.add_constant(people[["e", "p", "felt"]])).fit().params["e"]
    assert table["total"] == pytest.approx(whole)
    assert table["direct"] == pytest.approx(own)
    assert table["through disconfirmation"] == pytest.approx(whole - own)


def test_olivers_two_causes_without_performance() -> None:
    people = _people()
    found = expectation.expectation_effects(
        people, expectation="e", disconfirmation="felt", satisfaction="s"
    )
    plain = sm.OLS(people["s"], sm.add_constant(people[["e", "felt"]])).fit()
    assert found.table.loc["direct", "estimate"] == pytest.approx(plain.params["e"])
    assert found.r_squared["satisfaction"] == pytest.approx(plain.rsquared)
    assert found.n == 400


def test_a_subtracted_disconfirmation_is_refused_beside_its_parts() -> None:
    people = _people().assign(gap=lambda one: one["p"] - one["e"])
    names = {"expectation": "e", "disconfirmation": "gap", "satisfaction": "s"}
    with pytest.raises(TheoryError, match="三者不能同时进方程"):
        expectation.expectation_effects(people, **names, performance="p")
    assert len(expectation.expectation_effects(people, **names).table) == 3


def test_assimilation_and_contrast_are_told_apart() -> None:
    people = _people(2000)
    rng = np.random.default_rng(6)
    near = (people["p"] - people["e"]).abs() <= 1
    drawn = people["p"] + np.where(near, 0.5, -0.5) * (people["e"] - people["p"])
    felt = drawn + 0.2 * rng.normal(size=2000)
    table = expectation.assimilation_contrast(people["e"], people["p"], felt, zone=1.0)
    assert table["verdict"].to_dict() == {
        "all": "对比", "far_below": "对比", "near": "同化", "far_above": "对比",
    }  # fmt: skip
    assert table.loc["near", "estimate"] == pytest.approx(0.5, abs=0.05)
    assert table.loc["far_above", "estimate"] == pytest.approx(-0.5, abs=0.05)
    assert table.loc[["far_below", "near", "far_above"], "n"].sum() == table.loc["all", "n"]


def test_the_sign_is_that_of_favourable_expectations() -> None:
    people = _people(300)
    more = expectation.assimilation_contrast(people["e"], people["p"], people["s"], zone=1.0)
    less = expectation.assimilation_contrast(
        -people["e"], -people["p"], people["s"], zone=1.0, better="less"
    )
    assert more["estimate"].tolist() == pytest.approx(less["estimate"].tolist())


def test_what_makes_no_sense_is_refused() -> None:
    people = _people(30)
    with pytest.raises(TheoryError, match="zone 要大于 0"):
        expectation.assimilation_contrast(people["e"], people["p"], people["s"], zone=0)
    with pytest.raises(TheoryError, match="better 只能是"):
        expectation.disconfirmation(people["e"], people["p"], better="most")
    with pytest.raises(TheoryError, match="只有 3 位"):
        expectation.disconfirmation([1, 2, 3], [1, 2, 4])
    with pytest.raises(TheoryError, match="promise”里所有的数都一样"):
        expectation.promise_response([8] * 20, np.arange(20))


def test_the_lessons_customers(customers: pd.DataFrame) -> None:
    columns = customers[["promise", "expectation", "repair_satisfaction"]]
    table = expectation.promise_response(*(columns[name] for name in columns))
    for name, truth in {"expectation": 0.75, "satisfaction": 1.637}.items():
        assert table.loc[name, "ci_low"] < truth < table.loc[name, "ci_high"]
    near = expectation.assimilation_contrast(
        customers["expectation"],
        customers["performance"],
        customers["repair_satisfaction"],
        zone=1.0,
        better="less",
    )
    assert near["verdict"].tolist() == ["对比", "对比", "看不出", "对比"]
