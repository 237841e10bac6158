"""Times of day as people write them in a promise."""

from __future__ import annotations

import re

_DIGITS = {letter: number for number, letter in enumerate("零一二三四五六七八九")} | {"两": 2}
_DIGIT = "[零一二两三四五六七八九]"
_NUMBER = rf"(?:\d{{1,3}}|{_DIGIT}?十{_DIGIT}?|{_DIGIT}{{1,3}})"
_DAYTIME = r"(?P<day>明天|明日|后天)?\s*(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|今晚)?\s*"
_CLOCK = re.compile(
    _DAYTIME + rf"(?<![快早晚好有差慢])(?P<hour>{_NUMBER})\s*(?:[:：]\s*(?P<colon>\d{{2}})"
    rf"|[点时](?P<rest>半|一刻|三刻|整|\s*{_NUMBER}\s*分?)?)"
)
_WITHIN = re.compile(
    rf"(?:(?P<hours>{_NUMBER})\s*个?(?P<and_half>半)?\s*(?:小时|钟头)|(?P<half>半)\s*个?\s*(?:小时|钟头)"
    rf"|(?P<minutes>{_NUMBER})\s*分钟)\s*(?:之内|以内|内)"
)
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}
_LATER = ("下午", "傍晚", "晚上", "今晚")
_DAYS = {"明天": 1, "明日": 1, "后天": 2}
NOON = 12


def number_of(text: str) -> int:
    """Return a number up to 99, written in digits or in Chinese.

    Examples
    --------
    >>> number_of("15"), number_of("十"), number_of("十五"), number_of("二十"), number_of("四十五")
    (15, 10, 15, 20, 45)
    """
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return int("".join(str(_DIGITS[letter]) for letter in text))
    tens, ones = text.split("十", 1)
    return 10 * (_DIGITS[tens[-1]] if tens else 1) + (_DIGITS[ones[0]] if ones else 0)


def clock_times(text: str, now: int) -> list[int]:
    """Return the times that a sentence names, in the order of the sentence.

    Parameters
    ----------
    text
        Such as ``"下午四点一刻前"`` or ``"一个半小时内"``.
    now
        Minutes since midnight: when it is said. An hour without a part of the day that is past
        by then is taken for the afternoon.

    Returns
    -------
    list of int
        Minutes since midnight; more than 1,440 on a later day.

    Examples
    --------
    >>> clock_times("下午四点前到，到不了三点五十给您打电话", 14 * 60)
    [960, 950]
    >>> clock_times("一个半小时内到", 14 * 60), clock_times("会快一点", 14 * 60)
    ([930], [])
    """
    found = [(match.start(), _time_of(match, now)) for match in _CLOCK.finditer(text)]
    found += [(match.start(), now + _span_of(match)) for match in _WITHIN.finditer(text)]
    return [time for _, time in sorted(found)]


def _time_of(match: re.Match[str], now: int) -> int:
    hour, part = number_of(match["hour"]), match["part"] or ""
    rest = (match["rest"] or "").strip()
    if match["colon"]:
        minutes = int(match["colon"])
    elif rest in _QUARTERS:
        minutes = _QUARTERS[rest]
    else:
        minutes = number_of(rest.rstrip("分").strip()) if rest else 0
    time = 60 * hour + minutes
    afternoon = part in _LATER or (not part and not match["day"] and time < now)
    time += 60 * NOON if hour < NOON and afternoon else 0
    return time + 24 * 60 * _DAYS.get(match["day"], 0)


def _span_of(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["minutes"]:
        return number_of(match["minutes"])
    return 60 * number_of(match["hours"]) + (30 if match["and_half"] else 0)


def as_clock(time: int) -> str:
    """Return minutes since midnight as a time, with a sign for a later day.

    Examples
    --------
    >>> as_clock(950), as_clock(1440 + 540)
    ('15:50', '第 2 天 9:00')
    """
    day, minutes = divmod(time, 24 * 60)
    clock = f"{minutes // 60}:{minutes % 60:02d}"
    return f"第 {day + 1} 天 {clock}" if day else clock
