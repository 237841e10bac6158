"""Luck against a published generator, and against what independence demands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from servicelab.simulation import luck

N = 200_000
CUSTOMERS = np.arange(N, dtype=np.uint64)


def test_mix_is_the_finaliser_of_splitmix64() -> None:
    # First outputs of SplitMix64 seeded with 0, as published with its reference code.
    state, outputs = 0, []
    for _ in range(3):
        state = (state + luck.GOLDEN) & luck.MASK
        outputs.append(luck.mix(state))
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@given(
    st.integers(-(2**70), 2**70),
    st.integers(0, 2**63),
    st.integers(0, 20),
    st.sampled_from(list(luck.Stream)),
)
def test_one_customer_is_a_row_of_the_batch(
    seed: int, customer: int, turn: int, stream: luck.Stream
) -> None:
    one = luck.draw(seed, customer, turn, stream)
    row = luck.draw(seed, np.array([0, customer], dtype=np.uint64), turn, stream)
    assert int(row[1]) == one
    for shape in (luck.uniform, luck.bell):
        assert float(shape(row)[1]) == shape(one)
    for shape in (luck.two_uniforms, luck.three_noises):
        assert [float(part[1]) for part in shape(row)] == list(shape(one))


def _along(axis: str, seed: int = 7) -> np.ndarray:
    if axis == "customer":
        return luck.uniform(luck.draw(seed, CUSTOMERS, 3, luck.Stream.MOOD))
    keys = range(N // 10)
    if axis == "turn":
        return np.array([luck.uniform(luck.draw(seed, 5, k, luck.Stream.MOOD)) for k in keys])
    if axis == "stream":
        return np.array([luck.uniform(luck.draw(seed, 5, 3, k)) for k in keys])
    return np.array([luck.uniform(luck.draw(k, 5, 3, luck.Stream.MOOD)) for k in keys])


@pytest.mark.parametrize("axis", ["customer", "turn", "stream", "seed"])
def test_draws_are_uniform_and_unrelated_along_every_axis(axis: str) -> None:
    draws = _along(axis)
    assert stats.kstest(draws, "uniform").pvalue > 1e-4
    for lag in (1, 2, 7, 64):
        r = stats.pearsonr(draws[:-lag], draws[lag:]).statistic
        assert abs(r) < 4.5 / np.sqrt(len(draws))
    pairs = np.histogram2d(draws[:-1:2], draws[1::2], bins=16)[0]
    assert stats.chisquare(pairs.ravel()).pvalue > 1e-4


def test_every_bit_is_a_fair_coin() -> None:
    bits = luck.draw(11, CUSTOMERS, 1, luck.Stream.EXIT)
    ones = np.array([((bits >> np.uint64(k)) & np.uint64(1)).mean() for k in range(64)])
    assert np.abs(ones - 0.5).max() < 5 * 0.5 / np.sqrt(N)


def test_seeds_turns_and_streams_are_unrelated() -> None:
    base = luck.uniform(luck.draw(7, CUSTOMERS, 3, luck.Stream.MOOD))
    others = [(8, 3, luck.Stream.MOOD), (7, 4, luck.Stream.MOOD), (7, 3, luck.Stream.CUE)]
    for seed, turn, stream in others:
        other = luck.uniform(luck.draw(seed, CUSTOMERS, turn, stream))
        assert abs(np.corrcoef(base, other)[0, 1]) < 4.5 / np.sqrt(N)
        shifted = np.intersect1d(base, other).size
        assert shifted < 10


def test_noises_have_mean_zero_and_variance_one() -> None:
    bits = luck.draw(3, CUSTOMERS, 2, luck.Stream.CUE)
    for noise in (luck.bell(bits), *luck.three_noises(bits)):
        assert abs(noise.mean()) < 5 / np.sqrt(N)
        assert noise.var() == pytest.approx(1.0, abs=0.02)
    first, second = luck.two_uniforms(bits)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4.5 / np.sqrt(N)
