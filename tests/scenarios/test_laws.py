"""Laws of reading: whatever stands in a file, its author gets a scenario or Chinese words."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from servicelab.scenarios import Customer, Loss, ScenarioError
from servicelab.scenarios.pack_file import scenarios_in
from servicelab.scenarios.refusal import nearest
from servicelab.scenarios.yaml_lines import read_lines

TINY = Path(__file__).with_name("tiny.yaml").read_text(encoding="utf-8")
LAW = settings(deadline=None)  # a slow machine breaks no law
NUMBERS = st.floats(-3, 3) | st.sampled_from([0.0, 1.0])
NAMES = st.from_regex(r"[a-z][a-z_]{2,12}", fullmatch=True)
YAMLISH = st.text(st.sampled_from(list("ab:：-[]{}\"'#&*!|>%@`?,，\n\t 　中")), max_size=60)


def attempt(raw: bytes) -> None:
    try:
        said = [scenario.title for scenario in scenarios_in(raw, "my.yaml")]
    except ScenarioError as error:
        said = str(error).splitlines()
    assert 1 <= len(said) <= 12
    assert re.search("[一-鿿]", "".join(said))


@LAW
@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    attempt(raw)


@LAW
@given(st.text(max_size=200) | YAMLISH)
def test_any_text(text: str) -> None:
    attempt(text.encode("utf-8", "surrogatepass"))


@LAW
@given(st.integers(0, len(TINY) - 1), st.integers(0, 20), YAMLISH)
def test_any_damage_to_a_good_pack(start: int, length: int, instead: str) -> None:
    attempt((TINY[:start] + instead + TINY[start + length :]).encode())


@LAW
@given(st.integers(0, len(TINY.encode())))
def test_a_pack_cut_off_anywhere(end: int) -> None:
    attempt(TINY.encode()[:end])


@LAW
@given(YAMLISH)
def test_reading_agrees_with_the_parser_of_the_library(text: str) -> None:
    reading = read_lines(text)
    last = text.count("\n") + 2  # a value left out at the end stands after the last line
    assert all(1 <= line <= last for line in reading.lines.values())
    if not reading.problems and reading.data is not None:
        assert reading.data == yaml.load(text, yaml.CBaseLoader)


@LAW
@given(NUMBERS, NUMBERS)
def test_a_range_is_accepted_just_when_it_is_one(low: float, high: float) -> None:
    try:
        customer = Customer(temper=(low, high))
    except ValidationError:
        assert not 0 <= low <= high <= 1
    else:
        assert customer.ranges()["temper"] == (low, high)
        assert 0 <= low <= high <= 1


@LAW
@given(st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_losses_never_exceed_the_price(shares: tuple[float, float, float]) -> None:
    fits = all(0 <= share <= 1 for share in shares) and sum(shares) <= 1 + 1e-9
    try:
        Loss(money=shares[0], substance=shares[1], attention=shares[2])
    except ValidationError:
        assert not fits
    else:
        assert fits


@LAW
@given(
    st.lists(st.from_regex(r"[a-z][a-z_]{2,12}", fullmatch=True), min_size=1, max_size=6), st.data()
)
def test_a_known_name_is_its_own_nearest(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert nearest(name, names) == name
