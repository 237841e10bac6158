"""Make customers.csv (orders of a shop), its data package and its table of columns.

    python datasets/make_customers.py

Orders follow the BG/NBD model exactly, their amounts the Gamma–Gamma model, so the estimators of
``servicelab.theory.crm`` can be checked against the numbers that made the data. A test compares the
files with what this script makes.

Source of the rules: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275–284 (orders);
Fader & Hardie (2013), The Gamma–Gamma model of monetary value (amounts).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

HERE = Path(__file__).resolve().parent
SEED = 41
CUSTOMERS = 2000
OPENING = pd.Timestamp("2024-07-01")
WEEKS = 78  # from the opening to the end of the log
ENTRY_WEEKS = 26  # first orders come in these weeks
MINUTES_A_WEEK = 7 * 24 * 60
TRUTH = {"r": 0.7, "alpha": 9.0, "a": 0.8, "b": 2.5, "p": 5.0, "q": 4.0, "gamma": 90.0}
"""Chosen by us: BG/NBD in weeks (r, alpha, a, b), Gamma–Gamma in yuan (p, q, gamma)."""


def truth() -> dict[str, float]:
    """Return the numbers that made the data."""
    return dict(TRUTH)


def closing() -> pd.Timestamp:
    """Return the moment at which the log ends."""
    return OPENING + pd.Timedelta(weeks=WEEKS)


def draw(rng: np.random.Generator, n: int = CUSTOMERS) -> pd.DataFrame:
    """Return orders of `n` new customers, a row an order, in the order of time.

    Columns: order, customer (numbers from 1), date (to the minute), spend (yuan).
    """
    _, orders = _times(rng, n)
    counts = np.array([len(times) for times in orders])
    customer = np.repeat(np.arange(1, n + 1), counts)
    weeks = np.concatenate(orders)
    spend = _spend(rng, counts).round(2)
    minutes = np.floor(weeks * MINUTES_A_WEEK).astype(np.int64)
    date = OPENING + pd.to_timedelta(minutes, unit="min")
    log = pd.DataFrame({"customer": customer, "date": date, "spend": spend})
    log = log.sort_values(["date", "customer"], kind="stable", ignore_index=True)
    log.insert(0, "order", np.arange(1, len(log) + 1))
    return log


def draw_summary(rng: np.random.Generator, n: int = CUSTOMERS) -> pd.DataFrame:
    """Return `n` customers as the models read them: frequency, recency, T (weeks), value.

    Exact times, not rounded to minutes; value is the mean amount of the repeat orders (0 without).
    """
    entry, orders = _times(rng, n)
    counts = np.array([len(times) for times in orders])
    spend = np.split(_spend(rng, counts), np.cumsum(counts)[:-1])
    return pd.DataFrame(
        {
            "frequency": counts - 1,
            "recency": [times[-1] - times[0] for times in orders],
            "T": WEEKS - entry,
            "value": [float(paid[1:].mean()) if paid.size > 1 else 0.0 for paid in spend],
        }
    )


def _times(rng: np.random.Generator, n: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """First orders, and all orders of each customer, in weeks since the opening."""
    entry = rng.uniform(0, ENTRY_WEEKS, n)
    rate = rng.gamma(TRUTH["r"], 1 / TRUTH["alpha"], n)
    lose = rng.beta(TRUTH["a"], TRUTH["b"], n)
    return entry, [
        np.array(list(_orders(rng, *one))) for one in zip(entry, rate, lose, strict=True)
    ]


def _orders(rng: np.random.Generator, entry: float, rate: float, lose: float) -> Iterator[float]:
    """One customer: exponential gaps; after each repeat order gone for good with chance `lose`."""
    time, gone = entry, False
    while time < WEEKS:
        yield time
        if gone or rate <= 0:
            return
        time += rng.exponential(1 / rate)
        gone = rng.random() < lose


def _spend(rng: np.random.Generator, counts: np.ndarray) -> np.ndarray:
    scale = rng.gamma(TRUTH["q"], 1 / TRUTH["gamma"], len(counts))
    return rng.gamma(TRUTH["p"], 1 / np.repeat(scale, counts))


def table() -> pd.DataFrame:
    """Return the data that are shipped."""
    log = draw(np.random.default_rng(SEED))
    log["date"] = log["date"].dt.strftime("%Y-%m-%d %H:%M")
    return log


def package() -> dict[str, Any]:
    """Return the Frictionless data package, with the rule, the seed and the known truth."""
    texts = _texts()
    schema = {"fields": [_field(one) for one in texts["fields"]], "primaryKey": ["order"]}
    return {
        "profile": "tabular-data-package",
        "name": "customers",
        "title": texts["title"],
        "description": texts["description"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "servicelab": {
            "made_by": "datasets/make_customers.py",
            "rule": texts["rule"],
            "seed": SEED,
            "customers": CUSTOMERS,
            "observed_from": str(OPENING),
            "observed_until": str(closing()),
            "truth": truth(),
            "known_truth": texts["known_truth"],
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "customers",
                "path": "customers.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": schema,
            }
        ],
    }


def _field(one: dict[str, Any]) -> dict[str, Any]:
    limits = {key: one[key] for key in ("minimum", "maximum") if key in one}
    kept = {key: one[key] for key in ("name", "title", "type", "format", "unit") if key in one}
    return {**kept, "description": one["meaning"], "constraints": {"required": True, **limits}}


def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load((HERE / "customers.yaml").read_text(encoding="utf-8"))
    return texts


def files() -> dict[str, str]:
    """Return the text of every file that is made, by name; CSV files begin with a signature."""
    columns = pd.DataFrame(
        _texts()["fields"], columns=["name", "title", "unit", "minimum", "maximum", "meaning"]
    )
    columns.columns = pd.Index(["列名", "中文", "单位", "最小", "最大", "含义"])
    return {
        "customers.csv": "\ufeff"
        + table().to_csv(index=False, float_format="%.2f", lineterminator="\n"),
        "customers.columns.csv": "\ufeff"
        + columns.to_csv(index=False, float_format="%g", lineterminator="\n"),
        "customers.datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1) + "\n",
    }


def main() -> None:
    """Write the files beside this script."""
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
