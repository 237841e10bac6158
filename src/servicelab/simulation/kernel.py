"""The compiled kernel: whole talks, eight customers side by side, from the rule's own functions.

:func:`play` is compiled together with everything it calls (``kernel_rebound.py``) for lanes
(``kernel_lanes.py``). Parameters, playbook, work, ranges of traits and keys of luck are arguments,
so it is compiled once for all scenarios and methods. Importing this module needs Numba.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servicelab.methods.playbook import Plan, Playbook, Position, advance
from servicelab.simulation import kernel_lanes, kernel_memory
from servicelab.simulation.blocks import Block
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.encounter import (
    Failure,
    Traits,
    closed,
    judged,
    observed,
    opened,
    person,
    stepped,
)
from servicelab.simulation.kernel_lanes import WIDTH
from servicelab.simulation.kernel_memory import any_lane, everywhere, load, numbered, pick, store
from servicelab.simulation.kernel_rebound import compiled, on_disk
from servicelab.simulation.luck import Key, Stream
from servicelab.simulation.outcome import ending_numbers
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.quantities import Judgement, Persona, State, Work
from servicelab.simulation.talks import work_columns

Table = NDArray[np.float64]

STREAMS = (Stream.MOOD, Stream.EXIT, Stream.CUE, Stream.AGENT, Stream.JUDGEMENT)
MOOD, EXIT, CUE, COIN, DAY = range(5)
"""Where each stream stands among the keys."""
JUDGED = len(Judgement._fields)
COLUMNS = (*Judgement._fields, "turns", "found_out", "resolved", "escalated")


def key_at(keys: Any, turn: Any, stream: Any) -> Key:
    """Return the key of a stream in a turn from the table of all keys."""
    return Key(keys[turn, stream, 0], keys[turn, stream, 1])


def play(
    table: Any, states: Any, personas: Any, given: Any, kept: Any, first: Any, count: Any,
    plan: Plan, works: Any, keys: Any, low: Traits, high: Traits, trait_keys: Traits,
    size_key: Key, failure: Failure, p: Parameters,
) -> None:  # fmt: skip
    """Hold the talks of some customers, ``WIDTH`` at a time, and write what they come to.

    Parameters
    ----------
    table
        Gets the outcomes, a row a column of :data:`COLUMNS`; its length is a multiple of
        ``WIDTH``.
    states
        Gets the states at the end, if ``kept``.
    personas
        Who the customers are, if ``given``; otherwise they are drawn.
    first, count
        Number of the first customer, and of customers.
    plan, works
        The playbook, and the work of each of its steps.
    keys
        Keys of luck: [turn, stream, 2].
    low, high, trait_keys, size_key, failure
        As for :func:`~servicelab.simulation.encounter.person`.
    p
        The parameters.
    """
    finished = works.shape[1] - 1
    for column in range(0, count, WIDTH):
        customer = numbered(np.uint64(first + column))
        if given:
            persona = load(Persona, personas, column)
        else:
            persona = person(customer, low, high, trait_keys, size_key, failure)
        state = opened(persona, customer, key_at(keys, 0, MOOD), p)
        position = Position(everywhere(0), everywhere(1), everywhere(0))
        turn = 1
        while turn <= TURN_LIMIT and any_lane(state.present > 0.0):
            leaving = key_at(keys, turn, EXIT)
            if turn > 1:
                cue, coin = key_at(keys, turn - 1, CUE), key_at(keys, turn - 1, COIN)
                position = advance(plan, position, observed(state, customer, cue, coin, p))
                closing = position.step == finished
                if any_lane(closing):
                    state = closed(state, persona, 1.0 * closing, customer, leaving, p)
            work = pick(Work, works, position.step)
            mood = key_at(keys, turn, MOOD)
            state = stepped(state, persona, work, customer, mood, leaving, p)
            turn += 1
        leaving = key_at(keys, TURN_LIMIT + 1, EXIT)
        state = closed(state, persona, state.present, customer, leaving, p)
        day = key_at(keys, 0, DAY)
        store(table, 0, column, judged(state, persona, customer, failure.price, day, p))
        store(table, JUDGED, column, state.turns)
        store(table, JUDGED + 1, column, state.found_out)
        store(table, JUDGED + 2, column, state.resolved)
        store(table, JUDGED + 3, column, state.escalated)
        if kept:
            store(states, 0, column, state)


@cache
def machine() -> Any:
    """Return the compiled :func:`play`; it compiles itself when it is first called."""
    return compiled(play, kernel_lanes, kernel_memory)  # type: ignore[arg-type]


def ready() -> bool:
    """Return whether the machine code is there, in memory or on the disk."""
    return bool(machine().signatures) or on_disk(machine())


class Kernel:
    """A playbook and a case, made ready for the compiled code."""

    def __init__(self, case: Case, playbook: Playbook) -> None:
        low, high, trait_keys, size_key = case.draw_of_persona
        self._arguments = (
            _plan(playbook),
            np.ascontiguousarray(work_columns(case, playbook)),
            _keys(case),
            Traits(*map(float, low)),
            Traits(*map(float, high)),
            Traits(*map(_key, trait_keys)),
            _key(size_key),
            Failure(*map(float, case.failure)),
            Parameters(*map(float, case.parameters)),
        )

    def outcomes(self, first: int, count: int) -> Table:
        """Return the outcomes of customers ``first`` … ``first + count - 1``.

        Returns
        -------
        numpy.ndarray
            Shape (columns, count), the columns as in :data:`COLUMNS`.
        """
        table = _empty(len(COLUMNS), count)
        nothing = _empty(0, 0)
        machine()(table, nothing, nothing, False, False, first, count, *self._arguments)
        return table[:, :count]

    def block(self, first: int, count: int) -> Block:
        """Return the columns of the outcomes of some customers; endings are numbers."""
        columns = dict(zip(COLUMNS, self.outcomes(first, count), strict=True))
        for name in ("turns", "found_out"):
            columns[name] = columns[name].astype(np.int64)
        ending = ending_numbers(columns.pop("resolved"), columns.pop("escalated"))
        return {**columns, "ending": ending}

    def states(self, first: int, persona: Persona) -> State:
        """Return how customers with given traits end, arrays of shape (customers,)."""
        count = len(persona[0])
        table, states = _empty(len(COLUMNS), count), _empty(len(State._fields), count)
        personas = _empty(len(persona), count)
        personas[:, :count] = persona
        personas[:, count:] = personas[:, count - 1 : count]  # lanes that nobody looks at
        machine()(table, states, personas, True, True, first, count, *self._arguments)
        return State(*states[:, :count])


def _empty(rows: int, count: int) -> Table:
    return np.empty((rows, -(-count // WIDTH) * WIDTH))


def _key(key: Key) -> Key:
    return Key(*map(np.uint64, key))


def _keys(case: Case) -> NDArray[np.uint64]:
    keys = [[case.key(turn, stream) for stream in STREAMS] for turn in range(TURN_LIMIT + 2)]
    return np.array(keys, dtype=np.uint64)


def _plan(playbook: Playbook) -> Plan:
    """Return the plan with columns of one type each, whatever numbers its author wrote."""
    plan = playbook.plan(lambda values: np.array(values, dtype=np.float64))
    whole = {"at_most": plan.at_most.astype(np.int64), "back_to": plan.back_to.astype(np.int64)}
    counts = ("returns_allowed", "shuffled", "shuffled_turns")
    return plan._replace(**whole, **{name: int(getattr(plan, name)) for name in counts})
