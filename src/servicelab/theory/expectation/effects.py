"""What expectations do: of themselves, through disconfirmation, near and far from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.expectation.columns import Numbers, matched, varied
from servicelab.theory.expectation.disconfirmation import subtract
from servicelab.theory.expectation.least_squares import least_squares
from servicelab.theory.structural import StructuralFit, fit_blocks, indirect

Columns = str | Sequence[str]
LEAST = 15  # customers of a region; with fewer it gets no row


@dataclass(frozen=True, repr=False)
class ExpectationEffects:
    """The effect of expectation on satisfaction, taken apart.

    Attributes
    ----------
    table
        Rows ``direct, through disconfirmation, total`` with estimate, ci_low, ci_high.
    paths
        All paths of the model.
    r_squared
        Of disconfirmation and satisfaction.
    n
        Customers used.
    structural
        The whole fit.
    """

    table: pd.DataFrame
    paths: pd.DataFrame
    r_squared: pd.Series[float]
    n: int
    structural: StructuralFit

    def __repr__(self) -> str:
        shares = ", ".join(f"{name} {share:.2f}" for name, share in self.r_squared.items())
        head = f"ExpectationEffects(n={self.n}; R²: {shares})"
        return "\n".join([head, self.table.round(3).to_string()])


def expectation_effects(
    frame: pd.DataFrame,
    *,
    expectation: Columns,
    disconfirmation: Columns,
    satisfaction: Columns,
    performance: Columns | None = None,
    confidence: float = 0.95,
) -> ExpectationEffects:
    """Split the effect of expectation into its own and the one through disconfirmation.

    Parameters
    ----------
    frame
        A row a customer.
    expectation, disconfirmation, satisfaction, performance
        Columns of each: one, or several items of a latent variable. With performance given, it
        acts on disconfirmation and on satisfaction too (Churchill & Surprenant 1982; Tse &
        Wilton 1988); a disconfirmation that is the difference of the two can't then be told
        apart from them and is refused: take the one that was asked.
    confidence
        Of the intervals.

    Returns
    -------
    ExpectationEffects

    Raises
    ------
    TheoryError
        If columns are absent, unfit, or one follows from the others.

    Notes
    -----
    Oliver (1980): satisfaction = expectation (the level adapted to) + disconfirmation.
    """
    blocks = {
        "expectation": expectation,
        "disconfirmation": disconfirmation,
        "satisfaction": satisfaction,
    }
    paths = {
        "disconfirmation": ["expectation"],
        "satisfaction": ["expectation", "disconfirmation"],
    }
    if performance is not None:
        blocks["performance"] = performance
        paths = {outcome: [*causes, "performance"] for outcome, causes in paths.items()}
        _not_the_difference(frame, expectation, disconfirmation, performance)
    found = fit_blocks(blocks, frame, paths, confidence=confidence)
    ways = indirect(found, "expectation", "satisfaction").set_index("way")
    named = {
        "expectation → satisfaction": "direct",
        "间接合计": "through disconfirmation",
        "总效应": "total",
    }
    return ExpectationEffects(
        table=ways.loc[list(named)].rename(index=named).rename_axis("effect"),
        paths=found.paths,
        r_squared=found.r_squared[["disconfirmation", "satisfaction"]],
        n=int(found.indices["n"]),
        structural=found,
    )


def _not_the_difference(frame: pd.DataFrame, *blocks: Columns) -> None:
    """Refuse a disconfirmation that was subtracted from expectation and performance."""
    names = [one if isinstance(one, str) else one[0] for one in blocks if len(one)]
    if any(not isinstance(one, str) and len(one) > 1 for one in blocks):
        return
    if not set(names) <= set(frame.columns):
        return
    table = matched({name: frame[name] for name in names})
    if len(table) > 3 and np.linalg.matrix_rank(table - table.mean(), tol=1e-6) < len(names):
        raise TheoryError(
            "不一致这一列能由期望与绩效算出（多半就是二者的差），三者不能同时进方程："
            "请改用直接问出来的不一致，或不放绩效。"
        )


def assimilation_contrast(
    expectation: Numbers,
    performance: Numbers,
    outcome: Numbers,
    zone: float,
    *,
    better: str = "more",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Ask whether higher expectations pull the judgement up or push it down, near and far.

    Parameters
    ----------
    expectation, performance
        In the same unit; performance as measured, not as judged.
    outcome
        The judgement: satisfaction, or how good it felt.
    zone
        Distance between performance and expectation, > 0, up to which it counts as near.
    better
        ``"more"`` of the unit is better, or ``"less"``.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        Rows ``all, far_below, near, far_above`` (regions with fewer than 15 customers are left
        out): ``estimate`` is the change of the outcome for one unit more expected (in the
        favourable direction) at the same performance; ci_low, ci_high, p, n and ``verdict``:
        ``同化`` (positive: the judgement follows the expectation), ``对比`` (negative: it is
        pushed away from it), ``看不出``.

    Raises
    ------
    TheoryError
        If nothing can be fitted, or `zone` is not positive.

    Notes
    -----
    Assimilation-contrast theory (Hovland and others 1957; Anderson 1973): small distances
    are drawn together, large ones pushed apart. Least squares with HC3 errors in each region. A
    recent synthesis found no contrast overall (Schiebler, Lee & Brodbeck 2025).
    """
    if not zone > 0:
        raise TheoryError(f"zone 要大于 0，收到的是 {zone}。")
    frame = matched({"expectation": expectation, "performance": performance, "outcome": outcome})
    varied("outcome", frame["outcome"])
    apart = subtract(frame["expectation"], frame["performance"], better)
    sign = 1.0 if better == "more" else -1.0
    regions = {
        "all": apart.notna(),
        "far_below": apart < -zone,
        "near": apart.abs() <= zone,
        "far_above": apart > zone,
    }
    rows = {
        name: _effect(frame[inside], sign, confidence)
        for name, inside in regions.items()
        if inside.sum() >= LEAST
    }
    if not rows:
        raise TheoryError(f"只有 {len(frame)} 位客户，至少要 {LEAST} 位。")
    return pd.DataFrame.from_dict(rows, orient="index")


def _effect(part: pd.DataFrame, sign: float, confidence: float) -> dict[str, float | str]:
    line = least_squares(part[["expectation", "performance"]], part["outcome"])
    row = line.row({"expectation": sign}, confidence)
    verdict = "看不出" if row["ci_low"] <= 0 <= row["ci_high"] else ""
    verdict = verdict or ("同化" if row["estimate"] > 0 else "对比")
    return {**row, "n": len(part), "verdict": verdict}


def promise_response(
    promise: Numbers,
    expectation: Numbers,
    satisfaction: Numbers | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate how far promises move expectations, and satisfaction if given.

    Parameters
    ----------
    promise, expectation
        In the same unit. Only promises given by lot (or otherwise independent of the case) tell
        what a promise does; others tell what goes with it.
    satisfaction
        If known.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        Rows ``expectation`` (its change for one unit more promised: 0 nobody listens, 1 taken at
        its word) and ``satisfaction``: estimate, ci_low, ci_high, p, n. HC3 errors.

    Raises
    ------
    TheoryError
        If all promises are the same, or rows are too few.

    Examples
    --------
    >>> rows = promise_response([4, 6, 8, 10] * 5, [5, 6.4, 8, 9.6] * 5)
    >>> round(float(rows.loc["expectation", "estimate"]), 2)
    0.77
    """
    frame = matched({"promise": promise, "expectation": expectation, "satisfaction": satisfaction})
    varied("promise", frame["promise"])
    rows = {
        name: least_squares(frame[["promise"]], frame[name]).row({"promise": 1.0}, confidence)
        for name in frame.columns[1:]
    }
    return pd.DataFrame.from_dict(rows, orient="index").assign(n=len(frame))
