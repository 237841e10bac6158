"""Do the intervals of retention, hazards and a saved customer hold the truth? Worlds of members."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd

from datasets import make_customers as shop
from datasets import make_memberships as club
from servicelab.theory import crm
from tests.estimators.study import Study

Told = dict[str, tuple[float, float, float]]
TRUTH = club.truth()
MEMBERS, FEWER = 1500, 800
FACTORS = ["complaint", "recovered", "orders_before"]
TIMES = (90, 365, 640)
MENDED = {"complaint": 1, "recovered": 1}
FUTURE = {"age": 200.0, "horizon": 730.0, "discount": log(1.08) / 365.25}
MARGIN, COST, CHANCE = 2.0, 80.0, 0.7


def _log(rng: np.random.Generator, members: int = MEMBERS) -> dict[str, object]:
    events = club.draw(rng, members)
    last = str((club.closing() - pd.Timedelta(days=1)).date())
    return {"events": events, "until": last, "keep": ["orders_before"]}


def _stays(rng: np.random.Generator) -> pd.DataFrame:
    return crm.contracts(**_log(rng))


def _told(row: pd.Series, name: str) -> tuple[float, float, float]:
    return float(row[name]), float(row["ci_low"]), float(row["ci_high"])


def shares(rng: np.random.Generator) -> Told:
    """Retention at three ages, and the lifetime value that a year's retention gives."""
    table = crm.retention_at(_stays(rng), list(TIMES)).set_index("time")
    found = {f"retention {time}": _told(table.loc[time], "retention") for time in TIMES}
    value = crm.lifetime_value_interval(1000, found["retention 365"], 0.12)
    return {**found, "lifetime_value_interval": _told(value, "estimate")}


def difference(rng: np.random.Generator) -> Told:
    """Retention of those with two orders or more before, less that of the others."""
    stays = _stays(rng)
    stays["known"] = np.where(stays["orders_before"] >= 2, "1 known", "2 new")
    table = crm.compare_retention(stays, "known", at=365)
    return {"difference 365": _told(table.iloc[0], "difference")}


def stay(rng: np.random.Generator) -> Told:
    """Mean stay within a year, and the age at which four of five are left."""
    stays = _stays(rng)
    mean, usual = crm.mean_stay(stays, within=365), crm.usual_stay(stays, share=0.8)
    return {
        "mean_stay 365": _told(mean.iloc[0], "mean_stay"),
        "usual_stay 0.8": _told(usual.iloc[0], "time"),
    }


def ratios(rng: np.random.Generator) -> Told:
    """Cox's hazard ratios, and that of a complaint put right."""
    model = crm.hazard_ratios(crm.spells(**_log(rng, FEWER)), FACTORS)
    found = {name: _told(model.table.loc[name], "hazard_ratio") for name in FACTORS}
    return {**found, "complaint and recovered": _told(model.ratio(MENDED), "hazard_ratio")}


def churn(rng: np.random.Generator) -> Told:
    """Hazards, ratios, an outlook and the value of a complaint put right, piecewise constant."""
    spells = crm.spells(**_log(rng))
    model = crm.ChurnHazard(cuts=(club.YOUNG,)).fit(spells, FACTORS)
    found = {name: _told(model.hazard_ratios.loc[name], "hazard_ratio") for name in FACTORS}
    for name, (_, row) in zip(BANDS, model.hazards.iterrows(), strict=True):
        found[name] = _told(row, "hazard")
    ahead = model.state({"complaint": 1}).survival([365.0])
    return {**found, "survival 365, complaint": _told(ahead.iloc[0], "survival")}


def saved(rng: np.random.Generator) -> Told:
    """What an attempt to put a complaint right is worth."""
    spells = crm.spells(**_log(rng))
    model = crm.ChurnHazard(cuts=(club.YOUNG,)).fit(spells, FACTORS)
    found = crm.saved_customer(model, MARGIN, cost=COST, chance=CHANCE, **FUTURE)
    ends = (found.break_even, found.break_even_low, found.break_even_high)
    return {"value": (found.value, found.ci_low, found.ci_high), "break_even": ends}


def base(rng: np.random.Generator) -> Told:
    """Value of the shop's customers in the next year, over what the true parameters give."""
    table = shop.draw_summary(rng, BUYERS)
    buying = crm.BGNBD().fit(table["frequency"], table["recency"], table["T"])
    spending = crm.GammaGamma().fit(table["frequency"], table["value"])
    true = crm.customer_value(*SHOP, table, **YEAR)["value"].sum()
    found = crm.base_value(buying, spending, table, **YEAR) / true
    return {"value over true value": _told(found, "estimate")}


def renewals(rng: np.random.Generator) -> Told:
    """Renewals of contracts that began at different times, and their future."""
    chance = rng.beta(RENEWING["alpha"], RENEWING["beta"], MEMBERS)
    gone, seen = rng.geometric(chance), rng.integers(3, 9, MEMBERS)
    model = crm.ShiftedBetaGeometric().fit(np.minimum(gone, seen), gone <= seen)
    found = {name: _told(row, "estimate") for name, row in model.intervals().iterrows()}
    ahead = model.interval_of(lambda one: float(one.survival([12])[0]), n=400)
    rest = model.interval_of(lambda one: one.residual_renewals(2, 0.1), n=400)
    return {**found, "survival 12": _told(ahead, "estimate"), "residual": _told(rest, "estimate")}


BANDS = ("hazard_young", "hazard_later")
BUYERS, YEAR = 800, {"horizon": 52.0, "discount": log(1.08) / 52.18, "margin": 0.4}
RENEWING = {"alpha": 0.8, "beta": 3.0}
RENEWED = crm.ShiftedBetaGeometric(**RENEWING)
_GIVEN = shop.truth()
SHOP = (
    crm.BGNBD(**{name: _GIVEN[name] for name in ("r", "alpha", "a", "b")}),
    crm.GammaGamma(p=_GIVEN["p"], q=_GIVEN["q"], v=_GIVEN["gamma"]),
)
RATIOS = {name: TRUTH[f"hr_{name}"] for name in FACTORS}
BOTH = TRUTH["hr_complaint"] * TRUTH["hr_recovered"]
CURVE = club.survival(max(TIMES))


def _difference() -> float:
    counts = np.arange(40)
    share = club.share_with(counts)
    there = np.array([club.survival(365, int(one))[365] for one in counts])
    known = counts >= 2
    kept = [(share[one] @ there[one]) / share[one].sum() for one in (known, ~known)]
    return float(kept[0] - kept[1])


def _outlook() -> float:
    pull = 90 * TRUTH["hazard_young"] + 275 * TRUTH["hazard_later"]
    return float(np.exp(-pull * TRUTH["hr_complaint"]))


def _worth() -> float:
    """Integral of the discounted margin over the horizon, in one band (the member is past 90)."""

    def time(pull: float) -> float:
        rate = pull + FUTURE["discount"]
        return (1 - float(np.exp(-rate * FUTURE["horizon"]))) / rate

    later = TRUTH["hazard_later"]
    return CHANCE * MARGIN * (time(later * BOTH) - time(later * TRUTH["hr_complaint"]))


DATA = f"memberships, {MEMBERS}"
STUDIES = [
    Study(
        "crm.retention_at",
        DATA,
        {
            **{f"retention {time}": float(CURVE[time]) for time in TIMES},
            "lifetime_value_interval": crm.lifetime_value(1000, float(CURVE[365]), 0.12),
        },
        shares,
    ),
    Study("crm.compare_retention", DATA, {"difference 365": _difference()}, difference),
    Study(
        "crm.stay",
        DATA,
        {
            "mean_stay 365": float(CURVE[:365].sum()),
            "usual_stay 0.8": float(np.flatnonzero(CURVE <= 0.8)[0]),
        },
        stay,
    ),
    Study(
        "crm.hazard_ratios",
        f"memberships, {FEWER}",
        {**RATIOS, "complaint and recovered": BOTH},
        ratios,
    ),
    Study(
        "crm.ChurnHazard",
        DATA,
        {**RATIOS, **{name: TRUTH[name] for name in BANDS}, "survival 365, complaint": _outlook()},
        churn,
    ),
    Study("crm.saved_customer", DATA, {"value": _worth() - COST, "break_even": _worth()}, saved),
    Study("crm.base_value", f"customers, {BUYERS}", {"value over true value": 1.0}, base),
    Study(
        "crm.ShiftedBetaGeometric",
        f"beta-geometric, {MEMBERS}",
        {
            **RENEWING,
            "survival 12": float(RENEWED.survival([12])[0]),
            "residual": RENEWED.residual_renewals(2, 0.1),
        },
        renewals,
    ),
]
