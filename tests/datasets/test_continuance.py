"""The data of lesson 03 are what their script makes, and their truth is the truth."""

from __future__ import annotations

import importlib.util
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def folder(project):
    return project / "datasets"


@pytest.fixture(scope="module")
def maker(folder):
    spec = importlib.util.spec_from_file_location(
        "make_continuance", folder / "make_continuance.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def customers(folder):
    return pd.read_csv(folder / "continuance.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def many(maker):
    return maker.draw(np.random.default_rng(20261122), 100_000)


def test_the_files_are_what_the_script_makes(folder, maker):
    for name, text in maker.files().items():
        shipped = (folder / name).read_bytes()
        assert shipped == text.encode(), f"{name}: run python datasets/make_continuance.py"


def test_every_column_is_described_and_within_its_limits(folder, customers):
    package = json.loads((folder / "continuance.datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert list(fields) == list(customers.columns)
    assert len(customers) == package["servicelab"]["customers"] == 500
    assert customers.notna().all(axis=None)
    for name, field in fields.items():
        assert field["title"]
        assert field["description"]
        limits = field["constraints"]
        assert (
            customers[name]
            .between(limits.get("minimum", -np.inf), limits.get("maximum", np.inf))
            .all()
        )
    text = (folder / "continuance.columns.csv").read_text(encoding="utf-8-sig")
    assert list(pd.read_csv(io.StringIO(text))["列名"]) == list(customers.columns)


def test_disconfirmation_is_expectation_less_performance(customers):
    gap = customers["expectation"] - customers["performance"]
    assert np.allclose(gap, customers["disconfirmation"], atol=1e-9)


def test_the_promise_is_drawn_by_lot_and_moves_only_what_is_expected(maker, many):
    means = many.groupby("promise")[["expectation", "performance"]].mean()
    assert np.ptp(means["performance"]) < 0.08
    slope = np.polyfit(many["promise"], many["expectation"], 1)[0]
    assert slope == pytest.approx(maker.truth()["promise"]["promise -> expectation"], abs=0.006)


def test_two_straight_lines_are_what_the_truth_says(maker, many):
    hours = many["disconfirmation"].to_numpy()
    columns = np.stack([np.ones_like(hours), np.minimum(hours, 0), np.maximum(hours, 0)], axis=1)
    _, below, above = np.linalg.lstsq(columns, many["repair_satisfaction"], rcond=None)[0]
    told = maker.asymmetry_truth()
    assert below == pytest.approx(told["slope_below"], abs=0.06)
    assert above == pytest.approx(told["slope_above"], abs=0.06)


def test_without_a_zone_the_two_lines_are_the_rule(maker):
    world = replace(maker.WORLD, zone=0.0)
    told = maker.asymmetry_truth(world)
    assert told["slope_below"] == pytest.approx(world.slope_below, abs=1e-9)
    assert told["slope_above"] == pytest.approx(world.slope_above, abs=1e-9)


def test_satisfaction_has_the_mean_and_spread_that_the_truth_says(maker, many):
    told = maker.truth()
    points = many["repair_satisfaction"]
    mean, sd = told["repair_satisfaction"].values()
    assert points.mean() == pytest.approx(mean, abs=0.1)
    assert points.std() == pytest.approx(sd, abs=0.1)
    for promise, group in points.groupby(many["promise"]):
        wanted = told["satisfaction_by_promise"][str(promise)]
        assert group.mean() == pytest.approx(wanted, abs=0.25)


def _paths(table, effects, causes):
    """Return standardised paths between latents, from the covariances of different items.

    Two items of different blocks covary by the product of their loadings and the latents'
    correlation; errors of answers play no part.
    """
    covariance = table.cov()

    def loading(name):
        if name not in "cusidpnl":
            return np.sqrt(covariance.loc[name, name])
        a, b, c = (f"{name}{k}" for k in (1, 2, 3))
        product = covariance.loc[a, b] * covariance.loc[a, c] / covariance.loc[b, c]
        return np.sqrt(product)

    def correlation(one, other):
        first, second = (n if n not in "cusidpnl" else f"{n}1" for n in (one, other))
        return covariance.loc[first, second] / loading(one) / loading(other)

    among = [[1.0 if a == b else correlation(a, b) for b in causes] for a in causes]
    return np.linalg.solve(np.array(among), [correlation(a, effects) for a in causes])


def test_paths_between_latents_survive_the_rounding_of_answers(maker, many):
    told = maker.truth()
    paths = told["continuance"]
    assert _paths(many, "u", ["c"]) == pytest.approx(
        [paths["confirmation -> usefulness"]], abs=0.02
    )
    assert _paths(many, "s", ["c", "u"]) == pytest.approx(
        [paths["confirmation -> satisfaction"], paths["usefulness -> satisfaction"]], abs=0.02
    )
    assert _paths(many, "i", ["s", "u"]) == pytest.approx(
        [paths["satisfaction -> intention"], paths["usefulness -> intention"]], abs=0.02
    )
    justice = [told["justice"][f"{name} -> satisfaction"] for name in maker.JUSTICE]
    found = _paths(many, "repair_satisfaction", ["d", "p", "n"])
    assert found == pytest.approx(justice, abs=0.02)
    assert found[0] > found[2] > found[1]  # as the research has it for one complaint's handling
    loyalty = _paths(many, "l", ["repair_satisfaction"])
    assert loyalty == pytest.approx([told["justice"]["satisfaction -> loyalty"]], abs=0.02)


def test_few_answers_pile_up_at_the_ends_of_the_scale(many):
    items = many.filter(regex=r"^[cusidpnl]\d$")
    assert ((items == 1) | (items == 7)).mean().max() < 0.08
    assert many["repair_satisfaction"].isin([0, 100]).mean() < 0.001
