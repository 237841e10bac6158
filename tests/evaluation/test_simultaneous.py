"""Intervals that hold together: against known truth, against Bonferroni, against permutation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.evaluation.estimate import quantile
from servicelab.evaluation.simultaneous import Family, Panel, errors_of_means

TRUTH = np.array([0.50, 0.50, 0.52, 0.60, 0.40])
NAMES = list("abcde")


def sample(generator: np.random.Generator, customers: int) -> pd.DataFrame:
    """Skewed, correlated numbers of unequal spread around a known truth."""
    person = generator.gamma(2.0, 0.05, size=(customers, 1)) - 0.1
    luck = generator.exponential(1.0, size=(customers, 5)) - 1.0
    spread = np.array([0.02, 0.05, 0.1, 0.2, 0.4])
    return pd.DataFrame(TRUTH + person + spread * luck, columns=NAMES)


def test_all_intervals_cover_the_truth_as_often_as_they_say() -> None:
    generator = np.random.default_rng(4)
    gaps = TRUTH[:, None] - TRUTH
    means_held = leads_held = ranks_held = 0
    runs = 400
    for _ in range(runs):
        family = Family({"": sample(generator, 600)}, draws=2_000)
        panel = family.panels[""]
        means_held += (np.abs(panel.means - TRUTH) <= family.mean_width * panel.errors).all()
        leads_held += (np.abs(panel.leads - gaps) <= family.lead_width * panel.lead_errors).all()
        ranks_held += not (panel.above(family.lead_width) & (gaps <= 0)).any()
    for held in (means_held, leads_held):
        assert 0.92 <= held / runs <= 0.98  # 0.95 within three standard errors of 400 runs
    assert ranks_held >= leads_held


def test_they_cover_with_thirty_customers_too() -> None:
    generator = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        units = pd.DataFrame(generator.normal(size=(30, 6)))
        panel = (family := Family({"": units}, draws=2_000)).panels[""]
        held += (np.abs(panel.leads) <= family.lead_width * panel.lead_errors).all()
    assert 0.92 <= held / 400 <= 0.98


def test_the_bound_lies_between_one_interval_and_bonferroni() -> None:
    units = sample(np.random.default_rng(6), 2_000)
    family = Family({"": units})
    assert quantile(0.95) < family.lead_width < quantile(0.95, 10)
    assert quantile(0.95) < family.mean_width < quantile(0.95, 5)


def test_independent_means_need_the_bound_that_is_known_for_them() -> None:
    """The largest of eight independent errors (Sidak): the two-sided 0.95^(1/8) point."""
    units = pd.DataFrame(np.random.default_rng(7).normal(size=(20_000, 8)))
    assert Family({"": units}).mean_width == pytest.approx(2.727, abs=0.05)


def test_all_pairs_need_the_studentized_range() -> None:
    """Tukey's 3.858 for five means and many customers, on the scale of a difference."""
    units = pd.DataFrame(np.random.default_rng(8).normal(size=(20_000, 5)))
    assert Family({"": units}).lead_width == pytest.approx(3.858 / np.sqrt(2), abs=0.05)


def test_the_order_of_methods_and_panels_changes_nothing() -> None:
    first, second = (sample(np.random.default_rng(seed), 300) for seed in (1, 2))
    one = Family({"x": first, "y": second})
    other = Family({"y": second[NAMES[::-1]], "x": first[list("cabed")]})
    assert one.lead_width == other.lead_width
    assert one.mean_width == other.mean_width
    leads = Panel.of(first).leads
    assert (Panel.of(first[NAMES[::-1]]).leads == leads[::-1, ::-1]).all()


def test_a_panel_twice_widens_nothing() -> None:
    units = sample(np.random.default_rng(3), 300)
    twice = Family({"x": units, "y": units})
    assert twice.lead_width == pytest.approx(Family({"x": units}).lead_width, rel=0.01)


def test_a_method_twice_differs_by_exactly_nothing() -> None:
    units = sample(np.random.default_rng(3), 300)
    units["twin"] = units["a"]
    panel = Panel.of(units)
    assert panel.leads[0, 5] == panel.lead_errors[0, 5] == 0.0
    assert not panel.above(0.0)[0, 5]
    assert np.isfinite(Family({"": units}).lead_width)


def test_rounding_is_no_lead() -> None:
    units = pd.DataFrame({"a": [0.3] * 40})
    units["b"] = units["a"] * (1 + 4e-16)
    assert not Panel.of(units).above(0.0).any()


def test_the_drawn_errors_have_the_covariance_of_the_means() -> None:
    numbers = sample(np.random.default_rng(9), 500).to_numpy()
    drawn = errors_of_means(numbers, draws=200_000)
    expected = np.cov(numbers.T) / 500
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    assert np.allclose(np.cov(drawn.T) / scale, expected / scale, atol=0.02)
