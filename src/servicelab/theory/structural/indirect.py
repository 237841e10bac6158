"""Effects that go through other variables, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.result import StructuralFit


def indirect(fit: StructuralFit, cause: str, outcome: str, seed: int = 0) -> pd.DataFrame:
    """Split the effect of `cause` on `outcome` into the direct and each indirect way.

    Parameters
    ----------
    fit
        A fitted path model.
    cause, outcome
        Names of variables of the model.
    seed
        Of the draws behind the intervals.

    Returns
    -------
    DataFrame
        A row a way (``a → b → c``), then ``间接合计`` and ``总效应``: way, estimate, ci_low,
        ci_high. Intervals are the quantiles of 20,000 draws of the coefficients, since a product
        is skewed (MacKinnon, Lockwood & Williams 2004, Monte Carlo method).

    Raises
    ------
    TheoryError
        If no way leads from one to the other.
    """
    ways = list(_ways(fit, cause, outcome))
    if not ways:
        raise TheoryError(f"模型里没有从“{cause}”到“{outcome}”的路。")
    drawn = fit.draws(seed=seed)
    told = {" → ".join(way): _product(fit, drawn, way) for way in ways}
    through = [way for way in ways if len(way) > 2]
    if through:
        told["间接合计"] = _sum(told, through)
    told["总效应"] = _sum(told, ways)
    tail = (1 - fit.confidence) / 2 * 100
    rows = [
        {
            "way": way,
            "estimate": estimate,
            "ci_low": float(np.percentile(spread, tail)),
            "ci_high": float(np.percentile(spread, 100 - tail)),
        }
        for way, (estimate, spread) in told.items()
    ]
    return pd.DataFrame(rows)


Told = tuple[float, np.ndarray]


def _ways(fit: StructuralFit, cause: str, outcome: str) -> Iterator[list[str]]:
    if cause == outcome:
        yield [cause]
        return
    table = fit.paths
    for following in table.loc[table["rhs"] == cause, "lhs"]:
        for rest in _ways(fit, following, outcome):
            yield [cause, *rest]


def _product(fit: StructuralFit, drawn: pd.DataFrame, way: Sequence[str]) -> Told:
    estimate, spread = 1.0, np.ones(len(drawn))
    for before, after in pairwise(way):
        name = f"{after} ~ {before}"
        value = float(fit.path(after, before)["estimate"])
        estimate *= value
        spread = spread * (drawn[name].to_numpy() if name in drawn else value)
    return estimate, spread


def _sum(told: dict[str, Told], ways: list[list[str]]) -> Told:
    parts = [told[" → ".join(way)] for way in ways]
    return sum(one for one, _ in parts), np.sum([spread for _, spread in parts], axis=0)
