"""Bars of gaps with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from servicelab.data.errors import ServicelabError
from servicelab.figures import gap_bars
from servicelab.figures.style import BAD, GOOD
from tests.figures.layout import laid_out, outside, overlapping, texts_of, words_in


@pytest.fixture
def table() -> pd.DataFrame:
    """Three dimensions: one below, one not told apart from 0, one above expectation."""
    return pd.DataFrame(
        {
            "expectation": [6.2, 5.5, 5.0],
            "perception": [5.1, 5.45, 5.3],
            "gap": [-1.1, -0.05, 0.3],
            "ci_low": [-1.25, -0.2, 0.1],
            "ci_high": [-0.95, 0.1, 0.5],
            "n": 600,
            "warning": "",
        },
        index=pd.Index(["可靠性", "有形性", "移情性"], name="dimension"),
    )


def bars(picture) -> list[Rectangle]:
    return [patch for patch in picture.figure.axes[-1].patches if isinstance(patch, Rectangle)]


def row_names(picture) -> list[str]:
    labels = picture.figure.axes[0].get_yticklabels()
    return [label.get_text() for label in sorted(labels, key=lambda one: one.get_position()[1])]


def test_alt_text_carries_every_row_with_what_it_means(table):
    alt = gap_bars(table).alt
    assert "可靠性 −1.10（−1.25 到 −0.95），低于期望；" in alt
    assert "有形性 −0.05（−0.20 到 0.10），分不出高低；" in alt
    assert "移情性 0.30（0.10 到 0.50），高于期望。" in alt
    assert alt.endswith("差距最低的是可靠性，−1.10。")


def test_english_words(table):
    alt = gap_bars(table, language="en", levels=True).alt
    assert "(−1.25 to −0.95), below expectation (expectation 6.20, perception 5.10)" in alt


def test_bars_and_intervals_are_the_numbers_given(table):
    picture = gap_bars(table)
    assert [bar.get_width() for bar in bars(picture)] == [-1.1, -0.05, 0.3]
    ends = [np.asarray(line.get_xdata()) for line in picture.figure.axes[0].get_lines()[:6:2]]
    assert [end.tolist() for end in ends] == [[-1.25, -0.95], [-0.2, 0.1], [0.1, 0.5]]


def test_side_has_a_colour_and_an_interval_over_zero_is_hollow(table):
    one, two, three = bars(gap_bars(table))
    assert to_hex(one.get_facecolor()) == BAD.lower()
    assert to_hex(two.get_facecolor()) == "#ffffff"
    assert to_hex(two.get_edgecolor()) == BAD.lower()
    assert to_hex(three.get_facecolor()) == GOOD.lower()


def test_levels_stand_beside_the_bars(table):
    means = gap_bars(table, levels=True).figure.axes[0]
    dots = [line.get_xdata()[0] for line in means.get_lines() if line.get_marker() in "oD"]
    assert dots == [6.2, 5.1, 5.5, 5.45, 5.0, 5.3]


def test_items_of_a_survey_stand_under_their_dimensions(table):
    items = table.rename_axis("item").set_axis(["准时", "守信", "整洁"])
    items = items.rename_axis("item").assign(dimension=["可靠性", "可靠性", "有形性"])
    picture = gap_bars(items)
    assert row_names(picture) == ["可靠性", "准时", "守信", "有形性", "整洁"]
    assert "“可靠性”：准时 −1.10" in picture.alt
    assert picture.alt.endswith("差距最低的是可靠性，准时，−1.10。")


def test_groups_come_from_the_index(table):
    both = pd.concat({"老城": table, "河西": table}, names=["district", "dimension"])
    assert row_names(gap_bars(both))[:2] == ["老城", "可靠性"]
    turned = gap_bars(both, label="district", group="dimension")
    assert "“可靠性”：老城 −1.10" in turned.alt


def test_the_total_is_named_in_the_readers_language(table):
    total = table[:1].set_axis(["total"]).rename_axis("dimension")
    assert "总体 −1.10" in gap_bars(total).alt
    assert "total −1.10" in gap_bars(total, language="en").alt


def test_worst_first_sorts_within_groups_and_else_the_order_stays(table):
    assert row_names(gap_bars(table[::-1])) == ["移情性", "有形性", "可靠性"]
    assert row_names(gap_bars(table[::-1], worst_first=True)) == ["可靠性", "有形性", "移情性"]


def many(rows: int, groups: int, scale: float) -> pd.DataFrame:
    gaps = np.linspace(-1.9, 0.4, rows) * scale
    return pd.DataFrame(
        {
            "label": [f"第{k}条：师傅到家时穿得整洁、带齐了工具和配件" * 2 for k in range(rows)],
            "group": [f"{k % groups} 说起来很长很长很长很长的片区" for k in range(rows)],
            "expectation": 6.0 * scale,
            "perception": 6.0 * scale + gaps,
            "gap": gaps,
            "ci_low": gaps - 0.1 * scale,
            "ci_high": gaps + 0.1 * scale,
        }
    )


@pytest.mark.parametrize(
    ("rows", "groups", "scale", "levels", "language"),
    [
        (1, 1, 1.0, True, "en"),
        (22, 5, 1.0, True, "zh"),
        (60, 4, 1.0, False, "zh"),
        (3, 1, 1e9, True, "en"),
        (3, 1, 1e-9, False, "zh"),
    ],
)
def test_nothing_overlaps_or_is_cut_off(rows, groups, scale, levels, language):
    picture = laid_out(gap_bars(many(rows, groups, scale), levels=levels, language=language))
    texts = [text for axes in picture.figure.axes for text in texts_of(axes)]
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts) >= 14


@pytest.mark.parametrize("name", ["$x$", "<b>粗</b>", "a\nb", "W" * 90, "$\\frac{"])
def test_hostile_names_are_written_as_they_are(table, name):
    picture = gap_bars(table.rename(index={"可靠性": name}), title=name, axis_title=name)
    assert " ".join(name.split()) in picture.alt
    assert "<b>" not in picture.to_html()
    shown = "".join(words_in(picture)).replace("\n", "")
    assert name.replace("\n", " ")[:5] in shown


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "差距图的表是空的"),
        (lambda table: table.drop(columns="gap"), "缺少这些列：gap"),
        (lambda table: table.assign(ci_low=np.nan), "“ci_low”列.*nan"),
        (lambda table: table.assign(ci_high=-9), "“可靠性”的估计值 -1.1 不在区间"),
        (lambda table: table.set_axis(["同名"] * 3), "“同名”有两行"),
        (lambda table: pd.concat([table] * 21), "最多画 60 行，收到 63 行"),
        (lambda table: table.reset_index(drop=True), "没有一列说明每一行是什么"),
    ],
    ids=["empty", "columns", "nan", "outside", "twice", "long", "unnamed"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        gap_bars(spoil(table))


def test_a_name_that_is_not_there_is_refused(table):
    with pytest.raises(ServicelabError, match="缺少这些列：片区"):
        gap_bars(table, group="片区")
