"""Gaps, weighted gaps, performance only: against Student's t on respondents' own differences."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from servicelab.theory import TheoryError
from servicelab.theory.servqual import WEIGHTS_1990, Survey
from servicelab.theory.servqual.gaps import gap_table, weighted_gap

DIMENSIONS = {"x": ["a", "b"], "y": ["c"]}


def answers(seed: int, n: int = 80) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    e, p = (rng.integers(low, 8, size=(n, 3)).astype(float) for low in (4, 2))
    return tuple(pd.DataFrame(side, columns=list("abc")) for side in (e, p))


@cache
def asked(n: int = 60) -> Survey:
    """A survey of three items and two dimensions, with a district and points."""
    e, p = answers(1, n)
    frame = pd.concat([e.add_prefix("E_"), p.add_prefix("P_")], axis=1)
    frame["district"] = ["东", "西", None] * (n // 3)
    frame["points_x"], frame["points_y"] = 60, 40
    return Survey.read(
        frame,
        expectation={item: f"E_{item}" for item in "abc"},
        perception={item: f"P_{item}" for item in "abc"},
        dimensions=DIMENSIONS,
    )


def test_an_item_is_the_paired_t_of_its_two_answers() -> None:
    e, p = answers(1)
    table = gap_table(e, p, DIMENSIONS)
    for item in "abc":
        low, high = stats.ttest_rel(p[item], e[item]).confidence_interval(0.95)
        row = table.loc[item]
        assert row["gap"] == pytest.approx(p[item].mean() - e[item].mean())
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
    assert table["dimension"].to_dict() == {"a": "x", "b": "x", "c": "y"}


def test_a_dimension_is_the_t_of_the_respondents_scores() -> None:
    e, p = answers(2)
    table = gap_table(e, p, DIMENSIONS, "dimension", confidence=0.9)
    score = (p - e)[["a", "b"]].mean(axis=1)
    low, high = stats.ttest_1samp(score, 0).confidence_interval(0.9)
    row = table.loc["x"]
    assert (row["gap"], row["ci_low"], row["ci_high"]) == pytest.approx((score.mean(), low, high))


def test_falling_short_is_negative() -> None:
    e, _ = answers(3)
    table = gap_table(e, e - 1, DIMENSIONS, "total")
    assert table.loc["total", "gap"] == -1
    assert "没有宽度" in table.loc["total", "warning"]


def test_rows_add_up_with_missing_answers() -> None:
    e, p = answers(4)
    e.iloc[:7, 0], p.iloc[5:9, 0], p.iloc[0, 1] = np.nan, np.nan, np.nan
    items, whole = gap_table(e, p, DIMENSIONS), gap_table(e, p, DIMENSIONS, "dimension")
    assert items["n"].tolist() == [71, 79, 80]
    assert whole.loc["x", "gap"] == pytest.approx(items.loc[["a", "b"], "gap"].mean())
    total = gap_table(e, p, DIMENSIONS, "total").loc["total", "gap"]
    assert total == pytest.approx(items["gap"].mean())
    for table in (items, whole):
        assert (table["perception"] - table["expectation"]).to_list() == pytest.approx(
            table["gap"].to_list()
        )


def test_an_unpaired_answer_does_not_move_a_gap() -> None:
    e, p = answers(5)
    e.iloc[0, 0] = np.nan
    before = gap_table(e, p, DIMENSIONS).loc["a"]
    p.iloc[0, 0] = 1.0
    assert gap_table(e, p, DIMENSIONS).loc["a"].equals(before)


def test_groups_and_who_told_none() -> None:
    table = asked().gaps("district")
    assert table.index.names == ["district", "dimension"]
    assert table.index.get_level_values(0).unique().tolist() == ["东", "西", "未填"]
    assert table.loc["东"].index.tolist() == ["x", "y", "total"]
    assert (table["n"] == 20).all()
    assert table["warning"].str.contains("只有 20 份").all()


def test_a_group_is_that_groups_own_table() -> None:
    survey = asked()
    east = survey.others["district"] == "东"
    alone = gap_table(survey.expectation[east], survey.perception[east], DIMENSIONS, "dimension")
    columns = ["expectation", "perception", "gap", "ci_low", "ci_high"]
    part = survey.gaps("district").loc["东"].loc[["x", "y"], columns]
    np.testing.assert_allclose(part, alone[columns])


def test_a_group_of_one_is_named() -> None:
    e, p = answers(6, 5)
    group = pd.Series(["东", "东", "东", "东", "西"], name="district")
    with pytest.raises(TheoryError, match="「西」"):
        gap_table(e, p, DIMENSIONS, None, group)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(TheoryError, match="confidence"):
        asked().gaps(confidence=confidence)


def test_an_unknown_column_is_told_with_those_there_are() -> None:
    with pytest.raises(TheoryError, match="points_x"):
        asked().gaps("片区")


def test_weights_are_shares_and_weigh() -> None:
    survey = asked()
    plain, table = survey.gaps("dimension"), survey.weighted_gap({"x": 60, "y": 20})
    assert table["weight"].tolist() == [0.75, 0.25, 1.0]
    expected = 0.75 * plain.loc["x", "gap"] + 0.25 * plain.loc["y", "gap"]
    assert table.loc["total", "gap"] == pytest.approx(expected)
    assert table["contribution"].iloc[:2].sum() == pytest.approx(expected)


def test_all_weight_on_one_dimension_is_that_dimension() -> None:
    survey = asked()
    row, alone = (
        survey.weighted_gap({"x": 1, "y": 0}).loc["total"],
        survey.gaps("dimension").loc["x"],
    )
    for name in ("gap", "ci_low", "ci_high"):
        assert row[name] == pytest.approx(alone[name])


def test_everybodys_equal_points_are_given_weights() -> None:
    survey = asked()
    own, given = (
        survey.weighted_gap(["points_x", "points_y"]),
        survey.weighted_gap({"x": 3, "y": 2}),
    )
    columns = ["weight", "gap", "ci_low", "ci_high", "contribution"]
    np.testing.assert_allclose(own[columns], given[columns])


def test_own_points_by_hand() -> None:
    e = pd.DataFrame({"a": [5.0, 6, 7], "c": [6.0, 6, 6]})
    p = pd.DataFrame({"a": [4.0, 6, 5], "c": [6.0, 5, 4]})
    frame = pd.concat([e.add_prefix("E_"), p.add_prefix("P_")], axis=1)
    frame["i"], frame["j"] = [1, 2, 3], [3, 2, 1]
    told = [0.25 * -1 + 0, 0 + 0.5 * -1, 0.75 * -2 + 0.25 * -2]
    sides = {"expectation": e, "perception": p, "others": frame[["i", "j"]]}
    survey = replace(asked(), **sides, dimensions={"x": ["a"], "y": ["c"]})
    total = survey.weighted_gap({"x": "i", "y": "j"}).loc["total"]
    low, high = stats.ttest_1samp(told, 0).confidence_interval(0.95)
    assert (total["gap"], total["ci_low"], total["ci_high"]) == pytest.approx(
        (np.mean(told), low, high)
    )


def test_weights_must_be_given_and_make_sense() -> None:
    survey = asked()
    with pytest.raises(TheoryError, match="权重由你给"):
        survey.weighted_gap()
    with pytest.raises(TheoryError, match="缺少维度 y"):
        survey.weighted_gap({"x": 1})
    with pytest.raises(TheoryError, match="不小于 0"):
        survey.weighted_gap({"x": 1, "y": -1})


def test_the_weights_of_1990_are_marked_as_an_example() -> None:
    e, p = answers(7)
    names = list(WEIGHTS_1990)
    wide_e, wide_p = (
        pd.DataFrame({name: side.iloc[:, i % 3] for i, name in enumerate(names)}) for side in (e, p)
    )
    table = weighted_gap(wide_e, wide_p, {name: [name] for name in names}, WEIGHTS_1990)
    assert "示例权重" in table.loc["total", "warning"]


def test_performance_only_beside_the_gap() -> None:
    survey = asked()
    table = survey.servperf()
    x = survey.perception[["a", "b"]].mean(axis=1)
    low, high = stats.ttest_1samp(x, 0).confidence_interval(0.95)
    row = table.loc["x"]
    assert (row["perception"], row["ci_low"], row["ci_high"]) == pytest.approx(
        (x.mean(), low, high)
    )
    assert sorted(table["perception_rank"]) == [1, 2]
    assert table["gap"].equals(survey.gaps("dimension")["gap"])


def test_a_survey_of_performance_alone() -> None:
    _, p = answers(8)
    survey = Survey.read(p, perception=list("abc"), dimensions=DIMENSIONS)
    assert list(survey.servperf().columns) == ["perception", "ci_low", "ci_high", "n", "warning"]
    with pytest.raises(TheoryError, match="servperf"):
        survey.gaps()
