"""Hazard ratios: after a complaint above one, put right in between; two models, one answer."""

from __future__ import annotations

import importlib.util

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad

from servicelab.theory import TheoryError, crm

FACTORS = ["complaint", "recovered", "orders_before"]
MENDED = {"complaint": 1, "recovered": 1}


@pytest.fixture(scope="module")
def maker(project):
    place = project / "datasets" / "make_memberships.py"
    spec = importlib.util.spec_from_file_location("make_memberships", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def spells(project):
    events = pd.read_csv(project / "datasets" / "memberships.csv", encoding="utf-8-sig")
    return crm.spells(events, until="2025-12-30", keep=["orders_before"])


@pytest.fixture(scope="module")
def cox(spells):
    return crm.hazard_ratios(spells, FACTORS)


@pytest.fixture(scope="module")
def churn(spells):
    return crm.ChurnHazard(cuts=(90,)).fit(spells, FACTORS)


def test_a_complaint_drives_away_and_recovery_does_not_wholly_bring_back(cox):
    # Knox & van Oest (2014): 1 < hazard after recovery < hazard after the complaint
    complaint, mended = cox.ratio({"complaint": 1}), cox.ratio(MENDED)
    assert complaint["ci_low"] > 1
    assert mended["ci_low"] > 1
    assert cox.ratio(MENDED, against={"complaint": 1})["ci_high"] < 1
    known = cox.table.loc["orders_before"]
    assert known["ci_high"] < 1


def test_shipped_data_give_the_truth_within_the_interval(cox, churn, maker):
    said = maker.truth()
    for table in (cox.table, churn.hazard_ratios):
        for name in FACTORS:
            row = table.loc[name]
            assert row["ci_low"] < said[f"hr_{name}"] < row["ci_high"]
    for truth, place in {"hazard_young": 0, "hazard_later": 1}.items():
        row = churn.hazards.iloc[place]
        assert row["ci_low"] < said[truth] < row["ci_high"]


def test_the_two_models_agree(cox, churn):
    ours, theirs = churn.hazard_ratios["hazard_ratio"], cox.table["hazard_ratio"]
    assert np.allclose(np.log(ours), np.log(theirs), atol=0.03)
    errors = np.sqrt(np.diag(churn.covariance))[2:]
    assert np.allclose(errors, cox.table["standard_error"], rtol=0.02)
    assert (cox.n, cox.left) == (churn.n, churn.left) == (3000, 1003)


def test_a_cut_at_every_leaving_gives_coxs_ratios():
    # With one leaver at a time, Breslow's likelihood profiles to Cox's
    rng = np.random.default_rng(6)
    mark = rng.integers(0, 2, 120)
    life = rng.exponential(10 / np.exp(0.8 * mark))
    table = pd.DataFrame({"customer": range(120), "start": 0.0, "stop": life, "mark": mark})
    table["left"] = 1
    cuts = np.sort(life)[:-1]
    fine = crm.ChurnHazard(cuts=cuts).fit(table, ["mark"])
    cox = crm.hazard_ratios(table, ["mark"])
    assert fine.params["mark"] == pytest.approx(cox.table["coefficient"]["mark"], abs=1e-5)
    assert fine.covariance.loc["mark", "mark"] == pytest.approx(cox.covariance.iloc[0, 0], rel=1e-4)


def test_hazards_of_one_factor_are_leavers_by_time():
    table = pd.DataFrame(
        {
            "customer": range(100),
            "start": 0.0,
            "stop": [10.0] * 50 + [5.0] * 50,
            "left": ([1] * 20 + [0] * 30) + ([1] * 25 + [0] * 25),
            "complaint": [0] * 50 + [1] * 50,
        }
    )
    model = crm.ChurnHazard().fit(table, ["complaint"])
    assert model.hazards["hazard"].iloc[0] == pytest.approx(20 / 500)
    assert model.hazard_ratios.loc["complaint", "hazard_ratio"] == pytest.approx((25 / 250) / 0.04)
    variance = model.covariance.loc["complaint", "complaint"]
    assert variance == pytest.approx(1 / 20 + 1 / 25)  # of the logarithm of a ratio of two rates


def test_ever_complained_is_not_the_same_as_has_complained(spells, cox):
    """Sorting by what happens later makes the complaint look too harmless."""
    ever = spells.groupby("customer").agg(
        start=("start", "min"),
        stop=("stop", "max"),
        left=("left", "max"),
        complaint=("complaint", "max"),
    )
    naive = crm.ChurnHazard(cuts=(90,)).fit(ever.reset_index(), ["complaint"])
    assert naive.hazard_ratios.loc["complaint", "hazard_ratio"] < 1.5
    assert cox.table.loc["complaint", "hazard_ratio"] > 2.5


def test_the_outlook_is_the_integral_of_the_hazard(churn):
    state = churn.state(MENDED)
    row = state.survival([200.0], age=30).iloc[0]
    young, later = churn.hazards["hazard"]
    lift = churn.hazard_ratios["hazard_ratio"].loc[["complaint", "recovered"]].prod()
    assert row["survival"] == pytest.approx(np.exp(-(60 * young + 140 * later) * lift))
    assert row["ci_low"] < row["survival"] < row["ci_high"]
    estimate = churn.params.to_numpy()[None]

    def there(time):
        return np.exp(-0.0002 * time) * state.survival([time], age=30)["survival"].iloc[0]

    exact = quad(there, 0, 700, points=[60], limit=200)[0]
    assert state.annuity(estimate, 30, 700, 0.0002)[0] == pytest.approx(exact, rel=1e-9)
    forever = 60 * later * lift
    assert state.annuity(estimate, 200, np.inf, 0.0)[0] * later * lift == pytest.approx(1)
    assert forever < 1


def test_the_outlooks_interval_is_that_of_the_draws(churn):
    from servicelab.theory.crm.hazard_state import drawn

    state = churn.state({"complaint": 1})
    draws = drawn(churn.params, churn.covariance, 20_000)
    bands, lift = draws[:, :2], draws[:, 2]
    lived = np.exp(-(90 * np.exp(bands[:, 0]) + 275 * np.exp(bands[:, 1])) * np.exp(lift))
    row = state.survival([365.0]).iloc[0]
    assert np.quantile(lived, [0.025, 0.975]) == pytest.approx(
        [row["ci_low"], row["ci_high"]], abs=0.005
    )


def _few(left, complaint):
    size = len(left)
    return pd.DataFrame(
        {"customer": range(size), "start": 0.0, "stop": 1.0 + np.arange(size), "left": left}
    ).assign(complaint=complaint)


@pytest.mark.parametrize("fit", [crm.hazard_ratios, crm.ChurnHazard().fit])
@pytest.mark.parametrize(
    ("table", "said"),
    [
        (_few([1, 0] * 30, [0] * 60), "没有变化"),
        (_few([1] * 30 + [0] * 30, [0] * 30 + [1] * 30), "没有人离开"),
        (_few([1] * 5 + [0] * 55, [0, 1] * 30), "至少要 10 位"),
        (_few([1, 0] * 30, [0, 1] * 30).assign(stop=0.0), "stop 不晚于 start"),
        (_few([1, 0] * 30, [0, 1] * 30).assign(customer=1), "重叠"),
        (_few([1, 0] * 30, [0, np.nan] * 30), "“complaint”不是数字"),
    ],
)
def test_what_cannot_be_estimated_is_said(fit, table, said):
    with pytest.raises(TheoryError, match=said):
        fit(table, ["complaint"])


@pytest.mark.parametrize("fit", [crm.hazard_ratios, crm.ChurnHazard().fit])
def test_two_columns_that_always_move_together_are_refused(fit, spells):
    twice = spells.assign(again=spells["complaint"])
    with pytest.raises(TheoryError, match="分不开"):
        fit(twice, ["complaint", "again"])


def test_three_values_of_which_one_knows_no_leaving_are_refused(spells):
    table = spells.assign(complaint=spells["complaint"])
    safe = table["customer"] % 3 == 0
    table["safe"] = safe.astype(int)
    table = table[~((table["left"] == 1) & safe)]
    with pytest.raises(TheoryError, match="没有人离开"):
        crm.ChurnHazard().fit(table, ["complaint", "safe"])


def test_units_of_a_factor_change_its_ratio_and_nothing_else(spells):
    year = spells.assign(
        year=2020 + spells["orders_before"], millions=spells["orders_before"] / 1e6
    )
    plain, *others = (
        crm.ChurnHazard((90,)).fit(year, ["complaint", name])
        for name in ("orders_before", "year", "millions")
    )
    for model in others:
        assert model.log_likelihood == pytest.approx(plain.log_likelihood)
        ratio = model.hazard_ratios.loc["complaint", "ci_high"]
        assert ratio == pytest.approx(plain.hazard_ratios.loc["complaint", "ci_high"])
    slope = plain.params["orders_before"]
    assert others[0].params["year"] == pytest.approx(slope)
    assert others[1].params["millions"] == pytest.approx(slope * 1e6)


def test_a_state_that_the_model_does_not_know_is_refused(cox, churn):
    with pytest.raises(TheoryError, match="没有“age”"):
        churn.state({"age": 1})
    with pytest.raises(TheoryError, match="没有“age”"):
        cox.ratio({"age": 1})
    with pytest.raises(TheoryError, match="还没有估计"):
        crm.ChurnHazard().state()
    with pytest.raises(TheoryError, match="从小到大"):
        crm.ChurnHazard(cuts=(90, 30))


def test_it_says_itself_in_a_line(cox, churn):
    assert "3000 位会员，1003 位离开" in repr(cox)
    assert "complaint ×3." in repr(churn)


def test_ratios_that_hold_at_every_age_are_not_told_apart(spells):
    table = crm.ratios_by_age(spells, [90], FACTORS)
    assert table["p"].iloc[0] > 0.05
    assert len(table) == 6
    assert table.drop_duplicates("from")["left"].sum() == 1003


def test_a_ratio_that_changes_with_age_is_noticed():
    rng = np.random.default_rng(8)
    mark = rng.integers(0, 2, 600)
    early = rng.exponential(60 / np.where(mark == 1, 4.0, 1.0))
    life = np.where(early < 30, early, 30 + rng.exponential(60, 600))
    table = pd.DataFrame({"customer": range(600), "start": 0.0, "stop": life, "left": 1})
    told = crm.ratios_by_age(table.assign(mark=mark), [30], ["mark"])
    assert told["p"].iloc[0] < 0.001
    assert told["hazard_ratio"].iloc[0] > 2 * told["hazard_ratio"].iloc[1]
    with pytest.raises(TheoryError, match=r"入会 0 到 .*只有 5 位会员离开"):
        crm.ratios_by_age(table.assign(mark=mark), [np.sort(life)[4]], ["mark"])
