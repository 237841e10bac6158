"""A talk written down: turns of customer and agent, and the table made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.dialogue.acts import act
from servicelab.dialogue.recognise import Recognised

SPEAKERS = ("customer", "agent")
_HALF = re.compile("[\ud800-\udfff]")


class DialogueError(ServicelabError):
    """A dialogue, or a file of dialogues, that can't be used as it is."""


@dataclass(frozen=True)
class Turn:
    """What one side says before the other speaks.

    Attributes
    ----------
    speaker
        ``"customer"`` or ``"agent"``.
    text
        The words, as they were said.
    acts
        Ids of the acts the turn counts as (what the rule sees); Chinese names are accepted
        and turned into ids.
    recognised
        What the recogniser found in the text, with the words that triggered it.
    observed
        What could be seen of the customer after this turn, name → number; None if nothing was
        recorded.

    Examples
    --------
    >>> Turn("agent", "非常抱歉。", acts=("道歉",)).acts
    ('apologise',)
    """

    speaker: str
    text: str
    acts: tuple[str, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    observed: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        if self.speaker not in SPEAKERS:
            raise DialogueError(
                f"说话人写成了“{self.speaker}”。只能是 customer（客户）或 agent（客服）。"
            )
        # Half a character, as a broken export holds it, would stop every table and every file.
        object.__setattr__(self, "text", _HALF.sub("\ufffd", self.text))
        object.__setattr__(self, "acts", tuple(act(name).id for name in self.acts))
        object.__setattr__(self, "recognised", tuple(self.recognised))


@dataclass(frozen=True)
class Transcript:
    """One dialogue from its first turn to its last.

    Attributes
    ----------
    id
        Name of the dialogue, unique in its file.
    turns
        The turns in the order in which they were spoken.
    """

    id: str
    turns: tuple[Turn, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the talk as a table, one row a turn.

        Returns
        -------
        pandas.DataFrame
            Columns ``turn`` (1, 2, …: a customer's words and the reply to them share a number),
            ``speaker``, ``text``, ``acts`` (ids joined by a blank), and one column for each
            observed quantity, if any was recorded.

        Examples
        --------
        >>> talk = Transcript("a", (Turn("customer", "冷！"), Turn("agent", "抱歉。"),
        ...                         Turn("customer", "几点来？")))
        >>> talk.to_frame()["turn"].tolist()
        [1, 1, 2]
        """
        frame = pd.DataFrame(
            {
                "turn": pd.Series(self.turn_numbers(), dtype="int64"),
                "speaker": [turn.speaker for turn in self.turns],
                "text": [turn.text for turn in self.turns],
                "acts": [" ".join(turn.acts) for turn in self.turns],
            }
        )
        for field in self._observed_fields():
            # The table's own columns win: an observation may carry its turn number as well.
            if field not in frame:
                frame[field] = [(turn.observed or {}).get(field) for turn in self.turns]
        return frame

    def turn_numbers(self) -> list[int]:
        """Return for each turn the number of its pair: 1, 2, …, as ``to_frame`` shows it."""
        numbers: list[int] = []
        previous = None
        for turn in self.turns:
            opens = previous is None or (turn.speaker, previous) == ("customer", "agent")
            numbers.append((numbers[-1] if numbers else 0) + opens)
            previous = turn.speaker
        return numbers

    def _observed_fields(self) -> list[str]:
        return list(dict.fromkeys(name for turn in self.turns for name in turn.observed or {}))
