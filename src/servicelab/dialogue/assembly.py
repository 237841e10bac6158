"""From loose lines (whose, what, where it stood) to transcripts, with notes on what was odd."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from servicelab.dialogue.speakers import speaker_of
from servicelab.dialogue.transcript import Transcript, Turn

_PLACES = 5


@dataclass(frozen=True)
class Line:
    """One line of a dialogue as a file gives it.

    Attributes
    ----------
    dialogue
        Id of the dialogue.
    label
        Who speaks, in the file's own words.
    text
        What was said; may be empty (a picture, a sticker).
    place
        Where it stands in the file, for notes, such as ``"第 12 行"``.
    """

    dialogue: str
    label: str
    text: str
    place: str


@dataclass
class Notes:
    """What was odd in a file, gathered so that a thousand like rows give one sentence."""

    _found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, place: str) -> None:
        """Remember that something odd stands at a place."""
        self._found.setdefault(what, []).append(place)

    def sentences(self) -> tuple[str, ...]:
        """Return one Chinese sentence for each kind of oddity, with its first places."""
        return tuple(f"{what}{_listed(places)}。" for what, places in self._found.items())


def _listed(places: list[str]) -> str:
    named = list(dict.fromkeys(place for place in places if place))
    if not named:
        return ""
    more = f" 等 {len(places)} 处" if len(places) > _PLACES else ""
    return f"（{'、'.join(named[:_PLACES])}{more}）"


def assemble(lines: Iterable[Line], notes: Notes) -> list[Transcript]:
    """Put lines together to dialogues.

    Parameters
    ----------
    lines
        In the order of the file; the lines of a dialogue need not stand together.
    notes
        Receives what had to be skipped: a speaker who is neither side.

    Returns
    -------
    list of Transcript
        In the order of their first lines. What one side says in several lines running is one
        turn, its lines joined by line breaks.
    """
    dialogues: dict[str, list[tuple[str, list[str]]]] = {}
    for line in lines:
        side = speaker_of(line.label)
        if side is None:
            who = f"说话人是“{line.label[:12]}”" if line.label.strip() else "没写说话人"
            notes.add(f"{who}，分不清客户还是客服，跳过了", line.place)
            continue
        turns = dialogues.setdefault(line.dialogue, [])
        if not turns or turns[-1][0] != side:
            turns.append((side, []))
        turns[-1][1].append(line.text)
    return [Transcript(name, _turns(turns)) for name, turns in dialogues.items()]


def _turns(turns: list[tuple[str, list[str]]]) -> tuple[Turn, ...]:
    return tuple(Turn(side, "\n".join(texts).strip()) for side, texts in turns)
