"""Words of the screen of response techniques."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.dialogue import ACTS


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the screen of response techniques.

    Parameters
    ----------
    section
        Such as ``"screen"`` or ``"page"``.

    Examples
    --------
    >>> say("measures")["escalated"]
    '闹大'
    """
    return dict(read_yaml("servicelab.widgets", "technique.yaml")[section])


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Return Chinese names in one line.

    Examples
    --------
    >>> listed(["移情法", "替换法"])
    '移情法、替换法'
    """
    return str(say("page")["comma"]).join(names)


def acts_in_chinese(acts: tuple[str, ...]) -> str:
    """Return the names of acts in one line.

    Examples
    --------
    >>> acts_in_chinese(("listen", "commit"))
    '倾听回应、时限承诺'
    """
    return listed([ACTS[act].zh for act in acts])
