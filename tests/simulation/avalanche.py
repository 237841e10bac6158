"""What one flipped bit of a place does to the draw there, and whether keys meet."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from scipy import stats

from tests.simulation.battery import Draw, coins
from tests.simulation.evidence import Cells, Rare

_FLIPPED = {"seed": 40, "customer": 40, "turn": 11, "stream": 7}  # lowest bits of each
_TAIL = 18  # set bits: so few, or so few unset, share a cell


def avalanche(draw: Draw, samples: int) -> dict[str, float]:
    """Return p-values: a flipped bit of the place flips each bit of the draw half the time.

    `samples` is the number of customers for every bit flipped; half the places are small numbers,
    as they occur, the other half are spread over the range.
    """
    found: dict[str, float] = {}
    weights = Cells(np.zeros(64 - 2 * _TAIL + 1, dtype=np.int64), _shares())
    for name, bits in _FLIPPED.items():
        for bit in range(bits):
            chance = np.random.default_rng([bit, len(name)])
            changed = np.concatenate(
                [
                    _changed(draw, chance, name, bit, wide, samples // 8)
                    for wide in [False, True] * 4
                ]
            )
            found[f"flipped bit {bit} of the {name}"] = coins(changed).p()
            weight = np.clip(np.bitwise_count(changed).astype(np.int64), _TAIL, 64 - _TAIL)
            weights += Cells(np.bincount(weight - _TAIL, minlength=65 - 2 * _TAIL), _shares())
    return {**found, "number of flipped bits": weights.p()}


def _changed(
    draw: Draw, chance: np.random.Generator, name: str, bit: int, wide: bool, samples: int
) -> np.ndarray:
    first = int(chance.integers(2**40 if wide else 1_000))
    step = int(chance.integers(1, 2**20)) if wide else 1
    place = {
        "seed": int(chance.integers(2**63 if wide else 1_000)),
        "customer": np.arange(samples, dtype=np.uint64) * np.uint64(step) + np.uint64(first),
        "turn": int(chance.integers(2_000)),
        "stream": int(chance.integers(120)),
    }
    flip = np.uint64(1 << bit) if name == "customer" else 1 << bit
    other = {**place, name: place[name] ^ flip}
    if name == "customer":  # one of each pair only: the pairs must not be counted twice
        kept = place[name] & flip == 0
        place[name], other[name] = place[name][kept], other[name][kept]
    return draw(**place) ^ draw(**other)


def _shares() -> np.ndarray:
    law = stats.binom.pmf(np.arange(65), 64, 0.5)
    middle = law[_TAIL : 65 - _TAIL].copy()
    middle[[0, -1]] += law[:_TAIL].sum()
    return middle


def meetings(
    key: Callable[[int, int, int], int], seeds: range, turns: range, streams: range
) -> tuple[int, float]:
    """Return how many keys are the same, and a p-value for how many agree in their high bits."""
    places = itertools.product(seeds, turns, streams)
    number = len(seeds) * len(turns) * len(streams)
    keys = np.fromiter(itertools.starmap(key, places), dtype=np.uint64, count=number)
    keys.sort()
    shift = max(0, 64 - round(2 * np.log2(number) - 7))  # about 60 pairs agree by chance
    agree = int((np.diff(keys >> np.uint64(shift)) == 0).sum())
    values = 2.0 ** (64 - shift)
    distinct = values * -np.expm1(number * np.log1p(-1 / values))
    return int((np.diff(keys) == 0).sum()), Rare(agree, number - distinct).p()
