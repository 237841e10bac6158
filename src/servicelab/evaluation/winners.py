"""Who wins for which customer, as written and at equal dose."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from servicelab.evaluation.comparison import LESS_IS_BETTER, compare
from servicelab.evaluation.estimate import mean_estimate, noise_floor
from servicelab.methods.method import Method
from servicelab.scenarios import customer_types
from servicelab.scenarios.scenario import Scenario


def winners(
    methods: Sequence[str | Method],
    scenarios: Sequence[str | Scenario],
    n: int = 2_000,
    seed: int = 7,
    *,
    measure: str = "satisfaction",
    progress: bool = True,
) -> pd.DataFrame:
    """Compare methods for each type of customer, as written and at equal dose.

    As written, a method that does more of everything tends to win: that is dose. At equal dose
    only the order differs. Each row's noise floor holds among the methods of its own row group,
    not over the ten groups together; and a lead in this model says nothing about how it would fare
    with other parameters.

    Parameters
    ----------
    methods
        Playbooks, two or more.
    scenarios, n, seed, measure, progress
        As for :func:`~servicelab.evaluation.comparison.compare`.

    Returns
    -------
    pandas.DataFrame
        One row for each dose, type and method. Columns estimate, ci_low, ci_high (mean over the
        scenarios), noise_floor, share_best (of customers for whom the method is best; ties are
        split), wins (whether its lead over every other method is above the noise floor).

    Examples
    --------
    >>> table = winners(["clear", "reactive"], ["heating_blocked_pipe"], n=100)
    >>> float(table["share_best"].sum())
    10.0
    """
    rows = []
    for equal_dose in (False, True):
        for kind in customer_types().values():
            result = compare(
                methods,
                scenarios,
                n,
                seed,
                measure=measure,
                customer_type=kind.id,
                equal_dose=equal_dose,
                progress=progress,
            )
            means = sum(result.units.values(), 0.0 * next(iter(result.units.values())))
            means = means / len(result.units)
            head = {"dose": "equal dose" if equal_dose else "as written", "customer_type": kind.id}
            sign = -1 if measure in LESS_IS_BETTER else 1
            rows += [head | row for row in standing(means, result.confidence, sign)]
    return pd.DataFrame(rows).set_index(["dose", "customer_type", "method"])


def standing(
    units: pd.DataFrame, confidence: float = 0.95, sign: int = 1
) -> list[dict[str, object]]:
    """Return how each method stands against all others.

    Parameters
    ----------
    units
        One row a customer, one column a method.
    confidence
        Level of the intervals.
    sign
        1 where more is better, -1 where less is.

    Returns
    -------
    list of dict
        As the columns of :func:`winners`.
    """
    floor = noise_floor(units, confidence)
    signed = sign * units
    best = signed.eq(signed.max(axis=1), axis=0)
    shares = best.div(best.sum(axis=1), axis=0).mean()
    means = signed.mean()
    return [
        {
            "method": method,
            **mean_estimate(units[method], confidence)._asdict(),
            "noise_floor": floor,
            "share_best": float(shares[method]),
            "wins": bool(means[method] - means.drop(method).max() > floor),
        }
        for method in units.columns
    ]
