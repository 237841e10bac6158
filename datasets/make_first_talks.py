"""Make first_talks.csv, its data package and its table of columns from the simulation.

    python datasets/make_first_talks.py

Six scenarios, five methods, a hundred customers each, one seed: the same customers with the same
luck under every method. Run it again whenever the rule, a parameter, a method or a scenario has
changed; a test compares the files with what this script makes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

import servicelab as sl
from servicelab.scenarios import traits
from servicelab.simulation.case import Case
from servicelab.simulation.parameters import default_parameters

HERE = Path(__file__).resolve().parent
SEED = 7
CUSTOMERS = 100
SCENARIOS = (
    "heating_blocked_pipe",
    "heating_bill_dispute",
    "hotel_dirty_room",
    "ecommerce_defect",
    "ecommerce_not_as_described",
    "courier_delay",
)
METHODS = ("roundabout", "clear", "reactive", "confront", "indifferent")
# None of these methods deceives: nobody is found out, and nobody's alertness matters.
TRAITS = tuple(name for name in traits().index if name != "alertness")
DECIMALS = 4
CENTS = 2


def table() -> pd.DataFrame:
    """Return the data: one row a talk, sorted by scenario, method and customer as named above."""
    frames = [_talks(scenario, method) for scenario in SCENARIOS for method in METHODS]
    whole = pd.concat(frames, ignore_index=True)
    whole[["cost", "value"]] = whole[["cost", "value"]].round(CENTS)
    numbers = whole.select_dtypes("float").columns
    whole[numbers] = whole[numbers].round(DECIMALS)
    return whole


def _talks(scenario: str, method: str) -> pd.DataFrame:
    outcomes: pd.DataFrame = sl.simulate(scenario, method, n=CUSTOMERS, seed=SEED, progress=False)
    talks = outcomes.drop(columns="found_out").reset_index()
    talks.insert(0, "scenario", scenario)
    talks.insert(1, "method", method)
    return pd.concat([talks, _traits(scenario)], axis=1)


def _traits(scenario: str) -> pd.DataFrame:
    case = Case(sl.scenarios.load(scenario), SEED, default_parameters())
    persona = case.persona(np.arange(CUSTOMERS, dtype=np.uint64))
    drawn = pd.DataFrame(persona._asdict())[list(TRAITS)]
    return drawn.add_prefix("customer_")


def fields() -> list[dict[str, Any]]:
    """Return what each column holds: name, title, type, unit, range, meaning."""
    texts = _texts()
    described = [
        {
            "name": f"customer_{row.Index}",
            "title": texts["trait_title"].format(zh=row.zh),
            "type": "number",
            "unit": row.unit,
            "minimum": row.minimum,
            "maximum": row.maximum,
            "meaning": row.meaning,
        }
        for row in traits().loc[list(TRAITS)].itertuples()
    ]
    return [*texts["fields"], *described]


def package() -> dict[str, Any]:
    """Return the Frictionless data package, with the rule, the seed and the known truth."""
    texts = _texts()
    schema = {
        "fields": [_field(one) for one in fields()],
        "primaryKey": ["scenario", "method", "customer"],
    }
    return {
        "profile": "tabular-data-package",
        "name": "first-talks",
        "title": texts["title"],
        "description": texts["description"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "servicelab": {
            "made_by": "datasets/make_first_talks.py",
            "rule": "servicelab.simulation.rule",
            "seed": SEED,
            "customers": CUSTOMERS,
            "scenarios": list(SCENARIOS),
            "methods": list(METHODS),
            "known_truth": texts["known_truth"],
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "first-talks",
                "path": "first_talks.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": schema,
            }
        ],
    }


def _field(one: dict[str, Any]) -> dict[str, Any]:
    limits = {key: one[key] for key in ("minimum", "maximum") if key in one}
    return {
        "name": one["name"],
        "title": one["title"],
        "type": one["type"],
        "description": one["meaning"],
        **({"unit": one["unit"]} if "unit" in one else {}),
        "constraints": {"required": True, **limits},
    }


def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load((HERE / "first_talks.yaml").read_text(encoding="utf-8"))
    return texts


def files() -> dict[str, str]:
    """Return the text of every file that is made, by name; CSV files begin with a signature."""
    columns = pd.DataFrame(
        fields(), columns=["name", "title", "unit", "minimum", "maximum", "meaning"]
    )
    columns.columns = pd.Index(["列名", "中文", "单位", "最小", "最大", "含义"])
    return {
        "first_talks.csv": "\ufeff" + table().to_csv(index=False, lineterminator="\n"),
        "first_talks.columns.csv": "\ufeff"
        + columns.to_csv(index=False, float_format="%g", lineterminator="\n"),
        "first_talks.datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1) + "\n",
    }


def main() -> None:
    """Write the files beside this script."""
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
