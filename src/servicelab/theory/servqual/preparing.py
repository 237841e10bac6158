"""From a table as it came to a survey's answers, with all that was found on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from servicelab.theory.servqual.columns import Named, Pairing, pair
from servicelab.theory.servqual.dimensions import (
    Weights,
    checked_weights,
    given_dimensions,
    guessed_dimensions,
)
from servicelab.theory.servqual.problems import Problem, found, refuse, table
from servicelab.theory.servqual.source import Source


@dataclass(frozen=True)
class Request:
    """What a user said about the table; see ``Survey.read``."""

    expectation: Named
    perception: Named
    dimensions: Mapping[str, Sequence[object]] | None
    scale: tuple[float, float] | None
    weights: Weights
    reverse: tuple[object, ...]
    missing: tuple[object, ...]
    encoding: str | None
    sheet: str | int | None
    layout: str | None
    header: int | None
    answers: Mapping[str, float] | None
    allow: tuple[str, ...]


def prepare(given: str | Path | pd.DataFrame, request: Request) -> dict[str, Any]:
    """Return the parts of a survey, by the names of its attributes.

    Raises
    ------
    servicelab.theory.TheoryError
        If the table can't be read or a number would come out wrong.
    """
    frame, source = _table(given), Source()
    pairing = pair(list(frame.columns), request.expectation, request.perception)
    problems: list[Problem] = []
    sides = {side: _numbers(frame, pairing, side, request, problems) for side in _sides(pairing)}
    dimensions, how = _dimensions(pairing, request)
    used = [*(pairing.expectation or ()), *pairing.perception]
    return {
        "expectation": sides.get("expectation"),
        "perception": sides["perception"],
        "others": frame.drop(columns=used),
        "dimensions": dimensions,
        "scale": request.scale,
        "weights": checked_weights(request.weights, dimensions),
        "problems": table(refuse(problems, request.allow)),
        "mapping": _mapping(pairing, dimensions, how),
        "source": source,
    }


def _table(given: str | Path | pd.DataFrame) -> pd.DataFrame:
    frame = given.copy() if isinstance(given, pd.DataFrame) else pd.read_csv(given)
    frame.columns = [str(column) for column in frame.columns]
    if not isinstance(given, pd.DataFrame):
        frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def _sides(pairing: Pairing) -> list[str]:
    return ["perception"] if pairing.expectation is None else ["expectation", "perception"]


def _numbers(
    frame: pd.DataFrame, pairing: Pairing, side: str, request: Request, problems: list[Problem]
) -> pd.DataFrame:
    columns = list(getattr(pairing, side))
    told = frame[columns].apply(pd.to_numeric, errors="coerce").astype(float)
    if request.scale is not None:
        low, high = request.scale
        told = told.where((told >= low) & (told <= high))
    for column in columns:
        rows = told.index[told[column].isna()]
        if len(rows):
            problems.append(found("missing", rows, column))
    return told.set_axis(list(pairing.items), axis=1)


def _dimensions(pairing: Pairing, request: Request) -> tuple[dict[str, list[str]], str]:
    if request.dimensions is None:
        return guessed_dimensions(pairing)
    return given_dimensions(request.dimensions, pairing), "维度按你给的"


def _mapping(pairing: Pairing, dimensions: dict[str, list[str]], how: str) -> pd.DataFrame:
    of = {item: name for name, items in dimensions.items() for item in items}
    frame = pd.DataFrame({"perception": pairing.perception}, index=pd.Index(pairing.items))
    if pairing.expectation is not None:
        frame.insert(0, "expectation", pairing.expectation)
    frame["dimension"] = [of[item] for item in pairing.items]
    frame["how"] = f"{pairing.how}；{how}"
    return frame.rename_axis("item")
