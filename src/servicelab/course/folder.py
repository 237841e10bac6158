"""The learner's own folder: made where they want it, never inside the project."""

from __future__ import annotations

import errno
from pathlib import Path

from servicelab.data.errors import ServicelabError

DEFAULT = "~/servicelab-course"
KEPT_IN = ".servicelab"  # below the folder: what we keep there for ourselves


class FolderError(ServicelabError):
    """The learner's folder can't be used as it is."""


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
        write(place / KEPT_IN / "writable", b"")
    except OSError as error:
        raise FolderError(why(error, place)) from error
    return place


def write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    target
        The file; folders above it are made.
    content
        All of it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.tmp")
    draft.write_bytes(content)
    draft.replace(target)


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
