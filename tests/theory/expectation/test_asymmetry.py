"""Slopes below and above expectation: exact lines, least squares, Fieller, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import t

from servicelab.theory import TheoryError, expectation


def _world(n: int = 300, above: float = 2.0, noise: float = 3.0, seed: int = 1):
    rng = np.random.default_rng(seed)
    d = rng.normal(0, 2, n)
    return d, 60 + 4 * np.minimum(d, 0) + above * np.maximum(d, 0) + noise * rng.normal(size=n)


def test_a_line_without_noise_is_found_exactly() -> None:
    found = expectation.asymmetry(*_world(noise=0))
    assert found.slope_below == pytest.approx(4)
    assert found.slope_above == pytest.approx(2)
    assert found.ratio == pytest.approx(2)
    assert found.n_below + found.n_above == found.n == 300


def test_slopes_and_errors_are_those_of_least_squares_with_hc3() -> None:
    d, y = _world()
    found = expectation.asymmetry(d, y).table
    x = sm.add_constant(np.column_stack([np.minimum(d, 0), np.maximum(d, 0)]))
    plain = sm.OLS(y, x).fit(cov_type="HC3", use_t=True)
    assert found["estimate"].iloc[:2].to_numpy() == pytest.approx(plain.params[1:])
    ends = found[["ci_low", "ci_high"]].iloc[:2].to_numpy()
    assert ends == pytest.approx(plain.conf_int()[1:])
    test = plain.t_test([0, 1, -1])
    assert found.loc["difference", "p"] == pytest.approx(float(test.pvalue))


def test_fieller_holds_exactly_the_ratios_that_a_test_does_not_reject() -> None:
    d, y = _world(80)
    found = expectation.asymmetry(d, y)
    x = sm.add_constant(np.column_stack([np.minimum(d, 0), np.maximum(d, 0)]))
    plain = sm.OLS(y, x).fit(cov_type="HC3", use_t=True)
    limit = t.ppf(0.975, 77)

    def tested(ratio: float) -> float:
        return abs(float(plain.t_test([0, 1, -ratio]).tvalue.item()))

    assert tested(found.ci_low) == pytest.approx(limit, rel=1e-6)
    assert tested(found.ci_high) == pytest.approx(limit, rel=1e-6)
    assert tested(found.ratio) == pytest.approx(0, abs=1e-6)


def test_a_flat_upper_side_has_no_usable_ratio_and_says_so() -> None:
    found = expectation.asymmetry(*_world(above=0.0, seed=4))
    assert (found.ci_low, found.ci_high) == (-np.inf, np.inf)
    assert "没有可用的区间" in found.words


def test_equal_slopes_are_told_as_such() -> None:
    assert "看不出" in expectation.asymmetry(*_world(above=4.0, seed=5)).words
    more = expectation.asymmetry(*_world(above=1.0, seed=5)).words
    assert more.startswith("差的比好的更要紧")
    d, y = _world(above=1.0, seed=5)
    assert expectation.asymmetry(-d, -y).words.startswith("好的比差的更要紧")


def test_holding_other_causes_constant_narrows_the_interval() -> None:
    d, y = _world(noise=1)
    rng = np.random.default_rng(9)
    other = pd.DataFrame({"公平": rng.normal(size=300)})
    y = y + 8 * other["公平"].to_numpy()
    alone = expectation.asymmetry(d, y).table
    beside = expectation.asymmetry(d, y, others=other).table
    width = [(one["ci_high"] - one["ci_low"])["slope_below"] for one in (alone, beside)]
    assert width[1] < width[0] / 4
    assert beside.loc["slope_below", "estimate"] == pytest.approx(4, abs=0.3)


def test_gaps_are_left_out_and_counted() -> None:
    d, y = _world()
    d[:7] = np.nan
    assert expectation.asymmetry(d, y).n == 293


@pytest.mark.parametrize(
    ("d", "y", "words"),
    [
        (np.linspace(0.1, 3, 50), np.arange(50), "比期望差”的客户只有 0 位"),
        (np.linspace(-3, 0, 50), np.arange(50), "比期望好”的客户只有 0 位"),
        (np.repeat([-1.0, 1, 2], 20), np.arange(60), "比期望差”的客户只有 20 位、1 种差距"),
        (np.linspace(-3, 3, 50), np.ones(50), "所有的数都一样"),
        (np.linspace(-3, 3, 50), np.ones(49), "长短不一样"),
        (["好"] * 50, np.ones(50), "不是数"),
    ],
)
def test_what_cannot_be_answered_is_refused(d, y, words: str) -> None:
    with pytest.raises(TheoryError, match=words):
        expectation.asymmetry(d, y)


def test_the_lessons_customers(customers: pd.DataFrame) -> None:
    found = expectation.asymmetry(customers["disconfirmation"], customers["repair_satisfaction"])
    assert found.ci_low < 2.3995 < found.ci_high  # the truth of the file, by its maker
    assert found.ci_low > 1
    assert (found.n_below, found.n_zero, found.n_above) == (236, 6, 258)
