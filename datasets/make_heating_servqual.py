"""Make heating_servqual.csv, its data package and its table of columns, with known truth.

    python datasets/make_heating_servqual.py

Six hundred households answer 22 items twice, what a good heating company should do (E) and what
theirs does (P). `draw` draws clean answers of any number of households; the shipped file is one
such draw with a few faults put in on purpose. `truth` holds what the rounded answers of the whole
population come to, in closed form: no simulation stands between the rule and its truth.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import yaml

HERE = Path(__file__).resolve().parent
SEED = 20261122
HOUSEHOLDS = 600
FIVE = 5


def beside(name: str) -> ModuleType:
    """Return a script of this folder as a module, from wherever this one was started."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


population = beside("heating_servqual_population")
whole_population = beside("heating_servqual_truth")


@cache
def texts() -> dict[str, Any]:
    """Return words and numbers of the data set as they stand in the YAML beside this script."""
    return dict(yaml.safe_load((HERE / "heating_servqual.yaml").read_text(encoding="utf-8")))


@cache
def _rule() -> Any:
    return population.Rule.of(texts()["model"])


def draw(rng: np.random.Generator, n: int = HOUSEHOLDS) -> pd.DataFrame:
    """Return clean answers of `n` households drawn at random from the population.

    Parameters
    ----------
    rng
        Where chance comes from.
    n
        How many households.

    Returns
    -------
    pandas.DataFrame
        Columns respondent, district, household, complained, E1…E22, P1…P22, adequate_<dimension>,
        importance_<dimension>, overall, recommend.
    """
    rule = _rule()
    cell = rng.choice(len(rule.cells), size=n, p=rule.cells["share"])
    who = rule.cells.drop(columns="share").iloc[cell].reset_index(drop=True)
    who.insert(0, "respondent", np.arange(1, n + 1))
    latent = rule.centre.to_numpy()[cell] + rng.standard_normal((n, rule.driver)) @ rule.work.T
    low, high = rule.limits
    answers = pd.DataFrame(np.clip(np.rint(latent), low, high).astype(int), columns=rule.names)
    return pd.concat([who, answers.iloc[:, :-2], _points(rng, n), answers.iloc[:, -2:]], axis=1)


def _points(rng: np.random.Generator, n: int) -> pd.DataFrame:
    rule = _rule()
    votes = rule.model["votes"]
    likes = rng.dirichlet(rule.of_dimensions("points") * votes["concentration"], size=n)
    given = rng.multinomial(votes["number"], likes) * votes["points"]
    return pd.DataFrame(given, columns=[f"importance_{name}" for name in rule.dimensions])


@cache
def truth() -> dict[str, Any]:
    """Return what the clean answers of the whole population come to.

    Returns
    -------
    dict
        ``means`` (Series) and ``covariance`` (DataFrame) of all answers except the points;
        ``groups`` (a row per group: share and the means of all answers); ``items``,
        ``dimensions`` (expectation, perception, gap; a dimension's score is the mean of its
        items, the last row ``total`` the mean of all 22), ``by`` (group column → the gaps by
        group and dimension), ``reliability`` (alphas, gap_reliability), ``validity`` (r of
        perception, gap, expectation with ``overall``), ``regression`` (``overall`` on the mean
        perception and the mean expectation: intercept, perception, expectation, r_squared),
        ``importance_points`` (mean points), ``importance_derived`` (r of each dimension's
        perception with ``overall``), ``adequate``.
    """
    return dict(whole_population.truth(_rule()))


def table() -> pd.DataFrame:
    """Return the shipped data: 600 households with the faults that the data package lists."""
    rng = np.random.default_rng(SEED)
    whole = draw(rng)
    items = [f"{side}{number}" for side in "EP" for number in range(1, 23)]
    whole[items] = whole[items].astype("Int64")
    rows = rng.choice(HOUSEHOLDS, size=14, replace=False)
    for row, column in zip(rows, rng.choice(items, size=14), strict=True):
        whole.loc[row, column] = pd.NA
    last_page = [f"{side}{number}" for side in "EP" for number in range(18, 23)]
    whole.loc[[87, 340], last_page] = pd.NA
    for row, answer in ((56, 7), (262, 4), (479, 7)):
        whole.loc[row, items] = answer
    whole.loc[151, "P9"], whole.loc[418, "E3"] = 77, 0
    return pd.concat([whole.iloc[:214], whole.iloc[[213]], whole.iloc[214:]], ignore_index=True)


def fields() -> list[dict[str, Any]]:
    """Return what each column holds: name, title, type, unit, range, meaning."""
    return [_described(name) for name in table().columns]


def _described(name: str) -> dict[str, Any]:
    rule = _rule()
    side, _, dimension = name.partition("_")
    if name[0] in "EP" and name[1:].isdigit():
        side, number = name[0], int(name[1:])
        slots = {"number": number, "dimension": rule.zh[rule.dimension_of[number - 1]]}
    else:
        slots = {"dimension": rule.zh.get(dimension, "")}
    said = texts()["fields"][side]
    filled = {key: value.format(**slots) for key, value in said.items() if isinstance(value, str)}
    return {"name": name, **said, **filled}


def package() -> dict[str, Any]:
    """Return the Frictionless data package, with the rule, the seed, the faults, the truth."""
    words = texts()
    return {
        "profile": "tabular-data-package",
        "name": "heating-servqual",
        "title": words["title"],
        "description": words["description"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "servicelab": {
            "made_by": "datasets/make_heating_servqual.py",
            "rule": words["rule"],
            "seed": SEED,
            "households": HOUSEHOLDS,
            "known_truth": words["known_truth"],
            "problems": words["file_problems"],
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "heating-servqual",
                "path": "heating_servqual.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": {"fields": [_field(one) for one in fields()]},
            }
        ],
    }


def _field(one: dict[str, Any]) -> dict[str, Any]:
    """Return one field; limits are not constraints here, as the file holds faults on purpose."""
    limits = {key: one[key] for key in ("minimum", "maximum") if key in one}
    return {
        "name": one["name"],
        "title": one["title"],
        "type": one["type"],
        "description": one["meaning"],
        **({"unit": one["unit"]} if "unit" in one else {}),
        **({"allowed": limits} if limits else {}),
    }


def files() -> dict[str, str]:
    """Return the text of every file that is made, by name; CSV files begin with a signature."""
    columns = pd.DataFrame(
        fields(), columns=["name", "title", "unit", "minimum", "maximum", "meaning"]
    )
    columns.columns = pd.Index(["列名", "中文", "单位", "最小", "最大", "含义"])
    return {
        "heating_servqual.csv": "\ufeff" + table().to_csv(index=False, lineterminator="\n"),
        "heating_servqual.columns.csv": "\ufeff"
        + columns.to_csv(index=False, float_format="%g", lineterminator="\n"),
        "heating_servqual.datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1)
        + "\n",
    }


def main() -> None:
    """Write the files beside this script."""
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
