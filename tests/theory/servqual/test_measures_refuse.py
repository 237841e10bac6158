"""Surveys and questions that measures can't answer, or only in part: always said in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey

RNG = np.random.default_rng(2)
FEELING = RNG.normal(size=(80, 1))


def answers(count: int, low: float = 1, high: float = 7) -> pd.DataFrame:
    sides = {"E": 5.5 + RNG.normal(size=(80, 1)), "P": 4.3 + FEELING}
    told = {
        f"{side}{item + 1}": np.clip(np.round(mean + RNG.normal(size=(80, 1))), 1, 7).ravel()
        for side, mean in sides.items()
        for item in range(count)
    }
    return (pd.DataFrame(told) - 1) / 6 * (high - low) + low


def test_a_dimension_of_one_item_has_no_reliability_but_the_others_do() -> None:
    survey = Survey.read(answers(5), dimensions={"甲": ["Q1"], "乙": ["Q2", "Q3", "Q4", "Q5"]})
    table = survey.reliability()
    wanted = ["alpha_expectation", "alpha_perception", "alpha_gap", "omega", "gap_reliability"]
    assert table.loc["甲", wanted].isna().all()
    assert "只有一道题" in table.loc["甲", "warning"]
    assert table.loc["乙", wanted].notna().all()
    with pytest.raises(TheoryError, match="只有一道题"):
        Survey.read(answers(1)).reliability()


@pytest.mark.parametrize("low", [0, 1])
def test_points_out_of_a_hundred_are_told_where_seven_were_announced(low: float) -> None:
    told = answers(6, 15, 99).round()
    told.iloc[0, 0] = low
    with pytest.raises(TheoryError, match=rf"scale=\({low}, 99\)"):
        Survey.read(told)


def test_what_is_not_on_offer_is_refused_not_taken_for_something_else() -> None:
    survey = Survey.read(answers(4))
    with pytest.raises(TheoryError, match="side"):
        survey.confirmatory(side="喜欢")  # type: ignore[arg-type]
    with pytest.raises(TheoryError, match="by"):
        survey.importance_performance(by="district")  # type: ignore[arg-type]
    with pytest.raises(TheoryError, match="total"):
        Survey.read(answers(4), dimensions={"total": ["Q1", "Q2"], "乙": ["Q3", "Q4"]})


def test_weights_may_be_a_column_of_a_table_but_not_missing() -> None:
    survey = Survey.read(answers(4), dimensions={"甲": ["Q1", "Q2"], "乙": ["Q3", "Q4"]})
    given = {"甲": 60, "乙": 40}
    pd.testing.assert_frame_equal(
        survey.weighted_gap(pd.Series(given)),  # type: ignore[arg-type]
        survey.weighted_gap(given),
    )
    with pytest.raises(TheoryError, match="权重"):
        survey.weighted_gap({"甲": 60, "乙": None})  # type: ignore[dict-item]


def test_a_weight_for_what_is_no_dimension_is_refused() -> None:
    survey = Survey.read(answers(4), dimensions={"甲": ["Q1", "Q2"], "乙": ["Q3", "Q4"]})
    with pytest.raises(TheoryError, match="丙 不是这份问卷的维度"):
        survey.weighted_gap({"甲": 1, "乙": 1, "丙": 8})
