"""Cost and gain: ratios, dominance and frontiers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servicelab as sl
from servicelab.evaluation import frontier_of, frontier_table
from servicelab.evaluation.frontier import fieller

COSTS = {"none": 10.0, "words": 20.0, "waste": 40.0, "some": 50.0, "all": 90.0, "dear": 95.0}
GAINS = {"none": 0.1, "words": 0.2, "waste": 0.15, "some": 0.25, "all": 0.8, "dear": 0.7}


def drawn(
    means: dict[str, float], spread: float, seed: int = 1, customers: int = 400
) -> pd.DataFrame:
    """Numbers whose means are exactly those given."""
    noise = np.random.default_rng(seed).normal(size=(customers, len(means)))
    noise -= noise.mean(axis=0)
    return pd.DataFrame(spread * noise + np.array(list(means.values())), columns=list(means))


def test_the_frontier_by_hand() -> None:
    """ "some" costs 600 a unit and the next step 73: it is beaten by a mixture."""
    table = frontier_table(drawn(GAINS, 0.01), drawn(COSTS, 1.0, 2), "none")
    assert list(table.index[table["on_frontier"]]) == ["none", "words", "all"]
    assert table.loc["words", "icer"] == pytest.approx((20 - 10) / (0.2 - 0.1))
    assert table.loc["all", "icer"] == pytest.approx((90 - 20) / (0.8 - 0.2))
    assert table["icer"].notna().sum() == 2
    assert list(table.index) == list(COSTS)


def test_gain_per_yuan_by_hand() -> None:
    table = frontier_table(drawn(GAINS, 0.01), drawn(COSTS, 1.0, 2), "none")
    assert table.loc["all", "gain_per_yuan"] == pytest.approx(0.7 / 80)
    assert table.loc["all", "per_yuan_low"] < 0.7 / 80 < table.loc["all", "per_yuan_high"]
    assert table.loc["none", "verdict"] == "reference"
    assert np.isnan(table.loc["none", "gain_per_yuan"])


@pytest.mark.parametrize(
    ("gain", "cost", "verdict"),
    [
        (0.1, 5.0, "buys"),
        (0.1, 0.0, "better"),
        (0.1, -5.0, "dominates"),
        (0.0, 5.0, "dearer"),
        (0.0, 0.0, "alike"),
        (0.0, -5.0, "cheaper"),
        (-0.1, 5.0, "dominated"),
        (-0.1, 0.0, "worse"),
        (-0.1, -5.0, "saves"),
    ],
)
def test_a_ratio_is_given_only_where_more_is_surely_spent(
    gain: float, cost: float, verdict: str
) -> None:
    gains = drawn({"base": 0.3, "other": 0.3 + gain}, 0.01)
    costs = drawn({"base": 30.0, "other": 30.0 + cost}, 1.0, 2)
    row = frontier_table(gains, costs, "base").loc["other"]
    assert row["verdict"] == verdict
    assert np.isfinite(row["gain_per_yuan"]) == (cost > 0)


def test_fieller_is_the_set_it_claims_to_be() -> None:
    means, variances, width = (0.4, 3.0), (0.01, 0.2, 0.02), 1.96
    for ratio in fieller(means, variances, width):
        error = np.sqrt(variances[0] - 2 * ratio * variances[2] + ratio**2 * variances[1])
        assert abs(means[0] - ratio * means[1]) == pytest.approx(width * error)
    assert fieller((0.4, 0.3), variances, width) == (-np.inf, np.inf)


def test_fieller_covers_as_often_as_it_says() -> None:
    """Ratio of correlated, skewed means; the truth is 0.5 / 2."""
    generator = np.random.default_rng(3)
    held = 0
    for _ in range(2_000):
        person = generator.exponential(1.0, 200)
        top = 0.5 * person + generator.normal(0, 1, 200)
        bottom = person + generator.exponential(1.0, 200)
        shared = np.cov(top, bottom) / 200
        low, high = fieller(
            (top.mean(), bottom.mean()), (shared[0, 0], shared[1, 1], shared[0, 1]), 1.96
        )
        held += low <= 0.25 <= high
    assert 0.93 < held / 2_000 < 0.97


numbers = st.integers(0, 40).map(float)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_the_frontier_has_the_laws_of_a_frontier(points: list[tuple[float, float]]) -> None:
    costs, gains = (np.array(column) for column in zip(*points, strict=True))
    on = frontier_of(costs, gains)
    assert {points[one] for one in on} & set(points) == {points[one] for one in on}
    found = [one for one in on if points.index(points[one]) == one]  # alike ones once
    assert sorted(on) == [one for one, at in enumerate(points) if at in {points[i] for i in found}]
    assert (np.diff(costs[found]) > 0).all()
    assert (np.diff(gains[found]) > 0).all()
    prices = np.diff(costs[found]) / np.diff(gains[found])
    assert (np.diff(prices) >= -1e-9).all()  # each further unit costs more
    assert gains[found[-1]] == gains.max()
    assert costs[found[0]] == costs.min()
    # Nobody lies above the line through the frontier: no method is better for the same money.
    along = np.interp(costs, costs[found], gains[found])
    assert (gains <= along + 1e-9).all()


def test_the_order_of_the_methods_changes_nothing() -> None:
    gains, costs = drawn(GAINS, 1.0), drawn(COSTS, 30.0, 2)
    one = frontier_table(gains, costs, "none")
    names = sorted(gains.columns)
    other = frontier_table(gains[names], costs[names], "none")
    pd.testing.assert_frame_equal(one, other.loc[one.index], rtol=1e-12)
    assert 0 < one.loc["dear", "share_on_frontier"] < 1


def test_a_method_under_two_names_is_on_the_frontier_under_both() -> None:
    gains, costs = drawn(GAINS, 1.0), drawn(COSTS, 30.0, 2)
    for panel in (gains, costs):
        panel["another"], panel["zall"] = panel["words"], panel["all"]
    for names in (sorted(gains), sorted(gains, reverse=True)):
        table = frontier_table(gains[names], costs[names], "none")
        for one, other in (("words", "another"), ("all", "zall")):
            columns = ["on_frontier", "icer", "share_on_frontier"]
            assert (table.loc[one, columns] == table.loc[other, columns]).all()
        assert table.loc["zall", "on_frontier"]


@pytest.fixture(scope="module")
def result() -> sl.evaluation.Comparison:
    return sl.compare(["clear", "reactive", "indifferent"], ["courier_delay"], n=200)


def test_a_comparison_sets_its_own_numbers_against_their_cost(
    result: sl.evaluation.Comparison,
) -> None:
    table = result.frontier()
    assert table.loc["clear", "cost"] == pytest.approx(
        result.by("cost").panel()["clear"].mean(), rel=1e-12
    )
    gap = result.paired("clear", "indifferent").loc["all"]
    assert table.loc["clear", "estimate"] == pytest.approx(gap["estimate"])
    assert table.loc["clear", "standard_error"] == pytest.approx(gap["standard_error"])
    assert table.loc["clear", "ci_high"] > gap["ci_high"]  # holds with the other intervals
    worth = result.by("value").paired("clear", "indifferent").loc["all", "estimate"]
    assert table.loc["clear", "value_gain"] == pytest.approx(worth)
    assert result.frontier_plot().alt


def test_at_equal_dose_the_baseline_keeps_its_talks_as_written(
    result: sl.evaluation.Comparison,
) -> None:
    table = result.frontier(dose="equal dose")
    assert set(table.index) == {"clear", "reactive", "indifferent"}
    assert table.loc["indifferent", "cost"] == result.frontier().loc["indifferent", "cost"]


def test_what_makes_no_sense_is_refused(result: sl.evaluation.Comparison) -> None:
    for measure, words in {"cost": "花费自己比", "value": "两遍", "turns": "气走"}.items():
        with pytest.raises(sl.ServicelabError, match=words):
            result.by(measure).frontier()
    with pytest.raises(sl.ServicelabError, match="silence"):
        result.frontier("silence")
