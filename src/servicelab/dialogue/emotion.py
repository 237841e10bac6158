"""How angry a customer seems, estimated from the words alone, by cues that anybody can read.

An estimate is not the truth: quiet people boil and loud people laugh. Each one names the words it
rests on, so that a reader can disagree with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml

_LONGEST = 10_000
_SAME_LENGTH = str.maketrans({"!": "！", "?": "？", ",": "，", "您": "你", "妳": "你"})


@dataclass(frozen=True)
class Cue:
    """One kind of sign in a customer's words; ``data/emotion.yaml`` explains the fields."""

    name: str
    zh: str
    weight: float
    most: int
    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Sign:
    """A cue found in a text.

    Attributes
    ----------
    cue
        What kind of sign it is, with its weight and reason.
    span
        Where the words stand: first position and the one after the last.
    words
        The words themselves, as written.
    """

    cue: Cue
    span: tuple[int, int]
    words: str


@dataclass(frozen=True)
class Emotion:
    """What a customer's words suggest.

    Attributes
    ----------
    anger
        Estimated anger, 0…1.
    signs
        What the estimate rests on, in the order of the text; empty if nothing in the words tells.
    """

    anger: float
    signs: tuple[Sign, ...]


@cache
def cues() -> tuple[Cue, ...]:
    """Return all cues, in the order of ``data/emotion.yaml``.

    Examples
    --------
    >>> all(cue.reason for cue in cues())
    True
    """
    return tuple(_cue(entry) for entry in _source()["cues"])


def estimate(text: str) -> Emotion:
    """Estimate from a customer's words how angry the customer is.

    The weights of the cues found add up on the logit scale:
    ``anger = 1 / (1 + exp(-(base + sum of weights)))``.

    Parameters
    ----------
    text
        The words; beyond 10,000 characters nothing is read.

    Returns
    -------
    Emotion
        Anger in 0…1 and the words it rests on.

    Examples
    --------
    >>> loud, soft = estimate("凭什么？！我要投诉你们！"), estimate("好的，谢谢你。")
    >>> loud.anger > 0.8, soft.anger < 0.2
    (True, True)
    >>> [(sign.cue.name, sign.words) for sign in soft.signs]
    [('going_along', '好的，'), ('thanks', '谢谢')]
    """
    words = text[:_LONGEST]
    plain = words.translate(_SAME_LENGTH)
    found = [sign for cue in cues() for sign in _signs(cue, plain, words)]
    score = float(_source()["base"]) + sum(sign.cue.weight for sign in found)
    return Emotion(1 / (1 + math.exp(-score)), tuple(sorted(found, key=lambda one: one.span)))


def estimates(texts: Sequence[str]) -> list[Emotion]:
    """Estimate a customer's anger through a talk: a mood carries on from turn to turn.

    ``shown = (1 - carried) * estimate + carried * shown before``, so that one word doesn't throw
    the curve about; the signs are those of each text alone.

    Parameters
    ----------
    texts
        What the customer said, turn by turn.

    Returns
    -------
    list of Emotion
        One a text.

    Examples
    --------
    >>> first, second = estimates(["气死我了！", "好，谢谢。"])
    >>> estimate("好，谢谢。").anger < second.anger < first.anger
    True
    """
    carried = float(_source()["carried"])
    shown: list[Emotion] = []
    for text in texts:
        now = estimate(text)
        anger = now.anger
        if shown:
            anger = (1 - carried) * anger + carried * shown[-1].anger
        shown.append(Emotion(anger, now.signs))
    return shown


def _signs(cue: Cue, plain: str, original: str) -> Iterator[Sign]:
    for number, found in enumerate(cue.pattern.finditer(plain)):
        if number == cue.most:
            return
        yield Sign(cue, found.span(), original[found.start() : found.end()])


def _cue(entry: dict[str, Any]) -> Cue:
    joined = re.sub(r"\s+", "", "|".join(entry["pattern"]))
    return Cue(
        name=entry["name"],
        zh=entry["zh"],
        weight=float(entry["weight"]),
        most=int(entry.get("most", 1)),
        pattern=re.compile(joined),
        reason=entry["reason"],
    )


@cache
def _source() -> dict[str, Any]:
    return dict(read_yaml("servicelab.dialogue", "data/emotion.yaml"))
