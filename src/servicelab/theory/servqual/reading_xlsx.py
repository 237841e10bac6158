"""Rows of a workbook's sheets: merged headers filled in, formulas without a value told."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.reading_text import Row

# Reading a whole workbook with its merged cells takes memory; above this, cells only.
_LARGE = 6_000_000
_TOP = 12


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and rows, the first being row 1 of the sheet."""

    title: str
    rows: list[Row]


def sheets_of(path: Path, sheet: str | int | None = None) -> list[Sheet]:
    """Return the filled sheets of a workbook, or the one that is asked for.

    Parameters
    ----------
    path
        An ``.xlsx`` file.
    sheet
        Name, or place from 1.

    Returns
    -------
    list of Sheet
        In the workbook's order. A merged cell of the first rows stands in each of its columns.

    Raises
    ------
    TheoryError
        If it is no workbook, has no such sheet, or is empty.
    """
    book, formulas = _book(path, values=True), None
    if _has_formulas(path):
        formulas = _book(path, values=False)
    chosen = _chosen(book.sheetnames, sheet, path.name)
    found = [_sheet(book[title], formulas and formulas[title]) for title in chosen]
    filled = [one for one in found if any(any(_filled(c) for c in row) for row in one.rows)]
    if not filled:
        raise TheoryError(f"“{path.name}”里没有内容。请确认导出的是有数据的那一张工作表。")
    return filled


def _book(path: Path, values: bool) -> Any:
    # Slow to import, and needed for no other format.
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and validations that don't matter here
            # By content, since a workbook may be called .csv.
            content = io.BytesIO(path.read_bytes())
            large = path.stat().st_size > _LARGE
            return load_workbook(content, data_only=values, read_only=large)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise TheoryError(
            f"“{path.name}”打不开：它不是完整的 .xlsx 表格，可能没有下载完，或加了密码。"
            "请在 Excel 里打开确认，另存为 .xlsx 再试。"
        ) from error


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(_mentions(parts, name) for name in names if name.endswith(".xml"))


def _mentions(parts: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with parts.open(name) as stream:
        while block := stream.read(1 << 20):
            whole = tail + block
            if b"<f>" in whole or b"<f " in whole:
                return True
            tail = block[-3:]
    return False


def _chosen(titles: list[str], sheet: str | int | None, name: str) -> list[str]:
    if sheet is None:
        return titles
    if isinstance(sheet, int) and not isinstance(sheet, bool) and 1 <= sheet <= len(titles):
        return [titles[sheet - 1]]
    if sheet in titles:
        return [str(sheet)]
    raise TheoryError(
        f"“{name}”里没有工作表“{sheet}”。有的是：{'、'.join(titles)}（按先后从 1 数起）。"
    )


def _sheet(cells: Any, formulas: Any) -> Sheet:
    if not hasattr(cells, "iter_rows"):  # a sheet that holds only a chart
        return Sheet(cells.title, [])
    rows: list[Row] = [list(row) for row in cells.iter_rows(values_only=True)]
    if formulas is not None:
        _tell_formulas(rows, formulas)
    for area in getattr(getattr(cells, "merged_cells", None), "ranges", ()):
        _spread(rows, area)
    return Sheet(cells.title, rows)


def _tell_formulas(rows: list[Row], formulas: Any) -> None:
    """Put a formula's own text where the workbook keeps no value of it."""
    for row, written in zip(rows, formulas.iter_rows(values_only=True), strict=False):
        for i, (value, text) in enumerate(zip(row, written, strict=False)):
            if value is None and text is not None:
                row[i] = str(getattr(text, "text", text))


def _spread(rows: list[Row], area: Any) -> None:
    """Repeat a merged cell over its columns; only in headers, never among the answers."""
    if area.min_row > _TOP or area.min_row > len(rows) or area.max_row > _TOP:
        return
    value = rows[area.min_row - 1][area.min_col - 1]
    if isinstance(value, str):
        for column in range(area.min_col, area.max_col + 1):
            rows[area.min_row - 1][column - 1] = value


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""
