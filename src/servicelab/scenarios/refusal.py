"""Why a pack is refused, in words that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from servicelab.data.errors import ServicelabError


class ScenarioError(ServicelabError):
    """A scenario that does not exist, or a pack that cannot be read; the message is Chinese."""


def near(found: str, known: Iterable[str]) -> str:
    """Return ``，是不是想写 …？`` for the nearest known name, or nothing.

    Examples
    --------
    >>> near("qualty", ["quality", "outburst"])
    '，是不是想写 quality？'
    >>> near("xyz", ["quality"])
    ''
    """
    matches = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f"，是不是想写 {matches[0]}？" if matches else ""
