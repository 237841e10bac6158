"""Arithmetic that gives the same bits for a float, an array and compiled code.

Only ``+ - * /`` and ``abs`` are used, all of which IEEE 754 rounds in one way. ``math.exp`` and
``numpy.exp`` differ in the last bit, so the exponential is made of the same operations.
"""

from __future__ import annotations

from typing import Any

TINY = 1e-300


def positive(x: Any) -> Any:
    """Return x where it is above zero, else 0.

    Parameters
    ----------
    x
        A float or an array of any shape.

    Returns
    -------
    float or array
        ``max(x, 0)``, computed as half of x + abs(x).

    Examples
    --------
    >>> positive(-2.0), positive(3.0)
    (0.0, 3.0)
    """
    return 0.5 * (x + abs(x))


def larger(x: Any, y: Any) -> Any:
    """Return the larger of two numbers, element by element.

    Parameters
    ----------
    x, y
        Floats or arrays of one shape.

    Examples
    --------
    >>> larger(0.25, 0.5)
    0.5
    """
    return x + positive(y - x)


def bounded(x: Any) -> Any:
    """Return x cut to the range 0…1.

    Parameters
    ----------
    x
        A float or an array of any shape.

    Examples
    --------
    >>> bounded(-0.5), bounded(0.25), bounded(7.0)
    (0.0, 0.25, 1.0)
    """
    return positive(x) - positive(x - 1.0)


def exceeds(x: Any, y: Any) -> Any:
    """Return 1.0 where x > y, else 0.0.

    Parameters
    ----------
    x, y
        Floats or arrays of one shape; differences below 1e-284 count as none.

    Examples
    --------
    >>> exceeds(0.3, 0.2), exceeds(0.2, 0.2), exceeds(0.1, 0.2)
    (1.0, 0.0, 0.0)
    """
    excess = positive(x - y)
    return excess / (excess + TINY)


def exponential(x: Any) -> Any:
    """Return e to the power x.

    Parameters
    ----------
    x
        A float or an array, -30…30; the relative error is then below 1e-13.

    Returns
    -------
    float or array
        A Taylor polynomial of degree 9 at x/256, squared eight times.

    Examples
    --------
    >>> round(exponential(1.0), 12)
    2.718281828459
    """
    y = x * 0.00390625
    series = y * 2.7557319223985893e-06 + 2.48015873015873e-05
    series = series * y + 0.0001984126984126984
    series = series * y + 0.001388888888888889
    series = series * y + 0.008333333333333333
    series = series * y + 0.041666666666666664
    series = series * y + 0.16666666666666666
    series = series * y + 0.5
    series = series * y + 1.0
    series = series * y + 1.0
    series = series * series
    series = series * series
    series = series * series
    series = series * series
    series = series * series
    series = series * series
    series = series * series
    return series * series


def logistic(x: Any) -> Any:
    """Return 1 / (1 + e^-x), for any x.

    Parameters
    ----------
    x
        A float or an array; beyond -30…30 the value at the end of that range is returned.

    Returns
    -------
    float or array
        Above 0 and at most 1.

    Examples
    --------
    >>> logistic(0.0)
    0.5
    """
    within = x + positive(-30.0 - x) - positive(x - 30.0)
    return 1.0 / (1.0 + exponential(-within))


def towards_one(x: Any, gain: Any) -> Any:
    """Return x after it has gained part of what it lacks to 1.

    Parameters
    ----------
    x
        0…1, a float or an array.
    gain
        0 or more; a gain of g closes g / (1 + g) of the gap, so 1 is never passed.

    Examples
    --------
    >>> towards_one(0.5, 1.0), towards_one(0.2, 0.0)
    (0.75, 0.2)
    """
    return x + gain / (1.0 + gain) * (1.0 - x)


def tanh(x: Any) -> Any:
    """Return the hyperbolic tangent, made of :func:`logistic`.

    Parameters
    ----------
    x
        A float or an array.

    Returns
    -------
    float or array
        -1…1.

    Examples
    --------
    >>> round(tanh(0.5), 12)
    0.46211715726
    """
    return 2.0 * logistic(2.0 * x) - 1.0
