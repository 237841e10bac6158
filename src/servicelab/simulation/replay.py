"""The same acts over many rounds of luck: what one talk's dice may hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from servicelab.simulation.case import Case
from servicelab.simulation.quantities import Judgement, Persona, State, Work

_NORMAL = NormalDist().inv_cdf(0.975)
_FIRST_ROUND = 1 << 20  # far from the customers that a class meets


@dataclass(frozen=True)
class Replay:
    """Rounds of luck, each with a customer.

    Attributes
    ----------
    case
        Scenario, seed and parameters.
    customers
        Numbers of the rounds, shape (rounds,).
    persona
        Who the customers are, each field of shape (rounds,).
    """

    case: Case
    customers: NDArray[np.uint64]
    persona: Persona

    @classmethod
    def of(cls, case: Case, persona: Persona | None, rounds: int) -> Replay:
        """Return rounds of luck for a case.

        Parameters
        ----------
        case
            Scenario, seed and parameters.
        persona
            One customer who stays the same; without one, each round has a customer of the
            scenario's own variety.
        rounds
            Their count.
        """
        customers = np.arange(_FIRST_ROUND, _FIRST_ROUND + rounds, dtype=np.uint64)
        one = case.persona(customers) if persona is None else persona
        return cls(case, customers, Persona(*(_wide(part, customers) for part in one)))

    def times(self, number: int) -> Replay:
        """Return these rounds one after the other, so many times."""
        persona = Persona(*(np.tile(part, number) for part in self.persona))
        return Replay(self.case, np.tile(self.customers, number), persona)

    def opened(self) -> State:
        """Return the customers as they open the talk."""
        state = self.case.start(self.persona, self.customers)
        return State(*(_wide(part, self.customers) for part in state))

    def step(self, state: State, work: Work, turn: int) -> State:
        """Return the customers after turn ``turn``, counted from 1."""
        return self.case.step(state, self.persona, work, turn, self.customers)

    def closed(self, state: State, turn: int) -> State:
        """Return the customers after the agent has ended the talk instead of taking a turn."""
        return self.case.close(state, self.persona, 1.0, turn, self.customers)

    def played(self, state: State, works: Sequence[Work], turn: int) -> State:
        """Return the customers at the end, when some works follow from turn ``turn`` on."""
        for number, work in enumerate(works, start=turn):
            state = self.step(state, work, number)
        return self.closed(state, turn + len(works))

    def judged(self, state: State) -> Judgement:
        """Return what the customers make of their finished talks."""
        return self.case.judge(state, self.persona, self.customers)


def interval(numbers: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean over rounds and its 95 % interval.

    Parameters
    ----------
    numbers
        One a round, at least two.

    Examples
    --------
    >>> interval(np.array([1.0, 1.0]))
    (1.0, 1.0, 1.0)
    """
    mean = float(numbers.mean())
    half = _NORMAL * float(numbers.std(ddof=1)) / float(np.sqrt(len(numbers)))
    return mean, mean - half, mean + half


def _wide(part: object, customers: NDArray[np.uint64]) -> NDArray[np.float64]:
    return np.broadcast_to(np.asarray(part, dtype=np.float64), customers.shape)
