"""How reliably items measure: alpha, omega, and the reliability of a gap, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.factor import loading_influence, one_factor
from servicelab.theory.servqual.influence import Estimates, Vector
from servicelab.theory.servqual.scores import complete

LEAST = 5  # respondents; below that a covariance is a coincidence


def alpha(items: pd.DataFrame) -> Estimates:
    """Return Cronbach's alpha of the items' sum, k/(k−1) (1 − Σ s_j² / s_T²).

    Parameters
    ----------
    items
        A row a respondent, a column an item, at least two; rows with a gap are left out.

    Returns
    -------
    Estimates
        One value. Its interval on the scale log(1 − alpha) is distribution-free (Yuan, Guarnaccia
        & Hayslip 2003, Educational and Psychological Measurement 63:5-23; Maydeu-Olivares,
        Coffman & Hartmann 2007, Psychological Methods 12:157-176), since Feldt's asks for normal
        answers and equal covariances, which answers on a scale of 1…7 do not have; and each
        influence is what leaving the respondent out does, which covers better with less than 200.

    Raises
    ------
    servicelab.theory.TheoryError
        If there is one item only, too few respondents, or no spread.

    Examples
    --------
    >>> told = alpha(pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [1.0, 3, 2, 5, 4]}))
    >>> told.values.round(3)
    array([0.889])
    """
    away = _away(items)
    return _ratio(_shared(away), _square_of_sum(away))


def omega(items: pd.DataFrame, parts: Iterable[Sequence[str]] | None = None) -> Estimates:
    """Return McDonald's omega of the items' sum, (Σ λ_j)² / s_T², from one common factor.

    Unlike alpha it does not take the items as equally good; with equal loadings both agree. The
    whole variance in the denominator is the observed one, which holds when the factor fits badly
    (Kelley & Pornprasertmit 2016, Psychological Methods 21:69-92). Two items: the same as alpha.

    Parameters
    ----------
    items
        As for :func:`alpha`.
    parts
        Groups of items with a factor each, whose factors may go together in any way (the
        dimensions): then 1 − Σ s_d² (1 − omega_d) / s_T², omega of the whole sum. None: one group.

    Returns
    -------
    Estimates
        One value with its distribution-free influences (delta method through the factor).

    Raises
    ------
    servicelab.theory.TheoryError
        As for :func:`alpha`, and if the items share nothing.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> shared = rng.normal(size=(2000, 1))
    >>> told = omega(pd.DataFrame(shared + rng.normal(size=(2000, 3))))
    >>> told.values.round(2), told.errors.round(2)
    (array([0.75]), array([0.01]))
    """
    away = pd.DataFrame(_away(items), columns=items.columns)
    squares = _square_of_sum(away.to_numpy())
    whole = squares.mean()
    unshared, moved = whole, squares - whole
    for part in [list(items.columns)] if parts is None else parts:
        value, influence = _unshared(_away(away[list(part)]))
        unshared, moved = unshared - value, moved - influence
    # What the sum's variance holds beside the parts' errors is the parts' factors together.
    between = unshared / whole
    influence = (moved - between * (squares - whole)) / whole
    return Estimates(np.array([between]), _left_out(influence, squares))


def _unshared(away: Vector) -> tuple[float, Vector]:
    """Return the error variance of a sum of items with one factor, and its influences."""
    covariance = away.T @ away / len(away)
    factor = one_factor(covariance)
    if not factor.found:
        raise TheoryError(
            "有几道题没有共同的东西（相关接近 0 或为负），算不出 omega。先看有无反向题。"
        )
    squares, total = _square_of_sum(away), factor.loadings.sum()
    pushed = loading_influence(away, covariance, factor.loadings).sum(axis=1)
    whole = squares.mean()
    return float(whole - total**2), squares - whole - 2 * total * pushed


def gap_reliability(expectation: pd.DataFrame, perception: pd.DataFrame) -> Estimates:
    """Return the reliability of the gap of two scores, with their alphas as reliabilities.

    The formula of :func:`reliability_of_difference` with the alphas, standard deviations and
    correlation of the two sums; distribution-free influences, as for :func:`alpha`.

    Parameters
    ----------
    expectation, perception
        Answers to the same items; rows with a gap in either are left out.

    Examples
    --------
    >>> e = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [1.0, 3, 2, 5, 4]})
    >>> p = pd.DataFrame({"a": [2.0, 1, 4, 5, 3], "b": [1.0, 2, 4, 3, 4]})
    >>> gap_reliability(e, p).values.round(3)
    array([0.426])
    """
    k = expectation.shape[1]
    if k < 2:
        raise TheoryError(_ONE_ITEM)
    both = _away(pd.concat([expectation, perception], axis=1, keys=["e", "p"]))
    e, p = both[:, :k], both[:, k:]
    cross = 2 * e.sum(axis=1) * p.sum(axis=1)
    return _ratio(_shared(e) + _shared(p) - cross, _square_of_sum(p - e))


_ONE_ITEM = "只有一道题，算不出信度。一个维度至少要两道题。"


def _away(items: pd.DataFrame) -> Vector:
    if items.shape[1] < 2:
        raise TheoryError(_ONE_ITEM)
    whole = complete(items, LEAST, "信度").to_numpy(dtype=float)
    away: Vector = whole - whole.mean(axis=0)
    if not (away.sum(axis=1) ** 2).sum() > 0:
        raise TheoryError("这几道题人人的总分都一样，算不出信度。")
    return away


def _square_of_sum(away: Vector) -> Vector:
    squares: Vector = away.sum(axis=1) ** 2
    return squares


def _shared(away: Vector) -> Vector:
    """What alpha times the variance of the sum is the mean of."""
    k = away.shape[1]
    told: Vector = k / (k - 1) * (_square_of_sum(away) - (away**2).sum(axis=1))
    return told


def _ratio(top: Vector, bottom: Vector) -> Estimates:
    if not bottom.mean() > 0:
        raise TheoryError("差距人人一样，谈不上信度。")
    value = top.mean() / bottom.mean()
    influence = (top - value * bottom) / bottom.mean()
    return Estimates(np.array([value]), _left_out(influence, bottom))


def _left_out(influence: Vector, variance: Vector) -> Vector:
    """Return influences as of leaving out: larger by what each has of the whole variance."""
    share = variance / variance.mean() / (len(variance) - 1)
    if not share.max() < 1 - 1e-9:
        raise TheoryError("除了一个人，其余人的总分都一样，算不出信度的区间。请多收答卷。")
    moved = influence / (1 - share)
    told: Vector = (moved - moved.mean())[:, None]
    return told
