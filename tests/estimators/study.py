"""Does a nominal 95 % interval hold the truth in 95 of 100 worlds? One study an estimator."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

SEED = 20261122
LOW, HIGH = 0.92, 0.98  # what 300 worlds may show of an interval that covers 95 %

Told = dict[str, tuple[float, float, float]]


@dataclass(frozen=True)
class Study:
    """One estimator on many drawn worlds.

    `world` is a function of a module (so that another process finds it): it draws one data set
    with the given generator, fits the estimator, and returns for each quantity its estimate and
    interval, (estimate, ci_low, ci_high). `truth` holds the same quantities' true values.
    """

    name: str  # the estimator, as a user calls it
    data: str  # which data set's maker draws the worlds, with the number of rows
    truth: dict[str, float]
    world: Callable[[np.random.Generator], Told]
    worlds: int = 300


def told_in(study: Study, number: int) -> Told:
    """Return what the estimator tells in world `number`; the same at every call."""
    key = zlib.crc32(f"{study.name}|{study.data}".encode())
    return study.world(np.random.default_rng([SEED, key, number]))


def results(study: Study) -> pd.DataFrame:
    """Return a row a quantity: truth, mean estimate, share of intervals that hold the truth."""
    drawn = [told_in(study, number) for number in range(study.worlds)]
    return pd.DataFrame(_rows(study, drawn))


def _rows(study: Study, drawn: list[Told]) -> Iterator[dict[str, object]]:
    for quantity, truth in study.truth.items():
        told = np.array([one[quantity] for one in drawn], dtype=float)
        held = float(((told[:, 1] <= truth) & (truth <= told[:, 2])).mean())
        yield {
            "estimator": study.name,
            "data": study.data,
            "quantity": quantity,
            "truth": truth,
            "mean_estimate": float(told[:, 0].mean()),
            "coverage": held,
            "coverage_error": sqrt(held * (1 - held) / len(told)),
            "worlds": len(told),
            "first_estimate": told[0, 0],
            "first_low": told[0, 1],
            "first_high": told[0, 2],
        }
