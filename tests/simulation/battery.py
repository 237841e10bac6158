"""Tests of draws along customers, turns, streams and seeds, block by block.

A block has three sides: across, rows and along. Neighbours along are neighbours on the axis that is
tested, neighbours across and of rows are neighbours on two other axes. Nothing is kept of a block
but its tallies, so memory does not grow with the number of draws.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from scipy import stats

from servicelab.simulation import luck
from tests.simulation.cuts import cut_parts
from tests.simulation.evidence import Cells, Coins, Each, Evidence, Rare, Sum, cells, evenness

Draw = Callable[[int, np.ndarray, int, int], np.ndarray]
Tallies = dict[str, Evidence]

# Axis → the one across, and how many steps across and along; customers are the rows. Together the
# four cover all six pairs of axes.
SIDES = {
    "customer": ("seed", 8, 0),
    "turn": ("stream", 2, 256),
    "stream": ("seed", 2, 128),
    "seed": ("turn", 2, 256),
}
_LAGS = (1, 2, 64)
_BIRTHDAYS, _DAYS = 4096, 36  # a set of so many draws, so many bits of each


def blocks(draw: Draw, axis: str, size: int, number: int) -> Iterator[np.ndarray]:
    """Return `number` blocks of `size` draws, at places as they occur in use; the first at 0."""
    across, width, length = SIDES[axis]
    ends = {"seed": 10_000, "customer": 10_000_000, "turn": 1_900, "stream": 110}
    for block in range(number):
        chance = np.random.default_rng([block, list(SIDES).index(axis)])
        start = {name: int(chance.integers(end)) if block else 0 for name, end in ends.items()}
        if axis == "stream":
            start["stream"] = 0
        rows = size // (width * max(length, 1))
        yield _filled(draw, start, (axis, max(length, 1)), (across, width), rows)


def _filled(
    draw: Draw, start: dict[str, int], along: tuple[str, int], across: tuple[str, int], rows: int
) -> np.ndarray:
    customers = np.arange(start["customer"], start["customer"] + rows, dtype=np.uint64)
    block = np.empty((across[1], along[1], rows), dtype=np.uint64)
    for step, place in itertools.product(range(across[1]), range(along[1])):
        at = dict(start)
        at[across[0]] += step
        if along[0] != "customer":
            at[along[0]] += place
        block[step, place] = draw(at["seed"], customers, at["turn"], at["stream"])
    if along[0] == "customer":
        return block
    return np.ascontiguousarray(block.transpose(0, 2, 1))


def tally(block: np.ndarray) -> Tallies:
    """Return what one block shows, test by test; what is cut from a draw knows of no axis."""
    if block.shape[1] == 1:
        return {**_tally(block), **cut_parts(block.ravel())}
    return _tally(block)


def _tally(block: np.ndarray) -> Tallies:
    return {
        **_one_by_one(block),
        **_in_order(block),
        **_beside(block),
        **_spacings(block),
    }


def study(draw: Draw, axis: str, size: int, number: int) -> dict[str, float]:
    """Return a p-value for each test over all blocks, and one for the evenness of its blocks'."""
    totals: Tallies = {}
    singles = defaultdict(list)
    for block in blocks(draw, axis, size, number):
        for name, evidence in tally(block).items():
            totals[name] = totals[name] + evidence if name in totals else evidence
            singles[name].append(evidence.p())
    result = {f"{axis}: {name}": evidence.p() for name, evidence in totals.items()}
    if number >= 20:
        # Rare things give p-values in steps, which are not even.
        steps = {name for name, one in totals.items() if isinstance(one, Each | Rare)}
        kept = {name: values for name, values in singles.items() if name not in steps}
        result |= {f"{axis}: {name}, blocks": evenness(values) for name, values in kept.items()}
    return result


def _window(block: np.ndarray, bits: int, low: bool) -> np.ndarray:
    return block & np.uint64(2**bits - 1) if low else block >> np.uint64(64 - bits)


def byte_counts(block: np.ndarray) -> np.ndarray:
    """Return how often each byte took each value: (8, 256), the lowest byte first."""
    view = block.astype("<u8", copy=False).reshape(-1).view(np.uint8).reshape(-1, 8)
    return np.stack([np.bincount(view[:, place], minlength=256) for place in range(8)])


def coins(block: np.ndarray) -> Coins:
    """Return how often each of the 64 bits is set."""
    return _heads(byte_counts(block))


def _heads(counts: np.ndarray) -> Coins:
    ones = (np.arange(256)[:, None] >> np.arange(8)) & 1
    return Coins((counts @ ones).ravel(), int(counts[0].sum()))


def _one_by_one(block: np.ndarray) -> Tallies:
    counts = byte_counts(block)
    ordered = np.sort(block, axis=None)
    high = ordered >> np.uint64(32)
    draws, places = block.size, 2.0**32
    distinct = places * -np.expm1(draws * np.log1p(-1 / places))
    steps = np.arange(draws) / draws
    uniform = luck.uniform(ordered)
    reach = max(float((uniform - steps).max()), float((steps - uniform).max()) + 1 / draws)
    return {
        "bins of the high bits": cells(_window(block, 14, low=False), 2**14),
        "bins of the low bits": cells(_window(block, 14, low=True), 2**14),
        "bits": _heads(counts),
        "middle bytes": Cells(counts[2:6].sum(axis=0)),
        "Kolmogorov-Smirnov": Each([float(stats.kstwo.sf(reach, draws))]),
        "collisions": Rare(int((np.diff(high) == 0).sum()), draws - distinct),
    }


def _in_order(block: np.ndarray) -> Tallies:
    found: Tallies = {}
    for low, side in ((False, "high"), (True, "low")):
        six, four = (_window(block, bits, low) for bits in (6, 4))
        pairs = six[..., 0::2] << np.uint64(6) | six[..., 1::2]
        found[f"pairs of the {side} bits"] = cells(pairs, 2**12)
        whole = four[..., : four.shape[-1] // 3 * 3].reshape(-1, 3)
        triples = (whole[:, 0] << np.uint64(8)) | (whole[:, 1] << np.uint64(4)) | whole[:, 2]
        found[f"triples of the {side} bits"] = cells(triples, 2**12)
        found[f"gaps of the {side} bits"] = _gaps(six.ravel() < 16)
    fours = block[..., : block.shape[-1] // 4 * 4].reshape(-1, 4)
    code = sum(
        (fours[:, one] < fours[:, two]).astype(np.int64) << place
        for place, (one, two) in enumerate(itertools.combinations(range(4), 2))
    )
    found["orders of four"] = Cells(np.bincount(code, minlength=64)[_orders()])
    return found


@cache
def _orders() -> np.ndarray:
    """Return the 24 codes of comparisons that four numbers can have."""
    pairs = list(itertools.combinations(range(4), 2))
    return np.array(
        [
            sum((order[one] < order[two]) << place for place, (one, two) in enumerate(pairs))
            for order in itertools.permutations(range(4))
        ]
    )


def _gaps(hits: np.ndarray, longest: int = 32) -> Cells:
    """Return how far apart hits of probability 1/4 are."""
    gaps = np.minimum(np.diff(np.flatnonzero(hits)), longest) - 1
    shares = 0.25 * 0.75 ** np.arange(longest)
    shares[-1] *= 4  # the last one and all beyond
    return cells(gaps, longest, shares)


def _beside(block: np.ndarray) -> Tallies:
    """Return correlations of neighbours, and whether the axes mix in every rectangle."""
    centred = luck.uniform(block) - 0.5
    found: Tallies = {
        f"correlation at lag {lag}": _product(centred[..., :-lag], centred[..., lag:])
        for lag in _LAGS
    }
    sides = {"across": (block[0::2], block[1::2])}
    found["correlation across"] = _product(centred[:-1], centred[1:])
    if block.shape[1] > 1:
        found["correlation of rows"] = _product(centred[:, :-1], centred[:, 1:])
        sides["rows"] = (block[:, 0::2], block[:, 1::2])
    for name, (one, other) in sides.items():
        step = one ^ other
        corners = step[..., 0::2] ^ step[..., 1::2]
        found[f"rectangles, {name}"] = coins(corners)
        step = one - other
        corners = step[..., 0::2] - step[..., 1::2]
        found[f"differences in rectangles, {name}"] = cells(_window(corners, 10, low=False), 1024)
    return found


def _product(one: np.ndarray, other: np.ndarray) -> Sum:
    return Sum(float(np.vdot(one, other)), one.size / 144)


def _spacings(block: np.ndarray) -> Tallies:
    """Return how many spacings of birthdays are alike (Marsaglia & Tsang 2002)."""
    found: Tallies = {}
    m, days = _BIRTHDAYS, 2.0**_DAYS
    half = block.size // 2
    for low, part in ((False, block.ravel()[:half]), (True, block.ravel()[half:])):
        sets = np.sort(_window(part, _DAYS, low).reshape(-1, m), axis=1)
        alike = int((np.diff(np.sort(np.diff(sets, axis=1), axis=1), axis=1) == 0).sum())
        expected = len(sets) * m * (m - 1) * (m - 2) / (4 * days)
        found[f"birthday spacings of the {'low' if low else 'high'} bits"] = Rare(alike, expected)
    return found
