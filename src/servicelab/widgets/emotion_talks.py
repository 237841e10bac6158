"""What the emotion screen computes: a talk, its thermometer, one reply changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.dialogue.emotion import estimates
from servicelab.methods import Move, Playbook, Step, get
from servicelab.methods import catalog as methods
from servicelab.scenarios import Scenario
from servicelab.simulation import Conversation, converse
from servicelab.simulation.parameters import Parameters, default_parameters
from servicelab.simulation.work import not_allowed
from servicelab.widgets.emotion_crowd import Crowd, crowd, met_by
from servicelab.widgets.emotion_words import say

Replies = tuple[tuple[str, ...], ...]

SMALL, LARGE = 0.1, 0.2
"""A fall of the reading that tells next to nothing, and one that tells something."""


def named(reply: str) -> tuple[str, ...]:
    """Return the acts of a ready-made reply.

    Parameters
    ----------
    reply
        Such as ``"listen"``; see ``replies`` in ``emotion.yaml``.

    Examples
    --------
    >>> named("but")
    ('argue', 'explain')
    """
    return tuple(say("replies")[reply]["acts"])


def as_playbook(replies: Sequence[Sequence[str]]) -> Playbook:
    """Return a talk given reply by reply as a playbook that minds no cues.

    Parameters
    ----------
    replies
        For each reply its acts, ids or Chinese names.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is no reply.

    Examples
    --------
    >>> [step.acts for step in as_playbook([("listen",), ("fix",)]).steps]
    [('listen',), ('fix',)]
    """
    if not replies:
        raise ServicelabError(say("screen")["no_reply"])
    steps = (
        Step(say("screen")["own_label"].format(number=number), tuple(acts))
        for number, acts in enumerate(replies, 1)
    )
    return Playbook.of("own_talk", say("screen")["own_talk"], *steps)


def by_name(method: str) -> Playbook:
    """Return a method that can be replayed.

    Raises
    ------
    servicelab.data.ServicelabError
        If it does not exist or does not go by steps.
    """
    found = get(method)
    if not (isinstance(found, Playbook) and found.compiles):
        raise ServicelabError(say("screen")["no_playbook"].format(method=method))
    return found


@cache
def replayable() -> dict[str, str]:
    """Return the methods that go by steps: id → Chinese name.

    Examples
    --------
    >>> replayable()["roundabout"]
    '服务回旋法'
    """
    found = {str(name): get(str(name)) for name in methods().index}
    return {
        name: method.zh
        for name, method in found.items()
        if isinstance(method, Playbook) and method.compiles
    }


def reach(p: Parameters | None = None) -> float:
    """Return how far a reading of anger can be off: its noise is uniform.

    Parameters
    ----------
    p
        The parameters; the usual ones if not given.

    Examples
    --------
    >>> round(reach(), 2)
    0.14
    """
    return float(3**0.5 * (p or default_parameters()).cue_noise)


def thermometer(talk: Conversation) -> pd.DataFrame:
    """Return what was read of a customer's anger, beside what was there.

    Parameters
    ----------
    talk
        The talk, at least one reply long.

    Returns
    -------
    pandas.DataFrame
        Index ``turn`` (0 is the opening); columns truth, reading, low and high (between which the
        truth lies if all that is known is the reading), and words, estimated from what the
        customer said; 0…1.
    """
    start = Conversation(
        talk.scenario, talk.case.seed, talk.customer, parameters=talk.case.parameters
    )
    seen = [start.observed.anger, *(record.observed.anger for record in talk.records)]
    table = talk.curve()[["anger"]].rename(columns={"anger": "truth"}).assign(reading=seen)
    width = reach(talk.case.parameters)
    said = [talk.opening, *(record.text for record in talk.records)]
    return table.assign(
        words=[one.anger for one in estimates(said)],
        low=(table["reading"] - width).clip(0, 1),
        high=(table["reading"] + width).clip(0, 1),
    )


class Changed(NamedTuple):
    """One reply changed in one talk.

    Attributes
    ----------
    talk, branch
        As it was, and as it would have been.
    turn
        The reply that was changed; the last one where the talk had fewer than was asked for.
    acts
        What was done instead.
    denied
        What was asked for and is not in the desk's power.
    """

    talk: Conversation
    branch: Conversation
    turn: int
    acts: tuple[str, ...]
    denied: tuple[str, ...]


def changed(
    scenario: Scenario,
    playbook: Playbook,
    turn: int,
    acts: tuple[str, ...],
    customer: int = 0,
    seed: int = 7,
) -> Changed:
    """Let a playbook hold a talk, and replay it with one reply changed.

    Parameters
    ----------
    scenario, playbook, customer, seed
        As for :func:`servicelab.simulation.converse`.
    turn
        Number of the reply, from 1.
    acts
        What to do instead, at least one.

    Returns
    -------
    Changed

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> one = changed(load("courier_delay"), get("roundabout"), 99, ("brush_off",))
    >>> one.turn == len(one.talk.records)
    True
    """
    if not acts:
        raise ServicelabError(say("screen")["no_acts"])
    playbook, scenario = met_by(playbook, scenario)
    talk = converse(scenario, playbook, seed, customer)
    turn = min(turn, len(talk.records))
    denied = tuple(not_allowed(acts, scenario))
    kept = tuple(act for act in acts if act not in denied) or ("other",)
    return Changed(talk, _replayed(talk, playbook, turn, kept), turn, kept, denied)


def _replayed(
    talk: Conversation, playbook: Playbook, turn: int, acts: tuple[str, ...]
) -> Conversation:
    """Return the talk with one reply changed; past its end the playbook goes on."""
    branch = Conversation(
        talk.scenario, talk.case.seed, talk.customer, parameters=talk.case.parameters
    )
    player, seen = playbook.begin(), branch.observed
    for record in talk.records:
        if branch.finished:
            return branch
        player.choose(seen)  # so that it knows where it stands
        seen = record.observed
        branch.play(Move(acts) if record.turn == turn else record.move)
    while not branch.finished:
        move = player.choose(branch.observed)
        if move is None:
            branch.close()
        else:
            branch.play(move)
    return branch


@lru_cache(maxsize=24)
def kept_crowd(scenario: Scenario, replies: Replies, method: str, n: int, seed: int) -> Crowd:
    """Return a crowd, remembered so that another reply takes no time.

    Parameters
    ----------
    scenario, n, seed
        As for :func:`~servicelab.widgets.emotion_crowd.crowd`.
    replies
        The learner's own talk; empty where a method talks.
    method
        Id of the method; empty where the learner talks.
    """
    playbook = as_playbook(replies) if replies else by_name(method)
    return crowd(scenario, playbook, n, seed)


def true_falls(talks: Crowd) -> dict[str, float]:
    """Return how often hidden anger fell where the reading fell a little, and where it fell much.

    Parameters
    ----------
    talks
        A crowd.

    Returns
    -------
    dict
        ``"small"`` (the reading fell by less than 0.1) and ``"large"`` (by 0.2 or more): share of
        those turns in which hidden anger fell; left out where it happened fewer than 30 times.
    """
    here = np.array(talks.taken[: len(talks.anger) - 1])
    read, true = np.diff(talks.reading, axis=0)[here], np.diff(talks.anger, axis=0)[here]
    small, large = (read < 0) & (read > -SMALL), read <= -LARGE
    cases = {"small": small, "large": large}
    return {name: float((true[one] < 0).mean()) for name, one in cases.items() if one.sum() >= 30}
