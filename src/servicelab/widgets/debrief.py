"""Looking back on a talk: what came of it, what the methods would have got, what if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servicelab.figures import Picture, talk_curve
from servicelab.methods import get
from servicelab.scenarios import traits
from servicelab.simulation import Conversation, Outcome
from servicelab.widgets import screen
from servicelab.widgets.words import words

SHARES = (
    "satisfaction",
    "cumulative_satisfaction",
    "loyalty",
    "word_of_mouth",
    "distributive",
    "procedural",
    "interactional",
)
JUSTICES = SHARES[4:]
_TURNING = 0.08  # a change of anger in one turn that is worth a mark


def shares(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the parts of an outcome that run from 0 to 1, with their Chinese names.

    Parameters
    ----------
    outcome
        Of a finished talk.

    Returns
    -------
    list of dict
        ``name``, ``hint``, ``value``.
    """
    names, hints = words("outcome"), words("outcome_hints")
    return [
        {"name": names[key], "hint": hints[key], "value": getattr(outcome, key)} for key in SHARES
    ]


def lead(talk: Conversation, others: Mapping[str, Conversation]) -> list[str]:
    """Return the outcome in a few sentences.

    Parameters
    ----------
    talk
        The learner's talk, finished.
    others
        What the methods made of the same customer, by method id.

    Returns
    -------
    list of str
        How it ended; how it compares; which justice is the weakest.
    """
    say, outcome = words("debrief"), talk.outcome()
    first = say[outcome.ending].format(turns=outcome.turns, cost=yuan(outcome.cost))
    second = _against(outcome.satisfaction, others, say)
    weakest = min(JUSTICES, key=lambda key: getattr(outcome, key))
    third = say["weakest"].format(
        name=words("outcome")[weakest],
        value=f"{getattr(outcome, weakest):.2f}",
        hint=words("outcome_hints")[weakest],
    )
    return [first, second, third]


def _against(mine: float, others: Mapping[str, Conversation], say: Mapping[str, str]) -> str:
    best = max(others, key=lambda name: others[name].outcome().satisfaction)
    theirs = others[best].outcome().satisfaction
    shown, top = f"{mine:.2f}", f"{theirs:.2f}"
    key = "equal" if shown == top else "best" if mine > theirs else "worse"
    return say[key].format(value=shown, name=get(best).zh, best=top)


def yuan(cost: float) -> str:
    """Return an amount of money as people write it.

    Examples
    --------
    >>> yuan(1234.5), yuan(0)
    ('1,234.5', '0')
    """
    return f"{cost:,.2f}".rstrip("0").rstrip(".")


def change(before: float, after: float) -> str:
    """Return the difference of two shares, such that it fits the two as they are shown.

    Examples
    --------
    >>> change(0.5, 0.25), change(0.034, 0.036), change(0.5, 0.501)
    ('−0.25', '+0.01', '0')
    """
    steps = round(100 * after) - round(100 * before)
    return f"{steps / 100:+.2f}".replace("-", "−") if steps else "0"


def comparison(
    talk: Conversation, before: Sequence[Conversation], others: Mapping[str, Conversation]
) -> list[dict[str, Any]]:
    """Return one row for each talk with this customer, for the table of the debrief.

    Parameters
    ----------
    talk
        The learner's talk.
    before
        The learner's earlier finished talks with the same customer.
    others
        Talks of the methods, by method id.

    Returns
    -------
    list of dict
        ``name``, ``mine``, ``outcome``, ``ending`` (in words), ``cost`` and, for a method,
        ``lines`` of its talk.
    """
    say = words("debrief")
    rows = [_row(say["you"], talk, mine=True)]
    for number, earlier in reversed(list(enumerate(before, 1))):
        rows.append(_row(say["you_before"].format(n=number), earlier))
    for name, played in others.items():
        rows.append(_row(get(name).zh, played) | {"lines": screen.lines(played)})
    return rows


def _row(name: str, talk: Conversation, mine: bool = False) -> dict[str, Any]:
    outcome = talk.outcome()
    return {
        "name": name,
        "mine": mine,
        "outcome": outcome,
        "ending": words("endings")[outcome.ending],
        "cost": yuan(outcome.cost),
        "lines": None,
    }


def turning_points(talk: Conversation) -> dict[int, str]:
    """Return the turns in which anger fell most and rose most, with what the agent did.

    Parameters
    ----------
    talk
        A talk with replies.

    Returns
    -------
    dict
        Turn → names of at most two acts; a change below 0.08 is none.
    """
    changes = {record.turn: record.after.anger - record.before.anger for record in talk.records}
    if not changes:
        return {}
    extremes = (min(changes, key=changes.__getitem__), max(changes, key=changes.__getitem__))
    calmer, angrier = changes[extremes[0]] < -_TURNING, changes[extremes[1]] > _TURNING
    turns = [turn for turn, real in zip(extremes, (calmer, angrier), strict=True) if real]
    return {turn: acts_in_words(talk.records[turn - 1].acts[:2]) for turn in turns}


def acts_in_words(acts: Sequence[str]) -> str:
    """Return the Chinese names of acts, or that nothing was done.

    Examples
    --------
    >>> acts_in_words(("listen", "apologise"))
    '倾听回应、道歉'
    """
    return "、".join(screen.chip(act)["zh"] for act in acts) or words("what_if")["no_acts"]


def curve_of(talk: Conversation, branch: Conversation | None = None) -> Picture:
    """Draw the curve of a talk, with that of a what-if beside it.

    Parameters
    ----------
    talk
        The talk.
    branch
        The what-if.

    Returns
    -------
    servicelab.figures.Picture
        With its alt text.
    """
    if branch is None:
        return talk_curve(talk.curve(), marks=turning_points(talk))
    return talk_curve(talk.curve(), other=branch.curve())


def persona(talk: Conversation) -> list[dict[str, str]]:
    """Return who the customer was, trait by trait.

    Parameters
    ----------
    talk
        The talk.

    Returns
    -------
    list of dict
        ``name``, ``meaning``, ``value`` and ``range`` (of the crowd it was drawn from).
    """
    ranges = talk.scenario.customer.ranges()
    table = traits().astype(str)
    return [
        {
            "name": str(table.loc[name, "zh"]),
            "meaning": str(table.loc[name, "meaning"]),
            "value": f"{getattr(talk.persona, name):.2f}",
            "range": f"{low:g}–{high:g}",
        }
        for name, (low, high) in ranges.items()
    ]


def verdict(talk: Conversation, branch: Conversation) -> str:
    """Say in a sentence what a what-if changed.

    Parameters
    ----------
    talk, branch
        The talk and the what-if, both finished.
    """
    say, endings = words("what_if"), words("endings")
    before, after = talk.outcome(), branch.outcome()
    shown = (f"{before.satisfaction:.2f}", f"{after.satisfaction:.2f}")
    ending = say["same_ending" if before.ending == after.ending else "other_ending"].format(
        before=endings[before.ending], after=endings[after.ending]
    )
    rose = after.satisfaction > before.satisfaction
    key = "verdict_same" if shown[0] == shown[1] else "verdict_up" if rose else "verdict_down"
    return str(say[key].format(before=shown[0], after=shown[1], ending=ending))


def first_difference(talk: Conversation, branch: Conversation) -> int:
    """Return the position of the first bubble in which two talks differ.

    Parameters
    ----------
    talk, branch
        Two talks with the same customer.
    """
    pairs = zip(screen.lines(talk), screen.lines(branch), strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), 0)
