"""A radar chart with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import radar_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of, words_in


def chart(labels: list[str], series: list[str], scale: float = 1.0) -> pd.DataFrame:
    rows = pd.DataFrame(
        [(label, name) for name in series for label in labels], columns=["label", "series"]
    )
    value = scale * (4 + np.arange(len(rows)) % 7 / 3)
    return rows.assign(estimate=value, ci_low=value - 0.1 * scale, ci_high=value + 0.1 * scale)


@pytest.fixture
def table() -> pd.DataFrame:
    """Four sides, two series."""
    return chart(["有形性", "可靠性", "响应性", "移情性"], ["期望", "感知"])


def test_alt_text_carries_every_point_and_the_ends_of_the_scale(table):
    alt = radar_plot(table, scale=(1, 7)).alt
    assert alt.startswith("雷达图：各方面一眼看过去。从中心的 1 到外圈的 7")
    assert "“期望”：有形性 4.00（3.90 到 4.10）；可靠性 4.33（4.23 到 4.43）；" in alt
    assert "“感知”：有形性 5.33（5.23 到 5.43）；" in alt


def test_english_words(table):
    assert "from 1 in the middle to 7" in (
        radar_plot(table, scale=(1, 7), language="en").figure.get_supxlabel()
    ).replace("\n", " ")


def test_points_stand_on_their_spokes_as_far_out_as_their_numbers():
    one = chart(["上", "右", "下", "左"], ["感知"])
    axes = radar_plot(one, scale=(1, 7)).figure.axes[0]
    points = next(
        np.asarray(line.get_xydata()) for line in axes.get_lines() if len(line.get_xdata()) == 4
    )
    shares = (one["estimate"].to_numpy() - 1) / 6
    turns = np.radians([90, 0, -90, -180])
    wanted = shares[:, None] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    assert points == pytest.approx(wanted, abs=1e-9)


def test_a_unit_is_as_long_across_as_up(table):
    picture = laid_out(radar_plot(table))
    axes = picture.figure.axes[0]
    box = axes.get_window_extent()
    across, up = np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())
    assert box.width / across == pytest.approx(box.height / up, rel=0.01)


def test_series_differ_in_marker_and_dashes_not_in_colour_alone(table):
    signs = radar_plot(table).figure.axes[0].get_legend().get_lines()
    assert len({line.get_marker() for line in signs}) == 2
    assert signs[0].is_dashed() != signs[1].is_dashed()


def test_the_scale_is_written_on_its_rings(table):
    assert {"1", "4", "7"} <= set(words_in(radar_plot(table, scale=(1, 7))))


@pytest.mark.parametrize(("spokes", "scale"), [(3, 1.0), (5, -1e9), (22, 1e-9), (24, 1.0)])
def test_nothing_overlaps_or_is_cut_off(spokes, scale):
    labels = [f"第{k}条：师傅到家时穿得整洁、带齐了工具和配件，不用再跑一趟" for k in range(spokes)]
    table = chart(labels, ["期望", "感知，说起来很长很长很长的名字" * 3, "c", "d"], abs(scale))
    if scale < 0:
        table[["estimate", "ci_low", "ci_high"]] *= -1
        table = table.rename(columns={"ci_low": "ci_high", "ci_high": "ci_low"})
    picture = laid_out(radar_plot(table, title="很长的标题，" * 30, note="平均分（1 到 7 分）"))
    axes = picture.figure.axes[0]
    texts = [*texts_of(axes), *axes.get_legend().texts]
    texts += [text for text in picture.figure.texts if text.get_text().strip()]
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts) >= 14


@pytest.mark.parametrize("name", ["$x$", "<b>粗</b>", "a\nb", "$\\frac{"])
def test_hostile_names_are_written_as_they_are(table, name):
    picture = radar_plot(table.replace({"可靠性": name, "感知": name}), note=name)
    assert "<b>" not in picture.to_html()
    assert " ".join(name.split()) in picture.alt


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "雷达图的表是空的"),
        (lambda table: table.drop(columns="series"), "缺少这些列：series"),
        (lambda table: table.assign(estimate=np.inf), "“estimate”列.*inf"),
        (lambda table: table.assign(ci_low=9), "“期望，有形性”的估计值 4 不在区间"),
        (lambda table: pd.concat([table, table[:1]]), "“期望，有形性”有两行"),
        (lambda table: table[:-1], "“感知”缺少“移情性”那一行"),
        (lambda table: table[:2], "要 3 到 24 个方面，收到 2 个"),
        (lambda table: chart(list("abc"), list("12345")), "最多画 4 条线，收到 5 条"),
    ],
    ids=["empty", "columns", "infinite", "outside", "twice", "missing", "few", "lines"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        radar_plot(spoil(table))


def test_a_scale_that_leaves_numbers_out_is_refused(table):
    with pytest.raises(ServicelabError, match="刻度 5 到 7 装不下"):
        radar_plot(table, scale=(5, 7))
