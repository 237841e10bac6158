"""Gaps on the gap screen: in words, in a picture and in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from servicelab.figures import gap_bars
from servicelab.widgets.gap_survey import Asked
from servicelab.widgets.gap_words import interval, points, say
from servicelab.widgets.results import Block, Table

Choices = Mapping[str, Any]
Frame = Any
"""A table or a row of it: pandas' own types cannot say what a row holds."""
DIMENSIONS, ITEMS = "dimensions", "items"
FEW = 30
"""In a group of fewer respondents than these, an interval is only a rough guide."""


def gap_block(part: Asked, whole: Asked, choices: Choices) -> Block:
    """Return the block of gaps.

    Parameters
    ----------
    part
        The respondents that are used.
    whole
        All respondents, to compare the widths of intervals with.
    choices
        What the controls show; see :mod:`servicelab.widgets.gap_screen`.
    """
    split = choices["split"]
    table = _by_group(part, split, choices["rows_by_group"]) if split else _rows(part, choices)
    words = say("gaps")
    picture = gap_bars(
        table.drop(columns=["item", "dimension"], errors="ignore"),
        label="row",
        group="group" if split else None,
        levels=bool(choices["levels"]),
        worst_first=bool(choices["worst"]),
        title=words["title"],
        axis_title=words["axis"],
    )
    sentences = _group_sentences(table, part) if split else _sentences(table, part, whole, choices)
    notes = [words["not_cause"]] if split == "complained" and not part.own else []
    if split and (table["n"] < FEW).any():
        notes.append(words["few"].format(few=FEW))
    return Block(words["title"], sentences, picture.to_html(), notes, _numbers(table, bool(split)))


def _rows(part: Asked, choices: Choices) -> Frame:
    if choices["rows"] == DIMENSIONS:
        table = part.survey.gaps("dimension")
        return table.assign(row=table.index, dimension=table.index).reset_index(drop=True)
    table = part.survey.gaps()
    if choices["rows"] != ITEMS:
        table = table[table["dimension"] == choices["rows"]]
    return table.assign(row=[part.label(str(item)) for item in table.index]).reset_index()


def _by_group(part: Asked, split: str, rows: str) -> Frame:
    table = part.survey.gaps(split).rename_axis(["group", "row"]).reset_index()
    table = table[table["row"] != "total"].rename(columns={"dimension": "_"}, errors="ignore")
    if rows == DIMENSIONS:
        return table.assign(dimension=table["row"])
    table = table[table["row"] == rows]
    return table.assign(dimension=table["row"], row=table["group"], group=rows)


def _sentences(table: Frame, part: Asked, whole: Asked, choices: Choices) -> list[str]:
    words = say("gaps")
    worst = table.loc[table["gap"].idxmin()]
    said = [_lead(worst), words["shares"].format(label=worst["row"], **_shares(worst, part))]
    if len(part.survey.perception) < len(whole.survey.perception):
        everyone = _rows(whole, choices).set_index("row").loc[worst["row"]]
        widths = [points(one["ci_high"] - one["ci_low"]) for one in (worst, everyone)]
        sizes = [len(one.survey.perception) for one in (part, whole)]
        told = dict(zip(("width", "whole", "n", "all"), [*widths, *sizes], strict=True))
        said.append(words["width"].format(label=worst["row"], **told))
    return said


def _lead(worst: Frame) -> str:
    words = say("gaps")
    gap, low, high = (worst[name] for name in ("gap", "ci_low", "ci_high"))
    told = {"label": worst["row"], "gap": points(gap), "low": points(low), "high": points(high)}
    if low <= 0 <= high:
        return str(words["lead_unclear"].format(**told))
    if gap > 0:
        return str(words["lead_above"].format(**told))
    told |= {"gap": points(-gap), "low": points(-high), "high": points(-low)}
    return str(words["lead_below"].format(**told))


def _shares(worst: Frame, part: Asked) -> dict[str, str]:
    """Return how many respondents are below, at and above their own expectation on one row."""
    survey = part.survey
    items = [worst["item"]] if "item" in worst.index else survey.dimensions[worst["dimension"]]
    assert survey.expectation is not None
    own = (survey.perception[items] - survey.expectation[items]).mean(axis=1).dropna()
    shares = {"below": (own < 0).mean(), "level": (own == 0).mean(), "above": (own > 0).mean()}
    return {name: f"{share:.0%}" for name, share in shares.items()}


def _group_sentences(table: Frame, part: Asked) -> list[str]:
    words = say("gaps")
    named = table.assign(who=table["group"].where(table["row"] == table["dimension"], table["row"]))
    worst_row = named.loc[named["gap"].idxmin()]
    rows = named[named["dimension"] == worst_row["dimension"]]
    worst, best = rows.loc[rows["gap"].idxmin()], rows.loc[rows["gap"].idxmax()]
    told: dict[str, str] = {"label": worst["dimension"]}
    for name, one in (("worst", worst), ("best", best)):
        told |= {name: str(one["who"]), f"{name}_gap": points(one["gap"])}
        told |= {f"{name}_e": points(one["expectation"]), f"{name}_p": points(one["perception"])}
    said = [words["group_lead"].format(**told), words["levels"].format(**told)]
    return [*said, words["group_overlap"]] if worst["ci_high"] >= best["ci_low"] else said


def _numbers(table: Frame, split: bool) -> Table:
    words = say("gaps")
    rows = [
        [
            *([str(row["group"])] if split else []),
            str(row["row"]),
            points(row["expectation"]),
            points(row["perception"]),
            points(row["gap"]),
            interval(row["ci_low"], row["ci_high"]),
            f"{row['n']:.0f}",
        ]
        for _, row in pd.DataFrame(table).iterrows()
    ]
    columns = words["group_columns" if split else "columns"]
    return Table(words["table"], columns, rows, names=2 if split else 1)
