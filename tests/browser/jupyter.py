"""JupyterLab in a browser, for tests: a server of one's own, a notebook opened and run.

Used like this::

    with jupyter_lab(folder, log=tmp_path / "lab.log") as lab:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        problems = watch(page)
        open_notebook(page, lab, "lesson.ipynb")
        run_all(page)
        assert problems == []
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import TimeoutError as Late

PATIENCE = 90  # seconds for a server or a notebook; two busy cores need some
QUIET = {
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}
}
INDICATOR = ".jp-Notebook-ExecutionIndicator"
RUN_MENU = ".lm-MenuBar-item:has-text('Run'), .lm-MenuBar-item:has-text('运行')"
RUN_ALL = '.lm-Menu-item[data-command="runmenu:run-all"]'

# A cell that waits for the kernel has a star in its prompt. Stored numbers tell nothing: a lesson
# brings its own. So the page itself watches for the first star.
_STARRED = """[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
    .some(prompt => prompt.textContent.includes('*'))"""
_WATCH = f"""() => {{
    window.askedToRun = false;
    new MutationObserver(() => {{ window.askedToRun ||= {_STARRED}; }})
        .observe(document.body, {{subtree: true, childList: true, characterData: true}});
}}"""

# What JupyterLab itself complains of in the console, run offline or when a page closes.
NOT_OURS = (
    "favicon",
    "net::ERR_",
    "WebSocket",
    "Failed to load resource",
    "/lsp/",
    "Plugin",
    "ServiceWorker",
    "debugger state",  # the debugger asks a kernel that is being left
)


@dataclass(frozen=True)
class Lab:
    """A running server.

    Attributes
    ----------
    address
        ``http://…/`` without the token.
    token
        What a page must bring along.
    folder
        Where its notebooks lie.
    """

    address: str
    token: str
    folder: Path

    def url(self, notebook: str) -> str:
        """Return the page of one notebook, without what an earlier visit left open."""
        return f"{self.address}lab/tree/{quote(notebook)}?token={self.token}&reset"


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    arguments: list[str], log: Path, ready: str, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a Python module as a server until the block ends.

    Parameters
    ----------
    arguments
        After ``python -m``.
    log
        File for what it prints.
    ready
        Address that answers once it is up.
    environment
        Variables to add.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
        try:
            _wait_for(ready, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return  # it answers, if only to say no
        except OSError:
            time.sleep(0.1)
    raise AssertionError(
        f"the server did not come up:\n{log.read_text('utf-8', 'replace')[-3000:]}"
    )


@contextmanager
def jupyter_lab(
    folder: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> Iterator[Lab]:
    """Run JupyterLab over a folder until the block ends.

    Parameters
    ----------
    folder
        Holds the notebooks.
    log
        File for what the server prints.
    environment
        Variables to add, such as a home of one's own.
    settings
        What the user has set, by plugin; the news, which would cover the page, are off.
    """
    place = log.with_suffix(".settings")
    for plugin, values in {**QUIET, **(settings or {})}.items():
        name, part = plugin.split(":")
        (place / name).mkdir(parents=True, exist_ok=True)
        (place / name / f"{part}.jupyterlab-settings").write_text(json.dumps(values), "utf-8")
    environment = {"JUPYTERLAB_SETTINGS_DIR": str(place), **(environment or {})}
    port, token = free_port(), secrets.token_hex(8)
    address = f"http://127.0.0.1:{port}/"
    arguments = [
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
    ]
    with server(arguments, log, f"{address}api/status?token={token}", environment):
        yield Lab(address, token, folder)


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of code cells that has never been run."""
    made: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = {
        "cells": made,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def watch(page: Any) -> list[str]:
    """Return a list that fills with errors of the page and its console, as far as they are ours.

    A dialog of JupyterLab's own, such as one on a slow connection to the server, is printed and
    answered with its default button, as a learner would, before anything below it is clicked.
    """
    problems: list[str] = []
    page.add_locator_handler(page.locator("dialog.jp-Dialog").first, _answer)

    def note(text: str) -> None:
        if not any(sign in text for sign in NOT_OURS):
            problems.append(text)

    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    return problems


def _answer(dialog: Any) -> None:
    print("JupyterLab asks:", dialog.inner_text().replace("\n", " | "))
    dialog.locator(".jp-Dialog-button").last.click()


def wait_until_idle(page: Any) -> None:
    """Wait until the kernel of the notebook on the page waits, too."""
    # On a narrow page the indicator is hidden among the toolbar's further items.
    idle = f'{INDICATOR}[data-status="idle"]'
    page.wait_for_selector(idle, state="attached", timeout=1000 * PATIENCE)


def open_notebook(page: Any, lab: Lab, notebook: str) -> None:
    """Open a notebook and wait until its kernel is ready."""
    page.goto(lab.url(notebook))
    wait_until_idle(page)


def run_all(page: Any, patience: int = PATIENCE) -> None:
    """Run every cell by the menu and wait until none is waiting any more.

    Parameters
    ----------
    page
        Shows a notebook whose kernel is ready.
    patience
        Seconds that the cells may take.
    """
    page.evaluate(_WATCH)
    for _ in range(3):
        page.locator(RUN_MENU).first.click()
        page.locator(RUN_ALL).click()
        try:
            # A kernel that has only just reported may lose the first request.
            page.wait_for_function("window.askedToRun", timeout=6000)
            break
        except Late:
            continue
    page.wait_for_function(f"window.askedToRun && !{_STARRED}", timeout=1000 * patience)


def tracebacks(page: Any) -> list[str]:
    """Return the errors that cells show."""
    found = page.locator(
        '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], '
        '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
    )
    return list(found.all_inner_texts())
