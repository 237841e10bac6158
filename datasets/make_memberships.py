"""Make memberships.csv (contracts with complaints), its data package and its table of columns.

    python datasets/make_memberships.py

Each day a member leaves with a chance that depends on how long the contract has run, on orders made
before it, on a complaint, and on whether the complaint has been put right. The numbers are ours;
their signs are those of Knox & van Oest (2014), Journal of Marketing 78(5), 42–57: a complaint
makes leaving likelier, recovery counters it and does not wholly offset it, earlier orders make it
rarer.
"""

from __future__ import annotations

import json
from math import lgamma
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

HERE = Path(__file__).resolve().parent
SEED = 42
MEMBERS = 3000
OPENING = pd.Timestamp("2024-01-01")
DAYS = 730  # from the opening to the end of the log
ENTRY_DAYS = 640  # members join in these days
YOUNG = 90  # days in which a new member leaves more readily
TRUTH = {
    "hazard_young": 0.0018,  # a day, nobody's orders before, no complaint
    "hazard_later": 0.0009,
    "hr_complaint": 3.0,
    "hr_recovered": 0.5,  # on top of the complaint's: 3.0 × 0.5 = 1.5, still above 1
    "hr_orders_before": 0.88,  # an order
    "orders_before": 1.5,  # mean of a Poisson number
    "complaint_a_day": 0.0008,  # a member's first complaint; later ones are not kept
    "can_be_recovered": 0.6,  # share of complaints that the firm sets out to put right
    "recovered_a_day": 0.15,  # chance a day that such a complaint is put right
}


_MENDING = ("can_be_recovered", "recovered_a_day")


def truth() -> dict[str, float]:
    """Return the numbers that made the data."""
    return dict(TRUTH)


def closing() -> pd.Timestamp:
    """Return the day on which the log ends."""
    return OPENING + pd.Timedelta(days=DAYS)


def hazard(age: int, orders: Any, complaint: Any, recovered: Any) -> Any:
    """Return the hazard of leaving on day `age` (1 is the day after joining), a day."""
    base = TRUTH["hazard_young"] if age <= YOUNG else TRUTH["hazard_later"]
    return (
        base
        * TRUTH["hr_orders_before"] ** orders
        * TRUTH["hr_complaint"] ** complaint
        * TRUTH["hr_recovered"] ** recovered
    )


def draw(rng: np.random.Generator, n: int = MEMBERS) -> pd.DataFrame:
    """Return the events of `n` members, a row an event, by member and time.

    Columns: member (numbers from 1), date, event (joined, complaint, recovered, left),
    orders_before. A member without ``left`` was still there when the log ended.
    """
    days = draw_days(rng, n)
    events = ("joined", "complaint", "recovered", "left")
    long = days.melt(["member", "orders_before"], list(events), "event", "day").dropna()
    order = long["event"].map({name: place for place, name in enumerate(events)})
    long = long.assign(order=order).sort_values(["member", "order"], ignore_index=True)
    long["date"] = OPENING + pd.to_timedelta(long["day"].astype(int), unit="D")
    return long[["member", "date", "event", "orders_before"]]


def draw_days(rng: np.random.Generator, n: int = MEMBERS) -> pd.DataFrame:
    """Return a row a member: days since the opening of each event, missing where it never came."""
    joined = rng.integers(0, ENTRY_DAYS, n)
    orders = rng.poisson(TRUTH["orders_before"], n)
    can = rng.random(n) < TRUTH["can_be_recovered"]
    day = {name: np.full(n, np.nan) for name in ("complaint", "recovered", "left")}
    for age in range(1, DAYS):
        there = np.isnan(day["left"]) & (joined + age < DAYS)
        complaint, recovered = (~np.isnan(day[name]) for name in ("complaint", "recovered"))
        chance = 1 - np.exp(-hazard(age, orders, complaint, recovered))
        leaves = there & (rng.random(n) < chance)
        stays = there & ~leaves
        luck = rng.random(n)
        complains = stays & ~complaint & (luck < TRUTH["complaint_a_day"])
        mended = stays & complaint & ~recovered & can & (luck < TRUTH["recovered_a_day"])
        for name, now in (("left", leaves), ("complaint", complains), ("recovered", mended)):
            day[name][now] = (joined + age)[now]
    ids = {"member": np.arange(1, n + 1), "orders_before": orders, "joined": joined}
    return pd.DataFrame({**ids, **day})


def survival(days: int, orders: int | None = None) -> np.ndarray:
    """Return the exact share of members still there at the end of day 0, 1, …, `days`.

    `orders` takes members with so many orders before joining; None takes all.
    """
    if orders is not None:
        return _survival(orders, days)
    counts = np.arange(40)
    return np.asarray(share_with(counts) @ np.array([_survival(int(one), days) for one in counts]))


def share_with(orders: np.ndarray) -> np.ndarray:
    """Return the share of members with each number of orders before joining (Poisson)."""
    mean = TRUTH["orders_before"]
    logs = [lgamma(one + 1) for one in orders]
    return np.asarray(np.exp(orders * np.log(mean) - mean - logs))


def _survival(orders: int, days: int) -> np.ndarray:
    """No complaint, complaint that will be mended, complaint that won't, complaint mended."""
    complaint, recovered = np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1])
    begins, can, ends = (TRUTH[name] for name in ("complaint_a_day", *_MENDING))
    move = np.eye(4)
    move[0] = [1 - begins, begins * can, begins * (1 - can), 0]
    move[1] = [0, 1 - ends, 0, ends]
    share = np.array([1.0, 0, 0, 0])
    left = [1.0]
    for age in range(1, days + 1):
        share = (share * np.exp(-hazard(age, orders, complaint, recovered))) @ move
        left.append(float(share.sum()))
    return np.array(left)


def table() -> pd.DataFrame:
    """Return the data that are shipped."""
    events = draw(np.random.default_rng(SEED))
    events["date"] = events["date"].dt.strftime("%Y-%m-%d")
    return events


def package() -> dict[str, Any]:
    """Return the Frictionless data package, with the rule, the seed and the known truth."""
    texts = _texts()
    key = ["member", "event"]
    schema = {"fields": [_field(one) for one in texts["fields"]], "primaryKey": key}
    return {
        "profile": "tabular-data-package",
        "name": "memberships",
        "title": texts["title"],
        "description": texts["description"],
        "licenses": [{"name": "CC-BY-4.0"}],
        "servicelab": {
            "made_by": "datasets/make_memberships.py",
            "rule": texts["rule"],
            "seed": SEED,
            "members": MEMBERS,
            "observed_from": str(OPENING.date()),
            "observed_until": str((closing() - pd.Timedelta(days=1)).date()),
            "truth": truth(),
            "known_truth": texts["known_truth"],
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "memberships",
                "path": "memberships.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": schema,
            }
        ],
    }


def _field(one: dict[str, Any]) -> dict[str, Any]:
    limits = {key: one[key] for key in ("minimum", "maximum", "enum") if key in one}
    kept = {key: one[key] for key in ("name", "title", "type", "format", "unit") if key in one}
    return {**kept, "description": one["meaning"], "constraints": {"required": True, **limits}}


def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load((HERE / "memberships.yaml").read_text(encoding="utf-8"))
    return texts


def files() -> dict[str, str]:
    """Return the text of every file that is made, by name; CSV files begin with a signature."""
    columns = pd.DataFrame(
        _texts()["fields"], columns=["name", "title", "unit", "minimum", "maximum", "meaning"]
    )
    columns.columns = pd.Index(["列名", "中文", "单位", "最小", "最大", "含义"])
    return {
        "memberships.csv": "\ufeff" + table().to_csv(index=False, lineterminator="\n"),
        "memberships.columns.csv": "\ufeff"
        + columns.to_csv(index=False, float_format="%g", lineterminator="\n"),
        "memberships.datapackage.json": json.dumps(package(), ensure_ascii=False, indent=1) + "\n",
    }


def main() -> None:
    """Write the files beside this script."""
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
