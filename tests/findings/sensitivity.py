"""Which parameters the findings can tell apart: slopes of every part by every parameter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from servicelab.simulation import with_changes
from servicelab.simulation.parameters import SHARES
from tests.findings.laboratory import Finding
from tests.findings.measuring import Parts, Task

STEP = 0.2
"""Log step to either side; the same seed on both, so that luck cancels."""
SEED = 1


def nudges(found: Sequence[Finding], n: int) -> list[Task]:
    """Return the labs that the slopes need: two for each parameter that is not zero."""
    ids = tuple(row.id for row in found)
    return [
        Task("nudge", SEED, ids, n, ((name, step),))
        for name, value in with_changes()._asdict().items()
        for step in (-STEP, upwards(name, value))
        if value
    ]


def upwards(name: str, value: float) -> float:
    """Return the log step up: ``STEP``, or as far as a share may go."""
    return min(STEP, -math.log(value) - 1e-9) if name in SHARES and value else STEP


def slopes(found: Sequence[Finding], done: Mapping[Task, Mapping[str, Parts]]) -> pd.DataFrame:
    """Return d part / d log parameter: one row a part (``finding: part``), one column a parameter.

    Differences over the two steps, which are alike but for shares close to 1.
    """
    by_nudge = {task.switch[0]: _flat(result) for task, result in done.items()}
    names = dict.fromkeys(name for name, _ in by_nudge)
    columns = {}
    for name in sorted(names):
        up = next(step for other, step in by_nudge if other == name and step > 0)
        columns[name] = (by_nudge[name, up] - by_nudge[name, -STEP]) / (up + STEP)
    order = [f"{row.id}: {part}" for row in found for part in row.part_rules]
    return pd.DataFrame(columns).loc[order].rename_axis("part")


def _flat(result: Mapping[str, Parts]) -> pd.Series:
    return pd.Series(
        {f"{name}: {part}": x for name, parts in result.items() for part, x in parts.items()}
    )


def scaled(jacobian: pd.DataFrame, scale: pd.Series) -> pd.DataFrame:
    """Return slopes in units of how far each part moves when everything is shaken."""
    return jacobian.div(scale.reindex(jacobian.index), axis=0).replace([np.inf, -np.inf], np.nan)


def directions(matrix: pd.DataFrame, share: float) -> int:
    """Return how many singular values are above a share of the largest."""
    values = np.linalg.svd(matrix.to_numpy(), compute_uv=False)
    return int((values > share * values[0]).sum())


def idle(matrix: pd.DataFrame, threshold: float) -> list[str]:
    """Return the parameters whose slopes are all below a threshold."""
    return list(matrix.columns[matrix.abs().max() < threshold])


def alike(matrix: pd.DataFrame, least: float) -> list[tuple[str, str, float]]:
    """Return the pairs of parameters that move the findings in (nearly) the same proportions."""
    columns = matrix / np.sqrt((matrix**2).sum())
    cosines = (columns.T @ columns).to_numpy()
    rows, others = np.nonzero(np.triu(np.abs(cosines) > least, k=1))
    names = list(matrix.columns)
    pairs = [(names[i], names[j], float(cosines[i, j])) for i, j in zip(rows, others, strict=True)]
    return sorted(pairs, key=lambda pair: -abs(pair[2]))
