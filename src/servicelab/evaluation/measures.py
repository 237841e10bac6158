"""What can be compared, and which way is better."""

from __future__ import annotations

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.figures.words import Language
from servicelab.simulation.outcome import Outcome

MEASURES = tuple(name for name in Outcome._fields if name != "ending")
LESS_IS_BETTER = ("cost", "found_out")
NEITHER_IS_BETTER = ("turns",)
"""Few turns may mean that all went well or that the customer was driven away."""


def require_measure(measure: str) -> str:
    """Return a measure that exists.

    Parameters
    ----------
    measure
        A numeric field of the outcome.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is none of that name.

    Examples
    --------
    >>> require_measure("loyalty")
    'loyalty'
    """
    if measure not in MEASURES:
        raise ServicelabError(f"没有“{measure}”这个结果。可以比较：{'、'.join(MEASURES)}。")
    return measure


def sign_of(measure: str) -> int:
    """Return 1 where more of a measure is better, -1 where less is, 0 where neither is.

    Parameters
    ----------
    measure
        A numeric field of the outcome.

    Examples
    --------
    >>> sign_of("cost"), sign_of("loyalty"), sign_of("turns")
    (-1, 1, 0)
    """
    if measure in NEITHER_IS_BETTER:
        return 0
    return -1 if measure in LESS_IS_BETTER else 1


def axis_title(measure: str, language: Language = "zh") -> str:
    """Return what the axis of a figure calls a measure, with its unit.

    Parameters
    ----------
    measure
        A numeric field of the outcome.
    language
        ``"zh"`` or ``"en"``.

    Examples
    --------
    >>> axis_title("cost")
    '花费（元）'
    """
    titles = read_yaml("servicelab.evaluation", "measures.yaml")[language]
    return str(titles.get(measure, measure))
