"""The published figures of the CDNOW customers, from the raw log; it is not part of the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from servicelab.theory import crm

DATA = Path("shared") / "data" / "customer_base"
COLUMNS = {"customer": "sampleid", "until": "1997-09-30", "observed_until": "1998-06-30"}
pytestmark = pytest.mark.data


def _file(project: Path, name: str) -> Path:
    file = project.parent / DATA / name
    if not file.exists():
        pytest.skip(f"the customer base is not at ../{DATA.as_posix()}")
    return file


@pytest.fixture
def log(project: Path) -> pd.DataFrame:
    return pd.read_csv(_file(project, "cdnow_elog_sample.csv"))


@pytest.fixture
def table(log: pd.DataFrame) -> pd.DataFrame:
    return crm.summarise(log, value="sales", **COLUMNS)


def _fit(model: type[crm.BGNBD | crm.ParetoNBD], table: pd.DataFrame) -> crm.BGNBD | crm.ParetoNBD:
    return model().fit(table["frequency"], table["recency"], table["T"])


def _forecast(model: crm.BGNBD | crm.ParetoNBD, table: pd.DataFrame) -> np.ndarray:
    past = (table["frequency"], table["recency"], table["T"])
    return np.asarray(model.conditional_expectation(39, *past))


def test_the_raw_log_gives_the_published_summary(table: pd.DataFrame, project: Path) -> None:
    assert len(table) == 2357
    assert table["frequency"].sum() == 2457
    assert (table["frequency"] == 0).sum() == 1411
    assert table["holdout_frequency"].sum() == 1882
    known = pd.read_csv(_file(project, "cdnow_bgnbd_summary.csv"), index_col="ID")
    assert (table["frequency"] == known["frequency"]).all()
    assert np.allclose(table[["recency", "T"]], known[["recency", "T"]], atol=0.005)


def test_bgnbd_is_the_paper_s(table: pd.DataFrame) -> None:
    model = _fit(crm.BGNBD, table)
    r, alpha, a, b = model.params
    assert (r, a) == pytest.approx((0.2426, 0.7929), abs=0.002)
    assert (alpha, b) == pytest.approx((4.4135, 2.4258), abs=0.01)
    assert model.log_likelihood == pytest.approx(-9582.43, abs=0.02)
    assert (model.n, model.notes) == (2357, ())


def test_pareto_nbd_is_the_paper_s(table: pd.DataFrame) -> None:
    model = _fit(crm.ParetoNBD, table)
    r, alpha, s, beta = model.params
    assert (r, s) == pytest.approx((0.5533, 0.6062), abs=0.003)
    assert (alpha, beta) == pytest.approx((10.578, 11.668), abs=0.05)
    assert model.log_likelihood == pytest.approx(-9594.97, abs=0.05)


def test_holdout_forecast_is_the_paper_s(table: pd.DataFrame) -> None:
    forecast = _forecast(_fit(crm.BGNBD, table), table)
    came = table["holdout_frequency"].to_numpy()
    never = table["frequency"].to_numpy() == 0
    assert np.corrcoef(forecast, came)[0, 1] == pytest.approx(0.6256, abs=0.001)
    assert forecast[never].mean() == pytest.approx(0.2255, abs=0.001)
    assert came[never].mean() == pytest.approx(334 / 1411)
    # The conditional forecasts add up to less than the curve of the week-78 figure below.
    assert forecast.sum() / came.sum() == pytest.approx(0.879, abs=0.002)


def test_customer_one_is_the_paper_s(table: pd.DataFrame) -> None:
    model = _fit(crm.BGNBD, table)
    past = tuple(table.loc[1, ["frequency", "recency", "T"]])
    assert model.conditional_expectation(39, *past) == pytest.approx(1.2261, abs=0.0005)
    assert model.probability_alive(*past) == pytest.approx(0.73, abs=0.005)


def test_tracking_to_week_78_is_the_paper_s(log: pd.DataFrame, table: pd.DataFrame) -> None:
    curve = _fit(crm.BGNBD, table).cumulative_expected(log, **COLUMNS)
    last = curve.iloc[-1]
    assert last["time"] == pytest.approx(545 / 7)
    assert last["actual"] == 4339
    assert last["expected"] / last["actual"] == pytest.approx(0.9602, abs=0.002)
    assert curve.loc[curve["period"] == "calibration", "actual"].max() <= 2457


def test_histogram_fits_as_in_the_paper(table: pd.DataFrame) -> None:
    seen = np.bincount(np.minimum(table["frequency"], 7))
    for model, known, p in ((crm.BGNBD, 4.82, 0.19), (crm.ParetoNBD, 11.99, 0.007)):
        expected = _fit(model, table).frequency_distribution(table["T"], most=7)
        misfit = ((seen - expected) ** 2 / expected).sum()
        assert misfit == pytest.approx(known, abs=0.01)
        assert chi2.sf(misfit, 3) == pytest.approx(p, abs=0.005)


def test_both_models_forecast_alike(table: pd.DataFrame) -> None:
    two = [_forecast(_fit(model, table), table) for model in (crm.BGNBD, crm.ParetoNBD)]
    assert np.corrcoef(two)[0, 1] == pytest.approx(0.996, abs=0.001)


def test_spending_is_the_note_s(table: pd.DataFrame) -> None:
    model = crm.GammaGamma().fit(table["frequency"], table["value"])
    p, q, v = model.params
    assert (p, q) == pytest.approx((6.249, 3.745), abs=0.02)
    assert v == pytest.approx(15.448, abs=0.08)
    assert model.log_likelihood == pytest.approx(-4055.92, abs=0.02)
    assert model.n == 946
    assert model.correlation == pytest.approx(0.1139, abs=0.0005)
    assert table["value"].mean() == pytest.approx(35.08, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize("model", [crm.BGNBD, crm.ParetoNBD])
def test_any_start_alone_leads_to_the_same_place(
    table: pd.DataFrame, model: type[crm.BGNBD | crm.ParetoNBD]
) -> None:
    from servicelab.theory.crm.customers import gathered

    data = gathered(table["frequency"], table["recency"], table["T"])
    best = _fit(model, table)
    rng = np.random.default_rng(1)
    for _ in range(200 if model is crm.BGNBD else 20):
        start = np.exp(rng.uniform(np.log(1e-3), np.log(1e3), 4))
        found = model()._found(data, [start])  # without the model's own starts beside it
        assert found.log_likelihood == pytest.approx(best.log_likelihood, abs=1e-6)
        assert found.params == pytest.approx(best.params.to_numpy(), rel=1e-4)


def test_a_start_of_one_s_own_changes_nothing(table: pd.DataFrame) -> None:
    past = (table["frequency"], table["recency"], table["T"])
    far = crm.BGNBD().fit(*past, start={"r": 900.0, "alpha": 1e-3, "a": 1e3, "b": 1e-3})
    assert far.params.to_dict() == pytest.approx(_fit(crm.BGNBD, table).params.to_dict(), rel=1e-5)


def test_apparel_fits_too(project: Path) -> None:
    log = pd.read_csv(_file(project, "apparel_transactions.csv"))
    table = crm.summarise(log, customer="Id", date="Date", value="Price", until="2006-12-31")
    assert len(table) == 600
    for model in (crm.BGNBD, crm.ParetoNBD):
        fitted = _fit(model, table)
        assert fitted.notes == ()
        assert (fitted.params < 1e3).all()
        assert fitted.log_likelihood < 0
        curve = fitted.cumulative_expected(
            log, "Id", "Date", until="2006-12-31", observed_until="2010-12-20"
        )
        end = curve[curve["period"] == "calibration"].iloc[-1]
        assert end["expected"] / end["actual"] == pytest.approx(1, abs=0.05)
    assert crm.GammaGamma().fit(table["frequency"], table["value"]).expected_value() > 0
