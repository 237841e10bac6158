"""Lesson 03's screen as a learner meets it: tried at both ends of every slider."""

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

LESSON = "notebooks/03_expectation.ipynb"


def test_the_three_questions_are_tried_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "same.png")
    assert "差 12 分" in screen.lead()
    screen.slide("第一位，许", "End")
    assert "16、8、12 小时" in screen.lead()
    screen.slide("三位都等了", "Home")
    assert "都等了 1 小时" in screen.lead()
    screen.slide("三位都等了", "End")
    screen.pick("改客户的脾性")
    screen.slide("承诺信几成", "Home")
    assert "承诺没有分出高低" in screen.lead()
    page.screenshot(path=tmp_path / "assume.png")

    screen.control("一样的等待，三种承诺").focus()
    page.keyboard.press("ArrowRight")
    screen.settle()
    screen.slide("承诺信几成", "End")
    screen.slide("你许", "Home")
    assert "许 1 小时" in screen.lead()
    screen.slide("忽快忽慢，相差", "Home")
    screen.slide("客户最多等得起", "End")
    assert "算好了" in screen.status()
    page.screenshot(path=tmp_path / "which.png")

    screen.pick("没兑现，再许一次")
    screen.slide("第二次许", "End")
    assert "第二次许 16 小时" in screen.lead()
    screen.slide("再失望一次，加重到", "End")
    screen.slide("失信一次，信任掉", "End")
    assert "信承诺 0%" in screen.root.inner_text()

    screen.root.locator("details summary").last.click()
    assert "Anderson" in screen.root.inner_text()
    assert screen.pictures_without_words() == 0
    assert screen.nameless() == []
    assert screen.sticks_out() == []
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    screen.control("投影大字").uncheck()
    screen.settle()
    page.set_viewport_size(TWICE_AS_LARGE)
    for question in ("许几小时好", "没兑现，再许一次"):
        screen.pick(question)
        assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
