"""Sums of money that a text names, in figures or in Chinese numerals."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MANY = {**_UNITS, "万": 10_000}
_NUMERAL = "零一二两三四五六七八九十百千"
_SUM = re.compile(
    r"(?P<figures>\d[\d,]*(?:\.\d+)?) ?(?P<many>[十百千万])? ?(?:元|块|￥)"
    # One 万 at most: nobody complains about a hundred million.
    rf"|(?<![\d{_NUMERAL}万])(?P<words>(?=[{_NUMERAL}万])[{_NUMERAL}]*万?[{_NUMERAL}]*)(?P<unit>元|块)"
)
_UNDO = re.compile(r"(?:退|赔|补|返|减|免)(?:还|偿|给|您|你|回)*$")


def amounts(text: str, *, given_back: bool = False) -> list[float]:
    """Return the sums of money that a text names.

    Parameters
    ----------
    text
        Any Chinese text.
    given_back
        Only those that directly follow a verb of giving back, such as 退您 or 赔.

    Returns
    -------
    list of float
        Yuan, in the order of the text. A bare 一块 is taken for a piece, not for money.

    Examples
    --------
    >>> amounts("一天二十块，二十四天，退您 1,480 元，这一块我们认。")
    [20.0, 1480.0]
    >>> amounts("标价 2400 元，退您四百八十元。", given_back=True)
    [480.0]
    """
    found = []
    for match in _SUM.finditer(text):
        words = match["words"]
        if words and match["unit"] == "块" and len(words) == 1 and words not in "十百千万":
            continue
        if given_back and not _UNDO.search(text[: match.start()].rstrip()):
            continue
        figures = float(match["figures"].replace(",", "")) if match["figures"] else numeral(words)
        found.append(figures * _MANY.get(match["many"] or "", 1))
    return found


def numeral(words: str) -> float:
    """Return the number that a Chinese numeral below 100 million stands for.

    Parameters
    ----------
    words
        Of 零 to 九, 两, 十, 百, 千, 万; a last digit without unit counts as people say it
        (一千二 is 1,200).

    Examples
    --------
    >>> numeral("三千八百"), numeral("一千二"), numeral("十五"), numeral("两万零五十")
    (3800.0, 1200.0, 15.0, 20050.0)
    """
    high, marker, low = words.rpartition("万")
    if marker:
        tail = _below_ten_thousand(low)
        if len(low) == 1 and low in _DIGITS:
            tail *= 1000  # 一万二
        return float((_below_ten_thousand(high) or 1) * 10_000 + tail)
    return float(_below_ten_thousand(words))


def _below_ten_thousand(words: str) -> int:
    total, digit, unit = 0, 0, 10
    for char in words:
        if char in _UNITS:
            unit = _UNITS[char]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[char]
            unit = 10 if char == "零" else unit
    return total + digit * (unit // 10 if total else 1)
