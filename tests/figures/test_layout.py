"""Labels keep their order, their distance and their place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servicelab.figures.layout import em_width, shelves, spread, wrap

LEVELS = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(LEVELS)
def test_spread_labels_are_a_gap_apart_in_order_and_inside(wanted):
    placed = spread(wanted, gap=0.08)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in placed)
    for (first, above), (second, below) in itertools.combinations(
        zip(wanted, placed, strict=True), 2
    ):
        assert abs(above - below) >= 0.08 - 1e-9
        if first != second:
            assert (first < second) == (above < below)


def test_labels_with_room_stay_where_they_are():
    assert spread([0.9, 0.1, 0.5], gap=0.1) == pytest.approx([0.9, 0.1, 0.5])


def test_two_labels_that_collide_share_the_way():
    assert spread([0.5, 0.5], gap=0.2) == pytest.approx([0.4, 0.6])


def test_more_labels_than_fit_are_spread_evenly():
    assert spread([0.5, 0.5, 0.5], gap=0.9) == pytest.approx([0.0, 0.5, 1.0])


@given(st.dictionaries(st.integers(0, 30), st.floats(0.1, 9), max_size=12))
def test_no_two_labels_on_a_shelf_overlap(widths):
    spans = {turn: (turn - width, turn + width) for turn, width in widths.items()}
    placed = shelves(spans)
    for one, other in itertools.combinations(spans, 2):
        if placed[one] == placed[other]:
            first, second = sorted([spans[one], spans[other]])
            assert first[1] <= second[0]


def test_a_chinese_character_is_an_em_wide():
    assert em_width("怒气") == 2
    assert em_width("abcd") < 4


@example(" 1。 ，", 3.0)
@given(st.text(alphabet="暖气不热，。abc 12", max_size=60), st.floats(3, 20))
def test_wrapped_text_loses_nothing_but_spaces(text, ems):
    lines = wrap(text, ems).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("，", "。")) for line in lines[1:])


def test_lines_are_as_wide_as_asked_and_words_stay_whole():
    assert wrap("屋里十四度报修两次", 4) == "屋里十\n四度报\n修两次"
    assert wrap("hotel room not clean", 6) == "hotel room\nnot clean"
