"""Where each method stands among the others: noise floor, ranks, and who wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.evaluation.simultaneous import TINY, Family, Panel


def noise_floor(units: pd.DataFrame, confidence: float = 0.95) -> float:
    """Return the smallest difference between two methods that repetition would not produce.

    It is the widest half-interval among all pairwise differences, taken customer by customer
    (the same customers meet the same luck under every method); all of them hold together.

    Parameters
    ----------
    units
        One row a customer, one column a method; two columns or more.
    confidence
        Level at which all pairwise intervals hold together.

    Returns
    -------
    float
        In the units of the measure; NaN if there is only one method.

    Examples
    --------
    >>> units = pd.DataFrame({"a": [0.0, 1.0] * 50, "b": [0.5, 0.5] * 50})
    >>> round(noise_floor(units), 1)
    0.1
    """
    family = Family({"": units}, confidence)
    return family.panels[""].floor(family.lead_width)


def rank_ranges(units: pd.DataFrame, confidence: float = 0.95) -> dict[str, tuple[int, int]]:
    """Return the best and the worst rank that each method may hold.

    Parameters
    ----------
    units
        One row a customer, one column a method; larger is better.
    confidence
        Level at which all pairwise intervals hold together, and with them all ranks.

    Returns
    -------
    dict
        Method → (best, worst); a method is above another only if the interval of their paired
        difference excludes 0.

    Examples
    --------
    >>> units = pd.DataFrame({"a": [0.9, 1.0] * 50, "b": [0.1, 0.2] * 50, "c": [0.2, 0.1] * 50})
    >>> rank_ranges(units)
    {'a': (1, 1), 'b': (2, 3), 'c': (2, 3)}
    """
    family = Family({"": units}, confidence)
    best, worst = _rank_limits(family.panels[""].above(family.lead_width))
    return {
        str(name): (int(low), int(high))
        for name, low, high in zip(units.columns, best, worst, strict=True)
    }


def leads_over(units: pd.DataFrame, over: str, width: float) -> pd.DataFrame:
    """Return how far each other method lies above one of them, customer by customer.

    Parameters
    ----------
    units
        One row a customer, one column a method.
    over
        The method to compare with.
    width
        Standard errors to either side of a difference: ``Family.lead_width``.

    Returns
    -------
    pandas.DataFrame
        Index method; columns estimate, standard_error, ci_low, ci_high.

    Examples
    --------
    >>> units = pd.DataFrame({"a": [0.4, 0.6] * 50, "b": [0.1, 0.3] * 50})
    >>> leads_over(units, "b", 2.0)["estimate"].round(3).to_dict()
    {'a': 0.3}
    """
    panel = Panel.of(units)
    column = panel.names.index(over)
    lead, error = panel.leads[:, column], panel.lead_errors[:, column]
    table = pd.DataFrame(
        {
            "estimate": lead,
            "standard_error": error,
            "ci_low": lead - width * error,
            "ci_high": lead + width * error,
        },
        index=pd.Index(panel.names, name="method"),
    )
    return table.drop(index=over)


def standings(family: Family, sign: int = 1) -> list[dict[str, object]]:
    """Return how each method stands among the others, in every panel of a family.

    Parameters
    ----------
    family
        Panels whose intervals hold together.
    sign
        1 where more is better, -1 where less is, 0 where neither is: nothing is ranked then.

    Returns
    -------
    list of dict
        Panel by panel and method by method: ``scenario`` (the panel's name), ``method``, and the
        columns that :class:`~servicelab.evaluation.comparison.Comparison` explains.
    """
    return [
        {"scenario": name, **row}
        for name, panel in family.panels.items()
        for row in _rows(panel, family, family.units[name], sign)
    ]


def _rows(panel: Panel, family: Family, units: pd.DataFrame, sign: int) -> list[dict[str, object]]:
    floor = panel.floor(family.lead_width)
    half = family.mean_width * panel.errors
    columns = {
        "method": panel.names,
        "estimate": panel.means,
        "standard_error": panel.errors,
        "ci_low": panel.means - half,
        "ci_high": panel.means + half,
        "n": [len(units)] * len(panel.names),
        "noise_floor": [floor] * len(panel.names),
        **_places(panel, family.lead_width, units, sign),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _places(
    panel: Panel, width: float, units: pd.DataFrame, sign: int
) -> dict[str, Sequence[object] | NDArray[Any]]:
    if not sign:
        missing = [float("nan")] * len(panel.names)
        unknown = dict.fromkeys(("rank", "rank_best", "rank_worst", "share_best"), missing)
        return {**unknown, "wins": [False] * len(panel.names)}
    above = panel.above(width)
    best, worst = _rank_limits(above if sign > 0 else above.T)
    leads = sign * panel.leads
    return {
        "rank": _ranks(leads, panel.means),
        "rank_best": best,
        "rank_worst": worst,
        "share_best": shares_best(sign * units.to_numpy(dtype=float)),
        "wins": _wins(leads, panel.floor(width)),
    }


def _rank_limits(above: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return 1 + above.sum(axis=0), len(above) - above.sum(axis=1)


def _ranks(leads: NDArray[np.float64], means: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the places by estimate; those that differ by rounding share one."""
    ranks: NDArray[np.int64] = 1 + (leads > TINY * np.abs(means).max()).sum(axis=0)
    return ranks


def _wins(leads: NDArray[np.float64], floor: float) -> list[bool]:
    others = leads + np.diag(np.full(len(leads), np.inf))
    return [len(leads) > 1 and bool(row.min() > floor) for row in others]


def shares_best(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for which share of the customers each method is best; ties are split.

    Parameters
    ----------
    numbers
        Shape (customers, methods); larger is better.

    Examples
    --------
    >>> shares_best(np.array([[1.0, 0.0], [0.5, 0.5]])).tolist()
    [0.75, 0.25]
    """
    best = numbers == numbers.max(axis=1, keepdims=True)
    shares: NDArray[np.float64] = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares
