"""The roundabout screen: what it advises is what the method does, at the ends of every control."""

from __future__ import annotations

import re

import pytest

from servicelab.data.resources import read_text
from servicelab.methods import Observation
from servicelab.methods.playbook import Position
from servicelab.simulation import Conversation, converse
from servicelab.widgets.roundabout_guide import guide, in_its_words, roundabout, why
from servicelab.widgets.roundabout_page import advice_html, end_html, returns_in
from servicelab.widgets.roundabout_screen import LAST_CUSTOMER, RoundaboutSteps, roundabout_steps
from servicelab.widgets.roundabout_words import say, trades
from servicelab.widgets.screen import chip

STEPS = [step.name for step in roundabout().steps]


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture(scope="module")
def screen():
    return RoundaboutSteps("hotel_dirty_room")


@pytest.mark.parametrize("trade", trades())
def test_in_the_methods_own_talk_the_guide_names_what_it_did(trade):
    for customer in range(4):
        talk = converse(trade, "roundabout", customer=customer, difficulty="hard")
        advised = guide(talk)
        assert [one.move.acts for one in advised[: len(talk.records)]] == [
            record.move.acts for record in talk.records
        ]
        assert [one.number for one in advised[:1]] == [1]


def test_who_follows_it_to_the_end_holds_its_talk():
    screen = roundabout_steps("tour_itinerary_changed", customer=5)
    while not screen.talk.finished:
        screen.press("follow")
    alone = converse("tour_itinerary_changed", "roundabout", customer=5)
    assert screen.talk.outcome() == alone.outcome()
    assert "你和回旋法一样" in text_of(screen.result)


def test_it_goes_back_when_anger_is_read_above_the_line():
    book, seen = roundabout(), Observation(4, 0.9, 0.5, 0.0, 0.4, 0.0)
    back = why(book, Position(2, 1, 0), Position(1, 1, 1), seen)
    assert "0.90" in back
    assert "0.85" in back
    assert "第 1 次" in back
    used = why(book, Position(2, 1, 2), Position(2, 2, 2), seen)
    assert "已经用完" in used


def test_the_reason_names_the_cue_that_is_met_or_missing():
    book = roundabout()
    calm, hot = (Observation(1, anger, 1.0, 0.0, 0.2, 0.0) for anger in (0.3, 0.8))
    assert "0.30，0.65 以下算到" in why(book, Position(0, 1, 0), Position(1, 1, 0), calm)
    assert "条件没到也往下走" in why(book, Position(0, 2, 0), Position(1, 1, 0), hot)
    assert "20%，要到 60%" in why(book, Position(2, 1, 0), Position(2, 2, 0), calm)


def test_a_talk_that_angers_while_asking_is_told_to_go_back():
    talk = Conversation("ecommerce_defect", customer=3, customer_type="furious", difficulty="hard")
    for acts in (("greet",), ("greet",), ("greet",), ("greet",), ("blame", "argue")):
        if not talk.finished:
            talk.act(*acts)
    assert returns_in(talk) + guide(talk)[-1].returned >= 1


def test_its_words_leave_the_talk_as_it_is():
    talk = Conversation("bank_transfer_failed", customer=2)
    talk.act("listen")
    before = talk.transcript
    words = in_its_words(talk, 2, guide(talk)[1])
    assert len(words) > 8
    assert talk.transcript == before
    assert in_its_words(talk, 2, guide(talk)[1]) == words


def test_before_the_reply_it_keeps_quiet_unless_asked(screen):
    screen.choose(scenario="hotel_dirty_room", when="after")
    assert STEPS[0] not in screen.advice
    screen.choose(when="before")
    assert STEPS[0] in screen.advice
    screen.choose(when="after")
    screen.reply(text="对不起，换谁都急。您说，我听着。")
    shown = text_of(screen.advice)
    assert STEPS[0] in shown
    assert chip("apologise")["zh"] in shown


@pytest.mark.parametrize("trade", trades())
@pytest.mark.parametrize(
    ("difficulty", "customer", "kind"),
    [("easy", 0, "reasonable"), ("standard", 1, "spoiled"), ("hard", LAST_CUSTOMER, "opportunist")],
)
def test_it_works_at_both_ends_of_every_control(screen, trade, difficulty, customer, kind):
    screen.choose(scenario=trade, difficulty=difficulty, customer=customer, customer_type=kind)
    screen.press("follow")
    screen.reply(acts=["ask_fact", "empathise"])
    screen.press("close")
    shown = text_of(screen.result)
    assert "谈完了：你和回旋法" in shown
    assert screen.result.count("<img") == 1
    assert "None" not in shown
    assert "{" not in shown


def test_what_cannot_be_done_is_said_in_words(screen):
    screen.choose(scenario="hotel_dirty_room", customer=1)
    screen.press("close")
    assert screen._form.status["text"] == say("screen")["nothing_said"]
    screen.choose(customer=LAST_CUSTOMER + 1)
    assert screen._form.status["tone"] == "error"
    assert screen.talk.customer == 1
    screen.press("follow")
    screen.press("close")
    screen.press("follow")
    assert screen._form.status["text"] == say("screen")["finished"]
    screen.press("again")
    assert (screen.result, screen.talk.records) == ("", [])


def test_what_people_type_is_escaped(screen):
    screen.choose(scenario="hotel_dirty_room", customer=2)
    screen.reply(text="<b>对不起</b>，我马上给您换房。")
    screen.press("close")
    assert "<b>对不起</b>" not in screen.advice + screen.result


def test_the_saved_page_needs_no_kernel(screen):
    page = screen.to_page()
    assert "<script" not in page
    assert STEPS[0] in page
    assert "<img" in page


def test_a_page_of_advice_fits_every_point_of_a_talk():
    talk = Conversation("bank_transfer_failed", customer=9)
    while not talk.finished and len(talk.records) < 14:
        assert "sl-advice" in advice_html(talk, before=True)
        talk.act("listen")
        assert "sl-advice" in advice_html(talk, before=False)
    talk.close()
    assert "sl-turns" in end_html(talk)


def test_the_style_sheet_names_only_what_the_templates_use():
    css = read_text("servicelab.widgets", "static/roundabout.css")
    pages = "".join(
        read_text("servicelab.widgets", f"static/roundabout_{name}.html")
        for name in ("advice", "end", "talk")
    )
    known = pages + "sl-room sl-page sl-chips"
    assert [name for name in set(re.findall(r"\.(sl-[\w-]+)", css)) if name not in known] == []
