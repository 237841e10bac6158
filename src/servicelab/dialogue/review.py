"""Review of real dialogues: which acts the agents used, turn by turn, as a table and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd
from tqdm.auto import tqdm

from servicelab.data.resources import read_yaml
from servicelab.data.tables import write_csv
from servicelab.dialogue.acts import ACTS
from servicelab.dialogue.reading import read_with_notes
from servicelab.dialogue.recognise import Recognised, recognise
from servicelab.dialogue.transcript import DialogueError, Transcript, Turn

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
        rows = [_row(talk, number, turn) for talk in self.transcripts for number, turn in _numbered(talk)]
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


def review_file(path: str | Path, out: str | Path | None = None) -> Path:
    """Review the dialogues of a file and write ``review.csv`` and ``review.html``.

    Parameters
    ----------
    path
        A file that :func:`servicelab.dialogue.read` understands.
    out
        Folder for the report. Default: ``<name>-review`` beside the file, or in the current
        folder if nothing may be written there. A folder that holds something already is left
        alone: the report goes to ``…-2``, ``…-3``.

    Returns
    -------
    pathlib.Path
        The folder written.

    Raises
    ------
    DialogueError
        If the file can't be read, holds no agent's turn, or the folder can't be made.
    """
    return _write(_reviewed(Path(path)), Path(path), out)


def _reviewed(file: Path) -> Review:
    reading = read_with_notes(file)
    done = review(reading.transcripts, reading.notes)
    if not done.agent_turns():
        raise DialogueError(f"“{file.name}”里没有客服说的话，没有可以点评的。请检查说话人写得对不对。")
    return done


def _write(done: Review, file: Path, out: str | Path | None) -> Path:
    from servicelab.dialogue.review_page import write_pages  # it needs this module

    folder = _fresh_folder(file, out)
    write_csv(done.to_frame(), folder / "review.csv")
    write_pages(done, file.name, folder)
    return folder


def main_review(path: str | Path, out: str | Path | None = None) -> int:
    """Run ``servicelab review``: write the report and say where it is.

    Parameters
    ----------
    path, out
        As for :func:`review_file`.

    Returns
    -------
    int
        0, the exit code of success.
    """
    done = _reviewed(Path(path))
    folder = _write(done, Path(path), out)
    turns = len(done.agent_turns())
    harmful = done.group_counts()["harmful"]
    print(f"读了 {len(done.transcripts)} 段对话，其中客服说了 {turns} 句。")
    for note in done.notes:
        print(f"注意：{note}")
    print(f"{harmful} 句里有要留心的说法。")
    print(f"报告：{folder / 'review.html'}（用浏览器打开）")
    print(f"表格：{folder / 'review.csv'}（可以用 Excel 打开）")
    return 0


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
    >>> talk = review([Transcript("1", (Turn("agent", "不是我们的责任。"),))])
    >>> remarks(talk.transcripts[0].turns[0])
    ['“不是我们的责任”把责任推开了。先说我们能做什么，再说归谁管。']
    """
    harmful = [found for found in turn.recognised if ACTS[found.act].group == "harmful"]
    return [_remark(found) for found in harmful]


def _remark(found: Recognised) -> str:
    said = report_words()
    turned = found.act == "argue" and any(word in found.words for word in said["turning_words"])
    template = said["turned_back"] if turned else said["remarks"][found.act]
    return template.format(words=found.words.strip())


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
def report_words() -> dict:
    """Return the report's own words, from ``data/review.yaml``."""
    return read_yaml("servicelab.dialogue", "data/review.yaml")


def _numbered(talk: Transcript) -> Sequence[tuple[int, Turn]]:
    return list(zip(talk.to_frame()["turn"], talk.turns, strict=True))


def _row(talk: Transcript, number: int, turn: Turn) -> tuple[object, ...]:
    agent = turn.speaker == "agent"
    harmful = [ACTS[name].zh for name in turn.acts if ACTS[name].group == "harmful"]
    return (
        talk.id,
        int(number),
        "客服" if agent else "客户",
        turn.text,
        "、".join(ACTS[name].zh for name in turn.acts),
        "；".join(f"{ACTS[one.act].zh}：{one.words}" for one in turn.recognised),
        "、".join(harmful),
        " ".join(remarks(turn)),
    )


def _fresh_folder(file: Path, out: str | Path | None) -> Path:
    """Make a folder that held nothing before; never touch a report that is there."""
    wanted = Path(out) if out is not None else file.absolute().parent / f"{file.stem}-review"
    try:
        return _made(wanted)
    except OSError as error:
        if out is None:
            return _made(Path.cwd() / wanted.name)
        raise DialogueError(
            f"建不了文件夹“{wanted}”（{error.strerror}）。请用 --out 换一个能写的地方。"
        ) from error


def _made(wanted: Path) -> Path:
    folder, number = wanted, 1
    while folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "review.csv").touch()  # an existing empty folder may still be closed to us
    return folder
