"""Fitting a model written in words of paths: ``y ~ x``, ``F =~ item1 + item2``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.indices import fit_indices
from servicelab.theory.structural.moments import Moments, from_covariance, from_frame
from servicelab.theory.structural.result import StructuralFit
from servicelab.theory.structural.solution import Solution, quiet, solve
from servicelab.theory.structural.tables import alike, cells, doubts, estimates_table, explained

ERRORS = ("robust", "normal")


def fit(
    description: str,
    frame: pd.DataFrame,
    *,
    confidence: float = 0.95,
    errors: str = "robust",
    labels: Mapping[str, str] | None = None,
) -> StructuralFit:
    """Fit a path model or a factor model by maximum likelihood.

    Parameters
    ----------
    description
        A line a statement: ``F =~ a + b + c`` (F is latent, measured by a, b, c; the first loading
        is 1), ``y ~ x + z`` (paths), ``a ~~ b`` (covariance), ``0*x`` or ``k*x`` to set or name a
        coefficient. Names are letters (Chinese too), digits and ``_``.
    frame
        A row a respondent. Rows with a gap in a used column are left out; ``indices["n"]`` and
        ``indices["n_left_out"]`` tell how many.
    confidence
        Of the intervals, between 0 and 1.
    errors
        ``"robust"``: Huber and White's, which hold without normal answers (answers on scales are
        hardly ever normal). ``"normal"``: from the expected information, the usual default.
    labels
        How names shall read in the tables.

    Returns
    -------
    StructuralFit

    Raises
    ------
    TheoryError
        If the description can't be read, a column is absent, not numeric or constant, the rows
        are too few, the model is not identified or does not converge, or a variance is surely
        negative.

    Notes
    -----
    Bollen (1989), *Structural Equations with Latent Variables*. Covariances divide by n, and the
    test statistic is n times the discrepancy.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=400)
    >>> table = pd.DataFrame({"x": x, "y": 0.5 * x + rng.normal(size=400)})
    >>> fit("y ~ x", table).path("y", "x")[["estimate", "ci_low", "ci_high"]].astype(float).round(2)
    estimate    0.58
    ci_low      0.47
    ci_high     0.69
    Name: 0, dtype: float64
    """
    return _fit(description, lambda names: from_frame(frame, names), confidence, errors, labels)


def fit_covariance(
    description: str,
    covariance: pd.DataFrame,
    n: int,
    *,
    confidence: float = 0.95,
    labels: Mapping[str, str] | None = None,
) -> StructuralFit:
    """Fit a model to covariances (or correlations), as papers print them.

    Parameters
    ----------
    description, confidence, labels
        As in :func:`fit`.
    covariance
        Square table with the same names on both sides.
    n
        Rows behind it.

    Returns
    -------
    StructuralFit
        With ``"normal"`` standard errors: others need the rows.

    Raises
    ------
    TheoryError
        As in :func:`fit`.

    Examples
    --------
    >>> table = pd.DataFrame([[1.0, 0.6], [0.6, 1.0]], index=["x", "y"], columns=["x", "y"])
    >>> float(fit_covariance("y ~ x", table, 200).r_squared["y"].round(2))
    0.36
    """
    return _fit(
        description,
        lambda names: from_covariance(covariance, n, names),
        confidence,
        "normal",
        labels,
    )


def _fit(
    description: str,
    moments_of: Callable[[list[str]], Moments],
    confidence: float,
    errors: str,
    labels: Mapping[str, str] | None,
) -> StructuralFit:
    if not 0 < confidence < 1:
        raise TheoryError(f"confidence 要在 0 与 1 之间，收到的是 {confidence}。")
    if errors not in ERRORS:
        raise TheoryError(f"errors 只能是 robust 或 normal，收到的是 {errors}。")
    model, exogenous = _model(description)
    moments = moments_of(list(model.vars["observed"]))
    few = list(_few(model, moments))
    return _result(solve(model, moments, errors), exogenous, confidence, errors, labels or {}, few)


def _model(description: str) -> tuple[Any, list[int]]:
    """Semopy's model with the observed causes' covariances free, and these causes' positions.

    Semopy would set these covariances at their sample values and yet count them as tested, which
    makes the degrees of freedom of a path model too many.
    """
    plain = _read(description)
    given = sorted(set(plain.vars["observed"]) & plain.vars["exogenous"])
    lines = [f"{one} ~~ {' + '.join(given[number:])}" for number, one in enumerate(given)]
    model = _read("\n".join([description, *lines]))
    return model, [list(model.vars["observed"]).index(one) for one in given]


def _read(description: str) -> Any:
    from semopy import Model
    from semopy.parser import parse_desc

    try:
        with quiet():
            effects, operations = parse_desc(description)
            model = Model(description)
    except Exception as error:  # the parser raises whatever it meets
        raise TheoryError(
            f"模型描述读不懂：{error}。每行写一句，如 y ~ x + z，或 F =~ a + b。"
        ) from error
    if operations or not model.vars["observed"]:
        raise TheoryError("模型描述里只写 =~、~、~~ 三种关系。")
    model.measured = {(factor, item) for factor, items in effects["=~"].items() for item in items}
    return model


def _few(model: Any, moments: Moments) -> list[str]:
    """Refuse what can't be fitted, doubt what can hardly be."""
    size, free = len(moments.names), sum(one.active for one in model.parameters.values())
    if free > size * (size + 1) // 2:
        raise TheoryError(
            f"模型要估 {free} 个参数，{size} 列数据只给得出 {size * (size + 1) // 2} 个"
            "方差与相关：估不了。请减少路径。"
        )
    if moments.n <= max(free, size):
        raise TheoryError(
            f"只有 {moments.n} 行可用，模型却有 {free} 个参数、{size} 列：估不了。"
            f"请至少准备 {5 * free} 行，或简化模型。"
        )
    if moments.n < 5 * free:
        return [f"只有 {moments.n} 行、{free} 个参数，每个参数不到 5 行：区间与检验都只是大概。"]
    return []


def _result(
    solution: Solution,
    exogenous: list[int],
    confidence: float,
    errors: str,
    labels: Mapping[str, str],
    few: list[str],
) -> StructuralFit:
    found = cells(solution, labels)
    table, spread = estimates_table(solution, found, confidence)
    shares = explained(solution, labels)
    latent = {labels.get(one, one) for one in solution.model.vars["latent"]}
    shown = [labels.get(one, one) for one in solution.moments.names]
    free = {cell.free: f"{cell.lhs} {cell.op} {cell.rhs}" for cell in reversed(found)}
    keys = [free[number] for number in range(len(solution.theta))]
    cells_named = [f"{cell.lhs} {cell.op} {cell.rhs}" for cell in found]
    return StructuralFit(
        estimates=table,
        indices=fit_indices(solution, exogenous),
        r_squared=shares,
        problems=(*few, *doubts(table, latent), *alike(shares[shares.index.isin(latent)])),
        implied=pd.DataFrame(solution.implied, index=shown, columns=shown),
        observed=pd.DataFrame(solution.moments.covariance, index=shown, columns=shown),
        parameters=pd.Series(solution.theta, index=keys),
        covariance=pd.DataFrame(solution.covariance, index=keys, columns=keys),
        standardised_covariance=pd.DataFrame(spread, index=cells_named, columns=cells_named),
        confidence=confidence,
        errors=errors if solution.moments.rows is not None else "normal",
    )
