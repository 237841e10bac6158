"""How talks of given work end, with what happened inside: for the rows on dialogue."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.batch import finished, outcomes
from servicelab.simulation.case import Case
from tests.findings.laboratory import Lab

Kinds = dict[str, float]

NEUTRAL: Kinds = {}
LISTEN = {"relational": 0.8, "asking": 0.2}
ASK = {"asking": 1.0}
SOLVE = {"solving": 1.0}
EXPLAIN = {"informing": 0.9}
APOLOGY = {"relational": 0.8, "owning": 0.3}
OWN = {"relational": 0.4, "owning": 1.0}
CONFIRM = {"confirm": 1.0}


def endings(lab: Lab, scenario: Scenario, *works: Kinds, **changes: float) -> pd.DataFrame:
    """Return one row a customer: the state at the end of the talk and what is made of it.

    ``changes`` are parameters that differ in this talk only, such as the agent's strain at the
    start, or solving that leads nowhere.
    """
    case = Case(scenario, lab.seed, lab.parameters._replace(**changes))
    customers = np.arange(lab.n, dtype=np.uint64)
    talks = finished(case, lab.script(*works), customers)
    columns: dict[str, Any] = {**talks.state._asdict(), **outcomes(case, talks)}
    return pd.DataFrame(columns)


def mean_of(column: str, lab: Lab, scenario: Scenario, *works: Kinds, **changes: float) -> float:
    """Return the mean of one column of :func:`endings`."""
    return float(endings(lab, scenario, *works, **changes)[column].mean())
