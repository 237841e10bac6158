"""The four quadrants of importance and performance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import quadrant_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of, words_in


@pytest.fixture
def table() -> pd.DataFrame:
    """One row in each quadrant, of which the first is uncertain; means (5, 5)."""
    frame = pd.DataFrame(
        {
            "label": ["准时", "客气", "装潢", "停车"],
            "importance": [6.0, 6.0, 4.0, 4.0],
            "performance": [4.8, 6.0, 3.2, 6.0],
        }
    )
    for name, half in (("importance", 0.1), ("performance", 0.3)):
        frame = frame.assign(
            **{f"{name}_low": frame[name] - half, f"{name}_high": frame[name] + half}
        )
    return frame


def test_alt_text_names_every_row_in_its_quadrant(table):
    alt = quadrant_plot(table).alt
    assert "分界线在表现 5.0、重要性 5.0。" in alt
    assert "改进区：准时（重要性 6.0，表现 4.8，说不准）。" in alt
    assert "优势区：客气（重要性 6.0，表现 6.0）。" in alt
    assert "机会区：装潢（重要性 4.0，表现 3.2）。" in alt
    assert alt.endswith("维持区：停车（重要性 4.0，表现 6.0）。")


def test_english_words(table):
    alt = quadrant_plot(table, language="en").alt
    assert "Improve: 准时 (importance 6.0, performance 4.8, uncertain)." in alt


def test_points_bars_and_lines_are_the_numbers_given(table):
    lines = quadrant_plot(table, crossing=(5.5, 4.5)).figure.axes[0].get_lines()
    assert set(lines[0].get_xdata()) == {5.5}
    assert set(lines[1].get_ydata()) == {4.5}
    up, across, dot = (np.asarray(line.get_xydata()).tolist() for line in lines[2:5])
    assert up == [[4.8, 5.9], [4.8, 6.1]]
    assert across == [pytest.approx([4.5, 6.0]), pytest.approx([5.1, 6.0])]
    assert dot == [[4.8, 6.0]]


def test_quadrants_differ_in_shape_and_uncertain_points_are_hollow(table):
    dots = quadrant_plot(table).figure.axes[0].get_lines()[4::3]
    assert len({dot.get_marker() for dot in dots}) == 4
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [True, False, False, False]


def test_a_column_sure_is_believed_only_at_the_mean_and_the_note_says_what_it_means(table):
    told = table.assign(sure=[True, True, True, False])
    picture = quadrant_plot(told)
    dots = picture.figure.axes[0].get_lines()[4::3]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, False, False, True]
    assert "分界线的误差也算上" in picture.figure.get_supxlabel()
    assert "准时（重要性 6.0，表现 4.8，说不准）" in quadrant_plot(told, crossing=(5, 5)).alt


def test_mean_median_and_given_lines_differ(table):
    skewed = table.assign(performance=[4.8, 6.0, 3.2, 6.0])
    assert "表现 5.40" in quadrant_plot(skewed, crossing="median").alt or (
        "表现 5.4" in quadrant_plot(skewed, crossing="median").alt
    )
    assert "表现 2.0、重要性 3.0" in quadrant_plot(table, crossing=(2, 3)).alt


def test_without_intervals_nothing_is_uncertain_and_the_index_names_the_rows(table):
    bare = table.set_index("label")[["importance", "performance"]]
    picture = quadrant_plot(bare)
    assert "说不准" not in picture.alt + picture.figure.get_supxlabel()
    assert "准时" in words_in(picture)


def cloud(rows: int, spread: float, scale: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "label": [f"第{k}条：师傅到家时穿得整洁、带齐了工具和配件" * 2 for k in range(rows)],
            "importance": scale * (5 + spread * rng.normal(size=rows)),
            "performance": scale * (5 + spread * rng.normal(size=rows)),
        }
    )
    for name in ("importance", "performance"):
        frame[f"{name}_low"] = frame[name] - 0.1 * scale
        frame[f"{name}_high"] = frame[name] + 0.1 * scale
    return frame


@pytest.mark.parametrize(
    ("rows", "spread", "scale"),
    [
        (1, 0.0, 1.0),
        (5, 0.5, 1e9),
        (22, 0.5, 1.0),
        (40, 0.0, 1.0),
        (40, 0.5, 1e-9),
    ],
)
def test_names_and_key_are_clear_of_each_other(rows, spread, scale):
    picture = laid_out(quadrant_plot(cloud(rows, spread, scale)))
    axes = picture.figure.axes[0]
    names = [text for text in axes.texts if text.get_zorder() == 4]
    assert len(names) == rows
    assert overlapping(names) == []
    others = [text for text in texts_of(axes) if text not in names]
    for key in picture.figure.axes[1:]:
        others += texts_of(key)
    assert overlapping(others) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in [*names, *others]) >= 14


def test_many_names_become_numbers_with_a_key_by_quadrant():
    picture = quadrant_plot(cloud(22, 0.5))
    dots, key = picture.figure.axes
    assert {str(n) for n in range(1, 23)} <= {text.get_text() for text in dots.texts}
    listed = [text.get_text() for text in key.texts if text.get_text()]
    assert "改进区" in listed
    assert sum(text.startswith("第") for text in listed) == 22


def test_short_names_stand_beside_their_points_even_if_there_are_many():
    short = cloud(22, 0.5).assign(label=[f"Q{k}" for k in range(1, 23)])
    assert len(quadrant_plot(short).figure.axes) == 1


def test_a_corner_without_room_says_less():
    far = quadrant_plot(cloud(5, 0.1), crossing=(1, 5))
    assert "改进区" in words_in(far)
    assert not any("先改它" in text for text in words_in(far))


@pytest.mark.parametrize(
    ("name", "rows"), [("$x$", 4), ("<b>粗</b>", 4), ("a\nb", 4), ("W" * 90, 30), ("$\\frac{", 30)]
)
def test_hostile_names_are_written_as_they_are(name, rows):
    table = cloud(rows, 0.5)
    table.loc[0, "label"] = name
    picture = laid_out(quadrant_plot(table, x_title=name, y_title=name))
    assert outside(picture) == []
    assert " ".join(name.split()) in picture.alt
    assert "<b>" not in picture.to_html()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "四方矩阵的表是空的"),
        (lambda table: table.drop(columns="importance"), "缺少这些列：importance"),
        (lambda table: table.drop(columns="importance_low"), "缺少这些列：importance_low"),
        (lambda table: table.assign(performance=np.nan), "“performance”列.*nan"),
        (lambda table: table.assign(importance_low=9), "“准时”的估计值 6 不在.*importance_low"),
        (lambda table: table.assign(label="同名"), "“同名”有两行"),
        (lambda table: pd.concat([table] * 16), "最多画 60 行，收到 64 行"),
    ],
    ids=["empty", "columns", "half a range", "nan", "outside", "twice", "long"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        quadrant_plot(spoil(table))


def test_a_crossing_that_is_none_is_refused(table):
    with pytest.raises(ServicelabError, match="两个有限的数"):
        quadrant_plot(table, crossing=(np.nan, 1))
    with pytest.raises(ServicelabError, match="分界线不能是“mode”"):
        quadrant_plot(table, crossing="mode")
