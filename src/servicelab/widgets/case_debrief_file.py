"""Debriefs as files: writing a page, and the command ``servicelab debrief``."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from servicelab.data.errors import ServicelabError
from servicelab.dialogue.reading import read_with_notes
from servicelab.scenarios import load
from servicelab.widgets.case_debrief_talk import refusal, words

if TYPE_CHECKING:
    from servicelab.widgets.case_debrief import CaseDebrief

MOST_PAGES = 20
_LONGEST_NAME = 60


def write(case: CaseDebrief, path: Path, overwrite: bool = False) -> Path:
    """Write a debrief to a file.

    Parameters
    ----------
    case
        The debrief.
    path, overwrite
        As for :meth:`CaseDebrief.save`.

    Raises
    ------
    servicelab.data.ServicelabError
        As for :meth:`CaseDebrief.save`.
    """
    target = path
    try:
        target = _target(case, path)
        page = case.to_page()
        with target.open("w" if overwrite else "x", encoding="utf-8") as file:
            file.write(page)
    except FileExistsError as error:
        raise refusal("exists", name=target.name) from error
    except OSError as error:
        raise refusal("cannot_write", name=target.name, why=error.strerror) from error
    return target


def _target(case: CaseDebrief, path: Path) -> Path:
    target = free(path / page_name(case.exchange.name)) if path.is_dir() else path
    if not target.suffix:
        target = target.with_name(f"{target.name}.html")
    if target.suffix.lower() not in (".html", ".htm"):
        raise refusal("not_html", name=target.name)
    if not target.parent.is_dir():
        raise refusal("no_folder", folder=target.parent)
    return target


def page_name(talk: str) -> str:
    """Return the name of a page for a talk, whatever the talk is called.

    Examples
    --------
    >>> page_name("a/b:1"), page_name("")
    ('debrief-a-b-1.html', 'debrief.html')
    """
    plain = re.sub(r"[^\w\-]+", "-", talk).strip("-")[:_LONGEST_NAME]
    return f"debrief-{plain}.html" if plain else "debrief.html"


def free(path: Path) -> Path:
    """Return a path where nothing is yet: itself, or with -2, -3 … added."""
    if not path.exists():
        return path
    others = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(other for other in others if not other.exists())


def main_debrief(
    path: str | Path, scenario: str | None = None, out: str | Path | None = None
) -> int:
    """Run ``servicelab debrief``: a page for each dialogue of a file, and where they are.

    Parameters
    ----------
    path
        A file that ``servicelab.dialogue.read`` understands.
    scenario
        The case on which the acts are replayed.
    out
        Folder for the pages, made if it is not there; by default the folder of the file.

    Returns
    -------
    int
        0, the exit code of success.

    Raises
    ------
    servicelab.data.ServicelabError
        If the file can't be read, the case does not exist, or no dialogue can be debriefed.
    """
    from servicelab.widgets.case_debrief import CaseDebrief

    reading = read_with_notes(path)
    case = None if scenario is None else load(scenario)
    say, folder = words("command"), _folder(Path(path), out)
    pages, skipped = [], []
    for number, talk in enumerate(reading.transcripts[:MOST_PAGES], start=1):
        try:
            name = page_name(f"{Path(path).stem}-{talk.id}")
            pages.append(write(CaseDebrief(talk, case), free(folder / name)))
        except ServicelabError as error:
            skipped.append(say["skipped"].format(number=number, name=talk.id, why=error))
    if not pages:
        raise ServicelabError("\n".join(skipped))
    print(say["read"].format(n=len(reading.transcripts), done=len(pages)))
    rest = len(reading.transcripts) - MOST_PAGES
    notes = [*reading.notes, *skipped]
    notes += [say["more"].format(n=rest, most=MOST_PAGES)] if rest > 0 else []
    for line in [*notes, *(say["page"].format(path=page) for page in pages)]:
        print(line)
    return 0


def _folder(file: Path, out: str | Path | None) -> Path:
    folder = file.absolute().parent if out is None else Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal("cannot_write", name=folder, why=error.strerror) from error
    return folder
