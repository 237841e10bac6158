"""Opening the course: the learner's folder first, then JupyterLab at the first lesson."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType

from servicelab.course import delivery
from servicelab.course import folder as folders
from servicelab.course.lab import Lab, LaunchError, PortTaken, free_port


def course_root() -> Path:
    """Return the project's top folder, where notebooks, exercises and datasets lie.

    Returns
    -------
    Path
        The folder that holds ``src/servicelab``.

    Raises
    ------
    LaunchError
        If the package was installed without the project's folder.
    """
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").is_file():
        raise LaunchError("找不到课程文件。请在课程项目的文件夹里运行：python3 start.py")
    return root


def open_course(folder: str | None = None, port: int = 8888, browser: bool = True) -> int:
    """Copy what is new into the learner's folder and keep JupyterLab open until told to stop.

    Parameters
    ----------
    folder
        The learner's folder; ``~/servicelab-course`` when not given.
    port
        The port to begin the search for a free one with.
    browser
        Whether a browser opens by itself.

    Returns
    -------
    int
        0 when the learner closed the course.

    Raises
    ------
    ServicelabError
        If the folder can't be used or JupyterLab does not start.
    """
    course = course_root()
    place = put_course(course, Path(folder or folders.DEFAULT))
    for name in ("SIGTERM", "SIGHUP"):  # a closed window must not leave a server behind
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _as_interrupt)
    while not keep_open(place, port, browser):
        port += 1
    _say(f"课程已关闭。你的文件都在 {place}，下次运行同一条命令接着学。")
    return 0


def keep_open(place: Path, port: int, browser: bool) -> bool:
    """Run JupyterLab until the learner closes it.

    Parameters
    ----------
    place
        The learner's folder.
    port
        The port to begin the search for a free one with.
    browser
        Whether a browser opens by itself.

    Returns
    -------
    bool
        False if another program took the port at the last moment.

    Raises
    ------
    LaunchError
        If JupyterLab does not start.
    """
    chosen = free_port(port)
    if chosen != port:
        _say(f"端口 {port} 被占用，改用 {chosen}。")
    _say("正在打开 JupyterLab ……")
    lab = Lab(place, chosen, browser)
    try:
        lab.wait_until_ready()
        _say(f"\n课程已打开，地址是：\n  {lab.address}")
        _say("浏览器没有弹出来，就把上面的地址复制进去。")
        _say("学完了：在 JupyterLab 里保存，再回到这个窗口按 Ctrl+C。")
        lab.process.wait()
    except PortTaken:
        return False
    except KeyboardInterrupt:
        _say("\n正在关闭 ……")
    finally:
        lab.close()
    return True


def put_course(course: Path, folder: Path) -> Path:
    """Deliver the course and tell the learner what was done with their folder.

    Parameters
    ----------
    course
        The project's top folder.
    folder
        The learner's folder as they wrote it.

    Returns
    -------
    Path
        The folder, absolute.

    Raises
    ------
    ServicelabError
        If the folder can't be used.
    """
    place = folders.prepare(folder, course)
    first = not delivery.read_manifest(place)
    try:
        done = delivery.deliver(course, place)
    except OSError as error:
        raise folders.FolderError(folders.why(error, place)) from error
    _say(f"你的课程文件夹：{place}")
    for line in done.lines(first and not done.yours and not done.beside):
        _say("  " + line)
    return place


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, flush=True)
