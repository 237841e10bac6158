"""Correlations of one outcome with several columns, and how far apart they are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from servicelab.theory.expectation.columns import level

Array = npt.NDArray[np.float64]


def correlations(
    frame: pd.DataFrame, outcome: str, causes: list[str], confidence: float
) -> pd.DataFrame:
    """Return the correlation of each cause with the outcome, and the differences between them.

    Parameters
    ----------
    frame
        Without gaps, every column varying.
    outcome, causes
        Names of columns.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        Index the cause or ``first - second``; estimate, ci_low, ci_high.

    Notes
    -----
    The errors come from each row's influence on r, zₓz_y - r(zₓ² + z_y²)/2, so that neither
    normal nor straight relations are assumed (the distribution-free variance of Steiger &
    Hakstian 1982); single intervals are built on Fisher's scale, differences on r's own.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x = rng.normal(size=500)
    >>> table = pd.DataFrame({"x": x, "y": x + rng.normal(size=500)})
    >>> correlations(table, "y", ["x"], 0.95).round(2).values.tolist()
    [[0.74, 0.69, 0.77]]
    """
    reach = float(norm.ppf(0.5 + level(confidence) / 2))
    y = _standard(frame[outcome])
    found = {name: _influence(_standard(frame[name]), y) for name in causes}
    rows = {}
    for name, (r, influence) in found.items():
        error = influence.std() / np.sqrt(len(y)) / max(1 - r**2, 1e-12)
        ends = np.tanh(np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12)) + reach * error * _ENDS)
        rows[name] = (r, *ends)
    for first, second in combinations(causes, 2):
        apart = found[first][0] - found[second][0]
        error = (found[first][1] - found[second][1]).std() / np.sqrt(len(y))
        rows[f"{first} - {second}"] = (apart, *(apart + reach * error * _ENDS))
    table = pd.DataFrame(rows, index=["estimate", "ci_low", "ci_high"], dtype=float)
    return table.T


_ENDS = np.array([-1.0, 1.0])


def _standard(column: pd.Series[float]) -> Array:
    values = column.to_numpy(dtype=np.float64)
    return np.asarray((values - values.mean()) / values.std())


def _influence(x: Array, y: Array) -> tuple[float, Array]:
    r = float(np.mean(x * y))
    return r, x * y - r * (x**2 + y**2) / 2
