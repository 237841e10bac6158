"""Numbers as people read them: so many decimals as tell something, and a true minus sign."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike


def number_text(value: float, digits: int) -> str:
    """Return a number with so many decimals and a true minus sign.

    Parameters
    ----------
    value
        Any finite number.
    digits
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> number_text(-0.125, 1), number_text(-0.001, 1)
    ('−0.1', '0.0')
    """
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if text.strip("-0.") else text.lstrip("-")


def decimals(values: ArrayLike) -> int:
    """Return enough decimals to tell these numbers apart: about two figures of their range.

    Parameters
    ----------
    values
        Finite numbers, at least one, in any shape.

    Returns
    -------
    int
        0 or more; 2 if all the numbers are the same.

    Examples
    --------
    >>> decimals([0.28, 0.67]), decimals([112, 268])
    (2, 0)
    """
    span = float(np.ptp(np.asarray(values, dtype=float)))
    return max(0, 1 - math.floor(math.log10(span))) if span > 0 else 2


def short(value: float) -> str:
    """Return a number with as many decimals as it has, at most two.

    Parameters
    ----------
    value
        Any finite number.

    Returns
    -------
    str

    Examples
    --------
    >>> short(150.0), short(0.25), short(-1.5)
    ('150', '0.25', '−1.5')
    """
    text = number_text(value, 2)
    return text.rstrip("0").rstrip(".")
