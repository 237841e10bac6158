"""What the chat shows, as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelab.dialogue import ACTS, recognise
from servicelab.scenarios import load
from servicelab.simulation import Conversation
from servicelab.widgets import screen

CASE = "heating_blocked_pipe"
WORDS = st.text(
    st.sampled_from("非常抱歉我马上派人，。您说得对但是😡<b>&\n a") | st.characters(), max_size=60
)


@given(WORDS)
def test_the_pieces_of_a_reply_are_the_reply(text):
    pieces = screen.parts(text, recognise(text))
    assert "".join(piece["text"] for piece in pieces) == text


def test_what_triggered_an_act_is_marked_even_behind_an_emoji():
    text = "😡😡非常抱歉，我们的错。"
    found = recognise(text)
    marked = {piece["act"]: piece["text"] for piece in screen.parts(text, found) if "act" in piece}
    assert marked == {one.act: one.words for one in found}


@given(WORDS)
def test_a_preview_names_each_act_once(text):
    heard = [one["act"] for one in screen.preview(text)]
    assert sorted(heard) == sorted({found.act for found in recognise(text)})


def test_a_preview_of_too_much_is_empty():
    assert screen.preview("非常抱歉。" * 2000) == []


def test_the_palette_offers_every_act_once():
    offered = [act["act"] for group in screen.palette() for act in group["acts"]]
    assert sorted(offered) == sorted(set(ACTS) - {"other"})
    assert all(act["hint"] for group in screen.palette() for act in group["acts"])


@pytest.mark.parametrize(
    ("anger", "word"),
    [
        (0.0, "平静"),
        (0.199, "平静"),
        (0.2, "不太高兴"),
        (0.5, "生气"),
        (0.79, "火大"),
        (1.0, "暴怒"),
    ],
)
def test_anger_has_a_word(anger, word):
    assert screen.mood(anger) == word


def test_bubbles_follow_the_talk():
    talk = Conversation(CASE, customer=4711)
    assert [line["who"] for line in screen.lines(talk)] == ["customer"]
    talk.say("非常抱歉。")
    talk.say("我马上派人。", acts=["listen"])
    talk.close()
    lines = screen.lines(talk)
    assert [line["who"] for line in lines] == ["customer", *["agent", "customer"] * 2, "customer"]
    texts = ["".join(part["text"] for part in line["parts"]) for line in lines]
    assert texts == [turn.text for turn in talk.transcript.turns]
    assert [line["corrected"] for line in lines if line["who"] == "agent"] == [False, True]
    assert lines[1]["feedback"] == talk.records[0].feedback


def test_gauges_show_what_is_seen_and_nothing_hidden():
    talk = Conversation(CASE, customer=4711)
    first = screen.gauges(talk)
    record = talk.say("不归我们管。")
    seen = screen.gauges(talk)
    assert seen["anger"] == record.observed.anger != record.after.anger
    assert seen["history"] == [first["anger"], record.observed.anger]
    assert set(seen["bars"]) == {"patience", "acceptance", "facts_known", "solved"}
    assert seen["bars"]["patience"] == record.observed.patience


def test_gauges_start_where_that_customer_starts():
    talk = Conversation(load(CASE), customer=3, customer_type="furious")
    before = talk.observed.anger
    talk.say("您好。")
    assert screen.gauges(talk)["history"][0] == before
