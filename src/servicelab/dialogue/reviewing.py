"""Which acts the agents of real dialogues used, turn by turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
from tqdm.auto import tqdm

from servicelab.dialogue.acts import ACTS
from servicelab.dialogue.recognise import recognise
from servicelab.dialogue.remarks import remarks
from servicelab.dialogue.transcript import Transcript, Turn

# Below this, recognising takes about a second and a progress bar would only flicker.
_LONG = 500


@dataclass(frozen=True)
class Review:
    """Dialogues with the acts of their agents' turns recognised.

    Attributes
    ----------
    transcripts
        The dialogues; every agent's turn carries ``recognised`` and ``acts``.
    notes
        What was odd in the file, Chinese sentences.
    """

    transcripts: tuple[Transcript, ...]
    notes: tuple[str, ...] = ()

    def agent_turns(self) -> list[Turn]:
        """Return all turns of agents, in order."""
        return [t for talk in self.transcripts for t in talk.turns if t.speaker == "agent"]

    def act_counts(self) -> Counter[str]:
        """Count for each act the agents' turns in which it occurs (acts that never do: 0)."""
        counts = Counter({name: 0 for name in ACTS if name != "other"})
        for turn in self.agent_turns():
            counts.update(set(turn.acts))
        return counts

    def group_counts(self) -> Counter[str]:
        """Count for each group of acts the agents' turns with at least one act of it."""
        counts: Counter[str] = Counter()
        for turn in self.agent_turns():
            counts.update({ACTS[name].group for name in turn.acts})
        return counts

    def to_frame(self) -> pd.DataFrame:
        """Return one row a turn, with Chinese column names, as ``review.csv`` holds it."""
        rows = [row for talk in self.transcripts for row in _rows(talk)]
        return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["对话", "轮次", "说话人", "原话", "言语行为", "触发的词", "有害行为", "提示"]


def review(transcripts: Iterable[Transcript], notes: Iterable[str] = ()) -> Review:
    """Recognise the acts in every agent's turn.

    Parameters
    ----------
    transcripts
        Dialogues, for instance from :func:`servicelab.dialogue.read`.
    notes
        Sentences to hand on to the report.

    Returns
    -------
    Review
        The same dialogues, recognised. A progress bar is shown on long input.

    Examples
    --------
    >>> talk = Transcript("1", (Turn("agent", "非常抱歉。"),))
    >>> review([talk]).transcripts[0].turns[0].acts
    ('apologise',)
    """
    talks = list(transcripts)
    bar = tqdm(talks, desc="逐句识别", unit="段", disable=len(talks) < _LONG, leave=False)
    return Review(tuple(_recognised(talk) for talk in bar), tuple(notes))


def _recognised(talk: Transcript) -> Transcript:
    turns = []
    for turn in talk.turns:
        if turn.speaker == "agent":
            found = tuple(recognise(turn.text))
            names = tuple(dict.fromkeys(one.act for one in found))
            turn = replace(turn, acts=names, recognised=found)
        turns.append(turn)
    return replace(talk, turns=tuple(turns))


def _rows(talk: Transcript) -> list[tuple[object, ...]]:
    numbered = zip(talk.turn_numbers(), talk.turns, strict=True)
    return [_row(talk, number, turn) for number, turn in numbered]


def _row(talk: Transcript, number: int, turn: Turn) -> tuple[object, ...]:
    agent = turn.speaker == "agent"
    harmful = [ACTS[name].zh for name in turn.acts if ACTS[name].group == "harmful"]
    return (
        talk.id,
        number,
        "客服" if agent else "客户",
        turn.text,
        "、".join(ACTS[name].zh for name in turn.acts),
        "；".join(f"{ACTS[one.act].zh}：{one.words}" for one in turn.recognised),
        "、".join(harmful),
        " ".join(remarks(turn)),
    )
