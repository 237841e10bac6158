"""Many talks side by side: the arrays of a block, and how they move on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from servicelab.methods.playbook import Plan, Playbook, Position, advance
from servicelab.simulation.case import Case
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.work import NOTHING, work_of


class Talks(NamedTuple):
    """Some talks of a block; every array has shape (talks,)."""

    customers: NDArray[np.uint64]
    persona: Persona
    state: State
    position: Position

    @classmethod
    def opened(
        cls, case: Case, customers: NDArray[np.uint64], persona: Persona | None = None
    ) -> Talks:
        """Return talks before their first reply, with customers as drawn or as they have become."""
        persona = case.persona(customers) if persona is None else persona
        zeros = np.zeros(len(customers), dtype=np.int64)
        start = Position(zeros, zeros + 1, zeros)
        return cls(customers, persona, case.start(persona, customers), start)

    @classmethod
    def joined(cls, parts: list[Talks]) -> Talks:
        """Return the talks of several parts together, ordered by customer."""
        order = np.argsort(np.concatenate([part.customers for part in parts]))

        def join(columns: Iterable[Any]) -> NDArray[Any]:
            return np.concatenate(list(columns))[order]

        return cls(
            join(part.customers for part in parts),
            Persona(
                *(join(columns) for columns in zip(*(part.persona for part in parts), strict=True))
            ),
            State(
                *(join(columns) for columns in zip(*(part.state for part in parts), strict=True))
            ),
            parts[0].position,
        )

    def chosen(self, mask: NDArray[np.bool_]) -> Talks:
        """Return the talks where the mask is true."""
        return Talks(
            self.customers[mask],
            Persona(*(column[mask] for column in self.persona)),
            State(*(column[mask] for column in self.state)),
            Position(*(column[mask] for column in self.position)),
        )

    def advanced(self, case: Case, plan: Plan, turn: int) -> Talks:
        """Return the talks after their agents have chosen the step of turn ``turn``, or ended."""
        seen = case.observe(self.state, turn - 1, self.customers)
        position = advance(plan, self.position, seen)
        closing = position.step == len(plan.at_most) - 1
        talks = self._replace(position=position)
        return talks.closed(case, 1.0 * closing, turn) if closing.any() else talks

    def stepped(self, case: Case, work: Work, turn: int) -> Talks:
        """Return the talks after turn ``turn``."""
        state = case.step(self.state, self.persona, work, turn, self.customers)
        return self._replace(state=state)

    def closed(self, case: Case, closing: Any, turn: int) -> Talks:
        """Return the talks with those ended by their agents where ``closing`` is 1."""
        state = case.close(self.state, self.persona, closing, turn, self.customers)
        return self._replace(state=state)


def work_columns(case: Case, playbook: Playbook) -> NDArray[np.float64]:
    """Return the work of every step of a playbook in a case.

    Returns
    -------
    numpy.ndarray
        Shape (kinds of work, steps + 1); the last column, "finished", is nothing.
    """
    works = [work_of(move, case.scenario, case.parameters) for move in playbook.moves]
    return np.array([*works, NOTHING]).T
