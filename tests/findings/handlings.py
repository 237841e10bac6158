"""Handlings of a failure that several experiments share, as work turn by turn."""

from __future__ import annotations

import pandas as pd

from servicelab.methods import Playbook
from servicelab.scenarios import Scenario
from tests.findings.laboratory import Lab

ORDINARY = (
    "indifferent",
    "script_reading",
    "apologise_only",
    "compensate_only",
    "clear",
    "reactive",
)
"""Methods of a typical firm: two thirds of them do not put the failure right."""
VARIED = (*ORDINARY, "roundabout", "confront")
"""Methods from the worst to the best, for correlations over handlings."""
LISTEN = {"relational": 0.8, "asking": 0.2}
ASK = {"asking": 0.8, "relational": 0.2}
SOLVE = {"solving": 0.8, "informing": 0.2}
CLOSE = {"confirm": 1.0, "relational": 0.2}
GOOD = (
    {"relational": 1.0},
    ASK,
    {"asking": 0.5, "relational": 0.5},
    {"solving": 0.5, "informing": 0.5},
    {"redo": 1.0, "refund": 0.3, "relational": 0.3, "solving": 0.4},
    {"informing": 0.7, "relational": 0.3},
    {"informing": 0.5, "relational": 0.5},
    CLOSE,
)
"""Excellent: customers rate all three justices above the middle of the scale (tested)."""
BAD = ({"harm": 0.5}, {"denying": 0.5, "informing": 0.2}, {"waiting": 1.0}, {"harm": 0.2})
"""Brushed off, denied, kept waiting; nothing is given."""
FAIR = (LISTEN, ASK, SOLVE, {"refund": 0.1, "informing": 0.5}, CLOSE)
"""Heard and solved, with little given."""


def good(lab: Lab) -> Playbook:
    """Return the excellent handling."""
    return lab.script(*GOOD, name="good")


def bad(lab: Lab) -> Playbook:
    """Return the bad handling."""
    return lab.script(*BAD, name="bad")


def fair(lab: Lab) -> Playbook:
    """Return the ordinary recovery."""
    return lab.script(*FAIR, name="fair")


def under(lab: Lab, scenario: Scenario, methods: tuple[str, ...] = VARIED) -> pd.DataFrame:
    """Return the talks of a scenario under several methods, together."""
    tables = [lab.talks(scenario, method).assign(method=method) for method in methods]
    return pd.concat(tables, ignore_index=True)
