"""A questionnaire to print and a sheet to fill in, which `Survey.read` reads back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from servicelab.data.tables import write_csv
from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.wording import ITEMS, items, words

Scale = tuple[int, int]
_ROWS_TO_FILL = 500
_WIDEST = 11


def questionnaire(
    path: str | Path, trade: str = "heating", language: str = "zh", scale: Scale = (1, 7)
) -> Path:
    """Write the questionnaire.

    Parameters
    ----------
    path
        ``.xlsx``: one sheet to print, one to enter answers, which takes nothing but the scale's
        whole numbers. ``.csv``: only the head of the table to fill in.
    trade, language
        Wording, as for :func:`items`.
    scale
        Lowest and highest answer, whole numbers, at most eleven points.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    TheoryError
        If the file can't be written, or the scale isn't such.

    Examples
    --------
    >>> import tempfile
    >>> file = questionnaire(Path(tempfile.mkdtemp()) / "a.csv")
    >>> file.read_text("utf-8-sig").split(",")[:3]
    ['编号', 'E1', 'E2']
    """
    file, told = Path(path), words(language)
    table = items(trade, language)
    _check(scale)
    header = [told["respondent"], *(f"{side}{item.number}" for side in "EP" for item in ITEMS)]
    if file.suffix.lower() == ".csv":
        return write_csv(pd.DataFrame(columns=header), file)
    if file.suffix.lower() != ".xlsx":
        raise TheoryError(f"问卷写成 .xlsx 或 .csv，不能写成“{file.suffix or file.name}”。")
    book = _book(told, table, header, scale)
    try:
        book.save(file)
    except OSError as error:
        raise TheoryError(
            f"写不了“{file}”（{error.strerror}）。如果它正在 Excel 里开着，先关掉再试。"
        ) from error
    return file


def _check(scale: Scale) -> None:
    low, high = scale
    if not (float(low).is_integer() and float(high).is_integer() and 0 < high - low < _WIDEST):
        raise TheoryError(f"scale 要是两个整数、不超过 11 级，例如 (1, 7)，收到 {scale}。")


def _book(told: dict[str, Any], table: pd.DataFrame, header: list[str], scale: Scale) -> Any:
    from openpyxl import Workbook  # slow to import

    book = Workbook()
    _print_sheet(book.active, told, table, scale)
    _entry_sheet(book.create_sheet(told["entry"]), told, header, scale)
    return book


def _print_sheet(sheet: Any, told: dict[str, Any], table: pd.DataFrame, scale: Scale) -> None:
    from openpyxl.styles import Alignment, Font

    points = list(range(int(scale[0]), int(scale[1]) + 1))
    sheet.title = told["sheet"]
    for row in _lines(told, table, points):
        sheet.append(row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 5, 52
    for cell in sheet["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column in range(3, 3 + len(points)):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = 4.5
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(told: dict[str, Any], table: pd.DataFrame, points: list[int]) -> Iterator[list[object]]:
    ends = told["ends"].format(low=points[0], high=points[-1])
    yield [told["title"]]
    yield [ends]
    for side in ("expectation", "perception"):
        yield []
        yield [told["parts"][side]]
        for number, text in zip(table["number"], table[side], strict=True):
            yield [int(number), text, *points]


def _entry_sheet(sheet: Any, told: dict[str, Any], header: list[str], scale: Scale) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    low, high = map(int, scale)
    sheet.append(header)
    sheet.freeze_panes = "B2"
    rule = DataValidation("whole", operator="between", formula1=low, formula2=high)
    rule.error = told["wrong"].format(low=low, high=high)
    rule.prompt = told["advice"].format(low=low, high=high)
    rule.showErrorMessage = rule.showInputMessage = True
    last = sheet.cell(1, len(header)).column_letter
    rule.add(f"B2:{last}{_ROWS_TO_FILL + 1}")
    sheet.add_data_validation(rule)
