"""Answers cell by cell: missing, words, dates, codes for "no answer", values outside the scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from servicelab.theory.servqual.cells import Odd, numbers
from servicelab.theory.servqual.problems import Problem, found

# What surveys write for "no answer", "does not apply", "skipped".
CODES = frozenset(
    {0.0, 9.0, 77.0, 88.0, 97.0, 98.0, 99.0, 777.0, 888.0, 997.0, 998.0, 999.0, 9999.0}
    | {-float(n) for n in (1, 2, 3, 7, 8, 9, 77, 88, 97, 98, 99, 999)}
)
_MANY_KINDS = 4
_MOSTLY_WORDS = 0.2
_PAGE = 3
_PATTERNS = 20


def answers_of(
    frame: pd.DataFrame,
    missing: Sequence[object],
    meant: Mapping[str, float] | None,
    comma: bool,
    problems: list[Problem],
) -> pd.DataFrame:
    """Return the cells of the items as numbers, and add what was odd to `problems`.

    Parameters
    ----------
    frame
        The items' columns as they came.
    missing
        Values that mean "no answer".
    meant
        What words mean as numbers.
    comma
        Whether a comma may stand before decimals.
    problems
        Receives the findings.

    Returns
    -------
    pandas.DataFrame
        Numbers; NaN where there is no answer.
    """
    columns = {}
    codes = _as_numbers(missing)
    for name in frame.columns:
        told, odd = numbers(frame[name], meant, comma)
        problems.extend(_of_cells(str(name), odd, missing, frame[name]))
        columns[name] = _declared(told, codes, str(name), problems)
    return pd.DataFrame(columns, index=frame.index)


def missing_problems(told: pd.DataFrame, blank: pd.DataFrame) -> Iterator[Problem]:
    """Tell who left what unanswered: whole pages a finding a pattern, single ones by item.

    Parameters
    ----------
    told
        Answers as numbers.
    blank
        Where the cell itself was empty.
    """
    counts = blank.sum(axis=1)
    paged = counts >= _PAGE
    yield from _of_pages(blank[paged])
    for name in told.columns:
        rows = told.index[blank[name] & ~paged]
        if len(rows):
            yield found("missing", rows, str(name))


def without_strays(
    told: pd.DataFrame, scale: tuple[float, float], problems: list[Problem]
) -> pd.DataFrame:
    """Return the answers without values outside the scale, and add those to `problems`.

    What lies outside can be no answer. But where so much lies outside that the scale must be
    another one, leaving it out would bend every mean: such a finding stops the reading.

    Parameters
    ----------
    told
        Answers as numbers.
    scale
        Lowest and highest answer.
    problems
        Receives the findings.

    Returns
    -------
    pandas.DataFrame
        Answers within the scale.
    """
    low, high = scale
    outside = told.notna() & ((told < low) | (told > high))
    if outside.to_numpy().any():
        problems.extend(_wrong_scale(told, outside, scale))
        for name in outside.columns[outside.any()]:
            problems.extend(_strays(told[name][outside[name]], str(name), scale))
    told = told.mask(outside)
    problems.extend(_code_inside(told, scale))
    problems.extend(_fractions(told))
    return told


def _of_cells(
    name: str, odd: Sequence[Odd], missing: Sequence[object], cells: pd.Series
) -> Iterator[Problem]:
    declared = {str(value).strip() for value in missing}
    words = [one for one in odd if one.kind == "text" and one.value not in declared]
    for one in odd:
        if one.value in declared:
            yield found("declared_missing", one.rows, name, one.value)
        elif one.kind != "text":
            yield found(one.kind, one.rows, name, one.value, number=one.read_as)
    yield from _of_words(name, words, cells)


def _of_words(name: str, words: Sequence[Odd], cells: pd.Series) -> Iterator[Problem]:
    rows = [row for one in words for row in one.rows]
    filled = int(cells.notna().sum())
    shown = "”、“".join(one.value for one in words[:_MANY_KINDS])
    if len(rows) >= 2 and len(rows) > _MOSTLY_WORDS * filled:
        yield found("words_as_answers", rows, name, shown, first=words[0].value)
    elif len(words) > _MANY_KINDS:
        yield found("text", sorted(rows, key=list(cells.index).index), name, f"{shown}”等“")
    else:
        for one in words:
            yield found("text", one.rows, name, one.value)


def _declared(
    told: pd.Series, codes: Sequence[float], name: str, problems: list[Problem]
) -> pd.Series:
    for code in codes:
        rows = told.index[told == code]
        if len(rows):
            problems.append(found("declared_missing", rows, name, f"{code:g}"))
            told = told.mask(told == code)
    return told


def _as_numbers(values: Iterable[object]) -> list[float]:
    numbers_told = pd.to_numeric(pd.Series(list(values), dtype=object), errors="coerce")
    return [float(value) for value in numbers_told.dropna().unique()]


def _of_pages(blank: pd.DataFrame) -> Iterator[Problem]:
    if blank.empty:
        return
    patterns, which = np.unique(blank.to_numpy(dtype=bool), axis=0, return_inverse=True)
    if len(patterns) > _PATTERNS:
        yield found("missing_many", blank.index, least=_PAGE)
        return
    for number, pattern in enumerate(patterns):
        names = [str(name) for name in blank.columns[pattern]]
        shown = "、".join(names[:12]) + ("……" if len(names) > 12 else "")
        yield found("missing_page", blank.index[which.ravel() == number], shown, items=len(names))


def _wrong_scale(
    told: pd.DataFrame, outside: pd.DataFrame, scale: tuple[float, float]
) -> Iterator[Problem]:
    low, high = scale
    answers = told.notna().to_numpy().sum()
    values = pd.Series(told.to_numpy()[outside.to_numpy()])
    counts = values.value_counts()
    odd = counts[[value not in CODES for value in counts.index]]
    inside = told.to_numpy()[(~outside & told.notna()).to_numpy()]
    zeros = int(counts.get(0.0, 0))
    if odd.sum() > max(3, 0.005 * answers):
        wide = values[values.between(min(low, 0), max(high, 10))]
        if len(wide) + len(inside) < answers / 2:  # most lie far above: points out of a hundred
            wide = values[values.between(min(low, 0), max(high, 100))]
        yield found(
            "wrong_scale", outside.index[outside.any(axis=1)], value=_values(counts.index),
            low=low, high=high, count=int(odd.sum()), guess_low=min([low, *wide, *inside]),
            guess_high=max([high, *wide, *inside]),
        )  # fmt: skip
    elif low == 1 and zeros >= 3 and (high in (10, 100) or not (inside == high).any()):
        top = inside.max() if len(inside) else high
        yield found(
            "zero_or_missing", told.index[(told == 0).any(axis=1)], low=low, high=high,
            count=zeros, top=top,
        )  # fmt: skip


def _code_inside(told: pd.DataFrame, scale: tuple[float, float]) -> Iterator[Problem]:
    """On a scale to 100, far more answers of 99 than just below it are a code."""
    if not scale[1] > 99 >= scale[0]:
        return
    values = told.to_numpy()
    count, below = int((values == 99).sum()), int(((values >= 96) & (values < 99)).sum())
    if count > 10 + 3 * below:
        rows = told.index[(told == 99).any(axis=1)]
        yield found("code_inside", rows, value="99", count=count, low=scale[0], high=scale[1])


def _strays(strays: pd.Series, name: str, scale: tuple[float, float]) -> Iterator[Problem]:
    for value, rows in strays.groupby(strays).groups.items():
        number = float(str(value))
        kind = "missing_code" if number in CODES and len(rows) > 1 else "out_of_range"
        yield found(kind, rows, name, f"{number:g}", low=scale[0], high=scale[1])


def _fractions(told: pd.DataFrame) -> Iterator[Problem]:
    values = told.to_numpy()
    broken = told.notna().to_numpy() & (values != np.round(values))
    if not broken.any() or broken.sum() > 0.1 * told.notna().to_numpy().sum():
        return
    for place, name in enumerate(told.columns):
        rows = broken[:, place]
        if rows.any():
            shown = f"{values[rows, place][0]:g}"
            yield found("fraction", told.index[rows], str(name), shown)


def _values(values: Iterable[object]) -> str:
    shown = sorted(float(str(value)) for value in values)
    return "、".join(f"{value:g}" for value in shown[:8]) + ("……" if len(shown) > 8 else "")
