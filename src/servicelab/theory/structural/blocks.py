"""Models given as blocks of columns and arrows between them, whatever the columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.fit import fit
from servicelab.theory.structural.result import StructuralFit

Blocks = Mapping[str, str | Sequence[str]]
_CODE = re.compile(r"(?<![A-Za-z0-9_])[vf]\d{3}(?!\d)")  # the short names, in a message


def fit_blocks(
    blocks: Blocks,
    frame: pd.DataFrame,
    paths: Mapping[str, Sequence[str]] | None = None,
    *,
    confidence: float = 0.95,
    errors: str = "robust",
) -> StructuralFit:
    """Fit factors, or paths between factors or columns.

    Parameters
    ----------
    blocks
        Name → its columns: two or more make the block latent; a single column (or a string) is
        taken as it is, without error of measurement. Any column names will do.
    frame
        A row a respondent.
    paths
        Outcome → its causes, all names of blocks. None: a factor analysis in which all blocks may
        go together.
    confidence, errors
        As in :func:`servicelab.theory.structural.fit`.

    Returns
    -------
    StructuralFit
        Tables under the names of blocks and columns.

    Raises
    ------
    TheoryError
        If a block is empty, shares a column with another, an arrow names no block, the arrows go
        in a circle, or the fit fails.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(2)
    >>> x = rng.normal(size=300)
    >>> table = pd.DataFrame({"确认": x, "满意 度": 0.6 * x + rng.normal(size=300)})
    >>> found = fit_blocks({"confirmation": "确认", "satisfaction": "满意 度"}, table,
    ...                    {"satisfaction": ["confirmation"]})
    >>> round(float(found.path("satisfaction", "confirmation")["estimate"]), 2)
    0.61
    """
    columns = {name: _listed(one) for name, one in blocks.items()}
    _check(columns, paths or {})
    short, labels = _short_names(columns)
    latent = any(len(items) > 1 for items in columns.values())
    described = _describe(columns, paths or {}, short, latent)
    used = [item for items in columns.values() for item in items]
    _check_there(used, frame)
    renamed = frame[used].set_axis([short[item] for item in used], axis=1)
    if not latent:
        labels |= {short[items[0]]: name for name, items in columns.items()}
    try:
        return fit(described, renamed, confidence=confidence, errors=errors, labels=labels)
    except TheoryError as error:
        raise TheoryError(_CODE.sub(lambda one: labels[one[0]], str(error))) from error


def _check(columns: dict[str, list[str]], paths: Mapping[str, Sequence[str]]) -> None:
    empty = [name for name, items in columns.items() if not items]
    if empty:
        raise TheoryError(f"这些组里一列也没有：{'、'.join(empty)}。")
    used = [item for items in columns.values() for item in items]
    twice = sorted({item for item in used if used.count(item) > 1})
    if twice:
        raise TheoryError(f"同一列不能用两次：{'、'.join(map(str, twice))}。")
    named = {*paths, *(cause for causes in paths.values() for cause in causes)}
    unknown = sorted(named - set(columns))
    if unknown:
        raise TheoryError(f"路径里提到了没有给列的名字：{'、'.join(unknown)}。")
    _check_no_circle(paths)


def _listed(one: object) -> list[Any]:
    return list(one) if isinstance(one, Iterable) and not isinstance(one, str) else [one]


def _check_there(used: list[str], frame: pd.DataFrame) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise TheoryError("要一张表(DataFrame)。请先用 pd.read_csv 或 pd.read_excel 读进来。")
    there = list(frame.columns)
    absent = [str(item) for item in used if item not in there]
    if absent:
        raise TheoryError(f"表里没有这些列：{'、'.join(absent)}。")
    twice = [str(item) for item in used if there.count(item) > 1]
    if twice:
        raise TheoryError(f"表里有不止一列叫：{'、'.join(twice)}。请先改名。")


def _check_no_circle(paths: Mapping[str, Sequence[str]]) -> None:
    left = {outcome: set(causes) for outcome, causes in paths.items()}
    while left:
        ready = [outcome for outcome, causes in left.items() if not causes & left.keys()]
        if not ready:
            raise TheoryError(f"路径绕成了圈：{'、'.join(left)}；这里只估不绕圈的模型。")
        for outcome in ready:
            del left[outcome]


def _short_names(columns: dict[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Names that a description can hold, for columns (v…) and blocks (f…), and back."""
    items = [item for one in columns.values() for item in one]
    short = {item: f"v{number:03d}" for number, item in enumerate(items)}
    # A column called like a block would take the block's place in the tables.
    labels = {c: f"{i}（列）" if str(i) in columns else str(i) for i, c in short.items()}
    labels |= {f"f{number:03d}": name for number, name in enumerate(columns)}
    return short, labels


def _describe(
    columns: dict[str, list[str]],
    paths: Mapping[str, Sequence[str]],
    short: dict[str, str],
    latent: bool,
) -> str:
    names = {
        name: f"f{number:03d}" if latent else short[items[0]]
        for number, (name, items) in enumerate(columns.items())
    }
    lines = [
        f"{names[one]} ~ {' + '.join(names[c] for c in causes)}" for one, causes in paths.items()
    ]
    if not latent:
        return "\n".join(lines)
    for name, items in columns.items():
        codes = [short[item] for item in items]
        lines.append(f"{names[name]} =~ {' + '.join(codes)}")
        if len(codes) == 1:  # taken as it is: no error of measurement
            lines.append(f"{codes[0]} ~~ 0*{codes[0]}")
    return "\n".join(lines)
