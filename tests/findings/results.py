"""The table of results: one row a part of a finding."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

import servicelab as sl
from servicelab.simulation import parameter_table
from tests.findings.laboratory import Finding
from tests.findings.measuring import Parts, Task
from tests.findings.verdicts import Effect, effect, holds, row_holds, shown

ROOT = Path(__file__).resolve().parents[2]
Results = Mapping[Task, Mapping[str, Parts]]


def table(found: Sequence[Finding], results: Results) -> pd.DataFrame:
    """Return what came out, one row a part, in the order of the register."""
    return pd.DataFrame([line for row in found for line in _lines(row, results)])


INPUTS = ("tests/findings/*.py", "src/servicelab/simulation/*.py",
          "src/servicelab/simulation/work.csv",
          "src/servicelab/methods/m*.py", "src/servicelab/methods/playbook.py")  # fmt: skip
AFTERWARDS = ("results.py", "run.py", "sensitivity.py", "test_findings.py",
              "test_laboratory.py", "test_model_card.py")  # fmt: skip
"""Modules that gather results or test them; a change of theirs changes no lab."""
WORDS = ("wording.py", "replies.py", "feedback.py", "record.py", "conversation.py",
         "by_method.py", "replay.py", "rescue.py", "turning.py")  # fmt: skip
"""Modules of the simulation that dress a talk or look back on it; no lab runs them."""
NUMBERS = ("price", "severity", "cause", "conflict", "loss", "remedies", "duty")
"""What of a case decides a result; the rest is what people say in it."""


@cache
def fingerprint() -> str:
    """Return a short hash of what decides a result.

    That is the experiments, the rule and its numbers, and the cases and methods that the
    experiments name; not what is said, and not the cases and methods that they leave alone.
    """
    digest = hashlib.sha256()
    files = {path for place in INPUTS for path in ROOT.glob(place)}
    for path in sorted(files):
        if path.name not in AFTERWARDS + WORDS:
            text = path.read_text(encoding="utf-8")
            digest.update((bare(text) if path.suffix == ".py" else text).encode())
    ranges = parameter_table()[["value", "low", "high"]]  # not where a number comes from
    digest.update(ranges.to_csv().encode())
    for name in named(sl.scenarios.catalog().index):
        case = sl.scenarios.load(name)
        numbers = case.model_dump(include=set(NUMBERS))
        digest.update(f"{name} {numbers} {case.customer.ranges()}".encode())
    for name in named(sl.methods.catalog().index):
        digest.update(f"{name} {sl.methods.get(name).steps}".encode())
    return digest.hexdigest()[:12]


def named(names: Iterable[str]) -> list[str]:
    """Return those names that the experiments use."""
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/findings/*.py")]
    return [name for name in names if any(f'"{name}"' in text for text in texts)]


def bare(code: str) -> str:
    """Return code without comments and docstrings: what it does, not what it says.

    >>> bare("# why\\nx = 1") == bare("x = 1")
    True
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [line for line in body if not _said(line)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _said(line: ast.AST) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _lines(row: Finding, results: Results) -> Iterable[dict[str, Any]]:
    main = effects(_of(row, results, "main"))
    switched = effects(_of(row, results, "switch"))
    draws = _of(row, results, "shake")
    rules = row.part_rules
    verdict = {
        "row_holds": row_holds(main, rules),
        "shown": bool(switched) and row_holds(main, rules) and shown(main, switched, rules),
        "robustness": share(draws, rules),
    }
    for part, rule in rules.items():
        yield {
            "id": row.id,
            "evidence": row.evidence,
            "kind": row.kind,
            "part": part,
            "rule": rule if isinstance(rule, str) else " ".join(map(str, rule)),
            **_numbers("", main[part], rule),
            **_numbers("switched_", switched.get(part), rule),
            "part_robustness": share(draws, {part: rule}),
            "shaken_sd": pd.Series([one[part] for one in draws], dtype=float).std(),
            **verdict,
            "switch": " ".join(f"{name}={value:g}" for name, value in row.switch.items()),
            "claim": row.claim,
            "claim_zh": row.claim_zh,
            "published": row.published,
            "mechanism": row.mechanism,
            "changed": row.changed,
            "numbers": fingerprint(),
        }


def _numbers(prefix: str, found: Effect | None, rule: Any) -> dict[str, Any]:
    if found is None:
        return {f"{prefix}{name}": None for name in ("effect", "low", "high", "holds")}
    return {
        f"{prefix}effect": found.mean,
        f"{prefix}low": found.low,
        f"{prefix}high": found.high,
        f"{prefix}holds": holds(found, rule),
    }


def _of(row: Finding, results: Results, stage: str) -> list[Parts]:
    found = [(task.number, result) for task, result in results.items() if task.stage == stage]
    ordered = sorted(found, key=lambda pair: pair[0])
    return [dict(result[row.id]) for _, result in ordered if row.id in result]


def effects(repetitions: Sequence[Parts]) -> dict[str, Effect]:
    """Return the effect of every part over some repetitions; empty if there are none."""
    parts = repetitions[0] if repetitions else {}
    return {part: effect([one[part] for one in repetitions]) for part in parts}


def share(draws: Sequence[Parts], rules: Mapping[str, Any]) -> float | None:
    """Return the share of draws in which the point estimates of all parts are as they must be."""
    points = [{part: Effect(one[part], one[part], one[part]) for part in rules} for one in draws]
    return sum(row_holds(one, rules) for one in points) / len(points) if points else None


def quick_view(frame: pd.DataFrame) -> str:
    """Return the table as lines for the terminal."""
    head = f"{'finding':<26}{'part':<28}{'effect':>8} [95 %]              {'rule':<18}ok"
    return "\n".join([head, *(_quick_line(row) for _, row in frame.iterrows())])


def _quick_line(row: Any) -> str:
    name = f"{row['evidence']} {row['id']}"
    line = f"{name[:25]:<26}{row['part'][:27]:<28}{_interval(row, '')}  {row['rule']:<18}"
    line += "yes" if row["holds"] else "NO "
    if pd.notna(row["switched_effect"]):
        gone = "gone" if row["shown"] else "NOT GONE"
        line += f"  | off: {_interval(row, 'switched_')} {gone}"
    if pd.notna(row["part_robustness"]):
        line += f"  | robust {row['part_robustness']:.0%} (row {row['robustness']:.0%})"
    return line


def _interval(row: Any, prefix: str) -> str:
    mean, low, high = (row[f"{prefix}{name}"] for name in ("effect", "low", "high"))
    return f"{mean:+8.3f} [{low:+.3f}, {high:+.3f}]"
