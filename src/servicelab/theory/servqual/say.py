"""The words in the tables of measures, from ``measures.yaml``."""

from __future__ import annotations

from servicelab.data.resources import read_yaml


def say(key: str, **values: object) -> str:
    """Return a sentence for people with its values filled in.

    Examples
    --------
    >>> say("few", n=12)
    '只有 12 份答卷，区间只作参考'
    """
    sentence: str = read_yaml("servicelab.theory.servqual", "measures.yaml")[key]
    return sentence.format(**values)
