"""Does a nominal 95 % interval hold the truth in 95 of 100 worlds? One study a quantity."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
import pandas as pd

World = Callable[[np.random.Generator], dict[str, tuple[float, float, float]]]
LOW, HIGH = 0.92, 0.98


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
    world: World


def results(study: Study, worlds: int, seed: int = 20261122) -> pd.DataFrame:
    """Return a row a quantity: truth, mean estimate, share of intervals that hold the truth."""
    drawn = [_one(study, number, seed) for number in range(worlds)]
    return pd.DataFrame(_rows(study, drawn))


def every_result(
    studies: Iterable[Study], worlds: int, processes: int = 2
) -> Iterator[pd.DataFrame]:
    """Yield each study's rows as it ends; a study is one process's work."""
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(results, *zip(*((study, worlds) for study in studies), strict=True))


def _one(study: Study, number: int, seed: int) -> dict[str, tuple[float, float, float]]:
    key = zlib.crc32(f"{study.name}|{study.data}".encode())
    return study.world(np.random.default_rng([seed, key, number]))


def _rows(
    study: Study, drawn: list[dict[str, tuple[float, float, float]]]
) -> Iterator[dict[str, object]]:
    for quantity, truth in study.truth.items():
        told = np.array([one[quantity] for one in drawn], dtype=float)
        held = (told[:, 1] <= truth) & (truth <= told[:, 2])
        share = float(held.mean())
        yield {
            "estimator": study.name,
            "data": study.data,
            "quantity": quantity,
            "truth": truth,
            "mean_estimate": float(told[:, 0].mean()),
            "coverage": share,
            "coverage_error": sqrt(share * (1 - share) / len(told)),
            "worlds": len(told),
            "failed": int(sum(not all(map(isfinite, row)) for row in told)),
        }
