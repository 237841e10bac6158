"""Floor 1: who complains about what."""

from servicelab.scenarios.customers import Customer, CustomerType, customer_types
from servicelab.scenarios.difficulty import Difficulty, difficulties
from servicelab.scenarios.packs import catalog, load
from servicelab.scenarios.parts import Fact, Loss, Remedies, Right
from servicelab.scenarios.refusal import ScenarioError
from servicelab.scenarios.scenario import Scenario, label
from servicelab.scenarios.traits import Trait, traits

__all__ = [
    "Customer",
    "CustomerType",
    "Difficulty",
    "Fact",
    "Loss",
    "Remedies",
    "Right",
    "Scenario",
    "ScenarioError",
    "Trait",
    "catalog",
    "customer_types",
    "difficulties",
    "label",
    "load",
    "traits",
]
