"""Finding scenarios: the catalogue of those that are shipped, and packs of one's own."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd
import yaml

from servicelab.scenarios.refusal import ScenarioError, near
from servicelab.scenarios.scenario import Pack, Scenario

_COLUMNS = ("title", "industry", "industry_zh", "channel", "failure", "cause", "conflict",
            "severity", "price", "promised")  # fmt: skip


@cache
def _shipped() -> dict[str, Scenario]:
    folder = resources.files("servicelab.scenarios").joinpath("packs")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    packs = (Pack.model_validate(yaml.load(f.read_bytes(), yaml.CBaseLoader)) for f in files)
    return {scenario.id: scenario for pack in packs for scenario in pack.scenarios}


def catalog() -> pd.DataFrame:
    """Return the scenarios that are shipped, one row each, index = scenario id."""
    rows = [
        {"id": name, **{column: getattr(scenario, column) for column in _COLUMNS}}
        for name, scenario in _shipped().items()
    ]
    return pd.DataFrame(rows).set_index("id")


def load(id_or_path: str | Path) -> Scenario:
    """Return a scenario by its id, or from a pack of one's own."""
    name = str(id_or_path)
    if name in _shipped():
        return _shipped()[name]
    raise ScenarioError(f"没有“{name}”这个场景{near(name, _shipped())}。")
