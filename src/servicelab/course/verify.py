"""Running exercises: the untouched one passes nothing, the solved one passes everything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from servicelab.course.derive import SOLUTIONS, derive, differences, read, solutions
from servicelab.course.launch import course_root

SECONDS_A_CELL = 60


@dataclass(frozen=True)
class Trial:
    """What came of running a notebook from top to bottom.

    Attributes
    ----------
    error
        The first error, None when there was none.
    passed
        For every check that ran, whether it was passed.
    """

    error: str | None
    passed: tuple[bool, ...]


def run(notebook: NotebookNode, folder: str | Path) -> Trial:
    """Run a notebook in a new kernel.

    Parameters
    ----------
    notebook
        Is changed: its cells get their outputs.
    folder
        Where the kernel works.

    Returns
    -------
    Trial
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as raised:
        error = f"{raised.ename}: {raised.evalue}"
    return Trial(error, passed(notebook))


def passed(notebook: NotebookNode) -> tuple[bool, ...]:
    """Return for every check whose result a notebook shows whether it was passed.

    Parameters
    ----------
    notebook
        With its outputs.

    Returns
    -------
    tuple of bool
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    notes = [output.get("metadata", {}).get("servicelab", {}) for output in outputs]
    return tuple(bool(note["passed"]) for note in notes if "passed" in note)


def verify(folder: str | Path) -> list[str]:
    """Return what is wrong with the exercises of a folder, in Chinese, one line each.

    Parameters
    ----------
    folder
        Holds the exercises; the solutions lie in ``solutions`` below it.

    Returns
    -------
    list of str
        Empty when every exercise is in step with its solution, runs untouched without an error
        and passes nothing, and its solution passes every check.
    """
    lines = differences(folder)
    for path in solutions(Path(folder)):
        lines += _faults_of_stub(path.name, run(derive(path), folder))
        lines += _faults_of_solution(path.name, run(read(path), path.parent))
    return lines


def _faults_of_stub(name: str, trial: Trial) -> list[str]:
    lines = [] if trial.error is None else [f"{name}：没动过就运行，出错：{trial.error}"]
    if any(trial.passed):
        lines.append(f"{name}：没动过就有一项通过了。")
    return lines if trial.passed else [*lines, f"{name}：没有一处检查。"]


def _faults_of_solution(name: str, trial: Trial) -> list[str]:
    lines = [] if trial.error is None else [f"{SOLUTIONS}/{name}：出错：{trial.error}"]
    failed = trial.passed.count(False)
    return lines + ([f"{SOLUTIONS}/{name}：有 {failed} 项没有通过。"] if failed else [])


def main_verify(folder: str | Path | None = None) -> int:
    """Run all exercises and their solutions; the command ``servicelab exercise verify``.

    Parameters
    ----------
    folder
        The exercises; those of the course when not given.

    Returns
    -------
    int
        0 when all is well, 1 else.
    """
    place = Path(folder) if folder is not None else course_root() / "exercises"
    found = verify(place)
    print("\n".join(found) or "练习都能运行：没动过的一项不过，答案项项通过。")
    return 1 if found else 0
