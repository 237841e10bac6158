"""The two axes of the four-quadrant matrix from what a survey holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.importance import (
    Scale,
    given,
    measured,
    regression_weights,
    stated,
    too_alike,
)
from servicelab.theory.servqual.influence import correlations, means
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import complete, numbers

LEAST = 10

Importance = Mapping[str, float | str] | Sequence[str] | pd.Series | None
Axis = tuple[Scale, str, str]  # the axis, where it comes from, doubts


@dataclass(frozen=True, eq=False)
class Asked:
    """What the matrix is made from.

    Attributes
    ----------
    performance
        A row a respondent, a column a row of the matrix.
    expected
        The same of expectations, or None.
    others
        Further columns.
    weights
        Importance that belongs to the survey, or None.
    confidence
        Of all intervals.
    """

    performance: pd.DataFrame
    expected: pd.DataFrame | None
    others: pd.DataFrame
    weights: Mapping[str, float] | None
    confidence: float

    @property
    def names(self) -> list[str]:
        """The rows of the matrix."""
        return [str(name) for name in self.performance.columns]


def performance_axis(asked: Asked, line: float | None) -> Scale:
    """Return mean perceptions, cut at `line` or at their mean."""
    _enough(asked.performance, "表现")
    return measured(means(asked.performance), line, asked.confidence)


def importance_axis(
    asked: Asked,
    importance: Importance,
    outcome: pd.Series | None,
    method: str,
    line: float | None,
) -> Axis:
    """Return the importance of each row, where it comes from, and doubts in words."""
    if outcome is not None:
        return _derived(asked, outcome, method, line)
    if importance is None and asked.weights is not None:
        importance = asked.weights
    if importance is None:
        return _from_expectation(asked, line)
    if isinstance(importance, (Mapping, pd.Series)):
        told = pd.Series(dict(importance))
    else:
        told = pd.Series(dict(zip(asked.names, _as_many(importance, asked.names), strict=True)))
    if not told.map(lambda one: isinstance(one, str)).any():
        return given(stated(told.astype(float), asked.names), line), say("from_numbers"), ""
    return _from_answers(asked, told, line)


def _as_many(columns: Sequence[object], names: list[str]) -> Sequence[object]:
    if len(columns) != len(names):
        raise TheoryError(f"重要性要 {len(names)} 个，按次序：{'、'.join(names)}。")
    return columns


def _from_answers(asked: Asked, columns: pd.Series, line: float | None) -> Axis:
    missing = [name for name in asked.names if name not in columns.index]
    absent = [str(one) for one in columns if one not in asked.others.columns]
    if missing or absent:
        raise TheoryError(f"重要性缺少这些行或列：{'、'.join([*missing, *absent][:5])}。")
    points = pd.DataFrame(
        {name: numbers(asked.others[columns[name]], "重要性") for name in asked.names}
    )
    _enough(points, "重要性")
    return measured(means(points), line, asked.confidence), say("from_answers"), ""


def _from_expectation(asked: Asked, line: float | None) -> Axis:
    if asked.expected is None:
        raise TheoryError(
            "要知道什么重要：给 importance=（你的判断或答卷里的列），"
            "或给 outcome=（例如总体评价那一列，从数据里算）。"
        )
    _enough(asked.expected, "期望")
    axis = measured(means(asked.expected), line, asked.confidence)
    return axis, say("from_expectation"), ""


def _derived(asked: Asked, outcome: pd.Series, method: str, line: float | None) -> Axis:
    frame = complete(asked.performance.assign(**{"\0": outcome}), LEAST, "推算重要性")
    rows, result = frame.drop(columns="\0"), frame["\0"].rename("outcome")
    if method == "correlation":
        told = correlations(rows, result)
        return measured(told, line, asked.confidence, correlation=True), say("from_correlation"), ""
    if method != "regression":
        raise TheoryError(f"method 只能是 correlation 或 regression，收到的是 {method}。")
    weights = regression_weights(rows, result)
    alike = too_alike(rows)
    doubt = say("too_alike", which="、".join(alike)) if alike else ""
    return measured(weights, line, asked.confidence), say("from_regression"), doubt


def _enough(frame: pd.DataFrame, what: str) -> None:
    short = [str(name) for name in frame.columns[frame.notna().sum() < 2]]
    if short:
        raise TheoryError(f"{what}：{'、'.join(short[:5])} 的答案不到两份，画不了矩阵。")
