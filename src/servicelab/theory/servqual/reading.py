"""A survey's table as it came: from a file of any usual kind, or from a DataFrame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.encodings import Decoded, decoded
from servicelab.theory.servqual.headers import Header, header_of
from servicelab.theory.servqual.problems import Problem, found
from servicelab.theory.servqual.reading_text import NAMES, Row, rows_of_text
from servicelab.theory.servqual.reading_xlsx import Sheet, sheets_of
from servicelab.theory.servqual.source import Source

_PREVIEW = 5
_OLD_BOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """Cells as they came, under column names; the index is the row's number in the file."""

    frame: pd.DataFrame
    groups: dict[str, str]
    source: Source
    problems: tuple[Problem, ...] = ()


def read_table(
    given: str | Path | pd.DataFrame,
    encoding: str | None = None,
    sheet: str | int | None = None,
    header: int | None = None,
    words: Sequence[str] = (),
    fits: Callable[[Sequence[str]], bool] | None = None,
) -> Table:
    """Read a table without judging its answers.

    Parameters
    ----------
    given
        Path of a text table or workbook, or a DataFrame.
    encoding, sheet, header
        What the user knows; ``None`` is found out.
    words
        Words that count as answers.
    fits
        Whether a sheet's column names are those of the survey; the first sheet that fits is
        taken, else the fullest.

    Returns
    -------
    Table
        Cells with names, source and what was odd about the file itself.

    Raises
    ------
    TheoryError
        If the file is missing, empty, broken, or of another kind.
    """
    if isinstance(given, pd.DataFrame):
        from servicelab.theory.servqual.frames import table_of_frame  # it makes tables too

        return table_of_frame(given)
    if not isinstance(given, (str, Path)):
        raise TheoryError(
            f"Survey.read 要一个文件名或 DataFrame，收到的是 {type(given).__name__}。"
        )
    file = Path(given)
    raw = _bytes(file)
    if raw.startswith(b"PK\x03\x04"):
        return _from_workbook(file, sheet, header, words, fits)
    return _from_text(file, decoded(raw, file.name, encoding), header, words)


def assembled(rows: Sequence[Row], header: Header, source: Source) -> Table:
    """Put rows under the header's names; rows of another length are told, blank ones left out."""
    width = _width(header, rows)
    names = [label or f"第 {i} 列" for i, label in enumerate(header.labels[:width], 1)]
    names += [f"第 {i} 列" for i in range(len(names) + 1, width + 1)]
    numbered = [(i, row) for i, row in enumerate(rows, 1) if i > header.rows and _any(row)]
    if not numbered:
        raise TheoryError(f"“{source.file}”只有表头，没有一份答卷。请确认导出的是有数据的表。")
    cut = [_of_width(row, width) for _, row in numbered]
    frame = pd.DataFrame(cut, columns=names, index=[i for i, _ in numbered], dtype=object)
    groups = dict(zip(names, header.groups, strict=False))
    return Table(frame, groups, source, tuple(_ragged(numbered, width, bool(source.separator))))


def _from_text(file: Path, text: Decoded, header: int | None, words: Sequence[str]) -> Table:
    rows, separator = rows_of_text(text.text, file.name)
    top = header_of(rows, file.name, header, words)
    source = Source(
        file=file.name,
        encoding=text.encoding,
        sure=text.sure,
        separator=NAMES.get(separator, separator),
        header_rows=top.rows,
        preview=_preview(rows),
        notes=_titles(top),
    )
    table = assembled(rows, top, source)
    said = (*_of_encoding(text, table.frame), *table.problems, *_of_header(top))
    return Table(table.frame, table.groups, source, said)


def _from_workbook(
    file: Path,
    sheet: str | int | None,
    header: int | None,
    words: Sequence[str],
    fits: Callable[[Sequence[str]], bool] | None,
) -> Table:
    sheets = sheets_of(file, sheet)
    chosen = _fitting(sheets, header, words, fits) or _fullest(sheets)
    top = header_of(chosen.rows, f"{file.name}”的工作表“{chosen.title}", header, words)
    others = [one.title for one in sheets if one is not chosen]
    note = (f"还有工作表“{'”、“'.join(others)}”没有读，要读就写 sheet=。",) if others else ()
    source = Source(
        file=file.name,
        sheet=chosen.title,
        header_rows=top.rows,
        preview=_preview(chosen.rows),
        notes=(*_titles(top), *note),
    )
    table = assembled(chosen.rows, top, source)
    return Table(table.frame, table.groups, source, (*table.problems, *_of_header(top)))


def _fitting(
    sheets: Sequence[Sheet],
    header: int | None,
    words: Sequence[str],
    fits: Callable[[Sequence[str]], bool] | None,
) -> Sheet | None:
    for one in sheets if fits is not None and len(sheets) > 1 else ():
        try:
            labels = header_of(one.rows, one.title, header, words).labels
        except TheoryError:
            continue
        if fits is not None and fits(labels):
            return one
    return None


def _fullest(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet with the most cells; a cover sheet with a few words isn't the survey."""
    return max(sheets, key=lambda one: sum(len(row) for row in one.rows if _any(row)))


def _bytes(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
    except FileNotFoundError as error:
        raise TheoryError(f"找不到“{file}”。请检查文件名和文件夹写得对不对。") from error
    except OSError as error:
        if file.is_dir():
            raise TheoryError(f"“{file}”是文件夹。请给出里面的一个文件。") from error
        raise TheoryError(f"读不了“{file}”（{error.strerror}）。请检查有没有权限。") from error
    if not raw.strip():
        raise TheoryError(f"“{file.name}”是空的。请重新导出，再试一次。")
    if raw.startswith((_OLD_BOOK, b"%PDF")):
        raise TheoryError(
            f"“{file.name}”是旧式 .xls、加了密码的表格或 PDF，这里读不了。"
            "请在 Excel 里打开，去掉密码，另存为 .xlsx 再试。"
        )
    return raw


def _of_width(row: Row, width: int) -> Row:
    return row if len(row) == width else [*row[:width], *[None] * (width - len(row))]


def _width(header: Header, rows: Sequence[Row]) -> int:
    named = max((i for i, label in enumerate(header.labels, 1) if label), default=0)
    if named:
        return named
    return max(map(len, rows), default=0)


def _any(row: Row) -> bool:
    return any(cell is not None and str(cell).strip() != "" for cell in row)


def _ragged(numbered: Sequence[tuple[int, Row]], width: int, text: bool) -> Iterator[Problem]:
    """Rows with more cells than names, or (in a text file) fewer: their answers may have moved."""
    wide = [i for i, row in numbered if len(row) > width and _any(row[width:])]
    if wide:
        yield found("long_row", wide, width=width)
    short = [i for i, row in numbered if text and len(row) < width]
    if short:
        yield found("short_row", short, width=width)


def _of_encoding(text: Decoded, frame: pd.DataFrame) -> Iterator[Problem]:
    if text.doubtful:
        shown = "、".join(map(str, frame.columns[:6]))
        others = "；".join(f"若是 {name}：{line}" for name, line in text.others) or "没有别的可能"
        yield found("encoding", value=text.encoding, shown=shown, others=others)
    if text.broken:
        yield found("broken_text", value=text.encoding, count=text.broken)


def _of_header(header: Header) -> Iterator[Problem]:
    if header.rows - len(header.titles) > 1:
        yield found("header_rows", count=header.rows, names="、".join(header.labels[:6]))


def _titles(header: Header) -> tuple[str, ...]:
    return (f"表上面还写着：{'；'.join(header.titles)[:60]}。",) if header.titles else ()


def _preview(rows: Sequence[Row]) -> pd.DataFrame:
    width = max(map(len, rows[:_PREVIEW]), default=0)
    shown = [_of_width(row, width) for row in rows[:_PREVIEW]]
    return pd.DataFrame([["" if c is None else str(c) for c in row] for row in shown])
