"""The rehearsal room in JupyterLab in Chromium: typed in, clicked, looked at."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest

pytest.importorskip("playwright.sync_api")

from tests.browser.jupyter import (
    PATIENCE,
    Lab,
    jupyter_lab,
    open_notebook,
    run_all,
    tracebacks,
    wait_until_idle,
    watch,
    write_notebook,
)
from tests.browser.room import Room

pytestmark = pytest.mark.browser

SHOW_ROOM = 'import servicelab as sl\nsl.rehearse("heating_blocked_pipe", customer=4711)'
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
PROJECTOR = {"width": 1280, "height": 800}
TWICE_AS_LARGE = {"width": 640, "height": 400}  # what 200 % leaves of it


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables that keep Jupyter out of the real home folder."""
    place = tmp_path_factory.mktemp("home")
    # Without matplotlib's list of fonts every kernel would read all fonts anew.
    fonts = {"MPLCONFIGDIR": matplotlib.get_configdir()}
    parts = {f"JUPYTER_{part}_DIR": str(place / part) for part in ("CONFIG", "DATA", "RUNTIME")}
    return {"HOME": str(place), "USERPROFILE": str(place), **parts, **fonts}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, home: dict[str, str]) -> Iterator[Lab]:
    """JupyterLab over a folder with a notebook that has never been run."""
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder / "fresh.ipynb", SHOW_ROOM)
    log = tmp_path_factory.mktemp("log") / "lab.log"
    with jupyter_lab(folder, log, home) as running:
        yield running


@pytest.fixture
def saved(lab: Lab, home: dict[str, str]) -> str:
    """A notebook that was run, saved with what its widgets hold, and is trusted."""
    notebook = write_notebook(lab.folder / "saved.ipynb", SHOW_ROOM)
    command = [sys.executable, "-c", RUN_AND_TRUST, str(notebook)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **home})
    return notebook.name


def room_on(page: Any, lab: Lab) -> Room:
    open_notebook(page, lab, "fresh.ipynb")
    run_all(page)
    return Room(page)


def test_a_whole_talk_by_free_text(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page = chromium.new_page(viewport=PROJECTOR)
    problems = watch(page)
    room = room_on(page, lab)

    # Acts are heard while one types, with the words that gave them away, and can be corrected.
    room.type("非常抱歉，您慢慢说。")
    room.wait_for_chips("apologise", "listen")
    assert "抱歉" in room.chips.first.inner_text()
    room.chips.first.locator("button").click()
    room.wait_for_chips("listen")
    room.chat.locator(".sl-act[data-act='empathise']").click()
    room.wait_for_chips("listen", "empathise")
    assert room.has_focus()
    page.screenshot(path=tmp_path / "typing.png")

    # Enter takes a candidate while Chinese is composed; Shift+Enter breaks the line.
    key = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true})"
    room.box.evaluate(f"box => box.dispatchEvent({key})")
    room.box.press("Shift+Enter")
    assert room.box.input_value().endswith("\n")
    assert room.lines.count() == 1

    # Enter sends: bubble, acts, one line of feedback; the focus is back in the empty box.
    room.answer()
    mine = room.lines.nth(1)
    assert [chip.inner_text() for chip in mine.locator(".sl-chip").all()] == ["倾听回应", "共情"]
    assert mine.locator(".sl-feedback").inner_text()
    assert room.has_focus()

    # Words of any kind are only words.
    room.say("<img src=x onerror=\"document.title='broken'\"><script>1</script>非常抱歉。😀")
    assert "<script>" in room.lines.nth(3).inner_text()
    assert page.locator(".sl-log img, .sl-log script").count() == 0
    assert page.title() != "broken"

    # What can't be said is refused with a gentle line; what is not understood is asked about.
    room.box.fill("好" * 10_000)
    room.box.press("Enter")
    page.wait_for_function("document.querySelector('.sl-notice').textContent.includes('10000')")
    room.box.fill("呜啦啦")
    room.box.press("Enter")
    page.wait_for_function("document.querySelector('.sl-notice').textContent.includes('没听出')")
    assert room.lines.count() == 5
    room.answer()

    # The end, and what is left of it.
    room.press("结束对话")
    room.wait_for_debrief()
    page.screenshot(path=tmp_path / "end.png")
    page.locator(".sl-jump").click()
    assert "服务回旋法" in page.locator(".sl-debrief").inner_text()
    room.try_what_if(1, "责怪客户")
    result = page.locator(".sl-result").inner_text()
    assert "第 1 回合换成“责怪客户”" in result
    page.screenshot(path=tmp_path / "what_if.png")
    link = page.locator(".sl-download").get_attribute("href")
    assert "呜啦啦" in base64.b64decode(link.split(",")[1]).decode("utf-8-sig")

    assert room.different_glyphs("屋里十四度") == 5
    assert room.sticks_out() == []
    assert tracebacks(page) == []
    assert problems == []
    page.close()


def test_at_200_percent_by_keyboard_alone(chromium: Any, lab: Lab, tmp_path: Path) -> None:
    page = chromium.new_page(viewport=TWICE_AS_LARGE)
    problems = watch(page)
    room = room_on(page, lab)
    room.box.focus()

    # From the box: send, then the groups of acts, one stop each; arrows move inside.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    room.wait_for_chips("listen")
    assert room.has_focus()
    room.answer()
    page.keyboard.type("dd")  # in command mode this would delete the cell
    room.box.fill("请问您家是几号楼？")
    room.answer()
    assert room.box.is_visible()
    page.screenshot(path=tmp_path / "large.png")
    assert room.sticks_out() == []

    room.press("投影大字")
    page.wait_for_selector(".sl-room.sl-big")
    size = room.lines.first.locator(".sl-bubble").evaluate("one => getComputedStyle(one).fontSize")
    assert float(size.removesuffix("px")) >= 24
    assert room.sticks_out() == []
    room.press("结束对话")
    room.wait_for_debrief()
    page.locator(".sl-debrief table").first.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "debrief.png")
    assert room.sticks_out() == []

    room.press("同一位客户再来一次")
    page.wait_for_function("document.querySelectorAll('.sl-log .sl-line').length === 1")
    assert page.locator(".sl-debrief table").count() == 0
    assert tracebacks(page) == []
    assert problems == []
    page.close()


def test_a_saved_lesson_shows_the_room_before_it_is_run(
    chromium: Any, lab: Lab, saved: str
) -> None:
    page = chromium.new_page(viewport=PROJECTOR)
    problems = watch(page)
    page.goto(lab.url(saved))
    wait_until_idle(page)
    page.wait_for_selector(".sl-chat .sl-line", timeout=1000 * PATIENCE)
    page.wait_for_function(
        "document.querySelector('.sl-notice').textContent.includes('运行所有单元格')",
        timeout=60_000,
    )
    assert page.locator(".sl-palette .sl-act").count() > 30
    page.locator(".sl-chat textarea").fill("非常抱歉。")
    page.locator(".sl-chat textarea").press("Enter")
    assert page.locator(".sl-chat textarea").input_value() == "非常抱歉。"  # nothing is lost
    assert problems == []
    page.close()
