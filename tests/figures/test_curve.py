"""The curve of a talk says what it shows, and refuses what it can't show."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from servicelab.data.errors import ServicelabError
from servicelab.figures import describe_lines, talk_curve
from tests.figures.layout import laid_out


@pytest.fixture
def curve() -> pd.DataFrame:
    """A talk of six turns whose highest anger is in turn 2."""
    return pd.DataFrame(
        {
            "anger": [0.82, 0.91, 0.74, 0.55, 0.40, 0.23],
            "felt_anger": 0.6,
            "trust": [0.45, 0.37, 0.43, 0.50, 0.57, 0.66],
            "heard": [0.00, 0.05, 0.35, 0.60, 0.70, 0.76],
            "certainty": 0.2,
            "solved": [0.00, 0.00, 0.00, 0.10, 0.35, 0.72],
            "facts_known": 0.3,
            "patience": 0.4,
        },
        index=pd.RangeIndex(1, 7, name="turn"),
    )


def words_in(picture) -> list[str]:
    """Return every text drawn in a figure."""
    return [text.get_text() for text in picture.figure.findobj(Text)]


def box_of(text):
    """Return where a text stands, without the line that leads to it."""
    return Text.get_window_extent(text)


def test_alt_text_carries_highest_and_lowest_with_their_turns(curve):
    alt = talk_curve(curve).alt
    assert "怒气：从 0.82 到 0.23，最高 0.91（第 2 轮），最低 0.23（第 6 轮）。" in alt
    assert "信任：从 0.45 到 0.66，最高 0.66（第 6 轮），最低 0.37（第 2 轮）。" in alt


def test_english_alt_text(curve):
    assert "anger: from 0.82 to 0.23, highest 0.91 (turn 2)" in talk_curve(curve, language="en").alt


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_alt_text_of_any_line_names_its_range(values):
    line = pd.DataFrame({"anger": values}, index=range(1, len(values) + 1))
    alt = describe_lines(line, title="怒气")
    assert f"{max(values):.2f}" in alt
    assert f"{min(values):.2f}" in alt


def test_the_drawn_numbers_are_the_numbers_given(curve):
    drawn = talk_curve(curve).figure.axes[0].get_lines()
    for line, column in zip(drawn, ["anger", "trust", "heard", "solved"], strict=True):
        assert np.asarray(line.get_ydata()).tolist() == curve[column].tolist()
        assert np.asarray(line.get_xdata()).tolist() == curve.index.tolist()


def test_lines_are_named_at_their_ends_without_a_legend(curve):
    picture = talk_curve(curve)
    assert {"怒气 0.23", "信任 0.66", "被听懂 0.76", "已解决 0.72"} <= set(words_in(picture))
    assert picture.figure.axes[0].get_legend() is None


def test_axis_titles_have_units(curve):
    axes = talk_curve(curve).figure.axes[0]
    assert "轮" in axes.get_xlabel()
    assert "0 最低，1 最高" in axes.get_ylabel()


@pytest.mark.parametrize(("turns", "language"), [(1, "zh"), (2, "zh"), (6, "en")])
def test_any_length_draws_without_a_warning(curve, turns, language):
    part = curve.iloc[:turns]
    marks = {1: "一句“但是”：<b>$x_1$</b>"}
    assert talk_curve(part, marks=marks, language=language).to_png()
    assert talk_curve(part, other=curve, marks=marks, language=language).to_png()


def test_labels_of_lines_that_end_together_do_not_cover_each_other(curve):
    same = curve.assign(anger=0.5, trust=0.5, heard=0.5, solved=0.5)
    picture = laid_out(talk_curve(same))
    axes = picture.figure.axes[0]
    feet = sorted(box_of(text).y0 for text in axes.texts)
    em = float(axes.texts[0].get_fontsize()) * picture.figure.dpi / 72
    assert all(upper - lower >= 1.15 * em for lower, upper in itertools.pairwise(feet))


def test_marks_that_would_collide_stand_on_two_shelves(curve):
    picture = laid_out(talk_curve(curve, marks={3: "认真听完客户的话", 4: "给出期限：今晚八点"}))
    first, second = (box_of(text) for text in picture.figure.axes[0].texts[-2:])
    assert first.x1 > second.x0
    assert first.y1 <= second.y0
    assert "标记：第 3 轮，认真听完客户的话；第 4 轮，给出期限：今晚八点。" in picture.alt


def test_a_what_if_has_a_panel_for_each_quantity_and_both_in_the_alt_text(curve):
    other = curve.assign(anger=[0.82, 0.7, 0.5, 0.3, 0.2, 0.11])
    picture = talk_curve(curve, other=other)
    assert [axes.get_title(loc="left") for axes in picture.figure.axes] == [
        "怒气",
        "信任",
        "被听懂",
        "已解决",
    ]
    assert {"原来 0.23", "假如 0.11"} <= set(words_in(picture))
    assert "最低 0.23（第 6 轮）" in picture.alt
    assert "最低 0.11（第 6 轮）" in picture.alt


def test_dollar_signs_are_no_mathematics(curve):
    picture = talk_curve(curve, title="赔 $5 还是 $10", marks={2: "$a$"})
    picture.to_png()
    assert {"赔 $5 还是 $10", "$a$"} <= set(words_in(picture))


def test_drawing_leaves_pyplot_alone(curve):
    before = plt.get_fignums()
    talk_curve(curve)
    assert plt.get_fignums() == before


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda curve: curve.iloc[:0], "是空的，一行也没有"),
        (lambda curve: curve.drop(columns=["trust", "heard"]), "缺少这些列：trust、heard"),
        (lambda curve: curve.assign(anger=np.nan), "“anger”列，索引 1 那一行是 nan"),
        (lambda curve: curve.assign(solved="一半"), "“solved”列.*一半.*0 到 1 之间"),
        (lambda curve: curve.assign(anger=1.2), "“anger”列.*1.2.*0 到 1 之间"),
        (lambda curve: curve.set_axis(list("abcdef")), "索引要是轮次（数字）.*“a”"),
        (lambda curve: curve["anger"].tolist(), "要一张表（DataFrame），收到的是 list"),
    ],
    ids=["empty", "columns", "nan", "text", "range", "index", "list"],
)
def test_a_wrong_table_is_refused_in_chinese(curve, spoil, message):
    with pytest.raises(ServicelabError, match=message.replace("（", ".").replace("）", ".")):
        talk_curve(spoil(curve))
    with pytest.raises(ServicelabError):
        talk_curve(curve, other=spoil(curve))


def test_a_mark_outside_the_talk_is_refused(curve):
    with pytest.raises(ServicelabError, match="第 9 轮，曲线里只有第 1 轮到第 6 轮"):
        talk_curve(curve, marks={9: "太晚"})


def test_an_unknown_language_is_refused(curve):
    with pytest.raises(ServicelabError, match="“fr”"):
        talk_curve(curve, language="fr")  # type: ignore[arg-type]
