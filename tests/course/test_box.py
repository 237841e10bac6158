"""The answer box checks on Enter and on a click, and shows what it says."""

from __future__ import annotations

from servicelab.course import answer_box
from servicelab.course.exercises import ex00_first_talk as reference


def test_entering_a_right_answer_passes():
    made = answer_box("ex00_first_talk")
    made.field.value = f"{reference.right(reference.talks()):.2f}"
    assert made.result.passed
    assert "通过" in made.verdict.value


def test_a_click_checks_again_but_leaving_the_box_by_a_click_counts_once():
    made = answer_box("ex00_first_talk")
    made.field.value = "0.5"
    made.button.click()
    assert "提示 1/3" in made.result.message
    made.button.click()
    assert "提示 2/3" in made.result.message


def test_a_click_on_an_empty_box_says_so():
    made = answer_box("ex00_first_talk")
    made.button.click()
    assert made.result.kind == "missing"


def test_what_was_typed_is_escaped():
    made = answer_box("ex00_first_talk")
    made.field.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in made.verdict.value


def test_an_untouched_box_has_passed_nothing():
    assert answer_box("ex00_first_talk").result is None
