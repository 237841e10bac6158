"""The table of reliabilities that a service manager reads, and its intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.influence import Estimates
from servicelab.theory.servqual.reliability import alpha, gap_reliability, omega
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import TOTAL, Dimensions, paired_scores

LOW, VERY_LOW, HIGH = 0.7, 0.5, 0.95
QUANTITIES = ("alpha_expectation", "alpha_perception", "alpha_gap", "omega", "gap_reliability")


def reliability_table(
    expectation: pd.DataFrame | None, perception: pd.DataFrame, dimensions: Dimensions
) -> pd.DataFrame:
    """Return a row a dimension, the last one ``total``: alphas, omega, reliability of the gap.

    Parameters
    ----------
    expectation
        Answers, a row a respondent; None where only performance was asked, then the columns that
        need expectations are left out.
    perception
        The same items.
    dimensions
        Dimension → items.

    Returns
    -------
    pandas.DataFrame
        items; n (least number of respondents in the row); alpha_expectation, alpha_perception,
        alpha_gap (of the item gaps); omega (of perceptions); gap_reliability (the formula from
        the two alphas); correlation of the expectation and perception scores; warning in words.
        A number that can't be had is NaN, and the warning says why.

    Raises
    ------
    servicelab.theory.TheoryError
        If not a single number can be had.

    Examples
    --------
    >>> p = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [1.0, 3, 2, 5, 4]})
    >>> table = reliability_table(None, p, {"d": ["a", "b"]})
    >>> float(table.loc["d", "alpha_perception"].round(3)), int(table.loc["d", "n"])
    (0.889, 5)
    """
    rows = {name: _row(expectation, perception, dimensions, name) for name in _names(dimensions)}
    table = pd.DataFrame(rows.values(), index=list(rows)).rename_axis("dimension")
    told = [name for name in QUANTITIES if name in table.columns]
    if table[told].isna().all(axis=None):
        raise TheoryError(f"一个信度也算不出来：{table['warning'].iloc[0]}")
    return table


def reliability_intervals(
    expectation: pd.DataFrame | None,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the same reliabilities with intervals, a row a dimension and quantity.

    Parameters
    ----------
    expectation, perception, dimensions
        As for :func:`reliability_table`.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    pandas.DataFrame
        dimension, quantity, estimate, ci_low, ci_high, n; what can't be had is left out, the
        reason stands in the warnings of :func:`reliability_table`. Intervals are
        distribution-free on the scale log(1 − x), see :func:`alpha`.
    """
    rows = []
    for name in _names(dimensions):
        found, _ = _estimates(expectation, perception, dimensions, name)
        for quantity, told in found.items():
            low, high = told.interval(confidence, "reliability")
            rows.append((name, quantity, told.values[0], low[0], high[0], told.n))
    columns = ["dimension", "quantity", "estimate", "ci_low", "ci_high", "n"]
    return pd.DataFrame(rows, columns=columns)


def _names(dimensions: Dimensions) -> list[str]:
    return [*dimensions, TOTAL]


def _items(dimensions: Dimensions, name: str) -> list[str]:
    if name == TOTAL:
        return [item for items in dimensions.values() for item in items]
    return list(dimensions[name])


def _estimates(
    expectation: pd.DataFrame | None,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    name: str,
) -> tuple[dict[str, Estimates], list[str]]:
    """Return what can be estimated in one row, and why the rest can't."""
    items = _items(dimensions, name)
    p = perception[items]
    parts = list(dimensions.values()) if name == TOTAL else None
    ways: dict[str, Callable[[], Estimates]] = {
        "alpha_perception": lambda: alpha(p),
        "omega": lambda: omega(p, parts),
    }
    if expectation is not None:
        e = expectation[items]
        ways |= {
            "alpha_expectation": lambda: alpha(e),
            "alpha_gap": lambda: alpha(p - e),
            "gap_reliability": lambda: gap_reliability(e, p),
        }
    found: dict[str, Estimates] = {}
    failed: dict[str, None] = {}
    for quantity in sorted(ways, key=QUANTITIES.index):
        try:
            found[quantity] = ways[quantity]()
        except TheoryError as error:
            failed[str(error).rstrip("。")] = None
    return found, list(failed)


def _row(
    expectation: pd.DataFrame | None,
    perception: pd.DataFrame,
    dimensions: Dimensions,
    name: str,
) -> dict[str, object]:
    found, failed = _estimates(expectation, perception, dimensions, name)
    wanted = QUANTITIES if expectation is not None else ("alpha_perception", "omega")
    values = {key: float(found[key].values[0]) if key in found else np.nan for key in wanted}
    row: dict[str, object] = {
        "items": len(_items(dimensions, name)),
        "n": min((told.n for told in found.values()), default=0),
        **values,
    }
    if expectation is not None:
        e, p = paired_scores(expectation, perception, {name: _items(dimensions, name)})
        row["correlation"] = e[name].corr(p[name])
    row["warning"] = "；".join([*failed, *_warnings(values)])
    return row


def _warnings(values: dict[str, float]) -> Iterator[str]:
    for key in ("alpha_expectation", "alpha_perception"):
        if word := _about(values.get(key, np.nan)):
            yield say(word, what=say(key), value=f"{values[key]:.2f}")
    gap = values.get("gap_reliability", np.nan)
    least = min(values.get("alpha_expectation", np.nan), values.get("alpha_perception", np.nan))
    if gap < LOW:
        yield say("gap_unreliable", value=f"{gap:.2f}")
    elif gap < least - 0.05:
        yield say("gap_less_reliable", value=f"{gap:.2f}")


def _about(value: float) -> str:
    if value < 0:
        return "alpha_negative"
    if value < VERY_LOW:
        return "alpha_very_low"
    if value < LOW:
        return "alpha_low"
    return "alpha_high" if value > HIGH else ""
