"""Tests of the parts that are cut from one draw: two uniforms, three noises, a bell."""

from __future__ import annotations

from functools import cache

import numpy as np

from servicelab.simulation import luck
from tests.simulation.evidence import Evidence, Sum, cells


def cut_parts(bits: np.ndarray) -> dict[str, Evidence]:
    """Return whether the parts cut from one draw are uniform, bell-shaped and unrelated."""
    first, second = luck.two_uniforms(bits)
    noises = luck.three_noises(bits)
    thirds = [np.floor((noise / np.sqrt(12) + 0.5) * 16) for noise in noises]
    bell = luck.bell(bits)
    mean, spread = np.mean(noises), float(sum(np.vdot(noise, noise) for noise in noises))
    square = float(np.vdot(bell, bell))
    cube = float(np.vdot(bell, bell * bell))
    n = bits.size
    return {
        "two uniforms": cells(np.floor(first * 64) * 64 + np.floor(second * 64), 2**12),
        "three noises": cells(thirds[0] * 256 + thirds[1] * 16 + thirds[2], 2**12),
        "mean of the noises": Sum(float(mean) * 3 * n, 3 * n),
        "variance of the noises": Sum(spread - 3 * n, 3 * n * 0.8),
        "shape of the bell": cells(_bell_bins()[_total(bell)], 64, _bell_shares()),
        "mean of the bell": Sum(float(bell.sum()), n),
        "variance of the bell": Sum(square - n, n * 1.7),
        "skewness of the bell": Sum(cube, n * (15 - 4.5 + 3 / 7)),
    }


def _total(bell: np.ndarray) -> np.ndarray:
    """Return the sum of four 16-bit numbers that the bell was made of."""
    return np.rint((bell - luck.bell(0)) / (luck.bell(2**63) - luck.bell(0)) * 2**15).astype(int)


@cache
def _bell_law() -> np.ndarray:
    """Return the probability of each sum of four 16-bit numbers."""
    ramp = np.arange(1.0, 2**16)
    two = np.concatenate([ramp, [2.0**16], ramp[::-1]])  # of each sum of two of them
    size = 2 * len(two) - 1
    spectrum = np.fft.rfft(two, 2**19) ** 2
    law = np.maximum(np.fft.irfft(spectrum, 2**19)[:size], 0)
    return law / law.sum()


@cache
def _bell_bins() -> np.ndarray:
    return np.minimum((np.cumsum(_bell_law()) * 64).astype(np.int64), 63)


@cache
def _bell_shares() -> np.ndarray:
    return np.bincount(_bell_bins(), weights=_bell_law(), minlength=64)
