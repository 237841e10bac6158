"""``servicelab review``: from a file of dialogues to a table and pages one can read."""

from __future__ import annotations

from pathlib import Path

from servicelab.data.tables import write_csv
from servicelab.dialogue.reading import read_with_notes
from servicelab.dialogue.review_page import write_pages
from servicelab.dialogue.reviewing import Review, review
from servicelab.dialogue.transcript import DialogueError


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
        raise DialogueError(
            f"“{file.name}”里没有客服说的话，没有可以点评的。请检查说话人写得对不对。"
        )
    return done


def _write(done: Review, file: Path, out: str | Path | None) -> Path:
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
    print(f"{harmful} 句里有要留心的说法。{_unrecognised(done)}")
    print(f"报告：{folder / 'review.html'}（用浏览器打开）")
    print(f"表格：{folder / 'review.csv'}（可以用 Excel 打开）")
    return 0


def _unrecognised(done: Review) -> str:
    said = [turn for turn in done.agent_turns() if turn.text]
    nothing = sum(not turn.acts for turn in said)
    if not nothing:
        return ""
    hint = "规则只懂中文，请看看文件对不对。" if nothing == len(said) else ""
    return f"{nothing} 句什么也没认出来。{hint}"


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
