"""The words beside the numbers of a comparison."""

from __future__ import annotations

from servicelab.data.resources import read_yaml
from servicelab.figures.words import Language


def say(key: str, language: Language = "zh", **slots: object) -> str:
    """Return a phrase with its slots filled; what has no phrase is returned as it is.

    Parameters
    ----------
    key
        Name of the phrase in ``words.yaml``.
    language
        ``"zh"`` or ``"en"``.
    **slots
        What the phrase asks for.

    Examples
    --------
    >>> say("equal dose"), say("a method of your own")
    ('等量', 'a method of your own')
    """
    phrase = read_yaml("servicelab.evaluation", "words.yaml")[language].get(key, key)
    return str(phrase).format(**slots) if slots else str(phrase)
