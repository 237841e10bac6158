"""What people hand in without a second thought: clashing names, 95 for 0.95, dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, expectation

RNG = np.random.default_rng(5)
D = RNG.normal(size=200)
Y = 60 + 4 * np.minimum(D, 0) + 2 * np.maximum(D, 0) + RNG.normal(size=200)
OTHER = RNG.normal(size=200) + D


@pytest.mark.parametrize("name", ["below", "above", "const"])
def test_a_column_held_constant_may_be_called_like_a_side(name: str) -> None:
    plain = expectation.asymmetry(D, Y, others=pd.DataFrame({"x": OTHER}))
    named = expectation.asymmetry(D, Y, others=pd.DataFrame({name: OTHER}))
    pd.testing.assert_frame_equal(plain.table, named.table)


@pytest.mark.parametrize("name", ["disconfirmation", "satisfaction"])
def test_a_column_held_constant_never_takes_anothers_place(name: str) -> None:
    with pytest.raises(TheoryError, match="重名"):
        expectation.asymmetry(D, Y, others=pd.DataFrame({name: OTHER}))
    with pytest.raises(TheoryError, match="重名"):
        expectation.zone_of_indifference(D, Y, others=pd.DataFrame({name: OTHER}))


@pytest.mark.parametrize("confidence", [95, 1.0, 0, "95%"])
def test_a_confidence_out_of_range_is_refused(confidence) -> None:
    asked = (
        lambda: expectation.asymmetry(D, Y, confidence),
        lambda: expectation.disconfirmation(Y, Y + D, confidence=confidence),
        lambda: expectation.zone_of_indifference(D, Y, confidence),
        lambda: expectation.promise_response(D, Y, confidence=confidence),
        lambda: expectation.assimilation_contrast(Y, Y + D, Y, 1.0, confidence=confidence),
    )
    for one in asked:
        with pytest.raises(TheoryError, match="confidence"):
            one()


def test_dates_and_loose_columns_are_no_numbers() -> None:
    with pytest.raises(TheoryError, match="日期"):
        expectation.asymmetry(D, pd.Series(pd.date_range("2024-01-01", periods=200)))
    with pytest.raises(TheoryError, match="DataFrame"):
        expectation.asymmetry(D, Y, others=pd.Series(OTHER))  # type: ignore[arg-type]


def test_slopes_without_any_scatter_have_a_ratio_without_any_width() -> None:
    exact = 60 + 4 * np.minimum(D, 0) + 2 * np.maximum(D, 0)
    found = expectation.asymmetry(D, exact)
    assert (found.ci_low, found.ci_high) == pytest.approx((2, 2), abs=1e-6)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slope_below": float("nan")}, "slope_below"),
        ({"base": float("inf")}, "base"),
        ({"lowest": 100.0, "highest": 0.0}, "lowest"),
    ],
)
def test_a_promise_needs_whole_parameters(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(TheoryError, match=said):
        expectation.PromiseParameters(**wrong)  # type: ignore[arg-type]
