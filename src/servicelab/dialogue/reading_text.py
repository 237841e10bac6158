"""Dialogues in plain text: 客户：… and 客服：…, one line or several each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from servicelab.dialogue.assembly import Line, Notes
from servicelab.dialogue.speakers import examples, speaker_of
from servicelab.dialogue.transcript import DialogueError

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_TIME = rf"[\[(（]?(?:{_CLOCK}|\d[\d年月日/.\-]*(?:[ T]?{_CLOCK})?)[\])）]?"
# A label, perhaps after a time, perhaps in brackets, perhaps with a name or a time behind it.
_NAME = (
    r"[\[【(（]?[^\s:：，。,！？(（\[【\])）】]{1,12}(?: ?\w{1,8})?[\]】)）]?"
    r"(?:[(（][^()（）:：]{1,8}[)）])?"
)
_SPOKEN = re.compile(rf"^\s*(?:{_TIME}\s+)?({_NAME})(?:\s*{_TIME})?\s*[:：]\s*(.*)$")
_HEADED = re.compile(rf"^\s*({_NAME})\s+{_TIME}\s*$")
_RULE = re.compile(r"^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|—{2,})\s*$")


def lines_of_text(text: str, name: str, notes: Notes) -> list[Line]:
    r"""Cut plain text into lines of dialogues.

    Parameters
    ----------
    text
        The whole file. A blank line or a line of dashes begins a new dialogue; a line without a
        speaker goes on with the one before.
    name
        Name of the file, for the message.
    notes
        Receives lines that belong to nobody and labels that are neither side.

    Returns
    -------
    list of Line
        Dialogues are numbered 1, 2, ….

    Raises
    ------
    DialogueError
        If no line names a customer or an agent.

    Examples
    --------
    >>> lines = lines_of_text("客户：冷！\n十四度\n客服：抱歉。", "a.txt", Notes())
    >>> [line.text for line in lines]
    ['冷！\n十四度', '抱歉。']
    """
    lines = list(_lines(text, notes))
    if not lines:
        first = next((row.strip() for row in text.splitlines() if row.strip()), "")
        raise DialogueError(
            f"“{name}”里没找到说话人。第一行是“{first[:30]}”。每句话前面要写明是谁说的，"
            f"例如“客户：屋里太冷了”“客服：您好”；{examples()}。不同的对话用空行隔开。"
        )
    lengths = Counter(line.dialogue for line in lines)
    if len(lines) > 2 and list(lengths.values()).count(1) > len(lengths) / 2:
        notes.add("多数对话只有一句话。空行会开始一段新对话，同一段对话中间请不要空行", "")
    return lines


def _lines(text: str, notes: Notes) -> Iterator[Line]:
    dialogue, current, empty = 1, None, True
    for number, row in enumerate(text.splitlines(), start=1):
        place = f"第 {number} 行"
        if not row.strip() or _RULE.match(row):
            if current:
                yield current
            dialogue, current, empty = dialogue + (not empty), None, True
            continue
        spoken = _spoken(row)
        if spoken:
            if current:
                yield current
            current, empty = Line(str(dialogue), *spoken, place), False
        elif current is None:
            notes.add("前面没有说话人，跳过了", place)
        else:
            _note_unknown(row, place, notes)
            current = Line(current.dialogue, current.label, f"{current.text}\n{row}", current.place)
    if current:
        yield current


def _spoken(row: str) -> tuple[str, str] | None:
    found = _HEADED.match(row) or _SPOKEN.match(row)
    if found is None or speaker_of(found[1]) is None:
        return None
    return found[1], found[2] if found.re is _SPOKEN else ""


def _note_unknown(row: str, place: str, notes: Notes) -> None:
    found = re.match(r"^\s*([^\s:：，。,！？]{1,5})[:：]", row)
    if found:
        label = found[1]
        notes.add(f"“{label}：”看不出是客户还是客服，当作上一句的下文接着读了", place)
