"""Scenarios as people ask for them: by id, path, encoding and kind of customer."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pydantic
import pytest
import yaml

from servicelab.scenarios import (
    Customer,
    Scenario,
    ScenarioError,
    catalog,
    customer_types,
    load,
    traits,
    yaml_lines,
)
from servicelab.scenarios.fields import FrozenDict

TINY = Path(__file__).with_name("tiny.yaml")
TEXT = TINY.read_text(encoding="utf-8")


def test_by_id_by_path_and_as_it_is() -> None:
    scenario = load("hotel_dirty_room")
    assert load(scenario) is scenario
    assert load("hotel_dirty_room") is scenario
    assert load(TINY).id == "gym_closed"
    assert load(str(TINY)) == load(TINY)
    assert load(f"{TINY}#gym_closed") == load(TINY)


def test_one_of_several_needs_its_id(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    second = TEXT[TEXT.index("  - id:") :].replace("gym_closed", "gym_dirty")
    path.write_text(TEXT + second, encoding="utf-8")
    assert load(f"{path}#gym_dirty").id == "gym_dirty"
    with pytest.raises(ScenarioError, match=r"two\.yaml#gym_closed。里面有：gym_closed、gym_dirty"):
        load(path)
    with pytest.raises(ScenarioError, match="是不是想写 gym_dirty？"):
        load(f"{path}#gym_dirt")
    assert list(catalog(tmp_path).index) == ["gym_closed", "gym_dirty"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_from_any_editor(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    assert load(path) == load(TINY)


def test_json_is_read_too(tmp_path: Path) -> None:
    import json

    path = tmp_path / "pack.yaml"
    data = yaml.safe_load(TEXT)
    data["scenarios"][0]["rights"] = []
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert load(path).price == 2400


def test_scalars_stay_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(
        TEXT.replace("- 一\n", "- 0912\n").replace("- 二\n", "- no\n").replace("- 三\n", "- 1e3\n"),
        encoding="utf-8",
    )
    assert load(path).opening[:3] == ("0912", "no", "1e3")


def test_markup_is_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(TEXT.replace("闭店五十天", "<script>alert(1)</script>"), encoding="utf-8")
    assert load(path).title == "<script>alert(1)</script>"


def test_both_yaml_parsers_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = yaml_lines.read_lines(TEXT)
    monkeypatch.setattr(yaml_lines, "LOADER", yaml.BaseLoader)
    slow = yaml_lines.read_lines(TEXT)
    assert (quick.data, quick.lines, quick.problems) == (slow.data, slow.lines, slow.problems)
    assert slow.data == yaml.load(TEXT, yaml.BaseLoader)


def test_lines_are_those_of_the_file() -> None:
    reading = yaml_lines.read_lines(TEXT)
    lines = TEXT.splitlines()
    assert "price" in lines[reading.lines[("scenarios", 0, "price")] - 1]
    assert "十二" in lines[reading.lines[("scenarios", 0, "opening", 11)] - 1]
    assert reading.line(("scenarios", 0, "absent")) == reading.lines[("scenarios", 0)] == 4


def test_a_scenario_cannot_be_changed() -> None:
    scenario = load("courier_delay")
    with pytest.raises(pydantic.ValidationError):
        scenario.price = 1.0
    with pytest.raises(TypeError):
        scenario.agent["fix"] = ("改",)
    with pytest.raises(TypeError):
        del scenario.agent["fix"]


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("clear", ()),
        ("pop", ("fix",)),
        ("popitem", ()),
        ("setdefault", ("deny", ("改",))),
        ("update", ({"fix": ("改",)},)),
        ("__ior__", ({"fix": ("改",)},)),
    ],
)
def test_the_phrases_of_a_scenario_cannot_be_changed(method: str, given: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        getattr(load("courier_delay").agent, method)(*given)


@pytest.mark.parametrize("name", list(catalog().index))
def test_a_scenario_travels_to_another_process(name: str) -> None:
    scenario = load(name)
    for other in (pickle.loads(pickle.dumps(scenario)), copy.deepcopy(scenario)):
        assert other == scenario
        assert hash(other) == hash(scenario)
        assert isinstance(other.agent, FrozenDict)


def test_a_scenario_survives_being_written_down() -> None:
    scenario = load("ecommerce_defect")
    assert Scenario.model_validate(scenario.model_dump()) == scenario
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_the_types_of_customer() -> None:
    types = customer_types()
    texts = {"reasonable", "spoiled", "opportunist"}  # those that source text 2 names
    assert set(types) == texts | {"calm", "furious", "hurried", "relation_seeking"}
    base = load("courier_delay")
    for name, kind in types.items():
        changed = base.with_customer_type(name).customer.ranges()
        wanted = kind.customer.model_dump(exclude_none=True)
        assert wanted
        for trait, given in base.customer.ranges().items():
            assert changed[trait] == wanted.get(trait, given)
    assert base.with_customer_type("calm").facts == base.facts


def test_types_differ_in_what_their_names_say() -> None:
    types = {name: kind.customer.ranges() for name, kind in customer_types().items()}
    assert types["furious"]["temper"][0] > types["calm"]["temper"][1]
    assert types["hurried"]["patience"][1] <= types["calm"]["patience"][0]
    assert types["relation_seeking"]["relation_need"][0] > types["hurried"]["relation_need"][1]
    assert types["opportunist"]["opportunism"][0] > types["relation_seeking"]["opportunism"][1]


def test_an_unknown_type_of_customer() -> None:
    with pytest.raises(ScenarioError, match="“hurry”这种客户，是不是想写 hurried？可以写：calm"):
        load("courier_delay").with_customer_type("hurry")


def test_traits_are_the_fields_of_a_customer() -> None:
    table = traits()
    assert list(table.index) == list(Customer.model_fields)
    assert (table["minimum"] <= table["low"]).all()
    assert (table["low"] <= table["high"]).all()
    assert (table["high"] <= table["maximum"]).all()
    assert Customer().ranges() == dict(
        zip(table.index, zip(table["low"], table["high"], strict=True), strict=True)
    )
