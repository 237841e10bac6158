"""What people hand in without a second thought: time differences, texts, per cent, wild counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad

from servicelab.theory import TheoryError, crm

STAYS = pd.DataFrame({"duration": [30.0, 200, 400, 400], "left": [1, 1, 0, 0]})
SHOP = crm.BGNBD(r=0.7, alpha=9.0, a=0.8, b=2.5)
PAID = crm.GammaGamma(p=5.0, q=4.0, v=90.0)
ONE = pd.DataFrame({"frequency": [3], "recency": [30.0], "T": [40.0], "value": [100.0]})
LOG = pd.DataFrame({"cust": ["A", "A", "B"], "date": ["2024-01-01", "2024-01-09", "2024-01-05"]})


def test_differences_of_dates_are_not_taken_for_nanoseconds() -> None:
    lasting = pd.to_timedelta(STAYS["duration"], unit="D")
    spells = pd.DataFrame({"customer": range(4), "start": 0, "stop": lasting, "left": [1, 1, 0, 0]})
    asked = (
        lambda: crm.retention_at(STAYS.assign(duration=lasting), [365]),
        lambda: crm.hazard_ratios(spells.assign(complaint=[0, 1, 0, 1]), ["complaint"]),
        lambda: crm.BGNBD().fit([1, 0], pd.to_timedelta([3, 0], "D"), pd.to_timedelta([5, 5], "D")),
        lambda: crm.summarise(LOG.assign(paid=pd.to_datetime(LOG["date"])), value="paid"),
        lambda: PAID.conditional_value([1], pd.to_timedelta([1], "D")),
    )
    for one in asked:
        with pytest.raises(TheoryError, match="时间差"):
            one()


def test_several_times_ahead_may_be_asked_of_one_customer() -> None:
    for model in (SHOP, crm.ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)):
        many = model.conditional_expectation([4, 13, 52], 2, 30.43, 38.86)
        each = [model.conditional_expectation(t, 2, 30.43, 38.86) for t in (4, 13, 52)]
        assert many == pytest.approx(each)
        with pytest.raises(TheoryError, match="一样长"):
            model.conditional_expectation([4, 13, 52], [2, 1], [30.0, 3], [38.0, 38])


@pytest.mark.parametrize(("horizon", "discount"), [(52, 0.002), (520, 0.002), (52, 0.5), (520, 12)])
def test_the_value_is_exact_however_much_is_discounted_away(horizon, discount) -> None:
    def rest(t: float) -> float:
        return float(np.exp(-discount * t) * SHOP.conditional_expectation(t, 3, 30.0, 40.0))

    within = min(horizon, 60 / discount)
    area = sum(
        quad(rest, *ends, epsabs=1e-13)[0] for ends in ((0, within / 20), (within / 20, within))
    )
    found = crm.customer_value(SHOP, PAID, ONE, horizon, discount=discount).iloc[0]
    assert found["value"] / found["spend"] == pytest.approx(
        rest(horizon) + discount * area, rel=1e-6
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: crm.BGNBD().fit([10**9, 0], [3.0, 0], [5.0, 5]), "不像购买次数"),
        (lambda: SHOP.probability_alive(1e20, 38.0, 38.86), "不像购买次数"),
        (lambda: crm.summarise(LOG, until=pd.NaT), "until"),
        (lambda: crm.GammaGamma().fit([2] * 20, ["a"] * 20), "读不成数字"),
        (lambda: crm.GammaGamma().fit([2] * 20, None), "一样长"),
        (lambda: PAID.conditional_value([1, 2], [3.0, 1, 2]), "一样长"),
        (lambda: PAID.conditional_value(np.inf, 3.0), "frequency"),
        (lambda: crm.retention_at(STAYS, ["一年"]), "时间要写成数"),
        (lambda: crm.hazard_ratios(STAYS, []), "至少写一个因素"),
        (lambda: crm.lifetime_value(1000, 0.8, 12), "一成二写 0.12"),
    ],
)
def test_what_cannot_be_is_said_in_words(asked, said: str) -> None:
    with pytest.raises(TheoryError, match=said):
        asked()
