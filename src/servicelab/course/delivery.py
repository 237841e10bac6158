"""Bringing the learner's folder up to the course; their work is never overwritten.

A manifest in the folder keeps the hash of every file as it was delivered. Three hashes then tell
what to do with a file: as delivered last time, as it is in the folder, as the course has it now.
Every write is whole or not at all, and the manifest comes last, so whatever a killed start leaves
behind is understood by the next one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servicelab.course.folder import KEPT_IN, write

PARTS = ("notebooks", "exercises", "datasets")
TEACHERS_ONLY = ("exercises/solutions/",)


@dataclass
class Delivery:
    """What a start did with the learner's folder, as names relative to it.

    Examples
    --------
    >>> Delivery(total=1, new=["notebooks/a.ipynb"]).lines(first=True)
    ['课程已放好，共 1 个文件。']
    """

    total: int = 0  #: files of the course
    new: list[str] = field(default_factory=list)  #: were not there
    updated: list[str] = field(default_factory=list)  #: the course changed, the learner did not
    yours: list[str] = field(default_factory=list)  #: the learner changed, kept as they are
    beside: list[str] = field(default_factory=list)  #: both changed: name of the new one beside

    def lines(self, first: bool) -> list[str]:
        """Return what the learner should know, in Chinese, one line a fact.

        Parameters
        ----------
        first
            Whether the folder held no course before.

        Returns
        -------
        list of str
            At least one line.
        """
        if first:
            return [f"课程已放好，共 {self.total} 个文件。"]
        told = ["你的文件都留着，没有覆盖任何一个。"]
        for names, what in (
            (self.yours, "你改过"),
            (self.new, "新放进来"),
            (self.updated, "课程有更新（你没动过，已换成新版）"),
            (self.beside, "课程和你都改了，你的不动，新版放在旁边"),
        ):
            if names:
                told.append(f"{what} {len(names)} 个：{_listed(names)}")
        return told


def _listed(names: list[str], most: int = 4) -> str:
    more = " 等" if len(names) > most else ""
    return "、".join(names[:most]) + more


def course_files(course: Path) -> dict[str, Path]:
    """Return what a learner gets: the files of the course without solutions and leftovers.

    Parameters
    ----------
    course
        The project's top folder.

    Returns
    -------
    dict of str to Path
        From a name with forward slashes, as it will be in the learner's folder, to the file.
    """
    found = {}
    for part in PARTS:
        for path in sorted((course / part).rglob("*")):
            name = path.relative_to(course).as_posix()
            hidden = any(step.startswith((".", "__pycache__")) for step in name.split("/"))
            if path.is_file() and not hidden and not name.startswith(TEACHERS_ONLY):
                found[name] = path
    return found


def deliver(course: Path, folder: Path) -> Delivery:
    """Bring the learner's folder up to the course without touching the learner's work.

    Parameters
    ----------
    course
        The project's top folder.
    folder
        The learner's folder, made by :func:`prepare`.

    Returns
    -------
    Delivery
        What was done, file by file.

    Raises
    ------
    OSError
        If the disk refuses; the next call goes on from there.
    """
    files, manifest = course_files(course), read_manifest(folder)
    done = Delivery(total=len(files))
    for name, source in files.items():
        content, target = source.read_bytes(), folder / name
        now, delivered = _hash(content), manifest.get(name)
        there = _hash(target.read_bytes()) if target.is_file() else None
        if there is None:
            write(target, content)
            done.new.append(name)
        elif there == now:
            pass
        elif there == delivered:
            write(target, content)
            done.updated.append(name)
        elif now == delivered:
            if not only_run(content, target.read_bytes()):
                done.yours.append(name)
        else:
            done.beside.append(_put_beside(folder, name, content))
        manifest[name] = now
    text = json.dumps({"version": 1, "files": manifest}, ensure_ascii=False, indent=1)
    write(folder / KEPT_IN / "manifest.json", text.encode())
    return done


def _put_beside(folder: Path, name: str, content: bytes) -> str:
    for beside in _names_beside(Path(name)):
        target = folder / beside
        if not target.exists():
            write(target, content)
            return beside
        if target.read_bytes() == content:  # put there by a start that was killed afterwards
            return beside
    raise AssertionError("names beside a file never run out")


def _names_beside(name: Path) -> Iterator[str]:
    number = 1
    while True:
        mark = "新版" if number == 1 else f"新版{number}"
        yield name.with_name(f"{name.stem}（{mark}）{name.suffix}").as_posix()
        number += 1


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the hashes of the files as they were delivered; none in a new folder.

    Parameters
    ----------
    folder
        The learner's folder.

    Returns
    -------
    dict of str to str
        From name to SHA-256. A damaged manifest counts as none: then every file that differs
        from the course counts as the learner's.
    """
    try:
        kept = json.loads((folder / KEPT_IN / "manifest.json").read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in kept["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def only_run(delivered: bytes, there: bytes) -> bool:
    """Tell whether a notebook was opened or run, but nothing was written in it.

    Parameters
    ----------
    delivered, there
        The file as the course has it and as it is in the learner's folder.

    Returns
    -------
    bool
        True if both are notebooks with the same cells, whatever their outputs.

    Examples
    --------
    >>> def notebook(source, count):
    ...     cell = {"cell_type": "code", "source": source, "execution_count": count}
    ...     return json.dumps({"cells": [cell]}).encode()
    >>> only_run(notebook("1 + 1", None), notebook("1 + 1", 7))
    True
    >>> only_run(notebook("1 + 1", None), notebook("1 + 2", None))
    False
    """
    try:
        return _cells(delivered) == _cells(there)
    except (ValueError, KeyError, TypeError):
        return False


def _cells(content: bytes) -> list[tuple[str, str]]:
    cells: list[dict[str, Any]] = json.loads(content)["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
