"""Lesson 02's screen as a learner meets it: tried at both ends of every control."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.jupyter import Lab, tracebacks
from tests.browser.screens import (
    PROJECTOR,
    TWICE_AS_LARGE,
    LabScreen,
    opened,
    shown_alone,
)

pytestmark = pytest.mark.browser

LESSON = "notebooks/02_servqual.ipynb"


def test_gaps_and_matrix_are_tried_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "gaps.png")
    assert "响应性" in screen.lead()

    screen.form.get_by_label("看哪些").first.select_option("items")
    screen.settle()
    assert "来得快" in screen.lead()
    screen.pick("差得多的排前面")
    page.screenshot(path=tmp_path / "items.png")
    screen.select("用多少份问卷", "30")
    assert "只抽 30 份" in screen.root.inner_text()
    before = screen.lead()
    screen.press("换一批人")
    screen.press("换一批人")
    assert screen.lead() != before

    screen.select("用多少份问卷", "600")
    screen.select("分开看", "district")
    page.screenshot(path=tmp_path / "districts.png")
    assert "老城" in screen.lead()
    screen.select("分开看", "complained")
    assert "分不出先后" in screen.root.inner_text()

    screen.control("差距在哪里").focus()
    page.keyboard.press("ArrowRight")
    screen.settle()
    assert "改进区" in screen.lead()
    page.screenshot(path=tmp_path / "matrix.png")
    screen.pick("跟总体评价推出来的")
    assert "移情性" in screen.lead()
    screen.select("感知的分界线", "4")
    assert "改进区是空的" in screen.lead()
    screen.select("感知的分界线", "6")
    assert "算好了" in screen.status()

    screen.root.locator("details summary").last.click()
    assert "录重" in screen.root.inner_text()
    assert screen.pictures_without_words() == 0
    assert screen.nameless() == []
    assert screen.sticks_out() == []
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    screen.control("投影大字").uncheck()

    page.set_viewport_size(TWICE_AS_LARGE)  # one kernel is enough: starting it costs the most
    screen.settle()
    assert screen.sticks_out() == []
    screen.pick("差距在哪里")
    assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
