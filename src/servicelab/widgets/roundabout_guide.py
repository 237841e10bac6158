"""What the roundabout would do at every point of a talk that somebody else holds, and why."""

from __future__ import annotations

from dataclasses import dataclass

from servicelab.methods import Observation, Playbook, get
from servicelab.methods.move import Move
from servicelab.methods.playbook import Position, Step, advance
from servicelab.simulation import Conversation
from servicelab.widgets.roundabout_words import say

CUES = (
    ("anger", "anger_below", -1),
    ("patience", "patience_below", -1),
    ("facts_known", "facts_above", 1),
    ("solved", "solved_above", 1),
    ("acceptance", "acceptance_above", 1),
)
"""A cue, the condition that names it, and whether more of it (1) or less (-1) meets it."""


@dataclass(frozen=True)
class Advice:
    """What the roundabout would do at one point of a talk.

    Attributes
    ----------
    turn
        Number of the reply that it would be, from 1.
    number, name
        Of the step, the first being 1; number is 0 and name empty once all steps are over.
    move
        What it would do, or None once all steps are over.
    why
        One line: the cues against the conditions of the step.
    returned
        Whether it goes back at this point.
    """

    turn: int
    number: int
    name: str
    move: Move | None
    why: str
    returned: bool = False


def roundabout() -> Playbook:
    """Return the method that guides."""
    book = get("roundabout")
    assert isinstance(book, Playbook)
    return book


def cues_seen(talk: Conversation) -> list[Observation]:
    """Return what the agent saw at the opening and after each reply.

    Parameters
    ----------
    talk
        The talk so far.
    """
    case = talk.case
    afresh = Conversation(case.scenario, case.seed, talk.customer, parameters=case.parameters)
    return [afresh.observed, *(record.observed for record in talk.records)]


def guide(talk: Conversation, book: Playbook | None = None) -> list[Advice]:
    """Return what the roundabout would do at each point of a talk.

    It goes through its steps by the cues that this talk gave, as if every reply had been its
    own: what matters is what the customer shows and what has been found out, whoever did it.

    Parameters
    ----------
    talk
        The talk so far.
    book
        Another playbook than the roundabout.

    Returns
    -------
    list of Advice
        One for each reply that was given, and one for the reply to come.

    Examples
    --------
    >>> steps = guide(Conversation("hotel_dirty_room"))
    >>> [(one.turn, one.name, one.move.acts) for one in steps]
    [(1, '倾听与理解', ('listen', 'ask_open'))]
    """
    book = roundabout() if book is None else book
    seen = cues_seen(talk)
    position = Position(0, 1, 0)
    advised = [_advice(book, 1, position, say("why")["open"])]
    for turn, cues in enumerate(seen[1:], start=2):
        before, position = position, advance(book.columns, position, cues)
        back = position.returns > before.returns
        advised.append(_advice(book, turn, position, why(book, before, position, cues), back))
    return advised


def _advice(
    book: Playbook, turn: int, position: Position, reason: str, returned: bool = False
) -> Advice:
    at = int(position.step)
    if at >= len(book.steps):
        return Advice(turn, 0, "", None, reason)
    return Advice(turn, at + 1, book.steps[at].name, book.moves[at], reason, returned)


def why(book: Playbook, before: Position, after: Position, seen: Observation) -> str:
    """Return in one line why a playbook goes on, stays or goes back.

    Parameters
    ----------
    book
        The playbook.
    before, after
        Where it stood, and where it stands after the customer's answer.
    seen
        The cues after that answer.

    Examples
    --------
    >>> seen = Observation(1, 0.4, 1.0, 0.0, 0.0, 0.0)
    >>> why(roundabout(), Position(0, 1, 0), Position(1, 1, 0), seen)
    '上一步的条件到了（怒气读数 0.40，0.65 以下算到），往下走。'
    """
    lines = say("why")
    if before.step >= len(book.steps):
        return str(say("screen")["done"])
    step = book.steps[before.step]
    flared = seen.anger > step.back_above
    limits = {"anger": seen.anger, "limit": step.back_above, "allowed": book.returns_allowed}
    if after.returns > before.returns:
        return str(lines["back"].format(returns=after.returns, **limits))
    spent = lines["back_used"].format(**limits) if flared else ""
    return str(spent + _onward(step, before, after, seen))


def _onward(step: Step, before: Position, after: Position, seen: Observation) -> str:
    lines = say("why")
    met, unmet = _conditions(step, seen)
    if after.step == before.step:
        return str(lines["stay"].format(unmet=unmet, stay=after.stay, at_most=step.at_most))
    if met and not unmet:
        return str(lines["met"].format(met=met))
    if unmet:
        return str(lines["full"].format(at_most=step.at_most, unmet=unmet))
    return str(lines["once"])


def _conditions(step: Step, seen: Observation) -> tuple[str, str]:
    """Return the conditions of a step that are met, and those that are not, in words."""
    lines, told = say("why"), {True: list[str](), False: list[str]()}
    for cue, condition, more in CUES:
        limit, value = getattr(step.until, condition), float(getattr(seen, cue))
        if 0 <= limit <= 1:
            words = lines["cues"][cue]
            text = words["name"] + " " + words["met"].format(seen=value, limit=limit)
            told[more * (value - limit) >= 0].append(text)
    return str(lines["pause"]).join(told[True]), str(lines["pause"]).join(told[False])


def in_its_words(talk: Conversation, turn: int, advice: Advice) -> str:
    """Return how the roundabout would say it at one point of a talk.

    Parameters
    ----------
    talk
        The talk; it stays as it is.
    turn
        Number of the reply, at most one more than were given.
    advice
        What it would do there.

    Returns
    -------
    str
        Empty once its steps are over.

    Examples
    --------
    >>> talk = Conversation("hotel_dirty_room")
    >>> len(in_its_words(talk, 1, guide(talk)[0])) > 8
    True
    """
    if advice.move is None:
        return ""
    case = talk.case
    twin = Conversation(case.scenario, case.seed, talk.customer, parameters=case.parameters)
    for record in talk.records[: turn - 1]:
        twin.say(record.said, acts=record.acts)
    return "" if twin.finished else twin.play(advice.move).said
