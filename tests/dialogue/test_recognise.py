"""Recognition of acts, judged on sentences of our own (``sentences.yaml``), and its laws."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelab.dialogue import ACTS, Recognised, recognise
from servicelab.dialogue.rules import contexts, rules

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))
RECOGNISABLE = set(ACTS) - {"other"}


def acts_of(text: str) -> list[str]:
    return [found.act for found in recognise(text)]


def cases(kind: str) -> list[tuple[str, str]]:
    return [(name, said) for name, lists in SENTENCES.items() for said in lists[kind]]


@pytest.mark.parametrize(("name", "sentence"), cases("present"))
def test_an_act_is_found_where_it_is(name: str, sentence: str) -> None:
    assert name in acts_of(sentence)


@pytest.mark.parametrize(("name", "sentence"), cases("absent"))
def test_an_act_is_not_found_in_a_near_miss(name: str, sentence: str) -> None:
    assert name not in acts_of(sentence)


def test_every_act_has_enough_sentences_for_and_against() -> None:
    assert set(SENTENCES) == RECOGNISABLE
    assert all(len(lists["present"]) >= 3 for lists in SENTENCES.values())
    assert all(len(lists["absent"]) >= 2 for lists in SENTENCES.values())


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("非常抱歉，我马上为您安排检修。", {"apologise", "fix"}),
        (
            "屋里十四度，还有老人，换谁都着急。我现在就派单，今晚八点前师傅到您家。",
            {"empathise", "commit"},
        ),
        ("我理解您的心情，但是规定就是这样。", {"argue"}),
        ("我理解您的心情，同时也想跟您说说原因。", {"empathise"}),
        ("不能退，因为吊牌已经剪了。", {"explain"}),
        ("不能退，不过我可以给您换一件新的。", {"limit", "replace"}),
        ("您好，24 小时内给您回复。", {"greet", "commit"}),
        ("你好好看看合同！", set()),
        ("好的", set()),
    ],
)
def test_whole_replies(reply: str, expected: set[str]) -> None:
    found = set(acts_of(reply))
    assert expected <= found
    assert expected or not found


def test_what_is_taken_back_with_but_counts_as_arguing_not_as_empathy() -> None:
    assert "empathise" not in acts_of("我理解您的心情，但是规定就是这样。")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("非常抱歉，您先别着急！", "非常抱歉,您先别着急!"),
        ("您说的不对", "你说的不对"),
        ("24小时内给您回复", "24 小时内给您回复"),
        ("二十四小时内给您回复", "２４小时内给您回复"),
    ],
)
def test_the_way_of_typing_makes_no_difference(one: str, other: str) -> None:
    assert acts_of(one) == acts_of(other) != []


def test_the_span_is_the_words_that_triggered() -> None:
    text = "您好， 真的 非常抱歉。"
    found = recognise(text)
    assert [one.words for one in found] == ["您好", "抱歉"]
    assert all(text[slice(*one.span)] == one.words for one in found)


def test_a_face_in_brackets_is_no_word() -> None:
    assert acts_of("[呵呵]") == []
    assert acts_of("呵呵") == ["brush_off"]


def test_the_same_act_counts_once_in_a_clause_and_again_in_the_next() -> None:
    assert acts_of("抱歉抱歉真抱歉") == ["apologise"]
    assert acts_of("抱歉，真的抱歉") == ["apologise", "apologise"]


@pytest.mark.parametrize("text", ["", " \n\t", "😀😀😀", "asdf qwer", "。。。", "12345", "\ud800"])
def test_text_without_an_act_gives_nothing(text: str) -> None:
    assert recognise(text) == []


def check_laws(text: str) -> None:
    found = recognise(text)
    assert found == sorted(found, key=lambda one: (one.span, one.act))
    for one in found:
        start, end = one.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == one.words
        assert one.act in RECOGNISABLE
        assert 0 < one.confidence <= 1


PARTS = sorted({s for lists in SENTENCES.values() for s in lists["present"] + lists["absent"]})


@given(st.text())
def test_any_text_is_answered_with_spans_inside_it(text: str) -> None:
    check_laws(text)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*PARTS, "，", " ", "\n", "@某人 ", "Ａ", "[微笑]", "."]), max_size=12)
)
def test_any_mixture_of_replies_is_answered_with_spans_inside_it(parts: list[str]) -> None:
    check_laws("".join(parts))


@pytest.mark.parametrize(
    "piece", ["您", "请您", "不能退，", "感谢", "先说", "a.b ", "今天3点前", "哦", "@a ", "\n"]
)
def test_ten_thousand_characters_are_answered(piece: str) -> None:
    check_laws((piece * 10_000)[:10_000])


def test_no_pattern_can_run_away() -> None:
    # A repeat without a bound, other than at the very start of a reply, could make the time grow
    # faster than the text.
    for rule in rules():
        body = rule.pattern.pattern.replace("^[^\\u4e00-\\u9fffa-z0-9]*", "")
        body = body.replace("[^\\u4e00-\\u9fffa-z0-9\\n]*", "").replace("t\\+1", "")
        assert "*" not in body, rule.reason
        assert "+" not in body.replace("\\+", ""), rule.reason


def test_rules_name_only_what_exists_and_give_their_reason() -> None:
    assert {rule.act for rule in rules()} == RECOGNISABLE
    for rule in rules():
        assert {*rule.when, *rule.unless} <= set(contexts()), rule
        assert {*rule.yields_to, *(rule.alone_with or ())} <= set(ACTS), rule
        assert 0 < rule.confidence <= 1
        assert rule.reason


def test_every_context_is_used_and_sits_somewhere_known() -> None:
    used = {name for rule in rules() for name in (*rule.when, *rule.unless)}
    assert used == set(contexts())
    places = {"before", "after", "clause", "sentence", "turn"}
    assert {context.where for context in contexts().values()} <= places


def test_what_is_recognised_can_not_be_changed() -> None:
    found = recognise("抱歉")[0]
    assert found == Recognised("apologise", (0, 2), found.confidence, "抱歉")
    with pytest.raises(AttributeError):
        found.act = "fix"  # type: ignore[misc]
