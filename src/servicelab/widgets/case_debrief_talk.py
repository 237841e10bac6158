"""A talk as the case debrief reads it, whether it was rehearsed, simulated or imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.dialogue import ACTS, Recognised, Transcript, Turn, recognise
from servicelab.methods import Move
from servicelab.simulation import Conversation


def words(section: str) -> Any:
    """Return the words of one part of the debrief, from ``case_debrief.yaml``."""
    return read_yaml("servicelab.widgets", "case_debrief.yaml")[section]


def refusal(key: str, **told: object) -> ServicelabError:
    """Return the error that says in Chinese why there is no debrief."""
    return ServicelabError(words("errors")[key].format(**told))


@dataclass(frozen=True)
class Reply:
    """What the agent said before the customer spoke again.

    Attributes
    ----------
    turn
        Its number, from 1.
    said
        The words.
    acts
        Ids of acts, each once.
    recognised
        The words that stand for them, where they were recognised.
    """

    turn: int
    said: str
    acts: tuple[str, ...]
    recognised: tuple[Recognised, ...]

    def quotes(self, act: str) -> list[str]:
        """Return the words that stand for an act; the whole reply where none were recognised."""
        found = [one.words.strip() for one in self.recognised if one.act == act]
        return found or [shortened(self.said)]


@dataclass(frozen=True)
class Exchange:
    """A talk from its first word to its last.

    Attributes
    ----------
    name
        What it is called.
    replies
        The agent's.
    heard
        The customer's words after reply *n* (0: before the first); turns without words are absent.
    talk
        The conversation, where the customer is simulated.
    """

    name: str
    replies: tuple[Reply, ...]
    heard: Mapping[int, str]
    talk: Conversation | None = None

    @property
    def moves(self) -> list[Move]:
        """What the agent did, turn by turn."""
        if self.talk is not None:
            return [record.move for record in self.talk.records]
        return [Move(reply.acts) for reply in self.replies]

    @property
    def opening(self) -> str:
        """The customer's first words; empty if there are none."""
        return self.heard[min(self.heard)] if self.heard else ""

    def reply(self, turn: int) -> Reply:
        """Return the reply of a turn."""
        return self.replies[turn - 1]


def read_talk(given: object) -> Exchange:
    """Return what was handed in as a talk to look back on.

    Parameters
    ----------
    given
        A finished :class:`~servicelab.simulation.Conversation`, a
        :class:`~servicelab.dialogue.Transcript`, or a list with one of them.

    Raises
    ------
    servicelab.data.ServicelabError
        If it is none of these, not finished, or holds nothing to look back on.

    Examples
    --------
    >>> talk = Transcript("1", (Turn("customer", "冷！"), Turn("agent", "抱歉。")))
    >>> read_talk(talk).replies[0].acts
    ('apologise',)
    """
    if isinstance(given, str | Path):
        raise refusal("path", path=str(given))
    if isinstance(given, list | tuple):
        if len(given) != 1:
            raise refusal("many", n=len(given)) if given else refusal("nothing")
        return read_talk(given[0])
    if isinstance(given, Conversation):
        return _of_conversation(given)
    if isinstance(given, Transcript):
        return _of_transcript(given)
    raise refusal("not_a_talk", kind=type(given).__name__)


def _of_conversation(talk: Conversation) -> Exchange:
    if not talk.records:
        raise refusal("no_reply")
    if not talk.finished:
        raise refusal("unfinished")
    read = _of_transcript(talk.transcript)
    acts = [record.acts for record in talk.records]
    replies = [replace(one, acts=did) for one, did in zip(read.replies, acts, strict=True)]
    return replace(read, replies=tuple(replies), talk=talk)


def _of_transcript(talk: Transcript) -> Exchange:
    if not talk.turns:
        raise refusal("empty")
    replies: list[Reply] = []
    heard: dict[int, str] = {}
    for speaker, turns in _spells(talk.turns):
        if speaker == "agent":
            replies.append(_reply(len(replies) + 1, turns))
        elif any(turn.text.strip() for turn in turns):
            heard[len(replies)] = "\n".join(
                turn.text.strip() for turn in turns if turn.text.strip()
            )
    if not replies:
        raise refusal("no_agent")
    return Exchange(talk.id, tuple(replies), heard)


def _spells(turns: Sequence[Turn]) -> Iterator[tuple[str, list[Turn]]]:
    """Yield the turns that one side speaks before the other does."""
    spell: list[Turn] = []
    for turn in turns:
        if spell and spell[0].speaker != turn.speaker:
            yield spell[0].speaker, spell
            spell = []
        spell.append(turn)
    yield spell[0].speaker, spell


def _reply(number: int, turns: Sequence[Turn]) -> Reply:
    acts: list[str] = []
    found: list[Recognised] = []
    said = ""
    for turn in turns:
        said += "\n" * bool(said)
        here = turn.recognised or tuple(recognise(turn.text))
        found += [_moved(one, len(said)) for one in here if not turn.acts or one.act in turn.acts]
        acts += turn.acts or [one.act for one in here]
        said += turn.text
    spoken = said if said.strip() else words("blank")
    return Reply(number, spoken, tuple(dict.fromkeys(acts)), tuple(found))


def _moved(found: Recognised, by: int) -> Recognised:
    start, end = found.span
    return replace(found, span=(start + by, end + by))


def shortened(text: str, most: int = 42) -> str:
    """Return words short enough for a quotation.

    Examples
    --------
    >>> shortened("一二三四五", 3), shortened("一二")
    ('一二三……', '一二')
    """
    line = " ".join(text.split()).rstrip("。")
    return line if len(line) <= most else f"{line[:most].rstrip('，。、；')}……"


def in_chinese(acts: Sequence[str]) -> str:
    """Return the Chinese names of acts.

    Examples
    --------
    >>> in_chinese(("listen", "apologise"))
    '倾听回应、道歉'
    """
    return str(words("comma")).join(ACTS[act].zh for act in acts)


def turn_list(turns: Sequence[int], most: int = 8) -> str:
    """Return the numbers of turns as a list that stays short.

    Examples
    --------
    >>> turn_list((1, 3)), turn_list((1, 2, 3), most=2)
    ('1、3', '1、2……（共 3 个）')
    """
    listed = str(words("comma")).join(str(turn) for turn in turns[:most])
    return listed + words("and_more").format(n=len(turns)) if len(turns) > most else listed
