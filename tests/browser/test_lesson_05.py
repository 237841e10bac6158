"""Lesson 05's screen as a learner meets it: tried at both ends of every control."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.jupyter import Lab, tracebacks, write_notebook
from tests.browser.screens import (
    PROJECTOR,
    TWICE_AS_LARGE,
    LabScreen,
    opened,
    shown_alone,
)

pytestmark = pytest.mark.browser

LESSON = "notebooks/05_emotion.ipynb"
NEEDED = (
    'courier = "courier_delay"',
    "as_said = '''"
    "问候接待、核实信息、开放式提问 "
    "争辩、权威例证 "
    "核实信息 "
    "术语堆砌 "
    "立即处理、提出方案 "
    "时限承诺 "
    "道歉、退款减免、提出方案 "
    "征询满意、提出方案"
    "'''.split()",
)
SHOW = """import servicelab as sl
sl.emotion_thermometer(n=100)
"""


def crowd(screen: LabScreen) -> str:
    """Return what is said of many customers."""
    return str(screen.root.locator(".sl-block").nth(1).locator(".sl-lead").inner_text())


def test_one_reply_is_changed_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON, *NEEDED), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "default.png")
    assert "最不准的一次" in screen.lead()
    assert screen.root.locator(".sl-results img").count() == 1
    screen.slide("客户编号", "End")
    screen.slide("客户编号", "Home")
    assert "算好了" in screen.status()

    screen.control("读温度计").focus()
    page.keyboard.press("ArrowRight")
    screen.settle()
    screen.slide("改第几句", "ArrowRight")
    screen.select("换成", "align")
    assert "处理满意度" in screen.lead()
    assert "平均高" in crowd(screen)
    assert screen.root.locator(".sl-results img").count() == 2
    page.screenshot(path=tmp_path / "changed.png")
    screen.slide("改第几句", "End")
    assert "最后一句" in screen.root.inner_text()

    screen.select("谁来谈", "own")
    screen.select("第 6 句", "nothing")
    screen.slide("改第几句", "Home")
    screen.select("换成", "mine")
    for act in ("合一架构", "解释原因"):
        screen.control(act).uncheck()
        screen.settle()
    assert "至少挑一样" in screen.status()
    screen.pick("责怪客户")
    assert "平均低" in crowd(screen)
    page.screenshot(path=tmp_path / "own.png")
    screen.select("换几位客户试", "100")
    screen.select("客户类型", "hurried")
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
    write_notebook(lab.folder / "screen.ipynb", SHOW)
    page, problems = opened(chromium, lab, "screen.ipynb", TWICE_AS_LARGE)
    screen = LabScreen(page)
    assert screen.sticks_out() == []
    screen.pick("改一句")
    screen.select("换成", "mine")
    assert screen.sticks_out() == []
    screen.form.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
