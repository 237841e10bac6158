"""Lesson 04's screen as a learner meets it: tried at both ends of every slider."""

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

LESSON = "notebooks/04_crm.ipynb"
NEEDED = (
    "import pandas as pd",
    "from servicelab.theory import crm",
    'members = pd.read_csv("datasets/memberships.csv", encoding="utf-8-sig")',
    'pull = crm.ChurnHazard(cuts=[90]).fit(crm.spells(members, until="2025-12-30"))',
)


def test_the_three_questions_are_tried_by_keyboard(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON, *NEEDED), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "saved.png")
    assert "往后 24 个月多留下" in screen.lead()
    screen.slide("一位会员一个月留下", "Home")
    assert "多留下 0 元" in screen.lead()
    screen.slide("一位会员一个月留下", "End")
    screen.slide("往后看", "End")
    assert "往后 60 个月" in screen.lead()
    assert "没有数据撑着" in screen.root.inner_text()
    screen.slide("十件能成", "Home")
    assert "白花" in screen.root.inner_text()
    screen.slide("十件能成", "End")

    screen.pick("投诉管理的账")
    assert "没算进来的" in screen.lead()
    for name in ("信息收益", "态度收益", "一位会告诉"):
        screen.slide(name, "End")
    assert "四种收益都算了" in screen.lead()
    page.screenshot(path=tmp_path / "account.png")
    screen.slide("处理一件花", "Home")
    assert "谈不上回报" in screen.lead()

    screen.pick("五个百分点")
    screen.slide("现在的留存", "End")
    assert "从 94% 到 99%" in screen.lead()
    screen.slide("现在的留存", "Home")
    screen.slide("一年折现", "Home")
    assert "算好了" in screen.status()
    page.screenshot(path=tmp_path / "points.png")

    screen.root.locator("details summary").last.click()
    assert "Reichheld" in screen.root.inner_text()
    assert screen.pictures_without_words() == 0
    assert screen.nameless() == []
    assert screen.sticks_out() == []
    screen.pick("投影大字")
    page.screenshot(path=tmp_path / "large_print.png")
    assert screen.sticks_out() == []
    screen.control("投影大字").uncheck()
    screen.settle()
    page.set_viewport_size(TWICE_AS_LARGE)
    for question in ("救一位值多少", "投诉管理的账"):
        screen.pick(question)
        assert screen.sticks_out() == []
    page.screenshot(path=tmp_path / "large.png")
    assert tracebacks(page) == []
    assert problems == []
    page.close()
