"""Where a quadratic surface is level, with intervals that hold for a ratio."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from servicelab.theory.servqual.influence import Vector, t_quantile
from servicelab.theory.servqual.linear import Line

FAR = 1e4  # as many units from the point as a bound is looked for; beyond it there is none


def stationary_point(line: Line, centre: float, confidence: float) -> tuple[pd.DataFrame, str]:
    """Return where the gradient of a quadratic surface is 0, and what kind of point that is.

    Parameters
    ----------
    line
        Coefficients 1, P, E, P², PE, E².
    centre
        What was taken off P and E.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    pandas.DataFrame
        Rows perception, expectation; estimate, ci_low, ci_high. A coordinate belongs to its
        interval if for some value of the other the gradient does not differ from 0 (Box & Hunter
        1954, profiled as Fieller 1954 does for one ratio). Unbounded to a side where that holds
        however far one goes.
    str
        ``"peak"``, ``"valley"``, ``"saddle"``; ``"unclear"`` if an interval has no end.
    """
    b = line.estimates.values
    hessian = np.array([[2 * b[3], b[4]], [b[4], 2 * b[5]]])
    if abs(np.linalg.det(hessian)) < 1e-14:
        nowhere = {"estimate": np.nan, "ci_low": -np.inf, "ci_high": np.inf}
        return _frame([nowhere, nowhere]), "unclear"
    point = np.linalg.solve(hessian, -b[1:3])
    limit = t_quantile(confidence, line.df) ** 2
    rows = []
    for axis in (0, 1):
        low, high = (_end(line, point, axis, side, limit) for side in (-1, 1))
        rows.append(
            {"estimate": point[axis] + centre, "ci_low": low + centre, "ci_high": high + centre}
        )
    table = _frame(rows)
    bounded = np.isfinite(table.to_numpy(dtype=float)).all()
    return table, _kind(hessian) if bounded else "unclear"


def _frame(rows: list[dict[str, float]]) -> pd.DataFrame:
    index = pd.Index(["perception", "expectation"], name="coordinate")
    return pd.DataFrame(rows, index=index)


def _kind(hessian: Vector) -> str:
    roots = np.linalg.eigvalsh(hessian)
    if (roots < 0).all():
        return "peak"
    return "valley" if (roots > 0).all() else "saddle"


def _end(line: Line, point: Vector, axis: int, side: int, limit: float) -> float:
    """Return the end of a coordinate's interval on one side, from the centre; infinite if none."""

    def above(distance: float) -> float:
        return _least(line, point, axis, point[axis] + side * distance) - limit

    near, far = 0.0, 1e-3
    while above(far) < 0:
        near, far = far, far * 1.7
        if far > FAR:
            return float(side * np.inf)
    return float(point[axis] + side * brentq(above, near, far, xtol=1e-6))


def _least(line: Line, point: Vector, axis: int, place: float) -> float:
    """Return how surely the gradient is not 0 at any point whose one coordinate is `place`."""
    # The other coordinate runs over all numbers as an angle runs over a half circle.
    low, high = -np.pi / 2 + 1e-7, np.pi / 2 - 1e-7
    least = np.inf
    for _ in range(5):  # each round looks closer round the best of the last
        turns = np.linspace(low, high, 81)
        other = point[1 - axis] + np.tan(turns)
        here = np.full_like(other, place)
        values = _distance(line, here, other) if axis == 0 else _distance(line, other, here)
        best = int(np.argmin(values))
        least = min(least, float(values[best]))
        low, high = turns[max(best - 1, 0)], turns[min(best + 1, len(turns) - 1)]
    return least


def _distance(line: Line, p: Vector, e: Vector) -> Vector:
    """Return Wald's statistic of the gradient at points, 0 where the surface is level."""
    zero, one = np.zeros_like(p), np.ones_like(p)
    rows = [[zero, one, zero, 2 * p, e, zero], [zero, zero, one, zero, p, 2 * e]]
    gradient = np.array(rows).transpose(2, 0, 1)
    away = gradient @ line.estimates.values
    spread = gradient @ line.covariance @ gradient.transpose(0, 2, 1)
    solved = np.linalg.solve(spread, away[:, :, None])[:, :, 0]
    return np.asarray((away * solved).sum(axis=1))
