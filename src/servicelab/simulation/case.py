"""A scenario made ready for the rule: customers drawn from it, and the luck they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from servicelab.data.arguments import whole_number
from servicelab.methods.observation import Observation
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation import departure, judgement, luck, memory, rule
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import positive
from servicelab.simulation.quantities import Judgement, Persona, State, Work

EPISODE_TURNS = 64
"""Turns of luck set apart for each episode of a relationship."""
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
    episode
        Which talk with the same customers it is, from 0; each meets luck of its own.
    """

    scenario: Scenario
    seed: int
    parameters: Parameters
    episode: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", whole_number("seed（随机种子）", self.seed))

    def persona(self, customer: Any) -> Persona:
        """Return who the customer is, drawn uniformly from the scenario's ranges."""
        ranges = self.scenario.customer.ranges()
        traits = {
            name: self._between(low, high, customer, number)
            for number, (name, (low, high)) in enumerate(ranges.items())
        }
        spread = self.parameters.loss_spread
        size = self._between(1.0 - spread, 1.0 + spread, customer, len(ranges))
        loss = self.scenario.loss
        total = loss.money + loss.substance + loss.attention
        # A customer cannot lose more than what was paid: the spread ends where the price does.
        size = size / (1.0 + positive(size * total - 1.0)) if total else size
        none = 0.0 * size
        return Persona(
            **traits,
            money_loss=loss.money * size,
            substance_loss=loss.substance * size,
            attention_loss=loss.attention * size,
            duty=self.scenario.duty * size,
            usual_trust=traits["trust"],
            usual_satisfaction=traits["prior_satisfaction"],
            vow=none,
            words_heard=none,
        )

    def _between(self, low: float, high: float, customer: Any, number: int) -> Any:
        u = luck.uniform(luck.draw(self.seed, customer, 0, luck.Stream.TRAIT + number))
        return low + (high - low) * u

    def _turn(self, turn: int) -> int:
        return self.episode * EPISODE_TURNS + turn

    def start(self, persona: Persona, customer: Any) -> State:
        """Return the state in which the customer opens the talk."""
        mood = luck.bell(luck.draw(self.seed, customer, self._turn(0), luck.Stream.MOOD))
        return rule.start(persona, mood, self.parameters)

    def step(self, state: State, persona: Persona, work: Work, turn: int, customer: Any) -> State:
        """Return the state after the agent's turn number ``turn``, counted from 1."""
        moment = self._turn(turn)
        noises = luck.two_noises(luck.draw(self.seed, customer, moment, luck.Stream.MOOD))
        exits = luck.two_uniforms(luck.draw(self.seed, customer, moment, luck.Stream.EXIT))
        return rule.step(state, persona, work, *noises, *exits, self.parameters)

    def close(
        self, state: State, persona: Persona, closing: Any, turn: int, customer: Any
    ) -> State:
        """Return the state after the agent has ended the talk instead of taking turn ``turn``."""
        moment = self._turn(turn)
        exits = luck.two_uniforms(luck.draw(self.seed, customer, moment, luck.Stream.EXIT))
        return departure.close(state, persona, closing, *exits, self.parameters)

    def observe(self, state: State, turn: int, customer: Any) -> Observation:
        """Return the cues that the agent has after turn ``turn`` (0: after the opening)."""
        moment = self._turn(turn)
        noise = luck.three_noises(luck.draw(self.seed, customer, moment, luck.Stream.CUE))
        chance = luck.uniform(luck.draw(self.seed, customer, moment, luck.Stream.AGENT))
        return rule.observe(state, noise, chance, self.parameters)

    def judge(self, state: State, persona: Persona, customer: Any) -> Judgement:
        """Return what the customer makes of the finished talk, and what it cost the firm."""
        day = self._day(customer)
        return judgement.judge(state, persona, self.scenario.price, day, self.parameters)

    def after_failure(self, persona: Persona, state: State, customer: Any) -> Persona:
        """Return the customer after this episode's failure and its handling."""
        return memory.after_failure(persona, state, self._day(customer), self.parameters)

    def served(self, persona: Persona, customer: Any) -> tuple[Judgement, Persona]:
        """Return the judgement of a service without a failure, and the customer after it."""
        day = luck.bell(luck.draw(self.seed, customer, self._turn(0), luck.Stream.SERVICE))
        judged = memory.served(persona, self.scenario.price, day, self.parameters)
        return judged, memory.after_service(persona, day, self.parameters)

    def _day(self, customer: Any) -> Any:
        return luck.bell(luck.draw(self.seed, customer, self._turn(0), luck.Stream.JUDGEMENT))
