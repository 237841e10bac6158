"""Which acts a talk used, which it lacks, and which did harm, in whose words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from servicelab.dialogue import ACTS
from servicelab.methods import Method, Playbook
from servicelab.widgets.case_debrief_talk import Exchange, refusal, words

COLUMNS = ["zh", "group", "status", "times", "turns", "words", "standard"]


def acts_table(exchange: Exchange, method: Method | None = None) -> pd.DataFrame:
    """Return the acts of a talk beside a standard.

    Parameters
    ----------
    exchange
        The talk.
    method
        Its steps are the standard; by default, what at least three of the five source texts have
        an agent do.

    Returns
    -------
    pandas.DataFrame
        Index ``act``; ``zh``; ``group``; ``status`` (``"used"``, ``"harmful"``, ``"missing"``);
        ``times``, the replies that hold it; ``turns`` (tuple of ints); ``words`` (tuple of the
        words that stand for it); ``standard``, the step or the texts that ask for it, or "".

    Raises
    ------
    servicelab.data.ServicelabError
        If the method has no steps.
    """
    asked = standard(method)
    used = {name: [r for r in exchange.replies if name in r.acts] for name in ACTS}
    rows = {}
    for name, act in ACTS.items():
        there = used[name]
        if there or name in asked:
            quotes = tuple(quote for reply in there for quote in reply.quotes(name))
            turns = tuple(reply.turn for reply in there)
            status = _status(act.group, bool(there))
            rows[name] = (act.zh, act.group, status, len(there), turns, quotes, asked.get(name, ""))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)
    return frame.rename_axis("act")


def _status(group: str, used: bool) -> str:
    if not used:
        return "missing"
    return "harmful" if group == "harmful" else "used"


def standard(method: Method | None) -> Mapping[str, str]:
    """Return the acts that a talk is held against, each with the step or the texts it is from.

    Parameters
    ----------
    method
        A method with steps, or None for the texts' common acts.

    Examples
    --------
    >>> standard(None)["listen"]
    '1、2、3、4、5'
    """
    if method is None:
        return dict(words("checklist"))
    if not isinstance(method, Playbook) or not method.steps:
        raise refusal("no_steps", zh=method.zh)
    asked: dict[str, str] = {}
    for step in method.steps:
        for name in step.acts:
            asked.setdefault(name, step.name)
    return asked
