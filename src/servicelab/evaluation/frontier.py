"""What a method gains and what it costs: ratios with honest intervals, and the frontier."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from servicelab.data.errors import ServicelabError
from servicelab.evaluation.simultaneous import TINY, Family, errors_of_means

FRONTIER_DRAWS = 1_000

VERDICTS = {
    (1, 1): "buys",
    (1, 0): "better",
    (1, -1): "dominates",
    (0, 1): "dearer",
    (0, 0): "alike",
    (0, -1): "cheaper",
    (-1, 1): "dominated",
    (-1, 0): "worse",
    (-1, -1): "saves",
}
"""(sign of the gain, sign of the extra cost) → verdict; 0 where the interval includes 0."""


def frontier_table(
    gains: pd.DataFrame,
    costs: pd.DataFrame,
    baseline: str,
    *,
    value: pd.DataFrame | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Set what methods gain over a baseline against what they cost.

    Parameters
    ----------
    gains
        One row a customer, one column a method; more is better.
    costs
        Likewise, yuan.
    baseline
        The column that the others are held against.
    value
        Likewise, yuan: what the customer is worth to the firm afterwards, cost taken off.
    confidence
        Level at which all intervals of the table hold together.

    Returns
    -------
    pandas.DataFrame
        Index method, cheapest first. Columns:

        - cost, cost_low, cost_high: mean cost, yuan;
        - estimate, standard_error, ci_low, ci_high: gain over the baseline, paired;
        - extra_cost, extra_cost_low, extra_cost_high: cost above the baseline's, paired;
        - verdict: ``buys`` (better, dearer), ``dominates`` (better, cheaper), ``saves`` (worse,
          cheaper), ``dominated`` (worse, dearer); ``better``, ``worse`` where the extra cost may
          be 0; ``dearer``, ``cheaper`` where the gain may be 0; ``alike``; ``reference``;
        - gain_per_yuan, per_yuan_low, per_yuan_high: gain for each extra yuan (Fieller's
          interval); only where the method surely costs more, for else the ratio says nothing;
        - on_frontier: no other method, and no mixture of two, gives more for the same money;
          icer: yuan for one more unit of gain than the next cheaper method on the frontier;
          share_on_frontier: how often it is there when customers are drawn anew;
        - with ``value``: value_gain, value_low, value_high: value above the baseline's, yuan.

    Raises
    ------
    servicelab.data.ServicelabError
        If the baseline is not among the methods.

    Examples
    --------
    >>> gains = pd.DataFrame({"a": [0.2, 0.4] * 50, "b": [0.5, 0.9] * 50})
    >>> costs = pd.DataFrame({"a": [9.0, 11.0] * 50, "b": [30.0, 40.0] * 50})
    >>> frontier_table(gains, costs, "a")[["verdict", "gain_per_yuan", "icer"]].round(3)
              verdict  gain_per_yuan  icer
    method
    a       reference            NaN   NaN
    b            buys          0.016  62.5
    """
    if baseline not in gains:
        raise ServicelabError(f"没有“{baseline}”这个方法。有的是：{'、'.join(gains.columns)}。")
    extra = {
        name: panel.sub(panel[baseline], axis=0)
        for name, panel in (("gain", gains), ("extra", costs), ("value", value))
        if panel is not None
    }
    family = Family({**extra, "cost": costs}, confidence)
    width = family.mean_width
    table = pd.DataFrame(index=pd.Index(gains.columns, name="method"))
    _add(table, family, "cost", ("cost", "cost_low", "cost_high"), width)
    _add(table, family, "gain", ("estimate", "ci_low", "ci_high"), width)
    table.insert(4, "standard_error", family.panels["gain"].errors)
    _add(table, family, "extra", ("extra_cost", "extra_cost_low", "extra_cost_high"), width)
    table["verdict"] = _verdicts(table)
    table.loc[baseline, "verdict"] = "reference"
    ratios = [
        _per_yuan(extra["gain"][name], extra["extra"][name], width)
        if table.loc[name, "extra_cost_low"] > 0
        else (nan, nan, nan)
        for name in table.index
    ]
    table[["gain_per_yuan", "per_yuan_low", "per_yuan_high"]] = ratios
    _add_frontier(table, gains, costs)
    if value is not None:
        _add(table, family, "value", ("value_gain", "value_low", "value_high"), width)
    return table.sort_values(["cost", "estimate"], ascending=[True, False])


def _add(
    table: pd.DataFrame, family: Family, name: str, columns: tuple[str, str, str], width: float
) -> None:
    panel = family.panels[name]
    half = width * panel.errors
    for column, numbers in zip(
        columns, (panel.means, panel.means - half, panel.means + half), strict=True
    ):
        table[column] = numbers


def _verdicts(table: pd.DataFrame) -> list[str]:
    signs = [
        (1 * (table[low] > 0) - 1 * (table[high] < 0)).tolist()
        for low, high in (("ci_low", "ci_high"), ("extra_cost_low", "extra_cost_high"))
    ]
    return [VERDICTS[gain, cost] for gain, cost in zip(*signs, strict=True)]


def _per_yuan(gain: pd.Series, extra: pd.Series, width: float) -> tuple[float, float, float]:
    covariance = np.cov(gain, extra, ddof=1) / len(gain)
    low, high = fieller(
        (gain.mean(), extra.mean()),
        (covariance[0, 0], covariance[1, 1], covariance[0, 1]),
        width,
    )
    return float(gain.mean() / extra.mean()), low, high


def fieller(
    means: tuple[float, float], variances: tuple[float, float, float], width: float
) -> tuple[float, float]:
    """Return the interval of a ratio of two means.

    All ratios r are in it for which the mean of numerator - r * denominator is within ``width``
    of its standard errors from 0 (Fieller 1954, doi 10.1111/j.2517-6161.1954.tb00159.x).

    Parameters
    ----------
    means
        Of numerator and denominator.
    variances
        Of the two means, and their covariance.
    width
        Standard errors to either side.

    Returns
    -------
    tuple of float
        Low and high; minus and plus infinity where the denominator may be 0.

    Examples
    --------
    >>> [round(end, 9) for end in fieller((4.0, 2.0), (0.01, 0.0, 0.0), 2.0)]
    [1.9, 2.1]
    >>> fieller((4.0, 0.1), (0.01, 0.01, 0.0), 2.0)
    (-inf, inf)
    """
    (top, bottom), (spread_top, spread_bottom, shared) = means, variances
    square = width * width
    a = bottom * bottom - square * spread_bottom
    if a <= 0:
        return -np.inf, np.inf
    b = top * bottom - square * shared
    c = top * top - square * spread_top
    root = sqrt(max(0.0, b * b - a * c))
    return float((b - root) / a), float((b + root) / a)


def frontier_of(costs: ArrayLike, gains: ArrayLike) -> list[int]:
    """Return which methods are on the cost-effectiveness frontier, cheapest first.

    Off it are those to which another is preferred that costs no more and gains more (dominance),
    and those beaten by a mixture of two others (extended dominance): along the frontier each
    further unit of gain costs more than the one before. Methods that cost and gain the same as
    one on the frontier are on it too.

    Parameters
    ----------
    costs, gains
        Shape (methods,).

    Examples
    --------
    >>> frontier_of([0.0, 10.0, 20.0, 30.0], [0.0, 0.1, 0.5, 0.4])
    [0, 2]
    """
    cost, gain = np.asarray(costs, dtype=float).tolist(), np.asarray(gains, dtype=float).tolist()
    corners = _corners(cost, gain)
    return sorted(
        (one for one in range(len(cost)) if any(_alike(one, at, cost, gain) for at in corners)),
        key=lambda one: (cost[one], gain[one]),
    )


def _alike(one: int, other: int, *numbers: list[float]) -> bool:
    """Return whether two methods have the same numbers, but for rounding."""
    return all(
        abs(column[one] - column[other]) <= TINY * max(abs(column[one]), abs(column[other]))
        for column in numbers
    )


def _corners(cost: list[float], gain: list[float]) -> list[int]:
    found: list[int] = []
    for new in sorted(range(len(cost)), key=lambda one: (cost[one], -gain[one])):
        if found and gain[new] <= gain[found[-1]]:
            continue
        while len(found) > 1:
            before, last = found[-2:]
            first = (gain[last] - gain[before]) * (cost[new] - cost[last])
            second = (gain[new] - gain[last]) * (cost[last] - cost[before])
            if first >= second:
                break
            found.pop()
        found.append(new)
    return found


def _add_frontier(table: pd.DataFrame, gains: pd.DataFrame, costs: pd.DataFrame) -> None:
    cost, gain = table["cost"].to_numpy(), gains.mean().to_numpy()
    found = frontier_of(cost, gain)
    table["on_frontier"] = np.isin(np.arange(len(table)), found)
    table["icer"] = _prices(found, cost.tolist(), gain.tolist())
    table["share_on_frontier"] = _frontier_shares(cost, gain, gains, costs)


def _prices(found: list[int], cost: list[float], gain: list[float]) -> list[float]:
    """Return what a unit more costs at each method on the frontier; alike methods share it."""
    prices, before, last = [nan] * len(cost), None, found[0]
    for one in found[1:]:
        if not _alike(one, last, cost, gain):
            before, last = last, one
        if before is not None:
            prices[one] = (cost[last] - cost[before]) / (gain[last] - gain[before])
    return prices


def _frontier_shares(
    cost: NDArray[np.float64],
    gain: NDArray[np.float64],
    gains: pd.DataFrame,
    costs: pd.DataFrame,
) -> NDArray[np.float64]:
    """Return how often each method is on the frontier when customers are drawn anew."""
    order = np.argsort(gains.columns)  # so that the order of the methods changes nothing
    numbers = np.hstack([panel.to_numpy(dtype=float)[:, order] for panel in (costs, gains)])
    errors = errors_of_means(numbers, FRONTIER_DRAWS)
    count = len(order)
    found = np.zeros(count)
    for error in errors:
        found[frontier_of(cost[order] + error[:count], gain[order] + error[count:])] += 1
    shares = np.empty(count)
    shares[order] = found / FRONTIER_DRAWS
    return shares
