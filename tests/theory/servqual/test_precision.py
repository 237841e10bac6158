"""Sample sizes do what they promise, in closed cases and in drawn worlds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from servicelab.theory import TheoryError, servqual


def test_a_gap_needs_as_many_as_the_textbook_says():
    # By hand: t(218) = 1.97091, 1.97091 · 1.5 / √219 = .19977; one fewer gives .20023.
    assert servqual.respondents_for_gap(0.2, sd=1.5) == 219
    assert servqual.gap_half_width(219, 1.5) < 0.2 < servqual.gap_half_width(218, 1.5)
    # With few households, fewer are needed; asking all of them leaves no error.
    assert servqual.respondents_for_gap(0.2, sd=1.5, population=600) == 161
    assert servqual.gap_half_width(600, 1.5, population=600) == 0


@pytest.mark.parametrize("wanted", [0.05, 0.3, 2.0])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_the_numbers_are_the_smallest_that_do(wanted, confidence):
    pairs = [
        (servqual.respondents_for_gap(wanted, 1.2, confidence),
         lambda n: servqual.gap_half_width(n, 1.2, confidence)),
        (servqual.respondents_for_difference(wanted, 1.2, 0.8, confidence),
         lambda n: servqual.difference_half_width(n, n, 1.2, 0.8, confidence)),
        (servqual.respondents_for_reliability(wanted / 4, 4, 0.7, confidence),
         lambda n: servqual.reliability_half_width(n, 4, 0.7, confidence)),
    ]  # fmt: skip
    for n, width in pairs:
        assert width(n) <= wanted
        assert n <= 3 or width(n - 1) > (wanted if width is not pairs[2][1] else wanted / 4)


def test_an_interval_of_that_width_holds_the_truth_as_often_as_said():
    rng = np.random.default_rng(3)
    n = servqual.respondents_for_gap(0.5, sd=1.5)
    means = rng.normal(-0.6, 1.5, (4000, n)).mean(axis=1)
    held = np.mean(np.abs(means + 0.6) <= servqual.gap_half_width(n, 1.5))
    assert held == pytest.approx(0.95, abs=0.012)


def test_the_difference_of_equal_groups_is_student_s():
    expected = stats.t.ppf(0.975, 198) * 1.5 * np.sqrt(2 / 100)
    assert servqual.difference_half_width(100, 100, 1.5) == pytest.approx(expected, rel=1e-12)


def test_the_width_for_alpha_is_that_of_drawn_worlds():
    """The middle 95 % of alphas of five equal items is as wide as promised."""
    rng, k, n, truth = np.random.default_rng(8), 5, 120, 0.8
    shared = truth / (k - (k - 1) * truth)  # correlation of two items, Spearman–Brown turned round
    worlds = 3000
    factor = rng.normal(size=(worlds, n, 1)) * np.sqrt(shared)
    answers = factor + rng.normal(size=(worlds, n, k)) * np.sqrt(1 - shared)
    parts = answers.var(axis=1, ddof=1).sum(axis=1)
    whole = answers.sum(axis=2).var(axis=1, ddof=1)
    alphas = k / (k - 1) * (1 - parts / whole)
    width = np.subtract(*np.quantile(alphas, [0.975, 0.025])) / 2
    assert servqual.reliability_half_width(n, k, truth) == pytest.approx(width, rel=0.08)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: servqual.respondents_for_gap(0, 1), "误差.*大于 0"),
        (lambda: servqual.respondents_for_gap(0.1, -1), "标准差"),
        (lambda: servqual.gap_half_width(1, 1), "答卷数.*不小于 2"),
        (lambda: servqual.gap_half_width(50, 1, population=20), "比客户总数 20 还多"),
        (lambda: servqual.gap_half_width(20.5, 1), "整数"),
        (lambda: servqual.respondents_for_gap(0.1, 1, confidence=95), "0 和 1 之间"),
        (lambda: servqual.respondents_for_gap(float("nan"), 1), "误差"),
        (lambda: servqual.respondents_for_gap("一点", 1), "误差"),
        (lambda: servqual.respondents_for_gap(1e-6, 5), "太小"),
        (lambda: servqual.reliability_half_width(20, 1, 0.8), "题数"),
        (lambda: servqual.reliability_half_width(20, 4, 1.2), "信度"),
    ],
)
def test_impossible_wishes_are_refused_in_words(call, words):
    with pytest.raises(TheoryError, match=words):
        call()
