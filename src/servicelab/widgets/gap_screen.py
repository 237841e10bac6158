"""The gap screen of lesson 02: controls above, gaps or the four-quadrant matrix below."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as ipw
import pandas as pd

from servicelab.theory.servqual import Survey
from servicelab.widgets.form import Form, Spec, option
from servicelab.widgets.gap_matrix_page import LINES, matrix_block
from servicelab.widgets.gap_pages import DIMENSIONS, ITEMS, gap_block
from servicelab.widgets.gap_survey import Asked, asked
from servicelab.widgets.gap_words import say
from servicelab.widgets.results import Results

SIZES = (300, 100, 30)
KEPT = 40
"""Answers that a screen remembers, so that going back takes no time."""


class GapExplorer(ipw.VBox):
    """Where the service falls short of what was expected, and what to mend first.

    Parameters
    ----------
    survey
        A :class:`~servicelab.theory.servqual.Survey`, or a table or file that it can read; the
        course's survey of a heating company if not given.
    groups
        Columns to divide the respondents by, or column → what to call it; columns of words with
        few different values if not given.
    outcome
        Column of an overall judgement, from which importance is derived.
    importance
        Columns of stated importance, one a dimension, in their order.
    title
        What the survey is called.

    Attributes
    ----------
    choices
        What the controls show, by name.
    results
        What is shown below them.

    Raises
    ------
    servicelab.data.ServicelabError
        If the survey can't be read, a column isn't there, or expectations were not asked.

    Examples
    --------
    >>> answers = pd.DataFrame({"E1": [6, 7, 5, 6], "E2": [7, 6, 6, 7],
    ...                         "P1": [5, 6, 5, 4], "P2": [6, 6, 5, 6]})
    >>> screen = GapExplorer(answers)
    >>> screen.choose(rows="items")
    >>> screen.choices["rows"]
    'items'
    """

    def __init__(
        self,
        survey: Survey | pd.DataFrame | str | Path | None = None,
        groups: Mapping[str, str] | Sequence[str] | None = None,
        outcome: str | None = None,
        importance: Sequence[str] | None = None,
        title: str | None = None,
    ) -> None:
        self._asked = asked(survey, groups, outcome, importance, title)
        self._luck = 1
        values = {
            "question": "gaps",
            "split": "",
            "rows": DIMENSIONS,
            "rows_by_group": DIMENSIONS,
            "people": len(self._asked.survey.perception),
            "levels": True,
            "worst": False,
            "importance": self._asked.sources()[0],
            "cells": DIMENSIONS,
            "line": LINES[0],
            "big": False,
        }
        self._kept: dict[tuple[object, ...], Results] = {}
        self._form = Form(say("screen")["title"], fields(self._asked), values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self.results: Results
        self._show()
        self._form.progress = -1.0

    @property
    def choices(self) -> dict[str, Any]:
        """What the controls show, by name."""
        return dict(self._form.values)

    def choose(self, **values: Any) -> None:
        """Set controls and compute; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name of the control: question, split, rows, rows_by_group, people, levels, worst,
            importance, cells, line, big.
        """
        self._form.choose(next(reversed(values), "question"), values)

    def again(self) -> None:
        """Draw other respondents, where not all of them are used."""
        self._form.choose("again", {})

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first picture.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.results.to_page()}, metadata

    def _answer(self, name: str) -> None:
        if name == "big":
            (self.add_class if self.choices["big"] else self.remove_class)("sl-big")
            return
        self._luck += name == "again"
        self._form.say(say("screen")["counting"])
        started = time.perf_counter()
        self._show()
        seconds = time.perf_counter() - started
        self._form.say(say("screen")["in_seconds"].format(seconds=seconds))

    def _show(self) -> None:
        choices = self.choices
        choices.pop("big")
        key = (*choices.items(), self._luck)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = results(self._asked, choices, self._luck)
        self.results = self._kept[key]
        self._page.value = self.results.to_html()


def results(whole: Asked, choices: Mapping[str, Any], luck: int) -> Results:
    """Return what the screen shows for some choices.

    Parameters
    ----------
    whole
        The survey.
    choices
        What the controls show.
    luck
        Which respondents are drawn where not all are used.
    """
    page, n = say("page"), int(choices["people"])
    part = whole.some(n, luck)
    if choices["question"] == "gaps":
        block = gap_block(part, whole, choices)
    else:
        block = matrix_block(part, choices)
    low, high = whole.survey.scale
    basis = {"title": whole.title, "n": len(whole.survey.perception), "low": low, "high": high}
    put_in = [page["basis"].format(**basis), *whole.notes]
    if part is not whole:
        put_in.append(page["drawn"].format(n=n, luck=luck))
    return Results(
        title=f"{say('screen')['title']}：{say('screen')['questions'][choices['question']]}",
        blocks=[block],
        model=page["own" if whole.own else "model"],
        put_in_title=page["put_in"],
        put_in=put_in,
        static=page["static"],
    )


def fields(whole: Asked) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    whole
        The survey that it was opened with.
    """
    words, total = say("screen"), len(whole.survey.perception)
    gaps, matrix = ({"question": [name]} for name in words["questions"])
    sizes = [option(n, words["some"].format(n=n)) for n in SIZES if n < total]
    splits = {"": words["whole"], **whole.groups}
    every = {ITEMS: words["items"].format(n=whole.survey.perception.shape[1])}
    each = {
        name: words["items_of"].format(dimension=name, n=len(items))
        for name, items in whole.survey.dimensions.items()
        if 1 < len(items) < whole.survey.perception.shape[1]
    }
    top = {DIMENSIONS: words["dimensions"]}
    names = {name: name for name in whole.survey.dimensions}
    sources = {name: words["sources"][name] for name in whole.sources()}
    many = {"importance": [name for name in sources if name != "stated"]}
    return [
        _field("question", "choice", words["questions"]) | {"large": True},
        _field("split", "select", splits) | {"when": gaps},
        _field("rows", "select", {**top, **every, **each}) | {"when": {**gaps, "split": [""]}},
        _field("rows_by_group", "select", {**top, **names})
        | {"when": {**gaps, "split": list(whole.groups)}},
        _field("people", "select", {total: words["everyone"].format(n=total)})
        | {"options": [option(total, words["everyone"].format(n=total)), *sizes]},
        {"name": "again", "kind": "button", "label": words["again"]}
        | {"when": {"people": [one["value"] for one in sizes]}},
        {"name": "levels", "kind": "toggle", "label": words["levels"], "when": gaps},
        {"name": "worst", "kind": "toggle", "label": words["worst"], "when": gaps},
        _field("importance", "choice", sources) | {"when": matrix},
        _field("cells", "select", {**top, **every}) | {"when": {**matrix, **many}},
        _field("line", "select", _lines(whole)) | {"when": matrix},
        {"name": "big", "kind": "toggle", "label": words["big"]},
    ]


def _lines(whole: Asked) -> dict[str, str]:
    words, (low, high) = say("screen"), whole.survey.scale
    scores = {one: words["at"].format(score=one) for one in LINES[1:] if low < float(one) < high}
    return {LINES[0]: words["average"], **scores}


def _field(name: str, kind: str, options: Mapping[Any, str]) -> Spec:
    made = [option(value, label) for value, label in options.items()]
    return {"name": name, "kind": kind, "label": say("screen")[name], "options": made}


def gap_explorer(
    survey: Survey | pd.DataFrame | str | Path | None = None,
    groups: Mapping[str, str] | Sequence[str] | None = None,
    outcome: str | None = None,
    importance: Sequence[str] | None = None,
    title: str | None = None,
) -> GapExplorer:
    """Open the gap screen.

    Parameters
    ----------
    survey, groups, outcome, importance, title
        As for :class:`GapExplorer`.

    Returns
    -------
    GapExplorer
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> gap_explorer().choices["importance"]
    'stated'
    """
    return GapExplorer(survey, groups, outcome, importance, title)
