"""Do the intervals of the models of buying hold the truth? Worlds of the shop and the models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets import make_customers as shop
from servicelab.theory import crm
from servicelab.theory.crm.fitted import Fitted
from tests.estimators.study import Study

Told = dict[str, tuple[float, float, float]]
LAST_DAY = str((shop.closing() - pd.Timedelta(days=1)).date())
TRUTH = shop.truth()
BUYING = {name: TRUTH[name] for name in ("r", "alpha", "a", "b")}
SPENDING = {"p": TRUTH["p"], "q": TRUTH["q"], "v": TRUTH["gamma"]}
PARETO = {"r": 0.55, "alpha": 10.6, "s": 0.6, "beta": 11.7}
AHEAD = 52.0


def told(model: Fitted) -> Told:
    """Return the parameters with their intervals."""
    table = model.intervals()[["estimate", "ci_low", "ci_high"]]
    return {str(name): (row.iloc[0], row.iloc[1], row.iloc[2]) for name, row in table.iterrows()}


def _ahead(model: crm.BGNBD | crm.ParetoNBD) -> tuple[float, float, float]:
    row = model.interval_of(lambda one: float(one.expected_purchases(AHEAD)), n=400)
    return row["estimate"], row["ci_low"], row["ci_high"]


def _log(rng: np.random.Generator) -> pd.DataFrame:
    # Customers of this shop come twice a day now and then: merging days would bias alpha upwards.
    columns = {"customer": "customer", "value": "spend"}
    return crm.summarise(shop.draw(rng), **columns, until=LAST_DAY, merge="moment")


def buying(rng: np.random.Generator) -> Told:
    """Fit BG/NBD to a drawn log of the shop, by way of `summarise`."""
    table = _log(rng)
    model = crm.BGNBD().fit(table["frequency"], table["recency"], table["T"])
    return {**told(model), "expected_purchases(52)": _ahead(model)}


def spending(rng: np.random.Generator) -> Told:
    """Fit Gamma-Gamma to a drawn log of the shop, by way of `summarise`."""
    table = _log(rng)
    model = crm.GammaGamma().fit(table["frequency"], table["value"])
    row = model.interval_of(lambda one: one.expected_value(), n=400)
    mean = (row["estimate"], row["ci_low"], row["ci_high"])
    return {**told(model), "expected_value()": mean}


def lifetimes(rng: np.random.Generator) -> Told:
    """Fit Pareto/NBD to customers drawn from it."""
    drawn = crm.ParetoNBD(**PARETO).simulate(rng.uniform(52, 78, 2000), seed=rng)
    model = crm.ParetoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"])
    return {**told(model), "expected_purchases(52)": _ahead(model)}


def _expected(model: crm.BGNBD | crm.ParetoNBD) -> dict[str, float]:
    return {"expected_purchases(52)": float(model.expected_purchases(AHEAD))}


STUDIES = [
    Study(
        "crm.BGNBD",
        "customers, 2000",
        {**BUYING, **_expected(crm.BGNBD(**BUYING))},
        buying,
    ),
    Study(
        "crm.GammaGamma",
        "customers, 2000",
        {**SPENDING, "expected_value()": crm.GammaGamma(**SPENDING).expected_value()},
        spending,
    ),
    Study(
        "crm.ParetoNBD",
        "ParetoNBD.simulate, 2000",
        {**PARETO, **_expected(crm.ParetoNBD(**PARETO))},
        lifetimes,
    ),
]
