"""Lesson 07's screen as a learner meets it: its steps moved and switched off by keyboard."""

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

LESSON = "notebooks/07_clear.ipynb"
ALIVE = ".sl-steplist[data-alive='true']"

_NAMELESS = """() => [...document.querySelectorAll('.sl-steplist button, .sl-steplist input')]
    .filter(one => !(one.ariaLabel || one.textContent || one.labels?.[0]?.textContent || '').trim())
    .map(one => one.outerHTML)"""


class Steps(LabScreen):
    """The screen with its list of steps."""

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        page.wait_for_selector(ALIVE)
        self.list = page.locator(".sl-steplist")

    def press_step(self, name: str) -> None:
        """Press a button of the list by the keyboard."""
        self.list.get_by_role("button", name=name, exact=True).focus()
        self.page.keyboard.press("Enter")
        self.answered()

    def tick(self, name: str) -> None:
        """Switch a step on or off."""
        self.list.get_by_role("checkbox", name=name).click()
        self.answered()

    def answered(self) -> None:
        """Wait until the list has told the kernel, and the kernel has answered."""
        self.page.wait_for_timeout(500)
        self.settle()

    def focused(self) -> str:
        """Return the name of what has the focus."""
        return str(self.page.evaluate("() => document.activeElement.ariaLabel ?? ''"))


def test_the_steps_are_moved_and_left_out(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON), PROJECTOR)
    assert tracebacks(page) == []
    screen = Steps(page)
    page.screenshot(path=tmp_path / "first.png")
    assert "解决 → 控制" in screen.lead()

    screen.press_step("把“解决”下移")
    assert "控制 → 解决" in screen.lead()
    assert screen.focused() == "把“解决”下移"
    screen.press_step("恢复原来的次序")
    assert "CLEAR 原来的次序" in screen.lead()
    assert screen.list.get_by_role("button", name="把“控制”上移").is_disabled()
    screen.press_step("倒过来")
    assert "解决 → 道歉" in screen.lead()

    for name in ("控制", "倾听", "建立关系", "道歉"):  # minimum: one step
        screen.list.get_by_role("checkbox", name=name).click()
    screen.answered()
    assert "你的次序是解决" in screen.lead()
    assert screen.list.get_by_role("checkbox", name="解决").is_disabled()
    page.screenshot(path=tmp_path / "one_step.png")
    screen.press_step("恢复原来的次序")
    screen.tick("道歉")
    assert "Lewicki" in screen.root.inner_text()

    screen.select("模拟几位客户", "100")
    screen.slide("看第几号客户的对话", "End")
    assert "第 20 号客户" in screen.root.inner_text()
    screen.select("客户类型", "hurried")
    screen.pick("忠诚度")
    assert "算好了" in screen.status()

    screen.root.locator("details summary").last.click()
    assert screen.pictures_without_words() == 0
    assert screen.nameless() == []
    assert page.evaluate(_NAMELESS) == []
    assert screen.sticks_out() == []
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    screen.control("投影大字").uncheck()

    page.set_viewport_size(TWICE_AS_LARGE)
    screen.press_step("倒过来")
    page.screenshot(path=tmp_path / "twice_as_large.png")
    assert screen.sticks_out() == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()
