"""A response surface over perception and expectation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.errors import ServicelabError
from servicelab.figures import surface_plot
from tests.figures.layout import laid_out, outside, overlapping, texts_of, words_in

PLANE = [4.0, 0.5, -0.1, 0.0, 0.0, 0.0]


def test_alt_text_carries_corners_middle_line_and_range():
    alt = surface_plot(PLANE, centre=4).alt
    assert "感知 1、期望 7：2.2；" in alt
    assert "感知 4、期望 4：4.0。" in alt
    assert "沿“正好符合”线，从 2.8（都是 1）到 5.2（都是 7）。" in alt
    assert alt.endswith("图中最高 5.8，最低 2.2。")


def test_english_words():
    alt = surface_plot(PLANE, centre=4, language="en").alt
    assert "perception 7, expectation 1: 5.8" in alt


def test_a_function_a_table_and_coefficients_give_the_same():
    table = pd.DataFrame({"estimate": PLANE, "p": 0.0})
    alt = surface_plot(PLANE, centre=4).alt
    assert surface_plot(table, centre=4).alt == alt
    assert surface_plot(dict(zip("abcdef", PLANE, strict=True)), centre=4).alt == alt
    assert surface_plot(lambda p, e: 4 + 0.5 * (p - 4) - 0.1 * (e - 4)).alt == alt


def test_every_coefficient_has_its_term():
    x, y = 2.0, 3.0
    for place, term in enumerate([1, x, y, x * x, x * y, y * y]):
        one = np.eye(6)[place]
        alt = surface_plot(one, x=(x - 1, x + 1), y=(y - 1, y + 1), language="en").alt
        said = alt.split(f"perception {x:.0f}, expectation {y:.0f}: ")[1].split(". ")[0]
        assert float(said) == pytest.approx(term, abs=0.06)


def test_the_line_stands_where_perception_is_expectation():
    axes = surface_plot(PLANE, x=(1, 5), y=(2, 7)).figure.axes[0]
    assert np.asarray(axes.get_lines()[0].get_xydata()).tolist() == [[2, 2], [5, 5]]
    assert {"这一边：没达到期望", "这一边：超过期望"} <= {text.get_text() for text in axes.texts}


def test_without_a_line_on_the_map_nothing_is_said_of_it():
    picture = surface_plot(PLANE, x=(1, 3), y=(5, 7))
    assert "正好符合" not in picture.alt + "".join(words_in(picture))


def test_answers_are_shown_and_the_note_says_that_the_rest_is_a_guess():
    points = pd.DataFrame({"x": [5, 5, 9], "y": [6, 6, 9]})
    picture = surface_plot(PLANE, points=points)
    dots = picture.figure.axes[0].collections[-1].get_offsets()
    assert np.asarray(dots).tolist() == [[5, 6]]
    assert "没有圆点的地方是推测" in picture.figure.get_supxlabel().replace("\n", "")


@pytest.mark.parametrize(
    ("surface", "ends"),
    [
        (PLANE, (1, 7)),
        (lambda p, e: np.sin(p * e), (1, 7)),
        (lambda p, e: 5.0, (1, 7)),
        (lambda p, e: 1e9 * p, (0, 1e6)),
        (lambda p, e: -1e-9 * p * e, (-1e-3, 1e-3)),
    ],
    ids=["plane", "waves", "flat", "huge", "tiny"],
)
def test_nothing_overlaps_or_is_cut_off(surface, ends):
    title = "说起来很长很长很长的满意度，$x$ <b> " * 5
    picture = laid_out(
        surface_plot(surface, ends, ends, x_title=title, y_title=title, value_title=title)
    )
    texts = [text for axes in picture.figure.axes for text in texts_of(axes)]
    assert overlapping(texts) == []
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts) >= 14
    assert "<b>" not in picture.to_html()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"surface": [1, 2, 3]}, "六个有限的系数.*收到 3 个"),
        ({"surface": [1, 2, 3, 4, 5, "多"]}, "六个有限的系数"),
        ({"surface": PLANE, "x": (7, 1)}, "响应面的 x 要从小到大"),
        ({"surface": lambda p, e: p / (p - 1)}, "x = 1、y = 1 处不是有限的数"),
        ({"surface": PLANE, "points": pd.DataFrame({"x": [1]})}, "缺少这些列：y"),
    ],
    ids=["few", "text", "turned", "infinite", "points"],
)
def test_what_is_no_surface_is_refused_in_chinese(arguments, message):
    with np.errstate(divide="ignore"), pytest.raises(ServicelabError, match=message):
        surface_plot(**arguments)
