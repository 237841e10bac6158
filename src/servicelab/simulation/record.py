"""One turn of a talk, kept whole: what was said, done, seen, and what happened inside."""

from __future__ import annotations

from dataclasses import dataclass

from servicelab.dialogue import Recognised
from servicelab.methods.move import Move
from servicelab.methods.observation import Observation
from servicelab.simulation.quantities import State, Work


@dataclass(frozen=True)
class Record:
    """One reply of the agent and the customer's answer.

    Attributes
    ----------
    turn
        Number of the reply, from 1.
    move, work
        What the agent did, as acts and as work.
    said
        The agent's words.
    recognised
        What was recognised in them.
    before, after
        The customer's hidden state.
    text, kind
        The customer's answer and its kind.
    observed
        The cues after it.
    feedback
        One line on what helped or hurt, and why.
    finished
        Whether the talk ended with this answer.
    """

    turn: int
    move: Move
    work: Work
    said: str
    recognised: tuple[Recognised, ...]
    before: State
    after: State
    text: str
    kind: str
    observed: Observation
    feedback: str
    finished: bool

    @property
    def acts(self) -> tuple[str, ...]:
        """Ids of the acts."""
        return self.move.acts
