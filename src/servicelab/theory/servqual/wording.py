"""The 22 items of SERVQUAL in our own words, by dimension, in the form of either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from servicelab.data.resources import read_rows, read_yaml
from servicelab.theory.errors import TheoryError

_PACKAGE = "servicelab.theory.servqual"
TRADES = ("heating", "general")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Item:
    """One item.

    Attributes
    ----------
    number
        1–22.
    label
        As a survey names it: ``"Q1"``.
    dimension
        Chinese name of its dimension.
    short_zh, short_en
        A few words, for figures.
    heating_zh, general_zh, general_en
        What is said of the firm; the same words serve both sides.
    """

    number: int
    label: str
    dimension: str
    short_zh: str
    short_en: str
    heating_zh: str
    general_zh: str
    general_en: str


def _read() -> tuple[Item, ...]:
    rows = read_rows(_PACKAGE, "data/items.csv")
    return tuple(
        Item(**{**row, "number": int(row["number"]), "label": f"Q{row['number']}"})  # type: ignore[arg-type]
        for row in rows
    )


ITEMS = _read()


def items(trade: str = "heating", language: str = "zh") -> pd.DataFrame:
    """Return the 22 items as a table.

    The dimensions and their sizes (4, 5, 4, 4, 5) are those of the scale of 1988; the sentences
    are our own, all worded so that a higher answer is better.

    Parameters
    ----------
    trade
        ``"heating"`` (a heating company) or ``"general"``; English has one wording for both.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        Index item (Q1 … Q22); columns number, dimension, short, expectation, perception.

    Raises
    ------
    TheoryError
        If there is no such wording.

    References
    ----------
    Parasuraman, Zeithaml & Berry 1988, Journal of Retailing 64(1):12-40.

    Examples
    --------
    >>> items().loc["Q8", "expectation"]
    '好的供热公司，约好几点上门，就几点上门。'
    >>> items(language="en").loc["Q8", "perception"]
    'This company is there at the hour that was agreed.'
    """
    frame_of = words(language)[checked(trade, TRADES, "trade")]
    rows = []
    for item in ITEMS:
        text = getattr(item, f"{trade}_zh" if language == "zh" else "general_en")
        sides = [frame_of[side].format(text=text) for side in ("best", "this")]
        rows.append([item.number, item.dimension, getattr(item, f"short_{language}"), *sides])
    names = ["number", "dimension", "short", "expectation", "perception"]
    index = pd.Index([item.label for item in ITEMS], name="item")
    return pd.DataFrame(rows, columns=names, index=index)


def words(language: str) -> dict[str, Any]:
    """Return the words around the items in a language."""
    told: dict[str, Any] = read_yaml(_PACKAGE, "data/questionnaire.yaml")
    found: dict[str, Any] = told[checked(language, LANGUAGES, "language")]
    return found


def checked(value: str, known: tuple[str, ...], name: str) -> str:
    """Return a choice, or say which ones there are."""
    if value not in known:
        raise TheoryError(f"{name} 只有 {'、'.join(known)}，没有“{value}”。")
    return value
