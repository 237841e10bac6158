"""Methods read like the texts they come from, alone and in a batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servicelab as sl
from servicelab.dialogue import ACTS
from servicelab.methods import Move, Observation, Playbook, Step, Until
from servicelab.methods.playbook import Position, advance, array_plan

# The steps as the source texts list them.
STEPS = {
    "roundabout": ["倾听与理解", "情感回应", "问题分析", "提出解决方案", "实施与反馈"],
    "clear": ["控制", "倾听", "建立关系", "道歉", "解决"],
    "reactive": ["接待客户", "收集信息", "确认问题", "提供解决方案", "后续跟进"],
    "after_sales": ["接收客户反馈", "确认问题", "提供解决方案", "执行解决方案", "跟进与回访"],
    "conflict_resolution": [
        "倾听和理解客户需求",
        "表达清晰和准确",
        "保持冷静和耐心",
        "寻求共同点",
        "提出解决方案",
        "调解和妥协",
    ],
    "immediate_response": [
        "第一时间表明态度",
        "判断时间，取得谅解",
        "解释即将采取的行动",
        "必要的优惠或补偿",
    ],
    "exceed_expectation": [
        "弄清要什么",
        "达成一致",
        "弥补过失",
        "超出预期的真诚道歉",
        "善终",
    ],
    "follow_up": [
        "真诚道歉",
        "解释采取的措施",
        "客户挽留测试",
        "跟踪确认",
        "从经验中反思学习",
    ],
}
PLAYBOOKS = [name for name in sl.methods.catalog().index]


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_are_those_of_the_text_in_its_order(name: str) -> None:
    steps = [step.name.split("：")[0] for step in sl.methods.get(name).steps]
    assert list(dict.fromkeys(steps)) == STEPS[name]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_act_is_in_the_vocabulary_and_only_baselines_harm(name: str) -> None:
    acts = {act for step in sl.methods.get(name).steps for act in step.acts}
    assert acts <= set(ACTS)
    harmful = {act for act in acts if ACTS[act].group == "harmful"}
    assert not harmful or sl.methods.catalog().loc[name, "baseline"]


cues = st.floats(0, 1)
coins = st.floats(0, 1, exclude_max=True)
talks = st.lists(st.tuples(cues, cues, cues, cues, cues, cues, coins), min_size=1, max_size=25)


@given(st.sampled_from(PLAYBOOKS), talks)
def test_one_talk_and_a_batch_take_the_same_steps(name: str, talk: list[tuple[float, ...]]) -> None:
    book = sl.methods.get(name)
    player, plan = book.begin(), array_plan(book)
    zeros = np.zeros(3, dtype=np.int64)
    position = Position(zeros, zeros + 1, zeros)
    for turn, seen in enumerate(talk):
        move = player.choose(Observation(turn, *seen))
        if turn:
            batch = Observation(turn, *(np.full(3, cue) for cue in seen))
            position = advance(plan, position, batch)
        assert (position.step == player.position.step).all()
        assert (move is None) == (player.position.step == len(book.steps))


@given(st.sampled_from(PLAYBOOKS), talks)
def test_a_playbook_always_ends(name: str, talk: list[tuple[float, ...]]) -> None:
    book = sl.methods.get(name)
    most = sum(step.at_most for step in book.steps) * (1 + book.returns_allowed)
    player = book.begin()
    for turn in range(most + 1):
        if player.choose(Observation(turn, *talk[turn % len(talk)])) is None:
            return
    pytest.fail("the playbook goes on for ever")


def test_the_roundabout_goes_back_to_the_feelings_when_anger_flares_up() -> None:
    player = sl.methods.get("roundabout").begin()
    calm, flared = (Observation(1, anger, 1.0, 0.0, 0.0, 0.0) for anger in (0.2, 0.95))
    names = []
    for seen in (calm, calm, calm, flared, calm):
        player.choose(seen)
        names.append(player.step_name)
    assert names == ["倾听与理解", "情感回应", "问题分析", "情感回应", "问题分析"]


def test_a_copy_remembers_nothing() -> None:
    book = sl.methods.get("clear")
    first, second = book.begin(), book.begin()
    seen = Observation(0, 0.5, 1.0, 0.0, 0.0, 0.0)
    for _ in range(3):
        first.choose(seen)
    assert second.choose(seen) == book.begin().choose(seen)


def test_a_step_waits_for_its_cue_but_not_for_ever() -> None:
    until = Until(facts_above=0.6)
    book = Playbook.of("asking", "问", Step("问", ("ask_fact",), until, at_most=3))
    for facts, turns in ((0.0, 3), (0.9, 1)):
        player, count = book.begin(), 0
        while player.choose(Observation(count, 0.5, 1.0, 0.0, facts, 0.0)):
            count += 1
        assert count == turns


def test_a_move_with_an_unknown_act_is_refused_with_the_near_one() -> None:
    with pytest.raises(sl.ServicelabError, match="apologise"):
        Move(("apologize",))


@pytest.mark.parametrize("wrong", ["claer", 3, None, Playbook])
def test_a_method_that_does_not_exist_is_named(wrong: object) -> None:
    with pytest.raises(sl.ServicelabError, match="方法"):
        sl.simulate("courier_delay", wrong, n=1)  # type: ignore[arg-type]


def test_a_step_without_cues_takes_all_its_turns() -> None:
    book = Playbook.of("demo", "演示", Step("听", ("listen",), at_most=3), Step("办", ("fix",)))
    player = book.begin()
    seen = Observation(0, 0.0, 1.0, 1.0, 1.0, 1.0)
    acts = [player.choose(seen) for _ in range(5)]
    assert [move.acts[0] if move else None for move in acts] == ["listen"] * 3 + ["fix", None]


@pytest.mark.parametrize(
    "step",
    [Step("x", ("fix",), at_most=0), Step("x", ("fix",), at_most=1.5),  # type: ignore[arg-type]
     Step("x", ("fix",), at_most=10**20), Step("x", ("fix",), back_to=1)],
)  # fmt: skip
def test_counts_of_turns_are_whole_and_within_limits(step: Step) -> None:
    with pytest.raises(sl.ServicelabError, match="at_most"):
        Playbook.of("demo", "演示", step).plan()
