"""How many respondents a wanted precision takes, and what precision a number of them gives."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, sqrt

from servicelab.theory.errors import TheoryError

_MOST = 10_000_000


def gap_half_width(
    n: int, sd: float, confidence: float = 0.95, population: int | None = None
) -> float:
    """Return the half-width of the interval of a mean gap.

    Student's t times sd / √n; a finite population narrows it by √((N − n) / (N − 1)).

    Parameters
    ----------
    n
        Respondents who answered both questions, at least 2.
    sd
        Standard deviation of the gaps P − E between respondents, in points of the scale; from a
        pilot or from last year.
    confidence
        Share of samples whose interval holds the truth, 0…1.
    population
        How many customers there are in all, where the sample is a large part of them.

    Returns
    -------
    float
        Points of the scale.

    Raises
    ------
    TheoryError
        If a number is impossible.

    References
    ----------
    Cochran 1977, Sampling Techniques, chapters 2 and 4.

    Examples
    --------
    >>> round(gap_half_width(219, sd=1.5), 4)
    0.1998
    """
    _check(n=n, sd=sd, confidence=confidence, population=population)
    return _t(confidence, n - 1) * sd / sqrt(n) * _share_left(n, population)


def respondents_for_gap(
    half_width: float, sd: float, confidence: float = 0.95, population: int | None = None
) -> int:
    """Return how many respondents give the mean gap an interval of at most ± `half_width`.

    Parameters
    ----------
    half_width
        Wanted, in points of the scale.
    sd, confidence, population
        As for :func:`gap_half_width`.

    Returns
    -------
    int
        Usable answers; send out more, by the share that answers.

    Raises
    ------
    TheoryError
        If a number is impossible.

    Examples
    --------
    >>> respondents_for_gap(0.2, sd=1.5)
    219
    """
    _check(half_width=half_width, sd=sd, confidence=confidence, population=population)
    most = _MOST if population is None else population
    return _fewest(lambda n: gap_half_width(n, sd, confidence, population), half_width, 2, most)


def difference_half_width(
    n: int, other: int, sd: float, other_sd: float | None = None, confidence: float = 0.95
) -> float:
    """Return the half-width of the interval of a difference between two groups' mean gaps.

    Welch's t: the groups' spreads may differ.

    Parameters
    ----------
    n, other
        Respondents in the two groups, at least 2 each.
    sd, other_sd
        Standard deviations of the gaps in them; the second is the first where not given.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    float
        Points of the scale.

    Raises
    ------
    TheoryError
        If a number is impossible.

    References
    ----------
    Welch 1947, Biometrika 34:28-35.

    Examples
    --------
    >>> round(difference_half_width(100, 100, sd=1.5), 3)
    0.418
    """
    second = sd if other_sd is None else other_sd
    _check(n=n, other=other, sd=sd, other_sd=second, confidence=confidence)
    one, two = sd**2 / n, second**2 / other
    freedom = (one + two) ** 2 / (one**2 / (n - 1) + two**2 / (other - 1))
    return _t(confidence, freedom) * sqrt(one + two)


def respondents_for_difference(
    half_width: float,
    sd: float,
    other_sd: float | None = None,
    confidence: float = 0.95,
) -> int:
    """Return how many respondents EACH of two groups needs for ± `half_width` of the difference.

    Parameters
    ----------
    half_width
        Wanted, in points of the scale; a difference smaller than that can't be told from none.
    sd, other_sd, confidence
        As for :func:`difference_half_width`.

    Returns
    -------
    int
        Usable answers in each group.

    Raises
    ------
    TheoryError
        If a number is impossible.

    Examples
    --------
    >>> respondents_for_difference(0.4, sd=1.5)
    110
    """
    second = sd if other_sd is None else other_sd
    _check(half_width=half_width, sd=sd, other_sd=second, confidence=confidence)
    return _fewest(
        lambda n: difference_half_width(n, n, sd, second, confidence), half_width, 2, _MOST
    )


def reliability_half_width(
    n: int, items: int, reliability: float, confidence: float = 0.95
) -> float:
    """Return half the width of the interval of Cronbach's alpha.

    Feldt's interval: (1 − α) / (1 − a) follows F with n − 1 and (n − 1)(k − 1) degrees of freedom
    for k equivalent items and normal answers. It is not symmetric; half its width is given.

    Parameters
    ----------
    n
        Respondents, at least 2.
    items
        Items of the dimension, at least 2.
    reliability
        Alpha that one expects, 0…1.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    float
        In units of alpha.

    Raises
    ------
    TheoryError
        If a number is impossible.

    References
    ----------
    Feldt 1965, Psychometrika 30:357-370.

    Examples
    --------
    >>> round(reliability_half_width(200, items=5, reliability=0.8), 3)
    0.044
    """
    from scipy.stats import f

    _check(n=n, items=items, reliability=reliability, confidence=confidence)
    one, two = n - 1, (n - 1) * (items - 1)
    tail = (1 - confidence) / 2
    return float((1 - reliability) * (f.ppf(1 - tail, one, two) - f.ppf(tail, one, two)) / 2)


def respondents_for_reliability(
    half_width: float, items: int, reliability: float, confidence: float = 0.95
) -> int:
    """Return how many respondents give alpha an interval of at most ± `half_width`.

    Parameters
    ----------
    half_width
        Wanted half-width, in units of alpha.
    items, reliability, confidence
        As for :func:`reliability_half_width`.

    Returns
    -------
    int
        Usable answers.

    Raises
    ------
    TheoryError
        If a number is impossible.

    Examples
    --------
    >>> respondents_for_reliability(0.05, items=5, reliability=0.8)
    156
    """
    _check(half_width=half_width, items=items, reliability=reliability, confidence=confidence)
    return _fewest(
        lambda n: reliability_half_width(n, items, reliability, confidence), half_width, 3, _MOST
    )


def _fewest(width: Callable[[int], float], wanted: float, low: int, most: int) -> int:
    """The smallest n whose half-width is small enough; width falls with n."""
    if width(low) <= wanted:
        return low
    high = low
    while width(high) > wanted:
        if high >= most:
            raise TheoryError(
                f"想要的误差 ±{wanted:g} 太小了，一千万份答卷也达不到。请放宽一些再算。"
            )
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if width(middle) <= wanted else (middle, high)
    return high


def _t(confidence: float, freedom: float) -> float:
    from scipy.stats import t

    return float(t.ppf(0.5 + confidence / 2, freedom))


def _share_left(n: int, population: int | None) -> float:
    if population is None:
        return 1.0
    if n > population:
        raise TheoryError(f"答卷 {n} 份，比客户总数 {population} 还多。请核对。")
    return sqrt((population - n) / (population - 1)) if population > 1 else 0.0


_RANGES = {
    "n": (2, inf, "答卷数（n）要是不小于 2 的整数"),
    "other": (2, inf, "另一组的答卷数（other）要是不小于 2 的整数"),
    "items": (2, inf, "题数（items）要是不小于 2 的整数"),
    "population": (2, inf, "客户总数（population）要是不小于 2 的整数"),
    "sd": (1e-12, 1e6, "标准差（sd）要大于 0"),
    "other_sd": (1e-12, 1e6, "另一组的标准差（other_sd）要大于 0"),
    "half_width": (1e-12, 1e6, "想要的误差（half_width）要大于 0"),
    "confidence": (1e-9, 1 - 1e-9, "置信水平（confidence）要在 0 和 1 之间，常用 0.95"),
    "reliability": (0, 1 - 1e-12, "信度（reliability）要在 0 和 1 之间"),
}
_WHOLE = ("n", "other", "items", "population")


def _check(**given: float | None) -> None:
    for name, value in given.items():
        if value is None:
            continue
        low, high, words = _RANGES[name]
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise TheoryError(f"{words}，收到 {value}。") from error
        whole = name not in _WHOLE or number.is_integer()
        if not low <= number <= high or not whole:
            raise TheoryError(f"{words}，收到 {value}。")
