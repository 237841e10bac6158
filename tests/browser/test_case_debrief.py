"""The page of a case debrief as a class sees it: projected, written into, printed, offline."""

from __future__ import annotations

from pathlib import Path

import pytest

import servicelab as sl
from servicelab.dialogue import Transcript, Turn
from tests.browser.screens import PROJECTOR, TWICE_AS_LARGE

pytestmark = pytest.mark.browser

A4 = {"width": 700, "height": 1000}  # its printed width in CSS pixels

_STICKS_OUT = """() => [...document.querySelectorAll('.sl-cd *')]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map(one => `${one.tagName}.${one.className}`)"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("debrief")
    quarrel = sl.converse("courier_delay", "confront", customer=3)
    evil = "</textarea><img src=x onerror=\"document.title='evil'\">不是我们的责任。" + "啊" * 300
    turns = [Turn("customer", "w" * 400 + "！"), Turn("agent", evil)] * 30
    long = Transcript("x" * 200, (*turns, Turn("customer", "谢谢")))
    return {
        "quarrel": sl.debrief(quarrel).save(folder / "quarrel.html"),
        "long": sl.debrief(long, scenario="courier_delay").save(folder / "long.html"),
    }


@pytest.mark.parametrize("name", ["quarrel", "long"])
def test_it_is_large_enough_fits_and_asks_nobody(chromium, pages, name) -> None:
    page = chromium.new_page(viewport=PROJECTOR)
    asked, problems = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(pages[name].as_uri())
    assert "evil" not in page.title()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert problems == []
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
    assert size >= 22
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.sl-cd p, .sl-cd td, .sl-cd th')]"
        ".map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 17
    assert page.evaluate("document.querySelector('img').naturalWidth") > 1000
    for view in (PROJECTOR, TWICE_AS_LARGE):
        page.set_viewport_size(view)
        assert page.evaluate(_STICKS_OUT) == []
    page.close()


def test_the_group_can_write_and_what_is_written_is_printed_on_a4(chromium, pages) -> None:
    page = chromium.new_page(viewport=A4)
    page.goto(pages["quarrel"].as_uri())
    box = page.get_by_role("textbox").first
    box.fill("先听他说完。")
    assert box.input_value() == "先听他说完。"
    page.emulate_media(media="print")
    assert page.evaluate(_STICKS_OUT) == []
    assert box.is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.9" in printed or b"/MediaBox [0 0 595" in printed
    page.close()


def test_reasons_open_by_keyboard(chromium, pages) -> None:
    page = chromium.new_page(viewport=PROJECTOR)
    page.goto(pages["quarrel"].as_uri())
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("靠哪些话", exact=True).is_visible()
    page.close()
