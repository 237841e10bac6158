"""Dialogues in tables: one row a line, in CSV or .xlsx, with columns named as people name them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from servicelab.data.resources import read_yaml
from servicelab.dialogue.assembly import Line, Notes
from servicelab.dialogue.transcript import DialogueError

_LONGEST_CELL = 10_000_000


def lines_of_csv(text: str, name: str, notes: Notes) -> list[Line]:
    r"""Read the rows of a CSV text as lines of dialogues.

    Parameters
    ----------
    text
        The whole file; comma, tab or semicolon parts the cells.
    name
        Name of the file, for messages.
    notes
        Receives rows that had to be skipped.

    Returns
    -------
    list of Line
        One for each row that holds a text.

    Raises
    ------
    DialogueError
        If a needed column is missing (the message lists those found) or the CSV is broken.

    Examples
    --------
    >>> lines_of_csv("会话,角色,内容\n7,顾客,冷\n", "a.csv", Notes())[0].dialogue
    '7'
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = _parsed(text, strict=True)
    except csv.Error as error:
        rows = _forgiven(text, name, error)
        notes.add(f"有的引号写得不合 CSV 的规矩（{error}），请核对读到的内容", "")
    return list(_lines(rows, name, notes))


def _parsed(text: str, strict: bool) -> list[tuple[str, list[str]]]:
    head = text.lstrip().split("\n", 1)[0]
    part = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=part, strict=strict)
    return [(f"第 {reader.line_num} 行", row) for row in reader]


def _forgiven(text: str, name: str, error: csv.Error) -> list[tuple[str, list[str]]]:
    """Read a CSV with careless quotes, but not one whose quote swallows the rest of the file."""
    try:
        if "unexpected end" not in str(error):
            return _parsed(text, strict=False)
    except csv.Error as worse:
        error = worse
    raise DialogueError(
        f"“{name}”的 CSV 写法有误（{error}）：有一个引号没有配对，后面的内容都被它吞掉了。"
        "请在 Excel 里打开核对，另存为“CSV UTF-8”再试。"
    ) from error


def lines_of_xlsx(path: Path, notes: Notes) -> list[Line]:
    """Read the rows of the first filled sheet of a workbook as lines of dialogues.

    Parameters
    ----------
    path
        An ``.xlsx`` file.
    notes
        Receives rows that had to be skipped, and the names of further sheets.

    Returns
    -------
    list of Line
        One for each row that holds a text.

    Raises
    ------
    DialogueError
        If the file is no workbook, is empty, or a needed column is missing.
    """
    # Slow to import, and needed for no other format.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, _rows(sheet.iter_rows(values_only=True))) for sheet in book]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise DialogueError(
            f"“{path.name}”打不开：它不是完整的 .xlsx 表格，可能没有下载完，或加了密码。"
            "请在 Excel 里打开确认，另存为 .xlsx 再试。"
        ) from error
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        raise DialogueError(f"“{path.name}”里没有内容。请确认导出的是有数据的那一张工作表。")
    for title, _ in filled[1:]:
        notes.add(f"工作表“{title}”没有读，只读了第一张“{filled[0][0]}”", "")
    return list(_lines(filled[0][1], path.name, notes))


def _rows(rows: Iterable[tuple[object, ...]]) -> list[tuple[str, list[str]]]:
    numbered = ((f"第 {i} 行", [_cell(cell) for cell in row]) for i, row in enumerate(rows, 1))
    return [(place, row) for place, row in numbered if any(row)]


def _cell(value: object) -> str:
    # A dialogue's number comes back from Excel as 12.0.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _lines(rows: list[tuple[str, list[str]]], name: str, notes: Notes) -> Iterator[Line]:
    filled = [(place, row) for place, row in rows if any(cell.strip() for cell in row)]
    header = filled[0][1] if filled else []
    columns = _columns(header, name)
    if "id" not in columns:
        notes.add("没有“对话编号”这一列，整个文件当作一段对话", "")
    for place, row in filled[1:]:
        cells = {key: row[i].strip() if i < len(row) else "" for key, i in columns.items()}
        if not cells["text"]:
            notes.add("没有内容，跳过了", place)
        else:
            yield Line(cells.get("id") or "1", cells["speaker"], cells["text"], place)


def _columns(header: list[str], name: str) -> dict[str, int]:
    plain = [_plain(cell) for cell in header]
    found: dict[str, int] = {}
    for key, names in _known()["columns"].items():
        exact = [plain.index(known) for known in names if known in plain]
        loose = [i for i, cell in enumerate(plain) if any(n in cell for n in names if len(n) > 3)]
        free = [i for i in [*exact, *loose] if i not in found.values()]
        if free:
            found[key] = free[0]
    missing = [_known()["column_names"][key] for key in ("speaker", "text") if key not in found]
    if missing:
        raise DialogueError(
            f"“{name}”的表头里没找到{'和'.join(f'“{column}”' for column in missing)}列。"
            f"读到的列是：{'、'.join(cell.strip() or '（空）' for cell in header) or '（没有）'}。"
            "请把表头改成“对话编号、说话人、内容”再试。"
        )
    return found


def _plain(cell: str) -> str:
    return re.sub(r"[\s_\-（）()]", "", cell).lower()


@cache
def _known() -> dict[str, Any]:
    return dict(read_yaml("servicelab.dialogue", "data/reading.yaml"))
