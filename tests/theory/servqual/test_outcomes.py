"""What goes with an outcome: correlations, free regression, the surface."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from servicelab.theory import TheoryError
from servicelab.theory.servqual.difference_scores import free_regression
from servicelab.theory.servqual.importance import regression_weights
from servicelab.theory.servqual.influence import Estimates, correlations
from servicelab.theory.servqual.linear import least_squares
from servicelab.theory.servqual.response_surface import response_surface
from servicelab.theory.servqual.validity import validity_table

QUADRATIC = (1.0, 0.5, 0.2, -0.3, 0.1, -0.2)


def drawn(seed: int, n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    e = rng.normal(size=n)
    p = 0.4 * e + rng.normal(size=n)
    return pd.DataFrame({"p": p, "e": e, "y": p - 0.1 * e + rng.normal(size=n) * (1 + (p > 0))})


def curved(seed: int, n: int = 500, noise: float = 1.0) -> pd.DataFrame:
    frame = drawn(seed, n)
    p, e = frame["p"], frame["e"]
    terms = np.column_stack([np.ones(n), p, e, p**2, p * e, e**2])
    rng = np.random.default_rng(seed + 1)
    return frame.assign(y=terms @ np.array(QUADRATIC) + noise * rng.normal(size=n))


def test_correlations_are_pearsons() -> None:
    frame = drawn(1)
    table = validity_table(frame["p"], frame["y"], frame["e"])
    gap = frame["p"] - frame["e"]
    expected = [np.corrcoef(x, frame["y"])[0, 1] for x in (frame["p"], gap, frame["e"])]
    assert table["r"].iloc[:3].tolist() == pytest.approx(expected)
    assert table.loc["perception − gap", "r"] == pytest.approx(expected[0] - expected[1])


def test_of_normal_numbers_the_interval_is_fishers() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=20_000)
    y = 0.6 * x + 0.8 * rng.normal(size=20_000)
    row = validity_table(pd.Series(x), pd.Series(y)).loc["perception"]
    z, half = np.arctanh(row["r"]), 1.96 / np.sqrt(20_000 - 3)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(
        (np.tanh(z - half), np.tanh(z + half)), abs=5e-4
    )


@pytest.mark.parametrize("estimator", [correlations, regression_weights])
def test_an_influence_is_what_one_more_respondent_does(
    estimator: Callable[..., Estimates],
) -> None:
    frame = drawn(3, 60)
    many = pd.concat([frame] * 40, ignore_index=True)
    before = estimator(many[["p", "e"]], many["y"])
    for row in range(3):
        more = pd.concat([many, frame.loc[[row]]])
        after = estimator(more[["p", "e"]], more["y"]).values
        rate = (after - before.values) * len(more)
        assert before.influence[row] == pytest.approx(rate, rel=0.02, abs=0.02)


def test_words_say_which_is_better() -> None:
    frame = drawn(4)
    told = validity_table(frame["p"], frame["y"], frame["e"])["words"]
    assert "单看感知" in told["perception − gap"]
    told = validity_table(frame["p"], frame["p"] - frame["e"] + 0.1 * frame["y"], frame["e"])
    assert "差距比单看感知" in told.loc["perception − gap", "words"]


def test_missing_numbers_leave_rows_out() -> None:
    frame = drawn(5)
    frame.loc[:9, "p"], frame.loc[290:, "y"] = np.nan, np.nan
    assert (validity_table(frame["p"], frame["y"], frame["e"])["n"] == 280).all()


def test_a_constant_outcome_and_too_few() -> None:
    frame = drawn(6)
    with pytest.raises(TheoryError, match="人人相同"):
        validity_table(frame["p"], frame["y"] * 0, frame["e"])
    with pytest.raises(TheoryError, match="10 份"):
        validity_table(frame["p"][:9], frame["y"][:9], frame["e"][:9])


def test_the_free_regression_is_least_squares_with_robust_errors() -> None:
    frame = drawn(7)
    told = free_regression(frame["p"], frame["e"], frame["y"])
    oracle = sm.OLS(frame["y"], sm.add_constant(frame[["p", "e"]])).fit(cov_type="HC3", use_t=True)
    table = told.table.iloc[:3]
    np.testing.assert_allclose(table["estimate"], oracle.params, rtol=1e-9)
    np.testing.assert_allclose(table[["ci_low", "ci_high"]], oracle.conf_int(), rtol=1e-6)
    np.testing.assert_allclose(table["p"], oracle.pvalues, rtol=1e-6, atol=1e-12)
    test = oracle.t_test([0, 1, 1])
    row = told.table.loc["perception + expectation"]
    assert row["p"] == pytest.approx(float(test.pvalue))
    assert told.r_squared == pytest.approx(oracle.rsquared)


def test_a_gap_that_tells_all_is_not_rejected() -> None:
    frame = drawn(8)
    y = frame["p"] - frame["e"] + np.random.default_rng(80).normal(size=300)
    told = free_regression(frame["p"], frame["e"], y)
    assert told.table.loc["perception + expectation", "p"] > 0.05
    assert "还不能否定" in told.words
    assert told.r_squared_gap == pytest.approx(told.r_squared, abs=0.02)


def test_an_outcome_of_perception_alone_rejects_the_gap() -> None:
    frame = drawn(9)
    told = free_regression(frame["p"], frame["e"], frame["y"])
    assert "丢掉信息" in told.words
    assert told.words in repr(told)
    assert told.r_squared > told.r_squared_gap


def test_columns_that_repeat_each_other_are_refused() -> None:
    frame = drawn(10)
    with pytest.raises(TheoryError, match="分不开"):
        free_regression(frame["p"], 2 * frame["p"] + 1, frame["y"])
    with pytest.raises(TheoryError, match="至少要"):
        least_squares(frame[["p"]][:4], frame["y"][:4])


def test_an_exact_surface_is_found_exactly() -> None:
    frame = curved(11, noise=1e-7)
    told = response_surface(frame["p"] + 4, frame["e"] + 4, frame["y"], centre=4)
    assert told.coefficients["estimate"].to_list() == pytest.approx(QUADRATIC, abs=1e-5)
    assert told.lines["estimate"].to_list() == pytest.approx([0.7, -0.4, 0.3, -0.6], abs=1e-5)
    level = np.linalg.solve([[-0.6, 0.1], [0.1, -0.4]], [-0.5, -0.2]) + 4
    assert told.stationary["estimate"].to_list() == pytest.approx(level, abs=1e-5)
    assert told.kind == "peak"
    assert told.predict(5.0, 3.0) == pytest.approx(1 + 0.5 - 0.2 - 0.3 - 0.1 - 0.2, abs=1e-5)


def test_the_lines_are_sums_with_robust_errors() -> None:
    frame = curved(12)
    told = response_surface(frame["p"], frame["e"], frame["y"])
    p, e = frame["p"], frame["e"]
    x = sm.add_constant(np.column_stack([p, e, p**2, p * e, e**2]))
    oracle = sm.OLS(frame["y"], x).fit(cov_type="HC3", use_t=True)
    for name, row in {
        "slope_congruence": [0, 1, 1, 0, 0, 0],
        "curvature_incongruence": [0, 0, 0, 1, -1, 1],
    }.items():
        ends = oracle.t_test(row).conf_int()[0]
        assert told.lines.loc[name, ["ci_low", "ci_high"]].tolist() == pytest.approx(ends)
    assert told.p_curved == pytest.approx(float(oracle.f_test(np.eye(6)[3:]).pvalue), rel=1e-6)


def test_a_plane_has_no_highest_point_and_does_not_pretend() -> None:
    told = response_surface(*(drawn(13)[name] for name in "pey"))
    assert told.kind == "unclear"
    assert np.isinf(told.stationary[["ci_low", "ci_high"]].to_numpy()).any()
    assert "测不出来" in repr(told)


def test_curvature_rejects_a_gap_that_tells_all() -> None:
    told = response_surface(*(curved(14)[name] for name in "pey"))
    assert told.p_curved < 0.001
    assert told.p_difference < 0.001
    assert "不成立" in told.words
