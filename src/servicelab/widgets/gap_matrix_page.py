"""The four-quadrant matrix on the gap screen: in words, in a picture and in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servicelab.figures import quadrant_plot
from servicelab.widgets.gap_survey import Asked
from servicelab.widgets.gap_words import interval, points, say
from servicelab.widgets.results import Block, Table

Choices = Mapping[str, Any]
Frame = Any
"""A table or a row of it: pandas' own types cannot say what a row holds."""
LINES = ("average", "4", "5", "6")
"""Where perception is cut in two: at the rows' mean, or at a score."""
FIRST = "改进区"


def matrix_block(part: Asked, choices: Choices) -> Block:
    """Return the block of the matrix.

    Parameters
    ----------
    part
        The respondents that are used.
    choices
        What the controls show; see :mod:`servicelab.widgets.gap_screen`.
    """
    words, source = say("matrix"), choices["importance"]
    by = "item" if choices["cells"] == "items" and source != "stated" else "dimension"
    line = None if choices["line"] == LINES[0] else float(choices["line"])
    table = _table(part, source, by, line)
    cut = table["performance"].mean() if line is None else line
    picture = quadrant_plot(
        table.assign(label=[part.label(str(name)) for name in table.index]),
        crossing=(float(cut), float(table["importance"].mean())),
        x_title=words["performance"],
        y_title=words["axes"][source],
        title=words["title"],
    )
    return Block(
        words["title"],
        [_lead(table, part), _unsure(table, part), words[source]],
        picture.to_html(),
        [words["line"]],
        _numbers(table, part),
        leads=2,
    )


def _table(part: Asked, source: str, by: str, line: float | None) -> Frame:
    crossing = (None, line)
    if source == "stated":
        return part.survey.importance_performance(list(part.importance), crossing=crossing)
    outcome = part.outcome if source == "derived" else None
    made: Frame = part.survey.importance_performance
    return made(outcome=outcome, by=by, crossing=crossing)


def _lead(table: Frame, part: Asked) -> str:
    words = say("matrix")
    first = table.index[table["quadrant"] == FIRST]
    if not len(first):
        return str(words["lead_none"])
    return str(words["lead"].format(names=_names(first, part)))


def _unsure(table: Frame, part: Asked) -> str:
    words = say("matrix")
    unsure = table.index[~table["sure"]]
    if not len(unsure):
        return str(words["all_sure"])
    return str(words["unsure"].format(names=_names(unsure, part)))


def _names(labels: Frame, part: Asked) -> str:
    return str(say("page")["comma"].join(part.label(str(name)) for name in labels))


def _numbers(table: Frame, part: Asked) -> Table:
    words = say("matrix")
    rows = []
    for name, row in table.iterrows():
        quadrant = row["quadrant"]
        rows.append(
            [
                part.label(str(name)),
                quadrant if row["sure"] else words["open"].format(quadrant=quadrant),
                points(row["importance"]),
                interval(row["importance_low"], row["importance_high"]),
                points(row["performance"]),
                interval(row["performance_low"], row["performance_high"]),
            ]
        )
    return Table(words["table"], words["columns"], rows, names=2)
