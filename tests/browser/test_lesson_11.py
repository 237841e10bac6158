"""Lesson 11's screen as a learner meets it: tournaments are played."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.jupyter import Lab, tracebacks, wait_until_idle, watch, write_notebook
from tests.browser.screens import (
    PATIENCE,
    PROJECTOR,
    TWICE_AS_LARGE,
    LabScreen,
    environment,
    opened,
    shown_alone,
)

pytestmark = pytest.mark.browser

LESSON = "notebooks/11_evaluate.ipynb"
NEEDED = ('heating = "heating_blocked_pipe"', 'trio = ["clear", "roundabout", "reactive"]')
SHOW = """import servicelab as sl
sl.tournament_screen(["clear", "reactive"], ["courier_delay"], n=100)
"""
# What nbconvert --execute and jupyter trust do, in one process.
RUN_AND_TRUST = """
import sys
import nbformat
from nbclient import NotebookClient
from nbformat.sign import NotebookNotary

notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, kernel_name="python3").execute()
NotebookNotary().sign(notebook)
nbformat.write(notebook, sys.argv[1])
"""


def test_tournaments_are_played(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON, *NEEDED), PROJECTOR)
    assert tracebacks(page) == []
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "default.png")
    assert "按原样：" in screen.lead()
    assert "等量：" in screen.lead()
    assert screen.root.locator(".sl-results img").count() == 3

    screen.select("比什么", "value")
    assert "客户价值" in screen.lead()
    assert "还是刚才那些对话" in screen.status()

    # The most there is: all methods, all cases, most customers. It asks before it starts.
    screen.press("让谁上场：全部")
    screen.press("在哪些案例上比：全部")
    screen.select("每个案例几位客户", "10000")
    assert "再按一次" in screen.status()
    screen.press("开赛")
    assert "再按一次" in screen.status()
    page.screenshot(path=tmp_path / "asked.png")
    screen.select("每个案例几位客户", "500")
    screen.press("开赛")
    if "再按一次" in screen.status():  # on a slow machine this many is worth a question, too
        screen.press("开赛")
    assert "谈了" in screen.status()
    page.screenshot(path=tmp_path / "all.png")

    # The least: nobody, then one method.
    screen.press("让谁上场：清空")
    screen.press("在哪些案例上比：清空")
    screen.press("开赛")
    assert "至少一种方法" in screen.status()
    screen.pick("CLEAR 法")
    screen.press("开赛")
    assert "至少一个案例" in screen.status()
    screen.form.locator("summary", has_text="快递").click()
    screen.form.locator("input[value=courier_delay]").check()
    screen.press("开赛")
    assert "没有对手" in screen.lead()
    screen.pick("服务回旋法")
    screen.pick("等量")
    screen.press("开赛")
    assert "按原样：" not in screen.lead()

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
    page, problems = opened(chromium, lab, shown_alone(lab, LESSON, *NEEDED), TWICE_AS_LARGE)
    screen = LabScreen(page)
    page.screenshot(path=tmp_path / "large.png")
    assert screen.sticks_out() == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()


def test_a_saved_screen_shows_its_pictures_before_it_is_run(chromium: Any, lab: Lab) -> None:
    notebook = write_notebook(lab.folder / "saved.ipynb", SHOW)
    variables = {**os.environ, **environment(lab.folder.parent)}
    command = [sys.executable, "-c", RUN_AND_TRUST, str(notebook)]
    subprocess.run(command, check=True, capture_output=True, env=variables)
    page = chromium.new_page(viewport=PROJECTOR)
    problems = watch(page)
    page.goto(lab.url(notebook.name))
    wait_until_idle(page)
    page.wait_for_selector(".sl-results img", timeout=PATIENCE)
    page.wait_for_function(
        "document.querySelector('.sl-status').textContent.includes('运行所有单元格')",
        timeout=PATIENCE,
    )
    page.get_by_role("button", name="开赛").click()
    assert page.locator(".sl-results img").count() == 3
    assert problems == []
    page.close()
