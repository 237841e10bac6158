"""Means over talks of given work, and inner states at their end: for the rows on dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from servicelab.scenarios import Scenario
from tests.findings.laboratory import Lab, Range

Work = Mapping[str, float]

NEUTRAL: Work = {}
"""A reply that does nothing at all."""
LISTEN: Work = {"relational": 0.8, "asking": 0.2}
ASK: Work = {"asking": 1.0}
SOLVE: Work = {"solving": 1.0}
EXPLAIN: Work = {"informing": 0.9}
APOLOGY: Work = {"relational": 0.8, "owning": 0.3}
CONFIRM: Work = {"confirm": 1.0}

CALM: Range = (0.0, 0.2)
HOT: Range = (0.8, 1.0)
"""Ranges of temper."""


def outcome(name: str, lab: Lab, scenario: Scenario, *works: Work) -> float:
    """Return the mean of an outcome over the talks in which this work is done, one a turn."""
    return float(lab.talks(scenario, lab.script(*works))[name].mean())


def satisfaction(lab: Lab, scenario: Scenario, *works: Work) -> float:
    """Return mean satisfaction with the handling."""
    return outcome("satisfaction", lab, scenario, *works)


def inside(name: str, lab: Lab, scenario: Scenario, *works: Work) -> float:
    """Return the mean of a quantity of the state after the last of these turns."""
    return float(np.mean(getattr(lab.course(scenario, lab.script(*works))[-1], name)))


def changed(lab: Lab, **parameters: float) -> Lab:
    """Return the same lab with some parameters changed for good: another desk, another case."""
    other = lab.parameters._replace(**parameters)
    return Lab(lab.seed, other, lab.shake, lab.n, lab.fixed, lab.backend)


def flawed_stay(lab: Lab, **traits: Any) -> Scenario:
    """Return a flawed service that was taken: little money, mostly substance, some attention."""
    return lab.scenario("hotel_dirty_room", loss=(0.05, 0.4, 0.15), traits=traits)


def late_ride(lab: Lab, **traits: Any) -> Scenario:
    """Return a service that came late: a part of its substance is lost, nobody was slighted."""
    return lab.scenario("courier_delay", loss=(0.0, 0.3, 0.0), traits=traits)
