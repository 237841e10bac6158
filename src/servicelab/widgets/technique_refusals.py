"""Five refusals to be said otherwise, looked at by the acts that are recognised in them."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import ipywidgets as ipw

from servicelab.dialogue import ACTS, recognise
from servicelab.widgets.technique_words import say

LONGEST = 200
WE_DO = ("fix", "commit", "replace", "refund", "compensate", "forward", "escalate", "follow_up")
"""Acts that say what the firm does."""
THEY_DO = ("choose", "ask_open", "confirm")
"""Acts that ask the customer to choose or to answer."""
NO_MORE = ("interrupt", "argue", "blame", "deny", "refuse", "jargon", "brush_off", "overpromise",
           "delay")  # fmt: skip
"""Acts that a reply shall not hold."""


class Point(NamedTuple):
    """One thing that was looked at: whether it is well, and what is said of it."""

    well: bool
    text: str


def refusal_points(text: str) -> list[Point]:
    """Return what a reply that takes the place of a refusal holds and lacks.

    First what we do, then what the customer is asked to do, and nothing that hurts. By words and
    simple patterns: it may err, and a person decides.

    Parameters
    ----------
    text
        What is said to the customer.

    Returns
    -------
    list of Point

    Examples
    --------
    >>> good = "我现在给您做检测，二十分钟出结果；退还是换，您来定。"
    >>> all(point.well for point in refusal_points(good))
    True
    >>> [point.well for point in refusal_points("拆封了，退不了。")]
    [False, False, False]
    """
    words, heard = say("refusals"), recognise(text)
    acts = {one.act for one in heard}
    ours = bool(acts.intersection(WE_DO)) or _has(text, "we_words")
    theirs = bool(acts.intersection(THEY_DO)) or _has(text, "you_words")
    hurts = [
        words["harmful"].format(words=one.words, act=ACTS[one.act].zh)
        for one in heard
        if one.act in NO_MORE
    ]
    told = "".join(one.words for one in heard if one.act in NO_MORE)
    for kind in ("blunt", "vague"):
        found = [word for word in words[f"{kind}_words"] if word in text and word not in told]
        hurts += [words[kind].format(words=word) for word in found]
    return [
        Point(ours, words["we"]["yes" if ours else "no"]),
        Point(theirs, words["you"]["yes" if theirs else "no"]),
        *(Point(False, one) for one in hurts),
    ]


def _has(text: str, key: str) -> bool:
    return any(word in text for word in say("refusals")[key])


class RefusalBox(ipw.VBox):
    """Five refusals, each with a box for other words; what they hold and lack is said below.

    Attributes
    ----------
    boxes
        The text boxes, from top to bottom.
    points
        What was found in each of them at the latest press; empty where nothing was written.

    Examples
    --------
    >>> box = RefusalBox()
    >>> box.boxes[0].value = "我现在给您做检测，二十分钟出结果；退还是换，您来定。"
    >>> box.button.click()
    >>> box.good
    1
    """

    def __init__(self) -> None:
        words = say("refusals")
        self.boxes = [_box(line) for line in words["lines"]]
        self.points: list[list[Point]] = [[] for _ in self.boxes]
        self._verdicts = [ipw.HTML() for _ in self.boxes]
        self.button = ipw.Button(description=words["button"], button_style="primary")
        self.button.on_click(self._look)
        self.summary = ipw.HTML()
        rows: list[ipw.Widget] = [
            ipw.HTML(f"<p><b>{words['title']}</b><br>{words['hint']}</p>"),
        ]
        for number, line in enumerate(words["lines"]):
            rows += [_line(number, line), self.boxes[number], self._verdicts[number]]
        super().__init__((*rows, self.button, self.summary))

    @property
    def good(self) -> int:
        """How many of the replies are well in every point."""
        return sum(bool(points) and all(one.well for one in points) for points in self.points)

    def _look(self, _button: object) -> None:
        words = say("refusals")
        for number, box in enumerate(self.boxes):
            text = box.value.strip()
            self.points[number] = refusal_points(text) if 0 < len(text) <= LONGEST else []
            self._verdicts[number].value = _verdict(text, self.points[number])
        done = self.good == len(self.boxes)
        said = words["done"] if done else words["some"].format(good=self.good, all=len(self.boxes))
        self.summary.value = f"<p role='status'><b>{said}</b></p>"


def _line(number: int, line: str) -> ipw.HTML:
    return ipw.HTML(f"<p>{number + 1}. ✗ <s>{escape(line)}</s></p>")


def _box(line: str) -> ipw.Text:
    words = say("refusals")
    return ipw.Text(
        description=words["instead"],
        placeholder=words["placeholder"],
        tooltip=line,
        style={"description_width": "initial"},
        layout={"width": "min(46em, 98%)"},
    )


def _verdict(text: str, points: list[Point]) -> str:
    words = say("refusals")
    if not points:
        key = "empty" if not text else "long"
        return f"<p>{words[key].format(limit=LONGEST)}</p>"
    rows = "".join(
        f"<li>{'✓' if point.well else '✗'} {escape(point.text)}</li>" for point in points
    )
    return f"<ul style='list-style:none;padding:0;margin:0;line-height:1.7'>{rows}</ul>"


def refusal_box() -> RefusalBox:
    """Return five refusals to be said otherwise.

    Examples
    --------
    >>> len(refusal_box().boxes)
    5
    """
    return RefusalBox()
