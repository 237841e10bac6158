"""What a promise does: arithmetic by hand, and the truth of the data that it was made with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from datasets import make_continuance
from servicelab.theory import TheoryError
from servicelab.theory.expectation import PromiseParameters, promise_effect


def test_the_chain_by_hand() -> None:
    told = PromiseParameters(
        trust=0.5, habit=10, slope_below=3, slope_above=1, zone=0.5, base=70, better="less"
    )
    table = promise_effect([4, 10, 16], 10, told).set_index("promise")
    assert table["expectation"].tolist() == [7, 10, 13]
    assert table["disconfirmation"].tolist() == [-3, 0, 3]
    assert table["satisfaction"].tolist() == [70 - 3 * 2.5, 70, 70 + 2.5]
    assert table["worse_off"].tolist() == [1, 0, 0]


def test_with_a_spread_it_is_the_mean_over_customers() -> None:
    told = PromiseParameters(spread=2.0)
    rng = np.random.default_rng(1)
    table = promise_effect([6], 8, told).iloc[0]
    d = table["disconfirmation"] + 2 * rng.normal(size=2_000_000)
    points = 66 + 2 * np.maximum(d - 1, 0) - 4 * np.maximum(-d - 1, 0)
    assert table["satisfaction"] == pytest.approx(points.mean(), abs=0.02)
    assert table["worse_off"] == pytest.approx((d < -1).mean(), abs=0.002)


def test_it_is_the_truth_of_the_lessons_data() -> None:
    world = make_continuance.WORLD
    told = PromiseParameters(
        trust=world.trust,
        habit=world.habit,
        slope_below=world.slope_below,
        slope_above=world.slope_above,
        zone=world.zone,
        base=world.base,
        spread=float(np.hypot(world.expectation_sd, world.hours_sd)),
    )
    assert replace(told, spread=0.0) == PromiseParameters()
    truth = make_continuance.truth()["satisfaction_by_promise"]
    table = promise_effect(map(float, truth), world.hours, told)
    assert table["satisfaction"].tolist() == pytest.approx(list(truth.values()), abs=1e-3)


def test_more_of_a_good_thing_turns_the_direction() -> None:
    told = PromiseParameters(better="more", trust=1.0, zone=0.0, habit=0.0)
    table = promise_effect([18, 22], 20, told)
    assert table["disconfirmation"].tolist() == [2, -2]
    assert table["satisfaction"].tolist() == [66 + 4, 66 - 8]


def test_satisfaction_stays_on_its_scale() -> None:
    assert promise_effect([0], 100).loc[0, "satisfaction"] == 0
    assert promise_effect([300], 8).loc[0, "satisfaction"] == 100


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"trust": 1.2}, "trust 要在 0 到 1"),
        ({"zone": -1}, "zone 不能是负数"),
        ({"slope_below": -1}, "slope_below 不能是负数"),
        ({"better": "fast"}, "better 只能是"),
    ],
)
def test_impossible_customers_are_refused(wrong: dict, words: str) -> None:
    with pytest.raises(TheoryError, match=words):
        PromiseParameters(**wrong)
