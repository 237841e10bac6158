"""The whole suite, stage by stage: what ``python3 start.py test`` runs in the environment.

All stages run even if one fails. With arguments only pytest runs, with these arguments:
``python3 start.py test -k rule``. The last line counts checks and tests together.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = ("-m", "pytest")
NBVAL = ("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120")
TWO = ("-n", "2", "--dist", "loadfile")
"""Two files side by side: a notebook's cells, and a room in a browser, stay in one process."""

UNIT = "not browser and not findings and not study"
"""The long runs have commands of their own (CONTRIBUTING.md)."""


@dataclass(frozen=True)
class Stage:
    """One step of the suite: a name and the arguments of Python that run it."""

    name: str
    arguments: tuple[str, ...]
    folders: tuple[str, ...] = ()  #: where it looks; those that are not there are left out
    alone: bool = False  #: whether tests that failed side by side are tried again one by one

    @property
    def tests(self) -> bool:
        """Whether it runs tests that can be counted."""
        return self.arguments[:2] == PYTEST


STAGES = (
    Stage("ruff check", ("-m", "ruff", "check", ".")),
    Stage("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Stage("types", ("-m", "mypy")),
    Stage("spelling", ("-m", "codespell_lib")),
    Stage("repository", ("-m", "repo_review", ".")),
    Stage("exercises", ("-m", "servicelab.cli", "exercise", "derive", "--check")),
    Stage(
        "unit and doctests",
        (*PYTEST, "-n", "2", "--durations=10", "-m", UNIT),
        ("src", "tests"),
    ),
    # The solutions are run, cell by cell, by tests/course/test_exercises.py.
    Stage("notebooks", (*PYTEST, *TWO, *NBVAL), ("notebooks",)),
    # Two servers, two kernels and two browsers on two cores run into time-outs that one does not.
    Stage("browser", (*PYTEST, *TWO, "-m", "browser"), ("tests",), alone=True),
)


@dataclass(frozen=True)
class Result:
    """What a stage came to."""

    stage: Stage
    seconds: float
    passed: int
    failed: int
    skipped: int = 0

    def line(self) -> str:
        """Return its row of the final table."""
        verdict = "FAILED" if self.failed else "ok"
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.stage.name:<20}{verdict:<8}{self.seconds:>7.1f} s   {counts}"


def counts(report: Path) -> tuple[int, int, int]:
    """Return how many tests of a JUnit report passed, failed (errors too) and were skipped."""
    passed = failed = skipped = 0
    for suite in ElementTree.parse(report).iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        left = int(suite.get("skipped", 0))
        failed, skipped = failed + bad, skipped + left
        passed += int(suite.get("tests", 0)) - bad - left
    return passed, failed, skipped


def run(stage: Stage) -> Result:
    """Run one stage; what it prints goes straight to the terminal."""
    there = [folder for folder in stage.folders if (ROOT / folder).is_dir()]
    started = time.monotonic()
    if stage.folders and not there:
        return Result(stage, 0.0, 0, 1)  # a suite that lost its tests has not passed
    command = [sys.executable, *stage.arguments, *there]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        if stage.tests:
            command.append(f"--junit-xml={report}")
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        seconds = time.monotonic() - started
        if not stage.tests:
            return Result(stage, seconds, int(code == 0), int(code != 0))
        passed, failed, skipped = counts(report) if report.is_file() else (0, 1, 0)
    # pytest can fail without a failed test, as when it finds none
    return Result(stage, seconds, passed, max(failed, int(code != 0)), skipped)


def run_again(stage: Stage, first: Result) -> Result:
    """Run the tests that failed once more, one by one; who fails alone, too, has failed."""
    print(f"\n{first.failed} failed side by side: once more, one by one", flush=True)
    alone = tuple(one for one in stage.arguments if one not in TWO)
    again = run(replace(stage, arguments=(*alone, "--last-failed")))
    seconds = first.seconds + again.seconds
    return Result(stage, seconds, first.passed + again.passed, again.failed, first.skipped)


def main(arguments: list[str]) -> int:
    """Run all stages, or pytest alone when it is given arguments."""
    if arguments:
        return subprocess.run(
            [sys.executable, *PYTEST, *arguments], cwd=ROOT, check=False
        ).returncode
    results = []
    for number, stage in enumerate(STAGES, 1):
        print(f"\n=== {number}/{len(STAGES)} {stage.name} ===", flush=True)
        result = run(stage)
        results.append(run_again(stage, result) if stage.alone and result.failed else result)
    print(f"\n=== summary, {sum(result.seconds for result in results):.0f} s ===")
    for result in results:
        print(result.line())
    passed, failed, skipped = (
        sum(getattr(result, name) for result in results) for name in ("passed", "failed", "skipped")
    )
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
