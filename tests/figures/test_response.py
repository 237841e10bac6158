"""An outcome over a quantity: lines, bands, marks, and the words for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from servicelab.data.errors import ServicelabError
from servicelab.figures import response_curve
from tests.figures.layout import box_of, laid_out, outside, overlapping, texts_of, words_in

TITLES = {"x_title": "补偿（占价款的 %）", "y_title": "交易满意（0 最低，1 最高）"}
X = np.arange(0, 201, 50)


def line(name: str, *values: float, half: float = 0.02) -> pd.DataFrame:
    y = np.array(values)
    return pd.DataFrame(
        {"x": X[: len(y)], "estimate": y, "ci_low": y - half, "ci_high": y + half, "group": name}
    )


@pytest.fixture
def table() -> pd.DataFrame:
    """Two groups over 0…200 %, one of them highest before its end."""
    return pd.concat(
        [
            line("接受了那次服务", 0.30, 0.52, 0.64, 0.70, 0.69),
            line("拒绝了那次服务", 0.20, 0.31, 0.36, 0.37, 0.38, half=0.03),
        ]
    )


def test_alt_text_carries_ends_extremes_marks_and_reference(table):
    picture = response_curve(
        table, **TITLES, marks={"两倍": 200, "全款": 100}, reference=("没有失误", 0.72)
    )
    assert picture.alt.startswith(
        "折线图：交易满意怎样随补偿变。横轴是补偿（占价款的 %），从 0 到 200"
    )
    assert (
        "“接受了那次服务”：从 0.30（0.28 到 0.32）到 0.69（0.67 到 0.71），"
        "最高 0.70（横轴 150），最低 0.30（横轴 0）。"
    ) in picture.alt
    assert "标记：横轴 100，全款；横轴 200，两倍。横线：没有失误 0.72。" in picture.alt


def test_english_words(table):
    alt = response_curve(table, x_title="share (%)", y_title="satisfaction", language="en").alt
    assert alt.startswith("Line chart: satisfaction against share.")
    assert "highest 0.70 (at 150)" in alt


def test_lines_and_bands_are_the_numbers_given_in_the_order_of_x(table):
    axes = response_curve(table.iloc[::-1], **TITLES).figure.axes[0]
    first, second = axes.get_lines()
    assert np.asarray(first.get_xdata()).tolist() == X.tolist()
    assert np.asarray(first.get_ydata()).tolist() == [0.20, 0.31, 0.36, 0.37, 0.38]
    assert np.asarray(second.get_ydata()).tolist() == [0.30, 0.52, 0.64, 0.70, 0.69]
    band = next(one for one in axes.collections if isinstance(one, PolyCollection))
    corners = band.get_paths()[0].vertices
    assert corners[:, 1].min() == pytest.approx(0.17)
    assert corners[:, 1].max() == pytest.approx(0.41)


def test_marks_and_reference_stand_where_they_were_put(table):
    figure = response_curve(
        table, **TITLES, marks={"全款": 100}, reference=("没有失误", 0.9)
    ).figure
    _, _, level, mark = figure.axes[0].get_lines()
    assert set(level.get_ydata()) == {0.9}
    assert set(mark.get_xdata()) == {100}
    assert figure.axes[0].get_ylim()[1] > 0.9


def test_groups_differ_in_marker_and_dashes_not_in_colour_alone(table):
    first, second = response_curve(table, **TITLES).figure.axes[0].get_lines()
    assert first.get_marker() != second.get_marker()
    assert first.is_dashed() != second.is_dashed()


@pytest.mark.parametrize("groups", [1, 4, 8])
def test_nothing_overlaps_however_many_lines_end_together(groups):
    lines = [
        line(f"第{number}种很长很长的方法名", 0.3, -0.1, -0.2 + number / 1e3)
        for number in range(groups)
    ]
    picture = laid_out(
        response_curve(
            pd.concat(lines),
            **TITLES,
            marks={"一分钱也不补": 0, "补一点点意思意思": 10, "全款退回": 100},
            reference=("没有失误时的满意", -0.2),
        )
    )
    axes = picture.figure.axes[0]
    assert overlapping(texts_of(axes)) == []
    assert outside(picture) == []
    assert len(axes.texts) == groups + 1 + 3


def test_marks_at_the_ends_keep_clear_of_the_names_at_the_right(table):
    axes = laid_out(response_curve(table, **TITLES, marks={"两倍的价款都退": 200})).figure.axes[0]
    assert box_of(axes.texts[-1]).x1 <= axes.get_window_extent().x1 + 2


def test_marks_at_one_place_share_it(table):
    picture = response_curve(table, **TITLES, marks={"全款": 100, "法定": 100})
    assert "全款 / 法定" in words_in(picture)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_single_point_and_a_flat_line_draw(language):
    for part in (line("一组", 0.5), line("一组", 0.5, 0.5, half=0.0)):
        assert response_curve(part, **TITLES, language=language).to_png()
    point = response_curve(line("一组", 0.5), **TITLES)
    assert "只有一点，横轴 0 时 0.500（0.480 到 0.520）" in point.alt


def test_episodes_have_whole_ticks():
    part = line("一组", 0.5, 0.4, 0.3).assign(x=[0, 1, 2])
    ticks = response_curve(part, **TITLES).figure.axes[0].get_xticks()
    assert all(tick == round(tick) for tick in ticks)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "响应曲线的表是空的"),
        (lambda table: table.drop(columns="group"), "缺少这些列：group"),
        (lambda table: table.assign(x="多"), "“x”列.*多.*有限的数"),
        (lambda table: table.assign(estimate=np.inf), "“estimate”列.*inf"),
        (lambda table: table.assign(ci_low=0.9), "“接受了那次服务，x = 0”的估计值 0.3 不在"),
        (lambda table: table.assign(x=100), "“接受了那次服务”在 x = 100 有两行"),
        (lambda table: table.assign(group=range(10)), "1 到 8 组，收到 10 组"),
    ],
    ids=["empty", "columns", "text", "infinite", "outside", "twice", "groups"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        response_curve(spoil(table), **TITLES)


def test_a_mark_or_reference_that_can_not_stand_is_refused(table):
    with pytest.raises(ServicelabError, match="标记“三倍”写在 300，曲线的横轴只有 0 到 200"):
        response_curve(table, **TITLES, marks={"三倍": 300})
    with pytest.raises(ServicelabError, match="横线“没有失误”要是有限的数"):
        response_curve(table, **TITLES, reference=("没有失误", float("nan")))
