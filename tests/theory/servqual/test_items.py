"""Our own 22 items, and the questionnaire that the reader reads back."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from servicelab.theory import TheoryError, servqual


@pytest.mark.parametrize("trade", ["heating", "general"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_22_items_in_five_dimensions_worded_both_ways(trade, language):
    table = servqual.items(trade, language)
    sizes = table.groupby("dimension", sort=False).size()
    assert sizes.to_dict() == {"有形性": 4, "可靠性": 5, "响应性": 4, "保证性": 4, "移情性": 5}
    assert list(table.index) == [f"Q{i}" for i in range(1, 23)]
    for column in ("short", "expectation", "perception"):
        assert table[column].is_unique
        assert (table[column].str.len() > 2).all()
    assert not (table["expectation"] == table["perception"]).any()


def test_general_items_do_not_speak_of_heating():
    text = " ".join(servqual.items("general")["expectation"])
    assert not any(word in text for word in ("供热", "住户", "停暖", "换热", "户号"))
    assert all(item.label == f"Q{item.number}" for item in servqual.ITEMS)


def test_the_items_are_the_dimensions_that_a_survey_guesses():
    columns = {f"{side}{i}": [6, 5, 7] for side in "EP" for i in range(1, 23)}
    import pandas as pd

    guessed = servqual.Survey.read(pd.DataFrame(columns)).dimensions
    table = servqual.items()
    assert {name: list(rows.index) for name, rows in table.groupby("dimension", sort=False)} == (
        guessed
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_questionnaire_is_read_back(tmp_path, language):
    file = servqual.questionnaire(tmp_path / "a.xlsx", "general", language, scale=(1, 5))
    book = load_workbook(file)
    paper, entry = book.worksheets
    texts = [cell.value for cell in paper["B"] if cell.value]
    table = servqual.items("general", language)
    assert texts == [*table["expectation"], *table["perception"]]
    for row in range(4):
        entry.append([f"n{row}", *([5] * 22), *([4 - row % 2] * 22)])
    rule = entry.data_validations.dataValidation[0]
    assert (rule.formula1, rule.formula2) == ("1", "5")
    book.save(file)
    survey = servqual.Survey.read(file, scale=(1, 5))
    assert survey.source.sheet == entry.title
    assert survey.gaps("dimension")["gap"].tolist() == pytest.approx([-1.5] * 5)


def test_the_table_alone_is_written_as_csv(tmp_path):
    file = servqual.questionnaire(tmp_path / "a.csv")
    assert file.read_text("utf-8-sig").strip().split(",") == [
        "编号", *(f"{side}{i}" for side in "EP" for i in range(1, 23)),
    ]  # fmt: skip
    with pytest.raises(TheoryError, match="只有表头"):
        servqual.Survey.read(file)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda folder: servqual.items("酒店"), "trade 只有"),
        (lambda folder: servqual.items(language="ko"), "language 只有"),
        (lambda folder: servqual.questionnaire(folder / "a.docx"), "不能写成“.docx”"),
        (lambda folder: servqual.questionnaire(folder / "a.xlsx", scale=(1, 100)), "11 级"),
        (lambda folder: servqual.questionnaire(folder / "no" / "a.xlsx"), "写不了"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path, call, words):
    with pytest.raises(TheoryError, match=words):
        call(tmp_path)
