"""The CLEAR screen: its orders, its words, its promises, without a browser."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.scenarios import load
from servicelab.simulation import Conversation
from servicelab.widgets import clear_steps
from servicelab.widgets.clear_clock import clock_times
from servicelab.widgets.clear_orders import (
    ENDINGS,
    ORDER,
    ORIGINAL,
    Arrangement,
    outcomes,
    parts,
)
from servicelab.widgets.clear_pages import told
from servicelab.widgets.clear_promise import LONGEST, PromiseBox, promise_points
from servicelab.widgets.clear_screen import LAST_CUSTOMER, SIZES
from servicelab.widgets.clear_talks import stepwise, talks_html
from servicelab.widgets.clear_words import say

CASE = "heating_blocked_pipe"
BACKWARDS = Arrangement(ORDER[::-1])


@pytest.fixture(scope="module")
def screen():
    return clear_steps(CASE, n=100)


def text(screen) -> str:
    return "".join(screen.results.blocks[0].sentences)


def error(screen) -> str:
    return screen._form.status["text"] if screen._form.status["tone"] == "error" else ""


# ------------------------------------------------------------- orders


def test_the_five_steps_together_are_the_method():
    steps = [step for name in ORDER for step in parts()[name]]
    assert tuple(steps) == sl.methods.get("clear").steps
    assert ORIGINAL.playbook().steps == tuple(steps)


def test_the_words_name_the_steps_of_the_method():
    for name, steps in parts().items():
        assert steps
        for step in steps:
            assert step.name.split("：")[0] == say("steps")[name]["zh"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": ORDER[:4]},
        {"order": (*ORDER[:4], "listen")},
        {"order": (*ORDER[:4], "shout")},
        {"off": ("shout",)},
        {"off": ORDER},
    ],
)
def test_what_is_no_order_is_refused_in_chinese(wrong):
    with pytest.raises(ServicelabError, match=r"[\u4e00-\u9fff]"):
        Arrangement(**wrong)


def test_the_original_against_itself_differs_by_nothing():
    rows = outcomes(CASE, ORIGINAL, n=60).differences("satisfaction")
    assert (rows[["estimate", "ci_low", "ci_high"]] == 0).all(axis=None)
    assert "equal" not in rows.index


def test_a_difference_is_what_compare_gives():
    books = [ORIGINAL.playbook(), BACKWARDS.playbook()]
    result = sl.compare(books, [CASE], n=100, seed=3, progress=False)
    rows = outcomes(CASE, BACKWARDS, n=100, seed=3).differences("satisfaction")
    for ours, dose in {"equal": "equal dose", "written": "as written"}.items():
        by_compare = result.paired(books[1].name, books[0].name, dose=dose).loc["all", "estimate"]
        assert rows.loc[ours, "estimate"] == pytest.approx(by_compare, abs=1e-12)


def test_shares_of_endings_add_up():
    rows = outcomes(CASE, BACKWARDS, n=60).differences("loyalty")
    for column in ("own", "original"):
        assert rows.loc[list(ENDINGS), column].sum() == pytest.approx(1)
    assert rows.loc[list(ENDINGS), "estimate"].sum() == pytest.approx(0)


def test_without_a_step_there_is_no_equal_dose():
    found = outcomes(CASE, Arrangement(off=("apologise",)), n=60)
    assert found.equal_own is None
    assert found.own["turns"].mean() < found.original["turns"].mean()


def test_asking_makes_listening_first_worth_while():
    """The lesson's why: without its questions, listening first is worth nothing here."""
    heard, solved = Arrangement(), Arrangement(("control", "resolve", *ORDER[1:4]))
    books = [heard.playbook(), solved.playbook()]
    equal = sl.evaluation.at_equal_dose(books, load(CASE))
    first, last = (sl.simulate(CASE, one, n=400, progress=False) for one in equal)
    assert (first["satisfaction"] - last["satisfaction"]).mean() > 0.01


# ------------------------------------------------------------- words


def test_differences_are_told_by_what_their_interval_leaves_open():
    assert "高 0.10" in told({"estimate": 0.1, "ci_low": 0.05, "ci_high": 0.15}, "满意度")
    assert "低 0.10" in told({"estimate": -0.1, "ci_low": -0.15, "ci_high": -0.05}, "满意度")
    assert "分不出" in told({"estimate": 0.1, "ci_low": -0.1, "ci_high": 0.3}, "满意度")
    assert "一模一样" in told({"estimate": 0.0, "ci_low": 0.0, "ci_high": 0.0}, "满意度")


# ------------------------------------------------------------- talks


def test_a_talk_is_the_one_that_converse_holds():
    talk = Conversation(CASE, seed=7, customer=5, customer_type="furious")
    steps = stepwise(talk, BACKWARDS.playbook())
    other = sl.converse(CASE, BACKWARDS.playbook(), 7, 5, customer_type="furious")
    assert talk.outcome() == other.outcome()
    assert steps[0] == "解决：问清"
    assert len(steps) == len(talk.records)


def test_talks_are_escaped():
    case = load(CASE).model_copy(update={"opening": ("<b>冷</b>",) * 12})
    page = talks_html(case, BACKWARDS, 0, None, 7)
    assert "&lt;b&gt;冷" in page
    assert "<b>冷" not in page


# ------------------------------------------------------------- the screen


def test_the_screen_opens_on_solving_first_with_both_talks(screen):
    screen.arrange(["resolve", *ORDER[:4]])
    assert "解决 → 控制" in text(screen)
    assert screen.talks.count("<ol") == 2
    assert "第 1 轮 · 解决：问清" in screen.talks
    assert screen.results.blocks[0].picture


def test_back_to_the_original(screen):
    screen.arrange(ORDER[::-1])
    screen.arrange()
    assert "CLEAR 原来的次序" in text(screen)
    assert screen.talks.count("<ol") == 1
    assert not screen.results.blocks[0].picture
    assert len(screen.results.blocks[0].table.columns) == 2


@pytest.mark.parametrize("only", ORDER)
def test_one_step_alone_can_be_played(screen, only):
    screen.arrange(off=[name for name in ORDER if name != only])
    assert error(screen) == ""
    assert say("steps")[only]["zh"] in text(screen)
    screen.arrange()


def test_the_last_step_stays(screen):
    screen.arrange(off=ORDER[:4])
    screen.arrange(off=ORDER)
    assert "至少留一步" in error(screen)
    assert screen.arrangement.played == ("resolve",)
    assert screen._list.state["off"] == list(ORDER[:4])
    screen.arrange()


def test_the_note_on_owning_stands_where_leaving_it_out_looks_well(screen):
    screen.choose(customer_type="reasonable")
    screen.arrange(off=["apologise"])
    assert any("Lewicki" in note for note in screen.results.blocks[0].notes)
    screen.arrange(off=["resolve"])
    assert not screen.results.blocks[0].notes
    screen.choose(customer_type="")
    screen.arrange()


@pytest.mark.parametrize("name", ["n", "customer", "measure", "scenario", "customer_type"])
def test_every_control_works_at_both_ends(screen, name):
    [spec] = [one for one in screen._form.fields if one["name"] == name]
    ends = (
        [spec["min"], spec["max"]]
        if spec["kind"] == "range"
        else [spec["options"][0]["value"], spec["options"][-1]["value"]]
    )
    before = screen.choices[name]
    screen.arrange(ORDER[::-1])
    for value in (*ends, before):
        screen.choose(**{name: value})
        assert error(screen) == ""
    screen.arrange()


@pytest.mark.parametrize("wrong", [{"customer": LAST_CUSTOMER + 1}, {"n": 7}, {"measure": "cost"}])
def test_what_is_not_offered_is_said_on_the_screen(screen, wrong):
    before = screen.choices
    screen.choose(**wrong)
    assert error(screen)
    assert screen.choices == before


def test_going_back_takes_no_new_computation(screen):
    screen.arrange(ORDER[::-1])
    shown = screen.results
    screen.arrange()
    screen.arrange(ORDER[::-1])
    assert screen.results is shown
    screen.arrange()


def test_the_page_without_a_kernel_shows_numbers_talks_and_no_script(screen):
    screen.arrange(ORDER[::-1])
    page = screen.to_page()
    assert "<script" not in page
    assert "同一位客户，两种排法" in page
    assert re.search(r'<img [^>]*alt="[^"]{40,}"', page)
    assert screen._repr_mimebundle_()[0]["text/html"] == page
    screen.arrange()


def test_sizes_go_up():
    assert list(SIZES) == sorted(SIZES)


# ------------------------------------------------------------- promises

NOW = 14 * 60 + 10


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("下午四点前", [960]),
        ("16:00 前", [960]),
        ("三点五十分", [950]),
        ("四点一刻", [975]),
        ("十六点", [960]),
        ("明天上午九点", [1980]),
        ("一个半小时内", [940]),
        ("半小时内", [880]),
        ("四十五分钟之内", [895]),
        ("快一点，早一点", []),
        ("尽快", []),
        ("二十十点", [1320]),  # a slip of the pen: read from where it is a number
        ("", []),
    ],
)
def test_times_are_read_as_people_write_them(said, minutes):
    assert clock_times(said, NOW) == minutes


def test_a_promise_that_holds_and_those_that_do_not():
    good = "维修班王师傅，今天下午四点前到您家；到不了，我四点整给您打电话说原因。"
    assert all(point.well for point in promise_points(good))
    for bad, word in {
        "王师傅三点到您家；到不了，我给您打电话。": "做不到",
        "王师傅五点前到您家；到不了，我给您打电话。": "太晚",
        "王师傅四点前到您家。": "到不了怎么办",
        "下午四点前到您家；到不了，给您打电话。": "没说谁",
        "王师傅四点前到，保证热到二十二度；到不了我打电话。": "说满",
        "王师傅会尽快到您家；到不了，我给您打电话。": "拖着",
    }.items():
        wrong = [point.text for point in promise_points(bad) if not point.well]
        assert any(word in one for one in wrong), bad


def test_the_box_answers_nothing_too_much_and_escapes():
    box = PromiseBox()
    box.button.click()
    assert "还没有字" in box.verdict.value
    box.field.value = "四" * (LONGEST + 1)
    box.button.click()
    assert "太长" in box.verdict.value
    assert box.points == []
    box.field.value = "<b>师傅</b>四点到，保证<i>"
    box.button.click()
    assert "<i>" not in box.verdict.value
    assert box.points


def test_a_difference_has_one_interval_wherever_it_is_shown(screen):
    screen.arrange(ORDER[::-1])
    block = screen.results.blocks[0]
    rows = {row[0]: row[4].replace("−", "") for row in block.table.rows}
    for label, sentence in {"处理满意度（等量）": 1, "处理满意度": 2}.items():
        said = re.search(r"（区间 ([\d.]+) 到 ([\d.]+)", block.sentences[sentence].replace("−", ""))
        assert set(said.groups()) == set(rows[label].split(" 到 "))
    assert f"{len(rows)} 个同时成立" in "".join(screen.results.put_in)
    screen.arrange()
    assert "同时成立" not in "".join(screen.results.put_in)


def test_intervals_of_the_screen_hold_together():
    """With eight intervals of 95 % together, each is wider than one alone."""
    found = outcomes(CASE, BACKWARDS, n=100)
    row = found.differences("satisfaction").loc["written"]
    gap: pd.Series = found.own["satisfaction"] - found.original["satisfaction"]
    alone = 2 * 1.96 * gap.std() / np.sqrt(100)
    assert row["ci_high"] - row["ci_low"] > 1.35 * alone
