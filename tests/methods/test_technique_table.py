"""``docs/techniques.csv`` is what its tool makes, and says what a technique changes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

import servicelab as sl

ROOT = Path(__file__).resolve().parents[2]
TABLE = pd.read_csv(ROOT / "docs" / "techniques.csv")
NUMBERS = ["effect", "ci_low", "ci_high", "customers"]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = ROOT / "tools" / "make_technique_table.py"
    spec = importlib.util.spec_from_file_location("make_technique_table", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_technique_is_measured_in_every_case(tool: ModuleType) -> None:
    names = [*sl.methods.techniques().index, "conformity_deceptive"]
    cases = list(sl.scenarios.catalog().index)
    for name in names:
        rows = TABLE[TABLE["technique"] == name]
        for method in tool.METHODS:
            assert sorted(rows.loc[rows["method"] == method, "scenario"]) == sorted(cases)


@pytest.mark.parametrize("row", [0, 150, 400, 700, len(TABLE) - 1])
def test_a_row_is_what_the_tool_makes(tool: ModuleType, row: int) -> None:
    told = TABLE.iloc[row]
    if told["technique"] == "conformity_deceptive":
        made = tool.unmasked(told["method"], told["scenario"])
    else:
        made = tool.effect(told["technique"], told["method"], told["scenario"])
    assert [made[name] for name in NUMBERS] == pytest.approx(told[NUMBERS].tolist(), rel=1e-4)


def test_made_up_comparisons_cost_trust_wherever_they_are_found_out() -> None:
    rows = TABLE[TABLE["technique"] == "conformity_deceptive"]
    assert (rows["ci_high"] < 0).all()


def test_most_techniques_do_what_they_aim_at_with_the_method_that_needs_it() -> None:
    """Among the three texts' methods CLEAR does least of its own; there each shows."""
    clear = TABLE[(TABLE["method"] == "clear") & (TABLE["technique"] != "conformity_deceptive")]
    more = clear["better"] == "more"
    sure = (more & (clear["ci_low"] > 0)) | (~more & (clear["ci_high"] < 0))
    shares = sure.groupby(clear["technique"]).mean()
    assert (shares.drop("substitution") > 0.8).all()
    assert shares["substitution"] == 0  # CLEAR pays nothing that could be replaced
