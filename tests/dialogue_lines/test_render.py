"""Choosing the words: the same for the same arguments, and never the same twice in a talk."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelab.dialogue import phrasebook, render
from servicelab.dialogue.phrasebook import agent_phrases, speakers, speakers_left, templates
from servicelab.dialogue.render import LINE_KINDS, agent_line, customer_line

CASE = "heating_blocked_pipe"
FACTS = ["地址没变，三号楼二单元。", "十四。早上十三度八！", "五号报的", "要不我拍给你看？"]
ACTS = [act for act in agent_phrases() if act != "other"]
BARE_CASE = SimpleNamespace(agent={})
FULL_CASE = SimpleNamespace(
    agent={
        "greet": ["您好，供热客服，我姓李。", "您好，请讲"],
        "apologise": ["您好，对不起，让老人孩子冻着了。", "实在抱歉!"],
        "commit": ["今天下午五点前师傅到您家。"],
        "confirm": ["这样办您看行不行?"],
    }
)
ASK = SimpleNamespace(ask="请问您家是哪个小区、几号楼?")

luck = st.floats(0, 1, exclude_max=True)
turns = st.lists(st.tuples(st.sampled_from(LINE_KINDS), luck, st.sampled_from(FACTS)), max_size=20)
replies = st.lists(
    st.tuples(st.lists(st.sampled_from(ACTS), max_size=6), luck, st.booleans()), max_size=20
)


def talk(pairs: list[tuple[str, float, str]], trade: str, case: str | None) -> list[str]:
    said: list[str] = []
    for kind, u, fact in pairs:
        said.append(customer_line(kind, trade, set(said), u, scenario_id=case, fact=fact))
    return said


@pytest.mark.parametrize(
    ("trade", "case"),
    [("heating", CASE), ("heating", "heating_bill_dispute"), ("heating", None), ("florist", None)],
)
@settings(max_examples=40, deadline=None)
@given(pairs=turns)
def test_no_line_twice_in_a_talk(trade: str, case: str | None, pairs: list) -> None:
    said = talk(pairs, trade, case)
    assert len(set(said)) == len(said)


@settings(max_examples=40, deadline=None)
@given(pairs=turns)
def test_the_same_talk_says_the_same_words(pairs: list) -> None:
    assert talk(pairs, "heating", CASE) == talk(pairs, "heating", CASE)


@settings(max_examples=40, deadline=None)
@given(pairs=turns)
def test_a_talk_keeps_to_one_speaker(pairs: list) -> None:
    said = talk(pairs, "heating", None)
    left = frozenset(speakers_left("heating", None, ()))
    for line in said:
        left &= speakers("heating", line)
    assert left


def test_a_line_is_said_only_on_its_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    def channels(industry: str) -> dict[str, frozenset[str]]:
        return {"挂": frozenset({"phone"})}

    monkeypatch.setattr(phrasebook, "_channels", channels)
    for step in range(200):
        line = customer_line("angry", "courier", (), step / 200, channel="counter")
        assert "挂" not in line
    hung = [customer_line("furious", "courier", (), step / 200) for step in range(200)]
    assert any("挂" in line for line in hung)


def test_the_case_and_the_kind_of_customer_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {"doubt": ("我可是老会员。",)}
    monkeypatch.setattr(render, "typed_templates", lambda kind, name: typed.get(kind, ()))
    said = [
        customer_line("doubt", "florist", (), step / 100, customer_type="x") for step in range(100)
    ]
    assert 50 <= said.count("我可是老会员。") <= 55
    again = customer_line("doubt", "florist", ("我可是老会员。",), 0.1, customer_type="x")
    assert again != "我可是老会员。"
    own = set(phrasebook.own_templates("furious", "courier", "courier_delay"))
    lines = [
        customer_line("furious", "courier", (), step / 100, scenario_id="courier_delay")
        for step in range(100)
    ]
    assert 0.6 <= sum(line in own for line in lines) / 100 <= 0.75


def test_the_order_of_what_was_said_does_not_matter() -> None:
    said = ["房东说不管。", "媳妇让我压着火。", "老太太我活了七十多年。"]
    lines = {
        customer_line("angry", "heating", order, 0.3)
        for order in (said, said[::-1], set(said), tuple(said[1:] + said[:1]))
    }
    assert len(lines) == 1


def test_the_opening_fixes_the_speaker() -> None:
    opening = "我租的房子，房东推给你们，你们推给房东。"
    said = [opening]
    for turn in range(40):
        said.append(customer_line("angry", "heating", said, (turn * 0.37) % 1))
    assert not any(re.search("媳妇|老公|老太太|我妈|小店", line) for line in said)


def test_a_kind_is_spent_before_it_repeats() -> None:
    said: list[str] = []
    number = len(templates("reask", "florist", None))
    for turn in range(number):
        said.append(customer_line("reask", "florist", said, (turn * 0.618) % 1))
    assert len(set(said)) == number
    assert customer_line("reask", "florist", said, 0.5) in said


def test_an_answer_changes_its_frame_before_it_repeats_one() -> None:
    said: list[str] = []
    frames = templates("answer_calm", "florist", None)
    for turn in range(len(frames)):
        said.append(customer_line("answer_calm", "florist", said, 0.2, fact=f"第{turn}件"))
    assert len({re.sub(r"第\d+件", "{fact}", line) for line in said}) == len(frames)
    line = customer_line("answer_calm", "florist", said, 0.2, fact="又一件")
    assert line not in said


@pytest.mark.parametrize("u", [0.0, 0.5, 1 - 2**-53])
@pytest.mark.parametrize("kind", LINE_KINDS)
def test_any_luck_gives_a_line(kind: str, u: float) -> None:
    assert customer_line(kind, "heating", (), u, scenario_id=CASE, fact="五号报的")


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("kind", ["answer", "answer_angry", "answer_calm"])
def test_a_fact_brings_no_second_full_stop(kind: str, fact: str) -> None:
    number = len(templates(kind, "heating", CASE))
    for position in range(number):
        line = customer_line(kind, "heating", (), position / number, scenario_id=CASE, fact=fact)
        assert fact.rstrip("。！？") in line
        assert "{" not in line
        assert not re.search("[。！？，][。！，]", line), line


def test_braces_in_a_fact_are_only_text() -> None:
    assert "{0} {fact}" in customer_line("answer", "heating", (), 0.1, fact="{0} {fact}")


def test_what_cannot_be_rendered_is_refused() -> None:
    with pytest.raises(ValueError, match="furius"):
        customer_line("furius", "heating", (), 0.1)
    with pytest.raises(ValueError, match="fact"):
        customer_line("answer", "heating", (), 0.1)
    with pytest.raises(ValueError, match="apologize"):
        agent_line(["apologize"], BARE_CASE, (), 0.1)


@pytest.mark.parametrize("industry", ["florist", "agent", "common", "../data/rules", "", "银行"])
def test_a_trade_without_a_book_has_the_common_lines(industry: str) -> None:
    assert customer_line("leave", industry, (), 0.0) == customer_line("leave", "florist", (), 0.0)


# --- the agent ------------------------------------------------------------------------------


def reply_talk(turns: list[tuple[list[str], float, bool]], case: SimpleNamespace) -> list[str]:
    said: list[str] = []
    for acts, u, asks in turns:
        said.append(agent_line(acts, case, said, u, ASK if asks else None))
    return said


@pytest.mark.parametrize("case", [BARE_CASE, FULL_CASE])
@settings(max_examples=40, deadline=None)
@given(turns=replies)
def test_replies_are_clean_sentences(case: SimpleNamespace, turns: list) -> None:
    for line in reply_talk(turns, case):
        assert line.endswith(("。", "？", "！", "…"))
        assert not re.search("[，。！？：；][，。！；]", line), line
        assert not re.search("[,!?;{}]", line), line
        assert line.count("您好") <= 1


@pytest.mark.parametrize("case", [BARE_CASE, FULL_CASE])
@settings(max_examples=40, deadline=None)
@given(turns=replies)
def test_replies_repeat_only_when_wordings_are_spent(case: SimpleNamespace, turns: list) -> None:
    acted = [turn for turn in turns if turn[0]]
    said = reply_talk(acted, case)
    for position, line in enumerate(said):
        if line in said[:position]:
            same = [turn for turn in acted[:position] if set(turn[0]) == set(acted[position][0])]
            assert len(same) >= 8


@settings(max_examples=40, deadline=None)
@given(turns=replies)
def test_the_same_arguments_give_the_same_reply(turns: list) -> None:
    assert reply_talk(turns, FULL_CASE) == reply_talk(turns, FULL_CASE)


def test_acts_come_in_a_natural_order_whatever_the_order_given() -> None:
    acts = ["thank", "follow_up", "confirm", "refund", "commit", "explain", "ask_open", "greet"]
    lines = {agent_line(order, BARE_CASE, (), 0.4) for order in (acts, acts[::-1], set(acts))}
    assert len(lines) == 1
    line = lines.pop()
    places = []
    for act in reversed(acts):
        cores = [phrase.rstrip("，？") for phrase in agent_phrases()[act]]
        places.append(min(line.index(core) for core in cores if core in line))
    assert places == sorted(places)


def test_the_cases_own_words_come_first_and_then_the_general_ones() -> None:
    said: list[str] = []
    for turn in range(10):
        said.append(agent_line(["commit"], FULL_CASE, said, (turn * 0.37) % 1))
    assert said[0] == "今天下午五点前师傅到您家。"
    assert len(set(said)) == 10


def test_a_reply_used_up_comes_again_rather_than_fail() -> None:
    said: list[str] = []
    for turn in range(30):
        said.append(agent_line(["commit"], BARE_CASE, said, (turn * 0.37) % 1))
    assert len(set(said)) == len(agent_phrases()["commit"])


def test_the_fact_is_asked_in_its_own_words_and_in_new_frames() -> None:
    said: list[str] = []
    for turn in range(8):
        said.append(agent_line(["ask_fact"], FULL_CASE, said, (turn * 0.37) % 1, ASK))
    assert len(set(said)) == 8
    assert all(line.endswith("您家是哪个小区、几号楼？") for line in said)
    assert all(line.count("请问") <= 1 for line in said)


def test_the_next_fact_is_asked_in_another_frame() -> None:
    said: list[str] = []
    for turn in range(6):
        fact = SimpleNamespace(ask=f"请问第{turn}件是什么时候的事？")
        said.append(agent_line(["ask_fact"], BARE_CASE, said, 0.99, fact))
    leads = [re.sub(r"(请问)?第\d件.*", "", line) for line in said]
    assert len(set(leads)) == len(leads)


def test_a_greeting_runs_into_what_follows() -> None:
    case = SimpleNamespace(agent={"greet": ["您好，"], "apologise": ["您好，对不起。"]})
    assert agent_line(["apologise", "greet"], case, (), 0.0) == "您好，对不起。"
    assert agent_line(["greet"], case, (), 0.0) == "您好。"


def test_no_act_at_all_is_still_an_answer() -> None:
    assert agent_line([], BARE_CASE, (), 0.0) == "好的。"
