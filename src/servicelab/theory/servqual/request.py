"""What a user says about a survey's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicelab.theory.servqual.columns import Named
from servicelab.theory.servqual.dimensions import Weights

Scale = tuple[float, float]


@dataclass(frozen=True)
class Request:
    """What a user said about the table; see ``Survey.read``."""

    expectation: Named
    perception: Named
    dimensions: Mapping[str, Sequence[object]] | None
    scale: Scale | None
    weights: Weights
    reverse: tuple[object, ...]
    missing: tuple[object, ...]
    encoding: str | None
    sheet: str | int | None
    layout: str | None
    header: int | None
    answers: Mapping[str, float] | None
    allow: tuple[str, ...]
