"""The figures of a comparison, with no more in one than a projector can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from servicelab.evaluation.measures import axis_title
from servicelab.evaluation.units import ALL, require
from servicelab.evaluation.words import say
from servicelab.figures import Picture, frontier_plot, grid_plot, interval_plot, rank_plot
from servicelab.figures.style import method_colour
from servicelab.figures.words import Language

if TYPE_CHECKING:
    from servicelab.evaluation.comparison import Comparison

MOST_PANELS = 6


def plot(
    result: Comparison,
    *,
    dose: str | None = None,
    customer_type: str | None = None,
    scenario: str | None = None,
    methods: Sequence[str] | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw estimates with their intervals and the noise floor, one panel a group.

    Parameters
    ----------
    result
        The comparison.
    dose, customer_type, scenario
        What to draw; None draws all of it, but of several scenarios only the mean, unless they
        are all that varies.
    methods
        Names of the methods to draw; None draws all.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    servicelab.figures.Picture
        A grid without intervals if there were more than six panels.
    """
    rows = _rows(result, dose, customer_type, scenario, language)
    if methods is not None:
        present = list(rows["method"].unique())
        rows = rows[rows["method"].isin([require(method, present) for method in methods])]
    if rows["group"].nunique() > MOST_PANELS:
        return _grid(result, rows, language)
    known = rows.dropna(subset="noise_floor")
    floors = {
        str(group): float(floor)
        for group, floor in zip(known["group"], known["noise_floor"], strict=True)
    }
    return interval_plot(
        rows,
        noise_floor=(floors or None) if result.sign else None,  # nobody is first to be near to
        reference="highest" if result.sign > 0 else "lowest",
        axis_title=axis_title(result.measure, language),
        colours=_colours(rows),
        language=language,
    )


def leads(
    result: Comparison,
    over: str,
    *,
    dose: str | None = None,
    customer_type: str | None = None,
    scenario: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw how far the others lie above one method: the figure behind the ranks.

    Where methods are close, their own intervals overlap and say little: the same customers meet
    the same luck under each, so the differences are known much better than the levels.

    Parameters
    ----------
    result, customer_type, scenario, language
        As for :func:`plot`; with more than six panels only the mean over the scenarios.
    over
        The method to compare with.
    dose
        None draws the first that was compared: leads at equal dose are so much smaller that on
        one axis with the others they could not be seen.
    """
    dose = result.numbers.doses[0] if dose is None else dose
    rows = _rows(result, dose, customer_type, scenario, language)
    if rows["group"].nunique() > MOST_PANELS:
        rows = rows[rows["scenario"] == ALL]
    parts = []
    require(over, list(rows["method"].unique()))
    for row in rows[rows["method"] == over].to_dict("records"):
        table = result.leads(
            over, dose=row["dose"], customer_type=row["customer_type"], scenario=row["scenario"]
        )
        parts.append(table.assign(group=row["group"]).reset_index())
    table = pd.concat(parts, ignore_index=True)
    table["label"] = [_name(result, method, language) for method in table["method"]]
    name = _name(result, over, language)
    return interval_plot(
        table,
        reference=0.0,
        title=say("leads_title", language, over=name, dose=say(dose, language)),
        axis_title=say(
            "gain_axis", language, measure=axis_title(result.measure, language), over=name
        ),
        colours=_colours(table),
        language=language,
    )


def ranks(
    result: Comparison,
    *,
    dose: str | None = None,
    customer_type: str | None = None,
    scenario: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw the rank of every method with the ranks that noise leaves open.

    Parameters
    ----------
    result, dose, customer_type, scenario, language
        As for :func:`plot`.
    """
    rows = _rows(result, dose, customer_type, scenario, language)
    return rank_plot(rows, language=language)


def grid(
    result: Comparison,
    *,
    dose: str | None = None,
    customer_type: str | None = None,
    scenario: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw all estimates as a grid of groups by methods, the winners framed.

    Parameters
    ----------
    result, dose, customer_type, scenario, language
        As for :func:`plot`.
    """
    rows = _rows(result, dose, customer_type, scenario, language)
    return _grid(result, rows, language)


def _grid(result: Comparison, rows: pd.DataFrame, language: Language) -> Picture:
    cells = rows.assign(row=rows["group"], column=rows["label"])
    return grid_plot(cells, value_title=axis_title(result.measure, language), language=language)


def frontier(result: Comparison, table: pd.DataFrame, language: Language = "zh") -> Picture:
    """Draw what every method costs and gains, and the frontier.

    Parameters
    ----------
    result
        The comparison, which knows the names.
    table
        What its ``frontier`` returned.
    language
        ``"zh"`` or ``"en"``.
    """
    rows = table.reset_index()
    rows["label"] = [_name(result, method, language) for method in rows["method"]]
    baseline = rows.loc[rows["verdict"] == "reference", "label"].iloc[0]
    gained = say("gain_axis", language, measure=axis_title(result.measure, language), over=baseline)
    return frontier_plot(
        rows, x_title=axis_title("cost", language), y_title=gained, language=language
    )


def _colours(rows: pd.DataFrame) -> dict[str, str]:
    return {
        label: method_colour(method)
        for label, method in zip(rows["label"], rows["method"], strict=True)
    }


def _rows(
    result: Comparison,
    dose: str | None,
    customer_type: str | None,
    scenario: str | None,
    language: Language,
) -> pd.DataFrame:
    """Return the rows of the table to draw, with ``label`` and ``group``."""
    rows = result.table.reset_index()
    for column, value in (("dose", dose), ("customer_type", customer_type)):
        if value is not None:
            require(value, list(rows[column].unique()))
            rows = rows[rows[column] == value]
    several = len(rows[["dose", "customer_type"]].drop_duplicates()) > 1
    if scenario is not None or several or len(result.numbers.scenarios) == 1:
        scenario = ALL if scenario is None else scenario
        require(scenario, [*result.numbers.scenarios, ALL])
        rows = rows[rows["scenario"] == scenario]
    levels = [name for name in ("dose", "customer_type", "scenario") if rows[name].nunique() > 1]
    parts = rows[levels or ["scenario"]].map(lambda key: _name(result, key, language))
    return rows.assign(
        group=parts.agg(say("separator", language).join, axis=1),
        label=[_name(result, method, language) for method in rows["method"]],
    )


def _name(result: Comparison, key: str, language: Language) -> str:
    if key == ALL and len(result.numbers.scenarios) == 1:
        key = result.numbers.scenarios[0]
    return result.labels.get(key, say(key, language)) if language == "zh" else say(key, language)
