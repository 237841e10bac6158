"""One line after each reply: what helped or hurt, and why.

The line is worked out from the rule itself: each act is left out once, and what would then have
been different says what the act did. No luck enters, so the line judges the reply, not the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.dialogue import ACTS, Recognised
from servicelab.methods.move import Move
from servicelab.simulation import rule
from servicelab.simulation.case import Case
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.work import NOTHING, not_allowed, work_of

GAINS = ("trust", "facts_known", "heard", "certainty", "solved", "acceptance")
SMALL = 0.03
"""A change of all qualities together below this is not worth naming."""


MOST_EFFORT = 3.0
"""Units of work in one reply beyond which it is called too much at once."""


def feedback_line(
    case: Case,
    before: State,
    after: State,
    persona: Persona,
    move: Move,
    recognised: Sequence[Recognised],
) -> str:
    """Return one Chinese line on a reply.

    Parameters
    ----------
    case, persona
        The case and the customer.
    before, after
        The customer's state before and after the reply.
    move
        What the agent did.
    recognised
        What was recognised in the words, so that the line can quote them.

    Returns
    -------
    str
        Names one act, what it changed most, and how the talk ended if it did.
    """
    if move.work is not None:  # the acts only dress such a move and would be judged for nothing
        return ""
    ending = "" if after.present else str(_texts()["ending"][_ending(after)])
    if after.found_out > before.found_out:
        return str(_texts()["found_out"]) + ending
    if after.resolved and _overloaded(case, move):
        return ending
    return (_judged(case, before, persona, move, recognised) + ending).strip()


def effects(case: Case, before: State, persona: Persona, move: Move) -> dict[str, dict[str, float]]:
    """Return what each act of a move changed, by leaving it out.

    Parameters
    ----------
    case, before, persona, move
        As for :func:`feedback_line`.

    Returns
    -------
    dict
        Act → quality → difference with and without the act. ``anger`` is counted as calm
        gained, so every positive number is good for the customer.
    """
    whole = _settled(case, before, persona, work_of(move, case.scenario, case.parameters))
    changes = {}
    for name in move.acts:
        rest = Move(tuple(other for other in move.acts if other != name))
        work = work_of(rest, case.scenario, case.parameters) if rest.acts else NOTHING
        without = _settled(case, before, persona, work)
        gains = {gain: getattr(whole, gain) - getattr(without, gain) for gain in GAINS}
        changes[name] = {"anger": without.anger - whole.anger, **gains}
    return changes


def _settled(case: Case, before: State, persona: Persona, work: Work) -> State:
    return rule.answer(before, persona, work, 0.0, 0.0, case.parameters)


def _judged(
    case: Case, before: State, persona: Persona, move: Move, recognised: Sequence[Recognised]
) -> str:
    texts = _texts()
    if not move.acts:
        return str(texts["nothing"])
    harmful = [name for name in move.acts if name in texts["hurt"]]
    if harmful:
        return str(texts["hurt"][harmful[0]]).format(said=_said(harmful[0], recognised))
    denied = not_allowed(move.acts, case.scenario)
    if denied:
        return str(texts["wasted"]["not_allowed"]).format(said=_said(denied[0], recognised))
    if _overloaded(case, move):
        return str(texts["wasted"]["overload"])
    changes = effects(case, before, persona, move)
    best = max(changes, key=lambda name: sum(changes[name].values()))
    said = _said(best, recognised)
    if sum(changes[best].values()) < SMALL:
        return str(texts["wasted"][_why_wasted(before, move, best)]).format(said=said)
    quality = max(changes[best], key=lambda name: changes[best][name])
    return str(texts["helped"][quality]).format(said=said)


def _overloaded(case: Case, move: Move) -> bool:
    work = work_of(move, case.scenario, case.parameters)
    return bool(rule.effort(work, case.parameters) > MOST_EFFORT)


def _why_wasted(before: State, move: Move, name: str) -> str:
    group = ACTS[name].group
    if name in ("ask_fact", "ask_open") and before.facts_known > 0.6:
        return "asked_before"
    if group == "relational":
        return "stale" if before.habituation > 1.0 else "little"
    if before.anger > 0.6:
        return "too_angry"
    if name in ("fix", "propose", "choose", "replace") and before.facts_known < 0.3:
        return "no_facts"
    return "little"


def _said(name: str, recognised: Sequence[Recognised]) -> str:
    words = next((found.words for found in recognised if found.act == name), "")
    zh = ACTS[name].zh
    return f"你说了“{words}”（{zh}）" if words else f"你做了“{zh}”"


def _ending(state: State) -> str:
    if state.resolved:
        return "resolved"
    return "escalated" if state.escalated else "left"


def _texts() -> Any:
    return read_yaml("servicelab.simulation", "feedback.yaml")
