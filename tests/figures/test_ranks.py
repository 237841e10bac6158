"""Ranks and the ranges they may hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import rank_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of, words_in


@pytest.fixture
def table() -> pd.DataFrame:
    """Three methods in two groups; in the second nobody but one may be the first."""
    return pd.DataFrame(
        {
            "group": ["供热"] * 3 + ["酒店"] * 3,
            "label": ["争执", "服务回旋法", "清晰服务法"] * 2,
            "rank": [3, 1, 2, 3, 2, 1],
            "rank_best": [3, 1, 1, 2, 2, 1],
            "rank_worst": [3, 2, 2, 3, 3, 1],
        }
    )


def test_alt_text_carries_every_rank_and_who_may_be_the_first(table):
    alt = rank_plot(table).alt
    assert "“供热”：服务回旋法第 1（1 到 2）；清晰服务法第 2（1 到 2）；争执第 3。" in alt
    assert "可能排第一的：服务回旋法、清晰服务法。“酒店”" in alt
    assert alt.endswith("可能排第一的：清晰服务法。")


def test_english_words(table):
    alt = rank_plot(table, language="en").alt
    assert "'供热': 服务回旋法 1 (1 to 2)" in alt
    assert "May be the first: 清晰服务法." in alt


def test_dots_and_bars_are_the_ranks_given_best_mean_first(table):
    axes = rank_plot(table).figure.axes[1]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["", "", ""]
    lines = [np.asarray(line.get_xdata()).tolist() for line in axes.get_lines()]
    assert lines == [[2, 3], [2], [1, 1], [1], [2, 3], [3]]
    left = rank_plot(table).figure.axes[0]
    names = [text.get_text() for text in left.get_yticklabels()]
    assert names == ["服务回旋法", "清晰服务法", "争执"]


def test_who_may_be_the_first_is_filled_and_the_others_are_hollow(table):
    dots = rank_plot(table).figure.axes[1].get_lines()[1::2]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [True, False, True]


def test_one_group_needs_no_column_for_it(table):
    picture = rank_plot(table[:3].drop(columns="group"))
    assert len(picture.figure.axes) == 1
    assert "“" not in picture.alt
    assert {"1 (1–2)", "3"} <= set(words_in(picture))


def test_ties_keep_the_order_of_the_table(table):
    same = table[:3].assign(rank=1.5, rank_best=1, rank_worst=3)
    axes = rank_plot(same).figure.axes[0]
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert names == ["争执", "服务回旋法", "清晰服务法"]
    assert "争执第 1.5（1 到 3）" in rank_plot(same).alt


@pytest.mark.parametrize(("methods", "groups"), [(2, 1), (10, 1), (10, 2), (10, 6), (12, 7)])
def test_nothing_overlaps_for_many_methods_with_long_names(methods, groups):
    rows = [
        {
            "group": f"第{group}个说起来很长很长很长的情景",
            "label": f"方法{number}：先听完再说清楚什么时候修好",
            "rank": 1 + (number + group) % methods,
            "rank_best": 1,
            "rank_worst": methods,
        }
        for group in range(groups)
        for number in range(methods)
    ]
    picture = laid_out(rank_plot(pd.DataFrame(rows)))
    texts = [text for axes in picture.figure.axes for text in texts_of(axes)]
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert picture.figure.axes[0].get_xticks()[0] == 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "名次图的表是空的"),
        (lambda table: table.drop(columns="rank_worst"), "缺少这些列：rank_worst"),
        (lambda table: table.assign(rank=np.nan), "“rank”列.*nan"),
        (lambda table: table.assign(rank_best=0), "“供热，争执”的名次 3 不在 0 到 3 里"),
        (lambda table: table.assign(rank_worst=2), "“供热，争执”的名次 3 不在 3 到 2 里"),
        (lambda table: table.assign(group="都一样"), "“都一样，争执”有两行"),
    ],
    ids=["empty", "columns", "nan", "zero", "outside", "twice"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        rank_plot(spoil(table))
