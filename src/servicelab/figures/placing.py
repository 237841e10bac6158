"""Placing the names of points in the plane, beside their points and clear of everything else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Boxes = NDArray[np.float64]  # one row a box: left, bottom, right, top

_ANGLES = np.deg2rad(np.arange(0, 360, 15))
_RADII = np.array([9.0, 16, 26, 40, 58, 80, 110, 150, 200, 260, 330])
_SWEEPS = 4
# How much worse than a pixel of distance each is, per pixel of the smaller side of the overlap.
_ON_LABEL, _ON_POINT, _ON_LINE, _OUTSIDE, _THROUGH = 1e4, 1e3, 6.0, 1e5, 60.0


def place_labels(
    points: ArrayLike, sizes: ArrayLike, obstacles: ArrayLike, bounds: ArrayLike
) -> NDArray[np.float64]:
    """Return where the middle of each label goes.

    Each label in turn takes the best of the places around its point, given all the others, for a
    few rounds. The same input gives the same places.

    Parameters
    ----------
    points
        (n, 2): where the points stand, in pixels.
    sizes
        (n, 2): width and height of their labels, in pixels.
    obstacles
        (m, 2): further places that a label would rather not cover, such as points of lines.
    bounds
        left, bottom, right, top: where labels may be.

    Returns
    -------
    array
        (n, 2): the middles of the labels.

    Examples
    --------
    >>> middles = place_labels([[50, 50], [50, 50]], [[40, 10], [40, 10]], [], [0, 0, 200, 200])
    >>> bool(abs(middles[0] - middles[1])[1] >= 10 or abs(middles[0] - middles[1])[0] >= 40)
    True
    """
    spots = np.asarray(points, dtype=float).reshape(-1, 2)
    halves = np.asarray(sizes, dtype=float).reshape(-1, 2) / 2
    others = np.asarray(obstacles, dtype=float).reshape(-1, 2)
    places = [_candidates(spot, half) for spot, half in zip(spots, halves, strict=True)]
    alone = [
        _cost_alone(place, spot, half, spots, others, np.asarray(bounds, dtype=float))
        for place, spot, half in zip(places, spots, halves, strict=True)
    ]
    middles = np.full_like(spots, np.nan)
    crowd = np.linalg.norm(spots[:, None] - spots[None], axis=2).sum(axis=1)
    for _ in range(_SWEEPS):
        for number in np.argsort(crowd, kind="stable"):
            rest = np.delete(np.arange(len(spots)), number)
            rest = rest[~np.isnan(middles[rest, 0])]
            cost = alone[number] + _cost_of_labels(
                places[number], spots[number], halves[number], middles[rest], halves[rest]
            )
            middles[number] = places[number][np.argmin(cost)]
    return middles


def _candidates(spot: NDArray[np.float64], half: NDArray[np.float64]) -> NDArray[np.float64]:
    directions = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
    reach = half[None, None] + _RADII[:, None, None]
    return np.asarray((spot + directions[None] * reach).reshape(-1, 2))


def _cost_alone(
    places: NDArray[np.float64],
    spot: NDArray[np.float64],
    half: NDArray[np.float64],
    spots: NDArray[np.float64],
    others: NDArray[np.float64],
    bounds: NDArray[np.float64],
) -> NDArray[np.float64]:
    cost: NDArray[np.float64] = np.linalg.norm(np.maximum(np.abs(places - spot) - half, 0), axis=1)
    cost = cost + _ON_POINT * _inside(places, half + 9, spots).sum(axis=1)
    if len(others):
        cost = cost + _ON_LINE * _inside(places, half + 3, others).sum(axis=1)
    over = np.maximum(bounds[:2] - (places - half), 0) + np.maximum(places + half - bounds[2:], 0)
    return np.asarray(cost + _OUTSIDE * over.sum(axis=1))


def _cost_of_labels(
    places: NDArray[np.float64],
    spot: NDArray[np.float64],
    half: NDArray[np.float64],
    middles: NDArray[np.float64],
    halves: NDArray[np.float64],
) -> Any:
    """Return what it costs each place to cover other labels, or to be led to across them."""
    if not len(middles):
        return 0.0
    room = half + halves + 3 - np.abs(places[:, None] - middles[None])
    on_label = np.minimum(np.maximum(room[..., 0], 0), np.maximum(room[..., 1], 0)).sum(axis=1)
    steps = np.linspace(0, 1, 9)[1:, None, None]
    way = spot + steps * (places - spot)
    through = (np.abs(way[:, :, None] - middles) < halves).all(axis=3).sum(axis=(0, 2))
    return _ON_LABEL * on_label + _THROUGH * through


def _inside(
    places: NDArray[np.float64], half: NDArray[np.float64], spots: NDArray[np.float64]
) -> NDArray[np.bool_]:
    return np.asarray((np.abs(places[:, None] - spots[None]) < half).all(axis=2))
