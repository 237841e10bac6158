"""The first data set is what its script makes, and what its data package says."""

from __future__ import annotations

import importlib.util
import io
import json

import pandas as pd
import pytest

import servicelab as sl
from servicelab.simulation import Outcome


@pytest.fixture(scope="module")
def folder(project):
    return project / "datasets"


@pytest.fixture(scope="module")
def maker(folder):
    spec = importlib.util.spec_from_file_location(
        "make_first_talks", folder / "make_first_talks.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def talks(folder):
    return pd.read_csv(folder / "first_talks.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def schema(folder):
    package = json.loads((folder / "first_talks.datapackage.json").read_text(encoding="utf-8"))
    return package["resources"][0]["schema"]


def test_the_files_are_what_the_script_makes(folder, maker):
    for name, text in maker.files().items():
        made = text.encode()
        shipped = (folder / name).read_bytes()
        assert shipped == made, f"{name} is out of date; run: python datasets/make_first_talks.py"


def test_excel_recognises_the_encoding(folder):
    for name in ("first_talks.csv", "first_talks.columns.csv"):
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_six_scenarios_five_methods_a_hundred_customers(talks, maker):
    counts = talks.groupby(["scenario", "method"]).size()
    assert len(counts) == 30
    assert set(counts) == {100}
    assert not talks.duplicated(["scenario", "method", "customer"]).any()
    assert set(talks["scenario"]) == set(maker.SCENARIOS) <= set(sl.scenarios.catalog().index)
    assert set(talks["method"]) <= set(sl.methods.catalog().index)


def test_a_row_is_the_talk_that_can_be_replayed(talks):
    for row in talks.sample(8, random_state=3).itertuples():
        outcome = sl.converse(row.scenario, row.method, seed=7, customer=row.customer).outcome()
        assert outcome.found_out == 0  # so the column is left out
        for name in set(Outcome._fields) - {"found_out"}:
            told = getattr(outcome, name)
            assert getattr(row, name) == (
                told if name == "ending" else pytest.approx(told, abs=5e-3)
            )


def test_the_same_number_is_the_same_customer_under_every_method(talks):
    traits = [name for name in talks if name.startswith("customer_")]
    assert (talks.groupby(["scenario", "customer"])[traits].nunique() == 1).all(axis=None)


def test_every_column_is_described_and_within_its_limits(talks, schema):
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(talks.columns)
    assert set(schema["primaryKey"]) == {"scenario", "method", "customer"}
    for name, field in fields.items():
        assert field["title"]
        assert field["description"]
        limits = field["constraints"]
        assert talks[name].notna().all()
        assert (talks[name] >= limits["minimum"]).all() if "minimum" in limits else True
        assert (talks[name] <= limits["maximum"]).all() if "maximum" in limits else True


def test_the_table_of_columns_names_the_same_columns(folder, talks):
    text = (folder / "first_talks.columns.csv").read_text(encoding="utf-8-sig")
    assert list(pd.read_csv(io.StringIO(text))["列名"]) == list(talks.columns)


def test_no_cell_would_run_as_a_formula(folder):
    text = (folder / "first_talks.csv").read_text(encoding="utf-8-sig")
    words = [cell for line in text.splitlines() for cell in line.split(",")]
    assert not [word for word in words if word.startswith(("=", "+", "@", "\t"))]
