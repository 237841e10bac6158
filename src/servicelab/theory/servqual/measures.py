"""What a survey can be asked: gaps, performance, reliability, tolerance; pure functions do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.gaps import (
    gap_table,
    performance_table,
    personally_weighted_gap,
    weighted_gap,
)
from servicelab.theory.servqual.models import SurveyModels
from servicelab.theory.servqual.reliability_table import reliability_intervals, reliability_table
from servicelab.theory.servqual.scores import TOTAL, numbers, scores
from servicelab.theory.servqual.tolerance import zone_table

Columns = Mapping[str, str] | Sequence[str]


class SurveyMeasures(SurveyModels):
    """Measures on a survey's answers; :class:`Survey` brings the answers."""

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
        expected, (way, group) = self._expected("差距"), self._by(by)
        return gap_table(expected, self.perception, self.dimensions, way, group, confidence)

    def servperf(self, by: str | None = "dimension", confidence: float = 0.95) -> pd.DataFrame:
        """Return performance only, beside the gap where expectations were asked.

        Parameters
        ----------
        by, confidence
            As for :meth:`gaps`.

        Returns
        -------
        pandas.DataFrame
            perception, ci_low, ci_high, n, warning and gap with ranks; see
            :func:`performance_table`.
        """
        way, group = self._by(by)
        return performance_table(
            self.expectation, self.perception, self.dimensions, way, group, confidence
        )

    def weighted_gap(
        self,
        weights: Mapping[str, float] | pd.Series | Columns | None = None,
        confidence: float = 0.95,
    ) -> pd.DataFrame:
        """Return the gap weighted by importance, which somebody must give.

        Parameters
        ----------
        weights
            Dimension → number; or dimension → column of `others` (or a list of columns in the
            dimensions' order) with each respondent's own points; None: the survey's own weights.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            A row a dimension and ``total``; see :func:`weighted_gap`.

        Raises
        ------
        servicelab.theory.TheoryError
            If there are no weights, or a dimension lacks one.
        """
        expected = self._expected("加权差距")
        weights = self.weights if weights is None else weights
        if isinstance(weights, pd.Series):
            return self.weighted_gap({str(k): v for k, v in weights.items()}, confidence)
        if weights is None or len(weights) == 0:
            example = ", ".join(f'"{name}": …' for name in self.dimensions)
            raise TheoryError(
                f"加权要有权重，权重由你给：weighted_gap({{{example}}})。"
                "不加权的总差距用 gaps(by='total')。"
            )
        given = _numbers_of(weights)
        if given is not None:
            return weighted_gap(expected, self.perception, self.dimensions, given, confidence)
        points = self._of_dimensions(cast(Columns, weights), "重要性")
        return personally_weighted_gap(
            expected, self.perception, self.dimensions, points, confidence
        )

    def reliability(self) -> pd.DataFrame:
        """Return alphas, omega and the reliability of the gap, with warnings in words.

        Returns
        -------
        pandas.DataFrame
            A row a dimension, the last one ``total``: items, n, alpha_expectation,
            alpha_perception, alpha_gap, omega, gap_reliability, correlation, warning; see
            :func:`reliability_table`.
        """
        return reliability_table(self.expectation, self.perception, self.dimensions)

    def reliability_intervals(self, confidence: float = 0.95) -> pd.DataFrame:
        """Return the reliabilities with intervals, a row a dimension and quantity.

        Parameters
        ----------
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            dimension, quantity, estimate, ci_low, ci_high, n.
        """
        return reliability_intervals(self.expectation, self.perception, self.dimensions, confidence)

    def zone_of_tolerance(
        self, adequate: Columns, desired: Columns | None = None, confidence: float = 0.95
    ) -> pd.DataFrame:
        """Return where performance lies between what is just enough and what is wished for.

        Parameters
        ----------
        adequate
            Dimension → column of `others` that holds what is just enough, or a list of columns in
            the dimensions' order.
        desired
            The same for what is wished for; None: the expectations are taken as that.
        confidence
            Share of samples whose interval holds the truth, 0…1.

        Returns
        -------
        pandas.DataFrame
            See :func:`zone_table`.

        Raises
        ------
        servicelab.theory.TheoryError
            If a column is not there, or answers are too few.
        """
        names = list(self.dimensions)
        if desired is None:
            wished = scores(self._expected("容忍区间"), self.dimensions)[names]
        else:
            wished = self._of_dimensions(desired, "期望的水平")
        met = scores(self.perception, self.dimensions)[names]
        return zone_table(self._of_dimensions(adequate, "够用的水平"), met, wished, confidence)

    def _by(self, by: str | None) -> tuple[str | None, pd.Series | None]:
        if by is None or by in ("dimension", TOTAL):
            return by, None
        return None, self._other(by)

    def _of_dimensions(self, columns: Columns, what: str) -> pd.DataFrame:
        names = list(self.dimensions)
        if not isinstance(columns, Mapping):
            if len(columns) != len(names):
                raise TheoryError(
                    f"{what}要 {len(names)} 列，按维度的次序：{'、'.join(names)}；"
                    f"收到 {len(columns)} 列。"
                )
            columns = dict(zip(names, columns, strict=True))
        missing = [name for name in names if name not in columns]
        if missing:
            raise TheoryError(f"{what}缺少维度 {'、'.join(missing)} 的列。")
        told = {name: numbers(self._other(columns[name]), what) for name in names}
        return pd.DataFrame(told, index=self.perception.index)


def _numbers_of(weights: Mapping[str, float] | Columns) -> dict[str, float] | None:
    """Return weights that are numbers; None if they name columns."""
    if not isinstance(weights, Mapping) or any(isinstance(one, str) for one in weights.values()):
        return None
    told = pd.to_numeric(pd.Series(dict(weights), dtype=object), errors="coerce")
    return {str(name): float(value) for name, value in told.items()}
