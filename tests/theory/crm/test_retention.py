"""Retention with censoring equals lifelines and hand counts, and refuses what nobody has seen."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, crm

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import logrank_test
    from lifelines.utils import restricted_mean_survival_time

TELCO = Path("shared") / "data" / "customer_base" / "telco_churn_ibm.csv"


@pytest.fixture(scope="module")
def stays():
    rng = np.random.default_rng(4)
    life, seen = rng.weibull(0.8, 400) * 300, rng.uniform(30, 500, 400)
    table = pd.DataFrame({"duration": np.ceil(np.minimum(life, seen)), "left": life <= seen})
    return table.assign(plan=rng.choice(["月付", "年付"], 400))


def _oracle(table, **given):
    return KaplanMeierFitter().fit(table["duration"], table["left"], **given)


def test_the_curve_is_that_of_lifelines(stays):
    ours = crm.retention_curve(stays).set_index("time")
    theirs = _oracle(stays)
    told = theirs.survival_function_["KM_estimate"].loc[ours.index]
    assert np.allclose(ours["survival"], told, atol=1e-12)
    limits = theirs.confidence_interval_.loc[ours.index].to_numpy()
    some = (ours["survival"] < 1) & (ours["survival"] > 0)
    assert np.allclose(ours.loc[some, ["ci_low", "ci_high"]], limits[some], atol=1e-9)
    assert (ours["at_risk"].iloc[1:] == theirs.event_table["at_risk"].loc[ours.index[1:]]).all()


def test_late_entry_is_that_of_lifelines(stays):
    late = stays.assign(entry=np.where(np.arange(400) % 3 == 0, 10.0, 0.0))
    late = late[late["duration"] > late["entry"]]
    ours = crm.retention_curve(late, entry="entry").set_index("time")["survival"]
    told = _oracle(late, entry=late["entry"]).survival_function_["KM_estimate"].loc[ours.index]
    assert np.allclose(ours, told, atol=1e-12)


def test_a_curve_that_breaks_off_is_refused():
    table = pd.DataFrame(
        {"duration": [2.0, 9, 9, 8], "left": [1, 0, 1, 1], "entry": [0.0, 3, 3, 3]}
    )
    with pytest.raises(TheoryError, match="接不上"):
        crm.retention_curve(table, entry="entry")


def test_groups_are_their_own_curves_and_the_test_is_that_of_lifelines(stays):
    both = crm.retention_at(stays, [100, 200], by="plan")
    alone = crm.retention_at(stays[stays["plan"] == "月付"], [100, 200])
    assert both.loc[both["group"] == "月付", "retention"].tolist() == alone["retention"].tolist()
    one, other = (stays[stays["plan"] == plan] for plan in ("年付", "月付"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = logrank_test(one["duration"], other["duration"], one["left"], other["left"])
    ours = crm.compare_retention(stays, "plan", at=200)
    assert ours["p"].iloc[0] == pytest.approx(theirs.p_value, rel=1e-9)
    row = ours.iloc[0]
    assert row["ci_low"] < row["difference"] < row["ci_high"]
    assert row["n"] + row["n_other"] == 400


def test_the_mean_stay_is_the_area_under_the_curve(stays):
    row = crm.mean_stay(stays, within=250).iloc[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mean = restricted_mean_survival_time(_oracle(stays), t=250)
    assert row["mean_stay"] == pytest.approx(mean, rel=1e-9)
    complete = pd.DataFrame({"duration": [10, 20, 30, 40], "left": 1})
    assert crm.mean_stay(complete, within=40)["mean_stay"].iloc[0] == 25


def test_without_censoring_the_share_is_the_plain_share():
    table = pd.DataFrame({"duration": range(1, 201), "left": 1})
    told = crm.retention_at(table, [50, 150])
    assert np.allclose(told["retention"], [0.75, 0.25], atol=1e-12)
    assert crm.usual_stay(table, 0.25)["time"].iloc[0] == 150


def test_those_not_yet_gone_are_not_counted_as_gone():
    table = pd.DataFrame({"duration": [10.0] * 50 + [100.0] * 50, "left": [0] * 50 + [1] * 50})
    assert crm.retention_at(table, [99.0])["retention"].iloc[0] == 1
    low = crm.retention_at(table, [99.0])["ci_low"].iloc[0]
    assert low == pytest.approx(0.025 ** (1 / 50))


def test_nothing_is_said_of_times_that_nobody_has_seen(stays):
    with pytest.raises(TheoryError, match="也只看到"):
        crm.retention_at(stays, [5000])
    half = pd.DataFrame({"duration": range(1, 101), "left": [1, 0] * 25 + [0] * 50})
    with pytest.raises(TheoryError, match="没有降到"):
        crm.usual_stay(half, 0.3)
    with pytest.raises(TheoryError, match="没有一位离开"):
        crm.retention_curve(stays.assign(left=0))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("duration", -1.0, "第 4 行“duration”小于 0"),
        ("duration", None, "第 4 行“duration”不是数字"),
        ("left", 2, "要写 1"),
        ("plan", None, "“plan”是空的"),
    ],
)
def test_rows_that_cannot_be_used_are_named(stays, column, value, said):
    spoilt = stays.astype({"left": int}).copy()
    spoilt.loc[3, column] = value
    with pytest.raises(TheoryError, match=said):
        crm.retention_curve(spoilt, by="plan")


def test_shipped_data_give_the_truth_within_the_interval(project):
    events = pd.read_csv(project / "datasets" / "memberships.csv", encoding="utf-8-sig")
    told = crm.retention_at(crm.contracts(events, until="2025-12-30"), [90, 365]).set_index("time")
    for time, truth in {90: 0.8689, 365: 0.6847}.items():
        assert told.loc[time, "ci_low"] < truth < told.loc[time, "ci_high"]


@pytest.mark.data
def test_telephone_customers(project):
    file = project.parent / TELCO
    if not file.exists():
        pytest.skip(f"the telephone customers are not at ../{TELCO.as_posix()}")
    raw = pd.read_csv(file)
    table = pd.DataFrame({"duration": raw["tenure"], "left": (raw["Churn"] == "Yes").astype(int)})
    table = table.assign(contract=raw["Contract"])[table["duration"] > 0]
    ours = crm.retention_at(table, [12, 24], by="contract").set_index(["group", "time"])
    for name, group in table.groupby("contract"):
        told = _oracle(group).predict([12, 24])
        assert np.allclose(ours.loc[name, "retention"], told, atol=1e-12)
    usual = ours["retention"].unstack()[12]
    assert usual["Month-to-month"] < usual["One year"] < usual["Two year"]
