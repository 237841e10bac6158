"""Measure what each response technique changes, case by case, and write ``docs/techniques.csv``.

    python tools/make_technique_table.py

A row is one technique with one method in one case: the paired difference, over the same customers,
of what the technique aims at, with its 95 % interval. The last rows hold what a made-up comparison
(deceptive conformity) costs in trust among those who found it out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

import servicelab as sl
from servicelab.methods import Conformity
from servicelab.simulation.batch import finished, prepare

PLACE = Path(__file__).parents[1] / "docs" / "techniques.csv"
METHODS = ("roundabout", "clear", "reactive")
WHERE_IT_BITES = {"substitution": "compensate_only", "never_say_no": "confront"}
"""The method that does what the technique is meant to replace, measured beside the three."""
CUSTOMERS = 1_000
SEED = 7


def rows(scenarios: list[str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each technique, method and case; where nothing fits, the effect is 0."""
    table = sl.methods.techniques()
    for technique in table.index:
        extra = WHERE_IT_BITES.get(technique)
        for method in (*METHODS, *([extra] if extra else [])):
            for scenario in scenarios:
                row = effect(technique, method, scenario)
                yield {**row, "better": table.loc[technique, "better"]}
    for method in METHODS:
        for scenario in scenarios:
            yield unmasked(method, scenario)


def effect(technique: str, method: str, scenario: str) -> dict[str, Any]:
    """Return the paired difference of what a technique aims at, in one case."""
    aim = str(sl.methods.techniques().loc[technique, "aim"])
    plain, both = (
        aimed_at(sl.simulate(scenario, name, n=CUSTOMERS, seed=SEED, progress=False), aim)
        for name in (method, f"{method}+{technique}")
    )
    names = {"technique": technique, "method": method, "scenario": scenario, "aim": aim}
    return {**names, **interval(both - plain)}


def unmasked(method: str, scenario: str) -> dict[str, Any]:
    """Return what a made-up comparison costs in trust among those who see through it."""
    honest, made_up = (end(method, scenario, deceptive) for deceptive in (False, True))
    found = made_up.found_out > 0
    names = {"technique": "conformity_deceptive", "method": method, "scenario": scenario}
    change = interval((made_up.trust - honest.trust)[found])
    return {**names, "aim": "trust of those who found out", "better": "more", **change}


def end(method: str, scenario: str, deceptive: bool) -> Any:
    """Return the states in which the customers end."""
    player = sl.methods.combine(method, Conformity(deceptive=deceptive))
    case, met = prepare(scenario, player, SEED, None, None)
    return finished(case, met, np.arange(CUSTOMERS, dtype=np.uint64)).state


def aimed_at(outcome: pd.DataFrame, aim: str) -> np.ndarray:
    """Return a field of the outcome, or 1 where the talk ended in that way."""
    column = outcome[aim] if aim in outcome else outcome["ending"] == aim
    return column.to_numpy(dtype=float)


def interval(differences: np.ndarray) -> dict[str, Any]:
    """Return mean, 95 % interval (normal) and number of some differences."""
    mean, n = float(differences.mean()) if len(differences) else 0.0, len(differences)
    half = 1.96 * float(differences.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    numbers = {"effect": mean, "ci_low": mean - half, "ci_high": mean + half}
    return {**{key: float(f"{value:.5g}") for key, value in numbers.items()}, "customers": n}


def main() -> int:
    """Write the table."""
    scenarios = list(sl.scenarios.catalog().index)
    techniques = len(sl.methods.techniques())
    total = ((techniques + 1) * len(METHODS) + len(WHERE_IT_BITES)) * len(scenarios)
    table = pd.DataFrame(tqdm(rows(scenarios), total=total, desc="技巧"))
    table.to_csv(PLACE, index=False)
    print(f"{len(table)} rows in docs/{PLACE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
