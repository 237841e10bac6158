"""Parameters and traits shaken together: does a finding hold near the numbers chosen?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import numpy as np

from servicelab.scenarios.traits import trait_table
from servicelab.simulation import Parameters, parameter_table, with_changes
from tests.findings.laboratory import Lab

STRENGTH = 0.4
"""Every number is multiplied by exp(U(-STRENGTH, STRENGTH))."""


@cache
def _bounds() -> dict[str, tuple[float, float]]:
    table = parameter_table()
    return {name: (float(row["low"]), float(row["high"])) for name, row in table.iterrows()}


def shaken(draw: int) -> tuple[Parameters, dict[str, float]]:
    """Return the parameters of a draw, within their ranges, and a factor for each trait."""
    luck = np.random.default_rng([2026, draw])
    normal = with_changes()._asdict()
    factors = np.exp(luck.uniform(-STRENGTH, STRENGTH, len(normal)))
    moved = {
        name: float(np.clip(value * factor, *_bounds()[name]))
        for (name, value), factor in zip(normal.items(), factors, strict=True)
    }
    traits = np.exp(luck.uniform(-STRENGTH, STRENGTH, len(trait_table())))
    return with_changes(moved), dict(zip(trait_table(), map(float, traits), strict=True))


def shaken_lab(draw: int, n: int, backend: str = "auto") -> Lab:
    """Return the lab of a draw; each has a seed of its own, apart from those of the main run."""
    parameters, factors = shaken(draw)
    return Lab(100_000 + draw, parameters, factors, n, backend=backend)


def switched_lab(seed: int, switch: Mapping[str, float], n: int, backend: str = "auto") -> Lab:
    """Return a lab in which some parameters, or traits for everybody, have other values."""
    fixed = {name: value for name, value in switch.items() if name in trait_table()}
    changes = {name: value for name, value in switch.items() if name not in fixed}
    return Lab(seed, with_changes(changes), n=n, fixed=fixed, backend=backend)


def nudged_lab(seed: int, name: str, log_step: float, n: int, backend: str = "auto") -> Lab:
    """Return a lab with one parameter times exp(log_step)."""
    value = with_changes()._asdict()[name]
    changed = with_changes({name: value * math.exp(log_step)})
    return Lab(seed, changed, n=n, backend=backend)
