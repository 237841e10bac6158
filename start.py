#!/usr/bin/env python3
"""The two commands of servicelab, with nothing but Python's own library.

python3 start.py [--folder F] [--port N] [--no-browser]   set up, then open the course
python3 start.py test [arguments of pytest]               set up, then run the whole suite

It makes ``.venv`` beside this file, lets uv install the lock into it, and hands over to the
package itself. Killed half-way it mends itself at the next start: ``installing`` marks an
unfinished installation, and the stamp of a finished one is written last.
"""

from __future__ import annotations  # an error here means: Python 3.11 or later is needed

import argparse
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import unicodedata
from contextlib import contextmanager
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

OLDEST = (3, 11)
UV = "uv>=0.9,<1"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {"course": "requirements.lock", "test": "requirements-dev.lock"}

# What a failed installation printed → what the person can do. The first that fits is said.
MENDS = (
    (
        r"No space left|not enough space|os error (28|112)|ENOSPC",
        "磁盘满了。请腾出至少 2 GB 空间，再运行一次。",
    ),
    (
        r"Permission denied|Access is denied|os error (5|13)\b|Read-only file system",
        "没有写入权限。请把课程文件夹放到你自己的目录里（不要放在系统目录或只读盘），再运行一次。",
    ),
    (
        r"(?i)certificate|SSLError|tls handshake",
        "网络证书没有通过检查，常见于单位的代理。"
        "请向网管要证书文件，把环境变量 SSL_CERT_FILE 设为它的路径，再运行一次。",
    ),
    (
        r"(?i)hash mismatch|do not match the hashes",
        "下载的软件包和清单对不上，可能是镜像没有同步。请换一个镜像或稍后再试。",
    ),
    (
        r"(?i)dns error|name resolution|getaddrinfo|sending request|connection refused|timed out|"
        r"connection (was )?(reset|aborted|broken)|could not connect|failed to fetch|unreachable|"
        r"NewConnectionError|ProxyError|No matching distribution found for uv",
        "连不上软件源。请检查网络或代理，再运行一次。"
        "在国内较慢时，先用 pip config 设好常用的镜像，本程序会沿用。",
    ),
    (
        r"(?i)no wheels? with a matching|no source distribution|failed to build",
        "有软件包还不支持你的系统或这一版 Python。请换用 Python 3.11 到 3.13 再试。",
    ),
)


class SetupError(Exception):
    """Something that stops the set-up; the message is for the person at the keyboard."""


# --------------------------------------------------------- the machine as it is


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Refuse a Python that is too old, in both languages."""
    if version[:2] < OLDEST:
        found = ".".join(map(str, version))
        raise SetupError(
            f"需要 Python 3.11 或更新的版本，现在用的是 {found}。"
            "请从 python.org 安装新版，再运行一次。\n"
            f"Python 3.11 or later is needed; this is {found}. Please install it and try again."
        )


def has(module: str) -> bool:
    """Tell whether this Python has a module, without loading it."""
    return importlib.util.find_spec(module) is not None


def check_venv_module() -> None:
    """Debian and Ubuntu ship a Python that can't make environments: name the package."""
    if not has("venv") or not (has("pip") or has("ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info)
        raise SetupError(
            "这个 Python 缺少 venv（建独立环境用）。\n"
            f"Debian/Ubuntu 请运行：sudo apt install {package}，然后再运行一次。"
        )


def python_in(venv: Path) -> Path:
    """Return where an environment keeps its interpreter on this system."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environment() -> dict[str, str]:
    """Return the environment without what would mix foreign packages into ours."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    return {key: value for key, value in os.environ.items() if key not in foreign}


def mend_for(output: str) -> str:
    """Return the advice that fits what a failed command printed."""
    for pattern, advice in MENDS:
        if re.search(pattern, output):
            return advice
    return "请把上面的内容发给老师或维护者。再运行一次会从断开的地方接着来。"


# --------------------------------------------------------- is the environment ours and whole?


def wanted_stamp(kind: str) -> dict[str, str]:
    """Return what an environment for `kind` is made from; any difference means: install again."""
    whole = hashlib.sha256()
    for name in (LOCKS[kind], "pyproject.toml", "jupyter/overrides.json"):
        whole.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return {
        "made_from": whole.hexdigest(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "place": str(VENV),
    }


def is_ready(kind: str) -> bool:
    """Tell whether the environment was finished from these very files."""
    try:
        stamp = json.loads((VENV / f"stamp-{kind}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if (VENV / "installing").exists() or not python_in(VENV).exists():
        return False
    return bool(stamp == wanted_stamp(kind))


def is_sound() -> bool:
    """Tell whether the environment can be built upon: whole, made here, by this Python."""
    if VENV.is_symlink() or (VENV / "installing").exists():
        return False
    try:
        text = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    facts: dict[str, str] = dict(re.findall(r"^(\w[\w-]*) *= *(.+?) *$", text, re.MULTILINE))
    version = facts.get("version", facts.get("version_info", ""))
    if version.split(".")[:2] != [str(part) for part in sys.version_info[:2]]:
        return False
    if str(VENV) not in facts.get("command", str(VENV)):  # it was moved here
        return False
    pip = [str(python_in(VENV)), "-m", "pip", "--version"]
    try:
        return subprocess.run(pip, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


# --------------------------------------------------------- work that shows itself


def fit(line: str, columns: int) -> str:
    """Return a line of exactly `columns` on a terminal, where a Chinese character takes two."""
    kept, width = "", 0
    for character in line:
        wide = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if width + wide > columns:
            break
        kept, width = kept + character, width + wide
    return kept + " " * (columns - width)


class Stages:
    """Numbered stages with the time each took; a moving line on a terminal, plain lines else."""

    def __init__(self, total: int) -> None:
        self.total, self.number, self.live = total, 0, sys.stdout.isatty()

    @contextmanager
    def stage(self, title: str) -> Iterator[list[str]]:
        """Announce a stage; append to the list given what it is busy with."""
        self.number += 1
        head = f"[{self.number}/{self.total}] {title}"
        started, busy, done = time.monotonic(), [""], threading.Event()

        def show(line: str, last: bool) -> None:
            if self.live:
                line = "\r" + fit(line, shutil.get_terminal_size().columns - 1)
            print(line, end="\n" if last or not self.live else "", flush=True)

        def tick() -> None:
            while not done.wait(0.5 if self.live else 10):
                show(f"{head} …… {time.monotonic() - started:.0f} 秒 {busy[-1]}", last=False)

        show(f"{head} ……", last=False)
        ticker = threading.Thread(target=tick, daemon=True)
        ticker.start()
        result = "没有完成"
        try:
            yield busy
            result = "好了"
        finally:
            done.set()
            ticker.join()
            show(f"{head}：{result}（{time.monotonic() - started:.1f} 秒）", last=True)


def run(command: Sequence[str], busy: list[str], extra: dict[str, str] | None = None) -> None:
    """Run an installer, show what it is at, and turn its failure into advice."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**clean_environment(), **(extra or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            busy.append(line.strip())
    code = process.returncode
    if code != 0:
        tail = "\n".join("    " + line for line in lines[-12:])
        raise SetupError(
            f"安装没有完成，安装程序的最后几行是：\n{tail}\n{mend_for(chr(10).join(lines))}"
        )


def mirror(python: str) -> dict[str, str]:
    """Return pip's own index as uv wants it: uv doesn't read pip's configuration."""
    if {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(os.environ):
        return {}
    shown = subprocess.run(
        [python, "-m", "pip", "config", "list"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
        check=False,
    ).stdout
    found = re.findall(r"^[\w:]*\.index-url='(.+)'\s*$", shown, re.MULTILINE)
    return {"UV_DEFAULT_INDEX": found[-1]} if found else {}


# --------------------------------------------------------- the environment


def make_venv(busy: list[str]) -> None:
    """Make the environment anew, from the Python underneath should this one be an environment."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        if Path(sys.prefix).resolve() == VENV:
            raise SetupError(
                "要重建 .venv，但你正在用它里面的 Python。请先运行 deactivate，再运行一次。"
            )
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", None) or sys.executable
    run([base, "-m", "venv", "--without-pip", str(VENV)], busy)


def get_uv(busy: list[str], fresh: bool) -> None:
    """Install uv by pip; a fresh environment gets its own pip on the way."""
    python = str(python_in(VENV))
    wanted = ["install", "--quiet", "--disable-pip-version-check", "--no-compile", UV]
    if fresh and has("pip"):  # several times quicker than ensurepip
        run([sys.executable, "-m", "pip", "--python", python, *wanted, "pip"], busy)
        return
    if fresh:
        run([python, "-m", "ensurepip"], busy)
    run([python, "-m", "pip", *wanted], busy)


def install(kind: str) -> None:
    """Bring the environment to the state of the lock; the stamp is written last."""
    check_venv_module()
    stages = Stages(4)
    with stages.stage("建立独立环境 .venv") as busy:
        fresh = not is_sound()
        if fresh:
            make_venv(busy)
    python = str(python_in(VENV))
    for old in VENV.glob("stamp-*.json"):
        old.unlink()
    (VENV / "installing").touch()
    with stages.stage("准备安装工具 uv") as busy:
        get_uv(busy, fresh)
        index = mirror(python)
    uv = [python, "-m", "uv", "pip", "install", "--python", python]
    with stages.stage(f"下载并安装软件包（清单 {LOCKS[kind]}）") as busy:
        run([*uv, "--require-hashes", "-r", LOCKS[kind]], busy, index)
    with stages.stage("安装课程 servicelab") as busy:
        run([*uv, "--no-deps", "--editable", "."], busy, index)
    finish(kind)


def finish(kind: str) -> None:
    """Stamp the environment as whole; what is good for the tests is good for the course too."""
    for made in LOCKS if kind == "test" else (kind,):
        draft = VENV / "stamp.tmp"
        draft.write_text(json.dumps(wanted_stamp(made)), encoding="utf-8")
        draft.replace(VENV / f"stamp-{made}.json")
    (VENV / "installing").unlink()


@contextmanager
def only_one() -> Iterator[None]:
    """Let a second start wait for the first; the system frees the lock when its holder dies."""
    with (ROOT / ".start.lock").open("a+b") as file:
        said = False
        while not _lock(file.fileno()):
            if not said:
                print("另一个窗口正在安装，等它装完……", flush=True)
            said = True
            time.sleep(0.5)
        yield


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def prepare(kind: str) -> None:
    """Make sure the environment is there; the usual second start does nothing."""
    if is_ready(kind):
        return
    print("第一次启动（或课程更新后）要准备环境，通常不到一分钟。", flush=True)
    with only_one():
        if not is_ready(kind):
            install(kind)


# --------------------------------------------------------- the two commands


def hand_over(command: list[str]) -> int:
    """Go on as `command` in the environment; Ctrl+C is then its business."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, clean_environment())
    process = subprocess.Popen(command, env=clean_environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def port(text: str) -> int:
    """Return the number of a port, or say what one is."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口要写 1 到 65535 之间的整数，你写的是 {text}")
    return int(text)


class Parser(argparse.ArgumentParser):
    """Options whose mistakes are told in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Name what was not understood and where the usage stands."""
        self.exit(2, f"命令没看懂：{message}\n运行 {self.prog} --help 看用法。\n")


def parser() -> argparse.ArgumentParser:
    """Return the options of the first command; the second hands all it gets to pytest."""
    made = Parser(
        prog="python3 start.py",
        add_help=False,
        usage="python3 start.py [选项]\n       python3 start.py test [pytest 的参数]",
        description="准备环境，把课程放进你自己的文件夹，用 JupyterLab 打开第一课。",
        epilog="加上 test：安装测试工具并运行全部测试；后面的参数交给 pytest。",
    )
    options = made.add_argument_group("选项")
    options.add_argument(
        "--folder", metavar="文件夹", help="你的课程文件夹（默认：主目录下的 servicelab-course）"
    )
    options.add_argument(
        "--port",
        type=port,
        metavar="端口",
        help="JupyterLab 用的端口（默认 8888，被占用就换下一个）",
    )
    options.add_argument("--no-browser", action="store_true", help="不自动打开浏览器，只显示地址")
    options.add_argument("-h", "--help", action="help", help="显示这段说明")
    return made


def main(arguments: list[str]) -> int:
    """Run one of the two commands and return its exit code."""
    check_python()
    if arguments[:1] == ["test"]:
        prepare("test")
        return hand_over([str(python_in(VENV)), str(ROOT / "tests" / "stages.py"), *arguments[1:]])
    parser().parse_args(arguments)
    prepare("course")
    return hand_over([str(python_in(VENV)), "-m", "servicelab.cli", "open", *arguments])


def explain(error: OSError) -> str:
    """Return what an error of the system means for the person at the keyboard."""
    where = f"（{error.filename}）" if error.filename else ""
    if errno.errorcode.get(error.errno or 0) in ("ENOSPC", "EDQUOT"):
        return f"磁盘满了{where}。请腾出至少 2 GB 空间，再运行一次。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"没有写入权限{where}。请把课程文件夹放到你自己的目录里，"
            "关掉正在用 .venv 的程序，再运行一次。"
        )
    return f"系统报错{where}：{error.strerror or error}。"


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
    except OSError as problem:
        print(f"\n{explain(problem)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n已停下。再运行一次会接着来。", file=sys.stderr)
        sys.exit(130)
    sys.exit(1)
