"""The five paths of continuance: least squares, known truth, words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from datasets import make_continuance
from servicelab.theory import TheoryError, expectation

ITEMS = {
    "confirmation": ["c1", "c2", "c3"],
    "usefulness": ["u1", "u2", "u3", "u4"],
    "satisfaction": ["s1", "s2", "s3", "s4"],
    "intention": ["i1", "i2", "i3"],
}


@pytest.fixture(scope="module")
def found(customers: pd.DataFrame):
    return expectation.ContinuanceModel().fit(customers, **ITEMS)


def test_single_columns_are_least_squares_equation_by_equation(customers: pd.DataFrame) -> None:
    names = {name: items[0] for name, items in ITEMS.items()}
    found = expectation.ContinuanceModel().fit(customers, **names)
    for outcome in ("usefulness", "satisfaction", "intention"):
        rows = found.paths[found.paths["outcome"] == outcome]
        x = customers[[names[cause] for cause in rows["cause"]]]
        plain = sm.OLS(customers[names[outcome]], sm.add_constant(x)).fit()
        assert rows["estimate"].to_numpy() == pytest.approx(plain.params.to_numpy()[1:], abs=1e-8)
        assert found.r_squared[outcome] == pytest.approx(plain.rsquared, abs=1e-8)
    assert found.indices["df"] == 1  # confirmation has no arrow of its own to intention


def test_latent_paths_hold_the_truth(found) -> None:
    truth = make_continuance.truth()
    paths = found.paths.set_index(found.paths["path"].str.replace("→", "->"))
    for name, value in truth["continuance"].items():
        assert paths.loc[name, "standardised_low"] < value < paths.loc[name, "standardised_high"]
    assert (found.paths["verdict"] == "相符").all()
    assert found.indices["df"] == 72
    assert found.indices["p"] > 0.01
    assert found.problems == ()


def test_items_free_the_paths_of_their_errors(customers: pd.DataFrame, found) -> None:
    means = pd.DataFrame({name: customers[items].mean(axis=1) for name, items in ITEMS.items()})
    weak = expectation.ContinuanceModel().fit(means, **{name: name for name in ITEMS})
    strong = found.paths["standardised"] - weak.paths["standardised"]
    assert strong.iloc[[0, 3]].gt(0).all()


def test_effects_go_all_four_ways(found) -> None:
    table = found.effects("confirmation", "intention").set_index("way")["estimate"]
    assert len(table) == 5  # three ways, their sum, the total
    assert table.iloc[:3].sum() == pytest.approx(table["总效应"])


def test_a_theory_turned_round_is_told_so(customers: pd.DataFrame) -> None:
    turned = customers.assign(**{name: 8 - customers[name] for name in ITEMS["confirmation"]})
    found = expectation.ContinuanceModel().fit(turned, **ITEMS)
    verdicts = found.paths.set_index("path")["verdict"]
    assert verdicts["confirmation → usefulness"] == "相反"
    assert verdicts["satisfaction → intention"] == "相符"
    assert "相反" in repr(found)


def test_noise_shows_as_not_to_be_seen() -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(200, 4)), columns=list("cusi"))
    found = expectation.ContinuanceModel().fit(
        frame, confirmation="c", usefulness="u", satisfaction="s", intention="i"
    )
    assert (found.paths["verdict"] == "看不出").sum() >= 4


def test_unknown_columns_and_few_rows_are_refused(customers: pd.DataFrame) -> None:
    with pytest.raises(TheoryError, match="没有这些列：c9"):
        expectation.ContinuanceModel().fit(customers, **{**ITEMS, "confirmation": ["c1", "c9"]})
    with pytest.raises(TheoryError, match="只有 20 行可用"):
        expectation.ContinuanceModel().fit(customers.head(20), **ITEMS)
