"""Advice to authors: silent on the shipped packs, and right about sums of money."""

from __future__ import annotations

from importlib import resources

import pytest

from servicelab.data.resources import read_yaml
from servicelab.dialogue import ACTS
from servicelab.scenarios.advice import advice, form_advice
from servicelab.scenarios.amounts import amounts, numeral
from servicelab.scenarios.pack_file import checked

PACKS = sorted(
    (file.name, file.read_text(encoding="utf-8"))
    for file in resources.files("servicelab.scenarios").joinpath("packs").iterdir()
    if file.name.endswith(".yaml")
)


@pytest.mark.parametrize(("name", "text"), PACKS, ids=[name for name, _ in PACKS])
def test_the_shipped_packs_need_no_advice(name: str, text: str) -> None:
    scenarios, reading = checked(text, name)
    found = [str(one) for i, scenario in enumerate(scenarios)
             for one in advice(scenario, i, reading)]  # fmt: skip
    # A savings product that lost value: nothing to give but the truth, and that is the case.
    allowed = ("三种补救都是 0", "请核对一下")
    assert [one for one in found if not any(words in one for words in allowed)] == []
    assert sum("请核对一下" in one for one in found) <= 2
    assert form_advice(text) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [("二十", 20), ("十五", 15), ("一百零五", 105), ("一百五", 150), ("三千八百", 3800),
     ("两千四", 2400), ("一万二", 12000), ("两万零五十", 20050), ("十万", 100000), ("九", 9),
     ("零", 0)],
)  # fmt: skip
def test_numerals_as_people_say_them(words: str, number: float) -> None:
    assert numeral(words) == number


@pytest.mark.parametrize(
    ("text", "sums"),
    [("退您 480 元。", [480]), ("退您480块", [480]), ("1,480.50 元", [1480.5]), ("3 万元", [30000]),
     ("四百八十元", [480]), ("这一块我们认，四块都换", []), ("十块钱", [10]), ("二十度", []),
     ("一天二十块，一共 100 元", [20, 100]), ("3千元", [3000]), ("一万万元", []),
     ("2.5万元", [25000]), ("万元", [10000])],
)  # fmt: skip
def test_sums_in_a_text(text: str, sums: list[float]) -> None:
    assert amounts(text) == sums


def test_sums_that_are_given_back() -> None:
    assert amounts("标价 468 元，退您 42 元，还要赔六十块", given_back=True) == [42, 60]


def test_acts_are_called_as_in_the_vocabulary() -> None:
    names = read_yaml("servicelab.scenarios", "data/act_names.yaml")
    assert names == {name: act.zh for name, act in ACTS.items() if name != "other"}
