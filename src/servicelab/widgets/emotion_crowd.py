"""One reply changed in many talks at once: what `Conversation.what_if` does, for a crowd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.data.errors import ServicelabError
from servicelab.methods import Move, Playbook
from servicelab.methods.playbook import array_plan
from servicelab.scenarios import Scenario
from servicelab.simulation.batch import outcomes
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.outcome import ending_names
from servicelab.simulation.parameters import resolve
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.talks import Talks, work_columns
from servicelab.simulation.work import work_of
from servicelab.widgets.emotion_words import say

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """The same talk with many customers, kept turn by turn.

    Attributes
    ----------
    case, persona
        Scenario, seed and parameters; the customers.
    customers
        Their numbers, shape (customers,).
    works
        For each turn the work done, an array of shape (kinds of work, customers).
    taken
        For each turn whose talk had it, shape (customers,).
    anger, reading
        Hidden anger and what showed of it, shape (turns + 1, customers); row 0 is the opening.
        After the end of a talk they stay as they were.
    table
        Outcomes, one row a customer, and ``anger`` at the end.
    """

    case: Case
    persona: Persona
    customers: NDArray[np.uint64]
    works: tuple[Floats, ...]
    taken: tuple[NDArray[np.bool_], ...]
    anger: Floats
    reading: Floats
    table: pd.DataFrame

    def what_if(self, turn: int, acts: tuple[str, ...]) -> pd.DataFrame:
        """Replay all talks with one reply changed: same customers, same luck.

        Parameters
        ----------
        turn
            Number of the reply, from 1.
        acts
            What to do instead; remedies that the desk may not give are left out.

        Returns
        -------
        pandas.DataFrame
            As ``table``, for the customers whose talk had that turn; the replies after it are
            those that were given, as in ``Conversation.what_if``.

        Raises
        ------
        servicelab.data.ServicelabError
            If no talk got so far.
        """
        if not 1 <= turn <= len(self.taken) or not self.taken[turn - 1].any():
            raise ServicelabError(say("screen")["no_turn"].format(turn=turn))
        changed = work_of(Move(acts), self.case.scenario, self.case.parameters)
        works = list(self.works)
        works[turn - 1] = np.repeat(np.array(changed)[:, None], len(self.customers), axis=1)
        state = self._replayed(works)
        table = _judged(self.case, state, self.persona, self.customers)
        return table[self.taken[turn - 1]]

    def _replayed(self, works: list[Floats]) -> State:
        state = self.case.start(self.persona, self.customers)
        for turn, (work, taken) in enumerate(zip(works, self.taken, strict=True), 1):
            # Whose replies are used up hears no more: the agent ends the talk.
            state = self._closed(state, 1.0 * ~taken, turn)
            state = self.case.step(state, self.persona, Work(*work), turn, self.customers)
        return self._closed(state, 1.0, len(works) + 1)

    def _closed(self, state: State, closing: Any, turn: int) -> State:
        return self.case.close(state, self.persona, closing, turn, self.customers)


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
        Its ``table`` is what ``simulate(scenario, playbook, n, seed)`` gives.

    Examples
    --------
    >>> from servicelab.methods import get
    >>> from servicelab.scenarios import load
    >>> talks = crowd(load("courier_delay"), get("confront"), n=50)
    >>> changed = talks.what_if(2, ("align",))
    >>> bool((changed["satisfaction"] - talks.table["satisfaction"]).mean() > 0)
    True
    """
    case = Case(scenario, seed, resolve(None))
    plan, columns = array_plan(playbook), work_columns(case, playbook)
    talks = Talks.opened(case, np.arange(n, dtype=np.uint64))
    works, taken, anger, reading = [], [], [talks.state.anger], []
    for turn in range(1, TURN_LIMIT + 1):
        reading.append(_shown(case, talks, turn - 1))
        if turn > 1:
            talks = talks.advanced(case, plan, turn)
        here = talks.state.present > 0.0
        if not here.any():
            break
        taken.append(here)
        works.append(columns.take(talks.position.step, axis=1))
        talks = talks.stepped(case, Work(*works[-1]), turn)
        anger.append(talks.state.anger)
    talks = talks.closed(case, 1.0, TURN_LIMIT + 1)
    return Crowd(
        case,
        talks.persona,
        talks.customers,
        tuple(works),
        tuple(taken),
        np.array(anger),
        np.array(reading)[: len(anger)],
        _judged(case, talks.state, talks.persona, talks.customers),
    )


def _shown(case: Case, talks: Talks, turn: int) -> Floats:
    seen: Floats = case.observe(talks.state, turn, talks.customers).anger
    return seen


def _judged(
    case: Case, state: State, persona: Persona, customers: NDArray[np.uint64]
) -> pd.DataFrame:
    columns = outcomes(case, state, persona, customers)
    columns["ending"] = ending_names(columns["ending"])
    index = pd.RangeIndex(len(customers), name="customer")
    return pd.DataFrame({**columns, "anger": state.anger}, index=index)
