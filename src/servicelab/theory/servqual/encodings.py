"""The encoding of a survey file: found out, shown, and never believed in silence."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from servicelab.data.resources import read_yaml
from servicelab.theory.errors import TheoryError

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
# Tried where neither a mark nor UTF-8 tells; the first of equals wins.
_CANDIDATES = ("gb18030", "big5", "cp949", "shift_jis", "cp1252")
_HEAD = 60_000
_FEW_BROKEN = 0.002


@dataclass(frozen=True)
class Decoded:
    """A file's text, its encoding, how sure that is in Chinese words, and whether to ask."""

    text: str
    encoding: str
    sure: str
    doubtful: bool = False
    broken: int = 0
    others: tuple[tuple[str, str], ...] = ()


def decoded(raw: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Turn the bytes of a text file into text.

    Parameters
    ----------
    raw
        The whole file.
    name
        Its name, for messages.
    encoding
        The encoding as the user knows it; ``None`` finds out.

    Returns
    -------
    Decoded
        The text, with how sure the encoding is.

    Raises
    ------
    TheoryError
        If the bytes are no text in that encoding, or in any.

    Notes
    -----
    GB18030 decodes nearly anything, Big5 and CP949 too; so words that surveys hold (期望, 編號,
    기대 …) decide before the detector's guess does, and a guess without such words is doubtful.

    Examples
    --------
    >>> decoded("期望1,感知1".encode("gb18030"), "a.csv").encoding
    'GB18030'
    """
    if encoding is not None:
        return _as_told(raw, name, encoding)
    for mark, shown, codec in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(codec, errors="replace")
            return Decoded(text, shown, "文件自己带着标记", broken=text.count("\ufffd"))
    return _without_mark(raw, name)


def _without_mark(raw: bytes, name: str) -> Decoded:
    codec = _zero_bytes(raw)
    if codec:
        return Decoded(raw.decode(codec, errors="replace"), "UTF-16", "没有标记，从字节看出来的")
    try:
        return Decoded(raw.decode("utf-8"), "UTF-8", "整个文件都合 UTF-8 的规矩")
    except UnicodeDecodeError:
        nearly = _nearly_utf8(raw)
        return nearly or _guessed(raw, name)


def _as_told(raw: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
    except LookupError as error:
        raise TheoryError(
            f"不认识编码“{encoding}”。常用的有 utf-8、gb18030、utf-16、big5、cp949；"
            "不知道就不写，由程序判断。"
        ) from error
    try:
        text = raw.decode(codec).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        found = _without_mark(raw, name)
        raise TheoryError(
            f"“{name}”按 {encoding} 读不通（第 {error.start + 1} 个字节起）。"
            f"它看上去是 {found.encoding}：{_first_line(found.text)}。"
            f"请写 encoding='{found.encoding.lower()}'，或者不写。"
        ) from error
    return _checked_against_bytes(raw, Decoded(text, encoding, "你给的"))


def _checked_against_bytes(raw: bytes, told: Decoded) -> Decoded:
    """Say so when the bytes are clean UTF-8 and the user's encoding makes something else of it."""
    found = next((mark for mark in _MARKS if raw.startswith(mark[0])), None)
    body, shown, codec = (raw[len(found[0]) :], *found[1:]) if found else (raw, "UTF-8", "utf-8")
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        return told
    if text.isascii() or text == told.text:
        return told
    other = ((shown, _first_line(text)),)
    return Decoded(told.text, told.encoding, told.sure, doubtful=True, others=other)


def _zero_bytes(raw: bytes) -> str | None:
    head = raw[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < len(head) * 0.2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _nearly_utf8(raw: bytes) -> Decoded | None:
    """A file cut off within a character, or with a few bytes spoiled, is still UTF-8."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    wide = sum(char > "\x7f" for char in text[:_HEAD])
    if broken > max(1, _FEW_BROKEN * len(text)) or wide < 10 * min(broken, 50):
        return None
    return Decoded(text, "UTF-8", f"除了 {broken} 处坏字，都合 UTF-8 的规矩", broken=broken)


def _guessed(raw: bytes, name: str) -> Decoded:
    import chardet  # slow to import, and needed for old encodings only

    said = chardet.detect(raw[:_HEAD])
    likely = _codec(said["encoding"])
    readings = dict(_readings(raw, likely))
    if not readings:
        raise TheoryError(
            f"“{name}”读不成文字：UTF-8、GB18030、Big5、CP949 都不通。"
            "请用 Excel 或记事本打开它，另存为“CSV UTF-8”，再试一次。"
        )
    best = max(readings, key=lambda codec: (_familiar(readings[codec]), codec == likely))
    words = _familiar(readings[best])
    others = tuple((c.upper(), _first_line(t)) for c, t in readings.items() if c != best)
    sure = f"认出了 {words} 个问卷里的词" if words else "只是猜的，请看预览"
    return Decoded(readings[best], best.upper(), sure, words == 0, others=others[:2])


def _readings(raw: bytes, likely: str | None) -> Iterator[tuple[str, str]]:
    for codec in dict.fromkeys([*_CANDIDATES, *([likely] if likely else [])]):
        try:
            yield codec, raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue


def _codec(name: str | None) -> str | None:
    try:
        codec = codecs.lookup(name or "").name
    except LookupError:
        return None
    known = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
    return known.get(codec, codec)


def _familiar(text: str) -> int:
    return sum(word in text[:_HEAD] for word in _words())


@cache
def _words() -> tuple[str, ...]:
    return tuple(read_yaml("servicelab.theory.servqual", "data/reading.yaml")["familiar"])


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"“{line[:60]}”"
