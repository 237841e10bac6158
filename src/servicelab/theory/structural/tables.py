"""The estimates of a solution as tables: raw, standardised, explained variance, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.moments import Array
from servicelab.theory.structural.solution import Solution

LAMBDA, PSI, THETA = 1, 2, 3  # semopy's order of matrices; 0 is beta


class Cell(NamedTuple):
    """Where a parameter stands: its matrix, row and column, and how a reader calls it."""

    lhs: str
    op: str
    rhs: str
    matrix: int
    row: int
    column: int
    free: int | None  # position among the free parameters


def cells(solution: Solution, labels: Mapping[str, str]) -> list[Cell]:
    """Return the model's parameters in the order a reader expects: loadings, paths, the rest."""
    model = solution.model
    place = {name: number for number, name in enumerate(solution.names)}
    found = [
        _cell(model, name, one, location, place, labels)
        for name, one in model.parameters.items()
        for location in one.locations
    ]
    order = {"=~": 0, "~": 1, "~~": 2}
    return sorted(found, key=lambda cell: order[cell.op])


def _cell(
    model: Any,
    name: str,
    parameter: Any,
    location: Any,
    place: dict[str, int],
    labels: Mapping[str, str],
) -> Cell:
    matrix = next(i for i, one in enumerate(model.matrices) if one is location.matrix)
    row, column = location.indices
    ends = model.names[matrix][0][row], model.names[matrix][1][column]
    first, second = (labels.get(end, end) for end in ends)
    free = place[name] if parameter.active else None
    if matrix in (PSI, THETA):
        return Cell(first, "~~", second, matrix, row, column, free)
    if ends[::-1] in model.measured:
        return Cell(second, "=~", first, matrix, row, column, free)
    return Cell(first, "~", second, matrix, row, column, free)


def estimates_table(
    solution: Solution, found: list[Cell], confidence: float
) -> tuple[pd.DataFrame, Array]:
    """Return a row a parameter with its interval, and the standardised ones' covariances."""
    reach = float(norm.ppf(0.5 + confidence / 2))
    values = _values(solution, solution.theta, found)
    errors = np.sqrt(np.maximum(_own_variance(solution, found), 0))
    standardised = _standardised(solution, solution.theta, found)
    slopes = _slopes(solution, found)
    covariance = slopes @ solution.covariance @ slopes.T
    spread = np.sqrt(np.maximum(covariance.diagonal(), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(errors > 0, 2 * norm.sf(np.abs(values) / errors), np.nan)
    table = pd.DataFrame(
        {
            "lhs": [cell.lhs for cell in found],
            "op": [cell.op for cell in found],
            "rhs": [cell.rhs for cell in found],
            "estimate": values,
            "standard_error": errors,
            "ci_low": values - reach * errors,
            "ci_high": values + reach * errors,
            "p": p,
            "standardised": standardised,
            "standardised_low": standardised - reach * spread,
            "standardised_high": standardised + reach * spread,
            "fixed": [cell.free is None for cell in found],
        }
    )
    return table, covariance


def _values(solution: Solution, theta: Array, found: list[Cell]) -> Array:
    solution.model.update_matrices(theta)
    matrices = solution.model.matrices
    return np.array([matrices[cell.matrix][cell.row, cell.column] for cell in found], dtype=float)


def _own_variance(solution: Solution, found: list[Cell]) -> Array:
    diagonal = solution.covariance.diagonal()
    return np.array([0.0 if cell.free is None else diagonal[cell.free] for cell in found])


def _standardised(solution: Solution, theta: Array, found: list[Cell]) -> Array:
    """Every variable, latent or observed, brought to a standard deviation of 1."""
    values = _values(solution, theta, found)
    inner, outer = _spreads(solution.model)
    scale = []
    for cell in found:
        rows = outer if cell.matrix in (LAMBDA, THETA) else inner
        columns = outer if cell.matrix == THETA else inner
        if cell.op == "~~":
            scale.append(1 / (rows[cell.row] * columns[cell.column]))
        else:
            scale.append(columns[cell.column] / rows[cell.row])
    return np.asarray(values * np.array(scale))


def _spreads(model: Any) -> tuple[Array, Array]:
    """Standard deviations by the model, of the inner variables and of the observed ones."""
    implied, (_, total) = model.calc_sigma()
    inner = total @ model.matrices[PSI] @ total.T
    return (
        np.sqrt(np.maximum(inner.diagonal(), 1e-12)),
        np.sqrt(np.maximum(implied.diagonal(), 1e-12)),
    )


def _slopes(solution: Solution, found: list[Cell]) -> Array:
    """How each standardised estimate moves with each free parameter (central differences)."""
    columns = []
    for number, value in enumerate(solution.theta):
        step = np.zeros_like(solution.theta)
        step[number] = 1e-5 * max(abs(value), 0.1)
        ahead = _standardised(solution, solution.theta + step, found)
        behind = _standardised(solution, solution.theta - step, found)
        columns.append((ahead - behind) / (2 * step[number]))
    solution.model.update_matrices(solution.theta)
    return np.array(columns).T


def explained(solution: Solution, labels: Mapping[str, str]) -> pd.Series[float]:
    """Return the share of variance explained, of every variable that an arrow points to."""
    model = solution.model
    model.update_matrices(solution.theta)
    inner, outer = _spreads(model)
    psi, theta = model.matrices[PSI], model.matrices[THETA]
    shares: dict[str, float] = {}
    for name in sorted(model.vars["endogenous"], key=_as_said(model)):
        if name in model.vars["inner"]:
            row = list(model.vars["inner"]).index(name)
            shares[labels.get(name, name)] = 1 - float(psi[row, row] / inner[row] ** 2)
        else:
            row = list(model.vars["observed"]).index(name)
            shares[labels.get(name, name)] = 1 - float(theta[row, row] / outer[row] ** 2)
    return pd.Series(shares, name="r_squared", dtype=float)


def _as_said(model: Any) -> Any:
    """Explained variables first, then the items."""
    return lambda name: (name in model.vars["indicator"], name)


def alike(shares: pd.Series[float]) -> Iterator[str]:
    """Say which latent variables the data can't tell apart from the ones that explain them."""
    for name, share in shares.items():
        if share > 0.95:
            yield (
                f"“{name}”几乎全由别的潜变量解释（R² = {share:.2f}）：这份数据分不出它们，"
                "它们之间的路径系数不可靠。"
            )


def doubts(table: pd.DataFrame, latent: set[str]) -> Iterator[str]:
    """Say what can't be so; refuse where the data leave no doubt that it isn't so.

    A negative variance whose interval reaches above zero can be chance (Kolenikov & Bollen 2012);
    one whose whole interval is below zero says that the model is wrong.
    """
    same = table["lhs"] == table["rhs"]
    variances = table[(table["op"] == "~~") & same & ~table["fixed"] & (table["estimate"] < 0)]
    for row in variances.to_dict("records"):
        said = f"“{row['lhs']}”的方差估计是负数（{row['estimate']:.3f}"
        if row["ci_high"] < 0:
            raise TheoryError(
                f"{said}，整个区间都在零以下），这个模型不合这份数据。"
                "请看这一组题目的相关，换掉或拆开。"
            )
        yield f"{said}），区间含零：可能只是样本小，这一组的数字先别下结论。"
    pairs = table[(table["op"] == "~~") & table["lhs"].isin(latent) & table["rhs"].isin(latent)]
    for row in pairs[pairs["standardised"].abs() > 1.0000001].to_dict("records"):
        yield (
            f"“{row['lhs']}”与“{row['rhs']}”的相关估计超过 1（{row['standardised']:.2f}）："
            "这份数据分不出它们是两回事。"
        )
