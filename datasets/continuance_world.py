"""The rule behind continuance.csv, and its truth: who expects what, waits how long, and minds it.

`make_continuance.py` writes the files; it also offers `draw` and `truth` under its own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

PROMISES = (4.0, 6.0, 8.0, 10.0, 12.0)  # hours, each drawn as often as the others
JUSTICE = ("distributive", "procedural", "interactional")
LOADINGS = (1.0, 0.95, 0.9, 1.05)  # points of the scale per standard deviation of the latent
BLOCKS = {  # column prefix, items and mean of the answers for each latent
    "confirmation": ("c", 3, 4.1),
    "usefulness": ("u", 4, 4.3),
    "satisfaction": ("s", 4, 4.2),
    "intention": ("i", 3, 4.3),
    "distributive": ("d", 3, 3.8),
    "procedural": ("p", 3, 3.9),
    "interactional": ("n", 3, 4.3),
    "loyalty": ("l", 3, 4.1),
}


@dataclass(frozen=True)
class World:
    """The rule that makes the data: every number is our choice, none is an estimate."""

    trust: float = 0.75  # how far the promise moves the expectation; the rest is habit
    habit: float = 8.0  # hours that people are used to wait
    expectation_sd: float = 1.2
    hours: float = 8.0  # mean and spread of the hours until it is warm again
    hours_sd: float = 2.0
    base: float = 66.0  # satisfaction, 0 to 100, when the wait was as expected
    slope_below: float = 4.0  # points lost for each hour later than expected, beyond the zone
    slope_above: float = 2.0  # points won for each hour sooner than expected, beyond the zone
    zone: float = 1.0  # hours either way that nobody minds
    justice: tuple[float, float, float] = (4.0, 1.5, 3.0)  # points per standard deviation
    justice_correlation: float = 0.4
    satisfaction_sd: float = 5.0  # what nothing here explains
    complaint_at: float = 50.0  # satisfaction at which half of the customers complain
    complaint_scale: float = 4.0
    confirmation_from_repair: float = 0.4  # correlation of the app's confirmation with the repair
    confirmation_usefulness: float = 0.50
    confirmation_satisfaction: float = 0.45
    usefulness_satisfaction: float = 0.30
    satisfaction_intention: float = 0.50
    usefulness_intention: float = 0.25
    satisfaction_loyalty: float = 0.55  # standardised
    item_sd: float = 0.8

    def effect(self, disconfirmation: np.ndarray) -> np.ndarray:
        """Return the points won or lost for so many hours sooner (+) or later (-) than expected."""
        later = np.maximum(-disconfirmation - self.zone, 0)
        sooner = np.maximum(disconfirmation - self.zone, 0)
        return self.slope_above * sooner - self.slope_below * later

    def explained_by_justice(self) -> float:
        """Return the variance of satisfaction that the three kinds of justice make, in points²."""
        points = np.array(self.justice)
        matrix = np.full((3, 3), self.justice_correlation)
        np.fill_diagonal(matrix, 1)
        return float(points @ matrix @ points)

    def disconfirmations(self, promise: float) -> tuple[np.ndarray, np.ndarray]:
        """Return a fine grid of disconfirmations after a promise, with their probabilities."""
        mean = self.trust * promise + (1 - self.trust) * self.habit - self.hours
        spread = np.hypot(self.expectation_sd, self.hours_sd)
        steps = np.linspace(-8, 8, 4001)
        weights = np.exp(-(steps**2) / 2)
        return mean + spread * steps, weights / weights.sum()

    def all_disconfirmations(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the grid over all the promises."""
        grids = [self.disconfirmations(promise) for promise in PROMISES]
        values, weights = (np.concatenate(part) for part in zip(*grids, strict=True))
        return values, weights / len(PROMISES)


WORLD = World()


def draw(rng: np.random.Generator, n: int, world: World = WORLD) -> pd.DataFrame:
    """Return n customers, one a row."""
    repair = _repair(rng, n, world)
    latents = _app(rng, repair["disconfirmation"], world) | _justice(rng, n, world)
    repair["repair_satisfaction"] = _satisfaction(rng, repair["disconfirmation"], latents, world)
    latents["loyalty"] = _loyalty(rng, repair["repair_satisfaction"], world)
    refusal = (repair["repair_satisfaction"] - world.complaint_at) / world.complaint_scale
    repair["complained"] = (rng.random(n) < 1 / (1 + np.exp(refusal))).astype(int)
    items = {
        name: column for latent in BLOCKS for name, column in _items(rng, latents, latent, world)
    }
    return pd.DataFrame({"customer": np.arange(1, n + 1), **repair, **items})


def _repair(rng: np.random.Generator, n: int, world: World) -> dict[str, np.ndarray]:
    promise = rng.choice(PROMISES, size=n)
    belief = world.trust * promise + (1 - world.trust) * world.habit
    expectation = _tenths(belief + world.expectation_sd * rng.standard_normal(n))
    performance = _tenths(world.hours + world.hours_sd * rng.standard_normal(n))
    disconfirmation = _tenths(expectation - performance, least=-np.inf)
    told = 4 + 0.4 * disconfirmation + 0.8 * rng.standard_normal(n)
    return {
        "promise": promise.astype(int),
        "expectation": expectation,
        "performance": performance,
        "disconfirmation": disconfirmation,
        "subjective_disconfirmation": _answer(told),
    }


def _tenths(hours: np.ndarray, least: float = 0.5) -> np.ndarray:
    return np.round(np.maximum(hours, least), 1) + 0.0  # no minus zero in the file


def _answer(value: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(value), 1, 7).astype(int)


def _app(rng: np.random.Generator, hours: np.ndarray, world: World) -> dict[str, np.ndarray]:
    z = rng.standard_normal((4, len(hours)))
    linked = world.confirmation_from_repair
    values, weights = world.all_disconfirmations()
    mean = weights @ values
    seen = (hours - mean) / np.sqrt(weights @ (values - mean) ** 2)
    c = linked * seen + np.sqrt(1 - linked**2) * z[0]
    rest = _unexplained(world)
    u = world.confirmation_usefulness * c + rest["usefulness"] * z[1]
    s = world.confirmation_satisfaction * c + world.usefulness_satisfaction * u
    s = s + rest["satisfaction"] * z[2]
    i = world.satisfaction_intention * s + world.usefulness_intention * u + rest["intention"] * z[3]
    return {"confirmation": c, "usefulness": u, "satisfaction": s, "intention": i}


def _unexplained(world: World) -> dict[str, float]:
    """Return the standard deviation that each latent of the app has left when it has variance 1."""
    cu, cs = world.confirmation_usefulness, world.confirmation_satisfaction
    us, si, ui = (
        world.usefulness_satisfaction,
        world.satisfaction_intention,
        world.usefulness_intention,
    )
    return {
        "usefulness": float(np.sqrt(1 - cu**2)),
        "satisfaction": float(np.sqrt(1 - cs**2 - us**2 - 2 * cs * us * cu)),
        "intention": float(np.sqrt(1 - si**2 - ui**2 - 2 * si * ui * (cs * cu + us))),
    }


def _justice(rng: np.random.Generator, n: int, world: World) -> dict[str, np.ndarray]:
    shared, own = rng.standard_normal(n), rng.standard_normal((3, n))
    r = world.justice_correlation
    return dict(zip(JUSTICE, np.sqrt(r) * shared + np.sqrt(1 - r) * own, strict=True))


def _satisfaction(
    rng: np.random.Generator, hours: np.ndarray, latents: dict[str, np.ndarray], world: World
) -> np.ndarray:
    fair = sum(b * latents[name] for b, name in zip(world.justice, JUSTICE, strict=True))
    rest = world.satisfaction_sd * rng.standard_normal(len(hours))
    points = np.rint(world.base + world.effect(hours) + fair + rest)
    return np.clip(points, 0, 100).astype(int)


def _loyalty(rng: np.random.Generator, points: np.ndarray, world: World) -> np.ndarray:
    mean, sd = satisfaction_moments(world)
    b = world.satisfaction_loyalty
    return b * (points - mean) / sd + np.sqrt(1 - b**2) * rng.standard_normal(len(points))


def _items(
    rng: np.random.Generator, latents: dict[str, np.ndarray], latent: str, world: World
) -> list[tuple[str, np.ndarray]]:
    prefix, count, mean = BLOCKS[latent]
    value, noise = latents[latent], world.item_sd
    return [
        (
            f"{prefix}{k + 1}",
            _answer(mean + LOADINGS[k] * value + noise * rng.standard_normal(len(value))),
        )
        for k in range(count)
    ]


def satisfaction_moments(world: World = WORLD) -> tuple[float, float]:
    """Return the mean and the standard deviation of satisfaction with the repair, in points."""
    values, weights = world.all_disconfirmations()
    effect = world.effect(values)
    mean = weights @ effect
    variance = weights @ (effect - mean) ** 2
    variance += world.explained_by_justice() + world.satisfaction_sd**2
    return float(world.base + mean), float(np.sqrt(variance))


def asymmetry_truth(world: World = WORLD) -> dict[str, float]:
    """Return what two straight lines that meet at zero would be in the whole population.

    With a zone of indifference they aren't the slopes of the rule: the flat piece around zero
    makes both lines flatter. Least squares over the exact distribution of disconfirmation.
    """
    values, weights = world.all_disconfirmations()
    columns = np.stack([np.ones_like(values), np.minimum(values, 0), np.maximum(values, 0)])
    moments = (columns * weights) @ columns.T
    _, below, above = np.linalg.solve(moments, (columns * weights) @ world.effect(values))
    return {"slope_below": float(below), "slope_above": float(above), "ratio": float(below / above)}


def truth(world: World = WORLD) -> dict[str, Any]:
    """Return the true values that an estimator should find, family by family.

    The latents have variance 1 and the first item of each block has loading 1 point, so that the
    paths of `continuance` are both the standardised and the unstandardised ones.
    """
    mean, sd = satisfaction_moments(world)
    rest = _unexplained(world)
    return {
        "continuance": {
            "confirmation -> usefulness": world.confirmation_usefulness,
            "confirmation -> satisfaction": world.confirmation_satisfaction,
            "usefulness -> satisfaction": world.usefulness_satisfaction,
            "satisfaction -> intention": world.satisfaction_intention,
            "usefulness -> intention": world.usefulness_intention,
        },
        "continuance_r_squared": {name: 1 - left**2 for name, left in rest.items()},
        "justice": _justice_truth(world, sd),
        "asymmetry": asymmetry_truth(world),
        "zone": {"low": -world.zone, "high": world.zone}
        | {"slope_below": world.slope_below, "slope_above": world.slope_above},
        "promise": {"promise -> expectation": world.trust},
        "repair_satisfaction": {"mean": mean, "standard_deviation": sd},
        "satisfaction_by_promise": {f"{p:g}": _mean_after(p, world) for p in PROMISES},
    }


def _mean_after(promise: float, world: World) -> float:
    values, weights = world.disconfirmations(promise)
    return float(world.base + weights @ world.effect(values))


def _justice_truth(world: World, sd: float) -> dict[str, float]:
    b = world.satisfaction_loyalty
    direct = {
        f"{name} -> satisfaction": points / sd
        for points, name in zip(world.justice, JUSTICE, strict=True)
    }
    indirect = {
        f"{name} -> satisfaction -> loyalty": b * points / sd
        for points, name in zip(world.justice, JUSTICE, strict=True)
    }
    return direct | {"satisfaction -> loyalty": b} | indirect
