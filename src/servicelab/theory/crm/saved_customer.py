"""What putting a complaint right is worth: two futures of the same member, one beside the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.crm.churn_hazard import ChurnHazard
from servicelab.theory.crm.hazard_state import drawn
from servicelab.theory.errors import TheoryError


@dataclass(frozen=True)
class SavedCustomer:
    """The value of putting one complaint right.

    Attributes
    ----------
    value, ci_low, ci_high
        Yuan today that an attempt brings after its cost; the interval is what the uncertainty of
        the estimated hazards leaves (margin, cost and chance are taken as given).
    break_even
        What an attempt may cost at most, with ``break_even_low`` and ``break_even_high``.
    table
        Index ``future``: unresolved, recovered, difference, attempt (difference × chance, its
        value less the cost). Columns: ``time`` (discounted time to come), ``time_low``,
        ``time_high``, ``value`` (yuan), ``value_low``, ``value_high``.
    confidence
        Level of the intervals.
    """

    value: float
    ci_low: float
    ci_high: float
    break_even: float
    break_even_low: float
    break_even_high: float
    table: pd.DataFrame
    confidence: float

    def __repr__(self) -> str:
        return (
            f"救回一位投诉的客户：每处理一件净得 {self.value:.0f} 元"
            f"［{self.ci_low:.0f}，{self.ci_high:.0f}］，花费到 {self.break_even:.0f} 元为止还不亏"
        )


def saved_customer(
    model: ChurnHazard,
    margin: float,
    *,
    cost: float = 0.0,
    chance: float = 1.0,
    unresolved: Mapping[str, float] | None = None,
    recovered: Mapping[str, float] | None = None,
    age: float = 0.0,
    horizon: float = float("inf"),
    discount: float = 0.0,
) -> SavedCustomer:
    """Return what putting a member's complaint right is worth, with its interval.

    Two futures of one member are laid side by side: the complaint stays as it is, or it has been
    put right. Each brings the margin for as long as the member stays; the difference is the value.

    Parameters
    ----------
    model
        Fitted, with the covariates that `unresolved` and `recovered` name.
    margin
        What a unit of time with the member brings after costs, in yuan (the unit of the model: with
        days, the monthly margin divided by 30.44).
    cost
        What one attempt costs, whether or not it succeeds.
    chance
        Share of attempts that put the complaint right, 0 … 1.
    unresolved, recovered
        The two states; None: ``{"complaint": 1}`` and ``{"complaint": 1, "recovered": 1}``.
    age
        How long the member has been with the firm, in units of time.
    horizon
        How far ahead counts; infinite needs the hazard to stay as it is for ever, so a horizon
        no longer than what the data have seen is the careful choice.
    discount
        Continuous rate of interest a unit of time (12 % a year, in days: ln 1.12 / 365.25).

    Returns
    -------
    SavedCustomer

    Raises
    ------
    TheoryError
        If an input is out of its range or the model has no such covariate.

    Notes
    -----
    The interval holds the middle of 4,000 futures, whose hazards are drawn from the normal
    distribution of the estimates (fixed seed: the same call gives the same numbers). The value is
    caused by recovery only if who was put right does not hang on who would have stayed anyway.

    Examples
    --------
    >>> spells = pd.DataFrame({"customer": range(90), "start": 0.0, "stop": 10.0,
    ...     "complaint": [0] * 30 + [1] * 60, "recovered": [0] * 60 + [1] * 30,
    ...     "left": ([1] * 10 + [0] * 20) + ([1] * 25 + [0] * 5) + ([1] * 15 + [0] * 15)})
    >>> found = saved_customer(ChurnHazard().fit(spells), margin=2.0, cost=5.0)
    >>> round(found.value, 2)  # 2 × (1/0.05 − 1/0.08333) − 5
    11.0
    """
    _check(margin, cost, chance, horizon, discount, age)
    bad = model.state({"complaint": 1} if unresolved is None else unresolved)
    good = model.state({"complaint": 1, "recovered": 1} if recovered is None else recovered)
    draws = np.vstack([model.params.to_numpy(), drawn(model.params, model.covariance)])
    times = [state.annuity(draws, age, horizon, discount) for state in (bad, good)]
    futures = pd.DataFrame({"unresolved": times[0], "recovered": times[1]})
    futures["difference"] = futures["recovered"] - futures["unresolved"]
    futures["attempt"] = chance * futures["difference"]
    time = _summary(futures, "time", model.confidence)
    worth = _summary(futures * margin - [0, 0, 0, cost], "value", model.confidence)
    table = pd.concat([time, worth], axis=1).rename_axis("future")
    net, low, high = worth.loc["attempt"].to_numpy(float)
    return SavedCustomer(
        *(float(net), float(low), float(high)),
        *(float(net + cost), float(low + cost), float(high + cost)),
        table,
        model.confidence,
    )


def _summary(futures: pd.DataFrame, name: str, confidence: float) -> pd.DataFrame:
    """First row: the estimates; the others: draws, of which the middle is taken."""
    tail = (1 - confidence) / 2
    low, high = (futures.iloc[1:].quantile(share) for share in (tail, 1 - tail))
    return pd.DataFrame({name: futures.iloc[0], f"{name}_low": low, f"{name}_high": high})


def _check(
    margin: float, cost: float, chance: float, horizon: float, discount: float, age: float
) -> None:
    for name, value in {"margin": margin, "cost": cost, "discount": discount, "age": age}.items():
        if not (np.isfinite(value) and value >= 0):
            raise TheoryError(f"{name} 要是 0 或更大的数，收到的是 {value!r}。")
    if not 0 <= chance <= 1:
        raise TheoryError(f"chance（处理成功的可能）要在 0 和 1 之间，收到的是 {chance!r}。")
    if not horizon > 0:
        raise TheoryError(f"horizon（往后看多久）要大于 0，收到的是 {horizon!r}。")
