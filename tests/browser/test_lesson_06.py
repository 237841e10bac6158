"""Lesson 06's screen as a learner meets it: tried at both ends of every control."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.jupyter import Lab, tracebacks
from tests.browser.room import Room
from tests.browser.screens import (
    PROJECTOR,
    TWICE_AS_LARGE,
    LabScreen,
    opened,
    shown_alone,
)

pytestmark = pytest.mark.browser

LESSON = "notebooks/06_roundabout.ipynb"


def test_a_customer_is_talked_with_step_by_step(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen, room = LabScreen(page), Room(page)
    advice = screen.root.locator(".sl-advice")
    assert "先说你的" in advice.inner_text()

    # first task of the lesson: an easy customer of the bank, all by the roundabout
    screen.select("行业和案例", "bank_transfer_failed")
    screen.select("客户类型", "reasonable")
    screen.pick("容易")
    screen.pick("先看再说")
    assert "第 1 步" in advice.inner_text()
    page.screenshot(path=tmp_path / "before.png")
    for _ in range(16):
        screen.press("这一句照回旋法说")
        if screen.root.locator(".sl-debrief img").count():
            break
    room.wait_for_debrief()
    assert "你和回旋法一样" in screen.root.inner_text()
    screen.press("从头再来")
    assert screen.root.locator(".sl-debrief img").count() == 0

    # a hard one of the hotel, in own words and by acts
    screen.select("行业和案例", "hotel_dirty_room")
    screen.select("客户类型", "spoiled")
    screen.pick("难")
    screen.pick("我说完再看")
    room.say("实在对不起，孩子还没床睡，换谁都急。您说，我听着。")
    screen.settle()
    assert "你做的" in advice.inner_text()
    assert "道歉" in advice.inner_text()
    page.screenshot(path=tmp_path / "after.png")
    room.chat.locator(".sl-act:text-is('核实信息')").click()
    room.chat.locator(".sl-send").click()
    room.wait_for_lines(5)
    screen.settle()
    screen.press("谈到这里，收住")
    room.wait_for_debrief()
    assert "一轮一轮对照" in screen.root.inner_text()
    screen.press("谈到这里，收住")
    assert "已经谈完" in screen.status()

    screen.slide("第几号客户", "End")
    assert "轮到你" in screen.status()
    screen.slide("第几号客户", "Home")
    screen.press("谈到这里，收住")
    assert "一句没说" in screen.status()
    for trade in ("ecommerce_defect", "tour_itinerary_changed"):
        screen.select("行业和案例", trade)
        assert "轮到你" in screen.status()
    assert screen.nameless() == []
    assert screen.sticks_out() == []
    screen.press("这一句照回旋法说")
    screen.press("谈到这里，收住")
    room.wait_for_debrief()
    assert screen.pictures_without_words() == 0
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    assert tracebacks(page) == []
    assert problems == []

    screen.control("投影大字").uncheck()
    page.set_viewport_size(TWICE_AS_LARGE)
    screen.pick("先看再说")
    assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "narrow.png")
    page.close()
