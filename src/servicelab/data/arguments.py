"""Checking what a caller hands in, with a message that says what was wrong."""

from __future__ import annotations

import operator

from servicelab.data.errors import ServicelabError


def whole_number(name: str, value: object, least: int | None = None) -> int:
    """Return a whole number, or say in Chinese why it is none.

    Parameters
    ----------
    name
        What the argument is called, as the message shall name it.
    value
        What was given; Python and NumPy integers are accepted, True and False are not.
    least
        Smallest value allowed; None allows any.

    Returns
    -------
    int

    Raises
    ------
    ServicelabError
        If it is not a whole number or is too small.

    Examples
    --------
    >>> whole_number("n", 10, least=1)
    10
    >>> whole_number("n", 0, least=1)
    Traceback (most recent call last):
        ...
    servicelab.data.errors.ServicelabError: n 要填 1 或更大的整数，收到的是 0。
    """
    allowed = "整数" if least is None else f" {least} 或更大的整数"
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or (least is not None and number < least):
        raise ServicelabError(f"{name} 要填{allowed}，收到的是 {value!r}。")
    return int(number)
