"""The words of one talk: what both sides say next, and what has been said already.

Words are chosen by luck of their own and never feed back into the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from servicelab.dialogue import agent_line, customer_line
from servicelab.dialogue.phrasebook import reaching_out
from servicelab.scenarios import Fact
from servicelab.simulation import luck
from servicelab.simulation.case import Case
from servicelab.simulation.replies import facts_told


class Voice(NamedTuple):
    """The agent's own words in a case, by act."""

    agent: Mapping[str, Sequence[str]]


class Wording:
    """The words of one talk with one customer.

    Parameters
    ----------
    case
        Scenario and seed.
    customer
        Number of the customer.

    Attributes
    ----------
    opening
        The customer's first words.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> from servicelab.simulation.parameters import default_parameters
    >>> case = Case(load("heating_blocked_pipe"), 7, default_parameters())
    >>> words = Wording(case, 4711)
    >>> words.customer("calm", 1) != words.customer("calm", 2)
    True
    """

    def __init__(self, case: Case, customer: int) -> None:
        self._case = case
        self._customer = customer
        self.opening = self._first_words()
        # Kept apart: the customer's lines tell who is speaking, the agent's must not.
        self._said_by_customer = {self.opening}
        self._said_by_agent: set[str] = set()

    def _first_words(self) -> str:
        scenario, u = self._case.scenario, self._line_luck(0)
        if scenario.reached_first:
            return customer_line("first_contact", scenario.industry, (), u)
        return scenario.openings[int(u * len(scenario.openings))]

    def agent(self, acts: Sequence[str], turn: int, facts_known: float) -> str:
        """Return a reply that dresses some acts.

        Parameters
        ----------
        acts
            Ids of acts.
        turn
            Number of the reply, from 1.
        facts_known
            Share of the facts that the agent knows: decides which one is asked for.
        """
        u = luck.two_uniforms(self._bits(turn, luck.Stream.AGENT_TEXT))[1]
        facts = self._case.scenario.facts
        asked = facts[min(facts_told(facts_known, len(facts)), len(facts) - 1)]
        return agent_line(acts, self._voice(), self._said_by_agent, u, fact=asked)

    def _voice(self) -> Voice:
        """Return the agent's own words: who calls first does not answer a call, nor a complaint."""
        scenario = self._case.scenario
        if not scenario.reached_first:
            return Voice(scenario.agent)
        answering = {
            "greet": reaching_out(),
            "apologise": (),
            "thank": (),
            "listen": (),
            "restate": (),
        }
        return Voice({**scenario.agent, **answering})

    def heard_from_agent(self, words: str) -> None:
        """Remember what the agent has said."""
        self._said_by_agent.add(words)

    def customer(self, kind: str, turn: int, told: Sequence[Fact] = ()) -> str:
        """Return the customer's next line and remember it.

        Parameters
        ----------
        kind
            Kind of line.
        turn
            Number of the reply that it answers.
        told
            Facts that it tells.
        """
        u = self._line_luck(turn)
        fact = "，".join(fact.answers[int(u * len(fact.answers))].rstrip("。！") for fact in told)
        scenario = self._case.scenario
        line = customer_line(
            kind,
            scenario.industry,
            self._said_by_customer,
            u,
            scenario_id=scenario.id,
            channel=scenario.channel,
            customer_type=scenario.customer_type,
            fact=fact,
        )
        self._said_by_customer.add(line)
        return line

    def chance(self, turn: int) -> float:
        """Return the luck, uniform on [0, 1), that picks between two fitting kinds of line."""
        return float(luck.two_uniforms(self._bits(turn, luck.Stream.TEXT))[0])

    def _line_luck(self, turn: int) -> float:
        return float(luck.two_uniforms(self._bits(turn, luck.Stream.TEXT))[1])

    def _bits(self, turn: int, stream: luck.Stream) -> int:
        return int(luck.draw(self._case.seed, self._customer, turn, stream))
