"""The page on methods of one's own: its code runs as printed, and its claims hold."""

from __future__ import annotations

import inspect
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

import servicelab as sl
from servicelab.evaluation import Comparison
from servicelab.methods import Observation

PAGE = (Path(__file__).parents[2] / "docs" / "own-method.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the page's code leaves behind, and the warnings that it gave."""
    names: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        for block in BLOCKS:
            exec(compile(block, "own-method.md", "exec"), names)
    names["given"] = [str(warning.message) for warning in given]
    return names


def test_the_method_takes_no_more_than_twenty_lines() -> None:
    classes = re.findall(r"^class .*?(?=\n\n\n)", "\n".join(BLOCKS), re.DOTALL | re.MULTILINE)
    assert len(classes) == 2
    assert all(len(body.splitlines()) <= 20 for body in classes)


def test_a_playbook_joins_in_both_ways(told: dict[str, Any]) -> None:
    result = told["result"]
    assert isinstance(result, Comparison)
    for dose in ("as written", "equal dose"):
        assert "call_back" in result.panel(dose)
    assert "办完回电话" in result.plot().alt
    assert "call_back" in result.frontier().index


def test_a_free_method_joins_as_written_and_two_notices_say_the_rest(told: dict[str, Any]) -> None:
    assert "thermometer" in told["free"].panel("as written")
    assert "thermometer" not in told["free"].panel("equal dose")
    assert len(told["given"]) == 2
    assert any("没有固定的步骤" in words for words in told["given"])
    assert any("慢几百倍" in words for words in told["given"])


def test_the_package_need_not_know_of_them(told: dict[str, Any]) -> None:
    assert not {"call_back", "thermometer"} & set(sl.methods.catalog().index)
    talk = sl.converse("courier_delay", told["Thermometer"](), seed=7, customer=5)
    assert talk.outcome().satisfaction == told["free"].panel()["thermometer"][5]


def test_every_cue_is_explained() -> None:
    for cue in Observation._fields:
        assert f"`{cue}`" in PAGE


def test_what_the_page_calls_exists() -> None:
    for name in re.findall(r"`result\.(\w+)", PAGE):
        assert (
            hasattr(Comparison, name)
            or name in inspect.signature(Comparison).parameters
            or (name in Comparison.__dataclass_fields__)
        )
    for name in sl.methods.BASELINES:
        assert sl.methods.get(name).zh in PAGE
