"""Cost and gain, and the frontier."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelab.data.errors import ServicelabError
from servicelab.figures import frontier_plot
from servicelab.figures.placing import place_labels
from tests.figures.layout import laid_out, outside, overlapping

TITLES = {"x_title": "处理成本（元/件）", "y_title": "满意度（0 最低，1 最高）"}
NAMES = [
    "服务回旋法",
    "清晰服务法",
    "被动式服务补救",
    "争执",
    "冷处理",
    "只道歉不做别的事情的那种",
    "照着话术本念",
    "随便挑一步",
    "只赔钱",
    "一句话也不说",
]


@pytest.fixture
def table() -> pd.DataFrame:
    """Three methods, two of them on the frontier."""
    return pd.DataFrame(
        {
            "label": NAMES[:3],
            "cost": [120.0, 60.0, 100.0],
            "estimate": [0.62, 0.55, -0.10],
            "ci_low": [0.60, 0.53, -0.12],
            "ci_high": [0.64, 0.57, -0.08],
            "cost_low": [115.0, 58.0, 97.0],
            "cost_high": [125.0, 62.0, 103.0],
            "on_frontier": [True, True, False],
        }
    )


def names_in(picture):
    return picture.figure.axes[0].texts


def test_alt_text_carries_every_number_the_frontier_by_cost(table):
    alt = frontier_plot(table, **TITLES).alt
    assert (
        "在前沿上：清晰服务法，花 60（58 到 62），得 0.55（0.53 到 0.57）；"
        "服务回旋法，花 120（115 到 125），得 0.62（0.60 到 0.64）。"
    ) in alt
    assert alt.endswith(
        "不在前沿上：被动式服务补救，花 100（97 到 103），得 −0.10（−0.12 到 −0.08）。"
    )


def test_english_words(table):
    alt = frontier_plot(table, x_title="cost", y_title="gain", language="en").alt
    assert "Not on the frontier: 被动式服务补救, costs 100 (97 to 103)" in alt


def test_costs_without_an_interval_are_told_without_one(table):
    alone = table.drop(columns=["cost_low", "cost_high"])
    assert "清晰服务法，花 60，得 0.55（" in frontier_plot(alone, **TITLES).alt


def test_points_bars_and_the_line_are_the_numbers_given(table):
    lines = frontier_plot(table, **TITLES).figure.axes[0].get_lines()
    drawn = [
        (np.asarray(line.get_xdata()).ravel().tolist(), np.asarray(line.get_ydata()).tolist())
        for line in lines
    ]
    assert drawn[0] == ([60.0, 120.0], [0.55, 0.62])
    assert drawn[1:4] == [
        ([120.0, 120.0], [0.60, 0.64]),
        ([115.0, 125.0], [0.62, 0.62]),
        ([120.0], [0.62]),
    ]


def test_the_frontier_has_a_shape_of_its_own(table):
    dots = frontier_plot(table, **TITLES).figure.axes[0].get_lines()[3::3]
    assert [dot.get_marker() for dot in dots] == ["o", "o", "s"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, False, True]


def _clear(table: pd.DataFrame) -> None:
    picture = laid_out(frontier_plot(table, **TITLES))
    assert overlapping(names_in(picture)) == []
    assert outside(picture) == []


def _many(cost: list[float], estimate: list[float]) -> pd.DataFrame:
    values = np.array(estimate)
    return pd.DataFrame(
        {
            "label": NAMES[: len(cost)],
            "cost": cost,
            "estimate": values,
            "ci_low": values - 0.01,
            "ci_high": values + 0.01,
            "on_frontier": [True] + [False] * (len(cost) - 1),
        }
    )


@pytest.mark.parametrize(
    ("cost", "estimate"),
    [
        ([100.0] * 10, [0.5] * 10),
        ([100.0 + k for k in range(9)] + [900.0], [0.5 + k / 1000 for k in range(9)] + [0.1]),
        ([5.0], [-0.3]),
    ],
    ids=["all ties", "a cluster and one far off", "one"],
)
def test_names_are_clear_of_each_other_in_the_worst_cases(cost, estimate):
    _clear(_many(cost, estimate))


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(-0.5, 0.9)), min_size=2, max_size=10),
)
def test_names_are_clear_of_each_other(points):
    _clear(_many(*(list(side) for side in zip(*points, strict=True))))


def test_placed_labels_are_the_same_every_time_and_inside():
    points = np.random.default_rng(3).uniform(0, 300, (10, 2))
    sizes = np.full((10, 2), [80.0, 16.0])
    places = place_labels(points, sizes, points, [0, 0, 300, 300])
    again = place_labels(points, sizes, points, [0, 0, 300, 300])
    assert np.array_equal(places, again)
    assert (places - sizes / 2 >= -1e-9).all()
    assert (places + sizes / 2 <= 300 + 1e-9).all()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "性价比图的表是空的"),
        (lambda table: table.drop(columns="cost"), "缺少这些列：cost。"),
        (lambda table: table.drop(columns="cost_low"), "缺少这些列：cost_low"),
        (lambda table: table.assign(cost=np.nan), "“cost”列.*nan"),
        (lambda table: table.assign(ci_low=0.9), "“服务回旋法”的估计值 0.62 不在.*ci_low"),
        (lambda table: table.assign(cost_low=199), "估计值 120 不在.*cost_low 和 cost_high"),
        (lambda table: table.assign(on_frontier="是"), "“服务回旋法”的 on_frontier 是 是"),
        (lambda table: table.assign(label="同名"), "“同名”有两行"),
    ],
    ids=["empty", "columns", "half a range", "nan", "gain", "cost", "mark", "twice"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        frontier_plot(spoil(table), **TITLES)
