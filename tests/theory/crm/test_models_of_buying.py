"""BG/NBD, Pareto/NBD and Gamma-Gamma against formulas written another way, and against luck."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import check_grad
from scipy.special import beta, gammaln, hyp2f1
from scipy.stats import gamma as gamma_law

from servicelab.theory import crm
from servicelab.theory.crm.customers import gathered
from servicelab.theory.crm.gamma_gamma import _objective as spending
from servicelab.theory.crm.special import mean_purchases_geometric

BG = crm.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
PARETO = crm.ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
SPEND = crm.GammaGamma(p=6.25, q=3.74, v=15.44)
PAST = [(0, 0.0, 38.86), (1, 1.71, 38.86), (2, 30.43, 38.86), (29, 38.0, 38.9), (3, 5.0, 5.0)]


def _bg_log_likelihood(x: int, tx: float, T: float) -> float:
    """The likelihood as the paper prints it."""
    r, alpha, a, b = BG.params
    common = np.exp(gammaln(r + x) - gammaln(r)) * alpha**r
    stays = beta(a, b + x) / beta(a, b) * common / (alpha + T) ** (r + x)
    leaves = beta(a + 1, b + x - 1) / beta(a, b) * common / (alpha + tx) ** (r + x) if x else 0
    return float(np.log(stays + leaves))


def _pareto_log_likelihood(x: int, tx: float, T: float) -> float:
    """The likelihood as the paper prints it, with 2F1, for alpha < beta."""
    r, alpha, s, beta_ = PARETO.params

    def part(t: float) -> float:
        z = (beta_ - alpha) / (beta_ + t)
        return hyp2f1(r + s + x, r + x, r + s + x + 1, z) / (beta_ + t) ** (r + s + x)

    stays = 1 / ((alpha + T) ** (r + x) * (beta_ + T) ** s)
    whole = stays + s / (r + s + x) * (part(tx) - part(T))
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta_)
    return float(common + np.log(whole))


@pytest.mark.parametrize(
    ("model", "printed"), [(BG, _bg_log_likelihood), (PARETO, _pareto_log_likelihood)]
)
def test_likelihood_is_the_printed_one(model: crm.BGNBD, printed: object) -> None:
    data = gathered(*zip(*PAST, strict=True))
    found = model._objective(data)(model.params.to_numpy())[0]
    assert found == pytest.approx(sum(printed(*one) for one in PAST), rel=1e-9)


@pytest.mark.parametrize("model", [BG, PARETO])
def test_the_slope_is_the_likelihood_s(model: crm.BGNBD) -> None:
    objective = model._objective(gathered(*zip(*PAST, strict=True)))
    for at in (model.params.to_numpy(), np.array([2.0, 3.0, 0.4, 9.0])):
        off = check_grad(lambda p: objective(p)[0], lambda p: objective(p)[1], at, epsilon=1e-6)
        assert off < 1e-4 * np.abs(objective(at)[1]).max()


def test_the_slope_of_spending() -> None:
    objective = spending(np.array([1.0, 3.0, 8.0]), np.array([20.0, 35.0, 5.0]))
    at = SPEND.params.to_numpy()
    assert check_grad(lambda p: objective(p)[0], lambda p: objective(p)[1], at) < 1e-5


def test_customer_one_of_the_paper() -> None:
    assert BG.conditional_expectation(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=0.0005)
    assert BG.probability_alive(2, 30.43, 38.86) == pytest.approx(0.73, abs=0.005)


def test_conditional_expectation_is_the_printed_one() -> None:
    r, alpha, a, b = BG.params
    for x, tx, T in PAST:
        t = 39.0
        z = t / (alpha + T + t)
        top = ((alpha + T) / (alpha + T + t)) ** (r + x)
        top = 1 - top * hyp2f1(r + x, b + x, a + b + x - 1, z)
        odds = a / (b + x - 1) * ((alpha + T) / (alpha + tx)) ** (r + x) if x else 0.0
        printed = (a + b + x - 1) / (a - 1) * top / (1 + odds)
        assert BG.conditional_expectation(t, x, tx, T) == pytest.approx(printed, rel=1e-9)


def test_pareto_staying_is_its_share_of_the_integral() -> None:
    r, alpha, s, beta_ = PARETO.params
    for x, tx, T in PAST:
        stays = (alpha + T) ** -(r + x) * (beta_ + T) ** -s
        gone = quad(lambda u, n=x: (alpha + u) ** -(r + n) * s * (beta_ + u) ** -(s + 1), tx, T)[0]
        assert PARETO.probability_alive(x, tx, T) == pytest.approx(stays / (stays + gone), rel=1e-8)


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@pytest.mark.parametrize("a", [0.05, 0.999999, 1.0, 1.000001, 3.0, 40.0])
def test_mean_purchases_stay_exact_where_the_printed_formula_breaks(a: float) -> None:
    for r, b, z in ((0.2, 2.0, 8.0), (3.0, 0.3, 900.0), (40.0, 30.0, 0.01)):

        def kept(p: float, r: float = r, z: float = z) -> float:
            """Mean purchases of those who leave with probability p."""
            return -np.expm1(-r * np.log1p(p * z)) / p if p else r * z

        law = {"weight": "alg", "wvar": (a - 1, b - 1), "epsabs": 0, "epsrel": 1e-10}
        averaged = quad(kept, 0, 1, limit=400, **law)[0] / beta(a, b)
        one = np.ones(1)
        found = mean_purchases_geometric(z * one, r * one, one, a, b * one)[0]
        assert found == pytest.approx(averaged, rel=1e-7)


def test_pareto_mean_at_s_of_one_is_the_limit() -> None:
    values = [
        crm.ParetoNBD(r=0.5, alpha=8, s=s, beta=10).expected_purchases(50)
        for s in (1 - 1e-7, 1.0, 1 + 1e-7)
    ]
    assert values[1] == pytest.approx(0.5 / 8 * 10 * np.log(6), rel=1e-12)
    assert values == pytest.approx([values[1]] * 3, rel=1e-6)


@pytest.mark.parametrize("model", [BG, PARETO])
def test_shares_add_to_one_and_to_the_mean(model: crm.BGNBD) -> None:
    shares = model._shares(np.array([0.0, 38.86]), 3000)
    assert shares.sum(axis=1) == pytest.approx([1, 1], abs=1e-9)
    assert shares[0, 0] == 1
    mean = shares[1] @ np.arange(3001)
    assert mean == pytest.approx(model.expected_purchases(38.86), rel=1e-7)


@pytest.mark.parametrize("model", [BG, PARETO])
def test_drawn_customers_do_what_is_forecast(model: crm.BGNBD) -> None:
    drawn = model.simulate(np.full(200_000, 40.0), holdout=30.0, seed=3)
    assert drawn["frequency"].mean() == pytest.approx(model.expected_purchases(40), rel=0.02)
    past = (drawn["frequency"], drawn["recency"], drawn["T"])
    ahead, alive = model.conditional_expectation(30, *past), model.probability_alive(*past)
    assert np.mean(ahead) == pytest.approx(drawn["holdout_frequency"].mean(), rel=0.03)
    for some in (drawn["frequency"] == 1, drawn["frequency"] > 3):
        assert np.mean(ahead[some]) == pytest.approx(
            drawn["holdout_frequency"][some].mean(), rel=0.05
        )
        assert np.mean(alive[some]) == pytest.approx(drawn["alive"][some].mean(), abs=0.01)
    expected = model.frequency_distribution(drawn["T"], most=4)
    seen = np.bincount(np.minimum(drawn["frequency"], 4))
    assert expected.to_numpy() / 200_000 == pytest.approx(seen / 200_000, abs=0.004)


def test_spending_is_drawn_as_it_is_fitted() -> None:
    x = np.random.default_rng(1).integers(0, 9, 30_000)
    fitted = crm.GammaGamma().fit(x, SPEND.simulate(x, seed=5))
    low, high = fitted.intervals(0.999)[["ci_low", "ci_high"]].to_numpy().T
    assert ((low < SPEND.params) & (SPEND.params < high)).all()
    assert fitted.n == (x > 0).sum()
    assert fitted.expected_value() == pytest.approx(SPEND.expected_value(), rel=0.02)


def test_spending_likelihood_is_the_integral_over_customers() -> None:
    p, q, v = SPEND.params
    x, mean = 3, 22.35

    def both(nu: float) -> float:
        return gamma_law.pdf(mean, p * x, scale=1 / (nu * x)) * gamma_law.pdf(nu, q, scale=1 / v)

    printed = np.log(quad(both, 0, 5, epsabs=0)[0])
    found = spending(np.array([float(x)]), np.array([mean]))(SPEND.params.to_numpy())[0]
    assert found == pytest.approx(printed, rel=1e-8)


def test_a_customer_s_spending_lies_between_his_own_and_everybody_s() -> None:
    everybody = SPEND.expected_value()
    few, many = SPEND.conditional_value([1, 50], 100.0)
    assert everybody < few < many < 100
    assert SPEND.conditional_value(0, np.nan) == pytest.approx(everybody)


def test_numbers_in_numbers_out_and_columns_in_columns_out() -> None:
    assert isinstance(BG.expected_purchases(39), float)
    assert BG.expected_purchases([[1, 2], [3, 4]]).shape == (2, 2)
    assert BG.conditional_expectation(39, [0, 2], [0, 30.43], 38.86).shape == (2,)
    assert BG.expected_purchases(0) == 0
