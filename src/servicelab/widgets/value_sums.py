"""What the value screen computes from its controls: a saved customer, an account, some points."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Any

import pandas as pd

from servicelab.theory import crm

Choices = Mapping[str, Any]
DAYS_A_MONTH = 30.44
DAYS_A_YEAR = 365.25
STATES: dict[str, dict[str, float]] = {
    "unresolved": {"complaint": 1},
    "recovered": {"complaint": 1, "recovered": 1},
}


def saved(model: crm.ChurnHazard, choices: Choices) -> crm.SavedCustomer:
    """Return what putting one complaint right is worth, as the controls have it.

    Parameters
    ----------
    model
        Fitted to days, with the covariates ``complaint`` and ``recovered``.
    choices
        What the controls show.
    """
    return crm.saved_customer(
        model,
        choices["margin"] / DAYS_A_MONTH,
        cost=choices["cost"],
        chance=choices["chance"] / 10,
        unresolved=STATES["unresolved"],
        recovered=STATES["recovered"],
        age=choices["age"],
        horizon=choices["months"] * DAYS_A_MONTH,
        discount=log(1 + choices["discount"] / 100) / DAYS_A_YEAR,
    )


def futures(model: crm.ChurnHazard, choices: Choices, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the share still there after each month, in both futures.

    Parameters
    ----------
    model, choices
        As for :func:`saved`.
    names
        What the two futures are called.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``time`` (months), ``survival``, ``ci_low``, ``ci_high``.
    """
    months = list(range(choices["months"] + 1))
    parts = []
    for name, state in STATES.items():
        days = [month * DAYS_A_MONTH for month in months]
        curve = model.state(state).survival(days, age=choices["age"])
        parts.append(curve.assign(time=months, group=names[name]))
    return pd.concat(parts, ignore_index=True)


def account(model: crm.ChurnHazard, choices: Choices) -> crm.ComplaintReturn | None:
    """Return the return on complaint management; None where nothing is spent or won.

    Parameters
    ----------
    model, choices
        As for :func:`saved`.
    """
    settled = choices["complaints"] * choices["chance"] / 10
    worth = saved(model, choices).table.loc["difference"]
    value = tuple(float(worth[name]) for name in ("value", "value_low", "value_high"))
    costs = {
        "handling": float(choices["complaints"] * choices["cost"]),
        "fixed": 1000.0 * choices["fixed"],
    }
    benefits: dict[str, Any] = {
        "repurchase": crm.repurchase_benefit(settled, 1, 0, value) if settled else None,
        "information": 1000.0 * choices["information"] or None,
        "attitude": 1000.0 * choices["attitude"] or None,
        "communication": _talk(settled, choices),
    }
    if not sum(costs.values()) or not any(benefits.values()):
        return None
    return crm.complaint_return(costs, **benefits)


def _talk(settled: float, choices: Choices) -> tuple[float, float, float] | None:
    if not settled * choices["told"] * choices["won"] * choices["newcomer"]:
        return None
    return crm.communication_benefit(
        settled, choices["told"], choices["won"] / 1000, float(choices["newcomer"])
    )


def points(choices: Choices, starts: list[int]) -> pd.DataFrame:
    """Return what some percentage points more retention do, from each start.

    Parameters
    ----------
    choices
        What the controls show.
    starts
        Retention before, in per cent.

    Returns
    -------
    pandas.DataFrame
        Index: the starts. Columns as :func:`servicelab.theory.crm.retention_saying` gives them.
    """
    table = crm.retention_saying(
        [start / 100 for start in starts],
        points=choices["points"] / 100,
        discount=choices["discount"] / 100,
    )
    return table.set_index(pd.Index(starts, name="start"))
