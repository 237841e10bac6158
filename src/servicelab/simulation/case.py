"""A scenario made ready for the rule: customers drawn from it, and the luck they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from servicelab.data.arguments import whole_number
from servicelab.methods.observation import Observation
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation import departure, luck, rule
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import positive
from servicelab.simulation.quantities import Persona, State, Work

TURN_LIMIT = 20
"""Turns of the agent after which a talk is closed in any case."""


@dataclass(frozen=True)
class Case:
    """One scenario, one seed, one set of parameters.

    Every method takes ``customer`` as an int or as an array of unsigned 64-bit integers and then
    works on floats or on arrays of that shape.

    Attributes
    ----------
    scenario
        What is complained of, and by whom.
    seed
        Names the luck; any integer.
    parameters
        The numbers of the rule.
    """

    scenario: Scenario
    seed: int
    parameters: Parameters

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", whole_number("seed（随机种子）", self.seed))

    def persona(self, customer: Any) -> Persona:
        """Return who the customer is, drawn uniformly from the scenario's ranges."""
        ranges = self.scenario.customer.ranges()
        draws = [
            luck.uniform(luck.draw(self.seed, customer, 0, luck.Stream.TRAIT + number))
            for number in range(len(ranges) + 1)
        ]
        traits = {
            name: low + (high - low) * u
            for (name, (low, high)), u in zip(ranges.items(), draws, strict=False)
        }
        size = 1.0 + self.parameters.loss_spread * (2.0 * draws[-1] - 1.0)
        loss = self.scenario.loss
        total = loss.money + loss.substance + loss.attention
        # A customer cannot lose more than what was paid: the spread ends where the price does.
        size = size / (1.0 + positive(size * total - 1.0)) if total else size
        return Persona(
            **traits,
            money_loss=loss.money * size,
            substance_loss=loss.substance * size,
            attention_loss=loss.attention * size,
        )

    def start(self, persona: Persona, customer: Any) -> State:
        """Return the state in which the customer opens the talk."""
        mood = luck.bell(luck.draw(self.seed, customer, 0, luck.Stream.MOOD))
        return rule.start(persona, mood, self.parameters)

    def step(self, state: State, persona: Persona, work: Work, turn: int, customer: Any) -> State:
        """Return the state after the agent's turn number ``turn``, counted from 1."""
        mood = luck.bell(luck.draw(self.seed, customer, turn, luck.Stream.MOOD))
        exits = luck.two_uniforms(luck.draw(self.seed, customer, turn, luck.Stream.EXIT))
        return rule.step(state, persona, work, mood, *exits, self.parameters)

    def close(
        self, state: State, persona: Persona, closing: Any, turn: int, customer: Any
    ) -> State:
        """Return the state after the agent has ended the talk instead of taking turn ``turn``."""
        exits = luck.two_uniforms(luck.draw(self.seed, customer, turn, luck.Stream.EXIT))
        return departure.close(state, persona, closing, *exits, self.parameters)

    def observe(self, state: State, turn: int, customer: Any) -> Observation:
        """Return the cues that the agent has after turn ``turn`` (0: after the opening)."""
        noise = luck.three_noises(luck.draw(self.seed, customer, turn, luck.Stream.CUE))
        return rule.observe(state, noise, self.parameters)
