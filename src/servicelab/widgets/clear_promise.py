"""A box for a promise of a time: who, when, and what if not; and whether it can be kept."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import ipywidgets as ipw

from servicelab.dialogue import recognise
from servicelab.widgets.clear_clock import as_clock, clock_times
from servicelab.widgets.clear_words import say

LONGEST = 200
NOW, EARLIEST, LATEST = 14 * 60 + 10, 15 * 60 + 40, 16 * 60 + 10
"""The exercise: rung up at 14:10; the fitter can be there at 15:40; the rule says two hours."""


class Point(NamedTuple):
    """One thing that was looked at: whether it is well, and what is said of it."""

    well: bool
    text: str


def promise_points(
    text: str, now: int = NOW, earliest: int = EARLIEST, latest: int = LATEST
) -> list[Point]:
    """Return what a promise of a time holds and lacks.

    Parameters
    ----------
    text
        What is said to the customer.
    now, earliest, latest
        Minutes since midnight: when it is said, when somebody can be there at the earliest, and
        when somebody has to be there at the latest.

    Returns
    -------
    list of Point
        Who, when, what if not, and whether too much is promised. By words and simple patterns:
        it may err, and a person decides.

    Examples
    --------
    >>> good = "王师傅下午四点前到您家；到不了，我四点整给您打电话。"
    >>> all(point.well for point in promise_points(good))
    True
    >>> [point.well for point in promise_points("我们会尽快处理的。")]
    [False, False, False, True, False]
    """
    words = say("promise")
    points = [
        _told(any(word in text for word in words["who_words"]), words["who"]),
        _time_point(text, now, earliest, latest),
        _told(_has_fallback(text), words["fallback"]),
        _full_point(text),
    ]
    put_off = [one.words for one in recognise(text) if one.act == "delay"]
    if put_off:
        points.append(Point(False, words["put_off"].format(words="”“".join(put_off))))
    return points


def _told(well: bool, said: dict[str, str]) -> Point:
    return Point(well, said["yes" if well else "no"])


def _time_point(text: str, now: int, earliest: int, latest: int) -> Point:
    words = say("promise")["time"]
    times = clock_times(text, now)
    if not times:
        return Point(False, words["none"])
    key = "early" if times[0] < earliest else "late" if times[0] > latest else "right"
    told = {"earliest": as_clock(earliest), "latest": as_clock(latest)}
    return Point(key == "right", words[key].format(time=as_clock(times[0]), **told))


def _has_fallback(text: str) -> bool:
    words = say("promise")
    starts = [text.find(word) for word in words["miss_words"] if word in text]
    return bool(starts) and any(word in text[min(starts) :] for word in words["tell_words"])


def _full_point(text: str) -> Point:
    words = say("promise")
    over = [one.words for one in recognise(text) if one.act == "overpromise"]
    over += [word for word in words["full_words"] if word in text and word not in "".join(over)]
    said = _told(not over, words["full"])
    return Point(said.well, said.text.format(words="”“".join(over)))


class PromiseBox(ipw.VBox):
    """A box to write a promise into; what it holds and lacks is said below.

    Parameters
    ----------
    now, earliest, latest
        As for :func:`promise_points`.

    Attributes
    ----------
    points
        What was found in the latest promise; empty before the first.

    Examples
    --------
    >>> box = PromiseBox()
    >>> box.field.value = "师傅十六点前到，到不了我给您打电话。"
    >>> box.button.click()
    >>> all(point.well for point in box.points)
    True
    """

    def __init__(self, now: int = NOW, earliest: int = EARLIEST, latest: int = LATEST) -> None:
        words = say("promise")
        self._times = (now, earliest, latest)
        self.points: list[Point] = []
        self.field = ipw.Textarea(
            description=words["box"],
            placeholder=words["placeholder"],
            rows=3,
            style={"description_width": "initial"},
            layout={"width": "min(46em, 98%)", "height": "6em"},
        )
        self.button = ipw.Button(description=words["button"], button_style="primary")
        self.verdict = ipw.HTML()
        self.button.on_click(self._look)
        super().__init__((self.field, self.button, self.verdict))

    def _look(self, _button: object) -> None:
        words, text = say("promise"), self.field.value.strip()
        self.points = promise_points(text, *self._times) if 0 < len(text) <= LONGEST else []
        if not self.points:
            key = "empty" if not text else "long"
            self.verdict.value = f"<p role='status'>{words[key].format(limit=LONGEST)}</p>"
            return
        rows = "".join(
            f"<li>{'✓' if point.well else '✗'} {escape(point.text)}</li>" for point in self.points
        )
        lead = words["good" if all(point.well for point in self.points) else "not_yet"]
        self.verdict.value = (
            f"<div role='status'><p><b>{lead}</b></p>"
            f"<ul style='list-style:none;padding:0;line-height:1.7'>{rows}</ul></div>"
        )


def promise_box() -> PromiseBox:
    """Return a box to write a promise of a time into.

    Examples
    --------
    >>> promise_box().points
    []
    """
    return PromiseBox()
