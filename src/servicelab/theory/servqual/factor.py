"""One common factor of a few items: what they share, and what every respondent did to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares

from servicelab.theory.servqual.influence import Vector


class Factor(NamedTuple):
    """Loadings in the items' own unit, whether they can be had, and whether one is impossible."""

    loadings: Vector
    found: bool
    heywood: bool  # an item shares more than its whole variance: its error would be negative


def one_factor(covariance: Vector) -> Factor:
    """Return the loadings whose products come nearest to the covariances between the items.

    Least squares off the diagonal (MINRES, Harman & Jones 1966, Psychometrika 31:351-368). Two
    items get equal loadings, since their one covariance can't tell more.

    Parameters
    ----------
    covariance
        Covariances of the items, shape (k, k), k ≥ 2.

    Returns
    -------
    Factor
        Not found if the items do not go together (covariances negative or near 0).

    Examples
    --------
    >>> truth = np.array([0.8, 0.7, 0.6, 0.5])
    >>> told = one_factor(np.outer(truth, truth) + np.diag([0.4, 0.5, 0.6, 0.7]))
    >>> told.loadings.round(6), told.found
    (array([0.8, 0.7, 0.6, 0.5]), True)
    """
    size = len(covariance)
    pairs = np.triu_indices(size, 1)
    shared = covariance[pairs]
    if not shared.mean() > 0:
        return Factor(np.zeros(size), False, False)
    start = np.full(size, np.sqrt(shared.mean()))
    if size == 2:
        return Factor(start, True, bool((start**2 > np.diag(covariance)).any()))

    def residual(loadings: Vector) -> Vector:
        return np.asarray(loadings[pairs[0]] * loadings[pairs[1]] - shared)

    scale = float(np.diag(covariance).mean())
    done = least_squares(residual, start, xtol=1e-12, ftol=1e-12, gtol=1e-12 * scale)
    loadings = np.asarray(done.x)
    too_much = loadings**2 > np.diag(covariance)
    return Factor(loadings, bool(done.success and loadings.min() > 0), bool(too_much.any()))


def loading_influence(away: Vector, covariance: Vector, loadings: Vector) -> Vector:
    """Return each respondent's influence on the loadings of :func:`one_factor`, shape (n, k).

    Where the squares are least, Σ_b≠a (s_ab − λ_a λ_b) λ_b = 0 for every item a; a respondent
    moves the covariances, and the loadings follow so that this stays true.

    Parameters
    ----------
    away
        Answers less their means, a row a respondent.
    covariance
        Their covariances.
    loadings
        The solution.
    """
    if len(loadings) == 2:
        share = (away[:, :1] * away[:, 1:] - covariance[0, 1]) / (2 * loadings)
        return np.asarray(share)
    squares = loadings @ loadings - loadings**2
    slope = covariance - 2 * np.outer(loadings, loadings)
    np.fill_diagonal(slope, -squares)
    own = np.diag(covariance)
    pushed = away * (away @ loadings)[:, None] - away**2 * loadings
    pushed = pushed - (covariance @ loadings - own * loadings)
    return np.asarray(-pushed @ np.linalg.inv(slope).T)
