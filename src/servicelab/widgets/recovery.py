"""What the computations of the recovery screen share: names, the case, an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.evaluation.estimate import mean_estimate
from servicelab.scenarios import Scenario, load

Tell = Callable[[float], object]

MEASURES = ("satisfaction", "cumulative_satisfaction", "loyalty", "word_of_mouth")
LASTING = ("cumulative_satisfaction", "loyalty")
"""What an episode leaves behind, and later episodes show."""


def silent(_share: float) -> None:
    """Tell nobody how much is done."""


def found(scenario: str | Scenario, customer_type: str | None = None) -> Scenario:
    """Return a case with its customers.

    Parameters
    ----------
    scenario
        Id, path of a pack, or a scenario.
    customer_type
        Id of a type, or None for the case's own variety.
    """
    case = scenario if isinstance(scenario, Scenario) else load(scenario)
    return case if customer_type is None else case.with_customer_type(customer_type)


def interval_of(numbers: pd.Series) -> dict[str, float]:
    """Return the mean of one number a customer, with its 95 % interval.

    Parameters
    ----------
    numbers
        30 or more.
    """
    mean = mean_estimate(numbers)
    return {"estimate": mean.estimate, "ci_low": mean.ci_low, "ci_high": mean.ci_high}


def require(name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not among those known.

    Raises
    ------
    servicelab.data.ServicelabError
        Naming those that are.
    """
    names = list(known)
    if name not in names:
        raise ServicelabError(f"没有“{name}”。可以写：{'、'.join(names)}。")
