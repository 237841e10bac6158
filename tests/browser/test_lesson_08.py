"""Lesson 08's screen as a learner meets it: tried at both ends of every control."""

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

LESSON = "notebooks/08_recovery.ipynb"


def test_the_three_questions_are_tried_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "curve.png")
    assert "补 60%" in screen.lead()

    screen.slide("补偿，占价格的", "Home")
    assert "一分不补" in screen.lead()
    screen.slide("补偿，占价格的", "End")
    assert "补 200%" in screen.lead()
    page.screenshot(path=tmp_path / "curve_end.png")
    screen.pick("服务退掉了")
    assert "服务还留着" not in screen.lead()
    screen.pick("重做")
    assert "没有要重做的" in screen.root.inner_text()

    screen.control("补多少才够").focus()
    page.keyboard.press("ArrowRight")
    screen.settle()
    assert "悖论" in screen.lead()
    page.screenshot(path=tmp_path / "paradox.png")
    screen.slide("处理完以后，又顺利用了几次", "End")
    assert "算好了" in screen.status()

    screen.pick("又出一次呢")
    assert "坏好" in screen.lead()
    screen.slide("两次失误之间，顺利用了几次", "Home")
    screen.slide("两次失误之间，顺利用了几次", "End")
    screen.pick("忠诚度")
    assert "忠诚度" in screen.lead()
    screen.select("模拟几位客户", "100")
    screen.select("客户类型", "furious")
    assert "算好了" in screen.status()

    screen.root.locator("details summary").last.click()
    assert "种子" in screen.root.inner_text()
    assert screen.pictures_without_words() == 0
    assert screen.nameless() == []
    assert screen.sticks_out() == []
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()


def test_nothing_breaks_at_200_percent(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), TWICE_AS_LARGE)
    screen = LabScreen(page)
    for question in ("补好了比没出事还满意吗", "又出一次呢"):
        screen.pick(question)
        assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
