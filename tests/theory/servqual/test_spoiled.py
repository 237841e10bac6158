"""Ten spoiled survey files: each gets the right finding, none a wrong number in silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey, SurveyError

E = [f"E{i}" for i in range(1, 23)]
P = [f"P{i}" for i in range(1, 23)]
N = 200


def clean_answers(rows: int = N, seed: int = 5, level: float = 4.9) -> pd.DataFrame:
    """Whole answers from 1 to 7: one factor a side, high expectations, lower perceptions."""
    rng = np.random.default_rng(seed)

    def side(centre: float) -> np.ndarray:
        means = centre + rng.uniform(-0.4, 0.4, 22)
        factor, own = rng.normal(size=(rows, 1)), rng.normal(size=(rows, 22))
        return np.clip(np.round(means + 0.9 * factor + 0.8 * own), 1, 7)

    frame = pd.DataFrame(np.hstack([side(5.9), side(level)]).astype(int), columns=[*E, *P])
    frame.insert(0, "编号", range(1001, 1001 + rows))
    frame.insert(1, "片区", rng.choice(["老城", "河西", "北关"], rows))
    return frame


def true_gaps(frame: pd.DataFrame, rows: np.ndarray | None = None) -> np.ndarray:
    kept = frame if rows is None else frame[rows]
    return (kept[P].to_numpy() - kept[E].to_numpy()).mean(axis=0)


def kinds(survey: Survey) -> set[str]:
    return set(survey.problems["kind"])


def said(found: Survey | SurveyError, kind: str) -> pd.Series:
    return found.problems[found.problems["kind"] == kind].iloc[0]


@pytest.fixture
def clean() -> pd.DataFrame:
    return clean_answers()


def as_csv(frame: pd.DataFrame, folder: Path, encoding: str = "utf-8") -> Path:
    file = folder / "survey.csv"
    file.write_bytes(frame.to_csv(index=False).encode(encoding))
    return file


def test_the_clean_file_has_no_problem(clean, tmp_path):
    survey = Survey.read(as_csv(clean, tmp_path))
    assert survey.problems.empty, survey.problems.to_string()
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


# 1. wrong encoding
@pytest.mark.parametrize(
    ("encoding", "shown", "names"),
    [
        ("gb18030", "GB18030", ("期望", "感知", "编号")),
        ("big5", "BIG5", ("期望", "感知", "編號")),
        ("cp949", "CP949", ("기대", "인식", "번호")),
        ("utf-8-sig", "UTF-8", ("期望", "感知", "编号")),
        ("utf-16", "UTF-16", ("期望", "感知", "编号")),
        ("utf-16-le", "UTF-16", ("期望", "感知", "编号")),
        ("utf-16-be", "UTF-16", ("期望", "感知", "编号")),
    ],
)
def test_any_encoding_is_found_and_shown(clean, tmp_path, encoding, shown, names):
    ours, theirs, who = names
    frame = clean.drop(columns="片区").rename(
        columns=lambda c: who if c == "编号" else (ours if c[0] == "E" else theirs) + c[1:]
    )
    survey = Survey.read(as_csv(frame, tmp_path, encoding))
    assert survey.source.encoding == shown
    assert survey.source.preview.iloc[0, 1] == f"{ours}1"
    assert list(survey.others) == [who]
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


def test_an_encoding_that_is_told_wrong_is_refused_with_the_right_one(clean, tmp_path):
    file = as_csv(clean.rename(columns={"片区": "片区（2026 年冬）"}), tmp_path, "gb18030")
    with pytest.raises(TheoryError, match=r"按 utf-8 读不通.*gb18030"):
        Survey.read(file, encoding="utf-8")


def test_an_encoding_told_wrong_that_decodes_all_the_same_is_doubted(clean, tmp_path):
    survey = Survey.read(as_csv(clean, tmp_path), encoding="latin-1")
    assert "UTF-8" in said(survey, "encoding")["what"]
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


def test_a_few_spoiled_bytes_are_told(clean, tmp_path):
    file = as_csv(clean, tmp_path)
    raw = file.read_bytes().replace("老城".encode(), "老城".encode()[:-1], 1)
    file.write_bytes(raw)
    survey = Survey.read(file)
    assert "坏字" not in survey.source.encoding
    assert said(survey, "broken_text")["what"].startswith("按 UTF-8 读，有 1 处")
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


# 2. shuffled columns
@pytest.mark.parametrize("given", [True, False])
def test_shuffled_columns_are_paired_by_number(clean, tmp_path, given):
    order = list(np.random.default_rng(1).permutation(22))
    shuffled = clean[["编号", *[E[i] for i in order], *P]]
    lists = {"expectation": [E[i] for i in order], "perception": P} if given else {}
    survey = Survey.read(as_csv(shuffled, tmp_path), **lists)
    assert "题号" in said(survey, "column_order")["done"]
    assert list(survey.mapping["expectation"]) == E
    assert list(survey.mapping["perception"]) == P
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


def test_numbers_that_contradict_each_other_are_refused(clean):
    with pytest.raises(TheoryError, match="题号对不上"):
        Survey.read(clean, expectation=["E1", "E2", "E3"], perception=["P1", "P3", "P5"])
    survey = Survey.read(clean, expectation={"a": "E1"}, perception={"a": "P3"})
    assert survey.gaps()["gap"].iloc[0] == pytest.approx((clean["P3"] - clean["E1"]).mean())


# 3. text in numbers
def test_text_in_numbers_is_told_cell_by_cell_and_left_out(clean, tmp_path):
    texts = clean.astype({"E4": object, "P7": object, "P9": object})
    texts.loc[3, "P7"], texts.loc[8, "P7"] = "满意", "不知道"
    texts.loc[5, "E4"], texts.loc[6, "P9"] = "５", f"{clean.loc[6, 'P9']}分"
    right = clean.assign(P7=clean["P7"].astype(float), E4=clean["E4"])
    right.loc[[3, 8], "P7"], right.loc[5, "E4"] = np.nan, 5
    survey = Survey.read(as_csv(texts, tmp_path))
    words = survey.problems[survey.problems["kind"] == "text"]
    assert list(words["column"]) == ["P7", "P7"]
    assert list(words["rows"]) == [(5,), (10,)]  # row 1 is the header, as Excel counts
    assert "“满意”（第 5 行）" in words["what"].iloc[0]
    assert "按 5 分读入" in said(survey, "wide_digits")["done"]
    assert {"wide_digits", "words_beside"} <= kinds(survey)
    gaps = survey.gaps()
    np.testing.assert_allclose(gaps["gap"], np.nanmean(right[P].values - right[E].values, axis=0))
    assert gaps.loc["Q7", "n"] == N - 2


def test_answers_in_words_need_their_numbers(clean, tmp_path):
    names = ["很差", "差", "较差", "一般", "较好", "好", "很好"]
    words = dict(zip(range(1, 8), names, strict=True))
    frame = clean.assign(P7=clean["P7"].map(words))
    with pytest.raises(SurveyError, match=r"“P7”有 \d+ 个答案是文字.*answers"):
        Survey.read(as_csv(frame, tmp_path))
    survey = Survey.read(as_csv(frame, tmp_path), answers={v: k for k, v in words.items()})
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


# 4. 0 and 99 as missing
def test_codes_for_no_answer_are_not_answers(clean, tmp_path):
    spoiled, right = clean.copy(), clean.astype({"E2": float, "P5": float})
    spoiled.loc[[4, 9, 33], "P5"], spoiled.loc[[2, 71], "E2"] = 99, 0
    right.loc[[4, 9, 33], "P5"], right.loc[[2, 71], "E2"] = np.nan, np.nan
    survey = Survey.read(as_csv(spoiled, tmp_path))
    found = survey.problems[survey.problems["kind"] == "missing_code"]
    assert set(zip(found["column"], found["value"], strict=True)) == {("P5", "99"), ("E2", "0")}
    assert "missing=[99]" in " ".join(found["done"])
    truth = np.nanmean(right[P].values - right[E].values, axis=0)
    np.testing.assert_allclose(survey.gaps()["gap"], truth)
    declared = Survey.read(as_csv(spoiled, tmp_path), missing=[0, 99])
    assert kinds(declared) == {"declared_missing"}
    np.testing.assert_allclose(declared.gaps()["gap"], truth)


def test_zeros_where_nobody_used_the_top_are_asked_about(clean, tmp_path):
    low = clean.copy()
    low[[*E, *P]] = low[[*E, *P]].clip(upper=6)
    low.loc[[1, 2, 3, 4], "P3"] = 0
    with pytest.raises(SurveyError, match=r"missing=\[0\].*scale=\(0, 6\)"):
        Survey.read(as_csv(low, tmp_path))
    assert Survey.read(as_csv(low, tmp_path), scale=(0, 6)).gaps()["n"].min() == N


def test_ten_points_read_as_seven_are_refused(clean, tmp_path):
    ten = clean.copy()
    ten[[*E, *P]] += 3
    with pytest.raises(SurveyError, match=r"不像录入错误.*scale=\(1, 10\)"):
        Survey.read(as_csv(ten, tmp_path))
    np.testing.assert_allclose(
        Survey.read(as_csv(ten, tmp_path), scale=(1, 10)).gaps()["gap"], true_gaps(clean)
    )


# 5. reversed items
@pytest.mark.parametrize("numbers", [[7], [10, 11, 12, 13, 18, 19, 20, 21, 22]])
def test_reversed_items_are_noticed_and_turned_only_when_told(clean, tmp_path, numbers):
    columns = [f"{side}{i}" for side in "EP" for i in numbers]
    spoiled = clean.assign(**{name: 8 - clean[name] for name in columns})
    with pytest.raises(SurveyError, match="反着走") as refused:
        Survey.read(as_csv(spoiled, tmp_path))
    table = refused.value.problems
    assert set(table["kind"]) == {"reversed"}
    for name in columns:
        assert table["column"].str.contains(rf"{name}（r = −?-0\.").any(), name
    survey = Survey.read(as_csv(spoiled, tmp_path), reverse=[f"Q{i}" for i in numbers])
    assert survey.problems.empty
    assert survey.mapping["turned"].sum() == len(numbers)
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))
    kept = Survey.read(as_csv(spoiled, tmp_path), allow=["reversed"])
    assert "照原样保留" in said(kept, "reversed")["done"]


def test_items_turned_twice_are_noticed(clean):
    with pytest.raises(SurveyError, match="已经翻过"):
        Survey.read(clean, reverse=["E7", "P7"])


def test_one_side_of_an_item_may_be_turned_alone(clean):
    survey = Survey.read(clean.assign(P7=8 - clean["P7"]), reverse=["P7"])
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


# 6. duplicate rows
def test_a_respondent_recorded_twice_counts_once(clean, tmp_path):
    twice = pd.concat([clean, clean.iloc[[10, 50]]], ignore_index=True)
    survey = Survey.read(as_csv(twice, tmp_path))
    assert said(survey, "duplicate")["rows"] == (N + 2, N + 3)
    assert "第 12 行" in said(survey, "duplicate")["what"]
    assert len(survey.perception) == N + 2
    gaps = survey.gaps()
    np.testing.assert_allclose(gaps["gap"], true_gaps(clean))
    assert (gaps["n"] == N).all()


def test_a_new_row_number_does_not_hide_a_copy(clean, tmp_path):
    twice = pd.concat([clean, clean.iloc[[10]]], ignore_index=True).drop(columns="编号")
    twice.insert(0, "序号", range(1, len(twice) + 1))
    survey = Survey.read(as_csv(twice, tmp_path))
    assert said(survey, "duplicate")["rows"] == (N + 2,)
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


def test_equal_answers_of_another_person_are_told_and_kept(clean, tmp_path):
    copied = pd.concat([clean, clean.iloc[[10]].assign(编号=9999)], ignore_index=True)
    survey = Survey.read(as_csv(copied, tmp_path))
    assert said(survey, "copied")["rows"] == (12, N + 2)
    assert (survey.gaps()["n"] == N + 1).all()


def test_a_short_survey_without_names_may_hold_equal_rows(clean):
    survey = Survey.read(clean[["E1", "E2", "P1", "P2"]])
    assert not kinds(survey) & {"duplicate", "copied"}


# 7. one respondent
def test_one_respondent_says_nothing_about_the_many(clean, tmp_path):
    survey = Survey.read(as_csv(clean.iloc[[0]], tmp_path))
    assert "只有一份" in said(survey, "one_respondent")["what"]
    with pytest.raises(TheoryError, match=r"[\u4e00-\u9fff]"):
        survey.gaps()


# 8. a constant item
def test_a_constant_item_is_told_and_its_gap_right(clean, tmp_path):
    flat = clean.assign(P6=4)
    survey = Survey.read(as_csv(flat, tmp_path))
    row = said(survey, "constant")
    assert (row["column"], row["value"]) == ("P6", "4")
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(flat))


# 9. Excel with two header rows
@pytest.mark.parametrize("title", [False, True])
@pytest.mark.parametrize("numbers", [False, True])
def test_two_header_rows_and_merged_cells(clean, tmp_path, title, numbers):
    survey = Survey.read(two_headers(clean, tmp_path, title, numbers))
    top = 2 + title
    assert survey.source.header_rows == top
    assert f"前 {top} 行都是表头" in said(survey, "header_rows")["what"]
    assert survey.perception.index[0] == top + 1
    assert len(survey.perception) == N
    assert list(survey.others) == ["编号", "片区", "总体"]
    np.testing.assert_allclose(survey.gaps()["gap"], true_gaps(clean))


def two_headers(clean: pd.DataFrame, folder: Path, title: bool, numbers: bool) -> Path:
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append(["2026 年冬供热服务问卷"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=47)
    sheet.append(["编号", "片区", "期望", *[None] * 21, "感知", *[None] * 21, "总体"])
    below = [i if numbers else f"第{i}题" for i in range(1, 23)]
    sheet.append([None, None, *below, *below, None])
    row = 1 + title
    for first, last in ((3, 24), (25, 46)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    for column in (1, 2, 47):
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    for record in clean.itertuples(index=False, name=None):
        sheet.append([*map(plain_value, record), 5])
    book.save(folder / "survey.xlsx")
    return folder / "survey.xlsx"


def plain_value(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def test_dimensions_merged_over_the_names_are_taken_up(clean, tmp_path):
    book = Workbook()
    book.active.append([None, *["硬件"] * 2, *["人"] * 2, *["硬件"] * 2, *["人"] * 2])
    book.active.append(["编号", "E1", "E2", "E3", "E4", "P1", "P2", "P3", "P4"])
    for record in clean[["编号", *E[:4], *P[:4]]].to_numpy().tolist():
        book.active.append(record)
    book.save(tmp_path / "a.xlsx")
    survey = Survey.read(tmp_path / "a.xlsx")
    assert survey.dimensions == {"硬件": ["Q1", "Q2"], "人": ["Q3", "Q4"]}
    assert "表头" in survey.mapping["how"].iloc[0]


# 10. 1–5 and 1–7 mixed
def test_two_scales_mixed_by_side_are_refused(clean, tmp_path):
    mixed = clean.assign(**{name: clean[name].clip(upper=5) for name in P})
    with pytest.raises(SurveyError, match=r"感知的全部 22 列.*到 5 分为止"):
        Survey.read(as_csv(mixed, tmp_path))


def test_a_side_of_low_answers_on_another_scale_is_refused_as_a_whole():
    low = clean_answers(150, 4, level=3.9)
    assert not kinds(Survey.read(low)) & {"mixed_scale", "mixed_rows"}
    mixed = low.assign(**{name: np.ceil(low[name] * 5 / 7).astype(int) for name in P})
    with pytest.raises(SurveyError, match="感知的全部 22 列"):
        Survey.read(mixed)


def test_two_scales_mixed_by_column_are_refused(clean, tmp_path):
    five = np.ceil(clean[["E3", "P3", "P8"]] * 5 / 7).astype(int)
    with pytest.raises(SurveyError, match="换算") as refused:
        Survey.read(as_csv(clean.assign(**five), tmp_path))
    assert said(refused.value, "mixed_scale")["column"] == "E3、P3、P8"


@pytest.mark.parametrize("how", ["block", "scattered", "group"])
def test_two_scales_mixed_by_row_are_refused(clean, tmp_path, how):
    rows = {
        "block": np.arange(N) >= 120,
        "scattered": np.random.default_rng(3).random(N) < 0.3,
        "group": (clean["片区"] == "河西").to_numpy(),
    }[how]
    mixed = clean.copy()
    mixed.loc[rows, [*E, *P]] = np.ceil(mixed.loc[rows, [*E, *P]] * 5 / 7).astype(int)
    with pytest.raises(SurveyError, match="两批问卷") as refused:
        Survey.read(as_csv(mixed, tmp_path))
    told = set(said(refused.value, "mixed_rows")["rows"])
    truly = {i + 2 for i in np.flatnonzero(rows)}
    assert len(truly & told) >= 0.9 * len(truly)


def test_a_short_survey_of_two_scales_by_group_is_refused(clean, tmp_path):
    short = clean[["编号", "片区", *E[:4], *P[:4]]].copy()
    rows = (short["片区"] == "河西").to_numpy()
    items = [*E[:4], *P[:4]]
    short.loc[rows, items] = np.ceil(short.loc[rows, items] * 5 / 7).astype(int)
    with pytest.raises(SurveyError, match="“片区”为“河西”"):
        Survey.read(as_csv(short, tmp_path))


@pytest.mark.parametrize("seed", range(12))
def test_honest_surveys_are_not_accused(seed):
    rng = np.random.default_rng(seed)
    rows = int(rng.choice([25, 60, 200, 700]))
    frame = clean_answers(rows, seed, level=rng.uniform(2, 5.5))  # low ones may end at 5
    survey = Survey.read(frame)
    assert not kinds(survey) & {"mixed_scale", "mixed_rows", "reversed", "duplicate"}
