"""Draw hundreds of worlds with known truth, fit every estimator, write ``docs/estimators.csv``.

    python tools/make_estimator_table.py [PART OF A NAME ...]

A row is one quantity of one estimator: its truth, the mean of the estimates, and the share of
nominal 95 % intervals that held the truth. With parts of names only those estimators are run anew,
long studies too; the other rows stay.
"""

from __future__ import annotations

import importlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # a study is one process's work
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402
from tqdm.auto import tqdm  # noqa: E402

from tests.estimators.study import HIGH, LOW, Study, results  # noqa: E402

PLACE = ROOT / "docs" / "estimators.csv"
FAMILIES = ("servqual", "expectation", "purchases", "retention")
DIGITS = {"truth": 5, "mean_estimate": 5, "coverage": 4, "coverage_error": 2}


def studies(long: bool = False) -> dict[tuple[str, str], Study]:
    """Return the studies by estimator and data, the long ones only when asked for."""
    modules = [importlib.import_module(f"tests.estimators.{name}") for name in FAMILIES]
    found = [study for module in modules for study in module.STUDIES]
    if long:
        found += [study for module in modules for study in getattr(module, "LONG_STUDIES", [])]
    return {(study.name, study.data): study for study in found}


def table(parts: list[str]) -> pd.DataFrame:
    """Return the table with the named estimators run anew, in the order of the studies."""
    known = studies(long=True)
    chosen = {key: one for key, one in known.items() if any(part in key[0] for part in parts)}
    made = _run(chosen if parts else studies())
    if PLACE.is_file() and parts:
        old = pd.read_csv(PLACE)
        for key, rows in old.groupby(["estimator", "data"]):
            made.setdefault(key, rows)
    return pd.concat([made[key] for key in known if key in made], ignore_index=True)


def _run(chosen: dict[tuple[str, str], Study]) -> dict[tuple[str, str], pd.DataFrame]:
    made = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = {pool.submit(results, study): key for key, study in chosen.items()}
        for one in tqdm(as_completed(waiting), total=len(waiting), desc="估计量"):
            made[waiting[one]] = _rounded(one.result())
    return made


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    first = {name: 8 for name in rows if name.startswith("first_")}
    for name, digits in {**DIGITS, **first}.items():
        rows[name] = [float(f"{value:.{digits}g}") for value in rows[name]]
    return rows


def main(parts: list[str]) -> int:
    """Write the table; say which intervals cover too little or too much."""
    whole = table(parts)
    whole.to_csv(PLACE, index=False)
    out = whole[~whole["coverage"].between(LOW, HIGH)]
    print(f"{len(whole)} rows in docs/{PLACE.name}, {len(out)} outside {LOW:.0%}-{HIGH:.0%}")
    if len(out):
        print(out[["estimator", "quantity", "coverage", "worlds"]].to_string(index=False))
    return int(len(out) > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
