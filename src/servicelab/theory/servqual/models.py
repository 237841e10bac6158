"""What a survey can be asked about an outcome: validity, regression, surface, importance, fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.difference_scores import FreeRegression, free_regression
from servicelab.theory.servqual.importance import quadrant_table
from servicelab.theory.servqual.matrix import Asked, importance_axis, performance_axis
from servicelab.theory.servqual.response_surface import ResponseSurface, response_surface
from servicelab.theory.servqual.scores import TOTAL, numbers, paired_scores, scores
from servicelab.theory.servqual.validity import validity_table

if TYPE_CHECKING:
    from servicelab.theory.servqual.confirmatory import Confirmatory

Outcome = str | pd.Series | Sequence[float]


class SurveyModels:
    """Models on a survey's answers; :class:`SurveyMeasures` adds the tables without an outcome.

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
    weights: Mapping[str, float] | None

    def validity(
        self, outcome: Outcome, dimension: str = TOTAL, confidence: float = 0.95
    ) -> pd.DataFrame:
        """Return how perception, gap and expectation go with an outcome.

        Parameters
        ----------
        outcome
            A column of `others`, or a number a respondent.
        dimension
            Whose scores; ``"total"`` for the mean of all items.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            r, ci_low, ci_high, n, words; see :func:`validity_table`.

        Raises
        ------
        servicelab.theory.TheoryError
            If the outcome or the dimension is not there, or answers are too few.
        """
        result = self._outcome(outcome)
        if self.expectation is None:
            perceived = self._score(scores(self.perception, self.dimensions), dimension)
            return validity_table(perceived, result, None, confidence)
        expected, perceived = self._pair(dimension, "效度")
        return validity_table(perceived, result, expected, confidence)

    def free_regression(
        self, outcome: Outcome, dimension: str = TOTAL, confidence: float = 0.95
    ) -> FreeRegression:
        """Return an outcome regressed on perception and expectation freely.

        Parameters
        ----------
        outcome, dimension, confidence
            As for :meth:`validity`.

        Returns
        -------
        FreeRegression
            With the test of b_P = −b_E; see :func:`free_regression`.
        """
        expected, perceived = self._pair(dimension, "自由回归")
        return free_regression(perceived, expected, self._outcome(outcome), confidence)

    def response_surface(
        self, outcome: Outcome, dimension: str = TOTAL, confidence: float = 0.95
    ) -> ResponseSurface:
        """Return an outcome as a quadratic surface over perception and expectation.

        Parameters
        ----------
        outcome, dimension, confidence
            As for :meth:`validity`.

        Returns
        -------
        ResponseSurface
            Counted from the middle of the scale; see :func:`response_surface`.
        """
        expected, perceived = self._pair(dimension, "响应面")
        result = self._outcome(outcome)
        middle = float(np.mean(self.scale))
        centre = middle if np.isfinite(middle) else float(perceived.mean())
        return response_surface(perceived, expected, result, centre, confidence)

    def importance_performance(
        self,
        importance: Mapping[str, float | str] | Sequence[str] | pd.Series | None = None,
        *,
        outcome: Outcome | None = None,
        method: Literal["correlation", "regression"] = "correlation",
        by: Literal["dimension", "item"] = "dimension",
        crossing: tuple[float | None, float | None] = (None, None),
        confidence: float = 0.95,
    ) -> pd.DataFrame:
        """Return the four-quadrant matrix 四方矩阵 of importance and performance.

        Parameters
        ----------
        importance
            Row → number (somebody's judgement, taken as sure); or row → column of `others`, or a
            list of columns in the rows' order, with each respondent's own (then with intervals).
            None: derived from `outcome`; without that the survey's weights; without those the mean
            expectation.
        outcome
            A column of `others`, or a number a respondent: importance is how strongly a row's
            perception goes with it.
        method
            ``"correlation"`` or ``"regression"`` (standardised weights, the rows against each
            other).
        by
            A row a ``"dimension"`` or an ``"item"``.
        crossing
            Where importance and performance are cut in two; None: at the mean of the rows.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            importance and performance with _low and _high, quadrant (优势区, 改进区, 机会区,
            维持区), sure, words, importance_from, n; see :func:`quadrant_table`.

        Raises
        ------
        servicelab.theory.TheoryError
            If importance is given twice or lacks a row, or answers are too few.
        """
        asked = self._asked(by, confidence)
        if importance is not None and outcome is not None:
            raise TheoryError("importance 和 outcome 只给一个：前者是说出来的，后者是算出来的。")
        result = None if outcome is None else self._outcome(outcome)
        across, source, words = importance_axis(asked, importance, result, method, crossing[0])
        table = quadrant_table(across, performance_axis(asked, crossing[1]), asked.names)
        table["importance_from"] = source
        table["n"] = asked.performance.notna().sum().to_numpy()
        if words:
            table["words"] = [f"{one}；{words}" if one else words for one in table["words"]]
        return table.rename_axis(by)

    def confirmatory(
        self,
        side: Literal["perception", "expectation", "gap"] = "perception",
        confidence: float = 0.95,
    ) -> Confirmatory:
        """Return how well the dimensions fit the answers (confirmatory factor analysis).

        Parameters
        ----------
        side
            Which answers: of perception, of expectation, or their differences.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        Confirmatory
            See :func:`servicelab.theory.servqual.confirmatory.confirmatory`.
        """
        from servicelab.theory.servqual.confirmatory import confirmatory  # semopy takes seconds

        if side not in ("perception", "expectation", "gap"):
            raise TheoryError(f"side 只能是 perception、expectation 或 gap，收到的是 {side}。")
        answers = self.perception
        if side != "perception":
            expected = self._expected("期望或差距的结构检验")
            answers = expected if side == "expectation" else self.perception - expected
        return confirmatory(answers, self.dimensions, confidence)

    def _expected(self, what: str) -> pd.DataFrame:
        if self.expectation is None:
            raise TheoryError(
                f"{what}要有期望和感知两组答案，这份问卷只有感知。只看表现请用 servperf()。"
            )
        return self.expectation

    def _pair(self, dimension: str, what: str) -> tuple[pd.Series, pd.Series]:
        both = paired_scores(self._expected(what), self.perception, self.dimensions)
        return self._score(both[0], dimension), self._score(both[1], dimension)

    def _score(self, frame: pd.DataFrame, dimension: str) -> pd.Series:
        if dimension not in frame.columns:
            known = "、".join(map(str, frame.columns))
            raise TheoryError(f"没有叫「{dimension}」的维度。可以是：{known}。")
        return frame[dimension]

    def _other(self, name: str) -> pd.Series:
        if name not in self.others.columns:
            known = "、".join(map(str, self.others.columns[:20])) or "（没有）"
            raise TheoryError(f"表里没有叫「{name}」的其他列。现有的其他列：{known}。")
        return self.others[name]

    def _outcome(self, outcome: Outcome) -> pd.Series:
        if isinstance(outcome, str):
            return numbers(self._other(outcome), f"结果「{outcome}」")
        if isinstance(outcome, pd.Series):
            return numbers(outcome.reindex(self.perception.index), "结果")
        if len(outcome) != len(self.perception):
            raise TheoryError(f"结果有 {len(outcome)} 个数，答卷有 {len(self.perception)} 份。")
        return numbers(pd.Series(list(outcome), index=self.perception.index), "结果")

    def _asked(self, by: str, confidence: float) -> Asked:
        if by not in ("dimension", "item"):
            raise TheoryError(f"by 只能是 dimension 或 item，收到的是 {by}。")
        if by == "item":
            items = [item for names in self.dimensions.values() for item in names]
            performance, expected = self.perception[items], self.expectation
        else:
            items = list(self.dimensions)
            performance = scores(self.perception, self.dimensions)[items]
            expected = self.expectation
            expected = None if expected is None else scores(expected, self.dimensions)
        weights = self.weights if by == "dimension" else None
        expected = None if expected is None else expected[items]
        return Asked(performance, expected, self.others, weights, confidence)
