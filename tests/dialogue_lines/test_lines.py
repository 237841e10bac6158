"""The words themselves: enough of them, no two alike, and written as Chinese is written."""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

import servicelab.dialogue
from servicelab.data.resources import read_yaml
from servicelab.dialogue.phrasebook import (
    agent_phrases,
    sayable,
    speakers,
    speakers_left,
    templates,
)
from servicelab.dialogue.render import LINE_KINDS, ONCE
from servicelab.scenarios import catalog, customer_types, load
from servicelab.scenarios.scenario import Channel

LINES = Path(servicelab.dialogue.__file__).parent / "lines"
NO_TRADES = {"agent", "common", "customer_types", "once"}
TRADES = sorted(path.stem for path in LINES.glob("*.yaml") if path.stem not in NO_TRADES)
HEATING_CASES = ["heating_blocked_pipe", "heating_bill_dispute"]
SETTINGS = {"said_by", "said_on", "cast", "only"}


def book(name: str) -> dict[str, Any]:
    return read_yaml("servicelab.dialogue", f"lines/{name}.yaml")


def cases_of(trade: str) -> list[str | None]:
    named = {case for key in book(trade).get("only", {}) for case in key.split()}
    return [None, *sorted(named)]


def own_lines(trade: str, kind: str, case: str | None) -> list[str]:
    """The trade's own lines that the case's speakers can say."""
    cast = speakers_left(trade, case, ())
    common = set(templates(kind, "no_such_trade", None))
    lines = templates(kind, trade, case)
    return [line for line in lines if line not in common and cast & speakers(trade, line)]


@cache
def every_template() -> list[tuple[str, str]]:
    """Each line of each book with the place where it stands."""
    found = []
    for name in ["common", "once", *TRADES]:
        content = book(name)
        groups = [content, *content.get("only", {}).values()]
        for group in groups:
            for kind, lines in group.items():
                if kind in LINE_KINDS + ONCE:
                    found += [(f"{name}.{kind}", line) for line in lines]
    for name, group in book("customer_types").items():
        for kind, lines in group.items():
            found += [(f"{name}.{kind}", line) for line in lines]
    return found


def bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text.replace("{fact}", ""))


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_forty_lines_of_its_own_for_the_blocked_pipe(kind: str) -> None:
    assert len(own_lines("heating", kind, "heating_blocked_pipe")) >= 40


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_common_lines_outlast_a_talk_of_twenty_turns(kind: str) -> None:
    assert len(templates(kind, "no_such_trade", None)) >= 25


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_the_bill_dispute_has_forty_lines_with_the_common_ones(kind: str) -> None:
    assert len(own_lines("heating", kind, "heating_bill_dispute")) >= 30
    assert len(templates(kind, "heating", "heating_bill_dispute")) >= 55


@pytest.mark.parametrize("name", ["common", *TRADES])
def test_a_book_has_only_kinds_and_settings(name: str) -> None:
    content = book(name)
    assert set(content) <= {*LINE_KINDS, *SETTINGS}
    for kinds in content.get("only", {}).values():
        assert set(kinds) <= set(LINE_KINDS)


@pytest.mark.parametrize(
    ("trade", "case"), [(trade, case) for trade in TRADES for case in cases_of(trade)]
)
@pytest.mark.parametrize("kind", LINE_KINDS)
def test_no_two_lines_of_a_kind_are_nearly_the_same(
    kind: str, trade: str, case: str | None
) -> None:
    common = set(templates(kind, "no_such_trade", None))
    for first, second in itertools.combinations(templates(kind, trade, case), 2):
        if first in common and second in common:
            continue  # compared once, as the lines of no trade
        one, other = bare(first), bare(second)
        # Two texts can't be alike beyond what their shared characters allow; counting is quick.
        shared = (Counter(one) & Counter(other)).total()
        if 2 * shared / (len(one) + len(other)) > 0.9:
            matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
            assert matcher.ratio() <= 0.9, (one, other)


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_no_two_common_lines_are_nearly_the_same(kind: str) -> None:
    lines = map(bare, templates(kind, "no_such_trade", None))
    for one, other in itertools.combinations(lines, 2):
        assert difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() <= 0.9, (
            one,
            other,
        )


@pytest.mark.parametrize("case", HEATING_CASES)
def test_no_line_serves_two_kinds(case: str) -> None:
    count = Counter(bare(line) for kind in LINE_KINDS for line in templates(kind, "heating", case))
    assert [text for text, times in count.items() if times > 1] == []


def test_lines_are_short_chinese_with_chinese_punctuation() -> None:
    for place, line in every_template():
        assert 2 <= len(line) <= 60, (place, line)
        assert not re.search(r"[,;:!?()<>\"'~]", line), (place, line)
        assert not re.search(r"[.]", line), (place, line)
        assert line.endswith(("。", "！", "？", "…")), (place, line)
        assert line == line.strip(), (place, line)


def test_every_character_can_be_saved_for_an_old_spreadsheet() -> None:
    phrases = [("agent", phrase) for lines in agent_phrases().values() for phrase in lines]
    for place, line in [*every_template(), *phrases]:
        assert line.encode("gb18030").decode("gb18030") == line, place
        assert all(ord(character) < 0x10000 for character in line), (place, "no emoji")


def test_only_answers_have_a_slot_and_its_name_is_fact() -> None:
    for place, line in every_template():
        slots = re.findall(r"\{.*?\}", line)
        expected = ["{fact}"] if ".answer" in place else []
        assert slots == expected, (place, line)


def test_an_answer_says_something_besides_the_fact() -> None:
    # Otherwise a template would count as said as soon as anything was said.
    for place, line in every_template():
        if ".answer" in place:
            assert bare(line), (place, line)


def test_an_angry_answer_does_not_sound_sweet() -> None:
    for place, line in every_template():
        if place.endswith("answer_angry"):
            assert not re.search("辛苦|谢谢|不着急|没关系|慢慢", line), (place, line)
        if place.endswith("answer_calm"):
            assert "！" not in line, (place, line)


def test_escalation_names_somebody_outside_the_talk() -> None:
    # Who that is differs by trade, so only the books are read whose outsiders are listed here.
    outside = (
        "12345|12315|消协|消费者|供热办|住建|物价|电视台|媒体|记者|报社|网上|网友|发出去|拍|法院|法庭|律师|"
        "仲裁|诉讼|法律|信访|投诉|热线|上级|上头|总部|总公司|经理|领导|部门|监管|曝光|签名|群|往上|"
        "区里|写信|营业厅|大门口|门口|朋友圈|评理|讨去|管得了|点评|平台|协会|旅游|卫生|局"
    )
    for place, line in every_template():
        if place in {"common.escalate", "heating.escalate"}:
            assert re.search(outside, line), (place, line)


@pytest.mark.parametrize("case", HEATING_CASES)
@pytest.mark.parametrize("kind", LINE_KINDS)
def test_openings_vary(kind: str, case: str) -> None:
    lines = [line for line in own_lines("heating", kind, case) if not line.startswith("{")]
    first = Counter(line[0] for line in lines)
    assert (first["你"] + first["我"]) / len(lines) <= 1 / 3
    assert max(Counter(line[:2] for line in lines).values()) <= 4


@pytest.mark.parametrize("trade", TRADES)
def test_every_line_has_a_speaker(trade: str) -> None:
    content = book(trade)
    named = {name for names in content.get("said_by", {}).values() for name in names}
    for cast in content.get("cast", {}).values():
        assert set(cast) <= named | {"anyone"}
    for case in cases_of(trade):
        for kind in LINE_KINDS:
            for line in templates(kind, trade, case):
                assert speakers(trade, line), (kind, line)


@pytest.mark.parametrize("trade", TRADES)
def test_lines_of_a_case_can_be_said_by_its_cast(trade: str) -> None:
    for key, kinds in book(trade).get("only", {}).items():
        for case in key.split():
            cast = speakers_left(trade, case, ())
            for lines in kinds.values():
                for line in lines:
                    assert cast & speakers(trade, line), (case, line)


@pytest.mark.parametrize("trade", TRADES)
def test_lines_name_cases_that_exist_and_can_be_said_there(trade: str) -> None:
    cases = {name: load(name).channel for name in catalog().query("industry == @trade").index}
    for key, kinds in book(trade).get("only", {}).items():
        for case in key.split():
            assert case in cases, case
            for line in (line for lines in kinds.values() for line in lines):
                assert sayable(trade, line, cases[case]), (case, line)
    for key in book(trade).get("cast", {}):
        assert set(key.split()) <= set(cases)


@pytest.mark.parametrize("channel", get_args(Channel))
@pytest.mark.parametrize("kind", LINE_KINDS)
def test_enough_can_be_said_on_every_channel(kind: str, channel: str) -> None:
    lines = templates(kind, "no_such_trade", None)
    assert sum(sayable("no_such_trade", line, channel) for line in lines) >= 20


@pytest.mark.parametrize("kind", ONCE)
def test_what_is_said_once_is_there(kind: str) -> None:
    assert len(templates(kind, "no_such_trade", None)) >= 12


def test_lines_of_a_kind_of_customer_name_what_exists() -> None:
    for name, kinds in book("customer_types").items():
        assert name in customer_types()
        assert set(kinds) <= set(LINE_KINDS)


@pytest.mark.parametrize("table", ["common", *TRADES])
def test_channels_that_are_named_exist(table: str) -> None:
    for channels in book(table).get("said_on", {}).values():
        assert channels
        assert set(channels) <= set(get_args(Channel))


# --- the agent ------------------------------------------------------------------------------


def test_the_agent_has_eight_phrases_for_every_act(project: Path) -> None:
    from servicelab.dialogue.acts import ACTS

    assert set(agent_phrases()) == set(ACTS)
    for act, phrases in agent_phrases().items():
        assert len(set(phrases)) == len(phrases) >= 8, act


def test_the_agent_speaks_chinese_punctuation() -> None:
    for act, phrases in agent_phrases().items():
        for phrase in phrases:
            text = phrase.replace("{ask}", "")
            assert not re.search(r"[,;:!?()<>\"'~.]", text), (act, phrase)
            assert len(phrase) <= 60, (act, phrase)
            assert not phrase.endswith("。"), (act, phrase)


def test_phrases_are_what_their_act_is_defined_to_be() -> None:
    marks = {
        "commit": r"前|之?内|[一二三]天",
        "align": "同时",
        "apologise": "对不起|抱歉|道歉|不好意思",
        "limit": "因为|原因|这是",
        "overpromise": "百分之百|保证|绝|包在|担保|打包票|万无一失",
        "greet": "^您好",
        "choose": "？$|[选挑定]",
        "stage": "[吗好成行以？]？?$",
        "thank": "谢",
    }
    for act, pattern in marks.items():
        for phrase in agent_phrases()[act]:
            assert re.search(pattern, phrase), (act, phrase)
    for act in ("ask_open", "confirm", "stage"):
        assert all(phrase.endswith("？") for phrase in agent_phrases()[act])
    for phrase in agent_phrases()["align"]:
        assert "但是" not in phrase
    for phrase in agent_phrases()["delay"]:
        assert not re.search(r"[0-9一二两三四五六七八九十]+(?:点|小时|号)", phrase)


def test_no_phrase_serves_two_acts() -> None:
    count = Counter(bare(phrase) for lines in agent_phrases().values() for phrase in lines)
    assert [text for text, times in count.items() if times > 1] == []
