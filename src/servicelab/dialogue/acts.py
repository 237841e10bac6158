"""The vocabulary of acts: what a reply can do to a customer, one name per move."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_rows


class ActError(ServicelabError):
    """A name that is no act; the message offers the nearest ones."""


@dataclass(frozen=True)
class Act:
    """One move of a reply.

    Attributes
    ----------
    id
        Short English name used in code and tables, such as ``"apologise"``.
    zh
        Chinese name shown to people, such as ``"道歉"``.
    group
        ``"relational"``, ``"solving"``, ``"remedy"``, ``"harmful"`` or ``"neutral"``.
    definition
        One English line that says when an act is present.
    source
        Which of the five source texts the act is taken from, and its heading there.
    """

    id: str
    zh: str
    group: str
    definition: str
    source: str


ACTS: dict[str, Act] = {
    row["id"]: Act(**row) for row in read_rows("servicelab.dialogue", "data/acts.csv")
}
_BY_CHINESE = {entry.zh: entry for entry in ACTS.values()}


def act(name: str) -> Act:
    """Look an act up by its English id or its Chinese name.

    Parameters
    ----------
    name
        ``"apologise"`` or ``"道歉"``; blanks around it and capitals don't matter.

    Returns
    -------
    Act
        The entry of the vocabulary.

    Raises
    ------
    ActError
        If there is no such act; the Chinese message names close matches.

    Examples
    --------
    >>> act("道歉").id
    'apologise'
    >>> act("apologise").group
    'relational'
    """
    key = str(name).strip()
    found = ACTS.get(key.lower()) or _BY_CHINESE.get(key)
    if found is None:
        raise ActError(_unknown(key))
    return found


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key.lower(), [*ACTS, *_BY_CHINESE], n=3, cutoff=0.5)
    if not near:
        near = [zh for zh in _BY_CHINESE if set(zh) & set(key)][:3]
    names = "、".join(f"{act(name).zh}（{act(name).id}）" for name in near)
    advice = f"你是不是想写：{names}？" if names else "全部名称见 servicelab.dialogue.ACTS。"
    return f"没有叫“{key}”的言语行为。{advice}"
