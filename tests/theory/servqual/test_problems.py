"""The table of problems: rows as the file has them, words for people, what may be let through."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.data.resources import read_yaml
from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey, SurveyError
from servicelab.theory.servqual.problems import found, told

RNG = np.random.default_rng(11)


def survey_of(rows: int = 60, items: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(rows * 100 + items)
    frame = {}
    for side, centre in (("E", 5.8), ("P", 4.8)):
        factor = rng.normal(size=rows)
        for i in range(1, items + 1):
            answers = centre + 0.9 * factor + 0.8 * rng.normal(size=rows)
            frame[f"{side}{i}"] = np.clip(np.round(answers), 1, 7)
    return pd.DataFrame(frame)


def kinds(survey: Survey) -> dict[str, pd.Series]:
    return {row["kind"]: row for _, row in survey.problems.iterrows()}


def test_every_kind_has_its_words():
    slots = dict.fromkeys(
        ["low", "high", "end", "number", "guess_low", "guess_high", "top", "beyond"], 3.0
    )
    texts = ["names", "shown", "others", "first", "where", "side"]
    counts = dict.fromkeys(["count", "items", "width", "least"], 3)
    for kind in read_yaml("servicelab.theory.servqual", "data/problems.yaml"):
        words = {**slots, **counts, **dict.fromkeys(texts, "词")}
        problem = found(kind, [2, 3], "P1", "9", **words)
        assert problem.what.endswith("。")
        assert problem.done.endswith("。")
        assert "{" not in problem.what.replace("{词: 分数}", "")


def test_the_table_lists_rows_as_the_file_has_them(tmp_path):
    frame = survey_of()
    frame.loc[4, "P2"] = np.nan
    frame.loc[[7, 8], ["E1", "E2", "E3", "E4"]] = np.nan
    frame.loc[9, "P3"] = 55
    frame.loc[20, :] = 6
    frame.loc[30, :] = np.nan
    frame["谁"] = range(len(frame))
    (tmp_path / "a.csv").write_text(frame.to_csv(index=False))
    survey = Survey.read(tmp_path / "a.csv")
    seen = kinds(survey)
    assert list(survey.problems) == ["kind", "rows", "column", "value", "what", "done"]
    assert (seen["missing"]["rows"], seen["missing"]["column"]) == ((6,), "P2")
    pages = survey.problems[survey.problems["kind"] == "missing_page"]
    assert (9, 10) in list(pages["rows"])
    assert (seen["out_of_range"]["rows"], seen["out_of_range"]["value"]) == ((11,), "55")
    assert 22 in seen["straight_line"]["rows"]
    assert seen["empty_row"]["rows"] == (32,)
    assert survey.perception.loc[[6, 11]].notna().sum(axis=1).tolist() == [5, 5]


def test_showing_them_groups_the_kinds(capsys):
    frame = survey_of()
    for row, column in enumerate(frame.columns):
        frame.loc[row, column] = np.nan
    survey = Survey.read(frame)
    survey.show_problems()
    out = capsys.readouterr().out
    assert out.startswith("发现 12 处")
    assert out.count("【缺答】") == 1
    assert "还有 4 处" in out
    assert told(survey_without_problems().problems) == "没有发现问题。"


def survey_without_problems() -> Survey:
    return Survey.read(survey_of(200))


def test_few_answers_and_short_columns_are_told():
    frame = survey_of(40)
    frame.loc[3, [f"E{i}" for i in range(1, 7)] + ["P1"]] = np.nan
    frame.loc[5:, "P6"] = np.nan
    seen = kinds(Survey.read(frame))
    assert seen["few_answers"]["rows"] == (3,)
    assert "P6（5 个）" in seen["few_per_item"]["column"]


def test_what_blocks_may_be_let_through_but_not_what_has_no_answer():
    frame = survey_of(200)
    frame["P4"] = 8 - frame["P4"]
    with pytest.raises(SurveyError, match=r"allow=\['reversed'\]"):
        Survey.read(frame)
    kept = Survey.read(frame, allow=["reversed"])
    assert kept.perception["Q4"].equals(frame["P4"])
    frame["P4"] = np.nan
    with pytest.raises(SurveyError) as refused:
        Survey.read(frame, allow=["empty_item"])
    assert "allow" not in str(refused.value)
    assert isinstance(refused.value, TheoryError)


def test_a_copy_let_through_counts():
    frame = survey_of(100, 10)
    twice = pd.concat([frame, frame.iloc[[3]]], ignore_index=True)
    assert Survey.read(twice).gaps()["n"].max() == 100
    assert Survey.read(twice, allow=["duplicate"]).gaps()["n"].max() == 101


def test_the_same_name_with_other_answers_is_told():
    frame = survey_of(100)
    frame["编号"] = [*range(99), 4]
    assert kinds(Survey.read(frame))["same_respondent"]["rows"] == (4, 99)


def test_a_scale_that_is_too_long_is_told_and_stops_turning():
    frame = survey_of(200).clip(upper=5)
    assert "scale=(1, 5)" in kinds(Survey.read(frame))["scale_unused"]["done"]
    with pytest.raises(SurveyError, match="翻转时要用最高分"):
        Survey.read(frame, reverse=["Q1"])
    turned = frame.assign(E1=6 - frame["E1"], P1=6 - frame["P1"])
    right = Survey.read(turned, reverse=["Q1"], scale=(1, 5)).gaps()["gap"]
    assert right.tolist() == pytest.approx(Survey.read(frame, scale=(1, 5)).gaps()["gap"].tolist())


def test_columns_without_a_counterpart_are_told():
    frame = survey_of().rename(
        columns=lambda name: f"{'期望' if name[0] == 'E' else '感知'}：题{name[1]}甲"
    )
    frame = frame.rename(columns={"感知：题6甲": "感知：题6乙"})
    survey = Survey.read(frame)
    assert "感知：题6乙" in kinds(survey)["unpaired"]["what"]
    assert len(survey.mapping) == 5


def test_sides_that_look_swapped_are_told():
    frame = survey_of(100)
    other = {name: ("P" if name[0] == "E" else "E") + name[1:] for name in frame}
    assert "写反" in kinds(Survey.read(frame.rename(columns=other)))["swapped"]["done"]
    assert "swapped" not in kinds(Survey.read(frame))


def test_99_on_a_scale_to_100_is_asked_about():
    frame = (survey_of(60) * 13).round()
    frame.loc[:20, "P2"] = 99
    with pytest.raises(SurveyError, match=r"missing=\[99\]"):
        Survey.read(frame, scale=(0, 100))
    assert Survey.read(frame, scale=(0, 100), missing=[99]).gaps()["n"].min() == 39
    assert Survey.read(frame, scale=(0, 100), allow=["code_inside"]).gaps()["n"].min() == 60


def test_fractions_are_told_and_kept():
    frame = survey_of(50)
    frame.loc[2, "P1"] = 4.5
    survey = Survey.read(frame)
    assert kinds(survey)["fraction"]["value"] == "4.5"
    assert survey.perception.loc[2, "Q1"] == 4.5


def test_answers_that_are_no_whole_numbers_need_no_scale():
    frame = pd.DataFrame(RNG.normal(size=(300, 8)), columns=[f"Q{i}" for i in range(1, 9)])
    survey = Survey.read(frame, perception=list(frame), scale=None)
    assert survey.problems.empty
    assert survey.scale == pytest.approx((frame.min().min(), frame.max().max()))


def test_the_course_s_own_survey(project):
    survey = Survey.read(project / "datasets" / "heating_servqual.csv")
    seen = kinds(survey)
    assert seen["duplicate"]["rows"] == (216,)
    assert seen["missing_page"]["rows"] == (89, 343)
    assert set(seen["straight_line"]["rows"]) == {58, 265, 482}
    strays = survey.problems[survey.problems["kind"] == "out_of_range"]
    assert set(zip(strays["column"], strays["value"], strays["rows"], strict=True)) == {
        ("P9", "77", (153,)),
        ("E3", "0", (421,)),
    }
    assert [len(items) for items in survey.dimensions.values()] == [4, 5, 4, 4, 5]


@pytest.mark.data
def test_real_surveys_are_not_accused_wrongly(project):
    folder = project.parent / "shared" / "data" / "ecsi_pls"
    if not folder.exists():
        pytest.skip("the satisfaction surveys are not beside the project")
    file = folder / "mobi_ecsi_250x24.csv"
    columns = list(pd.read_csv(file, nrows=1))
    survey = Survey.read(file, perception=columns, scale=(1, 10))
    assert set(survey.problems["kind"]) <= {"straight_line"}
    bank = folder / "spanish_bank_satisfaction_250x28.csv"
    items = [name for name in pd.read_csv(bank, nrows=1) if name != "gender"]
    with pytest.raises(SurveyError, match=r"scale=\(0, 10\)"):
        Survey.read(bank, perception=items, scale=(1, 10))
    assert len(Survey.read(bank, perception=items, scale=(0, 10)).perception) == 250
