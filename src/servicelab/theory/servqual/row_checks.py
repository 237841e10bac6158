"""Answers row by row: rows that are no respondent, recorded twice, straight lines, half empty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.theory.servqual.cells import is_number
from servicelab.theory.servqual.names import plain
from servicelab.theory.servqual.problems import Problem, found

VOID = ("long_row", "short_row", "summary_row", "repeated_header")
# A copy tells itself from a coincidence by how often neighbouring answers differ.
_CHANGES, _CHANGES_OF_COPIES = 8, 12
_LINE, _LINE_OF_SIDE = 8, 10


def no_respondents(frame: pd.DataFrame, items: list[str]) -> Iterator[Problem]:
    """Tell rows that are no respondent: sums and means, and names of columns once more.

    Parameters
    ----------
    frame
        The whole table as it came.
    items
        The items' columns.
    """
    again: set[object] = set()
    for name in items:
        if frame[name].dtype.kind not in "iufb" and not is_number(name):
            again |= set(frame.index[(frame[name] == name).to_numpy()])
    rows = [row for row in again if _mostly_names(frame.loc[[row], items].iloc[0], items)]
    if rows:
        yield found("repeated_header", sorted(rows, key=list(frame.index).index))
    for name in frame.columns.difference(items, sort=False):
        cells = frame[name]
        if cells.dtype.kind in "iufbM":
            continue
        marked = _summed(cells)
        if marked.any() and marked.sum() <= max(3, 0.02 * len(cells)):
            yield found("summary_row", cells.index[marked], str(name), str(cells[marked].iloc[0]))


def duplicates(told: pd.DataFrame, others: pd.DataFrame) -> Iterator[Problem]:
    """Tell respondents recorded twice.

    Parameters
    ----------
    told
        Answers as numbers, expectation and perception side by side.
    others
        The other columns; those that only count rows or tell the time don't make a difference.
    """
    counting = [c for c in others if plain(str(c)) in _words("counters") or _counts(others[c])]
    known = [c for c in others if c not in counting]
    who = next((c for c in known if plain(str(c)) in _words("respondents")), None)
    same = _hash(told)
    rest = others[known].astype(str)
    whole = same + pd.util.hash_pandas_object(rest, index=False).to_numpy()
    answered = told.notna().sum(axis=1).to_numpy()
    changes = _changes(told)
    named = others[who].notna().to_numpy() if who is not None else np.zeros(len(told), bool)
    certain = (answered >= 2) & (named | (changes >= _CHANGES))
    again = pd.Series(whole).duplicated().to_numpy() & certain
    if again.any():
        first = pd.Series(told.index, index=whole).groupby(level=0).first()
        yield found("duplicate", told.index[again], first=first[whole[again][0]])
    copied = pd.Series(same).duplicated(keep=False).to_numpy() & (changes >= _CHANGES_OF_COPIES)
    copied &= ~pd.Series(whole).duplicated(keep=False).to_numpy()
    if copied.any():
        yield found("copied", told.index[copied])
    if who is not None:
        yield from _same_name(others[who], again)


def straight_lines(told: pd.DataFrame, perception: list[str]) -> Iterator[Problem]:
    """Tell respondents who gave one and the same answer to everything."""
    line = _flat(told, _LINE)
    if line.any():
        yield found("straight_line", told.index[line])
    side = _flat(told[perception], _LINE_OF_SIDE) & ~line
    if side.any():
        yield found("straight_side", told.index[side])


def half_empty(told: pd.DataFrame) -> Iterator[Problem]:
    """Tell respondents who answered less than half, or nothing."""
    share = told.notna().mean(axis=1)
    if (share == 0).any():
        yield found("empty_row", told.index[share == 0])
    few = (share > 0) & (share < 0.5)
    if few.any():
        yield found("few_answers", told.index[few])


def plain_text(cell: object) -> str:
    """Return a cell as a plain text, empty where it holds none."""
    return plain(cell) if isinstance(cell, str) else ""


def _counts(cells: pd.Series) -> bool:
    """Whether a column only counts the rows: each number one more than the one before."""
    if cells.dtype.kind not in "iuf" or len(cells) < 2:
        return False
    return bool((np.diff(cells.to_numpy(dtype=float)) == 1).all())


def _mostly_names(row: pd.Series, items: list[str]) -> bool:
    return 2 * sum(map(str.__eq__, map(str, row), items)) >= len(items)


def _summed(cells: pd.Series) -> pd.Series:
    """Where a cell holds nothing but a word such as 合计."""
    codes, values = pd.factorize(cells.to_numpy(dtype=object))
    known = [i for i, value in enumerate(values) if plain_text(value) in _words("summary")]
    return pd.Series(np.isin(codes, known), index=cells.index)


def _hash(told: pd.DataFrame) -> np.ndarray:
    return np.asarray(pd.util.hash_pandas_object(told.round(6), index=False).to_numpy())


def _changes(told: pd.DataFrame) -> np.ndarray:
    values = told.to_numpy(dtype=float)
    steps = np.diff(values, axis=1)
    return np.asarray((np.nan_to_num(steps) != 0).sum(axis=1))


def _flat(told: pd.DataFrame, least: int) -> np.ndarray:
    enough = told.notna().sum(axis=1) >= least
    return np.asarray((enough & (told.max(axis=1) == told.min(axis=1))).to_numpy())


def _same_name(who: pd.Series, again: np.ndarray) -> Iterator[Problem]:
    names = who[~again].dropna()
    twice = names.duplicated(keep=False)
    # A column in which most names repeat says something else than who answered.
    if twice.any() and names.nunique() >= 0.9 * len(names):
        yield found("same_respondent", names.index[twice], str(who.name))


def _words(key: str) -> list[str]:
    words: list[str] = read_yaml("servicelab.theory.servqual", "data/reading.yaml")[key]
    return words
