"""Lesson 00 as a learner meets it: opened, run, talked through, looked back on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from servicelab.course import launch
from servicelab.course.lab import Lab, free_port
from tests.browser.jupyter import run_all, tracebacks, wait_until_idle, watch
from tests.browser.room import Room

pytestmark = pytest.mark.browser

PROJECTOR = {"width": 1280, "height": 800}
TWICE_AS_LARGE = {"width": 640, "height": 400}  # what 200 % leaves of it
REPLIES = (
    "屋里十四度，还有老人和孩子，换谁都着急。您慢慢说，我听着。",
    "非常抱歉，让您等了这么久。请问您家是几号楼几单元？",
    "报修过几次，是哪几天？当时怎么答复您的？",
    "我现在就派师傅上门，今天下午五点前到，到不了我给您打电话。",
    "不热那些天的热费退给您，明天中午前把明细发到您手机上。",
    "这样办，您看可以吗？",
)

# What is wider than the page although nobody may scroll it.
TOO_WIDE = """() => [...document.querySelectorAll('.jp-Notebook .jp-RenderedHTMLCommon > *')]
    .filter(one => !one.closest('.jp-mod-outputsScrolled, .sl-scroll')
        && one.scrollWidth > one.clientWidth + 2 && getComputedStyle(one).overflowX === 'visible'
        && one.getBoundingClientRect().right > innerWidth + 2)
    .map(one => one.tagName + ' ' + one.textContent.slice(0, 30))"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Lab]:
    """The learner's folder, freshly delivered, in the JupyterLab that the first command opens."""
    home = tmp_path_factory.mktemp("home")
    kept = dict(os.environ)
    os.environ.update({"HOME": str(home), "USERPROFILE": str(home)})
    os.environ.update({f"JUPYTER_{part}_DIR": str(home / part) for part in ("CONFIG", "RUNTIME")})
    lab = Lab(launch.put_course(project, home / "course"), free_port(8960), browser=False)
    try:
        lab.wait_until_ready()
        yield lab
    finally:
        lab.close()
        os.environ.clear()
        os.environ.update(kept)


def opened(chromium: Any, course: Lab, viewport: dict[str, int]) -> tuple[Any, list[str]]:
    page = chromium.new_page(viewport=viewport)
    problems = watch(page)
    page.goto(course.address + "&reset")
    wait_until_idle(page)
    run_all(page)
    wait_until_idle(page)
    return page, problems


def test_the_lesson_is_played_through_by_free_text(
    chromium: Any, course: Lab, tmp_path: Path
) -> None:
    page, problems = opened(chromium, course, PROJECTOR)
    assert tracebacks(page) == []
    assert page.locator(".jp-Notebook img[alt*='怒气']").count() >= 1
    page.screenshot(path=tmp_path / "lesson.png")

    room = Room(page)
    for text in REPLIES:
        if page.locator(".sl-debrief img").count():
            break
        room.box.scroll_into_view_if_needed()
        room.say(text)
    page.screenshot(path=tmp_path / "talk.png")
    if not page.locator(".sl-debrief img").count():
        room.press("结束对话")
    room.wait_for_debrief()
    words = page.locator(".sl-debrief").inner_text()
    assert all(name in words for name in ("服务回旋法", "CLEAR", "被动式服务补救"))
    page.locator(".sl-debrief").scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "debrief.png")

    room.try_what_if(1, "责怪客户")
    assert "责怪客户" in page.locator(".sl-result").inner_text()
    page.locator(".sl-result").scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "what_if.png")

    assert room.different_glyphs("屋里十四度") == 5
    assert room.sticks_out() == []
    assert page.evaluate(TOO_WIDE) == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()


def test_nothing_breaks_at_200_percent(chromium: Any, course: Lab, tmp_path: Path) -> None:
    page, problems = opened(chromium, course, TWICE_AS_LARGE)
    room = Room(page)
    room.box.scroll_into_view_if_needed()
    room.say("您慢慢说，我听着。")
    page.screenshot(path=tmp_path / "large.png")
    assert room.sticks_out() == []
    assert page.evaluate(TOO_WIDE) == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()
