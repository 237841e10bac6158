"""Orders and memberships are what their scripts make, as their data packages say, and true."""

from __future__ import annotations

import importlib.util
import io
import json

import numpy as np
import pandas as pd
import pytest
from scipy.special import hyp2f1

NAMES = ("customers", "memberships")


@pytest.fixture(scope="module")
def folder(project):
    return project / "datasets"


@pytest.fixture(scope="module")
def makers(folder):
    return {name: _maker(folder, name) for name in NAMES}


def _maker(folder, name):
    spec = importlib.util.spec_from_file_location(f"make_{name}", folder / f"make_{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(folder, name):
    return pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig")


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_what_the_script_makes(folder, makers, name):
    for file, text in makers[name].files().items():
        shipped = (folder / file).read_bytes()
        assert shipped == text.encode(), f"{file} is out of date; run datasets/make_{name}.py"


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described_and_within_its_limits(folder, name):
    package = json.loads((folder / f"{name}.datapackage.json").read_text(encoding="utf-8"))
    schema = package["resources"][0]["schema"]
    rows = _read(folder, name)
    assert [field["name"] for field in schema["fields"]] == list(rows.columns)
    assert rows.notna().all(axis=None)
    assert not rows.duplicated(schema["primaryKey"]).any()
    for field in schema["fields"]:
        limits = field["constraints"]
        assert field["title"]
        assert field["description"]
        if "enum" in limits:
            assert set(rows[field["name"]]) == set(limits["enum"])
        if "minimum" in limits:
            assert rows[field["name"]].min() >= limits["minimum"]
        if "maximum" in limits:
            assert rows[field["name"]].max() == limits["maximum"]
    text = (folder / f"{name}.columns.csv").read_text(encoding="utf-8-sig")
    assert list(pd.read_csv(io.StringIO(text))["列名"]) == list(rows.columns)


def test_orders_lie_between_opening_and_closing(folder, makers):
    maker, rows = makers["customers"], _read(folder, "customers")
    dates = pd.to_datetime(rows["date"])
    assert dates.is_monotonic_increasing
    assert dates.iloc[0] >= maker.OPENING
    assert dates.iloc[-1] < maker.closing()
    first = dates.groupby(rows["customer"]).min()
    assert len(first) == maker.CUSTOMERS
    assert first.max() < maker.OPENING + pd.Timedelta(weeks=maker.ENTRY_WEEKS)


def test_orders_follow_the_model_they_are_said_to_follow(makers):
    maker = makers["customers"]
    said = maker.truth()
    drawn = maker.draw_summary(np.random.default_rng(5), 20_000)
    expected = _expected_orders(drawn["T"].to_numpy(), **said)
    error = drawn["frequency"].std() / np.sqrt(len(drawn))
    assert drawn["frequency"].mean() == pytest.approx(expected.mean(), abs=3.5 * error)
    never = (said["alpha"] / (said["alpha"] + drawn["T"])) ** said["r"]
    assert (drawn["frequency"] == 0).mean() == pytest.approx(never.mean(), abs=0.012)
    paid = drawn.loc[drawn["frequency"] > 0, "value"]
    mean = said["p"] * said["gamma"] / (said["q"] - 1)
    assert paid.mean() == pytest.approx(mean, abs=3.5 * paid.std() / np.sqrt(len(paid)))


def _expected_orders(t, r, alpha, a, b, **_):
    # Fader, Hardie & Lee (2005), equation 9
    inner = (alpha / (alpha + t)) ** r * hyp2f1(r, b, a + b - 1, t / (alpha + t))
    return (a + b - 1) / (a - 1) * (1 - inner)


def test_the_log_holds_the_customers_that_the_summary_counts(makers):
    maker = makers["customers"]
    log = maker.draw(np.random.default_rng(9), 300)
    counted = maker.draw_summary(np.random.default_rng(9), 300)
    orders = log.groupby("customer").size().sort_index().to_numpy()
    assert (orders - 1 == counted["frequency"]).all()
    weeks = (log["date"] - maker.OPENING) / pd.Timedelta(weeks=1)
    span = weeks.groupby(log["customer"]).agg(lambda times: times.max() - times.min())
    assert np.allclose(span, counted["recency"], atol=2 / maker.MINUTES_A_WEEK)


def test_a_membership_is_joined_once_and_left_last(folder):
    rows = _read(folder, "memberships")
    by_member = rows.groupby("member")
    assert (by_member["event"].first() == "joined").all()
    assert (by_member["orders_before"].nunique() == 1).all()
    dates = pd.to_datetime(rows["date"])
    gaps = dates.groupby(rows["member"]).diff().dropna().dt.days
    assert gaps.min() >= 1
    left = rows.index[rows["event"] == "left"]
    last = rows.groupby("member").tail(1).index
    assert left.isin(last).all()
    mended = rows.loc[rows["event"] == "recovered", "member"]
    assert mended.isin(rows.loc[rows["event"] == "complaint", "member"]).all()


def test_members_stay_as_long_as_the_exact_truth_says(makers):
    maker = makers["memberships"]
    days = maker.draw_days(np.random.default_rng(3), 8_000)
    early = days[days["joined"] < maker.DAYS - 366]
    for span in (90, 365):
        there = ~((early["left"] - early["joined"]) <= span)
        error = np.sqrt(there.mean() * (1 - there.mean()) / len(there))
        assert there.mean() == pytest.approx(maker.survival(span)[span], abs=3.5 * error)


def test_recovery_brings_a_complainant_back_but_not_wholly(makers):
    said = makers["memberships"].truth()
    recovered = said["hr_complaint"] * said["hr_recovered"]
    assert 1 < recovered < said["hr_complaint"]


@pytest.mark.parametrize("name", NAMES)
def test_excel_reads_it_and_runs_nothing(folder, name):
    raw = (folder / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    cells = [cell for line in raw.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
