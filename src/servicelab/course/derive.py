"""The learner's exercise is made from its solution, so that the two can't drift apart.

In the solution a cell tagged ``solution`` carries in its metadata (``servicelab.stub``) what the
learner finds in its place; cells tagged ``trainer`` stay with the trainer; outputs are cleared.
"""

from __future__ import annotations

import copy
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from servicelab.course.launch import course_root
from servicelab.data.errors import ServicelabError

SOLUTIONS = "solutions"


class DeriveError(ServicelabError):
    """A solution from which no exercise can be made."""


def derive(solution_path: str | Path) -> NotebookNode:
    """Return the learner's notebook for a solution.

    Parameters
    ----------
    solution_path
        The solved notebook.

    Returns
    -------
    nbformat.NotebookNode
        Stubs in place of solutions (these cells are tagged ``answer``), no trainer's cells, no
        outputs, no execution counts.

    Raises
    ------
    DeriveError
        If the file is no notebook, or a solution cell has no stub.
    """
    path = Path(solution_path)
    solved = read(path)
    cells = [
        _for_learner(cell, number, path)
        for number, cell in enumerate(solved.cells, 1)
        if "trainer" not in _tags(cell)
    ]
    if not any("answer" in _tags(cell) for cell in cells):
        raise DeriveError(f"{path.name}：没有一个单元格带 solution 标签，不知道哪里是答案。")
    about = {**solved.metadata.get("servicelab", {}), "derived_from": f"{SOLUTIONS}/{path.name}"}
    metadata = {
        "kernelspec": solved.metadata["kernelspec"],
        "language_info": {"name": "python"},
        "servicelab": about,
    }
    return nbformat.from_dict(  # type: ignore[no-any-return, no-untyped-call]
        {
            "cells": cells,
            "metadata": metadata,
            "nbformat": solved.nbformat,
            "nbformat_minor": solved.nbformat_minor,
        }
    )


def derive_all(folder: str | Path) -> list[Path]:
    """Write the learner's notebook for every solution of a folder.

    Parameters
    ----------
    folder
        Holds the exercises; the solutions lie in ``solutions`` below it.

    Returns
    -------
    list of Path
        The notebooks that were written.
    """
    written = []
    for solution in solutions(Path(folder)):
        target = Path(folder) / solution.name
        target.write_text(_text(derive(solution)), encoding="utf-8", newline="\n")
        written.append(target)
    return written


def differences(folder: str | Path) -> list[str]:
    """Return where exercises differ from what their solutions say, in Chinese, one line each.

    Parameters
    ----------
    folder
        As for :func:`derive_all`.

    Returns
    -------
    list of str
        Empty when all is in step.
    """
    place = Path(folder)
    names = {solution.name for solution in solutions(place)}
    lines = [line for name in sorted(names) for line in _differences_of(place, name)]
    strays = sorted(path.name for path in place.glob("*.ipynb") if path.name not in names)
    return lines + [f"{name}：{SOLUTIONS} 里没有它的答案。" for name in strays]


def main_derive(check: bool = False, folder: str | Path | None = None) -> int:
    """Make the exercises, or only compare; the command ``servicelab exercise derive``.

    Parameters
    ----------
    check
        Compare and write nothing.
    folder
        The exercises; those of the course when not given.

    Returns
    -------
    int
        0 when all is in step, 1 when a comparison found differences.
    """
    place = Path(folder) if folder is not None else course_root() / "exercises"
    if not check:
        for path in derive_all(place):
            print(f"已生成 {path.name}")
        return 0
    found = differences(place)
    print("\n".join(found) or "练习和答案一致。")
    return 1 if found else 0


def solutions(folder: Path) -> list[Path]:
    """Return the solutions below a folder of exercises, sorted by name."""
    return sorted((folder / SOLUTIONS).glob("*.ipynb"))


def read(path: Path) -> NotebookNode:
    """Return a notebook, or raise :class:`DeriveError` with what is wrong with the file."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise DeriveError(f"{path.name}：读不出来，不是完整的笔记本（{error}）。") from error
    return notebook


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _for_learner(cell: NotebookNode, number: int, path: Path) -> NotebookNode:
    kept = copy.deepcopy(cell)
    kept.metadata.pop("execution", None)  # times of the trainer's machine
    if "solution" in _tags(cell):
        _put_stub(kept, number, path)
    if kept.cell_type == "code":
        kept.outputs, kept.execution_count = [], None
    return kept


def _put_stub(cell: NotebookNode, number: int, path: Path) -> None:
    stub = cell.metadata.get("servicelab", {}).pop("stub", None)
    if not isinstance(stub, str) or not stub.strip():
        raise DeriveError(
            f"{path.name}，第 {number} 个单元格：带 solution 标签，"
            "却没有在元数据里写 servicelab.stub（学员看到的空壳）。"
        )
    cell.source = stub
    cell.metadata.tags = ["answer" if tag == "solution" else tag for tag in _tags(cell)]


def _text(notebook: NotebookNode) -> str:
    return f"{nbformat.writes(notebook).rstrip()}\n"  # type: ignore[no-untyped-call]


def _differences_of(folder: Path, name: str) -> list[str]:
    wanted = derive(folder / SOLUTIONS / name)
    if not (folder / name).is_file():
        return [f"{name}：还没有生成。"]
    if (folder / name).read_text(encoding="utf-8") == _text(wanted):
        return []
    pairs = zip_longest(read(folder / name).cells, wanted.cells)
    cells = [number for number, (now, then) in enumerate(pairs, 1) if now != then]
    if not cells:
        return [f"{name}：笔记本的元数据和答案对不上。"]
    return [f"{name}：第 {number} 个单元格和答案对不上。" for number in cells]
