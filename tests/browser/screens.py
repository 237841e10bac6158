"""A laboratory screen as a person meets it, and lessons opened to it, for tests in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib

from servicelab.course import launch
from tests.browser.jupyter import (
    Lab,
    jupyter_lab,
    open_notebook,
    run_all,
    watch,
    write_notebook,
)

PATIENCE = 120_000  # milliseconds for an answer; two busy cores need some
PROJECTOR = {"width": 1280, "height": 800}
TWICE_AS_LARGE = {"width": 640, "height": 400}  # what 200 % leaves of it

_SETTLED = """() => {
    const form = document.querySelector('.sl-form');
    return form && form.dataset.alive && !form.hasAttribute('aria-busy')
        && !form.querySelector('.sl-status').textContent.includes('正在');
}"""

# What sticks out of the screen on the right, other than what may be scrolled.
_STICKS_OUT = """() => {
    const screen = document.querySelector('.sl-lab');
    const edge = screen.getBoundingClientRect().right + 1;
    return [...screen.querySelectorAll('*')]
        .filter(one => !one.closest('.sl-scroll, svg') && one.getBoundingClientRect().right > edge)
        .map(one => `${one.tagName}.${one.className}`);
}"""

# Controls that a screen reader has no name for.
_NAMELESS = """() => [...document.querySelectorAll('.sl-form input, .sl-form select')]
    .filter(one => !one.labels?.length || !one.labels[0].textContent.trim())
    .map(one => one.outerHTML)"""


def environment(home: Path) -> dict[str, str]:
    """Return variables that keep Jupyter out of the real home folder."""
    parts = {f"JUPYTER_{part}_DIR": str(home / part) for part in ("CONFIG", "DATA", "RUNTIME")}
    # Without matplotlib's list of fonts every kernel would read all fonts anew.
    fonts = {"MPLCONFIGDIR": matplotlib.get_configdir()}
    return {"HOME": str(home), "USERPROFILE": str(home), **parts, **fonts}


@contextmanager
def learners_folder(project: Path, home: Path) -> Iterator[Lab]:
    """Deliver the course to an empty home and run JupyterLab over it until the block ends."""
    folder = launch.put_course(project, home / "course")
    with jupyter_lab(folder, home / "lab.log", environment(home)) as lab:
        yield lab


class LabScreen:
    """One laboratory screen on a page.

    Parameters
    ----------
    page
        A page on which a cell has shown the screen.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        page.wait_for_selector(".sl-form", state="attached", timeout=PATIENCE)
        self.root = page.locator(".sl-lab")
        self.form = page.locator(".sl-form")
        self.root.scroll_into_view_if_needed()
        self.settle()

    def settle(self) -> None:
        """Wait until the screen has answered."""
        self.page.wait_for_timeout(100)
        self.page.wait_for_function(_SETTLED, timeout=PATIENCE)
        self.page.wait_for_timeout(200)  # what is below the controls may come a moment later

    def lead(self) -> str:
        """Return what stands above the first picture."""
        return "".join(self.root.locator(".sl-block").first.locator(".sl-lead").all_inner_texts())

    def status(self) -> str:
        """Return the line below the controls."""
        return str(self.form.locator(".sl-status").inner_text())

    def control(self, label: str) -> Any:
        """Return the control of this name."""
        return self.form.get_by_label(label, exact=True)

    def pick(self, label: str) -> None:
        """Pick one of several by its name."""
        self.control(label).check()
        self.settle()

    def select(self, label: str, value: str) -> None:
        """Choose from a list."""
        self.control(label).select_option(value)
        self.settle()

    def slide(self, label: str, key: str) -> None:
        """Move a slider by a key, such as ``Home`` or ``End``."""
        self.control(label).focus()
        self.page.keyboard.press(key)
        self.settle()

    def press(self, name: str) -> None:
        """Press a button by the keyboard."""
        self.form.get_by_role("button", name=name).focus()
        self.page.keyboard.press("Enter")
        self.settle()

    def pictures_without_words(self) -> int:
        """Return how many pictures have next to no alt text."""
        alts = [picture.get_attribute("alt") or "" for picture in self.root.locator("img").all()]
        return sum(len(alt) < 40 for alt in alts)

    def sticks_out(self) -> list[str]:
        """Return what sticks out of the screen on the right."""
        return list(self.page.evaluate(_STICKS_OUT))

    def nameless(self) -> list[str]:
        """Return the controls without a label."""
        return list(self.page.evaluate(_NAMELESS))


def shown_alone(lab: Lab, lesson: str, *before: str) -> str:
    """Put the cell that shows a lesson's screen into a notebook of its own; return its name.

    The lesson's cells are run by nbval; run once more in a browser, they would only keep the
    screen waiting.

    Parameters
    ----------
    lab
        A server over the learner's folder.
    lesson
        Where the lesson lies in it. Its last cell of code that begins with ``sl.`` shows the
        screen.
    before
        Lines of code that the cell needs.
    """
    cells = json.loads((lab.folder / lesson).read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    show = [source for source in code if source.startswith("sl.")][-1]
    name = f"alone_{Path(lesson).name}"
    write_notebook(lab.folder / name, "\n".join(["import servicelab as sl", *before, show]))
    return name


def opened(
    chromium: Any, lab: Lab, notebook: str, viewport: dict[str, int]
) -> tuple[Any, list[str]]:
    """Open a notebook on a new page and run it; return the page and the list of problems."""
    page = chromium.new_page(viewport=viewport)
    problems = watch(page)
    open_notebook(page, lab, notebook)
    run_all(page, patience=240)
    return page, problems
