"""Survey tables as they come: headers, layouts, separators, names, hostile cells, nothing."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey, SurveyError

FOUR = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "E1": [7, 6, 7, 5],
        "E2": [6, 6, 7, 7],
        "P1": [5, 4, 6, 5],
        "P2": [6, 3, 5, 4],
    }
)
GAPS = [-1.25, -2.0]


def gaps(survey: Survey) -> list[float]:
    return survey.gaps()["gap"].round(10).tolist()


def write(tmp_path, text: str, name: str = "a.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_any_separator(tmp_path, separator):
    survey = Survey.read(write(tmp_path, FOUR.to_csv(index=False, sep=separator)))
    assert gaps(survey) == GAPS
    assert list(survey.perception.index) == [2, 3, 4, 5]


def test_excel_s_own_first_line_and_decimal_commas(tmp_path):
    text = "sep=;\nE1;P1\n6,5;5,5\n7,0;4,5\n6,0;5,0\n"
    survey = Survey.read(write(tmp_path, text))
    assert survey.gaps()["gap"].iloc[0] == pytest.approx(-1.5)
    assert list(survey.perception.index) == [3, 4, 5]


def test_a_workbook_with_a_cover_and_a_csv_that_is_one(tmp_path):
    book = Workbook()
    book.active.title = "说明"
    for row in range(30):
        book.active.append([f"第 {row} 条说明", 1, 2, 3, 4, 5, 6, 7, 8, 9])
    sheet = book.create_sheet("数据")
    sheet.append(list(FOUR))
    for record in FOUR.to_numpy().tolist():
        sheet.append(record)
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    survey = Survey.read(tmp_path / "a.xlsx")
    assert (survey.source.sheet, gaps(survey)) == ("数据", GAPS)
    assert "说明" in survey.source.notes[0]
    (tmp_path / "a.xlsx").rename(tmp_path / "b.csv")
    assert gaps(Survey.read(tmp_path / "b.csv", sheet=2)) == GAPS
    with pytest.raises(TheoryError, match="有的是：说明、数据、空"):
        Survey.read(tmp_path / "b.csv", sheet="答卷")


def test_dates_and_formulas_of_excel_are_not_answers(tmp_path):
    book = Workbook()
    book.active.append(list(FOUR))
    for record in FOUR.to_numpy().tolist():
        book.active.append(record)
    book.active["B2"] = datetime.datetime(2026, 3, 5)
    book.active["D3"] = "=2+2"
    book.active["E4"] = "#N/A"
    book.active["C5"] = True
    book.save(tmp_path / "a.xlsx")
    survey = Survey.read(tmp_path / "a.xlsx")
    told = survey.problems.set_index("kind")
    assert told.loc["date", "rows"] == (2,)
    assert told.loc["date", "value"] == "2026-03-05"
    assert told.loc["formula", "value"] == "=2+2"
    assert told.loc["formula_error", "column"] == "P2"
    assert told.loc["text", "value"] == "TRUE"
    assert survey.gaps()["n"].tolist() == [2, 2]
    assert gaps(survey) == [np.mean([6 - 7, 5 - 5]), np.mean([6 - 6, 3 - 6])]


def test_hostile_cells_stay_text_and_are_escaped(tmp_path):
    evil = '<script>alert("x")</script>'
    frame = FOUR.astype({"P1": object}).rename(columns={"id": f"id{evil}"})
    frame.loc[0, "P1"] = evil
    frame.loc[1, "P1"] = "=cmd|' /C calc'!A0"
    file = write(tmp_path, frame.to_csv(index=False), "<b>.csv")
    survey = Survey.read(file)
    assert set(survey.problems["kind"]) == {"text", "formula"}
    assert survey.gaps()["n"].tolist() == [2, 4]
    assert "<b>" not in survey._repr_html_()
    assert "<script>" not in survey._repr_html_()


def test_braces_in_cells_do_not_break_the_words(tmp_path):
    frame = FOUR.astype({"P1": object})
    frame.loc[0, "P1"] = "{rows} {0} {x!r}"
    survey = Survey.read(write(tmp_path, frame.to_csv(index=False)))
    assert "{rows} {0}" in survey.problems["what"].iloc[0]


@pytest.mark.parametrize(
    ("columns", "lists"),
    [
        ([1, 2, 3, 4, 5], {"expectation": [2, 3], "perception": [4, 5]}),
        ([None, ("E", 1), ("E", 2), ("P", 1), ("P", 2)], {}),
        ([np.nan, "Ｅ１", " e2 ", "p1", "P_2"], {}),
        ([pd.Timestamp(2026, 1, 1), "1_E", "2_E", "1_P", "2_P"], {}),
        (["id", "期望值（1）", "期望值（2）", "实际感受（1）", "实际感受（2）"], {}),
        (["번호", "기대1", "기대2", "인식1", "인식2"], {}),
        (["id", "Q1 expectation", "Q2 expectation", "Q1 performance", "Q2 performance"], {}),
        (["id", "期望：准时", "期望：客气", "感知：准时", "感知：客气"], {}),
        (["id", "期望1", "期望2", "感知3", "感知4"], {}),
    ],
)
def test_names_of_any_kind(columns, lists):
    survey = Survey.read(FOUR.set_axis(pd.Index(columns, tupleize_cols=False), axis=1), **lists)
    assert gaps(survey) == GAPS
    assert all(isinstance(name, str) for name in survey.others)


def test_two_levels_of_names_and_a_header_row_among_the_answers():
    levels = pd.MultiIndex.from_tuples(
        [("id", ""), ("期望", "Q1"), ("期望", "Q2"), ("感知", "Q1"), ("感知", "Q2")]
    )
    assert gaps(Survey.read(FOUR.set_axis(levels, axis=1))) == GAPS
    names = ["id", "期望", "Unnamed: 2", "感知", "Unnamed: 4"]  # as read with one header row
    below = pd.DataFrame([["", "Q1", "Q2", "Q1", "Q2"]], columns=names)
    frame = pd.concat([below, FOUR.set_axis(names, axis=1)], ignore_index=True)
    survey = Survey.read(frame)
    assert gaps(survey) == GAPS
    assert "header_rows" in set(survey.problems["kind"])


def test_the_user_s_own_frame_is_left_as_it_was():
    frame = FOUR.copy()
    Survey.read(frame, reverse=["Q1"], allow=["reversed"])
    pd.testing.assert_frame_equal(frame, FOUR)
    twice = pd.concat([FOUR, FOUR.assign(id=list("efgh"))])
    assert list(Survey.read(twice).perception.index) == list(range(1, 9))


@pytest.mark.parametrize("shape", ["two columns", "one column"])
def test_a_row_an_answer_becomes_a_row_a_respondent(tmp_path, shape):
    rows = [
        (who, item, e, p)
        for who, e1, e2, p1, p2 in FOUR.itertuples(index=False)
        for item, e, p in (("准时", e1, p1), ("客气", e2, p2))
    ]
    long = pd.DataFrame(rows, columns=["编号", "题目", "期望", "感知"])
    long["片区"] = long["编号"].map(dict(zip("abcd", ["东", "西", "东", "西"], strict=True)))
    if shape == "one column":
        long = long.melt(["编号", "题目", "片区"], var_name="类型", value_name="得分")
        long = long.sample(frac=1, random_state=2)
    survey = Survey.read(write(tmp_path, long.to_csv(index=False)))
    assert sorted(survey.perception) == ["准时", "客气"]
    assert survey.gaps()["gap"].loc[["准时", "客气"]].round(10).tolist() == GAPS
    assert sorted(survey.others["片区"]) == ["东", "东", "西", "西"]
    assert "4 人" in survey.problems.set_index("kind").loc["long", "what"]


def test_one_item_answered_twice_in_a_long_table():
    long = pd.DataFrame(
        {
            "respondent": [1, 1, 2, 2, 3, 3, 3, 4],
            "item": [1, 2, 1, 2, 1, 2, 2, 1],
            "P": [5, 6, 4, 4, 3, 5, 2, 6],
        }
    )
    survey = Survey.read(long)
    told = survey.problems.set_index("kind")
    assert told.loc["answered_twice", "rows"] == (5, 6)
    assert survey.perception["2"].notna().sum() == 2
    assert survey.perception["1"].mean() == 4.5


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "是空的"),
        ("\n \n\n", "是空的"),
        ("E1,P1\n", "没有一份答卷"),
        ("6,5\n7,5\n6,6\n", "没有表头"),
        ("Q1,Q2,Q3\n6,5,4\n7,5,4\n", "看不出哪些列"),
        ("E1,E2,P1\n6,5,4\n7,5,4\n", "“E2”只有一边"),
        ("E1,P1,P1\n6,5,4\n7,5,4\n", "像是同一题的同一边"),
        ("E1,P1\n6,\n7,\n", "一个能用的答案也没有"),
        ('E1,P1\n6,"5\n' + "7,5\n" * 60, "引号没有配对"),
        ("E1,P1\n6\n7\n", "没有一行是能用的答卷"),
    ],
)
def test_tables_that_are_none_are_refused_in_words(tmp_path, content, words):
    with pytest.raises(TheoryError, match=words):
        Survey.read(write(tmp_path, content))


def test_files_that_are_none_are_refused_in_words(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 40)
    for name, words in [
        ("a.xlsx", "打不开"),
        ("a.xls", "旧式"),
        ("a.csv", "“a.csv”"),
        ("none.csv", "找不到"),
        (".", "文件夹"),
    ]:
        with pytest.raises(TheoryError, match=words):
            Survey.read(tmp_path / name)
    for empty in (pd.DataFrame(), FOUR.iloc[:0], 7, None):
        with pytest.raises(TheoryError, match=r"[\u4e00-\u9fff]+"):
            Survey.read(empty)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"weights": {"总体": 90}}, "加起来是 90"),
        ({"weights": {"可靠": 100}}, "不认识维度“可靠”"),
        ({"weights": [50, 50]}, "给了 2 个权重，维度有 1 个"),
        ({"weights": {"总体": "很重"}}, "写成数字"),
        ({"weights": {"总体": float("nan")}}, "不小于 0"),
        ({"dimensions": {"a": ["E1"]}}, "Q2没有归入"),
        ({"dimensions": {"a": ["E1", "E2"], "b": ["P2"]}}, "归了两次"),
        ({"dimensions": {"a": ["E1", "E9"]}}, "“E9”不在问卷里"),
        ({"dimensions": {"a": ["E1", "E2"], "b": []}}, "至少一题"),
        ({"dimensions": {"a": "E1"}}, "写成清单"),
        ({"scale": (7, 1)}, "小于最高分"),
        ({"scale": 7}, "最低分, 最高分"),
        ({"reverse": ["Q7"]}, "不是这份问卷的题"),
        ({"reverse": ["Q1"], "scale": None}, "给出 scale"),
        ({"expectation": ["E1", "E3"], "perception": ["P1", "P2"]}, "没有这一列.*是不是"),
        ({"expectation": ["E1", "E1"], "perception": ["P1", "P2"]}, "用了两次"),
        ({"expectation": ["E1"], "perception": ["P1", "P2"]}, "对不上"),
        ({"expectation": ["E1", "E2"]}, "没有给感知"),
        ({"perception": "P1"}, "清单"),
        ({"layout": "横"}, "layout 只有"),
        ({"allow": ["随便"]}, "不认识"),
        ({"encoding": "utf-9"}, None),
    ],
)
def test_wishes_that_do_not_fit_are_refused_in_words(more, words):
    if words is None:
        assert gaps(Survey.read(FOUR, **more)) == GAPS  # a frame has no encoding
        return
    with pytest.raises(TheoryError, match=words):
        Survey.read(FOUR, **more)


def test_given_weights_and_dimensions_are_kept():
    survey = Survey.read(
        FOUR, dimensions={"准时": [1], "客气": ["P2"]}, weights={"客气": 0.4, "准时": 0.6}
    )
    assert survey.dimensions == {"准时": ["Q1"], "客气": ["Q2"]}
    assert survey.weights == {"客气": 0.4, "准时": 0.6}


def test_dimensions_by_the_names_of_the_items():
    names = ["REL1", "REL2", "EMP1"]
    frame = pd.DataFrame({f"{side}_{name}": [5, 6, 7] for side in "EP" for name in names})
    survey = Survey.read(frame)
    assert survey.dimensions == {"可靠性": ["rel1", "rel2"], "移情性": ["emp1"]}


def test_a_given_number_of_header_rows(tmp_path):
    file = write(tmp_path, FOUR.to_csv(index=False, header=False))
    ours, theirs = ["第 2 列", "第 3 列"], ["第 4 列", "第 5 列"]
    assert gaps(Survey.read(file, header=0, expectation=ours, perception=theirs)) == GAPS
    text = "供热问卷,,,,\n\n" + FOUR.to_csv(index=False)
    assert gaps(Survey.read(write(tmp_path, text))) == GAPS
    assert gaps(Survey.read(write(tmp_path, text), header=3)) == GAPS


def test_a_wide_table_with_a_column_called_question_stays_wide():
    frame = pd.concat([FOUR, FOUR.iloc[[1]]], ignore_index=True)
    frame["题目"] = "无"
    survey = Survey.read(frame)
    assert "long" not in set(survey.problems["kind"])
    assert gaps(survey) == GAPS


def test_exports_that_put_the_question_number_first():
    names = ["序号", "1、期望—准时", "2、期望—客气", "3、感知—准时", "4、感知—客气"]
    survey = Survey.read(FOUR.set_axis(names, axis=1))
    assert list(survey.mapping.index) == ["准时", "客气"]
    assert gaps(survey) == GAPS


def test_a_large_workbook_is_read_without_its_merged_cells(tmp_path, monkeypatch):
    monkeypatch.setattr("servicelab.theory.servqual.reading_xlsx._LARGE", 0)
    book = Workbook()
    book.active.append(["id", "期望", None, "感知", None])
    book.active.append([None, "Q1", "Q2", "Q1", "Q2"])
    for record in FOUR.to_numpy().tolist():
        book.active.append(record)
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("D1:E1")
    book.active["D4"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    survey = Survey.read(tmp_path / "a.xlsx")
    assert survey.gaps()["n"].tolist() == [3, 4]
    assert "formula" in set(survey.problems["kind"])


def test_performance_only():
    survey = Survey.read(FOUR, perception=["P1", "P2"])
    assert survey.expectation is None
    assert "unused_columns" in set(survey.problems["kind"])
    assert re.search("没有期望列", survey.mapping["how"].iloc[0])
    assert Survey.read(FOUR.drop(columns=["E1", "E2"])).expectation is None


def test_rows_whose_cells_moved_are_left_out(tmp_path):
    text = (
        FOUR.to_csv(index=False)
        .replace("b,6,6,4,3", "b,说得好,6,6,4,3")
        .replace("\nd,5,7,", "\nd,5,")
    )
    survey = Survey.read(write(tmp_path, text))
    told = survey.problems.set_index("kind")
    assert told.loc["long_row", "rows"] == (3,)
    assert told.loc["short_row", "rows"] == (5,)
    assert survey.perception.loc[[3, 5]].isna().all(axis=None)
    assert gaps(survey) == [-1.5, -1.0]


def test_sums_and_second_headers_are_no_respondents(tmp_path):
    body = FOUR.to_csv(index=False)
    text = body + body.split("\n")[0] + "\n平均,6.3,6.5,5,4.5\n"
    survey = Survey.read(write(tmp_path, text))
    told = survey.problems.set_index("kind")
    assert told.loc["repeated_header", "rows"] == (6,)
    assert told.loc["summary_row", "rows"] == (7,)
    assert gaps(survey) == GAPS


def test_a_summary_in_a_frame_read_from_elsewhere(tmp_path):
    frame = pd.concat([FOUR, pd.DataFrame([["合计", 25, 26, 20, 18]], columns=list(FOUR))])
    survey = Survey.read(frame.reset_index(drop=True))
    assert gaps(survey) == GAPS


def test_other_columns_keep_their_meaning(tmp_path):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({name: rng.integers(4, 8, 30) for name in ("E1", "E2", "P1", "P2")})
    frame["总体"] = [*rng.integers(1, 8, 28), 99, 99]
    frame["楼号"] = [f"0{i}" for i in range(30)]
    frame["面积"] = [88.5, *[99] * 29]
    frame["片区"] = ["东", "西"] * 15
    survey = Survey.read(write(tmp_path, frame.to_csv(index=False)))
    assert survey.others["总体"].isna().sum() == 2
    assert survey.problems.set_index("kind").loc["codes_elsewhere", "rows"] == (30, 31)
    assert survey.others["楼号"].iloc[3] == "03"
    assert survey.others["面积"].max() == 99
    assert list(survey.others["片区"].unique()) == ["东", "西"]


def test_what_stops_the_reading_carries_all_findings():
    frame = FOUR.assign(P1=["好", "好", "差", "好"], P2=[6, 3, 99, 99])
    with pytest.raises(SurveyError) as refused:
        Survey.read(frame)
    assert set(refused.value.problems["kind"]) >= {"words_as_answers", "missing_code"}
    assert "answers" in str(refused.value)
