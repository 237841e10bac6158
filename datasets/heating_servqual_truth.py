"""What the rule behind heating_servqual.csv comes to in the whole population, in closed form.

Within a cell all answers are normal before they are rounded, so the moments of the rounded
answers follow from normal probabilities: means from the distribution function, and covariances
from Cov(1{X>a}, 1{Y>b}) = ∫₀^ρ φ₂(a, b; r) dr (Plackett 1954), by Gauss–Legendre.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

Rule = Any
"""A rule of heating_servqual_population.py; scripts of this folder do not import each other."""
SIDES = ("expectation", "perception")
NODES = 16


def truth(rule: Rule) -> dict[str, Any]:
    """Return means, covariances and what follows from them, for rounded answers."""
    share, centre = rule.cells["share"].to_numpy(), rule.centre.to_numpy()
    spread = np.sqrt(np.square(rule.work).sum(axis=1))
    cuts = [np.arange(low, high) + 0.5 for low, high in zip(*rule.limits, strict=True)]
    steps = [(cut - centre[:, [j]]) / spread[j] for j, cut in enumerate(cuts)]
    means = np.column_stack(
        [low + norm.sf(step).sum(axis=1) for low, step in zip(rule.limits[0], steps, strict=True)]
    )
    groups = rule.cells.join(pd.DataFrame(means, columns=rule.names))
    whole = share @ means
    covariance = _within(rule, steps, share) + (means - whole).T * share @ (means - whole)
    frame = pd.DataFrame(covariance, index=rule.names, columns=rule.names)
    return _follows(rule, pd.Series(whole, index=rule.names), frame, groups)


def _within(rule: Rule, steps: list[np.ndarray], share: np.ndarray) -> np.ndarray:
    """Return the mean covariance of the rounded answers inside the cells."""
    latent = rule.work @ rule.work.T
    scale = np.sqrt(np.diag(latent))
    correlation = latent / np.outer(scale, scale)
    result = np.zeros_like(correlation)
    for one in range(len(steps)):
        result[one, one] = share @ _variance(steps[one])
        for two in range(one):
            value = share @ _covariance(steps[one], steps[two], correlation[one, two])
            result[one, two] = result[two, one] = value
    return result


def _variance(step: np.ndarray) -> np.ndarray:
    above = norm.sf(step)
    both = np.minimum(above[:, :, None], above[:, None, :])
    return (both - above[:, :, None] * above[:, None, :]).sum(axis=(1, 2))


def _covariance(one: np.ndarray, two: np.ndarray, correlation: float) -> np.ndarray:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    r = correlation * (nodes + 1) / 2
    a, b = one[:, :, None, None], two[:, None, :, None]
    rest = 1 - r**2
    density = np.exp(-(a**2 - 2 * r * a * b + b**2) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    return (density.sum(axis=(1, 2)) @ weights) * correlation / 2


def _follows(
    rule: Rule, means: pd.Series, covariance: pd.DataFrame, groups: pd.DataFrame
) -> dict[str, Any]:
    sets = _item_sets(rule)
    score = _scores(rule, sets)
    between = score @ covariance @ score.T
    levels = score @ means
    gaps = _gaps(levels, list(sets))
    overall = {name: _r(between, name, "overall") for name in between.index}
    return {
        "means": means,
        "covariance": covariance,
        "groups": groups,
        "items": _gaps(means, [str(n) for n in range(1, 23)], ("E", "P")),
        "dimensions": gaps,
        "by": {column: _by(rule, sets, score, groups, column) for column in rule.model["groups"]},
        "reliability": pd.DataFrame({name: _alphas(covariance, sets[name]) for name in sets}).T,
        "validity": {
            "perception": overall["perception_total"],
            "gap": overall["gap_total"],
            "expectation": overall["expectation_total"],
        },
        "regression": _regression(between, levels),
        "importance_points": pd.Series(100 * rule.of_dimensions("points"), rule.dimensions),
        "importance_derived": pd.Series({d: overall[f"perception_{d}"] for d in rule.dimensions}),
        "adequate": pd.Series({d: means[f"adequate_{d}"] for d in rule.dimensions}),
    }


def _item_sets(rule: Rule) -> dict[str, list[int]]:
    sets = {
        name: [n + 1 for n, one in enumerate(rule.dimension_of) if one == name]
        for name in rule.dimensions
    }
    return {**sets, "total": list(range(1, 23))}


def _scores(rule: Rule, sets: dict[str, list[int]]) -> pd.DataFrame:
    """Return the weights that make each score from the answers."""
    score = {"overall": pd.Series({"overall": 1.0})}
    for name, items in sets.items():
        for side, letter in zip(SIDES, "EP", strict=True):
            score[f"{side}_{name}"] = pd.Series({f"{letter}{n}": 1 / len(items) for n in items})
        gap = {f"P{n}": 1 / len(items) for n in items} | {f"E{n}": -1 / len(items) for n in items}
        score[f"gap_{name}"] = pd.Series(gap)
    return pd.DataFrame(score).reindex(rule.names).fillna(0.0).T


def _gaps(
    levels: pd.Series, names: list[str], sides: tuple[str, str] = ("expectation_", "perception_")
) -> pd.DataFrame:
    two = {
        side: [levels[f"{prefix}{name}"] for name in names]
        for side, prefix in zip(SIDES, sides, strict=True)
    }
    table = pd.DataFrame(two, index=names)
    return table.assign(gap=table["perception"] - table["expectation"])


def _by(
    rule: Rule,
    sets: dict[str, list[int]],
    score: pd.DataFrame,
    groups: pd.DataFrame,
    column: str,
) -> pd.DataFrame:
    parts = {}
    for value, cells in groups.groupby(column, sort=False):
        share = cells["share"] / cells["share"].sum()
        parts[value] = _gaps(score @ (share @ cells[rule.names]), list(sets))
    return pd.concat(parts, names=[column, "dimension"])


def _alphas(covariance: pd.DataFrame, items: list[int]) -> dict[str, float]:
    """Return Cronbach's alpha of both sides and of the gaps, and the formula's reliability."""
    expected, perceived = ([f"{letter}{n}" for n in items] for letter in "EP")
    e, p = (covariance.loc[one, one].to_numpy() for one in (expected, perceived))
    cross = covariance.loc[expected, perceived].to_numpy()
    difference = e + p - cross - cross.T
    alpha_e, alpha_p = _alpha(e), _alpha(p)
    top = e.sum() * alpha_e + p.sum() * alpha_p - 2 * cross.sum()
    return {
        "alpha_expectation": alpha_e,
        "alpha_perception": alpha_p,
        "alpha_gap": _alpha(difference),
        "gap_reliability": float(top / difference.sum()),
    }


def _alpha(covariance: np.ndarray) -> float:
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _r(between: pd.DataFrame, one: str, two: str) -> float:
    variances = between.loc[one, one] * between.loc[two, two]
    return float(between.loc[one, two] / np.sqrt(variances))


def _regression(between: pd.DataFrame, levels: pd.Series) -> dict[str, float]:
    sides = ["perception_total", "expectation_total"]
    slopes = np.linalg.solve(between.loc[sides, sides], between.loc[sides, "overall"])
    explained = float(slopes @ between.loc[sides, "overall"])
    return {
        "intercept": float(levels["overall"] - slopes @ levels[sides]),
        "perception": float(slopes[0]),
        "expectation": float(slopes[1]),
        "r_squared": explained / float(between.loc["overall", "overall"]),
    }
