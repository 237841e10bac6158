"""The learner's own folder: the course is copied there, and their work is never overwritten.

A manifest in the folder keeps the hash of every file as it was delivered. Three hashes then tell
what to do with a file: as delivered last time, as it is in the folder, as the course has it now.
Every write goes to a temporary file first, and the manifest comes last, so whatever a killed
start leaves behind is understood by the next one.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from servicelab.data.errors import ServicelabError

PARTS = ("notebooks", "exercises", "datasets")
TEACHERS_ONLY = ("exercises/solutions/",)
KEPT_IN = ".servicelab"
DEFAULT_FOLDER = "~/servicelab-course"


class FolderError(ServicelabError):
    """The learner's folder can't be used as it is."""


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
            (self.yours, "你改过或运行过"),
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
            _write(target, content)
            done.new.append(name)
        elif there == now:
            pass
        elif there == delivered:
            _write(target, content)
            done.updated.append(name)
        elif now == delivered:
            done.yours.append(name)
        else:
            done.beside.append(_put_beside(folder, name, content))
        manifest[name] = now
    text = json.dumps({"version": 1, "files": manifest}, ensure_ascii=False, indent=1)
    _write(folder / KEPT_IN / "manifest.json", text.encode())
    return done


def _put_beside(folder: Path, name: str, content: bytes) -> str:
    for beside in _names_beside(Path(name)):
        target = folder / beside
        if not target.exists():
            _write(target, content)
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


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.tmp")
    draft.write_bytes(content)
    draft.replace(target)


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


def prepare(folder: Path, course: Path) -> Path:
    """Make the learner's folder, or say in Chinese why it can't be.

    Parameters
    ----------
    folder
        As the learner wrote it; ``~`` is their home.
    course
        The project's top folder, which must stay as it is.

    Returns
    -------
    Path
        The folder, absolute, there and writable.

    Raises
    ------
    FolderError
        If it is a file, lies inside the project, or can't be written to.
    """
    place = folder.expanduser().absolute()
    if place.resolve().is_relative_to(course.resolve()):
        raise FolderError(
            f"{place} 在课程项目里面，原件会被改动。请用 --folder 换一个项目以外的文件夹。"
        )
    if place.exists() and not place.is_dir():
        raise FolderError(f"{place} 是一个文件，不是文件夹。请改名，或用 --folder 换一个地方。")
    try:
        _write(place / KEPT_IN / "writable", b"")
    except OSError as error:
        raise FolderError(why(error, place)) from error
    return place


def why(error: OSError, place: Path) -> str:
    """Return in Chinese why the system refused to write.

    Parameters
    ----------
    error
        What the system raised.
    place
        The learner's folder.

    Returns
    -------
    str
        What is wrong and what to do.

    Examples
    --------
    >>> why(OSError(errno.ENOSPC, "full"), Path("课程"))
    '写不进 课程：磁盘满了。请腾出一些空间，再运行一次，会接着来。'
    """
    if errno.errorcode.get(error.errno or 0) in ("ENOSPC", "EDQUOT"):
        return f"写不进 {place}：磁盘满了。请腾出一些空间，再运行一次，会接着来。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        reason = "没有写入权限，或文件正被别的程序占用"
    else:
        reason = error.strerror or str(error)
    return f"写不进 {place}：{reason}。请检查这个文件夹，或用 --folder 换一个地方。"
