"""All repetitions of the findings, over processes, kept in a file so that a run can be resumed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tqdm import tqdm

from tests.findings import rows
from tests.findings.laboratory import FINDINGS, Finding, Lab
from tests.findings.shaking import nudged_lab, shaken_lab, switched_lab

Parts = dict[str, float]


@dataclass(frozen=True)
class Task:
    """One lab and the findings looked for in it.

    ``stage`` is ``main``, ``switch``, ``shake`` or ``nudge``; ``number`` the seed or the draw.
    ``switch`` names what is set to another value or, for ``nudge``, moved by a log step.
    """

    stage: str
    number: int
    ids: tuple[str, ...]
    n: int
    switch: tuple[tuple[str, float], ...] = ()
    backend: str = "auto"

    @property
    def name(self) -> str:
        """What tells the task from others in the file."""
        return repr((self.stage, self.number, self.ids, self.n, self.switch))

    def lab(self) -> Lab:
        """Return the lab of this task."""
        if self.stage == "shake":
            return shaken_lab(self.number, self.n, self.backend)
        if self.stage == "nudge":
            return nudged_lab(self.number, *self.switch[0], self.n, self.backend)
        return switched_lab(self.number, dict(self.switch), self.n, self.backend)


def tasks(found: Sequence[Finding], seeds: int, draws: int, n: int) -> list[Task]:
    """Return all labs that a run needs; findings with the same switch share theirs."""
    ids = tuple(row.id for row in found)
    by_switch: dict[tuple[tuple[str, float], ...], list[str]] = {}
    for row in found:
        if row.switch:
            by_switch.setdefault(tuple(sorted(row.switch.items())), []).append(row.id)
    todo = [Task("main", seed, ids, n) for seed in range(1, seeds + 1)]
    for switch, names in by_switch.items():
        todo += [Task("switch", seed, tuple(names), n, switch) for seed in range(1, seeds + 1)]
    return todo + [Task("shake", draw, ids, n) for draw in range(1, draws + 1)]


def do(task: Task) -> dict[str, Parts]:
    """Return the parts of every finding of a task."""
    rows.load()
    lab = task.lab()
    return {name: measured(FINDINGS[name], lab) for name in task.ids}


def measured(row: Finding, lab: Lab) -> Parts:
    """Return the parts of a finding in a lab, checked against the names its rules give."""
    parts = {part: float(value) for part, value in row.experiment(lab).items()}
    if set(parts) != set(row.part_rules):
        raise ValueError(f"{row.id}: parts {sorted(parts)}, rules {sorted(row.part_rules)}")
    return parts


def fastest() -> str:
    """Return the backend for long runs: compiling pays where a process does many labs."""
    return "numba" if find_spec("numba") else "numpy"


def spread_over(
    work: Callable[[Task], dict[str, Parts]],
    todo: Sequence[Task],
    processes: int,
    kept: Path | None = None,
    progress: bool = True,
) -> dict[Task, dict[str, Parts]]:
    """Return the result of every task; those in the file ``kept`` are not done again."""
    done = _read(kept)
    results = {task: done[task.name] for task in todo if task.name in done}
    left = [task for task in todo if task not in results]
    with tqdm(total=len(todo), initial=len(results), desc="labs", disable=not progress) as bar:
        for task, result in _worked(work, left, processes):
            results[task] = result
            _write(kept, task, result)
            bar.update()
    return results


def _worked(
    work: Callable[[Task], dict[str, Parts]], left: Sequence[Task], processes: int
) -> Iterator[tuple[Task, dict[str, Parts]]]:
    if processes < 2:
        yield from ((task, work(task)) for task in left)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting = {pool.submit(work, task): task for task in left}
        for future in as_completed(waiting):
            yield waiting[future], future.result()


def _read(kept: Path | None) -> dict[str, dict[str, Parts]]:
    if kept is None or not kept.exists():
        return {}
    return dict(json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines())


def _write(kept: Path | None, task: Task, result: dict[str, Parts]) -> None:
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps([task.name, result]) + "\n")


def chosen(ids: Iterable[str] | None) -> list[Finding]:
    """Return the findings of these ids or numbers of evidence; all if none are named."""
    rows.load()
    known = sorted(FINDINGS.values(), key=_place)
    if ids is None:
        return known
    wanted = set(ids)
    found = [row for row in known if wanted & {row.id, row.evidence}]
    unknown = wanted - {row.id for row in found} - {row.evidence for row in found}
    if unknown:
        raise ValueError(f"no findings named {', '.join(sorted(unknown))}")
    return found


def _place(row: Finding) -> tuple[tuple[int, ...], str]:
    """Return where a finding stands in the table of evidence: 1.2 comes before 1.10."""
    return tuple(int(number) for number in re.findall(r"\d+", row.evidence)), row.id
