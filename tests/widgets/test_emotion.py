"""The numbers of the emotion screen, and the screen without a browser."""

from __future__ import annotations

import re

import numpy as np
import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.methods import get
from servicelab.scenarios import load
from servicelab.simulation import Conversation, converse, simulate
from servicelab.simulation.case import TURN_LIMIT
from servicelab.widgets import emotion_thermometer
from servicelab.widgets.emotion_crowd import crowd
from servicelab.widgets.emotion_crowd_page import both, crowd_block
from servicelab.widgets.emotion_screen import CUSTOMERS, LONGEST, SIZES
from servicelab.widgets.emotion_talks import (
    as_playbook,
    changed,
    named,
    reach,
    replayable,
    thermometer,
    true_falls,
)
from servicelab.widgets.emotion_words import say

CASE = "courier_delay"
OWN = (("greet", "ask_fact"), ("argue",), ("ask_fact",), ("propose", "fix"), ("confirm",))
N = 30


@pytest.fixture(scope="module")
def screen():
    return emotion_thermometer(look="what_if", n=100)


def error(screen) -> str:
    return screen._form.status["text"] if screen._form.status["tone"] == "error" else ""


# ------------------------------------------------------------- the crowd


@pytest.mark.parametrize("method", ["roundabout", "clear", "confront", "random"])
def test_a_crowd_is_what_simulate_gives(method):
    talks = crowd(load(CASE), get(method), n=N)
    table = simulate(CASE, method, n=N)
    for name in ("satisfaction", "loyalty", "turns", "ending"):
        assert (talks.table[name] == table[name]).all()


def test_anger_and_reading_are_those_of_the_single_talk():
    talks = crowd(load(CASE), get("roundabout"), n=N)
    for customer in (0, 7, 21):
        table = thermometer(converse(CASE, "roundabout", customer=customer))
        size = len(table)
        np.testing.assert_array_equal(talks.anger[:size, customer], table["truth"])
        np.testing.assert_array_equal(talks.reading[:size, customer], table["reading"])


@pytest.mark.parametrize("turn", [1, 4])
@pytest.mark.parametrize("acts", [("brush_off",), ("fix",)])
@pytest.mark.parametrize("book", [get("roundabout"), as_playbook(OWN)], ids=["method", "own"])
def test_many_what_ifs_are_the_single_ones(book, turn, acts):
    table = crowd(load(CASE), book, n=N).what_if(turn, acts)
    for customer in table.index:
        branch = changed(load(CASE), book, turn, acts, customer).branch.outcome()
        assert branch.satisfaction == table.loc[customer, "satisfaction"]
        assert branch.ending == table.loc[customer, "ending"]
        assert branch.turns == table.loc[customer, "turns"]


def test_an_own_talk_with_a_reply_changed_is_the_changed_talk():
    mended = [("align", "explain") if at == 1 else acts for at, acts in enumerate(OWN)]
    table = crowd(load(CASE), as_playbook(OWN), n=N).what_if(2, ("align", "explain"))
    whole = simulate(CASE, as_playbook(mended), n=N)
    assert (whole.loc[table.index, "satisfaction"] == table["satisfaction"]).all()


def test_a_talk_that_ends_no_later_is_what_conversation_says():
    shorter = 0
    for customer in range(15):
        one = changed(load(CASE), get("roundabout"), 1, ("blame", "argue"), customer)
        if len(one.branch.records) < len(one.talk.records):
            assert one.branch.outcome() == one.talk.what_if(1, ("blame", "argue")).outcome()
            shorter += 1
    assert shorter


def test_the_same_reply_gives_the_same_talk():
    for customer in range(5):
        one = changed(load(CASE), get("clear"), 1, get("clear").steps[0].acts, customer)
        assert one.branch.outcome() == one.talk.outcome()


def test_who_did_not_get_so_far_is_not_counted():
    talks = crowd(load(CASE), as_playbook(OWN), n=N)
    last = talks.what_if(5, ("follow_up",))
    assert 0 < len(last) < N
    stayed = talks.table["turns"] >= 5
    assert list(last.index) == list(talks.table.index[stayed])


def test_a_turn_that_nobody_had_is_refused():
    talks = crowd(load(CASE), as_playbook(OWN), n=N)
    for turn in (0, 6, 40):
        with pytest.raises(ServicelabError, match="句"):
            talks.what_if(turn, ("fix",))


# ------------------------------------------------------------- the thermometer


def test_a_reading_is_never_farther_off_than_it_says():
    talks = crowd(load(CASE), get("roundabout"), n=2_000)
    off = np.abs(talks.reading - talks.anger)
    assert 0.95 * reach() < off.max() <= reach()


def test_small_falls_tell_less_than_large_ones():
    found = true_falls(crowd(load(CASE), get("roundabout"), n=1_000))
    assert 0.4 < found["small"] < found["large"] - 0.2


def test_the_truth_lies_in_the_band():
    for customer in range(5):
        table = thermometer(converse(CASE, "clear", customer=customer))
        assert table["truth"].between(table["low"], table["high"]).all()
        assert table["words"].between(0, 1).all()
        opening = Conversation(load(CASE), customer=customer).observed.anger
        assert table.loc[0, "reading"] == opening


# ------------------------------------------------------------- the screen


def test_the_screen_is_offered_at_the_top():
    assert sl.emotion_thermometer is emotion_thermometer


def test_every_ready_made_reply_is_made_of_acts():
    for name in say("replies"):
        assert set(named(name)) <= set(sl.dialogue.ACTS)


@pytest.mark.parametrize(
    "choices",
    [
        {"look": "thermometer", "customer": 0},
        {"customer": CUSTOMERS},
        {"talk": "own", "n": SIZES[0]},
        {"look": "what_if", "talk": "roundabout"},
        {"turn": 1},
        {"turn": LONGEST},
        {"turn": 2, "talk": "own"},
        {"own1": "nothing", "own8": "confirm"},
        {"talk": "confront", "turn": 5},
        {"instead": "mine"},
        {"acts": ["replace", "escalate", "blame"]},
        {"instead": "listen", "scenario": "hotel_dirty_room"},
        {"customer_type": "furious"},
        {"customer_type": "calm"},
        {"n": SIZES[-1]},
        {"n": SIZES[0]},
    ],
)
def test_every_control_answers_at_both_ends(screen, choices):
    screen.choose(**choices)
    assert error(screen) == ""
    page = screen.results.to_html()
    said = [line for block in screen.results.blocks for line in (*block.sentences, *block.notes)]
    assert not any("{" in line for line in said)
    assert not re.search(r">[^<]*nan[^<]*<", page)
    assert screen._page.value == page


@pytest.mark.parametrize("talk", ["reactive", "confront"])
def test_every_method_can_be_looked_at(talk):
    assert talk in replayable()
    for look, pictures in {"thermometer": 1, "what_if": 2}.items():
        results = emotion_thermometer("hotel_dirty_room", talk, look=look, n=100).results
        assert len(re.findall(r'<img alt="[^"]{40,}', results.to_html())) == pictures


def test_the_numbers_on_the_screen_are_those_of_the_talks():
    screen = emotion_thermometer(CASE, OWN, customer=3, turn=2, instead="align", n=100)
    [first] = screen.results.blocks
    table = thermometer(converse(CASE, as_playbook(OWN), customer=3))
    worst = table.loc[(table["reading"] - table["truth"]).abs().idxmax()]
    assert f"{worst['reading']:.2f}" in first.sentences[0]
    assert f"{worst['truth']:.2f}" in first.sentences[0]
    screen.choose(look="what_if")
    second, third = screen.results.blocks
    one = changed(load(CASE), as_playbook(OWN), 2, named("align"), 3)
    assert f"{one.branch.outcome().satisfaction:.2f}" in second.sentences[0]
    talks = crowd(load(CASE), as_playbook(OWN), n=100)
    after = talks.what_if(2, named("align"))
    gain = (after["satisfaction"] - talks.table.loc[after.index, "satisfaction"]).mean()
    assert f"{gain:.2f}" in third.sentences[0]
    assert f"{len(after)} 位客户" in third.sentences[0]


def test_a_shorter_talk_is_changed_at_its_end_and_says_so():
    screen = emotion_thermometer(CASE, OWN, turn=12, look="what_if", n=100)
    notes = screen.results.blocks[0].notes
    assert any("最后一句" in note for note in notes)


def test_what_the_desk_may_not_do_is_left_out_and_named():
    screen = emotion_thermometer(
        "heating_blocked_pipe", "clear", turn=3, instead=["换货重做"], look="what_if", n=100
    )
    assert any("换货重做" in note for note in screen.results.blocks[0].notes)


def test_too_few_who_got_so_far_get_no_interval():
    long = [("blame",)] * 8
    talks = crowd(load(CASE), as_playbook(long), n=100)
    assert 0 < talks.taken[-1].sum() < 30
    stayed = int(np.flatnonzero(talks.taken[-1])[0])
    screen = emotion_thermometer(
        CASE, long, customer=stayed, turn=len(talks.taken), look="what_if", n=100
    )
    assert "算不出" in screen.results.blocks[1].sentences[0]
    assert screen.results.blocks[1].picture == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"customer": CUSTOMERS + 1},
        {"turn": 0},
        {"talk": "given"},
        {"instead": "mine", "acts": []},
        {"n": 7},
        {"talk": "own", **{f"own{number}": "nothing" for number in range(1, 9)}},
    ],
)
def test_a_wrong_choice_is_said_in_chinese(wrong):
    screen = emotion_thermometer(look="what_if", n=100)
    before = screen.results
    screen.choose(**wrong)
    assert re.search("[\u4e00-\u9fff]", error(screen))
    assert screen.results is before


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "nowhere"},
        {"talk": "shouting"},
        {"talk": []},
        {"talk": [()]},
        {"talk": [("smile",)]},
        {"talk": 7},
        {"instead": "smile"},
        {"instead": []},
        {"customer_type": "martian"},
    ],
)
def test_a_screen_that_cannot_be_is_refused(wrong):
    with pytest.raises(ServicelabError):
        emotion_thermometer(**{"n": 100, **wrong})


def test_names_from_outside_are_escaped():
    case = load(CASE).model_copy(update={"id": "mine", "title": "<img src=x onerror=alert(1)>"})
    page = emotion_thermometer(case, n=100).results.to_page()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_page_without_a_kernel_shows_the_pictures(screen):
    data, _ = screen._repr_mimebundle_()
    page = data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<script" not in page
    assert 'alt="' in page
    assert say("page")["static"] in page


def test_large_print_is_a_class(screen):
    screen.choose(big=True)
    assert "sl-big" in screen._dom_classes
    screen.choose(big=False)
    assert "sl-big" not in screen._dom_classes


# ------------------------------------------------------------- methods that adapt to a case


@pytest.mark.parametrize(
    ("scenario", "method"),
    [
        (CASE, "proactive"),  # calls first, which changes the case
        ("bank_wealth_loss", "compensation_care"),  # nothing to give: it stays out
    ],
)
def test_a_crowd_meets_the_case_as_a_batch_does(scenario, method):
    case, book = load(scenario), get(method)
    table = simulate(case, book, n=N)
    assert (crowd(case, book, n=N).table["satisfaction"] == table["satisfaction"]).all()
    after = crowd(case, book, n=N).what_if(1, ("brush_off",))
    for customer in (0, 5):
        branch = changed(case, book, 1, ("brush_off",), customer).branch.outcome()
        assert branch.satisfaction == after.loc[customer, "satisfaction"]


def test_talks_that_last_to_the_limit_have_a_reading_for_every_turn():
    talks = crowd(load(CASE), as_playbook([("listen",)] * 30), n=200)
    assert len(talks.taken) == TURN_LIMIT
    assert talks.reading.shape == talks.anger.shape
    assert set(true_falls(talks)) <= {"small", "large"}


def test_a_turn_that_no_customer_of_a_kind_had_leaves_that_kind_out(screen):
    asked = screen._asked()
    one = changed(asked.case(), get("confront"), 1, ("align",))._replace(turn=TURN_LIMIT)
    asked = asked._replace(method="confront", replies=(), n=N)
    before, after = both(asked, one)
    assert len(before) == len(after) == 0
    assert "0" in crowd_block(asked, one, lambda share: None).sentences[0]
