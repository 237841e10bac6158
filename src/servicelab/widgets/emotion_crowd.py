"""One reply changed in many talks at once: what `Conversation.what_if` does, for a crowd."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.data.errors import ServicelabError
from servicelab.methods import Move, Playbook
from servicelab.methods.playbook import Plan, Position, advance, array_plan
from servicelab.scenarios import Scenario
from servicelab.simulation.batch import outcomes
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.outcome import ending_names
from servicelab.simulation.parameters import resolve
from servicelab.simulation.quantities import Work
from servicelab.simulation.talks import Talks, work_columns
from servicelab.simulation.work import work_of
from servicelab.widgets.emotion_words import say

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """The same talk with many customers, kept turn by turn.

    Attributes
    ----------
    case, playbook
        Scenario, seed and parameters; who talks.
    customers
        Their numbers, shape (customers,).
    positions
        For each turn where every talk stood in the playbook.
    taken
        For each turn whose talk had it, shape (customers,).
    anger, reading
        Hidden anger and what showed of it, shape (turns + 1, customers); row 0 is the opening.
        After the end of a talk anger stays as it was, and the reading means nothing.
    table
        Outcomes, one row a customer, and ``anger`` at the end.
    """

    case: Case
    playbook: Playbook
    customers: NDArray[np.uint64]
    positions: tuple[Position, ...]
    taken: tuple[NDArray[np.bool_], ...]
    anger: Floats
    reading: Floats
    table: pd.DataFrame

    def reached(self, turn: int) -> bool:
        """Tell whether any talk had that turn, counted from 1."""
        return 1 <= turn <= len(self.taken) and bool(self.taken[turn - 1].any())

    def what_if(self, turn: int, acts: tuple[str, ...]) -> pd.DataFrame:
        """Replay all talks with one reply changed: same customers, same luck.

        The replies after it are those that were given, as in ``Conversation.what_if``; a talk
        that now lasts longer than it did goes on by the playbook.

        Parameters
        ----------
        turn
            Number of the reply, from 1.
        acts
            What to do instead; remedies that the desk may not give are left out.

        Returns
        -------
        pandas.DataFrame
            As ``table``, for the customers whose talk had that turn.

        Raises
        ------
        servicelab.data.ServicelabError
            If no talk got so far.
        """
        if not self.reached(turn):
            raise ServicelabError(say("screen")["no_turn"].format(turn=turn))
        changed = work_of(Move(acts), self.case.scenario, self.case.parameters)
        talks = self._replayed(turn, np.array(changed))
        return _judged(self.case, talks)[self.taken[turn - 1]]

    def _replayed(self, changed_turn: int, changed: Floats) -> Talks:
        plan, columns = array_plan(self.playbook), work_columns(self.case, self.playbook)
        talks = Talks.opened(self.case, self.customers)
        for turn in range(1, TURN_LIMIT + 1):
            talks = self._placed(talks, plan, turn)
            if not talks.state.present.any():
                break
            work = columns.take(talks.position.step, axis=1)
            if turn == changed_turn:
                work[:, self.taken[turn - 1]] = changed[:, None]
            talks = talks.stepped(self.case, Work(*work), turn)
        return talks.closed(self.case, 1.0, TURN_LIMIT + 1)

    def _placed(self, talks: Talks, plan: Plan, turn: int) -> Talks:
        """Return the talks where they stood in this turn; those that had it no more go on."""
        if turn == 1:
            return talks
        seen = self.case.observe(talks.state, turn - 1, self.customers)
        onward = advance(plan, talks.position, seen)
        if turn <= len(self.taken):
            stood, had = self.positions[turn - 1], self.taken[turn - 1]
            pairs = zip(stood, onward, strict=True)
            onward = Position(*(np.where(had, one, other) for one, other in pairs))
        talks = talks._replace(position=onward)
        return talks.closed(self.case, 1.0 * (onward.step == len(plan.at_most) - 1), turn)


def crowd(scenario: Scenario, playbook: Playbook, n: int = 1_000, seed: int = 7) -> Crowd:
    """Let a playbook answer customers 0 … n - 1, and keep every turn.

    Parameters
    ----------
    scenario
        The case with its customers.
    playbook
        The method, or a learner's own replies as a playbook.
    n
        Customers, 1 or more.
    seed
        Names the luck.

    Returns
    -------
    Crowd
        Its ``table`` is what ``simulate(scenario, playbook, n, seed)`` gives; ``case`` and
        ``playbook`` are those that meet, as for a method that calls first.

    Examples
    --------
    >>> from servicelab.methods import get
    >>> from servicelab.scenarios import load
    >>> talks = crowd(load("courier_delay"), get("confront"), n=50)
    >>> changed = talks.what_if(2, ("align",))
    >>> bool((changed["satisfaction"] - talks.table["satisfaction"]).mean() > 0)
    True
    """
    playbook, scenario = met_by(playbook, scenario)
    case = Case(scenario, seed, resolve(None))
    plan, columns = array_plan(playbook), work_columns(case, playbook)
    talks = Talks.opened(case, np.arange(n, dtype=np.uint64))
    positions, taken, anger = [], [], [talks.state.anger]
    reading = [_shown(case, talks, 0)]
    for turn in range(1, TURN_LIMIT + 1):
        if turn > 1:
            talks = talks.advanced(case, plan, turn)
        here = talks.state.present > 0.0
        if not here.any():
            break
        taken.append(here)
        positions.append(talks.position)
        work = columns.take(talks.position.step, axis=1)
        talks = talks.stepped(case, Work(*work), turn)
        anger.append(talks.state.anger)
        reading.append(_shown(case, talks, turn))
    talks = talks.closed(case, 1.0, TURN_LIMIT + 1)
    return Crowd(
        case,
        playbook,
        talks.customers,
        tuple(positions),
        tuple(taken),
        np.array(anger),
        np.array(reading),
        _judged(case, talks),
    )


def met_by(playbook: Playbook, scenario: Scenario) -> tuple[Playbook, Scenario]:
    """Return a playbook and a case as they meet, before the first word is said.

    Parameters
    ----------
    playbook, scenario
        As for :meth:`servicelab.methods.method.Method.facing`.

    Raises
    ------
    servicelab.data.ServicelabError
        If what meets the case does not go by steps.
    """
    met, case = playbook.facing(scenario)
    if not (isinstance(met, Playbook) and met.compiles):
        raise ServicelabError(say("screen")["no_playbook"].format(method=met.name))
    return met, case


def _shown(case: Case, talks: Talks, turn: int) -> Floats:
    seen: Floats = case.observe(talks.state, turn, talks.customers).anger
    return seen


def _judged(case: Case, talks: Talks) -> pd.DataFrame:
    columns = outcomes(case, talks.state, talks.persona, talks.customers)
    columns["ending"] = ending_names(columns["ending"])
    index = pd.RangeIndex(len(talks.customers), name="customer")
    return pd.DataFrame({**columns, "anger": talks.state.anger}, index=index)
