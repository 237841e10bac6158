"""What the chat shows, as plain data: bubbles, chips, gauges, the palette of acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from servicelab.dialogue import ACTS, Recognised, recognise
from servicelab.scenarios import Scenario
from servicelab.simulation import Conversation
from servicelab.simulation.conversation import LONGEST_REPLY
from servicelab.simulation.record import Record
from servicelab.simulation.work import not_allowed
from servicelab.widgets.words import words

GROUPS = ("relational", "solving", "remedy", "harmful")
BARS = ("patience", "acceptance", "facts_known", "solved")


def chip(act: str) -> dict[str, str]:
    """Return what is shown of one act.

    Examples
    --------
    >>> chip("apologise")
    {'act': 'apologise', 'zh': '道歉', 'group': 'relational'}
    """
    return {"act": act, "zh": ACTS[act].zh, "group": ACTS[act].group}


def preview(text: str) -> list[dict[str, str]]:
    """Return the acts heard in a reply that is still being typed, each once, with its words.

    Parameters
    ----------
    text
        Anything; beyond the longest reply nothing is heard.

    Examples
    --------
    >>> [(one["zh"], one["words"]) for one in preview("非常抱歉。")]
    [('道歉', '抱歉')]
    """
    if len(text) > LONGEST_REPLY:
        return []
    heard: dict[str, list[str]] = {}
    for found in recognise(text):
        heard.setdefault(found.act, []).append(found.words)
    return [chip(act) | {"words": "……".join(said)} for act, said in heard.items()]


def parts(text: str, recognised: Iterable[Recognised]) -> list[dict[str, str]]:
    """Cut a reply into pieces, so that the words which triggered an act can be marked.

    The cutting is done here because Python counts an emoji as one character and a browser as
    two. Where two acts share words, the first keeps them.

    Parameters
    ----------
    text
        The reply.
    recognised
        What was found in it, with spans.

    Returns
    -------
    list of dict
        ``text``, and ``act`` and ``group`` where there is one; joined they give the reply.

    Examples
    --------
    >>> [(one["text"], one.get("act")) for one in parts("😀抱歉。", recognise("😀抱歉。"))]
    [('😀', None), ('抱歉', 'apologise'), ('。', None)]
    """
    pieces: list[dict[str, str]] = []
    at = 0
    for found in sorted(recognised, key=lambda one: one.span):
        start, end = found.span
        if start < at:
            continue
        pieces.append({"text": text[at:start]})
        pieces.append({"text": text[start:end], "act": found.act, "group": ACTS[found.act].group})
        at = end
    pieces.append({"text": text[at:]})
    return [piece for piece in pieces if piece["text"]]


def lines(talk: Conversation) -> list[dict[str, Any]]:
    """Return the bubbles of a talk so far, oldest first.

    Parameters
    ----------
    talk
        The talk.

    Returns
    -------
    list of dict
        ``who`` (``"customer"`` or ``"agent"``), ``turn``, ``parts``; the agent's also ``chips``,
        ``corrected`` (the acts differ from what was recognised) and ``feedback``.
    """
    shown = [_customer(talk.opening, 0)]
    for record in talk.records:
        shown += [_agent(record), _customer(record.text, record.turn)]
    if talk.farewell is not None:
        shown.append(_customer(talk.farewell, len(talk.records)))
    return shown


def _customer(text: str, turn: int) -> dict[str, Any]:
    return {"who": "customer", "turn": turn, "parts": [{"text": text}]}


def _agent(record: Record) -> dict[str, Any]:
    heard = {found.act for found in record.recognised}
    return {
        "who": "agent",
        "turn": record.turn,
        "parts": parts(record.said, record.recognised),
        "chips": [chip(act) for act in record.acts],
        "corrected": bool(heard) and heard != set(record.acts),
        "feedback": record.feedback,
    }


def mood(anger: float) -> str:
    """Return the word for a level of anger.

    Parameters
    ----------
    anger
        0…1.

    Examples
    --------
    >>> mood(0.0), mood(0.5), mood(1.0)
    ('平静', '生气', '暴怒')
    """
    bands = words("gauges")["moods"]
    return next(str(band["word"]) for band in bands if anger < band["below"])


def gauges(talk: Conversation) -> dict[str, Any]:
    """Return what the agent can see of the customer; never the hidden state.

    Parameters
    ----------
    talk
        The talk.

    Returns
    -------
    dict
        ``anger`` (0…1), ``mood`` (its word), ``history`` (the anger seen at the opening and after
        each turn), and ``bars``: patience, acceptance, facts known and solved, 0…1.
    """
    seen = talk.observed
    case = talk.case
    afresh = Conversation(case.scenario, case.seed, talk.customer, parameters=case.parameters)
    later = [record.observed.anger for record in talk.records]
    return {
        "anger": seen.anger,
        "mood": mood(seen.anger),
        "history": [afresh.observed.anger, *later],
        "bars": {name: getattr(seen, name) for name in BARS},
    }


def palette() -> list[dict[str, Any]]:
    """Return the acts to choose from, group by group, each with a line on what it is.

    Examples
    --------
    >>> [group["title"] for group in palette()]
    ['先顾人', '再办事', '补损失', '试试看会怎样']
    """
    titles, hints = words("groups"), words("hints")
    return [
        {
            "group": group,
            "title": titles[group],
            "acts": [
                chip(name) | {"hint": hints[name]}
                for name, act in ACTS.items()
                if act.group == group
            ],
        }
        for group in GROUPS
    ]


def denied(scenario: Scenario) -> list[str]:
    """Return the acts that the desk of a case has no power to do.

    Parameters
    ----------
    scenario
        The case.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> denied(load("heating_blocked_pipe"))
    ['replace']
    """
    return list(not_allowed(tuple(ACTS), scenario))
