"""Make continuance.csv, its data package and its table of columns, with known truth.

    python datasets/make_continuance.py

Customers of a heating company's app who had a repair. The hours promised are drawn by lot; what
was promised moves what is expected, and what is expected decides how the same hours are taken.
Other programs draw as many customers as they like with `draw` and hold estimates against `truth`.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import yaml

HERE = Path(__file__).resolve().parent
SEED = 3
CUSTOMERS = 500


def beside(name: str) -> ModuleType:
    """Return a script of this folder as a module, from wherever this one was started."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_world = beside("continuance_world")
World, WORLD, BLOCKS, JUSTICE = _world.World, _world.WORLD, _world.BLOCKS, _world.JUSTICE
draw, truth, asymmetry_truth = _world.draw, _world.truth, _world.asymmetry_truth


def table() -> pd.DataFrame:
    """Return the customers of the shipped file."""
    return draw(np.random.default_rng(SEED), CUSTOMERS)


def fields() -> list[dict[str, Any]]:
    """Return what each column holds: name, title, type, unit, range, meaning."""
    texts = _texts()
    items = [
        {
            "name": f"{prefix}{k + 1}",
            "title": f"{texts['blocks'][latent]['title']} {k + 1}",
            "type": "integer",
            "unit": texts["item_unit"],
            "minimum": 1,
            "maximum": 7,
            "meaning": texts["blocks"][latent]["items"][k],
        }
        for latent, (prefix, count, _) in BLOCKS.items()
        for k in range(count)
    ]
    return [*texts["fields"], *items]


def package() -> dict[str, Any]:
    """Return the Frictionless data package, with the rule, the seed and the known truth."""
    texts = _texts()
    return {
        "profile": "tabular-data-package",
        "name": "continuance",
        "title": texts["title"],
        "description": texts["description"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "servicelab": {
            "made_by": "datasets/make_continuance.py",
            "seed": SEED,
            "customers": CUSTOMERS,
            "rule": texts["rule"],
            "parameters": asdict(WORLD),
            "known_truth": _rounded(truth()),
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "continuance",
                "path": "continuance.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": {"fields": [_field(one) for one in fields()], "primaryKey": ["customer"]},
            }
        ],
    }


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """Round, so that the file is the same whichever way a machine adds up."""
    return {
        name: _rounded(one) if isinstance(one, dict) else round(one, 6)
        for name, one in values.items()
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
    text = (HERE / "continuance.yaml").read_text(encoding="utf-8")
    texts: dict[str, Any] = yaml.safe_load(text)
    return texts


def files() -> dict[str, str]:
    """Return the text of every file that is made, by name; CSV files begin with a signature."""
    columns = pd.DataFrame(
        fields(), columns=["name", "title", "unit", "minimum", "maximum", "meaning"]
    )
    columns.columns = pd.Index(["列名", "中文", "单位", "最小", "最大", "含义"])
    return {
        "continuance.csv": "\ufeff" + table().to_csv(index=False, lineterminator="\n"),
        "continuance.columns.csv": "\ufeff"
        + columns.to_csv(index=False, float_format="%g", lineterminator="\n"),
        "continuance.datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1) + "\n",
    }


def main() -> None:
    """Write the files beside this script."""
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
