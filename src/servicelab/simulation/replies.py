"""Which kind of line the customer says, given what has just happened inside."""

from __future__ import annotations

from servicelab.simulation.quantities import State, Work

OFFERS = frozenset({"propose", "choose", "refund", "replace", "compensate"})
PROMISES = frozenset({"commit", "overpromise", "follow_up"})


def facts_told(facts_known: float, facts: int) -> int:
    """Return how many of a case's facts the agent has been told.

    Parameters
    ----------
    facts_known
        Share of what is needed, 0…1.
    facts
        Number of facts in the case.

    Examples
    --------
    >>> [facts_told(known, 4) for known in (0.0, 0.05, 0.3, 0.6, 0.95)]
    [0, 0, 1, 3, 4]
    """
    return min(facts, int(facts_known * facts + 0.6))


def kind_of_reply(
    before: State,
    after: State,
    acts: tuple[str, ...],
    work: Work,
    told: int,
    chance: float,
) -> str:
    """Return the kind of line with which the customer answers.

    Parameters
    ----------
    before, after
        The customer's state before and after the reply.
    acts, work
        What the agent did.
    told
        Facts that this answer tells for the first time.
    chance
        Luck, uniform on [0, 1): whether patience that runs out is mentioned this time.

    Returns
    -------
    str
        One of ``servicelab.dialogue.LINE_KINDS``.
    """
    if not after.present:
        return ending_kind(after)
    if after.found_out > before.found_out:
        return "found_out"
    if work.harm + work.denying > 0.2:
        return "rebuke"
    if told:
        return by_anger(after.anger, "answer_angry", "answer", "answer", "answer_calm")
    if work.asking > 0.5 and before.facts_known > 0.6:
        return "reask"
    if after.patience < 0.2 and chance < 0.5:
        return "impatient"
    return _by_content(before, after, acts)


def _by_content(before: State, after: State, acts: tuple[str, ...]) -> str:
    if PROMISES.intersection(acts) and after.trust < 0.4:
        return "doubt"
    if OFFERS.intersection(acts) and after.anger < 0.75:
        return "weigh"
    if after.anger < before.anger - 0.04:
        return "softening" if after.anger < 0.75 else "angry"
    if after.heard > 0.3 and after.solved < 0.1 and after.anger < 0.6:
        return "ask_solution"
    if after.acceptance > 0.6 and after.anger < 0.4:
        return "calm"
    return by_anger(after.anger, "furious", "angry", "upset", "calm")


def by_anger(anger: float, furious: str, angry: str, upset: str, calm: str) -> str:
    """Return the word that fits a level of anger.

    Parameters
    ----------
    anger
        0…1.
    furious, angry, upset, calm
        What to return above .75, above .5, above .3, and below.

    Examples
    --------
    >>> by_anger(0.6, "a", "b", "c", "d")
    'b'
    """
    if anger > 0.75:
        return furious
    if anger > 0.5:
        return angry
    return upset if anger > 0.3 else calm


def ending_kind(state: State) -> str:
    """Return the kind of the customer's last line."""
    if state.resolved:
        return "accept"
    return "escalate" if state.escalated else "leave"
