"""Everything that the five texts practise is there, and is missed when it is taken away."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from servicelab.dialogue import ACTS
from servicelab.scenarios import packs
from servicelab.theory import crm, expectation, servqual
from tests.setup import inventory as things

catalog = sys.modules["servicelab.methods.catalog"]  # the name itself is the function
ROOT = Path(__file__).resolve().parents[2]
DESIGN = ROOT.parent / "shared" / "design" / "coverage.csv"
HOMES = ("scenario", "method", "act", "customer", "observation", "dialogue", "channel",
         "lesson emotion", "lesson decision", "theory", "servqual")  # fmt: skip


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


COVERAGE = table(ROOT / "docs" / "coverage.csv")
CLAIMS = {name: row["shown_by"].split() for name, row in COVERAGE.items()}


def missing(found: set[str], claims: Mapping[str, list[str]] = CLAIMS) -> dict[str, list[str]]:
    """Return the items that are not borne out, each with the claims that fail."""
    lacking = {name: [one for one in wanted if one not in found] for name, wanted in claims.items()}
    return {name: ones for name, ones in lacking.items() if ones}


@pytest.fixture(scope="module")
def found() -> set[str]:
    return things.inventory()


def test_every_item_is_there(found: set[str]) -> None:
    assert missing(found) == {}


@pytest.mark.parametrize("name", CLAIMS)
def test_an_item_is_missed_when_any_of_it_is_taken_away(found: set[str], name: str) -> None:
    assert CLAIMS[name]
    for claim in CLAIMS[name]:
        assert name in missing(found - {claim})


def test_every_item_of_the_design_with_such_a_home_is_listed() -> None:
    if not DESIGN.exists():
        pytest.skip("the design's own table is not on this machine")
    design = table(DESIGN)
    at_home = {name for name, row in design.items() if any(home in row["home"] for home in HOMES)}
    assert at_home <= set(COVERAGE)
    assert all(COVERAGE[name]["item"] == design[name]["item"] for name in COVERAGE)


def test_a_method_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = tuple(method for method in catalog.METHODS if method.name != "clear")
    monkeypatch.setattr(catalog, "METHODS", rest)
    monkeypatch.setattr(catalog, "_RECOMMENDED", rest[: len(rest) - len(catalog.BASELINES)])
    assert "T12" in missing(things.inventory())


def test_a_technique_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "TECHNIQUES", catalog.TECHNIQUES[1:])
    assert "D9" in missing(things.inventory())


def test_a_pack_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = packs._shipped()
    rest = {name: case for name, case in shipped.items() if case.industry != "restaurant"}
    monkeypatch.setattr(packs, "_shipped", lambda: rest)
    assert {"P15", "P22"} <= set(missing(things.inventory()))


def test_an_act_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = {name: one for name, one in ACTS.items() if name != "escalate"}
    monkeypatch.setattr(things, "ACTS", rest)
    assert {"E8", "D17"} <= set(missing(things.inventory()))


def test_a_dimension_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    wording = servqual.items()
    rest = wording[wording["dimension"] != "移情性"]
    monkeypatch.setattr(servqual, "items", lambda: rest)
    assert set(missing(things.inventory())) == {"T15"}


def test_an_estimator_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(expectation, "promise_effect")
    monkeypatch.delattr(crm, "saved_customer")
    assert set(missing(things.inventory())) == {"P20", "T17"}


@pytest.mark.parametrize(
    ("number", "items"),
    [
        ("02", {"T15", "E19", "D23"}),
        ("03", {"T2", "T16", "P20", "D7"}),
        ("04", {"T17"}),
        ("09", {"D9", "D16", "D19"}),
    ],
)
def test_a_lesson_taken_away_is_missed(tmp_path: Path, number: str, items: set[str]) -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        if not path.stem.startswith(number):
            shutil.copy(path, tmp_path)
    assert items <= set(missing(things.inventory(tmp_path)))
