"""The words of the screens, read from ``words.yaml``."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml


def words(section: str) -> dict[str, Any]:
    """Return the words of one part of the screens.

    Parameters
    ----------
    section
        Such as ``"chat"`` or ``"debrief"``.

    Returns
    -------
    dict
        Texts and templates by key.

    Examples
    --------
    >>> words("endings")["resolved"]
    '谈成了'
    """
    return dict(read_yaml("servicelab.widgets", "words.yaml")[section])
