"""A JupyterLab of our own: the port, the command, and a server that comes and goes politely."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from servicelab.course.folder import KEPT_IN
from servicelab.data.errors import ServicelabError

FIRST_LESSON = "notebooks/00_start_here.ipynb"
HOST = "127.0.0.1"
PORTS_TRIED = 50
READY_WITHIN = 120.0


class LaunchError(ServicelabError):
    """JupyterLab could not be opened."""


def free_port(wanted: int) -> int:
    """Return `wanted`, or the next port that nobody listens on.

    Parameters
    ----------
    wanted
        1…65535.

    Returns
    -------
    int
        A port that could be bound a moment ago.

    Raises
    ------
    LaunchError
        If the number is none, or too many in a row are taken.
    """
    if not 1 <= wanted <= 65535:
        raise LaunchError(f"端口要在 1 到 65535 之间，你写的是 {wanted}。")
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            if os.name != "nt":  # there it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise LaunchError(f"从 {wanted} 起的端口都被占用了。请用 --port 换一个，例如 --port 9500。")


def lab_command(folder: Path, port: int, browser: bool) -> list[str]:
    """Return the command that starts JupyterLab in the learner's folder.

    Parameters
    ----------
    folder
        The learner's folder.
    port
        A free port.
    browser
        Whether JupyterLab opens the browser itself.

    Returns
    -------
    list of str
        For the interpreter that runs this, so no other JupyterLab is met.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--LabApp.default_url={lab_path(folder)}", f"--ServerApp.open_browser={browser}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container one is often root
        command.append("--ServerApp.allow_root=True")
    return command


def lab_path(folder: Path) -> str:
    """Return the path of JupyterLab's page: the first lesson, or the folder while there is none.

    Parameters
    ----------
    folder
        The learner's folder.

    Returns
    -------
    str
        Below the server's address.
    """
    return f"/lab/tree/{FIRST_LESSON}" if (folder / FIRST_LESSON).is_file() else "/lab"


class PortTaken(LaunchError):
    """Somebody took the port between our look and JupyterLab's."""


class Lab:
    """A running JupyterLab that can be asked whether it is ready, and closed politely."""

    def __init__(self, folder: Path, port: int, browser: bool) -> None:
        self.folder, self.port = folder, port
        self.token = secrets.token_hex(24)
        self.log = folder / KEPT_IN / "jupyter.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                lab_command(folder, port, browser),
                env={
                    **os.environ,
                    # not on the command line, which other users can read
                    "JUPYTER_TOKEN": self.token,
                    # a kernel of the same name in the home folder lacks this package
                    "JUPYTER_PREFER_ENV_PATH": "1",
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def address(self) -> str:
        """The address to put into a browser, token included."""
        return f"http://{HOST}:{self.port}{lab_path(self.folder)}?token={self.token}"

    def ask(self, path: str, method: str = "GET") -> bool:
        """Tell whether the server answers, past any proxy that the environment names."""
        request = urllib.request.Request(f"http://{HOST}:{self.port}{path}", method=method)
        request.add_header("Authorization", f"token {self.token}")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_ready(self) -> None:
        """Return when the server answers; explain in Chinese when it doesn't."""
        until = time.monotonic() + READY_WITHIN
        # a page that wants the token, so that another server can't answer for ours
        while not self.ask("/api/status"):
            if self.process.poll() is not None or time.monotonic() > until:
                self.close()
                said = self.log.read_text(encoding="utf-8", errors="replace")
                if f"port {self.port} is already in use" in said:
                    raise PortTaken
                shown = "\n".join("    " + line for line in said.splitlines()[-8:])
                raise LaunchError(
                    f"JupyterLab 没有启动成功，它最后说：\n{shown}\n"
                    "请先运行 servicelab doctor 看看哪里不对，或用 --port 换一个端口再试。"
                )
            time.sleep(0.1)

    def close(self) -> None:
        """Ask the server to close its kernels and itself; insist after ten seconds."""
        for insist in (lambda: self.ask("/api/shutdown", "POST"), self.process.terminate):
            if self.process.poll() is None:
                insist()
                try:
                    self.process.wait(10)
                except subprocess.TimeoutExpired:
                    continue
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
