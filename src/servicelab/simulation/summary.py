"""Only what many talks come to together: memory stays flat, however many they are."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from servicelab.data.arguments import whole_number
from servicelab.methods.catalog import MethodError
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.batch import prepare, worker
from servicelab.simulation.blocks import Block, in_blocks
from servicelab.simulation.engine import chosen
from servicelab.simulation.outcome import ENDINGS, Outcome
from servicelab.simulation.parameters import Parameters

MEASURES = (*Outcome._fields[:-1], *ENDINGS)
BLOCK = 16_384
"""Customers whose sums are taken together; fixed, so that the sums have the same bits always."""


class Moments(NamedTuple):
    """What some talks come to: count, and an entry a measure."""

    n: int
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]  # sum of squared distances from the mean
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def summarise(
    scenario: str | Scenario,
    method: str | Method,
    n: int = 1_000_000,
    seed: int = 7,
    *,
    customer_type: str | None = None,
    parameters: Parameters | None = None,
    backend: str = "auto",
    threads: int = 1,
    progress: bool = True,
) -> pd.DataFrame:
    """Let a method answer many customers and keep only what they come to together.

    The customers are those of :func:`~servicelab.simulation.batch.simulate`. Memory does not grow
    with their number, and threads and backend change no bit: sums are taken over blocks of a
    fixed size, pairwise, and the blocks put together in their order
    (Chan, Golub & LeVeque 1983, doi 10.1080/00031305.1983.10483115).

    Parameters
    ----------
    scenario, method, n, seed, customer_type, parameters, backend, threads, progress
        As for ``simulate``, but for ``method``, which must be a playbook, and n, 2 or more.

    Returns
    -------
    pandas.DataFrame
        Index ``measure``: the numbers of an outcome, then the three endings (1 for a talk that
        ends so, else 0). Columns: mean, sd, standard_error, ci_low, ci_high (95 %, normal
        approximation), min, max.

    Raises
    ------
    servicelab.data.ServicelabError
        If an argument is not as above.

    Examples
    --------
    >>> table = summarise("courier_delay", "clear", n=200)
    >>> float(table.loc[["resolved", "left", "escalated"], "mean"].sum())
    1.0
    """
    n = whole_number("n", n, least=2)
    threads = whole_number("threads", threads, least=1)
    case, player = prepare(scenario, method, seed, customer_type, parameters)
    if not isinstance(player, Playbook) or not player.compiles:
        raise MethodError(
            f"方法 {player.name} 不是 Playbook，只能一段一段地谈，算不了这么多。"
            "用 simulate 少算一些，或者写成 Playbook。"
        )
    outcomes = worker(case, player, chosen(backend, n))
    bar = tqdm(total=n, desc=player.zh, unit="位客户", delay=1, disable=not progress, leave=False)
    with bar:
        total: Moments | None = None
        for part in in_blocks(
            lambda first, count: moments(outcomes(first, count)), n, BLOCK, threads, bar.update
        ):
            total = part if total is None else together(total, part)
    assert total is not None
    return _table(total)


def moments(block: Block) -> Moments:
    """Return what the talks of a block come to.

    Parameters
    ----------
    block
        Columns of outcomes, each of shape (customers,).
    """
    rows: list[Any] = [block[name] for name in Outcome._fields[:-1]]
    rows += [block["ending"] == number for number in range(len(ENDINGS))]
    values = np.array(rows, dtype=np.float64)
    mean, low, high = values.mean(axis=1), values.min(axis=1), values.max(axis=1)
    values -= mean[:, None]
    squares = np.square(values, out=values).sum(axis=1)
    return Moments(values.shape[1], mean, squares, low, high)


def together(one: Moments, other: Moments) -> Moments:
    """Return what two parts come to together.

    Parameters
    ----------
    one, other
        Moments of different customers.
    """
    n = one.n + other.n
    distance = other.mean - one.mean
    return Moments(
        n,
        one.mean + distance * (other.n / n),
        one.squares + other.squares + distance * distance * (one.n * other.n / n),
        np.minimum(one.low, other.low),
        np.maximum(one.high, other.high),
    )


def _table(total: Moments) -> pd.DataFrame:
    sd = np.sqrt(total.squares / (total.n - 1))
    error = sd / sqrt(total.n)
    half = NormalDist().inv_cdf(0.975) * error
    columns = {
        "mean": total.mean,
        "sd": sd,
        "standard_error": error,
        "ci_low": total.mean - half,
        "ci_high": total.mean + half,
        "min": total.low,
        "max": total.high,
    }
    return pd.DataFrame(columns, index=pd.Index(MEASURES, name="measure"))
