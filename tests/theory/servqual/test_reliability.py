"""Alpha, omega, the reliability of gaps: by hand, by formula, by leaving one out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey, reliability_of_difference
from servicelab.theory.servqual.factor import one_factor
from servicelab.theory.servqual.influence import Estimates
from servicelab.theory.servqual.reliability import alpha, gap_reliability, omega
from servicelab.theory.servqual.reliability_table import reliability_intervals, reliability_table


def items(seed: int, loadings: list[float], n: int = 250) -> pd.DataFrame:
    """Answers of one factor, rounded to 1…7."""
    rng = np.random.default_rng(seed)
    shared, own = rng.normal(size=(n, 1)), rng.normal(size=(n, len(loadings)))
    latent = 4.5 + 1.3 * (shared * loadings + own * np.sqrt(1 - np.square(loadings)))
    return pd.DataFrame(np.clip(np.rint(latent), 1, 7)).add_prefix("q")


def sides(seed: int, n: int = 250) -> tuple[pd.DataFrame, pd.DataFrame]:
    e = items(seed, [0.8, 0.7, 0.6, 0.7], n)
    return e, ((items(seed + 1, [0.8, 0.6, 0.7, 0.8], n) + e) / 2)


def moved(estimator: Callable[[pd.DataFrame], Estimates], many: pd.DataFrame) -> list[float]:
    """Return how fast one more of each of the first rows moves the estimate."""
    before = estimator(many).values[0]
    after = [estimator(pd.concat([many, many.loc[[row]]])).values[0] for row in range(4)]
    return [(one - before) * (len(many) + 1) for one in after]


def test_alpha_by_hand() -> None:
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 1, 4, 3, 5], "c": [1.0, 3, 2, 5, 4]})
    own, total = frame.var().sum(), frame.sum(axis=1).var()
    assert alpha(frame).values[0] == pytest.approx(3 / 2 * (1 - own / total))


def test_two_items_leave_omega_nothing_to_add() -> None:
    frame = items(1, [0.8, 0.6])
    assert omega(frame).values == pytest.approx(alpha(frame).values)
    assert omega(frame).errors == pytest.approx(alpha(frame).errors)


def test_omega_of_known_loadings() -> None:
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    exact = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    frame = with_covariance(exact)
    total = exact.sum()
    assert omega(frame).values[0] == pytest.approx(loadings.sum() ** 2 / total)
    assert alpha(frame).values[0] < omega(frame).values[0]


def with_covariance(exact: np.ndarray, n: int = 200) -> pd.DataFrame:
    """Return answers whose covariance is exactly the one asked for."""
    raw = np.random.default_rng(9).normal(size=(n, len(exact)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(raw.T @ raw / n)).T
    return pd.DataFrame(white @ np.linalg.cholesky(exact).T).add_prefix("q")


def test_omega_of_several_dimensions_counts_their_errors_only() -> None:
    loading = np.array([0.8, 0.7, 0.6])
    one = np.outer(loading, loading)
    exact = np.block([[one, 0.5 * one], [0.5 * one, one]])
    np.fill_diagonal(exact, 1.0)
    frame = with_covariance(exact)
    errors = 2 * (1 - loading**2).sum()
    parts = [["q0", "q1", "q2"], ["q3", "q4", "q5"]]
    assert omega(frame, parts).values[0] == pytest.approx(1 - errors / exact.sum())


@pytest.mark.parametrize(
    "estimator",
    [
        alpha,
        omega,
        lambda frame: omega(frame, [["q0", "q1", "q2"], ["q3", "q4"]]),
        lambda frame: gap_reliability(frame[["q0", "q1"]], frame[["q2", "q3"]]),
    ],
    ids=["alpha", "omega", "omega of parts", "gap"],
)
def test_an_influence_is_what_one_more_respondent_does(
    estimator: Callable[..., Estimates],
) -> None:
    frame = items(3, [0.8, 0.7, 0.6, 0.5, 0.7], 60)
    many = pd.concat([frame] * 40, ignore_index=True)
    told = estimator(many).influence[:4, 0]
    assert told == pytest.approx(moved(estimator, many), rel=0.02, abs=0.02)


def test_errors_are_the_jackknifes() -> None:
    frame = items(4, [0.8, 0.7, 0.6], 25)
    without = [alpha(frame.drop(index=row)).values[0] for row in frame.index]
    error = np.sqrt(24 / 25 * np.square(without - np.mean(without)).sum())
    assert alpha(frame).errors[0] == pytest.approx(error)


def test_who_alone_differs_cannot_carry_an_interval() -> None:
    frame = pd.DataFrame({"a": [4.0] * 9 + [7.0], "b": [4.0] * 9 + [6.0]})
    with pytest.raises(TheoryError, match="除了一个人"):
        alpha(frame)


def test_the_formula_of_a_difference() -> None:
    assert abs(reliability_of_difference(0.8, 0.8, 0.5) - 0.6) < 1e-12
    by_hand = (4 * 0.9 + 1 * 0.7 - 2 * 0.3 * 2) / (4 + 1 - 2 * 0.3 * 2)
    assert abs(reliability_of_difference(0.9, 0.7, 0.3, 2.0, 1.0) - by_hand) < 1e-12


def test_a_simulated_difference_is_as_reliable_as_the_formula_says() -> None:
    rng = np.random.default_rng(5)
    true = rng.multivariate_normal([0, 0], [[0.8, 0.5], [0.5, 0.8]], size=200_000)
    seen = true + rng.normal(scale=np.sqrt(0.2), size=true.shape)
    again = true + rng.normal(scale=np.sqrt(0.2), size=true.shape)
    first, second = (np.diff(one, axis=1)[:, 0] for one in (seen, again))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize(
    "numbers", [(1.2, 0.8, 0.5), (0.8, 0.8, 0.9), (0.8, 0.8, 0.5, 0.0), (1.0, 1.0, 1.0)]
)
def test_what_cannot_be_is_refused(numbers: tuple[float, ...]) -> None:
    with pytest.raises(TheoryError):
        reliability_of_difference(*numbers)


def test_the_tables_gap_reliability_is_the_formula_of_its_own_row() -> None:
    e, p = sides(7)
    row = reliability_table(e, p, {"d": list(e)}).loc["d"]
    spread = [side.mean(axis=1).std() for side in (e, p)]
    formula = reliability_of_difference(
        row["alpha_expectation"], row["alpha_perception"], row["correlation"], *spread
    )
    assert abs(row["gap_reliability"] - formula) < 1e-12


def test_the_last_row_is_the_total_over_all_items() -> None:
    e, p = sides(8)
    table = reliability_table(e, p, {"x": ["q0", "q1"], "y": ["q2", "q3"]})
    assert table.index.tolist() == ["x", "y", "total"]
    assert table.loc["total", "alpha_perception"] == pytest.approx(alpha(p).values[0])


def test_intervals_hold_their_estimates_and_end_below_one() -> None:
    e, p = sides(9, 60)
    table = reliability_intervals(e, p, {"d": list(e)})
    assert len(table) == 10
    assert (table["ci_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["ci_high"]).all()
    assert (table["ci_high"] < 1).all()


def test_missing_answers_leave_rows_out_and_say_how_many() -> None:
    e, p = sides(10)
    p.iloc[:30, 0] = np.nan
    row = reliability_table(e, p, {"d": list(e)}).loc["d"]
    assert row["n"] == 220
    assert row["alpha_perception"] == pytest.approx(alpha(p.iloc[30:]).values[0])


def test_words_for_unreliable_scales() -> None:
    loose = items(11, [0.4, 0.4, 0.4])
    turned = items(12, [0.8, 0.8]).assign(q2=lambda frame: 8 - frame["q0"])
    same = items(13, [0.99, 0.99, 0.99])
    assert "不像在问同一件事" in warning(loose)
    assert "反向题" in warning(turned)
    assert "重复" in warning(same)
    assert warning(items(14, [0.8, 0.8, 0.8])) == ""


def warning(frame: pd.DataFrame) -> str:
    return str(reliability_table(None, frame, {"d": list(frame)}).loc["d", "warning"])


def test_a_single_item_says_why_it_has_no_reliability() -> None:
    frame = items(15, [0.8, 0.7, 0.6])
    table = reliability_table(None, frame, {"x": ["q0", "q1"], "y": ["q2"]})
    assert "只有一道题" in table.loc["y", "warning"]
    assert np.isnan(table.loc["y", "alpha_perception"])
    with pytest.raises(TheoryError, match="只有一道题"):
        reliability_table(None, frame[["q2"]], {"y": ["q2"]})


def test_too_few_respondents() -> None:
    with pytest.raises(TheoryError, match="5 份"):
        reliability_table(None, items(16, [0.8, 0.8], 4), {"d": ["q0", "q1"]})


def test_the_same_question_twice_is_perfectly_reliable_and_warned_of() -> None:
    frame = items(17, [0.8]).assign(again=lambda one: one["q0"])
    row = reliability_intervals(None, frame, {"d": list(frame)}).iloc[0]
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx((1, 1, 1))
    assert "重复" in warning(frame)


def test_an_impossible_item_is_noticed() -> None:
    covariance = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.3], [0.9, 0.3, 1.0]])
    assert one_factor(covariance).heywood
    assert not one_factor(np.eye(3) - 0.1).found


DATA = Path("shared") / "data" / "ecsi_pls"


def read_data(project: Path, name: str) -> pd.DataFrame:
    file = project.parent / DATA / name
    if not file.exists():
        pytest.skip(f"the surveys are not at ../{DATA.as_posix()}")
    return pd.read_csv(file)


@pytest.mark.data
def test_the_mobile_phone_survey_warns_of_expectations_and_loyalty(project: Path) -> None:
    frame = read_data(project, "mobi_ecsi_250x24.csv")
    dimensions: dict[str, list[str]] = {}
    for name in frame.columns:
        dimensions.setdefault(name.rstrip("0123456789"), []).append(name)
    del dimensions["CUSCO"]  # a single question
    named = [item for names in dimensions.values() for item in names]
    survey = Survey.read(frame, perception=named, dimensions=dimensions, scale=(1, 10))
    table = survey.reliability()
    assert table["alpha_perception"].round(3).to_dict() == pytest.approx(
        {"CUEX": 0.433, "CUSA": 0.770, "CUSL": 0.442, "IMAG": 0.714, "PERQ": 0.872, "PERV": 0.817,
         "total": 0.909}, abs=0.01
    )  # fmt: skip
    warned = table.index[table["warning"].str.contains("alpha 只有")]
    assert warned.tolist() == ["CUEX", "CUSL"]


@pytest.mark.data
def test_the_simulated_matrix_of_1992(project: Path) -> None:
    frame = read_data(project, "babakus_boller1992_servqual_simulated_502x22.csv")
    told = alpha(frame)
    assert told.values[0] == pytest.approx(0.914, abs=0.0005)
    low, high = told.interval(0.95, "reliability")
    assert 0.90 < low[0] < 0.914 < high[0] < 0.93
