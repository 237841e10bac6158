"""The words on figures, in Chinese or English, read from ``labels.yaml``."""

from __future__ import annotations

import re
from typing import Any, Literal

from servicelab.data.resources import read_yaml
from servicelab.figures.check import FigureError

Language = Literal["zh", "en"]
Words = dict[str, Any]

_UNIT = re.compile(r"\s*[（(][^（(]*[）)]$")


def words(language: Language = "zh") -> Words:
    """Return the words that figures show in one language.

    Parameters
    ----------
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    dict
        Texts and templates by key, the same keys in both languages; don't change it.

    Raises
    ------
    FigureError
        If there are no words in that language.

    Examples
    --------
    >>> words("en")["series"]["anger"]
    'anger'
    """
    known = read_yaml("servicelab.figures", "labels.yaml")
    if language not in known:
        raise FigureError(f'没有“{language}”这种语言的图。请写 language="zh" 或 language="en"。')
    return dict(known[language])


def phrase(say: Words, key: str, **values: object) -> str:
    """Return a template with its gaps filled.

    Parameters
    ----------
    say
        What :func:`words` returned.
    key
        Which template.
    **values
        What to put into its gaps; texts from people are put in as they are.

    Returns
    -------
    str

    Examples
    --------
    >>> phrase(words("en"), "lines_mark", turn=2, text="{listens}")
    'turn 2, {listens}'
    """
    return str(say[key]).format(**values)


def without_unit(axis_title: str) -> str:
    """Return an axis title without the unit in brackets at its end, as a heading wants it.

    Parameters
    ----------
    axis_title
        What an axis measures.

    Returns
    -------
    str

    Examples
    --------
    >>> without_unit("补偿（占价款的 %）")
    '补偿'
    """
    return _UNIT.sub("", axis_title) or axis_title
