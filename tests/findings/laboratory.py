"""The laboratory in which the simulation is held against published findings.

A finding is a function that does an experiment in a :class:`Lab` (one seed, one set of
parameters) and returns one number for each part of what was published. Repetition, intervals and
verdicts stand in ``verdicts.py``, the shaking of parameters in ``shaking.py``, the command in
``run.py``. Customers are the same persons with the same luck in all conditions of a lab, so all
contrasts are paired.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from servicelab.methods import Method, Playbook, Step
from servicelab.scenarios import Customer, Scenario, load
from servicelab.scenarios.traits import trait_table
from servicelab.simulation import Parameters, relationship, simulate
from servicelab.simulation.case import Case
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.quantities import State
from servicelab.simulation.talks import Talks
from servicelab.simulation.work import work_of
from tests.findings.verdicts import Rule

Range = tuple[float, float]
Kind = Literal["input", "semi", "emergent"]
Experiment = Callable[["Lab"], dict[str, float]]


class Lab:
    """One seed and one set of parameters, in which experiments are done.

    Attributes
    ----------
    seed, parameters
        As for ``simulate``.
    shake
        Trait → factor by which the middle of its range is moved.
    fixed
        Trait → one value for everybody, whatever a scenario says (a switch).
    n
        Customers of each condition.
    backend
        As for ``simulate``; changes nothing but speed.
    """

    def __init__(
        self,
        seed: int,
        parameters: Parameters | None = None,
        shake: Mapping[str, float] | None = None,
        n: int = 2_000,
        fixed: Mapping[str, float] | None = None,
        backend: str = "auto",
    ) -> None:
        self.seed = seed
        self.parameters = parameters or default_parameters()
        self.shake = dict(shake or {})
        self.fixed = dict(fixed or {})
        self.n = n
        self.backend = backend
        self._tables: dict[Any, Any] = {}
        self._scripts: dict[str, Playbook] = {}

    def scenario(
        self,
        name: str = "hotel_dirty_room",
        loss: tuple[float, float, float] | None = None,
        traits: Mapping[str, Range] | None = None,
        price: float | None = None,
        duty: float | None = None,
    ) -> Scenario:
        """Return a scenario with another loss (money, substance, attention) or other traits."""
        found = load(name)
        if loss is not None:
            found = found.with_loss(*loss)
        ranges = found.customer.ranges() | dict(traits or {})
        customer = Customer(**{key: self._range(key, *pair) for key, pair in ranges.items()})
        named = {"price": price, "duty": duty}
        changes = {key: value for key, value in named.items() if value is not None}
        return found.model_copy(update={"customer": customer, **changes})

    def _range(self, trait: str, low: float, high: float) -> Range:
        if trait in self.fixed:
            return self.fixed[trait], self.fixed[trait]
        limits = trait_table()[trait]
        moved = (self.shake.get(trait, 1.0) - 1.0) * (low + high) / 2
        ends = (min(max(end + moved, limits.minimum), limits.maximum) for end in (low, high))
        return next(ends), next(ends)

    def script(self, *works: Mapping[str, float], name: str = "script") -> Playbook:
        """Return a method that does the given work, one entry a turn, and then ends the talk."""
        key = repr((name, works))
        if key not in self._scripts:
            steps = (Step(f"turn {turn}", (), work=work) for turn, work in enumerate(works, 1))
            self._scripts[key] = Playbook.of(name, name, *steps)
        return self._scripts[key]

    def talks(self, scenario: Scenario, method: str | Method) -> pd.DataFrame:
        """Return the outcomes of all customers' talks, as ``simulate`` gives them."""
        return self._kept(("talks", _key(scenario), method), lambda: self._talks(scenario, method))

    def _talks(self, scenario: Scenario, method: str | Method) -> pd.DataFrame:
        how = {"parameters": self.parameters, "backend": self.backend, "progress": False}
        return simulate(scenario, method, self.n, self.seed, **how)

    def lives(self, scenario: Scenario, episodes: Sequence[str | Method | None]) -> list[Any]:
        """Return one table of outcomes an episode (``None`` is a service without a failure)."""
        return self._kept(
            ("lives", _key(scenario), tuple(episodes)), lambda: self._lives(scenario, episodes)
        )

    def _lives(self, scenario: Scenario, episodes: Sequence[str | Method | None]) -> list[Any]:
        table = relationship(
            scenario, episodes, self.n, self.seed, parameters=self.parameters, progress=False
        )
        return [table.xs(number, level="episode") for number in range(len(episodes))]

    def untroubled(self, scenario: Scenario) -> pd.DataFrame:
        """Return the same customers' twins, who had the service and no failure."""
        return self.lives(scenario, [None])[0]

    def persona(self, scenario: Scenario) -> pd.DataFrame:
        """Return who the customers are."""
        return pd.DataFrame(self._case(scenario).persona(self._customers())._asdict())

    def course(self, scenario: Scenario, script: Playbook) -> list[State]:
        """Return the states of all customers after the opening and after each turn of a script."""
        return self._kept(
            ("course", _key(scenario), script), lambda: self._course(scenario, script)
        )

    def _course(self, scenario: Scenario, script: Playbook) -> list[State]:
        case = self._case(scenario)
        talks = Talks.opened(case, self._customers())
        states = [talks.state]
        for turn, move in enumerate(script.moves, start=1):
            talks = talks.stepped(case, work_of(move, scenario, self.parameters), turn)
            states.append(talks.state)
        return states

    def _case(self, scenario: Scenario) -> Case:
        return Case(scenario, self.seed, self.parameters)

    def _customers(self) -> Any:
        return np.arange(self.n, dtype=np.uint64)

    def _kept(self, key: Any, make: Callable[[], Any]) -> Any:
        if key not in self._tables:
            self._tables[key] = make()
        return self._tables[key]


def _key(scenario: Scenario) -> Any:
    # Scenarios of one id share a hash; the parts that an experiment changes tell them apart.
    return scenario.id, scenario.price, scenario.duty, scenario.loss, scenario.customer


@dataclass(frozen=True)
class Finding:
    """One published finding and the experiment that looks for it.

    Attributes
    ----------
    id
        Name in the table of results.
    evidence
        Number in the table of evidence.
    claim, claim_zh
        One sentence, in English and in Chinese.
    published
        What was published: a sign, an order, a shape.
    kind
        ``input`` (a coefficient says it), ``semi`` (a mechanism put in or tuned for it) or
        ``emergent`` (it follows from mechanisms that are there for other reasons).
    mechanism
        What it hangs on.
    switch
        Parameter or trait → value that takes that mechanism away.
    part_rules
        Part → what its effect must be.
    changed
        Why the test was changed after its result was seen; empty if it was not.
    experiment
        Lab → one number for each part.
    """

    id: str
    evidence: str
    claim: str
    claim_zh: str
    published: str
    kind: Kind
    mechanism: str
    experiment: Experiment
    part_rules: Mapping[str, Rule]
    switch: Mapping[str, float] = field(default_factory=dict)
    changed: str = ""


FINDINGS: dict[str, Finding] = {}


def finding(**words: Any) -> Callable[[Experiment], Experiment]:
    """Enter an experiment in the register of findings; the words are those of :class:`Finding`."""

    def enter(experiment: Experiment) -> Experiment:
        row = Finding(experiment=experiment, **words)
        if row.id in FINDINGS:
            raise ValueError(f"two findings are named {row.id}")
        if row.kind == "emergent" and not row.switch:
            raise ValueError(f"{row.id}: an emergent finding needs a switch")
        FINDINGS[row.id] = row
        return experiment

    return enter
