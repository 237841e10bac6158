"""Until when a talk could be saved, as a method takes over at turn 1, 2, 3 and so on.

What a talk is still worth before a turn is what a sensible method would make of it from there. The
turn after which that worth falls most is where the talk went wrong, whoever spoke later.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from servicelab.data.arguments import whole_number
from servicelab.data.errors import ServicelabError
from servicelab.methods.catalog import resolve as resolve_method
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.methods.playbook import Playbook, array_plan
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.conversation import Conversation
from servicelab.simulation.quantities import Judgement, Persona, State, Work
from servicelab.simulation.replay import Replay, interval
from servicelab.simulation.talks import Talks, work_columns
from servicelab.simulation.turning import moves_of, works_of

RESCUER = "reactive"
COLUMNS = ["turn", "satisfaction", "ci_low", "ci_high", "resolved", "lost", "lost_low", "lost_high"]


def rescue(talk: Conversation, method: str | Method = RESCUER, rounds: int = 200) -> pd.DataFrame:
    """Return what a method would still have made of a finished talk from each turn on.

    Parameters
    ----------
    talk
        A finished talk with at least one reply.
    method
        Takes over from its own first step; a playbook that runs in blocks. It meets the case as
        it is: calling first comes too late.
    rounds
        Rounds of luck; the customer stays the same. 2 or more.

    Returns
    -------
    pandas.DataFrame
        One row a turn, one for a method that goes on after the last reply, and a last one, ``turn``
        0, for the talk as it was: ``turn``; ``satisfaction`` (0…1) when the method answers from
        that turn on, with its 95 % interval over luck ``ci_low``…``ci_high``; ``resolved``, the
        share of rounds that end in agreement; ``lost``, what the reply of that turn (in the row
        after the last reply: ending there) took from it, below 0 what it added, with its interval
        ``lost_low``…``lost_high``; blank in the last row.

    Raises
    ------
    servicelab.data.ServicelabError
        If the talk is not finished, holds no reply, or the method does not run in blocks.

    Examples
    --------
    >>> from servicelab.simulation.by_method import converse
    >>> table = rescue(converse("courier_delay", "confront", customer=3), rounds=50)
    >>> bool(table["satisfaction"].iloc[0] > table["satisfaction"].iloc[-1])
    True
    """
    return rescue_of_moves(talk.case, moves_of(talk), talk.persona, method, rounds)


def rescue_of_moves(
    case: Case,
    moves: Sequence[Move],
    persona: Persona | None = None,
    method: str | Method = RESCUER,
    rounds: int = 200,
) -> pd.DataFrame:
    """Return what a method would still have made of some moves from each turn on.

    Parameters
    ----------
    case, moves, persona
        As for :func:`servicelab.simulation.turning.of_moves`.
    method, rounds
        As for :func:`rescue`.

    Returns
    -------
    pandas.DataFrame
        As for :func:`rescue`.
    """
    player, _ = resolve_method(method).facing(case.scenario)
    if not isinstance(player, Playbook) or not player.compiles:
        raise ServicelabError(f"方法“{player.zh}”不能成批计算，接不了手。换一个，例如 reactive。")
    works = works_of(case, moves)
    replay = Replay.of(case, persona, whole_number("rounds（轮数）", rounds, least=2))
    state, ends = replay.opened(), []
    for turn, work in enumerate(works, start=1):
        ends.append(_taken_over(replay, state, player, turn))
        state = replay.step(state, work, turn)
    ends.append(_taken_over(replay, state, player, len(works) + 1))
    closed = replay.closed(state, len(works) + 1)
    ends.append((replay.judged(closed), closed.resolved))
    return pd.DataFrame(_rows(ends), columns=COLUMNS)


def _taken_over(
    replay: Replay, state: State, player: Playbook, turn: int
) -> tuple[Judgement, object]:
    case, plan, works = replay.case, array_plan(player), work_columns(replay.case, player)
    talks = Talks.opened(case, replay.customers, replay.persona)._replace(state=state)
    for number in range(turn, TURN_LIMIT + 1):
        if number > turn:
            talks = talks.advanced(case, plan, number)
        if not talks.state.present.any():
            break
        work = Work(*works.take(talks.position.step, axis=1))
        talks = talks.stepped(case, work, number)
    end = talks.closed(case, 1.0, TURN_LIMIT + 1).state
    return replay.judged(end), end.resolved


def _rows(ends: Sequence[tuple[Judgement, object]]) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    for at, (judged, resolved) in enumerate(ends):
        here = np.asarray(judged.satisfaction)
        lost = (np.nan,) * 3
        if at + 1 < len(ends):
            lost = interval(here - np.asarray(ends[at + 1][0].satisfaction))
        turn = at + 1 if at + 1 < len(ends) else 0
        rows.append((turn, *interval(here), float(np.mean(np.asarray(resolved))), *lost))
    return rows


def taken_over(talk: Conversation, turn: int, method: str | Method = RESCUER) -> Conversation:
    """Return a talk in which a method takes over at a turn: same customer, same luck.

    Parameters
    ----------
    talk
        A talk with at least ``turn`` replies.
    turn
        The first reply of the method, from 1.
    method
        Goes on from its own first step to its end.

    Returns
    -------
    Conversation
        Finished.

    Examples
    --------
    >>> from servicelab.simulation.by_method import converse
    >>> talk = converse("courier_delay", "confront", customer=3)
    >>> mended = taken_over(talk, 2)
    >>> mended.outcome().satisfaction > talk.outcome().satisfaction
    True
    """
    if whole_number("turn（回合）", turn, least=1) > len(talk.records):
        raise ServicelabError(f"这段对话有 {len(talk.records)} 个回合，第 {turn} 回合没法接手。")
    branch = Conversation(
        talk.scenario, talk.case.seed, talk.customer, parameters=talk.case.parameters
    )
    for record in talk.records[: turn - 1]:
        if record.move == Move(record.acts):
            branch.say(record.said, acts=record.acts)  # in the words that were said
        else:
            branch.play(record.move)
    met, _ = resolve_method(method).facing(talk.scenario)
    player = met.begin()
    while not branch.finished:
        move = player.choose(branch.observed)
        if move is None:
            branch.close()
        else:
            branch.play(move)
    return branch
