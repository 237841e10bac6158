"""The page's own files: no markup from text, no words of its own, colours that can be read."""

from __future__ import annotations

import re

import pytest

from servicelab.data.resources import read_text
from servicelab.dialogue import ACTS
from servicelab.simulation.outcome import ENDINGS
from servicelab.widgets.chat import Chat, WhatIf
from servicelab.widgets.words import words

CSS = read_text("servicelab.widgets", "static/room.css")
SCRIPTS = {"chat": str(Chat._esm), "what_if": str(WhatIf._esm)}


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_never_becomes_markup(name):
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|srcdoc"
    assert not re.search(markup, SCRIPTS[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_ask_nobody_on_the_net(name):
    addresses = set(re.findall(r"https?://[^\"'\s]+", SCRIPTS[name] + CSS))
    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_word_that_a_script_asks_for_exists(name):
    known = set(words("chat")) | {"limit", "turn"} | set(words("gauges")) | {"bars"}
    assert set(re.findall(r"\bwords\.(\w+)", SCRIPTS[name])) <= known


@pytest.mark.parametrize("name", SCRIPTS)
def test_words_for_people_stand_in_the_yaml_file(name):
    without_comments = re.sub(r"//[^\n]*", "", SCRIPTS[name])
    assert set(re.findall(r"[\u4e00-\u9fff]", without_comments)) == set()


def test_every_act_has_a_hint_and_every_ending_a_sentence():
    assert set(words("hints")) == set(ACTS) - {"other"}
    assert set(words("endings")) == set(ENDINGS)
    assert set(ENDINGS) <= set(words("debrief"))


def palette(block: str) -> dict[str, tuple[float, ...]]:
    """Return the colours named in one block of variables."""
    found = re.findall(r"--sl-([\w-]+): (?:var\([\w-]+, )?#([0-9a-f]{3,6})\b", block)
    return {name: channels(code) for name, code in found}


def channels(code: str) -> tuple[float, ...]:
    long = code if len(code) == 6 else "".join(2 * digit for digit in code)
    return tuple(int(long[at : at + 2], 16) / 255 for at in (0, 2, 4))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the ratio that WCAG defines, 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


LIGHT = palette(CSS.split("color: var(--sl-ink);")[0])
# JupyterLab's dark theme gives ground and ink.
DARK = LIGHT | {"ground": channels("111111"), "ink": channels("ffffff")} | palette(
    CSS.split('[data-jp-theme-light="false"] .sl-page {')[1].split("}")[0]
)  # fmt: skip
GROUPS = ("relational", "solving", "remedy", "harmful", "neutral")
TEXT_ON = [
    ("ink", "ground"),
    ("ink", "panel"),
    ("soft", "ground"),
    ("soft", "panel"),
    ("customer-ink", "customer"),
    ("agent-ink", "agent"),
    ("accent", "ground"),
    ("accent-ink", "accent"),
    *[(group, "ground") for group in GROUPS],
    *[(group, f"{group}-ground") for group in GROUPS],
    *[(group, "neutral-ground") for group in GROUPS],  # an act under the pointer
]


def test_contrast_is_computed_as_published():
    assert contrast(channels("fff"), channels("000")) == pytest.approx(21)
    assert contrast(channels("fff"), channels("767676")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("heat", range(5))
def test_large_words_and_lines_can_be_seen(theme, heat):
    assert contrast(theme[f"heat-{heat}"], theme["panel"]) >= 3
    assert contrast(theme["field-line"], theme["ground"]) >= 3


def test_motion_can_be_switched_off():
    assert "prefers-reduced-motion: reduce" in CSS
