"""Rows of a text table: commas, tabs or semicolons, quotes as programs write them."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable

from servicelab.theory.errors import TheoryError

_SEPARATORS = (",", "\t", ";", "|", "，", "；")
NAMES = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号", "；": "全角分号"}
_SAMPLE = 40
_LONGEST_CELL = 10_000_000
_LINES_IN_A_CELL = 30

Row = list[object]


def rows_of_text(text: str, name: str) -> tuple[list[Row], str]:
    r"""Cut a text into rows of cells.

    Parameters
    ----------
    text
        The whole file.
    name
        Its name, for messages.

    Returns
    -------
    tuple
        The rows, the first being the file's first, and the separator.

    Raises
    ------
    TheoryError
        If the file is empty, or a quote that is never closed swallows the rest of it.

    Examples
    --------
    >>> rows_of_text("E1;P1\n6;5\n", "a.csv")
    ([['E1', 'P1'], ['6', '5']], ';')
    """
    if not text.strip():
        raise TheoryError(f"“{name}”是空的。请确认导出时选了有数据的那张表，再试一次。")
    if "\x00" in text:
        raise TheoryError(f"“{name}”不是文本表格（里面有空字节）。请另存为 CSV UTF-8 或 .xlsx。")
    separator, skip = _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    stream = io.StringIO(text, newline="")
    try:
        rows: list[Row] = [*csv.reader(stream, delimiter=separator)]
    except csv.Error as error:
        raise TheoryError(
            f"“{name}”切不成一格一格的（{error}）。请在 Excel 里打开核对，另存为 .xlsx 再试。"
        ) from error
    _check_quotes(rows, name, text.count("\n"))
    return ([[], *rows[1:]] if skip else rows), separator


def _separator(text: str) -> tuple[str, bool]:
    """The separator; whether the first line only names it, as Excel's ``sep=;`` does."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    lines = list(itertools.islice((line for line in text.splitlines() if line.strip()), _SAMPLE))
    return max(_SEPARATORS, key=lambda sign: _regular(lines, sign)), False


def _regular(lines: Iterable[str], separator: str) -> float:
    """How many cells a row has, times how many rows have just that number."""
    counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
    width, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    return (width - 1) * often / counts.total()


def _check_quotes(rows: list[Row], name: str, lines: int) -> None:
    if lines - len(rows) <= _LINES_IN_A_CELL:
        return
    for number, row in enumerate(rows, 1):
        if any(str(cell).count("\n") > _LINES_IN_A_CELL for cell in row):
            raise TheoryError(
                f"“{name}”第 {number} 行有一个引号没有配对，后面的行都被它吞掉了。"
                "请在记事本里找到那个引号删掉，或在 Excel 里另存为 .xlsx 再试。"
            )
