"""The zone of indifference: where it is, whether it is there at all, what can't be said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, expectation


def _world(low: float, high: float, noise: float, n: int = 600, seed: int = 2):
    rng = np.random.default_rng(seed)
    d = rng.uniform(-5, 5, n)
    bent = 4 * np.minimum(d - low, 0) + 2 * np.maximum(d - high, 0)
    return d, 60 + bent + noise * rng.normal(size=n)


def test_the_zone_is_found_where_it_is() -> None:
    found = expectation.zone_of_indifference(*_world(-1.5, 0.7, 0.01))
    told = found.table["estimate"]
    assert told["low"] == pytest.approx(-1.5, abs=0.05)
    assert told["high"] == pytest.approx(0.7, abs=0.05)
    assert told["width"] == pytest.approx(told["high"] - told["low"])
    assert told["slope_below"] == pytest.approx(4, rel=0.02)
    assert told["slope_above"] == pytest.approx(2, rel=0.02)
    assert found.p_no_zone == 1 / 300  # none of the redrawn outcomes gains as much


def test_intervals_hold_the_truth_and_narrow_with_customers() -> None:
    few = expectation.zone_of_indifference(*_world(-1, 1, 4, 300, 8)).table
    many = expectation.zone_of_indifference(*_world(-1, 1, 4, 4800, 8)).table
    truth = pd.Series({"low": -1, "high": 1, "width": 2, "slope_below": 4, "slope_above": 2})
    for table in (few, many):
        assert (table["ci_low"] <= truth).all()
        assert (truth <= table["ci_high"]).all()
    ratio = (many["ci_high"] - many["ci_low"]) / (few["ci_high"] - few["ci_low"])
    assert ratio.between(0.1, 0.5).all()  # a quarter, where everything is regular


def test_a_single_kink_is_told_as_no_zone() -> None:
    found = expectation.zone_of_indifference(*_world(0, 0, 4))
    assert found.p_no_zone > 0.05
    assert "看不出有无差异区" in found.words
    assert found.table.loc["width", "ci_low"] == 0


def test_an_end_out_of_reach_is_named() -> None:
    d, y = _world(-4.4, 4.4, 0.5, 300)
    (below,) = expectation.zone_of_indifference(d, y).problems
    assert below.startswith("下端的区间到了数据的边")
    (above,) = expectation.zone_of_indifference(-d, -y).problems
    assert above.startswith("上端的区间到了数据的边")


def test_the_same_data_give_the_same_intervals() -> None:
    d, y = _world(-1, 1, 4, 200)
    first, second = (expectation.zone_of_indifference(d, y).table for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    wide = expectation.zone_of_indifference(d, y, confidence=0.99).table
    assert (wide["ci_high"] - wide["ci_low"] >= first["ci_high"] - first["ci_low"]).all()


def test_too_little_is_refused() -> None:
    with pytest.raises(TheoryError, match="至少要 40 位"):
        expectation.zone_of_indifference(np.arange(20), np.arange(20))
    with pytest.raises(TheoryError, match="7 种差距"):
        expectation.zone_of_indifference(np.arange(70) % 7, np.arange(70))


def test_the_lessons_customers(customers: pd.DataFrame) -> None:
    found = expectation.zone_of_indifference(
        customers["disconfirmation"], customers["repair_satisfaction"]
    )
    table = found.table
    for name, truth in {"low": -1, "high": 1, "slope_below": 4, "slope_above": 2}.items():
        assert table.loc[name, "ci_low"] < truth < table.loc[name, "ci_high"]
    assert found.n == 500
