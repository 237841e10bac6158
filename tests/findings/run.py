"""The command that holds the simulation against the published findings.

python tests/findings/run.py                                  everything; writes docs/findings.csv
python tests/findings/run.py --sensitivity                    slopes; writes docs/sensitivity.csv
python tests/findings/run.py --rows 1.7,bad-good --seeds 6 --draws 0   a quick look, writes nothing
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

import pandas as pd  # noqa: E402

from tests.findings import results, sensitivity  # noqa: E402
from tests.findings.laboratory import Finding  # noqa: E402
from tests.findings.measuring import Task, chosen, do, fastest, spread_over, tasks  # noqa: E402

TABLE = ROOT / "docs" / "findings.csv"
SLOPES = ROOT / "docs" / "sensitivity.csv"
SEEDS, DRAWS, CUSTOMERS = 30, 150, 2_000


def main(arguments: list[str] | None = None) -> int:
    """Run and print; write a table when nothing was left out."""
    given = parser().parse_args(arguments)
    found = chosen(given.rows.split(",") if given.rows else None)
    return sensitivities(given, found) if given.sensitivity else findings(given, found)


def findings(given: argparse.Namespace, found: list[Finding]) -> int:
    """Look for the findings, and write docs/findings.csv after a complete run."""
    complete = not given.rows and (given.seeds, given.draws, given.n) == (SEEDS, DRAWS, CUSTOMERS)
    results.fingerprint()  # of the numbers as they are now, should they change during the run
    todo = tasks(found, given.seeds, given.draws, given.n)
    done = spread_over(do, sped(todo, complete), given.processes, kept("findings", complete))
    frame = results.table(found, done)
    print(results.quick_view(frame))
    if complete:
        write(frame, TABLE, index=False)
    return 0


def sensitivities(given: argparse.Namespace, found: list[Finding]) -> int:
    """Work out the slopes, and write docs/sensitivity.csv after a complete run."""
    complete = not given.rows and given.n == CUSTOMERS
    results.fingerprint()
    todo = sensitivity.nudges(found, given.n)
    done = spread_over(do, sped(todo, complete), given.processes, kept("sensitivity", complete))
    frame = sensitivity.slopes(found, done)
    print(frame.abs().max().sort_values(ascending=False).head(20).to_string())
    if complete:
        write(frame.assign(numbers=results.fingerprint()), SLOPES, index=True)
    return 0


def sped(todo: list[Task], complete: bool) -> list[Task]:
    """Return the labs, compiled where the run is long."""
    return [replace(task, backend=fastest()) for task in todo] if complete else todo


def kept(name: str, complete: bool) -> Path | None:
    """Return where finished labs are kept, so that a run that was broken off can go on."""
    return ROOT / "build" / f"{name}-{results.fingerprint()}.jsonl" if complete else None


def write(frame: pd.DataFrame, path: Path, index: bool) -> None:
    """Write a table."""
    frame.to_csv(path, index=index, float_format="%.5g", lineterminator="\n")
    print(f"wrote {path.relative_to(ROOT)}")


def parser() -> argparse.ArgumentParser:
    """Return the command's arguments."""
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    made.add_argument("--rows", help="ids or numbers of evidence, with commas; default: all")
    made.add_argument("--seeds", type=int, default=SEEDS)
    made.add_argument("--draws", type=int, default=DRAWS, help="draws of shaken parameters")
    made.add_argument("--n", type=int, default=CUSTOMERS, help="customers of each condition")
    made.add_argument("--sensitivity", action="store_true", help="slopes by parameter instead")
    made.add_argument("--processes", type=int, default=2)
    return made


if __name__ == "__main__":
    sys.exit(main())
