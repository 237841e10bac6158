"""A survey of expectation and perception: its answers, and what was found wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd

from servicelab.theory.servqual.columns import Named
from servicelab.theory.servqual.dimensions import Weights
from servicelab.theory.servqual.measures import SurveyMeasures
from servicelab.theory.servqual.preparing import prepare
from servicelab.theory.servqual.problems import told
from servicelab.theory.servqual.request import Request
from servicelab.theory.servqual.source import Source


@dataclass(frozen=True, eq=False, repr=False)
class Survey(SurveyMeasures):
    """Answers to a questionnaire on service quality, read and looked through.

    Made by :meth:`Survey.read`.

    Attributes
    ----------
    expectation, perception
        A row a respondent, a column an item (the same labels), numbers with NaN for no answer;
        the index is the row's number in the file. `expectation` is ``None`` where only
        performance was asked.
    others
        The remaining columns as they came, same index.
    dimensions
        Dimension → item labels.
    scale
        Lowest and highest answer.
    weights
        Importance of the dimensions as given, or ``None``.
    problems
        What was found: kind, rows, column, value, what, done.
    mapping
        Which columns make which item, and how that is known.
    source
        Where the table came from: file, encoding, sheet, header rows, first lines.
    """

    expectation: pd.DataFrame | None
    perception: pd.DataFrame
    others: pd.DataFrame
    dimensions: dict[str, list[str]]
    scale: tuple[float, float]
    weights: Mapping[str, float] | None
    problems: pd.DataFrame
    mapping: pd.DataFrame
    source: Source = field(default_factory=Source)

    @classmethod
    def read(
        cls,
        path_or_frame: str | Path | pd.DataFrame,
        expectation: Named = None,
        perception: Named = None,
        dimensions: Mapping[str, Sequence[object]] | None = None,
        scale: tuple[float, float] | None = (1, 7),
        weights: Weights = None,
        reverse: Sequence[object] = (),
        missing: Sequence[object] = (),
        encoding: str | None = None,
        sheet: str | int | None = None,
        layout: str | None = None,
        header: int | None = None,
        answers: Mapping[str, float] | None = None,
        allow: Sequence[str] = (),
    ) -> Survey:
        """Read a survey from a table.

        Nothing is dropped: what can't be an answer is left as missing and listed in `problems`;
        what would make a number wrong stops the reading with the reason.

        Parameters
        ----------
        path_or_frame
            CSV, TSV, semicolons or ``.xlsx``, or a DataFrame.
        expectation, perception
            Columns of the two sides, in the items' order, or ``{item: column}``. Both left out:
            guessed from the names, see `mapping`. Only `perception`: performance only.
        dimensions
            Dimension → items; left out: guessed, see `mapping`.
        scale
            Lowest and highest answer; ``None``: not known, then nothing is checked against it.
        weights
            Importance of the dimensions: points that sum to 100, or shares that sum to 1.
        reverse
            Items (both sides) or columns (one side) that are worded the other way round; they
            are turned: lowest + highest − answer.
        missing
            Values that mean "no answer", such as 99.
        encoding
            Of a text file; left out: found out, see `source`.
        sheet
            Name of an ``.xlsx`` file's sheet, or its place from 1.
        layout
            ``"wide"`` (a row a respondent), ``"long"`` (a row an answer) or ``None`` (found out).
        header
            Number of header rows; left out: found out.
        answers
            What words mean as numbers, such as ``{"非常同意": 7}``.
        allow
            Kinds of problems (column ``kind``) that stop the reading, and that you looked at and
            want to keep as they are.

        Returns
        -------
        Survey
            Answers with problems, mapping and source.

        Raises
        ------
        servicelab.theory.TheoryError
            If the table can't be read, its columns can't be told apart, or a number would come
            out wrong; the Chinese message says what, where and what to do.

        Notes
        -----
        Reversed items and mixed scales show in how many answers lie together: they can be noticed
        from about 20 respondents on, not below.

        Examples
        --------
        >>> frame = pd.DataFrame(
        ...     {"E1": [6, 7, 5], "E2": [7, 7, 4], "P1": [5, 4, 6], "P2": [6, 5, 4]}
        ... )
        >>> Survey.read(frame).perception.mean().to_dict()
        {'Q1': 5.0, 'Q2': 5.0}
        """
        request = Request(
            expectation, perception, dimensions, scale, weights, tuple(reverse), tuple(missing),
            encoding, sheet, layout, header, answers, tuple(allow),
        )  # fmt: skip
        return cls(**prepare(path_or_frame, request))

    def show_problems(self) -> None:
        """Print what was found, a line a finding; also how many there are.

        Examples
        --------
        >>> frame = pd.DataFrame({"E1": [6, 7, 6], "P1": [5, None, 6]})
        >>> Survey.read(frame).show_problems()
        发现 1 处：
        1. 【缺答】“P1”有 1 行没有答案（第 1 行）。按缺失处理，这几份答卷不参加这道题的计算。
        """
        print(told(self.problems))

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        return "<p>" + "<br>".join(map(escape, self._lines())) + "</p>"

    def _lines(self) -> list[str]:
        rows, items = self.perception.shape
        sides = "期望和感知" if self.expectation is not None else "只有感知"
        names = "、".join(f"{name}（{len(found)} 题）" for name, found in self.dimensions.items())
        low, high = self.scale
        count = len(self.problems)
        seen = f"发现 {count} 处要看一眼的，见 .show_problems()" if count else "没有发现问题"
        return [
            f"问卷：{rows} 人，{items} 题，{sides}，{low:g}–{high:g} 分。{seen}。",
            f"维度：{names}。",
            str(self.source),
        ]
