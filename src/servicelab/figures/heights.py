"""The height of a surface over the plane, from a function or from the six coefficients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from servicelab.figures.check import FigureError, check_table

Height = Callable[[NDArray[np.float64], NDArray[np.float64]], ArrayLike]
Ends = tuple[float, float]

_TERMS = 6


def height_of(
    surface: Height | pd.DataFrame | pd.Series | Mapping[str, float] | Sequence[float],
    centre: float,
) -> Height:
    """Return the function that gives the height of a surface.

    Parameters
    ----------
    surface
        That function itself, or six coefficients b0 + b1 x + b2 y + b3 x² + b4 xy + b5 y².
    centre
        For coefficients: what is taken off x and y first.

    Returns
    -------
    function
        Takes two arrays of one shape.

    Raises
    ------
    FigureError
        If there aren't six finite coefficients.

    Examples
    --------
    >>> float(height_of([1, 2, 0, 0, 0, 0], centre=4)(5.0, 5.0))
    3.0
    """
    if callable(surface):
        return surface
    if isinstance(surface, pd.DataFrame):
        surface = check_table(surface, ["estimate"], "响应面的系数")["estimate"]
    given = list(surface.values()) if isinstance(surface, Mapping) else list(surface)
    b = pd.to_numeric(pd.Series(given, dtype=object), errors="coerce").to_numpy(dtype=float)
    if len(b) != _TERMS or not np.isfinite(b).all():
        raise FigureError(
            "响应面要六个有限的系数：常数、x、y、x²、xy、y²，"
            f"收到 {len(b)} 个：{'、'.join(map(str, given))}。请按这个顺序给。"
        )

    def quadratic(x: ArrayLike, y: ArrayLike) -> ArrayLike:
        p, e = np.asarray(x, dtype=float) - centre, np.asarray(y, dtype=float) - centre
        return np.asarray(b[0] + b[1] * p + b[2] * e + b[3] * p**2 + b[4] * p * e + b[5] * e**2)

    return quadratic


def ends_of(ends: Ends, name: str) -> Ends:
    """Return the two ends of a range as floats, the lower first.

    Parameters
    ----------
    ends
        Two finite numbers, the lower first.
    name
        Of which quantity, for the message.

    Returns
    -------
    tuple

    Raises
    ------
    FigureError
        If they are not that.

    Examples
    --------
    >>> ends_of((1, 7), "x")
    (1.0, 7.0)
    """
    low, high = map(float, ends)
    if not (np.isfinite([low, high]).all() and low < high):
        raise FigureError(f"响应面的 {name} 要从小到大两个有限的数，收到 {low:g} 和 {high:g}。")
    return low, high


def heights_at(
    height: Height, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the heights at places, all of them finite.

    Parameters
    ----------
    height
        The surface.
    x, y
        The places, of one shape.

    Returns
    -------
    array
        Of that shape.

    Raises
    ------
    FigureError
        At the first place without a finite height.

    Examples
    --------
    >>> heights_at(lambda x, y: 5, np.zeros(2), np.zeros(2)).tolist()
    [5.0, 5.0]
    """
    heights = np.broadcast_to(np.asarray(height(x, y), dtype=float), x.shape)
    if not np.isfinite(heights).all():
        row, column = np.argwhere(~np.isfinite(heights))[0]
        raise FigureError(
            f"响应面在 x = {x[row, column]:g}、y = {y[row, column]:g} 处不是有限的数。"
            "请缩小 x、y 的范围，或检查函数。"
        )
    return heights
