"""What was expected beside what happened."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import tracking_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of


@pytest.fixture
def table() -> pd.DataFrame:
    """Four points in time, two of them used to fit."""
    return pd.DataFrame(
        {
            "time": [10, 20, 30, 40],
            "actual": [100, 200, 310, 400],
            "expected": [98.0, 201.0, 297.0, 380.0],
            "expected_low": [90.0, 190.0, 280.0, 350.0],
            "expected_high": [110.0, 210.0, 305.0, 410.0],
            "period": ["calibration", "calibration", "holdout", "holdout"],
        }
    )


def test_alt_text_compares_at_the_calibration_end_and_at_the_last_time(table):
    alt = tracking_plot(table, x_title="周").alt
    assert "横轴是周，从 10 到 40。拟合用的数据到 20 为止。" in alt
    assert "模型预期：到 20 时 201，实际 200，差 1（0.5%）。" in alt
    assert "模型预期：到 40 时 380，实际 400，差 −20（−5.0%）。" in alt
    assert alt.endswith("模型预期：4 个时点里实际有 1 个落在区间外。")


def test_english_words_and_a_calibration_end_given(table):
    alt = tracking_plot(table, calibration_end=30, language="en").alt
    assert "Fitted to the data up to 30." in alt
    assert "expected: 297 by 30, actual 310, difference −13 (−4.2%)." in alt


def test_lines_and_the_mark_are_the_numbers_given(table):
    axes = tracking_plot(table[::-1]).figure.axes[0]
    actual, expected, mark = axes.get_lines()
    assert np.asarray(actual.get_xydata()).tolist() == [[10, 100], [20, 200], [30, 310], [40, 400]]
    assert np.asarray(expected.get_ydata()).tolist() == [98, 201, 297, 380]
    assert set(mark.get_xdata()) == {20}
    corners = axes.collections[0].get_paths()[0].vertices
    assert corners[:, 1].max() == pytest.approx(410)


def test_actual_and_expected_differ_in_dashes_not_in_colour_alone(table):
    actual, expected, _ = tracking_plot(table).figure.axes[0].get_lines()
    assert not actual.is_dashed()
    assert expected.is_dashed()


def test_the_future_has_no_actual(table):
    ahead = table.astype({"actual": float})
    ahead.loc[2:, "actual"] = np.nan
    picture = tracking_plot(ahead)
    assert "模型预期：到 40 时 380。" in picture.alt
    assert picture.alt.endswith("实际：到 20 时 200。")
    assert len(picture.figure.axes[0].get_lines()[0].get_xdata()) == 2


def test_several_models_have_their_own_names(table):
    two = table.assign(pareto=table["expected"] * 1.01)
    alt = tracking_plot(two, expected={"expected": "BG/NBD", "pareto": "Pareto/NBD"}).alt
    assert "BG/NBD：到 40 时 380" in alt
    assert "Pareto/NBD：到 40 时 384" in alt


@pytest.mark.parametrize("scale", [1.0, 1e10, 1e-10])
@pytest.mark.parametrize("end", [10, 40])
def test_nothing_overlaps_or_is_cut_off(table, scale, end):
    numbers = ["actual", "expected", "expected_low", "expected_high"]
    big = table.assign(**{name: table[name] * scale for name in numbers})
    names = {name: f"{name} 说起来很长很长很长很长的模型" for name in numbers[1:]}
    del names["expected_low"]
    picture = laid_out(tracking_plot(big, expected=names, calibration_end=end, x_title="周，" * 60))
    texts = texts_of(picture.figure.axes[0])
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts) >= 14


@pytest.mark.parametrize("name", ["$x$", "<b>粗</b>", "a\nb", "W" * 90, "$\\frac{"])
def test_hostile_names_are_written_as_they_are(table, name):
    picture = laid_out(tracking_plot(table, expected={"expected": name}, y_title=name, title=name))
    assert " ".join(name.split()) in picture.alt
    assert "<b>" not in picture.to_html()


def test_a_single_time_draws(table):
    assert "到 10 时 98" in tracking_plot(table[:1]).alt


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table[:0], "追踪图的表是空的"),
        (lambda table: table.drop(columns="expected"), "缺少这些列：expected"),
        (lambda table: table.drop(columns="expected_low"), "缺少这些列：expected_low"),
        (lambda table: table.assign(expected=np.nan), "“expected”列.*nan"),
        (lambda table: table.assign(actual=[1, np.nan, 3, 4]), "“actual”列.*nan"),
        (lambda table: table.assign(time=5), "时间 5 有两行"),
        (lambda table: table.assign(expected_low=999), "“模型预期，10”的估计值 98 不在"),
    ],
    ids=["empty", "columns", "half a range", "nan", "a hole", "twice", "outside"],
)
def test_a_wrong_table_is_refused_in_chinese(table, spoil, message):
    with pytest.raises(ServicelabError, match=message):
        tracking_plot(spoil(table))


def test_a_calibration_end_outside_the_times_is_refused(table):
    with pytest.raises(ServicelabError, match="截止的时间 99 不在表的时间 10 到 40 里"):
        tracking_plot(table, calibration_end=99)
