"""Fits end at a maximum, or say in words why they don't: bounds, poor data, hard worlds."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelab.theory import TheoryError, crm

TRUE = crm.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
# Paced and lasting as in the simulations of Fader, Hardie & Lee (2005): three levels of each.
WORLDS = list(itertools.product((0.25, 0.5, 0.75), (5, 10, 15), (0.25, 0.5, 0.75), (5, 10, 15)))


def _past(table: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    return table["frequency"], table["recency"], table["T"]


def _drawn(n: int, seed: int) -> pd.DataFrame:
    return TRUE.simulate(np.random.default_rng(seed).uniform(27, 39, n), seed=seed)


@pytest.mark.slow
def test_fifty_worlds_never_end_in_nonsense_and_are_forecast_well() -> None:
    off = []
    for number in np.random.default_rng(1).choice(len(WORLDS), 50, replace=False):
        world = crm.ParetoNBD(**dict(zip(("r", "alpha", "s", "beta"), WORLDS[number], strict=True)))
        table = world.simulate(np.full(4000, 52.0), holdout=52.0, seed=int(number))
        model = crm.BGNBD().fit(*_past(table))
        assert (model.params < 1e6).all()
        assert model.log_likelihood < 0
        came = table["frequency"].sum() + table["holdout_frequency"].sum()
        off.append(abs(4000 * float(model.expected_purchases(104)) / came - 1))
    assert np.mean(off) < 0.04
    assert max(off) < 0.15


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 60))
def test_a_handful_of_customers_gives_numbers_in_bounds_or_words(seed: int, n: int) -> None:
    table = _drawn(n, seed)
    for model in (crm.BGNBD(), crm.ParetoNBD()):
        try:
            model.fit(*_past(table))
        except TheoryError:
            assert table["frequency"].sum() == 0
            continue
        assert (model.params < 1e6).all()
        assert np.isfinite(model.log_likelihood)
        assert np.isfinite(model.conditional_expectation(39, *_past(table))).all()
        if not model.notes:
            assert np.isfinite(model.intervals()).all(axis=None)


def test_no_start_beats_the_fit() -> None:
    table = _drawn(300, 4)
    best = crm.BGNBD().fit(*_past(table)).log_likelihood
    rng = np.random.default_rng(0)
    for _ in range(10):
        start = dict(zip(TRUE.names, np.exp(rng.normal(0, 2, 4)), strict=True))
        assert crm.BGNBD().fit(*_past(table), start=start).log_likelihood == pytest.approx(best)


@pytest.mark.parametrize("model", [crm.BGNBD, crm.ParetoNBD])
def test_the_unit_of_time_is_nothing_to_the_fit(model: type[crm.BGNBD]) -> None:
    x, last, age = _past(_drawn(800, 7))
    weeks, days = model().fit(x, last, age), model().fit(x, last * 7, age * 7)
    scale = [7.0 if name in model.times else 1.0 for name in model.names]
    assert (weeks.params * scale).to_dict() == pytest.approx(days.params.to_dict(), rel=1e-4)
    assert days.log_likelihood == pytest.approx(
        weeks.log_likelihood - x.sum() * np.log(7), abs=1e-6
    )


def test_equal_customers_are_counted() -> None:
    x, last, age = (column.to_numpy() for column in _past(_drawn(800, 3)))
    once = crm.BGNBD().fit(x, last, age)
    thrice = crm.BGNBD().fit(np.tile(x, 3), np.tile(last, 3), np.tile(age, 3))
    assert thrice.params.to_dict() == pytest.approx(once.params.to_dict(), rel=1e-5)
    assert thrice.log_likelihood == pytest.approx(3 * once.log_likelihood)
    wide = thrice.standard_errors * 3**0.5
    assert wide.to_dict() == pytest.approx(once.standard_errors.to_dict(), rel=1e-4)


def test_customers_all_alike_are_told_and_give_no_errors() -> None:
    rng = np.random.default_rng(2)
    age = np.full(400, 40.0)
    count = rng.poisson(4, 400)  # nobody differs and nobody leaves
    last = np.array([rng.uniform(0, 40, n).max() if n else 0.0 for n in count])
    model = crm.BGNBD().fit(count, last, age)
    assert (model.params < 1e6).all()
    assert model.expected_purchases(40) == pytest.approx(count.mean(), rel=0.02)
    assert "给不出误差" in repr(model)
    for ask in (lambda: model.standard_errors, model.intervals, lambda: model.draws(3)):
        with pytest.raises(TheoryError, match="给不出误差"):
            ask()


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (([0, 0], [0, 0], [9, 8]), "没有一位客户再来过"),
        (([0, 0], [0, 0], [0, 0]), "T 都是 0"),
        (([1, 0], [9.5, 0], [9, 8]), "第 1 行的 recency 大于 T"),
        (([1, 0], [0, 0], [9, 8]), "第 1 行的 frequency 和 recency 对不上"),
        (([1, 0], [2, 3], [9, 8]), "第 2 行的 frequency 和 recency 对不上"),
        (([1, 0.5], [2, 3], [9, 8]), "frequency 的第 2 行不对"),
        (([1, -1], [2, 3], [9, 8]), "frequency 的第 2 行不对"),
        (([1, 2], [2, np.nan], [9, 8]), "recency 的第 2 行不对"),
        (([1, 2], [2, 3], [9, np.inf]), "T 的第 2 行不对"),
        (([1, 2], [2, 3], ["九", 8]), "读不成数字"),
        (([1, 2], [2, 3], [9]), "要一样长"),
        (([], [], []), "至少一行"),
    ],
)
@pytest.mark.parametrize("model", [crm.BGNBD, crm.ParetoNBD])
def test_what_can_t_be_fitted_is_said(
    model: type[crm.BGNBD], past: tuple[list[float], ...], words: str
) -> None:
    with pytest.raises(TheoryError, match=words):
        model().fit(*past)


@pytest.mark.parametrize(
    ("x", "value", "words"),
    [
        ([2] * 9, [3.0, *range(1, 9)], "只有 9 位"),
        ([2] * 12, [5.0] * 12, "都一样"),
        ([2] * 12, [0.0, *range(1, 12)], "value 的第 1 行不对"),
        ([2] * 12, [1.0, np.nan, *range(1, 11)], "value 的第 2 行不对"),
        ([2] * 12, [1.0], "要一样长"),
    ],
)
def test_spending_that_can_t_be_fitted_is_said(
    x: list[int], value: list[float], words: str
) -> None:
    with pytest.raises(TheoryError, match=words):
        crm.GammaGamma().fit(x, value)


def test_spending_without_a_mean_is_said() -> None:
    wild = crm.GammaGamma(p=2, q=0.8, v=3)
    with pytest.raises(TheoryError, match="无穷大"):
        wild.expected_value()
    fitted = crm.GammaGamma().fit(np.full(400, 3), wild.simulate(np.full(400, 3), seed=1))
    assert "q 不大于 1" in repr(fitted)


def test_spending_that_goes_with_frequency_is_told() -> None:
    rng = np.random.default_rng(3)
    x = rng.integers(1, 12, 500)
    fitted = crm.GammaGamma().fit(x, 10.0 * x * rng.gamma(4, 1 / 4, 500))
    assert fitted.correlation > 0.3
    assert "模型假定两者无关" in repr(fitted)


def test_currency_is_nothing_to_the_fit() -> None:
    x = np.random.default_rng(1).integers(1, 9, 500)
    value = crm.GammaGamma(p=6, q=4, v=15).simulate(x, seed=2)
    one, fen = crm.GammaGamma().fit(x, value), crm.GammaGamma().fit(x, value * 1e4)
    assert (one.params * [1, 1, 1e4]).to_dict() == pytest.approx(fen.params.to_dict(), rel=1e-4)
    assert one.standard_errors["v"] * 1e4 == pytest.approx(fen.standard_errors["v"], rel=1e-3)


def test_a_model_not_fitted_or_half_given_says_so() -> None:
    with pytest.raises(TheoryError, match=r"还没有拟合"):
        crm.BGNBD().expected_purchases(3)
    with pytest.raises(TheoryError, match="要给全"):
        crm.BGNBD(r=1, alpha=2)
    with pytest.raises(TheoryError, match="大于 0"):
        crm.BGNBD(r=1, alpha=2, a=0, b=3)
    with pytest.raises(TheoryError, match="不是从数据估出来的"):
        TRUE.intervals()
    with pytest.raises(TheoryError, match="t 要是"):
        TRUE.expected_purchases(-1)


def test_intervals_and_draws_agree() -> None:
    model = crm.BGNBD().fit(*_past(_drawn(3000, 5)))
    table = model.intervals(0.9)
    assert ((table["ci_low"] < table["estimate"]) & (table["estimate"] < table["ci_high"])).all()
    drawn = pd.DataFrame([one.params for one in model.draws(4000, seed=1)])
    assert np.log(drawn).cov().to_numpy() == pytest.approx(
        model.log_covariance.to_numpy(), rel=0.15, abs=1e-3
    )
    told = model.interval_of(lambda one: float(one.params["a"]), confidence=0.9, n=4000)
    assert told.to_numpy() == pytest.approx(
        table.loc["a", ["estimate", "ci_low", "ci_high"]].to_numpy(float), rel=0.03
    )
    with pytest.raises(TheoryError, match="confidence"):
        model.intervals(95)


@pytest.mark.study
def test_standard_errors_hold_the_truth_in_300_worlds() -> None:
    held = []
    for number in range(300):
        table = crm.BGNBD().fit(*_past(_drawn(2357, 1000 + number))).intervals()
        held.append((table["ci_low"] <= TRUE.params) & (TRUE.params <= table["ci_high"]))
    share = pd.DataFrame(held).mean()
    assert share.between(0.90, 0.98).all(), share.to_string()
