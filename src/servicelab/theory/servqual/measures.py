"""What a survey can be asked: gaps and their kin, each a call of a pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.gaps import TOTAL, gap_table


class SurveyMeasures:
    """Measures on a survey's answers; :class:`Survey` brings the answers.

    Attributes
    ----------
    expectation, perception
        A row a respondent, a column an item; the same labels. No expectation in a survey that
        asked for performance only.
    others
        The remaining columns, same index.
    dimensions
        Dimension → items.
    scale
        Lowest and highest answer.
    weights
        Importance of the dimensions as the user gave it, or None.
    """

    expectation: pd.DataFrame | None
    perception: pd.DataFrame
    others: pd.DataFrame
    dimensions: dict[str, list[str]]
    scale: tuple[float, float]
    weights: Mapping[str, float] | Sequence[float] | None

    def gaps(self, by: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
        """Return gaps = perception − expectation with intervals; negative = fell short.

        Parameters
        ----------
        by
            None: a row an item; ``"dimension"``; ``"total"``; or a column of `others`, then a row
            a group and dimension.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            expectation, perception, gap, ci_low, ci_high, n, warning; see :func:`gap_table`.

        Raises
        ------
        servicelab.theory.TheoryError
            If expectations were not asked, nothing is called `by`, or answers are too few.
        """
        expected = self._expected("差距")
        if by is None or by in ("dimension", TOTAL):
            return gap_table(expected, self.perception, self.dimensions, by, None, confidence)
        return gap_table(
            expected, self.perception, self.dimensions, None, self._other(by), confidence
        )

    def _expected(self, what: str) -> pd.DataFrame:
        if self.expectation is None or self.expectation.empty:
            raise TheoryError(
                f"{what}要有期望和感知两组答案，这份问卷只有感知。只看表现请用 servperf()。"
            )
        return self.expectation

    def _other(self, name: str) -> pd.Series:
        if name not in self.others.columns:
            known = "、".join(map(str, self.others.columns[:20])) or "（没有）"
            raise TheoryError(f"表里没有叫「{name}」的其他列。现有的其他列：{known}。")
        return self.others[name]
