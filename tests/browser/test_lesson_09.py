"""Lesson 09's screen as a learner meets it: tried at both ends of every control."""

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

LESSON = "notebooks/09_conflict.ipynb"
HONEST = (
    "服务承诺法",
    "分阶段引导征询法",
    "替换法",
    "外部评审法",
    "补偿关照法",
    "移情法",
    "不说不的方法",
    "从众心理法",
)
MADE_UP = "从众心理法（人是编的）"


def toggle(screen: LabScreen, name: str) -> None:
    """Switch a technique on or off by the keyboard."""
    screen.control(name).focus()
    screen.page.keyboard.press("Space")
    screen.settle()


def test_switches_are_tried_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "two.png")
    assert "服务承诺法、外部评审法" in screen.lead()

    screen.select("模拟几位客户", "100")
    toggle(screen, "服务承诺法")
    toggle(screen, "外部评审法")
    assert "一样技巧也没开" in screen.lead()
    page.screenshot(path=tmp_path / "none.png")
    for name in (*HONEST, MADE_UP):
        toggle(screen, name)
    assert "识破" in screen.root.inner_text()
    assert "一样一样地加" in screen.root.inner_text()
    page.screenshot(path=tmp_path / "all.png")

    screen.select("本来的做法", "confront")
    screen.select("客户类型", "opportunist")
    screen.select("难度", "hard")
    screen.slide("看第几号客户的对话", "Home")
    assert "第 0 号客户" in screen.root.inner_text()
    screen.slide("看第几号客户的对话", "End")
    assert "第 20 号客户" in screen.root.inner_text()
    assert "算好了" in screen.status()

    screen.root.locator("details summary").first.click()
    assert "照原样" in screen.root.inner_text()
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
    toggle(screen, MADE_UP)
    assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
