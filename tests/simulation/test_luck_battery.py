"""Luck before a battery of tests: a fast part in CI, a long study of 10**8 draws along each axis.

Run the study with ``pytest -m study -s tests/simulation/test_luck_battery.py``; its numbers are the
same at every run. Many tests give small p-values by chance, so they are judged together: after
Holm's correction none may be small, and all of them must be spread evenly. The last part shows that
the battery can fail: generators with known faults must be refused.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from servicelab.simulation import luck
from tests.simulation.avalanche import avalanche, meetings
from tests.simulation.battery import SIDES, Draw, study
from tests.simulation.evidence import evenness, holm

LEVEL = 1e-3  # how often a good generator would be refused
BLOCK = 2**19
BLOCKS = 192  # of 2**19 draws, just over 10**8
SMALL = 2**18


def verdict(values: dict[str, float]) -> str:
    """Return what speaks against these p-values, or nothing."""
    adjusted = holm(values)
    worst = [f"{name}: p = {values[name]:.2g}" for name, p in adjusted.items() if p < LEVEL]
    if evenness(list(values.values())) < LEVEL:
        worst.append(f"{len(values)} p-values are not spread evenly")
    return "\n".join(worst)


def report(values: dict[str, float]) -> str:
    """Return the number of tests, their evenness, and the smallest p-values with Holm's."""
    adjusted = list(holm(values).items())[:8]
    head = f"{len(values)} tests, evenness p = {evenness(list(values.values())):.3f}"
    return "\n".join(
        [head, *(f"  {values[name]:.2e} (Holm {p:.2f}) {name}" for name, p in adjusted)]
    )


@pytest.mark.parametrize("axis", SIDES)
def test_a_quarter_of_a_million_draws_pass_the_battery_along_every_axis(axis: str) -> None:
    assert verdict(study(luck.draw, axis, SMALL, 1)) == ""


def test_one_flipped_bit_flips_every_bit_of_the_draw_half_the_time() -> None:
    assert verdict(avalanche(luck.draw, 2**12)) == ""


def test_keys_of_neighbouring_seeds_turns_and_streams_do_not_meet() -> None:
    same, p = meetings(luck.key, range(3), range(200), range(121))
    assert same == 0
    assert p > LEVEL


@pytest.mark.study
def test_ten_to_the_eighth_draws_along_every_axis() -> None:
    values: dict[str, float] = {}
    for axis in SIDES:
        found = study(luck.draw, axis, BLOCK, BLOCKS)
        print(f"\nalong {axis}, {BLOCK * BLOCKS:,} draws: {report(found)}")
        values |= found
    values |= avalanche(luck.draw, 2**18)
    same, values["agreeing keys"] = meetings(luck.key, range(8), range(2_001), range(121))
    print(f"\nall together: {report(values)}")
    assert same == 0
    assert verdict(values) == ""


def _unmixed(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    return (customer + np.uint64(seed + turn + stream)) * np.uint64(luck.GOLDEN)


def _congruential(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    """Return element number `customer` of Knuth's 64-bit generator, by squaring: its low bits."""
    factor, shift = 6364136223846793005, 1442695040888963407
    state = np.full_like(customer, luck.key(seed, turn, stream))
    for bit in range(40):
        taken = (customer >> np.uint64(bit)) & np.uint64(1) == 1
        state = np.where(taken, state * np.uint64(factor) + np.uint64(shift), state)
        shift = (factor + 1) * shift & luck.MASK
        factor = factor * factor & luck.MASK
    return state


def _unmixed_axes(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    """Return draws that are fine along each axis, but the same change in every row."""
    return luck.mix(luck.mix(customer * np.uint64(luck.GOLDEN))) ^ np.uint64(
        luck.key(seed, turn, stream)
    )


def _twins(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    """Return draws of which the two halves are the same."""
    high = luck.draw(seed, customer, turn, stream) >> np.uint64(32)
    return high << np.uint64(32) | high


def _slow_seeds(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    """Return draws that hardly move from one seed to the next."""
    return luck.draw(0, customer, turn, stream) + np.uint64(seed << 52 & luck.MASK)


def _leaning(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
    """Return draws of which one in 32 that should be in the lower half is not."""
    bits = luck.draw(seed, customer, turn, stream)
    return np.where(bits & np.uint64(0x1F) == 0, bits | np.uint64(2**63), bits)


@pytest.mark.parametrize(
    ("draw", "axis"),
    [
        (_unmixed, "customer"),
        (_unmixed, "turn"),
        (_unmixed, "stream"),
        (_unmixed, "seed"),
        (_congruential, "customer"),
        (_unmixed_axes, "turn"),
        (_unmixed_axes, "seed"),
        (_twins, "stream"),
        (_slow_seeds, "seed"),
        (_leaning, "customer"),
    ],
)
def test_a_generator_with_a_known_fault_is_refused(draw: Draw, axis: str) -> None:
    assert verdict(study(draw, axis, SMALL, 1)) != ""


def test_the_fault_is_found_where_it_lies() -> None:
    """Low bits of a power-of-two congruential generator repeat; its high bits pass alone."""
    found = study(_congruential, "customer", SMALL, 1)
    assert min(p for name, p in found.items() if name.endswith("of the low bits")) < 1e-12
    crossed = study(_unmixed_axes, "turn", SMALL, 1)
    assert crossed["turn: rectangles, rows"] < 1e-12
    assert crossed["turn: bins of the high bits"] > LEVEL


@pytest.mark.parametrize(
    "key",
    [
        lambda seed, turn, stream: luck.mix(seed + turn + stream + 1),
        lambda seed, turn, stream: luck.mix(seed * 1_000 + turn * 120 + stream + 1),
        lambda seed, turn, stream: luck.mix(luck.mix(seed + turn + 1) ^ stream),
    ],
    ids=["a sum", "too narrow a base", "seed and turn as one"],
)
def test_keys_that_meet_are_found(key: Callable[[int, int, int], int]) -> None:
    same, p = meetings(key, range(3), range(200), range(121))
    assert same > 0
    assert p < LEVEL


def test_a_draw_that_forgets_a_bit_of_the_seed_fails_the_avalanche() -> None:
    def forgetful(seed: int, customer: np.ndarray, turn: int, stream: int) -> np.ndarray:
        return luck.draw(seed & ~(1 << 9), customer, turn, stream)

    assert "bit 9 of the seed" in verdict(avalanche(forgetful, 2**12))


def test_holm_and_evenness_on_known_numbers() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "c": 0.06, "b": 0.06}
    )
    assert evenness([0.5] * 40) < 1e-9
    assert evenness(list(np.linspace(0.01, 0.99, 40))) > 0.9
