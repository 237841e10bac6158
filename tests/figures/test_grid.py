"""A grid of numbers with its winners."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from servicelab.data.errors import ServicelabError
from servicelab.figures import grid_plot
from servicelab.figures.style import INK
from tests.figures.colour import contrast_to_white, luminance
from tests.figures.layout import laid_out, outside, overlapping, texts_of


@pytest.fixture
def table() -> pd.DataFrame:
    """Two methods by two types of customer; one cell wins in each column."""
    return pd.DataFrame(
        {
            "row": ["服务回旋法", "服务回旋法", "清晰服务法", "清晰服务法"],
            "column": ["暴怒型", "赶时间"] * 2,
            "estimate": [0.62, 0.48, 0.55, 0.60],
            "wins": [True, False, False, True],
        }
    )


def cells(picture) -> dict[str, Rectangle]:
    """Return the patches by the text written in them."""
    axes = picture.figure.axes[0]
    patches = {
        (round(patch.get_x() + patch.get_width() / 2), round(patch.get_y() + 0.46)): patch
        for patch in axes.patches
    }
    return {text.get_text(): patches[text.get_position()] for text in axes.texts}


def test_alt_text_carries_every_cell_and_the_winners(table):
    alt = grid_plot(table, value_title="交易满意（0 到 1）").alt
    assert "“服务回旋法”：暴怒型 0.62 ★；赶时间 0.48。" in alt
    assert "“清晰服务法”：暴怒型 0.55；赶时间 0.60 ★。" in alt
    assert alt.endswith("全图最高 0.62（服务回旋法，暴怒型），最低 0.48（服务回旋法，赶时间）。")


def test_english_words(table):
    picture = grid_plot(table, value_title="satisfaction", language="en")
    assert "'服务回旋法': 暴怒型 0.62 ★; 赶时间 0.48." in picture.alt
    assert "★ and frame: wins" in picture.figure.get_supxlabel()


def test_each_number_stands_in_its_cell(table):
    axes = grid_plot(table, value_title="满意").figure.axes[0]
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written == {(0, 0): "0.62 ★", (1, 0): "0.48", (0, 1): "0.55", (1, 1): "0.60 ★"}
    assert [text.get_text() for text in axes.get_xticklabels()] == ["暴怒型", "赶时间"]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["服务回旋法", "清晰服务法"]


def test_winners_are_framed_and_starred_not_only_shaded(table):
    found = cells(grid_plot(table, value_title="满意"))
    framed = [text for text, patch in found.items() if patch.get_linewidth() > 0]
    assert sorted(framed) == ["0.60 ★", "0.62 ★"]
    assert to_hex(found["0.62 ★"].get_edgecolor()) == INK.lower()


def test_a_higher_number_is_darker(table):
    found = cells(grid_plot(table, value_title="满意"))
    shades = [luminance(to_hex(found[text].get_facecolor())) for text in ("0.48", "0.55", "0.60 ★")]
    assert shades == sorted(shades, reverse=True)


def test_below_zero_has_a_colour_of_its_own_and_the_note_says_so(table):
    picture = grid_plot(table.assign(estimate=[-0.3, 0.3, 0.0, 0.1]), value_title="差")
    found = cells(picture)
    assert luminance(to_hex(found["0.00"].get_facecolor())) > 0.98
    red, _, blue, _ = found["−0.30 ★"].get_facecolor()
    assert red > blue
    assert "蓝高橙低" in picture.figure.get_supxlabel()
    down = grid_plot(table.assign(estimate=-table["estimate"]), value_title="差")
    assert "颜色越深，数越低" in down.figure.get_supxlabel()


@pytest.mark.parametrize("low", [0.0, -1.0, -2.0])
def test_every_number_can_be_read_on_its_shade(low):
    values = np.linspace(low, low + 2 if low else 1, 40)
    many = pd.DataFrame(
        {"row": np.arange(40) // 8, "column": np.arange(40) % 8, "estimate": values, "wins": False}
    )
    axes = grid_plot(many, value_title="数").figure.axes[0]
    for patch, text in zip(axes.patches, axes.texts, strict=True):
        shade = 1.05 / contrast_to_white(to_hex(patch.get_facecolor()))
        ink = luminance(to_hex(text.get_color())) + 0.05
        assert max(shade, ink) / min(shade, ink) >= 4.5


def test_no_winner_no_word_of_winners_and_a_missing_cell_stays_empty(table):
    picture = grid_plot(table[:3].assign(wins=False), value_title="满意")
    assert "★" not in picture.figure.get_supxlabel()
    assert len(picture.figure.axes[0].texts) == 3


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 10), (10, 5), (10, 10)])
def test_nothing_overlaps_with_long_names_and_large_numbers(rows, columns):
    many = pd.DataFrame(
        [
            (
                f"方法{row}：先听完再说清楚什么时候修好",
                f"第{column}类怎么说都不满意的客户",
                -12345.0 * row,
            )
            for row in range(rows)
            for column in range(columns)
        ],
        columns=["row", "column", "estimate"],
    ).assign(wins=True)
    picture = laid_out(grid_plot(many, value_title="客户留下来的价值（元）"))
    assert overlapping(texts_of(picture.figure.axes[0])) == []
    assert outside(picture) == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "格子图的表是空的"),
        (lambda table: table.drop(columns="wins"), "缺少这些列：wins"),
        (lambda table: table.assign(estimate=np.nan), "“estimate”列.*nan"),
        (lambda table: table.assign(wins="是"), "“服务回旋法，暴怒型”的 wins 是 是"),
        (lambda table: table.assign(column="都一样"), "“服务回旋法，都一样”有两行"),
    ],
    ids=["empty", "columns", "nan", "wins", "twice"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        grid_plot(spoil(table), value_title="满意")
