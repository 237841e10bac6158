"""Make docs/model-card.md from the tables of parameters and results; no number is typed.

python tools/make_model_card.py            writes the card
python tools/make_model_card.py --check    only compares, as the suite does
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

import pandas as pd  # noqa: E402
import yaml  # noqa: E402
from jinja2 import Environment, StrictUndefined  # noqa: E402

from servicelab.scenarios import traits  # noqa: E402
from servicelab.simulation import parameter_table  # noqa: E402
from tests.findings import run, sensitivity, shaking, verdicts  # noqa: E402
from tests.findings.results import fingerprint  # noqa: E402

DOCS = ROOT / "docs"
CARD = DOCS / "model-card.md"
WORDS = DOCS / "model-card.yaml"
TEMPLATE = ROOT / "tools" / "model-card.md.j2"
KINDS = ("input", "semi", "emergent")
IDLE, ALIKE = 0.1, 0.95
"""Below this share of the shaken spread a parameter is idle; above this cosine two are alike."""


class CardError(ValueError):
    """The tables do not fit together."""


def card() -> str:
    """Return the text of the card."""
    table = pd.read_csv(run.TABLE, keep_default_na=False, na_values=[""])
    slopes = pd.read_csv(run.SLOPES, index_col="part")
    _require_same_numbers(table, slopes)
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    made = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    found = findings(table)
    return made.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        summary=summary(table),
        groups=grouped(words["groups"]),
        traits=_records(traits().reset_index()),
        how=how(),
        classes=[of_class(table, kind) for kind in KINDS],
        findings=found,
        failures=with_reasons([row for row in found if row["holds"] == "no"], words["why_not"]),
        unshown=unshown(table),
        fragile=fragile(table),
        changed=[row for row in found if row["changed"]],
        known=known(slopes, table),
        not_for=words["not_for"],
        not_attempted=words["not_attempted"],
    )


def _require_same_numbers(table: pd.DataFrame, slopes: pd.DataFrame) -> None:
    for name, frame in (("findings", table), ("sensitivity", slopes)):
        if set(frame["numbers"]) != {fingerprint()}:
            raise CardError(
                f"docs/{name}.csv was made with other parameters; run tests/findings/run.py again"
            )


def one_row(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a finding instead of one a part."""
    return table.drop_duplicates("id")


def summary(table: pd.DataFrame) -> dict[str, int]:
    """Return the counts of the first paragraph."""
    rows, basis = one_row(table), parameter_table()["basis"]
    return {
        "parameters": len(basis),
        "traits": len(traits()),
        "findings": len(rows),
        "holding": int(rows["row_holds"].sum()),
        "failing": int((~rows["row_holds"]).sum()),
        "emergent": of_class(table, "emergent")["shown"],
        "assumed": int((basis == "assumption").sum()),
        "directed": int((basis != "assumption").sum()),
    }


def grouped(groups: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """Return the parameters by group; those that no group names come last."""
    table = parameter_table()
    listed = [name for names in groups.values() for name in names]
    odd = sorted(name for name in set(listed) if name not in table.index or listed.count(name) > 1)
    if odd:
        raise CardError(f"groups of {WORDS.name}: no such parameters, or named twice: {odd}")
    rest = [name for name in table.index if name not in listed]
    every = groups | ({"Further parameters": rest} if rest else {})
    return {group: _records(table.loc[names].reset_index()) for group, names in every.items()}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: f"{x:g}" if isinstance(x, float) else x for name, x in row.items()}
        for row in frame.to_dict("records")
    ]


def how() -> dict[str, Any]:
    """Return how the results were made."""
    return {
        "customers": f"{run.CUSTOMERS:,}",
        "seeds": run.SEEDS,
        "draws": run.DRAWS,
        "band": verdicts.BAND,
        "strength": shaking.STRENGTH,
    }


def of_class(table: pd.DataFrame, kind: str) -> dict[str, Any]:
    """Return the counts of one class."""
    rows = one_row(table)
    rows = rows[rows["kind"] == kind]
    return {
        "kind": kind,
        "findings": len(rows),
        "holding": int(rows["row_holds"].sum()),
        "shown": int(rows["shown"].sum()) if kind == "emergent" else "",
        "robustness": _percent(rows["robustness"].median()),
    }


def findings(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one entry a finding, with its parts as lines."""
    return [_finding(parts) for _, parts in table.groupby("id", sort=False)]


def _finding(parts: pd.DataFrame) -> dict[str, Any]:
    first = parts.astype(object).fillna("").iloc[0]
    lines = [_part(row) for _, row in parts.iterrows()]
    words = ("id", "evidence", "claim", "published", "mechanism", "switch", "changed")
    shown = " (shown)" if first["kind"] == "emergent" and first["shown"] else ""
    return {
        **{name: first[name] for name in words},
        "kind": first["kind"] + shown,
        "holds": "yes" if first["row_holds"] else "no",
        "robustness": _percent(parts["robustness"].iloc[0]),
        "parts": lines,
        "failing": [line for line, ok in zip(lines, parts["holds"], strict=True) if not ok],
    }


def _part(row: pd.Series) -> str:
    line = f"{row['part']}: {_interval(row, '')}, wanted {row['rule']}"
    off = "" if pd.isna(row["switched_effect"]) else f" → {_interval(row, 'switched_')}"
    return line + off


def _interval(row: pd.Series, prefix: str) -> str:
    mean, low, high = (row[f"{prefix}{name}"] + 0.0 for name in ("effect", "low", "high"))
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def _percent(share: float) -> str:
    return "" if pd.isna(share) else f"{share:.0%}"


def with_reasons(failing: list[dict[str, Any]], why_not: dict[str, str]) -> list[dict[str, Any]]:
    """Return the findings that fail, each with the reason that the words give."""
    missing = [row["id"] for row in failing if row["id"] not in why_not]
    if missing:
        raise CardError(f"why_not of {WORDS.name} does not say why these fail: {missing}")
    return [{**row, "why_not": why_not[row["id"]]} for row in failing]


def unshown(table: pd.DataFrame) -> list[str]:
    """Return the findings that hold and are called emergent, but survive their switch."""
    rows = one_row(table)
    return list(rows.loc[(rows["kind"] == "emergent") & rows["row_holds"] & ~rows["shown"], "id"])


def fragile(table: pd.DataFrame) -> list[str]:
    """Return the findings that hold, but in less than half of the shaken draws."""
    rows = one_row(table)
    return list(rows.loc[rows["row_holds"] & (rows["robustness"] < 0.5), "id"])


def known(slopes: pd.DataFrame, table: pd.DataFrame) -> dict[str, Any]:
    """Return what the findings can tell about the parameters."""
    scale = table.set_index(table["id"] + ": " + table["part"])["shaken_sd"]
    matrix = sensitivity.scaled(slopes.drop(columns="numbers"), scale).dropna()
    if len(matrix) < len(table):
        raise CardError("docs/sensitivity.csv lacks parts of docs/findings.csv")
    idle = sensitivity.idle(matrix, IDLE / shaking.STRENGTH)
    pairs = sensitivity.alike(matrix.drop(columns=idle), ALIKE)
    strength = (matrix**2).sum().sort_values(ascending=False)
    return {
        "parts": len(matrix),
        "parameters": matrix.shape[1],
        "step": sensitivity.STEP,
        "tenth": sensitivity.directions(matrix, 0.1),
        "hundredth": sensitivity.directions(matrix, 0.01),
        "idle": idle,
        "threshold": IDLE,
        "cosine": ALIKE,
        "alike": [f"{one} ~ {other} ({cosine:.2f})" for one, other, cosine in pairs],
        "strongest": list(strength.index[:10]),
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the card, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say whether it is new")
    checking = parser.parse_args(arguments).check
    text = card()
    if not checking:
        CARD.write_text(text, encoding="utf-8")
        print(f"wrote {CARD.relative_to(ROOT)}")
        return 0
    same = CARD.exists() and CARD.read_text(encoding="utf-8") == text
    print("up to date" if same else "out of date: run python tools/make_model_card.py")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
