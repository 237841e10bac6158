"""Each layer has words of its own, nothing but a right answer passes, no message tells it."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.course import checking
from servicelab.course.checking import check, check_text
from servicelab.course.exercise import load
from servicelab.course.exercises import ex00_first_talk as reference

EX = "ex00_first_talk"
RIGHT = reference.right(reference.talks())


def means(talks, column="satisfaction"):
    return talks.groupby("method")[column].mean()


def gap(talks):
    found = means(talks)
    return found["roundabout"] - found["indifferent"]


def stub(talks):
    return ...


def docstring_only(talks):
    """Nothing here yet."""


def prints_only(talks):
    print("done")


def misspelt_column(talks):
    start = talks.groupby("method")
    return start["satisfacton"].mean()


def misspelt_method(talks):
    return means(talks)["roundabot"]


def undefined_name(talks):
    return averge(talks)  # type: ignore[name-defined]  # noqa: F821


def zero_division(talks):
    return 1 / 0


def endless(talks):
    while True:
        pass


def endless_and_stubborn(talks):
    while True:
        try:  # noqa: SIM105
            time.monotonic()
        except:  # noqa: E722
            pass


def sleeps(talks):
    time.sleep(3)


def leaves(talks):
    raise SystemExit


def sign(talks):
    return -gap(talks)


def hard_coded(talks):
    return RIGHT


def table_from_outside(talks):
    return gap(reference.talks())


def only_for_hotels(talks):
    return gap(talks) if len(talks) == 2_000 else gap(talks) / 2


def generator(talks):
    yield 1


async def coroutine(talks):
    return 1


NOTHING_YET = [..., None, stub, docstring_only, prints_only]
NO_NUMBERS = [
    True,
    np.True_,
    "0.3",
    "30%",
    "很高",
    "",
    1j,
    [],
    [0.1, 0.2],
    {"a": 1},
    pd.Series([0.5]),
    pd.Series([0.1, 0.2]),
    np.array([[0.1]]),
    pd.DataFrame({"a": [1]}),
    float,
    object(),
    means,
    generator,
    coroutine,
    lambda: 1,
    lambda talks, more: 1,
]
IMPOSSIBLE = [float("nan"), np.nan, pd.NA, float("inf"), -np.inf, 7, 10**400, Decimal("NaN")]
WRONG = [0.5, -0.2, np.float32(0.1), Fraction(1, 8), sign, hard_coded, table_from_outside]
CRASHES = [misspelt_column, misspelt_method, undefined_name, zero_division, leaves]


@pytest.mark.parametrize(
    "value",
    [
        RIGHT,
        round(RIGHT, 2),
        np.float64(RIGHT),
        np.float32(RIGHT),
        np.array(RIGHT),
        Decimal(str(round(RIGHT, 3))),
        gap,
        lambda talks: round(gap(talks), 3),
        lambda talks, digits=3: np.round(gap(talks), digits),
    ],
)
def test_right_answers_pass_in_any_kind_of_number_and_as_a_function(value):
    assert check(EX, value).passed


@pytest.mark.parametrize("value", NOTHING_YET + NO_NUMBERS + IMPOSSIBLE + WRONG + CRASHES)
def test_nothing_else_passes_and_no_message_tells_the_answer(value):
    for _ in range(4):  # up the whole ladder of hints
        result = check(EX, value)
        assert not result.passed
        assert not result
        assert result.message == repr(result) != ""
        for digits in (2, 3, 4):
            assert f"{abs(RIGHT):.{digits}f}" not in result.message


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (NOTHING_YET, "missing"),
        (CRASHES, "crash"),
        (IMPOSSIBLE, "range"),
        (WRONG, "value"),
        ([value for value in NO_NUMBERS if value is not means], "type"),
    ],
)
def test_every_layer_is_told_apart(values, kind):
    assert {check(EX, value).kind for value in values} == {kind}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (..., "三个点"),
        (None, "None"),
        (stub, "函数里还是三个点"),
        (prints_only, "return"),
        (True, "判断"),
        ("0.3", "引号"),
        ("30%", "百分号"),
        (pd.Series([0.1, 0.2]), "2 个"),
        (pd.Series([0.5]), "一列，里面只有一个数"),
        (pd.Series(dtype=float), "空的"),
        (float("nan"), "没有数"),
        (float("inf"), "无穷大"),
        (5, "-1 到 1"),
        (lambda: 1, "satisfaction_gap(talks)"),
        (hard_coded, "写死"),
        (only_for_hotels, "供热客户的表"),
    ],
)
def test_the_words_fit_the_mistake(value, words):
    assert words in check(EX, value).message


def test_every_named_misconception_is_recognised_as_a_number_and_as_a_function():
    for name, ways in reference.WRONG_WAYS.items():
        said = load(EX).misconceptions[name]
        for number, way in enumerate(ways(reference.talks())):
            assert said in check(EX, way[0]).message, name
            told = check(EX, lambda talks, w=ways, n=number: w(talks)[n][0])
            assert said in told.message, name


def test_no_misconception_comes_near_the_right_answer():
    for name, ways in reference.WRONG_WAYS.items():
        for value, _ in ways(reference.talks()):
            assert abs(value - RIGHT) > 2 * load(EX).tolerance, name


def test_a_number_with_two_possible_origins_names_both():
    one_side = reference.WRONG_WAYS["one_side"](reference.talks())[1][0]
    median = reference.WRONG_WAYS["median"](reference.talks())[0][0]
    said = load(EX).misconceptions
    told = check(EX, (one_side + median) / 2).message
    near = abs(one_side - median) <= 2 * reference.ROUNDED
    assert (said["one_side"] in told and said["median"] in told) is near


def test_texts_and_reference_name_the_same_misconceptions():
    assert set(load(EX).misconceptions) == set(reference.WRONG_WAYS)


def test_a_crash_names_line_code_and_meaning():
    told = check(EX, misspelt_column).message
    first = misspelt_column.__code__.co_firstlineno
    assert f"第 {first + 2} 行" in told
    assert 'start["satisfacton"]' in told
    assert "是不是想写 satisfaction？" in told
    assert "KeyError" in told


def test_a_misspelt_value_is_pointed_to_as_well():
    assert "是不是想写 roundabout？" in check(EX, misspelt_method).message
    assert "averge" in check(EX, undefined_name).message


@pytest.mark.parametrize("function", [endless, endless_and_stubborn])
def test_an_endless_loop_is_stopped(monkeypatch, function):
    monkeypatch.setattr(checking, "SECONDS", 0.2)
    result = check(EX, function)
    assert (result.kind, result.passed) == ("timeout", False)
    assert "已经替你停下" in result.message


def test_what_cannot_be_stopped_is_left_behind(monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0.1)
    monkeypatch.setattr("servicelab.course.guard.SECONDS_TO_STOP", 0.1)
    assert "重启内核" in check(EX, sleeps).message


def test_every_wrong_try_shows_the_next_hint_and_a_right_one_starts_again():
    hints = load(EX).hints
    for hint in [*hints, hints[-1]]:
        assert hint in check(EX, 0.5).message
    check(EX, RIGHT)
    assert hints[0] in check(EX, 0.5).message


def test_empty_answers_crashes_and_loops_use_up_no_hint():
    for value in [*NOTHING_YET, *CRASHES]:
        assert "提示" not in check(EX, value).message
    assert load(EX).hints[0] in check(EX, 0.5).message


def test_success_says_what_was_right_and_what_to_try_next():
    for value in (RIGHT, gap):
        assert "接着试试" in check(EX, value).message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ex00_first_tak", "是不是想写 ex00_first_talk"),
        ("ex0", "是不是想写 ex00_first_talk"),
        ("", "现有的：ex00_first_talk"),
        ("../secret", "现有的：ex00_first_talk"),
        (0.5, "第一个写练习的编号"),
        (pd.DataFrame({"a": [1, 2]}), "第一个写练习的编号"),
        (None, "第一个写练习的编号"),
    ],
)
def test_an_unknown_exercise_is_met_with_suggestions(name, words):
    result = check(name, RIGHT)
    assert (result.kind, result.passed) == ("unknown", False)
    assert words in result.message


def test_the_function_gets_a_copy():
    def spoils(talks):
        found = gap(talks)
        talks["satisfaction"] = 0.0
        return found

    assert check(EX, spoils).passed
    assert check(EX, gap).passed


def test_what_a_learner_wrote_is_escaped():
    html = check(EX, "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_values_with_a_broken_repr_are_met_too():
    class Broken:
        def __repr__(self):
            raise RuntimeError

    def raises(talks):
        class Bad(Exception):
            def __str__(self):
                raise RuntimeError

        raise Bad

    assert check(EX, Broken()).kind == "type"
    assert check(EX, raises).kind == "crash"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{RIGHT:.2f}", "passed"),
        (f" {RIGHT:.3f} ".replace(".", "．"), "passed"),
        (f"－{RIGHT:.2f}", "value"),
        (f"{100 * RIGHT:.0f}%", "type"),
        ("", "missing"),
        ("差不多", "type"),
        ("nan", "range"),
        ("9", "range"),
    ],
)
def test_typed_answers(text, kind):
    assert check_text(EX, text).kind == kind


def test_the_top_level_offers_check():
    assert sl.check is check
