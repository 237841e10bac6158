"""The words in the tables of measures, from ``measures.yaml``."""

from __future__ import annotations

from servicelab.data.resources import read_yaml

PLACE = ("servicelab.theory.servqual", "measures.yaml")


def say(key: str, **values: object) -> str:
    """Return a sentence for people with its values filled in.

    Examples
    --------
    >>> say("few", n=12)
    '只有 12 份答卷，区间只作参考'
    """
    sentence: str = read_yaml(*PLACE)[key]
    return sentence.format(**values)


def called(name: object) -> str:
    """Return how a reader calls a column of our own tables; other names stay as they are.

    Examples
    --------
    >>> called("perception"), called("片区")
    ('感知', '片区')
    """
    return str(read_yaml(*PLACE)["called"].get(name, name))
