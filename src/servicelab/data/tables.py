"""Text as people's programs write it: decoding whatever comes in, CSV that Excel opens."""

from __future__ import annotations

import codecs
from pathlib import Path

import pandas as pd

from servicelab.data.errors import ServicelabError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "它其实是一个压缩包或 .xlsx 表格。请把扩展名改回 .xlsx，或另存为 UTF-8 文本。"),
    (b"\xd0\xcf\x11\xe0", "它是旧式 .xls 或加了密码的表格。请在 Excel 里去掉密码，另存为 .xlsx。"),
    (b"%PDF", "它是 PDF。请从原来的系统里导出 .csv、.xlsx、.json 或 .txt。"),
)
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def decode(raw: bytes, name: str) -> str:
    """Turn the bytes of a text file into text.

    A byte-order mark decides; without one, UTF-8 is tried first and GB18030 (which includes GBK
    and GB2312) second. A character cut in half at the very end of the file is left out, so that
    a file that was cut off is reported by whoever reads its content, not here.

    Parameters
    ----------
    raw
        The whole file.
    name
        Name of the file, for the message.

    Returns
    -------
    str
        The text without its byte-order mark.

    Raises
    ------
    ServicelabError
        If the bytes are no text in any of these encodings; the Chinese message says what they
        look like instead, and what to do.

    Examples
    --------
    >>> decode("客户：你好".encode("gb18030"), "a.txt")
    '客户：你好'
    """
    for beginning, advice in _OTHER_KINDS:
        if raw.startswith(beginning):
            raise ServicelabError(f"“{name}”不是文本文件。{advice}")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = _decoded(raw[len(mark) :], encoding)
            return _checked(text, name)
    return _checked(_decoded(raw, "utf-8") or _decoded(raw, "gb18030"), name)


def _decoded(raw: bytes, encoding: str) -> str | None:
    # The incremental decoder keeps back an unfinished last character instead of failing on it.
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(raw, final=False)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None, name: str) -> str:
    """GB18030 accepts much that is no text: control characters and private signs betray it."""
    if text is None or _share_of_rubbish(text) > 0.02:
        raise ServicelabError(
            f"“{name}”读不成文字：不是 UTF-8，也不是 GB18030（GBK）。"
            "请用记事本或 Excel 打开它，另存为“UTF-8”编码，再试一次。"
        )
    return text


def _share_of_rubbish(text: str) -> float:
    head = text[:20_000]
    bad = sum(
        (char < " " and char not in "\t\n\r\f") or "\ue000" <= char <= "\uf8ff" for char in head
    )
    return bad / max(len(head), 1)


def write_csv(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV that opens in Excel and runs no formula.

    Parameters
    ----------
    frame
        The table; its index is not written.
    path
        The file to write; an existing one is replaced.

    Returns
    -------
    pathlib.Path
        The file written: UTF-8 with signature, so that Excel shows Chinese. A text that begins
        like a formula (= + - @, tab, line break) gets an apostrophe in front; numbers stay
        numbers.

    Raises
    ------
    ServicelabError
        If the file can't be written, for instance because Excel holds it open.

    Examples
    --------
    >>> import tempfile
    >>> frame = pd.DataFrame({"text": ["=1+1", "好"], "n": [-1, 2]})
    >>> file = write_csv(frame, Path(tempfile.mkdtemp()) / "a.csv")
    >>> print(file.read_text("utf-8-sig"))
    text,n
    '=1+1,-1
    好,2
    <BLANKLINE>
    """
    file = Path(path)
    safe = frame.map(_neutral).rename(columns=_neutral)
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            safe.to_csv(stream, index=False, lineterminator="\n")
    except OSError as error:
        raise ServicelabError(
            f"写不了“{file}”（{error.strerror}）。如果它正在 Excel 里开着，先关掉再试。"
        ) from error
    return file


def _neutral(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    # A bare carriage return isn't quoted by the writer and would part the row in two.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
