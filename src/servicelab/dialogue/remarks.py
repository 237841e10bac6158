"""What a review says about a reply: one line for each harmful act, and what a talk lacks."""

from __future__ import annotations

from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.dialogue.acts import ACTS
from servicelab.dialogue.recognise import Recognised
from servicelab.dialogue.transcript import Transcript, Turn


def remarks(turn: Turn) -> list[str]:
    """Say in one Chinese line each what was harmful in an agent's turn, naming the words.

    Parameters
    ----------
    turn
        A turn with ``recognised`` filled in.

    Returns
    -------
    list of str
        One line for each harmful act found.

    Examples
    --------
    >>> from servicelab.dialogue.recognise import recognise
    >>> said = "不是我们的责任。"
    >>> remarks(Turn("agent", said, recognised=tuple(recognise(said))))
    ['“不是我们的责任”把责任推开了。先说我们能做什么，再说归谁管。']
    """
    harmful = [found for found in turn.recognised if ACTS[found.act].group == "harmful"]
    return [_remark(found) for found in harmful]


def _remark(found: Recognised) -> str:
    said = report_words()
    turned = found.act == "argue" and any(word in found.words for word in said["turning_words"])
    template = said["turned_back"] if turned else said["remarks"][found.act]
    return str(template.format(words=found.words.strip()))


def missing_basics(talk: Transcript) -> list[str]:
    """Name the basics that no agent's turn of a dialogue contains.

    Parameters
    ----------
    talk
        A dialogue with recognised turns.

    Returns
    -------
    list of str
        Some of 没有道歉, 没有接住情绪, 没有给时间; empty if the agent says nothing at all.
    """
    agents = [turn for turn in talk.turns if turn.speaker == "agent"]
    used = {name for turn in agents for name in turn.acts}
    basics = report_words()["basics"]
    return [words for name, words in basics.items() if name not in used] if agents else []


@cache
def report_words() -> dict[str, Any]:
    """Return the report's own words, from ``data/review.yaml``."""
    return dict(read_yaml("servicelab.dialogue", "data/review.yaml"))
