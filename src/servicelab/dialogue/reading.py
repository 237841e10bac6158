"""Reading dialogues from files as they come: JSON, CSV, .xlsx or plain text."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from servicelab.data.errors import ServicelabError
from servicelab.data.tables import decode
from servicelab.dialogue.assembly import Line, Notes, assemble
from servicelab.dialogue.reading_json import lines_of_json
from servicelab.dialogue.reading_table import lines_of_csv, lines_of_xlsx
from servicelab.dialogue.reading_text import lines_of_text
from servicelab.dialogue.speakers import examples
from servicelab.dialogue.transcript import DialogueError, Transcript

# "[客服] 您好" begins with a bracket as well.
_LIKE_JSON = re.compile(r"\s*(?:\[\s*[\[{\"]|\{\s*\")")


class DialogueWarning(UserWarning):
    """Rows of a file that could not be read as part of a dialogue."""


@dataclass(frozen=True)
class Reading:
    """What a file held.

    Attributes
    ----------
    transcripts
        The dialogues, in the order of the file.
    notes
        Chinese sentences on what was skipped or guessed, for the user to see; empty when
        nothing was odd.
    """

    transcripts: tuple[Transcript, ...]
    notes: tuple[str, ...]


def read(path: str | Path) -> list[Transcript]:
    r"""Read dialogues from a file.

    Parameters
    ----------
    path
        JSON (a list of ``{id, turns: [{sender, utterances}]}``), CSV or ``.xlsx`` (columns for
        dialogue, speaker and text, in Chinese or English), or plain text with 客户：/客服： lines
        (a blank line or ``---`` parts dialogues). Text may be UTF-8, UTF-16 with mark, GB18030.

    Returns
    -------
    list of Transcript
        One a dialogue. What had to be skipped is told by a :class:`DialogueWarning`.

    Raises
    ------
    DialogueError
        If the file is missing, empty, broken, or holds no dialogue; the Chinese message says
        where and what to do.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "talk.txt"
    >>> _ = file.write_text("顾客：太冷了\n坐席：非常抱歉", encoding="gb18030")
    >>> [turn.speaker for turn in read(file)[0].turns]
    ['customer', 'agent']
    """
    reading = read_with_notes(path)
    if reading.notes:
        warnings.warn("".join(reading.notes), DialogueWarning, stacklevel=2)
    return list(reading.transcripts)


def read_with_notes(path: str | Path) -> Reading:
    """Read dialogues from a file, and say what was odd in it.

    Parameters
    ----------
    path
        As for :func:`read`.

    Returns
    -------
    Reading
        Dialogues and notes.

    Raises
    ------
    DialogueError
        As for :func:`read`.
    """
    file = Path(path)
    notes = Notes()
    transcripts = assemble(_lines(file, notes), notes)
    if not transcripts:
        odd = "".join(notes.sentences())
        raise DialogueError(f"“{file.name}”里没有一句话分得清是谁说的。{odd}{examples()}。")
    return Reading(tuple(transcripts), notes.sentences())


def _lines(file: Path, notes: Notes) -> list[Line]:
    raw = _bytes(file)
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        return lines_of_xlsx(file, notes)
    try:
        text = decode(raw, file.name)
    except ServicelabError as error:
        raise DialogueError(str(error)) from error
    if not text.strip():
        raise DialogueError(f"“{file.name}”是空的。请确认导出时选了对话，再试一次。")
    if file.suffix.lower() in (".json", ".jsonl") or _LIKE_JSON.match(text):
        return lines_of_json(text, file.name, notes)
    if file.suffix.lower() in (".csv", ".tsv"):
        return lines_of_csv(text, file.name, notes)
    return lines_of_text(text, file.name, notes)


def _bytes(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
    except FileNotFoundError as error:
        raise DialogueError(f"找不到“{file}”。请检查文件名和文件夹写得对不对。") from error
    except (IsADirectoryError, PermissionError, OSError) as error:
        if file.is_dir():
            raise DialogueError(f"“{file}”是文件夹。请给出里面的一个文件。") from error
        raise DialogueError(f"读不了“{file}”（{error.strerror}）。请检查有没有权限。") from error
    if not raw:
        raise DialogueError(f"“{file.name}”是空的（0 字节）。请重新导出，再试一次。")
    return raw
