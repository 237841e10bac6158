"""The columns beside the items: numbers made numbers, codes for "no answer" left out and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from servicelab.theory.servqual.cell_checks import CODES
from servicelab.theory.servqual.cells import numbers
from servicelab.theory.servqual.problems import Problem, found

Scale = tuple[float, float]
_MOSTLY = 0.8
_FEWEST = 10


def other_columns(
    others: pd.DataFrame, missing: Sequence[object], scale: Scale | None, problems: list[Problem]
) -> pd.DataFrame:
    """Return the other columns, those that hold numbers as numbers.

    A column that is a rating (whole numbers from 0 to 10) with a few values such as 99 is an
    outcome that somebody left unanswered; the codes are taken out and told.

    Parameters
    ----------
    others
        Columns as they came.
    missing
        Values that mean "no answer", as the user said.
    scale
        Of the items; not used to judge the others.
    problems
        Receives the findings.

    Returns
    -------
    pandas.DataFrame
        The same columns.
    """
    columns = {name: _column(others[name], missing, problems) for name in others.columns}
    return pd.DataFrame(columns, index=others.index)


def _column(cells: pd.Series, missing: Sequence[object], problems: list[Problem]) -> pd.Series:
    if cells.dtype.kind in "bM" or isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    told, odd = numbers(cells)
    filled = cells.notna() & (cells.astype(str).str.strip() != "")
    if not filled.any() or told.notna().sum() < _MOSTLY * filled.sum() or _is_name(cells):
        return cells
    for one in odd:
        if one.kind in ("text", "date", "formula", "formula_error"):
            problems.append(found("text_elsewhere", one.rows, str(cells.name), one.value))
    problems.extend(_codes(told, missing))
    return _whole(told.mask(told.isin(_code_values(told, missing))), cells)


def _whole(told: pd.Series, cells: pd.Series) -> pd.Series:
    """Whole numbers stay so: a group is called 1, not 1.0."""
    if cells.dtype.kind in "iuf" and told.equals(cells.astype(float)):
        return cells
    whole = told.notna().all() and bool((told == np.round(told)).all())
    return told.astype("int64") if whole and bool((told.abs() < 1e15).all()) else told


def _codes(told: pd.Series, missing: Sequence[object]) -> Iterator[Problem]:
    values = _code_values(told, missing)
    rest = told[~told.isin(values)]
    for value in values:
        rows = told.index[told == value]
        yield found(
            "codes_elsewhere", rows, str(told.name), f"{value:g}", low=rest.min(), high=rest.max()
        )


def _code_values(told: pd.Series, missing: Sequence[object]) -> list[float]:
    """Codes in a column whose other values are whole numbers from 0 to 10."""
    declared = set(pd.to_numeric(pd.Series(list(missing), dtype=object), errors="coerce").dropna())
    far = {code for code in CODES if code < 0 or code > 10} | {float(code) for code in declared}
    rest = told[~told.isin(far)].dropna()
    rating = len(rest) >= _FEWEST and rest.between(0, 10).all() and (rest == np.round(rest)).all()
    return sorted(far & set(told.dropna())) if rating else []


def _is_name(cells: pd.Series) -> bool:
    """Numbers that only name something, such as 007 or a telephone number."""
    if cells.dtype.kind in "iuf":
        return False
    texts = cells.map(lambda cell: cell.strip() if isinstance(cell, str) else "")
    return bool(texts.str.fullmatch(r"0\d+|\d{8,}").any())
