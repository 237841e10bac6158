"""Survival curves as steps with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import survival_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of


@pytest.fixture
def table() -> pd.DataFrame:
    """Two groups over twelve months, one of them below one half in the end."""
    return pd.DataFrame(
        {
            "group": ["没投诉"] * 3 + ["投诉了"] * 3,
            "time": [0, 6, 12] * 2,
            "survival": [1, 0.9, 0.8, 1, 0.7, 0.4],
            "ci_low": [1, 0.88, 0.75, 1, 0.6, 0.3],
            "ci_high": [1, 0.92, 0.85, 1, 0.8, 0.5],
            "at_risk": [500, 460, 300, 200, 150, 60],
        }
    )


def test_alt_text_carries_shares_intervals_and_when_half_are_gone(table):
    alt = survival_plot(table, times=(6, 12), x_title="月").alt
    assert "横轴是月，从 0 到 12" in alt
    assert "“没投诉”：6 时 90.0%（88.0% 到 92.0%）；12 时 80.0%（75.0% 到 85.0%）" in alt
    assert "；一直多于一半。" in alt
    assert alt.endswith("12 时 40.0%（30.0% 到 50.0%）；到 12 时不到一半。")


def test_between_two_times_the_share_is_that_of_the_earlier_one(table):
    assert "11 时 90.0%" in survival_plot(table, times=(11,)).alt


def test_english_words(table):
    alt = survival_plot(table, times=(6,), language="en").alt
    assert "'投诉了': 70.0% (60.0% to 80.0%) at 6; below one half at 12." in alt


def test_steps_and_bands_are_the_numbers_given_in_the_order_of_time(table):
    axes = survival_plot(table.iloc[::-1]).figure.axes[0]
    line = axes.get_lines()[0]
    assert line.get_drawstyle() == "steps-post"
    assert np.asarray(line.get_xydata()).tolist() == [[0, 100], [6, 70], [12, 40]]
    corners = axes.collections[0].get_paths()[0].vertices
    assert corners[:, 1].min() == pytest.approx(30)


def test_a_curve_begins_with_everybody(table):
    later = table[(table["group"] == "投诉了") & (table["time"] > 0)]
    line = survival_plot(later).figure.axes[0].get_lines()[0]
    assert np.asarray(line.get_xydata())[0].tolist() == [0, 100]


def test_one_curve_needs_no_group(table):
    picture = survival_plot(table[:3].drop(columns="group"), times=(6,))
    assert "“" not in picture.alt
    assert "6 时 90.0%" in picture.alt


def test_numbers_at_risk_stand_below_the_marks(table):
    below = survival_plot(table, at_risk=True).figure.axes[1]
    written = {
        (text.get_position()[0], text.get_position()[1]): text.get_text() for text in below.texts
    }
    assert written[0, 0] == "500"
    assert written[6, 0] == "460"
    assert written[12, 1] == "60"


def test_groups_differ_in_dashes_not_in_colour_alone(table):
    first, second = survival_plot(table).figure.axes[0].get_lines()[:2]
    assert first.is_dashed() != second.is_dashed()


@pytest.mark.parametrize(
    ("groups", "last", "risk"), [(1, 36.0, 500), (6, 36.0, 1234567), (6, 4e9, 5), (3, 1e-6, 99)]
)
def test_nothing_overlaps_or_is_cut_off(groups, last, risk):
    time = np.linspace(0, last, 13)
    curves = [
        pd.DataFrame(
            {
                "group": f"{k} 投诉以后说起来很长很长很长的一组人，还没完",
                "time": time,
                "survival": np.linspace(1, 0.97 - k / 1000, 13),
                "ci_low": np.linspace(1, 0.9, 13),
                "ci_high": 1.0,
                "at_risk": risk,
            }
        )
        for k in range(groups)
    ]
    picture = laid_out(survival_plot(pd.concat(curves), at_risk=True))
    texts = [text for axes in picture.figure.axes for text in texts_of(axes)]
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts) >= 14


@pytest.mark.parametrize("name", ["$x$", "<b>粗</b>", "a\nb", "W" * 90, "$\\frac{"])
def test_hostile_names_are_written_as_they_are(table, name):
    picture = laid_out(
        survival_plot(table.replace({"投诉了": name}), at_risk=True, x_title=name, y_title=name)
    )
    assert outside(picture) == []
    assert " ".join(name.split()) in picture.alt
    assert "<b>" not in picture.to_html()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "留存曲线的表是空的"),
        (lambda table: table.drop(columns="at_risk"), "缺少这些列：at_risk"),
        (lambda table: table.assign(survival=50), "“survival”列.*0 到 1 之间的数"),
        (lambda table: table.assign(ci_low=0.95), "“没投诉，6”的估计值 0.9 不在"),
        (lambda table: table.assign(time=table["time"] - 1), "“没投诉，-1”的时间小于 0"),
        (lambda table: table.assign(time=6), "“没投诉”在 6 有两行"),
        (lambda table: table.assign(time=[12, 6, 0] * 2), "比之前的 0.8 还高"),
        (
            lambda table: (
                table.assign(group=list("abcdef"))
                .iloc[[0, 1, 2, 3, 4, 5, 0]]
                .assign(group=list("abcdefg"))
            ),
            "1 到 6 组，收到 7 组",
        ),
    ],
    ids=["empty", "columns", "percent", "outside", "before", "twice", "rises", "groups"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        survival_plot(spoil(table), at_risk=True)
