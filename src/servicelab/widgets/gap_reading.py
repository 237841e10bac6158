"""How somebody's own survey was read, in words: its columns, dimensions and faults."""

from __future__ import annotations

from servicelab.theory.servqual import Survey
from servicelab.widgets.gap_words import say

MOST_PAIRS = 2
MOST_PROBLEMS = 8


def reading_notes(survey: Survey) -> list[str]:
    """Return what a person should check before believing the numbers, in paragraphs.

    Parameters
    ----------
    survey
        As it was read; with expectations.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"E1": [6, 7, 9], "P1": [5, 6, 5], "E2": [5, 6, 7], "P2": [4, 6, 5]})
    >>> [note[:6] for note in reading_notes(Survey.read(answers))]
    ['列是这样认的', '读的时候找到']
    """
    notes = [_columns(survey)]
    return [*notes, _problems(survey)] if len(survey.problems) else notes


def _columns(survey: Survey) -> str:
    page = say("page")
    rows = survey.mapping.head(MOST_PAIRS).to_dict("index")
    pairs = [page["pair"].format(item=item, **_sides(row)) for item, row in rows.items()]
    rest = len(survey.mapping) - len(pairs)
    more = page["more"].format(n=len(survey.mapping)) if rest else ""
    dimensions = [
        page["dimension"].format(name=name, items=page["comma"].join(items))
        for name, items in survey.dimensions.items()
    ]
    told = {"pairs": page["comma"].join(pairs) + more}
    return str(page["dimensions"].format(dimensions=page["comma"].join(dimensions), **told))


def _sides(row: dict[object, object]) -> dict[str, object]:
    return {side: row[side] for side in ("expectation", "perception")}


def _problems(survey: Survey) -> str:
    page, found = say("page"), survey.problems
    shown = found.head(MOST_PROBLEMS)
    told = [f"{what}{done}" for what, done in zip(shown["what"], shown["done"], strict=True)]
    rest = len(found) - len(shown)
    if rest:
        told.append(page["more_problems"].format(n=rest))
    return str(page["problems"].format(n=len(found), found="".join(told)))
