"""The traits of a customer: one table, one row a trait, with each trait's default range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from servicelab.data.resources import read_rows

_NUMBERS = ("low", "high", "minimum", "maximum")


@dataclass(frozen=True)
class Trait:
    """One row of the table of traits.

    Attributes
    ----------
    id, zh
        Name in packs and code; name on screens.
    low, high
        Default range, used where a pack names none.
    minimum, maximum
        What a pack may write at all.
    unit, meaning
        For the reader, in Chinese.
    basis
        A citation, or the word ``assumption``.
    """

    id: str
    zh: str
    low: float
    high: float
    minimum: float
    maximum: float
    unit: str
    meaning: str
    basis: str


def _trait(row: dict[str, str]) -> Trait:
    low, high, minimum, maximum = (float(row[column]) for column in _NUMBERS)
    return Trait(
        row["id"],
        row["zh"],
        low,
        high,
        minimum,
        maximum,
        row["unit"],
        row["meaning"],
        row["basis"],
    )


@cache
def trait_table() -> dict[str, Trait]:
    """Return every trait by its id, in the table's order.

    Examples
    --------
    >>> trait_table()["patience"].maximum
    20.0
    """
    return {row["id"]: _trait(row) for row in read_rows("servicelab.scenarios", "data/traits.csv")}


def traits() -> pd.DataFrame:
    """Return the table of traits as a frame.

    Returns
    -------
    pandas.DataFrame
        Index ``id``; columns ``zh, low, high, minimum, maximum, unit, meaning, basis``.

    Examples
    --------
    >>> traits().loc["temper", ["minimum", "maximum"]].tolist()
    [0.0, 1.0]
    """
    return pd.DataFrame([vars(trait) for trait in trait_table().values()]).set_index("id")
