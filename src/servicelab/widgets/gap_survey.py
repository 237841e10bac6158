"""The survey on the gap screen: what it is, its groups, its importance, a part of it by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.theory.servqual import Survey, items
from servicelab.widgets.gap_reading import reading_notes
from servicelab.widgets.gap_words import say

FILE = "heating_servqual.csv"
MOST_GROUPS = 8


@dataclass(frozen=True)
class Asked:
    """A survey and what of it the screen may show.

    Attributes
    ----------
    survey
        With expectations.
    title
        What it is called.
    groups
        Column that divides the respondents → what it is called.
    outcome
        Column that perception is held against for derived importance, or nothing.
    importance
        A column of stated importance for each dimension, in order, or nothing.
    notes
        How it was read and what was done with it beforehand, in paragraphs.
    labels
        Item → what it asks, in a few words.
    own
        Whether it is somebody's own survey and not the course's.
    """

    survey: Survey
    title: str
    groups: Mapping[str, str] = field(default_factory=dict)
    outcome: str | None = None
    importance: Sequence[str] = ()
    notes: Sequence[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    own: bool = True

    def label(self, item: str) -> str:
        """Return what a row is called: an item with what it asks, where that is known."""
        return f"{item} {self.labels[item]}" if item in self.labels else item

    def sources(self) -> list[str]:
        """Return where importance can come from, the best first."""
        found = ["stated"] if self.importance else []
        found += ["derived"] if self.outcome else []
        return found or ["expected"]

    def some(self, n: int, luck: int) -> Asked:
        """Return the survey with `n` respondents drawn by chance; all of them where it has fewer.

        Parameters
        ----------
        n
            How many.
        luck
            Another number, another draw.
        """
        rows = self.survey.perception.index
        if n >= len(rows):
            return self
        drawn = np.random.default_rng([n, luck]).choice(len(rows), size=n, replace=False)
        return replace(self, survey=part(self.survey, np.sort(drawn)))


def part(survey: Survey, places: np.ndarray) -> Survey:
    """Return a survey of some respondents only.

    Parameters
    ----------
    survey
        The whole.
    places
        Which of its respondents, by place from 0.
    """
    tables = {
        name: None if table is None else table.iloc[places]
        for name, table in vars(survey).items()
        if name in ("expectation", "perception", "others")
    }
    return replace(survey, **tables)


def answered(survey: Survey) -> Survey:
    """Return a survey without the rows that hold no answer, such as a sheet typed in twice."""
    return part(survey, np.flatnonzero(survey.perception.notna().any(axis=1)))


def asked(
    survey: Survey | pd.DataFrame | str | Path | None = None,
    groups: Mapping[str, str] | Sequence[str] | None = None,
    outcome: str | None = None,
    importance: Sequence[str] | None = None,
    title: str | None = None,
) -> Asked:
    """Return the survey for the screen: the course's own, or what was given.

    Parameters
    ----------
    survey
        As :func:`servicelab.widgets.gap_screen.gap_explorer` takes it.
    groups
        Columns that divide the respondents; those with few different values if not given.
    outcome, importance
        Columns, see :class:`Asked`.
    title
        What the survey is called.

    Raises
    ------
    servicelab.data.ServicelabError
        If the file or a column isn't there, or nothing was asked about expectations.
    """
    if survey is None:
        return _course()
    read = answered(survey if isinstance(survey, Survey) else Survey.read(survey))
    if read.expectation is None:
        raise ServicelabError(say("errors")["no_expectation"])
    named = dict(groups) if isinstance(groups, Mapping) else {one: one for one in groups or []}
    columns = [*named, *(importance or []), *([outcome] if outcome else [])]
    _require(read, columns)
    if importance and len(importance) != len(read.dimensions):
        given = {"dimensions": len(read.dimensions), "given": len(importance)}
        raise ServicelabError(say("errors")["short"].format(**given))
    named = named or {one: str(one) for one in _dividing(read.others)}
    stated = tuple(importance or ())
    return Asked(read, title or _name(survey), named, outcome, stated, reading_notes(read))


def _require(survey: Survey, columns: Sequence[str]) -> None:
    for name in columns:
        if name not in survey.others:
            known = say("page")["comma"].join(map(str, survey.others)) or say("page")["none"]
            raise ServicelabError(say("errors")["no_column"].format(name=name, known=known))


def _dividing(others: pd.DataFrame) -> list[str]:
    """Return the columns of words with few different values: what people are divided by."""
    words = [name for name in others if not pd.api.types.is_numeric_dtype(others[name])]
    return [name for name in words if 2 <= others[name].nunique() <= MOST_GROUPS]


def _name(survey: object) -> str:
    return Path(survey).name if isinstance(survey, str | Path) else "你的问卷"


def _course() -> Asked:
    words = say("default")
    survey = answered(Survey.read(_file()))
    told = survey.others["complained"].astype(int).map(words["complained"])
    return Asked(
        replace(survey, others=survey.others.assign(complained=told)),
        words["title"],
        words["groups"],
        words["outcome"],
        words["importance"],
        [words["cleaned"]],
        items()["short"].to_dict(),
        own=False,
    )


def _file() -> Path:
    """Return the course's survey: beside the notebook's folder, else in the project."""
    beside = Path("..") / "datasets" / FILE
    project = Path(__file__).resolve().parents[3] / "datasets" / FILE
    for place in (beside, project):
        if place.is_file():
            return place
    raise ServicelabError(say("errors")["no_file"])
