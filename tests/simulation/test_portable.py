"""The portable arithmetic against Python's own and against itself on arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelab.simulation import portable

numbers = st.floats(-50, 50, allow_nan=False)


@given(numbers, numbers)
def test_helpers_agree_with_python(x: float, y: float) -> None:
    assert portable.positive(x) == max(x, 0.0)
    assert portable.larger(x, y) == pytest.approx(max(x, y), abs=1e-12)
    assert portable.bounded(x) == pytest.approx(min(max(x, 0.0), 1.0), abs=1e-12)
    if x <= y or x - y > 1e-280:  # the differences that luck can make; 2**-53 is the smallest
        assert portable.exceeds(x, y) == float(x > y)


@given(st.floats(-30, 30))
def test_exponential_agrees_with_math(x: float) -> None:
    assert portable.exponential(x) == pytest.approx(math.exp(x), rel=1e-12)
    assert portable.tanh(x) == pytest.approx(math.tanh(x), abs=1e-12)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_logistic_is_bounded_and_rises(x: float, y: float) -> None:
    low, high = sorted((x, y))
    assert 0.0 < portable.logistic(low) <= portable.logistic(high) <= 1.0


@given(st.lists(numbers, min_size=1, max_size=50))
def test_arrays_give_the_bits_of_floats(values: list[float]) -> None:
    array = np.array(values)
    for function in (portable.positive, portable.bounded, portable.logistic, portable.tanh):
        assert function(array).tolist() == [function(value) for value in values]


@given(st.floats(0, 1), st.floats(0, 1e6))
def test_a_gain_never_passes_one_and_never_loses(x: float, gain: float) -> None:
    assert x <= portable.towards_one(x, gain) <= 1.0 + 1e-15
