"""The command that holds the simulation against the published findings.

python tests/findings/run.py                                  everything; writes docs/findings.csv
python tests/findings/run.py --rows 1.7,bad_good --seeds 6 --draws 0   a quick look, writes nothing
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from tests.findings import results  # noqa: E402
from tests.findings.measuring import chosen, do, spread_over, tasks  # noqa: E402

TABLE = ROOT / "docs" / "findings.csv"
SEEDS, DRAWS, CUSTOMERS = 30, 150, 2_000


def inputs() -> str:
    """Return a fingerprint of all that the results depend on."""
    places = ("tests/findings/*.py", "src/servicelab/simulation/*.[pc]*",
              "src/servicelab/scenarios/**/*.[ycp]*", "src/servicelab/methods/*.py")  # fmt: skip
    digest = hashlib.sha256()
    for path in sorted(path for place in places for path in ROOT.glob(place) if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def main(arguments: list[str] | None = None) -> int:
    """Run and print; write the table when nothing was left out."""
    given = parser().parse_args(arguments)
    found = chosen(given.rows.split(",") if given.rows else None)
    complete = not given.rows and (given.seeds, given.draws, given.n) == (SEEDS, DRAWS, CUSTOMERS)
    kept = ROOT / "build" / f"findings-{inputs()}.jsonl" if complete else None
    todo = tasks(found, given.seeds, given.draws, given.n)
    frame = results.table(found, spread_over(do, todo, given.processes, kept))
    print(results.quick_view(frame))
    if complete:
        frame.to_csv(TABLE, index=False, float_format="%.6g", lineterminator="\n")
        print(f"wrote {TABLE.relative_to(ROOT)}")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the command's arguments."""
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    made.add_argument("--rows", help="ids or numbers of evidence, with commas; default: all")
    made.add_argument("--seeds", type=int, default=SEEDS)
    made.add_argument("--draws", type=int, default=DRAWS, help="draws of shaken parameters")
    made.add_argument("--n", type=int, default=CUSTOMERS, help="customers of each condition")
    made.add_argument("--processes", type=int, default=2)
    return made


if __name__ == "__main__":
    sys.exit(main())
