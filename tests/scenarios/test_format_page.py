"""The page for authors names every field, trait and fixed value, and its example loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from servicelab.data.resources import read_yaml
from servicelab.scenarios import load
from servicelab.scenarios.customers import Customer
from servicelab.scenarios.parts import Fact, Loss, Remedies, Right
from servicelab.scenarios.scenario import Pack, Scenario, _agent_acts
from servicelab.scenarios.traits import trait_table

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")


def test_the_example_loads(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    path = tmp_path / "example.yaml"
    path.write_text(example.group(1), encoding="utf-8")
    assert load(path).id == "gym_card_expired"


@pytest.mark.parametrize("model", [Pack, Scenario, Fact, Right, Customer])
def test_every_field_is_explained(model: type[BaseModel]) -> None:
    for field in model.model_fields:
        assert f"`{field}`" in PAGE, field


@pytest.mark.parametrize("model", [Loss, Remedies])
def test_every_share_is_explained(model: type[BaseModel]) -> None:
    for field in model.model_fields:
        assert f"`{model.__name__.lower()}.{field}`" in PAGE


def test_every_fixed_value_and_act_is_named() -> None:
    for kind, values in read_yaml("servicelab.scenarios", "data/labels.yaml").items():
        for value in values:
            assert f"`{value}`" in PAGE or f'`"{value}"`' in PAGE, (kind, value)
    for act in _agent_acts():
        assert f"`{act}`" in PAGE


def test_the_limits_of_the_traits_are_those_of_the_table() -> None:
    for name, trait in trait_table().items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        assert row.split("|")[3].strip() == f"{trait.minimum:g}–{trait.maximum:g}"


@pytest.mark.parametrize("model", [Pack, Scenario, Fact, Right, Loss, Remedies])
def test_messages_know_every_field(model: type[BaseModel]) -> None:
    entries = read_yaml("servicelab.scenarios", "data/fields.yaml")[model.__name__]
    assert list(entries) == list(model.model_fields)
