"""Maximum likelihood of a covariance structure: the minimum, its standard errors."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.moments import Array, Moments

STEPS = 400
CLOSE = 1e-14  # what one more step would win of the discrepancy, relative to 1


@dataclass(frozen=True)
class Solution:
    """Where the discrepancy is least: parameters, implied covariances, their covariances."""

    model: Any  # semopy's, its matrices filled with the solution
    moments: Moments
    names: tuple[str, ...]  # semopy's names of the free parameters
    theta: Array
    implied: Array
    discrepancy: float
    covariance: Array  # of theta's estimate
    scaling: float | None  # Satorra and Bentler's correction of chi-square; None without rows


def solve(model: Any, moments: Moments, errors: str) -> Solution:
    """Fit semopy's `model` to `moments`.

    Parameters
    ----------
    model
        A semopy Model that has not been loaded.
    moments
        Covariances in the order of ``model.vars["observed"]``.
    errors
        ``"normal"`` (expected information) or ``"robust"`` (Huber and White's sandwich).

    Returns
    -------
    Solution

    Raises
    ------
    TheoryError
        If the parameters can't be told apart by these data, or no minimum is found.

    Notes
    -----
    The discrepancy is ln|Σ| + tr(SΣ⁻¹) - ln|S| - p (Bollen 1989, *Structural Equations with
    Latent Variables*, ch. 4); semopy's optimiser goes near the minimum and Fisher scoring ends it.
    """
    theta = _near(model, moments)
    theta = _score(model, moments.covariance, theta)
    implied, slopes = _at(model, theta)
    return Solution(
        model=model,
        moments=moments,
        names=tuple(name for name, one in model.parameters.items() if one.active),
        theta=theta,
        implied=implied,
        discrepancy=max(_discrepancy(implied, moments.covariance), 0.0),
        covariance=_covariance(model, moments, theta, errors),
        scaling=_scaling(moments, implied, slopes),
    )


def _near(model: Any, moments: Moments) -> Array:
    """Semopy's own minimum, or failing that its starting values."""
    import pandas as pd

    names = list(moments.names)
    table = pd.DataFrame(moments.covariance, index=names, columns=names)
    data = None if moments.rows is None else pd.DataFrame(moments.rows, columns=names)
    with quiet():
        model.load(data=data, cov=table, n_samples=moments.n)
        start = np.array(model.param_vals, dtype=float)
        with contextlib.suppress(np.linalg.LinAlgError, ValueError):
            model.fit(data=data, cov=table, n_samples=moments.n)
    found = np.asarray(model.param_vals, dtype=float)
    return found if np.isfinite(found).all() and _possible(model, found) else start


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep semopy's warnings and log lines from the reader: what matters is checked here."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _at(model: Any, theta: Array) -> tuple[Array, Array]:
    """Implied covariances (p, p) and their slopes (k, p, p) at theta."""
    model.update_matrices(theta)
    implied, (loads, total) = model.calc_sigma()
    return implied, np.array(model.calc_sigma_grad(loads, total), dtype=float)


def _possible(model: Any, theta: Array) -> bool:
    return bool(np.linalg.eigvalsh(_at(model, theta)[0])[0] > 0)


def _discrepancy(implied: Array, covariance: Array) -> float:
    try:
        root = np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return np.inf
    inner = np.linalg.solve(implied, covariance)
    logs = 2 * np.log(root.diagonal()).sum() - np.linalg.slogdet(covariance)[1]
    return float(logs + np.trace(inner) - len(covariance))


def _gradient(model: Any, theta: Array, covariance: Array) -> tuple[Array, Array]:
    """Slope of the discrepancy (k,) and its expected curvature (k, k)."""
    implied, slopes = _at(model, theta)
    inverse = np.linalg.inv(implied)
    turned = inverse @ slopes  # (k, p, p)
    return _traces(turned, [inverse @ (implied - covariance)])[:, 0], _traces(turned, turned)


def _traces(first: Array, second: Sequence[Array] | Array) -> Array:
    """Trace of every product of one of `first` and one of `second`, as one matrix product."""
    turned = np.transpose(np.asarray(second), (0, 2, 1)).reshape(len(second), -1)
    return np.asarray(first.reshape(len(first), -1) @ turned.T)


def _score(model: Any, covariance: Array, theta: Array) -> Array:
    """Fisher scoring with halved steps."""
    value = _discrepancy(_at(model, theta)[0], covariance)
    for _ in range(STEPS):
        gradient, curvature = _gradient(model, theta, covariance)
        step = _step(gradient, curvature)
        gain = float(-gradient @ step)
        if gain < CLOSE:
            _check_identified(curvature)
            return theta + step
        theta, value = _halve(model, covariance, theta, step, value, gain)
    raise TheoryError(
        "模型算了很久仍没有收敛：多半是题目太少、潜变量之间几乎分不开，或样本太小。"
        "请减少潜变量或路径，或先看相关矩阵。"
    )


def _halve(
    model: Any, covariance: Array, theta: Array, step: Array, value: float, gain: float
) -> tuple[Array, float]:
    share = 1.0
    while share > 1e-8:
        trial = theta + share * step
        new = _discrepancy(_at(model, trial)[0], covariance)
        if new <= value - 1e-4 * share * gain or (gain < 1e-9 and new <= value + 1e-12):
            return trial, new
        share /= 2
    raise TheoryError("模型收敛不了：再走一步也不会更合适。请简化模型，或检查有没有写反的题目。")


def _step(gradient: Array, curvature: Array) -> Array:
    """Newton's step with expected curvature; damped where the curvature is nearly flat."""
    scale = np.sqrt(np.maximum(curvature.diagonal(), 1e-12))
    values, vectors = np.linalg.eigh(curvature / np.outer(scale, scale))
    turned = vectors.T @ (gradient / scale) / np.maximum(values, 1e-8)
    return np.asarray(-(vectors @ turned) / scale)


def _check_identified(curvature: Array) -> None:
    scale = np.sqrt(np.maximum(curvature.diagonal(), 1e-12))
    flat = int((np.linalg.eigvalsh(curvature / np.outer(scale, scale)) < 1e-9).sum())
    if flat:
        raise TheoryError(
            f"模型识别不了：{len(curvature)} 个参数里有 {flat} 个是数据定不下来的。"
            "请减少路径，或给每个潜变量至少三道题。"
        )


def _covariance(model: Any, moments: Moments, theta: Array, errors: str) -> Array:
    curvature = _gradient(model, theta, moments.covariance)[1]
    if errors == "normal" or moments.rows is None:
        return np.asarray(np.linalg.inv(curvature) * 2 / moments.n)
    bread = np.linalg.inv(_hessian(model, theta, moments.covariance) / 2)
    meat = _meat(moments, *_at(model, theta))
    return np.asarray(bread @ meat @ bread / moments.n)


def _hessian(model: Any, theta: Array, covariance: Array) -> Array:
    """Observed curvature, from differences of the exact slope."""
    width = 1e-5 * np.maximum(np.abs(theta), 0.1)
    columns = []
    for one, size in enumerate(width):
        step = np.zeros_like(theta)
        step[one] = size
        ahead = _gradient(model, theta + step, covariance)[0]
        behind = _gradient(model, theta - step, covariance)[0]
        columns.append((ahead - behind) / (2 * size))
    model.update_matrices(theta)
    hessian: Array = np.array(columns)
    hessian = (hessian + hessian.T) / 2
    scale = np.sqrt(np.abs(hessian.diagonal()))
    if np.linalg.eigvalsh(hessian / np.outer(scale, scale))[0] <= 1e-10:
        raise TheoryError("找到的点不是最小值：数据与模型相差太远。请简化模型。")
    return hessian


def _meat(moments: Moments, implied: Array, slopes: Array) -> Array:
    """Mean outer product of the respondents' scores."""
    assert moments.rows is not None
    inverse = np.linalg.inv(implied)
    turned = moments.rows @ inverse  # (n, p)
    scores = np.stack([((turned @ one) * turned).sum(axis=1) for one in slopes], axis=1) / 2
    scores -= scores.mean(axis=0)
    return np.asarray(scores.T @ scores / moments.n)


def _scaling(moments: Moments, implied: Array, slopes: Array) -> float | None:
    """Satorra and Bentler's (1994) factor: 1 for normal answers, more for heavy tails."""
    size = len(implied)
    degrees = size * (size + 1) // 2 - len(slopes)
    if moments.rows is None or degrees == 0:
        return None
    inverse = np.linalg.inv(implied)
    turned = inverse @ slopes
    bread = _traces(turned, turned) / 2
    distance = ((moments.rows @ inverse) * moments.rows).sum(axis=1)
    inner = inverse @ moments.covariance
    whole = (np.mean(distance**2) - np.trace(inner @ inner)) / 2
    used = np.trace(np.linalg.solve(bread, _meat(moments, implied, slopes)))
    return float((whole - used) / degrees)
