"""A scenario made ready for the rule: customers drawn from it, and the luck they meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from servicelab.data.arguments import whole_number
from servicelab.methods.observation import Observation
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation import encounter, luck, memory
from servicelab.simulation.encounter import Failure, Traits
from servicelab.simulation.luck import Key
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.quantities import Judgement, Persona, State, Work

EPISODE_TURNS = 64
"""Turns of luck set apart for each episode of a relationship."""
LOSS = 15
"""Place of the loss among the traits' streams of luck: traits added later count round it."""
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

    @cached_property
    def failure(self) -> Failure:
        """What is lost, on average and how differently, and what the firm owes for it."""
        loss = self.scenario.loss
        return Failure(
            loss.money,
            loss.substance,
            loss.attention,
            self.parameters.loss_spread,
            self.scenario.duty,
            self.scenario.price,
        )

    @cached_property
    def draw_of_persona(self) -> tuple[Traits, Traits, Traits, Key]:
        """Low ends and high ends of the traits, the keys of their luck, and that of the loss."""
        ranges = self.scenario.customer.ranges()
        numbers = (number for number in range(len(ranges) + 1) if number != LOSS)
        keys = {name: self._trait_key(number) for name, number in zip(ranges, numbers, strict=True)}
        return (
            Traits(**{name: low for name, (low, _) in ranges.items()}),
            Traits(**{name: high for name, (_, high) in ranges.items()}),
            Traits(**keys),
            self._trait_key(LOSS),
        )

    def _trait_key(self, number: int) -> Key:
        return luck.keyed(self.seed, 0, luck.Stream.TRAIT + number)

    def key(self, turn: int, stream: luck.Stream) -> Key:
        """Return the key of the luck in a turn of this episode, counted from 0 (the opening)."""
        return luck.keyed(self.seed, self.episode * EPISODE_TURNS + turn, stream)

    def persona(self, customer: Any) -> Persona:
        """Return who the customer is, drawn uniformly from the scenario's ranges."""
        return encounter.person(customer, *self.draw_of_persona, self.failure)

    def start(self, persona: Persona, customer: Any) -> State:
        """Return the state in which the customer opens the talk."""
        mood = self.key(0, luck.Stream.MOOD)
        return encounter.opened(persona, customer, mood, self.parameters)

    def step(self, state: State, persona: Persona, work: Work, turn: int, customer: Any) -> State:
        """Return the state after the agent's turn number ``turn``, counted from 1."""
        mood, leaving = self.key(turn, luck.Stream.MOOD), self.key(turn, luck.Stream.EXIT)
        return encounter.stepped(state, persona, work, customer, mood, leaving, self.parameters)

    def close(
        self, state: State, persona: Persona, closing: Any, turn: int, customer: Any
    ) -> State:
        """Return the state after the agent has ended the talk instead of taking turn ``turn``."""
        leaving = self.key(turn, luck.Stream.EXIT)
        return encounter.closed(state, persona, closing, customer, leaving, self.parameters)

    def observe(self, state: State, turn: int, customer: Any) -> Observation:
        """Return the cues that the agent has after turn ``turn`` (0: after the opening)."""
        cue, coin = self.key(turn, luck.Stream.CUE), self.key(turn, luck.Stream.AGENT)
        return encounter.observed(state, customer, cue, coin, self.parameters)

    def judge(self, state: State, persona: Persona, customer: Any) -> Judgement:
        """Return what the customer makes of the finished talk, and what it cost the firm."""
        day, price = self.key(0, luck.Stream.JUDGEMENT), self.scenario.price
        return encounter.judged(state, persona, customer, price, day, self.parameters)

    def after_failure(self, persona: Persona, state: State, customer: Any) -> Persona:
        """Return the customer after this episode's failure and its handling."""
        day = luck.bell(luck.drawn(customer, self.key(0, luck.Stream.JUDGEMENT)))
        return memory.after_failure(persona, state, day, self.parameters)

    def served(self, persona: Persona, customer: Any) -> tuple[Judgement, Persona]:
        """Return the judgement of a service without a failure, and the customer after it."""
        day = luck.bell(luck.drawn(customer, self.key(0, luck.Stream.SERVICE)))
        judged = memory.served(persona, self.scenario.price, day, self.parameters)
        return judged, memory.after_service(persona, day, self.parameters)
