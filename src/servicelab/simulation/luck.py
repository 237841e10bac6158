"""Luck that can be looked up: every draw is a function of where it is needed.

A draw is keyed by (seed, customer, turn, stream). So the talk with customer 4711 meets the same
luck alone, as row 4711 of a batch, and in every what-if branch, whatever the block size, the
thread or the machine. There is no generator with a state anywhere.

The numbers come from two rounds of a 64-bit finaliser (Stafford's mix 13 of MurmurHash3, the one
in SplitMix64; Steele, Lea & Flood 2014, doi 10.1145/2660193.2660195).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15


class Stream(IntEnum):
    """What a draw is for; draws of different streams are unrelated."""

    MOOD = 1
    CUE = 2
    EXIT = 3
    TEXT = 4
    AGENT_TEXT = 5
    AGENT = 6
    JUDGEMENT = 7
    SERVICE = 8
    TRAIT = 100


def mix(bits: Any) -> Any:
    """Scramble 64 bits, one to one.

    Parameters
    ----------
    bits
        A Python int below 2**64 or an array of unsigned 64-bit integers.

    Returns
    -------
    int or array
        Scrambled bits of the same kind.

    Examples
    --------
    >>> hex(mix(1))
    '0x5692161d100b05e5'
    """
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def key(seed: int, turn: int, stream: int) -> int:
    """Return the 64-bit key of a turn's stream, common to all customers.

    Parameters
    ----------
    seed
        Any integer; a negative or a large one counts modulo 2**64.
    turn
        Turn of the talk, 0 or more.
    stream
        One of :class:`Stream`, or ``Stream.TRAIT`` plus the number of a trait.

    Examples
    --------
    >>> key(7, 1, Stream.MOOD) == key(7, 1, Stream.CUE)
    False
    """
    inner = mix((seed & MASK) ^ GOLDEN)
    inner = mix((inner + GOLDEN * (turn + 1)) & MASK)
    return int(mix((inner + GOLDEN * (stream + 1)) & MASK))


class Key(NamedTuple):
    """What the draws of all customers in one turn's stream have in common."""

    first: Any  # 64 bits that customers are mixed with
    second: Any  # … and 64 more for the second round


def keyed(seed: int, turn: int, stream: int) -> Key:
    """Return what the draws of a turn's stream have in common, ready for :func:`drawn`.

    Parameters
    ----------
    seed, turn, stream
        As for :func:`key`.

    Examples
    --------
    >>> keyed(7, 1, Stream.MOOD).first == key(7, 1, Stream.MOOD)
    True
    """
    first = key(seed, turn, stream)
    return Key(first, mix(first ^ GOLDEN))


def drawn(customer: Any, key: Key) -> Any:
    """Return 64 random bits for each customer.

    Parameters
    ----------
    customer
        A Python int of 0 or more, or an array of unsigned 64-bit integers.
    key
        From :func:`keyed`.

    Returns
    -------
    int or array
        Bits of the same kind as ``customer``.

    Examples
    --------
    >>> drawn(5, keyed(7, 1, Stream.MOOD)) == draw(7, 5, 1, Stream.MOOD)
    True
    """
    return mix(mix((customer * GOLDEN + key.first) & MASK) ^ key.second)


def draw(seed: int, customer: Any, turn: int, stream: int) -> Any:
    """Return 64 random bits for each customer.

    Parameters
    ----------
    seed, turn, stream
        As for :func:`key`.
    customer
        As for :func:`drawn`.

    Returns
    -------
    int or array
        Bits of the same kind as ``customer``.

    Examples
    --------
    >>> import numpy as np
    >>> rows = draw(7, np.arange(5000, dtype=np.uint64), 3, Stream.MOOD)
    >>> int(rows[4711]) == draw(7, 4711, 3, Stream.MOOD)
    True
    """
    return drawn(customer, keyed(seed, turn, stream))


def uniform(bits: Any) -> Any:
    """Turn 64 bits into a uniform number in [0, 1), a multiple of 2**-53.

    Parameters
    ----------
    bits
        An int or an array from :func:`draw`.

    Examples
    --------
    >>> uniform(0), uniform(2**63)
    (0.0, 0.5)
    """
    return (bits >> 11) * 1.1102230246251565e-16


def two_uniforms(bits: Any) -> tuple[Any, Any]:
    """Turn 64 bits into two unrelated uniform numbers in [0, 1), multiples of 2**-32.

    Parameters
    ----------
    bits
        An int or an array from :func:`draw`.

    Examples
    --------
    >>> two_uniforms(2**63 + 2**30)
    (0.5, 0.25)
    """
    return (bits >> 32) * 2.3283064365386963e-10, (bits & 0xFFFFFFFF) * 2.3283064365386963e-10


def three_noises(bits: Any) -> tuple[Any, Any, Any]:
    """Turn 64 bits into three unrelated noises of mean 0 and variance 1.

    Each is uniform on (-1.7321, 1.7321), in steps of 2**-21 of that range.

    Parameters
    ----------
    bits
        An int or an array from :func:`draw`.

    Examples
    --------
    >>> [round(noise, 3) for noise in three_noises(2**63)]
    [0.0, -1.732, -1.732]
    """
    scale = 1.6518123698891422e-06  # sqrt(12) / 2**21
    half = 1.7320499816626922  # centre of the 2**21 steps
    return (
        (bits >> 43) * scale - half,
        ((bits >> 22) & 0x1FFFFF) * scale - half,
        ((bits >> 1) & 0x1FFFFF) * scale - half,
    )


def two_noises(bits: Any) -> tuple[Any, Any]:
    """Turn 64 bits into two unrelated noises of mean 0 and variance 1, within ±2.45.

    Parameters
    ----------
    bits
        An int or an array from :func:`draw`.

    Returns
    -------
    tuple
        Each the standardised sum of two 16-bit uniforms (a triangle).

    Examples
    --------
    >>> [round(noise, 2) for noise in two_noises(2**64 - 1)]
    [2.45, 2.45]
    """
    scale = 3.737624729588589e-05  # sqrt(6) / 65536, for sums of two numbers of 0 … 65535
    half = 2.449452366535882  # 65535 times that
    return (
        ((bits >> 48) + ((bits >> 32) & 0xFFFF)) * scale - half,
        (((bits >> 16) & 0xFFFF) + (bits & 0xFFFF)) * scale - half,
    )


def bell(bits: Any) -> Any:
    """Turn 64 bits into a bell-shaped noise of mean 0 and variance 1, within ±3.47.

    Parameters
    ----------
    bits
        An int or an array from :func:`draw`.

    Returns
    -------
    float or array
        The standardised sum of four 16-bit uniforms (Irwin–Hall), near a normal number.

    Examples
    --------
    >>> round(bell(2**64 - 1), 2), round(bell(0), 2)
    (3.46, -3.46)
    """
    total = (bits >> 48) + ((bits >> 32) & 0xFFFF) + ((bits >> 16) & 0xFFFF) + (bits & 0xFFFF)
    return total * 2.6428997921303014e-05 - 3.464048757545186
