"""Estimates against SciPy, against hand calculation, and against their own promise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import servicelab as sl
from servicelab.evaluation import mean_estimate, noise_floor, rank_ranges
from servicelab.evaluation.estimate import quantile

GENERATOR = np.random.default_rng(1)


def test_the_interval_is_scipys() -> None:
    values = GENERATOR.gamma(2.0, size=500)
    found = mean_estimate(values)
    low, high = stats.norm.interval(0.95, values.mean(), stats.sem(values))
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), rel=1e-9)
    assert found.n == 500


def test_the_interval_covers_as_often_as_it_says() -> None:
    samples = GENERATOR.gamma(2.0, size=(2_000, 400))
    found = [mean_estimate(sample) for sample in samples]
    covered = np.mean([estimate.ci_low <= 2.0 <= estimate.ci_high for estimate in found])
    assert 0.93 < covered < 0.97


def test_the_noise_floor_by_hand() -> None:
    first, second = GENERATOR.normal(size=(2, 400))
    units = pd.DataFrame({"a": first, "b": second})
    expected = stats.t.ppf(0.975, 399) * np.std(units["a"] - units["b"], ddof=1) / 20
    assert noise_floor(units) == pytest.approx(expected, rel=0.02)


def test_the_noise_floor_is_the_widest_of_all_pairs() -> None:
    first, second, third = GENERATOR.normal(size=(3, 400))
    units = pd.DataFrame({"a": first, "b": second, "c": 5 * third})
    widest = max(np.std(units[name] - units["c"], ddof=1) for name in "ab") / 20
    assert stats.norm.ppf(0.975) * widest < noise_floor(units)
    assert noise_floor(units) < stats.norm.ppf(1 - 0.05 / 6) * widest  # Bonferroni's
    assert np.isnan(noise_floor(units[["a"]]))


def test_equal_methods_pass_the_noise_floor_as_seldom_as_it_says() -> None:
    """Three methods of one quality: some pair must seem to differ in at most 5 % of runs."""
    alarms = 0
    for _ in range(200):
        units = pd.DataFrame(GENERATOR.normal(size=(200, 3)), columns=list("abc"))
        means = units.mean()
        alarms += (means.max() - means.min()) > noise_floor(units)
    assert alarms / 200 < 0.1


def test_ranks_say_what_cannot_be_told_apart() -> None:
    base = GENERATOR.normal(size=2_000)
    units = pd.DataFrame(
        {"high": base + 1, "same": base + GENERATOR.normal(scale=0.1, size=2_000), "low": base}
    )
    assert rank_ranges(units) == {"high": (1, 1), "same": (2, 3), "low": (2, 3)}


@pytest.mark.parametrize("values", [[], [1.0] * 29, [1.0] * 40 + [float("nan")]])
def test_too_little_to_go_by_is_said(values: list[float]) -> None:
    with pytest.raises(sl.ServicelabError):
        mean_estimate(values)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_level_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(sl.ServicelabError, match="置信"):
        quantile(confidence)
