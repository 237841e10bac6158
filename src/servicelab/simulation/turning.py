"""Turning points of a talk: the turns in which another reply would have changed its end most.

One talk is one throw of the dice. So every alternative is replayed, the rest of the talk unchanged,
over many rounds of luck, each against the talk as it was in the same round. The alternatives of a
turn are chosen on one half of the rounds and judged on the other: who picks the largest of several
noisy numbers and reports that very number, reports luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.data.arguments import whole_number
from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.methods.move import Move
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.conversation import Conversation
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.replay import Replay, interval
from servicelab.simulation.work import not_allowed, work_of

SIDES = ("gain", "loss", "remedy")
COLUMNS = ["turn", "side", "choice", "acts", "change", "ci_low", "ci_high"]


@dataclass(frozen=True)
class Choice:
    """Something that an agent might have done instead; ``turning.yaml`` explains the fields."""

    id: str
    zh: str
    acts: tuple[str, ...]
    source: str
    side: str


@cache
def menu() -> tuple[Choice, ...]:
    """Return the alternatives that are tried at every turn.

    Examples
    --------
    >>> {choice.side for choice in menu()} == set(SIDES)
    True
    """
    entries = read_yaml("servicelab.simulation", "turning.yaml")["menu"]
    return tuple(Choice(**{**entry, "acts": tuple(entry["acts"])}) for entry in entries)


def turning_points(talk: Conversation, rounds: int = 200) -> pd.DataFrame:
    """Return what another reply in each turn of a finished talk would have changed.

    The customer stays the one of the talk; the luck (moods, misreadings, the moment of leaving)
    is drawn anew for each round.

    Parameters
    ----------
    talk
        A finished talk with at least one reply.
    rounds
        Rounds of luck on which alternatives are chosen, and as many on which they are judged; 2 or
        more.

    Returns
    -------
    pandas.DataFrame
        At most three rows a turn: ``turn``; ``side``, ``"gain"`` for the choice that raises the
        customer's final satisfaction most, ``"loss"`` for the careless reply that lowers it,
        ``"remedy"`` for making good; ``choice`` (id in the menu); ``acts`` (tuple of ids);
        ``change``, the mean change of satisfaction (−1…1) with its 95 % interval over luck
        ``ci_low``…``ci_high``. Ordered by turn. A side on which no choice goes in its direction
        has no row.

    Raises
    ------
    servicelab.data.ServicelabError
        If the talk is not finished, holds no reply, or `rounds` is too small.

    Examples
    --------
    >>> from servicelab.simulation.by_method import converse
    >>> table = turning_points(converse("courier_delay", "confront", customer=3), rounds=50)
    >>> table["side"].iloc[0], bool(table["change"].iloc[0] > 0)
    ('gain', True)
    """
    return of_moves(talk.case, moves_of(talk), talk.persona, rounds)


def moves_of(talk: Conversation) -> list[Move]:
    """Return what the agent did in a finished talk, turn by turn.

    Raises
    ------
    servicelab.data.ServicelabError
        If the talk is not finished.
    """
    if not talk.finished:
        raise ServicelabError(
            "这段对话还没结束。先说完，或者用 talk.close() 结束它，再来找转折点。"
        )
    return [record.move for record in talk.records]


def of_moves(
    case: Case, moves: Sequence[Move], persona: Persona | None = None, rounds: int = 200
) -> pd.DataFrame:
    """Return what another move in each turn would have changed, for moves from anywhere.

    Parameters
    ----------
    case
        Scenario, seed and parameters.
    moves
        What the agent did, turn by turn; beyond the 20th, moves are left out.
    persona
        The customer; without one, each round has a customer of the scenario's own variety, and
        the interval is over customers and luck.
    rounds
        As for :func:`turning_points`.

    Returns
    -------
    pandas.DataFrame
        As for :func:`turning_points`.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> from servicelab.simulation.parameters import default_parameters
    >>> case = Case(load("courier_delay"), 7, default_parameters())
    >>> of_moves(case, [Move(("deny",))], rounds=50)["side"].tolist()
    ['gain', 'remedy']
    """
    works = works_of(case, moves)
    replay = Replay.of(case, persona, 2 * whole_number("rounds（轮数）", rounds, least=2))
    actual = replay.judged(replay.played(replay.opened(), works, 1)).satisfaction
    state, rows = replay.opened(), []
    for turn, (move, work) in enumerate(zip(moves, works, strict=False), start=1):
        choices = choices_instead(case, move)
        changed = [work_of(Move(one.acts), case.scenario, case.parameters) for one in choices]
        changes = _ends(replay, state, changed, works[turn:], turn) - actual
        rows += [(turn, *row) for row in _sides(choices, changes)]
        state = replay.step(state, work, turn)
    return pd.DataFrame(rows, columns=COLUMNS)


def works_of(case: Case, moves: Sequence[Move]) -> list[Work]:
    """Return the work of the moves that a talk has room for.

    Raises
    ------
    servicelab.data.ServicelabError
        If there are no moves.
    """
    if not moves:
        raise ServicelabError("这段对话里客服一句话也没回，没有哪一步可以换。")
    return [work_of(move, case.scenario, case.parameters) for move in moves[:TURN_LIMIT]]


def choices_instead(case: Case, move: Move) -> list[Choice]:
    """Return what can be tried instead of a move: each set of acts once, and not the move.

    Parameters
    ----------
    case
        Says which remedies the desk may give.
    move
        What was done.
    """
    seen, choices = [set(move.acts)], []
    for one in menu():
        denied = not_allowed(one.acts, case.scenario)
        acts = tuple(name for name in one.acts if name not in denied)
        if set(acts) not in seen:
            seen.append(set(acts))
            choices.append(replace(one, acts=acts))
    return choices


def _ends(
    replay: Replay, state: State, instead: Sequence[Work], after: Sequence[Work], turn: int
) -> NDArray[np.float64]:
    """Return final satisfactions, shape (alternatives, rounds), all stepped at once."""
    many, rounds = replay.times(len(instead)), len(replay.customers)
    tiled = State(*(np.tile(part, len(instead)) for part in state))
    first = Work(*np.repeat(np.array(instead, dtype=np.float64).T, rounds, axis=1))
    judged = many.judged(many.played(tiled, [first, *after], turn))
    return np.asarray(judged.satisfaction, dtype=np.float64).reshape(len(instead), rounds)


def _sides(
    choices: Sequence[Choice], changes: NDArray[np.float64]
) -> Iterator[tuple[str, str, tuple[str, ...], float, float, float]]:
    """Yield for each side the choice that is strongest on the first half, judged on the second."""
    half = changes.shape[1] // 2
    for side in SIDES:
        sign = -1.0 if side == "loss" else 1.0
        strength = {
            at: sign * float(changes[at, :half].mean())
            for at, choice in enumerate(choices)
            if choice.side == side
        }
        at = max(strength, key=strength.__getitem__, default=-1)
        if at >= 0 and strength[at] > 0.0:
            yield (side, choices[at].id, choices[at].acts, *interval(changes[at, half:]))
