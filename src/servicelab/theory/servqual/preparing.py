"""From a table as it came to a survey's answers, with all that was found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.cell_checks import answers_of, missing_problems, without_strays
from servicelab.theory.servqual.columns import Pairing, pair
from servicelab.theory.servqual.dimensions import (
    checked_weights,
    given_dimensions,
    guessed_dimensions,
)
from servicelab.theory.servqual.item_checks import item_problems, reversed_items, swapped_sides
from servicelab.theory.servqual.layouts import is_long, widened
from servicelab.theory.servqual.names import says_side
from servicelab.theory.servqual.other_columns import other_columns
from servicelab.theory.servqual.problems import Problem, found, refuse, table
from servicelab.theory.servqual.reading import Table, read_table
from servicelab.theory.servqual.request import Request, Scale
from servicelab.theory.servqual.row_checks import (
    VOID,
    duplicates,
    half_empty,
    no_respondents,
    straight_lines,
)
from servicelab.theory.servqual.scale_checks import mixed_scales
from servicelab.theory.servqual.turning import turned, turned_columns

_SIDES = {"expectation": "期望", "perception": "感知"}


def prepare(given: str | Path | pd.DataFrame, request: Request) -> dict[str, Any]:
    """Return the parts of a survey, by the names of its attributes.

    Parameters
    ----------
    given
        A file or DataFrame.
    request
        What the user said about it.

    Returns
    -------
    dict
        Attributes of ``Survey``.

    Raises
    ------
    servicelab.theory.TheoryError
        If the table can't be read or a number would come out wrong.
    """
    scale = _checked_scale(request.scale)
    words = tuple(request.answers or ())
    came = read_table(
        given, request.encoding, request.sheet, request.header, words, partial(_fits, request)
    )
    problems = list(came.problems)
    frame, request = _one_row_each(came.frame, request, problems)
    pairing = pair([str(c) for c in frame.columns], request.expectation, request.perception)
    problems.extend(_of_columns(frame, pairing, request))
    dimensions, how = _dimensions(pairing, request, came)
    sides = _sides(pairing)
    told, others = _answers(frame, sides, request, scale, problems)
    told = _looked_through(told, others, sides, pairing, request, scale, problems)
    parts = {
        side: told[columns].set_axis(list(pairing.items), axis=1) for side, columns in sides.items()
    }
    return {
        "expectation": parts.get("expectation"),
        "perception": parts["perception"],
        "others": others,
        "dimensions": dimensions,
        "scale": scale or _seen(told),
        "weights": checked_weights(request.weights, dimensions),
        "problems": table(refuse(problems, request.allow)),
        "mapping": _mapping(pairing, dimensions, how, turned_columns(request.reverse, pairing)),
        "source": came.source,
    }


def _fits(request: Request, labels: Sequence[str]) -> bool:
    """Whether a sheet's column names are a survey's."""
    try:
        pair([label for label in labels if label], request.expectation, request.perception)
    except TheoryError:
        return False
    return True


def _one_row_each(
    frame: pd.DataFrame, request: Request, problems: list[Problem]
) -> tuple[pd.DataFrame, Request]:
    if not is_long(frame, request.layout):
        return frame, request
    wide = widened(frame, request.expectation, request.perception)
    problems.extend(wide.problems)
    return wide.frame, replace(request, expectation=wide.expectation, perception=wide.perception)


def _sides(pairing: Pairing) -> dict[str, list[str]]:
    sides = {"expectation": pairing.expectation, "perception": pairing.perception}
    return {side: list(columns) for side, columns in sides.items() if columns is not None}


def _of_columns(frame: pd.DataFrame, pairing: Pairing, request: Request) -> list[Problem]:
    told = [found("column_order")] if pairing.moved else []
    if pairing.left:
        told.append(found("unpaired", (), "”、“".join(pairing.left[:8])))
    if pairing.expectation is None:
        used = set(pairing.perception)
        like = [c for c in frame.columns if c not in used and says_side(str(c), "expectation")]
        told += [found("unused_columns", (), names="、".join(like[:8]))] if len(like) > 1 else []
    return told


def _answers(
    frame: pd.DataFrame,
    sides: dict[str, list[str]],
    request: Request,
    scale: Scale | None,
    problems: list[Problem],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numbers of all rows that are respondents; other rows stay, without answers."""
    items = [column for columns in sides.values() for column in columns]
    problems.extend(no_respondents(frame, items))
    void = {row for problem in problems if problem.kind in VOID for row in problem.rows}
    respondents = frame.loc[~frame.index.isin(list(void))] if void else frame
    if respondents.empty:
        raise TheoryError("表里没有一行是能用的答卷：格数都对不上表头。请在 Excel 里打开核对。")
    comma = _decimal_comma(respondents[items])
    told = answers_of(respondents[items], request.missing, request.answers, comma, problems)
    blank = told.isna() & ~_explained(told, problems)
    if scale is not None:
        told = without_strays(told, scale, problems)
    problems.extend(missing_problems(told, blank))
    others = other_columns(frame.drop(columns=items), request.missing, scale, problems)
    return told.reindex(frame.index), others


def _decimal_comma(cells: pd.DataFrame) -> bool:
    """Whether the answers are written like 4,5 throughout."""
    texts = [str(cell) for cell in cells.head(200).to_numpy().ravel()]
    commas = sum("," in text for text in texts)
    return commas > 0.2 * len(texts) and not any("." in text for text in texts)


def _explained(told: pd.DataFrame, problems: Sequence[Problem]) -> pd.DataFrame:
    """Cells without a number that a finding already tells of."""
    known = pd.DataFrame(False, index=told.index, columns=told.columns)
    for problem in problems:
        if problem.column in known.columns and problem.rows:
            known.loc[known.index.isin(problem.rows), problem.column] = True
    return known


def _looked_through(
    told: pd.DataFrame,
    others: pd.DataFrame,
    sides: dict[str, list[str]],
    pairing: Pairing,
    request: Request,
    scale: Scale | None,
    problems: list[Problem],
) -> pd.DataFrame:
    """Look at rows, scales and items; leave the second copy of a respondent without answers."""
    problems.extend(_empty_items(told, problems))
    again = list(duplicates(told, others))
    problems.extend(again)
    if "duplicate" not in request.allow:
        rows = [row for problem in again if problem.kind == "duplicate" for row in problem.rows]
        told = told.mask(pd.Series(told.index.isin(rows), index=told.index), axis=0)
    void = {row for problem in problems if problem.kind in VOID for row in problem.rows}
    void |= {row for problem in again if problem.kind == "duplicate" for row in problem.rows}
    alive = told.loc[~told.index.isin(list(void))] if void else told
    problems.extend(half_empty(alive))
    problems.extend(straight_lines(alive, sides["perception"]))
    if scale is not None:
        problems.extend(mixed_scales(alive, others.loc[alive.index], scale, sides))
    told = turned(told, request.reverse, pairing, scale, problems)
    problems.extend(item_problems(alive))
    if len(sides) == 2:
        problems.extend(swapped_sides(told[sides["expectation"]], told[sides["perception"]]))
    for side, columns in sides.items():
        problems.extend(reversed_items(told.loc[alive.index, columns], _SIDES[side]))
    return told


def _empty_items(told: pd.DataFrame, problems: Sequence[Problem]) -> list[Problem]:
    explained = {problem.column for problem in problems if problem.kind == "words_as_answers"}
    empty = [str(name) for name in told.columns[told.notna().sum() == 0]]
    empty = [name for name in empty if name not in explained]
    return [found("empty_item", (), "”、“".join(empty[:8]))] if empty else []


def _dimensions(
    pairing: Pairing, request: Request, came: Table
) -> tuple[dict[str, list[str]], str]:
    if request.dimensions is None:
        return guessed_dimensions(pairing, came.groups)
    return given_dimensions(request.dimensions, pairing), "维度按你给的"


def _mapping(
    pairing: Pairing, dimensions: dict[str, list[str]], how: str, turned_ones: set[str]
) -> pd.DataFrame:
    of = {item: name for name, items in dimensions.items() for item in items}
    frame = pd.DataFrame({"perception": pairing.perception}, index=pd.Index(pairing.items))
    if pairing.expectation is not None:
        frame.insert(0, "expectation", pairing.expectation)
    frame["dimension"] = [of[item] for item in pairing.items]
    frame["turned"] = frame.drop(columns="dimension").isin(turned_ones).any(axis=1)
    frame["how"] = f"{pairing.how}；{how}"
    return frame.rename_axis("item")


def _checked_scale(scale: Scale | None) -> Scale | None:
    if scale is None:
        return None
    try:
        low, high = (float(end) for end in scale)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"scale 要写成（最低分, 最高分），例如 (1, 7)，收到 {scale}。") from error
    if not low < high:
        raise TheoryError(f"scale 的最低分要小于最高分，收到 ({low:g}, {high:g})。")
    return low, high


def _seen(told: pd.DataFrame) -> Scale:
    return float(told.min().min()), float(told.max().max())
