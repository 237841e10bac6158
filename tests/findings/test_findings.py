"""The published findings: a quick look at each run of the suite, all of it when asked.

The whole (``-m findings``) compares every verdict with docs/findings.csv. A finding that fails
there is known to fail, with a reason in the model card; it fails the test only when it changes.
"""

from __future__ import annotations

import pandas as pd
import pytest

from tests.findings import results, run
from tests.findings.measuring import chosen, do, spread_over, tasks
from tests.findings.verdicts import limits

QUICK = (
    "attention-for-attention",
    "bad-good",
    "blame-rises",
    "churn",
    "compensation-accepted",
    "diminishing-returns",
    "money-now",
    "outburst-strains",
    "problem-focused",
    "type-matches-resource",
    "word-of-mouth-mediated",
)
"""Robust rows, cheap to run, of different mechanisms."""
SHOWN = ("blame-rises", "money-now", "outburst-strains")
ROWS = chosen(None)


def look(ids: tuple[str, ...] | None, seeds: int, n: int, processes: int) -> pd.DataFrame:
    found = chosen(ids)
    todo = tasks(found, seeds, 0, n)
    return results.table(found, spread_over(do, todo, processes, progress=False))


@pytest.fixture(scope="module")
def quick() -> pd.DataFrame:
    found = chosen(QUICK)
    todo = [task for task in tasks(found, 6, 0, 600)
            if task.stage == "main" or set(task.ids) & set(SHOWN)]  # fmt: skip
    return results.table(found, spread_over(do, todo, 1, progress=False)).set_index("id")


@pytest.mark.parametrize("name", QUICK)
def test_a_robust_finding_holds(quick: pd.DataFrame, name: str) -> None:
    parts = quick.loc[[name]]
    assert parts["row_holds"].all(), parts[["part", "effect", "low", "high", "rule"]].to_string()


@pytest.mark.parametrize("name", SHOWN)
def test_a_finding_goes_with_its_mechanism(quick: pd.DataFrame, name: str) -> None:
    assert quick.loc[[name], "shown"].all()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_written_down_in_full(row: object) -> None:
    assert row.kind in ("input", "semi", "emergent")
    assert row.claim.endswith(".")
    assert row.claim_zh.endswith("。")
    assert row.published
    assert row.mechanism
    assert row.part_rules
    for rule in row.part_rules.values():
        low, high = limits(rule)
        assert low < high


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(run.TABLE, keep_default_na=False, na_values=[""])


def test_the_table_of_results_has_every_part_of_every_row(table: pd.DataFrame) -> None:
    expected = [(row.id, part) for row in ROWS for part in row.part_rules]
    assert list(zip(table["id"], table["part"], strict=True)) == expected


def test_enough_findings_are_shown_to_emerge(table: pd.DataFrame) -> None:
    shown = table[table["shown"] & (table["kind"] == "emergent")]
    assert shown["id"].nunique() >= 12
    assert shown["row_holds"].all()


@pytest.mark.findings
def test_everything_comes_out_as_the_table_says(table: pd.DataFrame) -> None:
    now = look(None, run.SEEDS, run.CUSTOMERS, processes=2)
    verdicts = ["id", "part", "holds", "row_holds", "shown"]
    pd.testing.assert_frame_equal(now[verdicts], table[verdicts])
    assert now["effect"].to_numpy() == pytest.approx(table["effect"].to_numpy(), rel=1e-3, abs=1e-5)
