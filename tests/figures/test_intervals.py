"""Estimates with intervals and noise floor."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from servicelab.data.errors import ServicelabError
from servicelab.figures import interval_plot
from servicelab.figures.style import BAND
from tests.figures.layout import laid_out, overlapping


@pytest.fixture
def table() -> pd.DataFrame:
    """Three methods in two scenarios."""
    return pd.DataFrame(
        {
            "group": ["供热", "供热", "供热", "酒店", "酒店", "酒店"],
            "label": ["服务回旋法", "清晰服务法", "争执"] * 2,
            "estimate": [0.62, 0.61, 0.31, 0.57, 0.66, -0.05],
            "ci_low": [0.60, 0.60, 0.30, 0.55, 0.65, -0.07],
            "ci_high": [0.64, 0.62, 0.32, 0.59, 0.67, -0.03],
        }
    )


def bars(axes) -> list[Rectangle]:
    """Return the bars and bands of a panel."""
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def bands(axes) -> list[tuple[float, float]]:
    """Return left and right end of every band in a panel."""
    return [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in bars(axes)
        if patch.get_facecolor()[:3] == pytest.approx([int(BAND[1:3], 16) / 255] * 3)
    ]


def test_alt_text_carries_every_row_and_the_ends_of_the_range(table):
    alt = interval_plot(table, noise_floor=0.02).alt
    assert "“供热”：服务回旋法 0.62（0.60 到 0.64）；" in alt
    assert "全图最高 0.66（酒店，清晰服务法），最低 −0.05（酒店，争执）。" in alt
    assert "噪声底 0.020" in alt


def test_the_band_lies_around_the_highest_of_each_group(table):
    figure = interval_plot(table, noise_floor=0.02).figure
    assert bands(figure.axes[0]) == [pytest.approx((0.60, 0.64))]
    assert bands(figure.axes[1]) == [pytest.approx((0.64, 0.68))]


def test_the_band_lies_around_the_lowest_if_less_is_better(table):
    figure = interval_plot(table, noise_floor=0.02, reference="lowest").figure
    assert bands(figure.axes[0]) == [pytest.approx((0.29, 0.33))]


def test_the_band_lies_around_zero_for_differences(table):
    picture = interval_plot(table, noise_floor=0.02, reference=0.0)
    assert bands(picture.figure.axes[1]) == [pytest.approx((-0.02, 0.02))]
    assert "竖线在 0.00" in picture.alt


def test_each_group_may_have_its_own_floor(table):
    picture = interval_plot(table, noise_floor={"供热": 0.01, "酒店": 0.03})
    assert bands(picture.figure.axes[1]) == [pytest.approx((0.63, 0.69))]
    assert "噪声底 0.010" in picture.alt
    assert "各组 0.010 到 0.030" in picture.figure.get_supxlabel()


def test_without_a_floor_there_is_no_band_and_no_word_of_it(table):
    picture = interval_plot(table)
    assert bands(picture.figure.axes[0]) == []
    assert "噪声底" not in picture.alt + picture.figure.get_supxlabel()


def test_dots_and_bars_are_the_numbers_given(table):
    axes = interval_plot(table).figure.axes[1]
    assert [np.asarray(line.get_xdata()).item() for line in axes.get_lines()] == [0.57, 0.66, -0.05]
    assert [bar.get_x() for bar in bars(axes)] == [0.55, 0.65, -0.07]


def test_a_label_keeps_its_colour_in_every_panel(table):
    figure = interval_plot(table.drop(index=0), colours={"争执": "#123456"}).figure
    colours = [
        {
            name.get_text(): line.get_color()
            for name, line in zip(axes.get_yticklabels(), axes.get_lines(), strict=True)
        }
        for axes in figure.axes
    ]
    assert colours[0]["清晰服务法"] == colours[1]["清晰服务法"]
    assert colours[0]["争执"] == colours[1]["争执"] == "#123456"


def test_an_interval_narrower_than_its_dot_is_still_seen(table):
    """The bar reaches above and below the dot."""
    picture = laid_out(interval_plot(table))
    axes = picture.figure.axes[0]
    bar = axes.patches[0].get_window_extent().height
    dot = axes.get_lines()[0].get_markersize() * picture.figure.dpi / 72
    assert bar > dot


@pytest.mark.parametrize(
    ("groups", "language"), [(1, "zh"), (2, "en"), (3, "zh"), (4, "en"), (5, "zh"), (7, "zh")]
)
def test_any_number_of_groups_draws_without_a_warning(table, groups, language):
    many = pd.concat([table[:3].assign(group=f"情景 {number}") for number in range(groups)])
    picture = interval_plot(many, noise_floor=0.01, language=language)
    assert len(picture.figure.axes) == groups
    assert picture.to_png()


def test_long_titles_of_groups_side_by_side_do_not_touch(table):
    name = "晚了两天，周一早上九点就要用，到现在还没有人打过电话"
    many = pd.concat([table[:3].assign(group=f"{number} {name}") for number in range(3)])
    picture = laid_out(interval_plot(many))
    titles = [text for text in picture.figure.findobj(Text) if "晚了两天" in text.get_text()]
    boxes = sorted((text.get_window_extent() for text in titles), key=lambda box: box.x0)
    assert len(boxes) == 3
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_money_gets_no_needless_decimals(table):
    money = table.assign(**{name: table[name] * 400 for name in ("estimate", "ci_low", "ci_high")})
    assert "服务回旋法 248（240 到 256）" in interval_plot(money).alt


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "区间图的表是空的"),
        (lambda table: table.drop(columns="ci_low"), "缺少这些列：ci_low"),
        (lambda table: table.assign(estimate=float("nan")), "“estimate”列.*nan"),
        (lambda table: table.assign(ci_low=0.99), "“供热，服务回旋法”的估计值 0.62 不在区间"),
        (lambda table: None, "收到的是 NoneType"),
    ],
    ids=["empty", "columns", "nan", "outside", "none"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        interval_plot(spoil(table))


@pytest.mark.parametrize("floor", [-0.1, float("nan"), float("inf")])
def test_a_wrong_noise_floor_is_refused(table, floor):
    with pytest.raises(ServicelabError, match="噪声底要是不小于 0 的数"):
        interval_plot(table, noise_floor=floor)


@pytest.mark.parametrize("scale", [0.005, 0.01, 0.1, 1.0, 4000.0])
@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-1.7, 0.2), (0.2, 1.1)])
def test_numbers_below_three_panels_do_not_touch(scale, low, high):
    rows = pd.DataFrame(
        {"label": ["服务回旋法倒着来再说一遍", "办完回电话"], "estimate": [low, high]}
    )
    rows = rows.assign(ci_low=rows["estimate"] - 0.05, ci_high=rows["estimate"] + 0.05)
    numbers = ["estimate", "ci_low", "ci_high"]
    rows[numbers] *= scale
    many = pd.concat([rows.assign(group=f"情景 {number}") for number in range(3)])
    picture = laid_out(interval_plot(many, reference=0.0))
    ticks = []
    for axes in picture.figure.axes:
        left, right = axes.get_xlim()
        shown = [one for one in axes.get_xticklabels() if left <= one.get_position()[0] <= right]
        assert len(shown) > 1
        ticks += shown
    assert overlapping(ticks) == []
