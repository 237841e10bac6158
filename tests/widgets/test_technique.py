"""The screen of response techniques, and the five refusals of exercise 09."""

from __future__ import annotations

import re

import numpy as np
import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.scenarios import load
from servicelab.widgets.technique_blocks import hit
from servicelab.widgets.technique_effects import (
    ALL,
    MADE_UP,
    Crowd,
    differences,
    one_by_one,
    outcomes,
    steps_beside,
    with_techniques,
)
from servicelab.widgets.technique_pages import results
from servicelab.widgets.technique_refusals import RefusalBox, refusal_points
from servicelab.widgets.technique_screen import TechniqueScreen
from servicelab.widgets.technique_talks import stepwise
from servicelab.widgets.technique_words import say

COURIER = load("courier_delay")
GOOD = [
    "我现在给您做检测，二十分钟出结果；退还是换，您来定。",
    "检测我来做，半小时给您报告，您先坐；要是零件坏，我替您跟厂家办。",
    "今天的师傅排满了，修好要到明天中午；我先借您一部备用机，您看行不行？",
    "有毛病不等于欺诈，三倍我不能答应；退和换我现在就能办，您选一样。",
    "店长五点回来，我五点半前给您打电话；现在能办的检测我先办，麻烦您把发票给我看一下。",
]


@pytest.fixture(scope="module")
def screen() -> TechniqueScreen:
    return TechniqueScreen(n=100)


def test_the_numbers_are_those_of_simulate():
    method = with_techniques("clear", ["service_promise", MADE_UP])
    found = outcomes(Crowd(COURIER, "furious", "hard", 60, 3), method)
    table = sl.simulate(
        COURIER, method, n=60, seed=3, customer_type="furious", difficulty="hard", progress=False
    )
    for name in ("satisfaction", "cost", "found_out"):
        assert np.array_equal(found[name], table[name].astype(float))
    for name in ("resolved", "left", "escalated"):
        assert np.array_equal(found[name] > 0, (table["ending"] == name).to_numpy())


def test_trust_is_that_at_the_end_of_the_talk():
    found = outcomes(Crowd(COURIER, n=8), "clear")
    for customer in range(8):
        talk = sl.converse(COURIER, "clear", seed=7, customer=customer)
        assert abs(found["trust"][customer] - talk.curve()["trust"].iloc[-1]) < 1e-12


def test_the_talk_is_the_customers_own():
    crowd = Crowd(COURIER, "spoiled", "easy", seed=5)
    method = with_techniques("reactive", ["staged_guidance"])
    talk, steps = stepwise(crowd, method, 4)
    same = sl.converse(
        COURIER, method, seed=5, customer=4, customer_type="spoiled", difficulty="easy"
    )
    assert talk.outcome() == same.outcome()
    assert steps[0] == "安抚，探知真实意图"


def test_what_is_found_out_costs_trust_and_only_there():
    crowd = Crowd(COURIER, n=400)
    true, lies = (
        outcomes(crowd, with_techniques("reactive", [name])) for name in ("conformity", MADE_UP)
    )
    found = lies["found_out"] > 0
    assert 40 < found.sum() < 360
    assert (lies["trust"] - true["trust"])[found].mean() < -0.2
    assert (lies["trust"] - true["trust"])[~found].abs().max() == 0


def test_intervals_widen_with_the_number_that_hold_together():
    crowd = Crowd(COURIER, n=200)
    plain = outcomes(crowd, "clear")
    own = outcomes(crowd, with_techniques("clear", ["compensation_care"]))
    one = differences(own, plain, ["satisfaction"]).loc["satisfaction"]
    many = differences(own, plain, ["satisfaction"], comparisons=8).loc["satisfaction"]
    assert one["estimate"] == many["estimate"] == (own - plain)["satisfaction"].mean()
    assert many["ci_low"] < one["ci_low"] < one["ci_high"] < many["ci_high"]


def test_each_alone_is_measured_on_its_aim():
    crowd, told = Crowd(COURIER, n=300), []
    plain = outcomes(crowd, "clear")
    alone = one_by_one(crowd, "clear", ALL, plain, told.append)
    assert list(alone.index) == list(ALL)
    assert told[-1] == 1.0
    verdicts = {str(name): hit(row) for name, row in alone.iterrows()}
    assert verdicts["compensation_care"] == "hit"
    assert verdicts["external_review"] == "hit"
    assert verdicts["substitution"] == "still"


@pytest.mark.parametrize(
    ("better", "low", "high", "verdict"),
    [
        ("more", 0.1, 0.2, "hit"),
        ("more", -0.2, -0.1, "miss"),
        ("less", -0.2, -0.1, "hit"),
        ("less", 0.1, 0.2, "miss"),
        ("less", -0.1, 0.1, "open"),
        ("more", 0.0, 0.0, "still"),
    ],
)
def test_the_verdict_on_an_aim(better: str, low: float, high: float, verdict: str):
    assert hit({"better": better, "ci_low": low, "ci_high": high}) == verdict


def test_steps_stand_beside_their_own():
    rows = steps_beside(COURIER, "confront", ["never_say_no", "service_promise", "external_review"])
    plain = sl.methods.get("confront").steps
    assert [base for _, base, _ in rows][1:-1] == [step.acts for step in plain]
    assert rows[0][1] == rows[-1][1] == ()
    assert not {act for _, _, acts in rows for act in acts} & {"argue", "blame", "deny", "refuse"}


def test_a_technique_without_material_is_named():
    shown = results(Crowd(load("heating_blocked_pipe"), n=60), "reactive", ["substitution"], print)
    assert any("替换法" in note and "用不上" in note for note in shown.blocks[0].notes)


def test_nothing_and_everything(screen: TechniqueScreen):
    screen.choose(techniques=[])
    assert "一样技巧也没开" in screen.results.blocks[0].sentences[0]
    assert not screen.results.blocks[0].picture
    assert screen.talks.count('class="sl-transcript"') == 1
    screen.choose(techniques=list(ALL))
    first, second, third = screen.results.blocks
    assert "一起开了 8 样" in " ".join(first.sentences)
    assert "识破" in first.notes[0]
    assert "按“人是编的”算" in first.notes[1]
    assert len(second.table.rows) == 8
    assert third.table.rows[0][0] == "承诺回复时间"
    assert screen.talks.count('class="sl-transcript"') == 2
    screen.choose(techniques=["service_promise"])
    assert len(screen.results.blocks) == 2
    assert any("瞄准" in one for one in screen.results.blocks[0].sentences)


@pytest.mark.parametrize(
    "choice",
    [
        {"scenario": "heating_blocked_pipe"},
        {"method": "confront", "techniques": ["never_say_no", "external_review"]},
        {"method": "proactive", "techniques": ["conformity"]},
        {"customer_type": "opportunist"},
        {"difficulty": "hard"},
        {"difficulty": "easy"},
        {"customer": 0},
        {"customer": 20},
        {"n": 500},
    ],
)
def test_every_control_answers(screen: TechniqueScreen, choice: dict[str, object]):
    screen.choose(**choice)
    assert "算好了" in screen._form.status["text"]
    for alt in re.findall(r'alt="([^"]*)"', screen.results.to_html()):
        assert len(alt) > 40


def test_every_offered_method_goes_with_all_techniques(screen: TechniqueScreen):
    offered = next(field for field in screen._form.fields if field["name"] == "method")
    names = [one["value"] for one in offered["options"]]
    assert "service_promise" not in names
    assert {"conflict_resolution", "confront", "proactive"} <= set(names)
    for name in names:
        assert len(outcomes(Crowd(COURIER, n=30), with_techniques(name, ALL))) == 30


def test_what_is_wrong_is_said():
    with pytest.raises(ServicelabError, match="没有“conform”这个技巧"):
        with_techniques("clear", ["conform"])
    with pytest.raises(ServicelabError, match="不能成批计算"):
        outcomes(Crowd(COURIER, n=10), with_techniques("random", ["conformity"]))
    screen = TechniqueScreen(n=100)
    screen.choose(techniques=["nothing"])
    assert screen._form.status["tone"] == "error"
    assert screen.choices["techniques"] == ["service_promise", "external_review"]


def test_a_saved_page_shows_pictures_and_talks(screen: TechniqueScreen):
    page = screen.to_page()
    assert "这是存下来的画面" in page
    assert "data:image" in page
    assert "sl-transcript" in page
    assert "<script" not in page


def test_the_five_lines_themselves_do_not_pass():
    for line in say("refusals")["lines"]:
        assert not refusal_points(line)[0].well
        assert not refusal_points(line)[1].well


def test_five_good_replies_pass_and_bad_ones_say_why():
    box = RefusalBox()
    for field, text in zip(box.boxes, GOOD, strict=True):
        field.value = text
    box.button.click()
    assert box.good == 5
    assert "五句都站得住" in box.summary.value
    box.boxes[0].value = "我给您看过了，但是拆封了退不了，您自己去找厂家。"
    box.boxes[1].value = "您可以先登记，我们尽快处理。"
    box.boxes[2].value = ""
    box.boxes[3].value = "我" * 300
    box.boxes[4].value = "<b>我给您办</b>，您看行吗？"
    box.button.click()
    assert box.good == 1
    assert "还是在说不" in box._verdicts[0].value
    assert "没有钟点" in box._verdicts[1].value
    assert "还没写" in box._verdicts[2].value
    assert "太长了" in box._verdicts[3].value
    assert "<b>我" not in box._verdicts[4].value
