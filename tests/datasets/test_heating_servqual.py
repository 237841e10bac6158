"""The survey of 600 households is what its script makes, and its truth is the population's."""

from __future__ import annotations

import importlib.util
import json

import numpy as np
import pandas as pd
import pytest

ITEMS = [f"{side}{number}" for side in "EP" for number in range(1, 23)]
DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]


@pytest.fixture(scope="module")
def folder(project):
    return project / "datasets"


@pytest.fixture(scope="module")
def maker(folder):
    path = folder / "make_heating_servqual.py"
    spec = importlib.util.spec_from_file_location("make_heating_servqual", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def survey(folder):
    return pd.read_csv(folder / "heating_servqual.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def package(folder):
    text = (folder / "heating_servqual.datapackage.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.fixture(scope="module")
def many(maker):
    return maker.draw(np.random.default_rng(4), 60_000)


def test_the_files_are_what_the_script_makes(folder, maker):
    for name, text in maker.files().items():
        shipped = (folder / name).read_bytes()
        assert shipped == text.encode(), (
            f"{name} is out of date; run: python datasets/make_heating_servqual.py"
        )


def test_excel_recognises_the_encoding(folder):
    for name in ("heating_servqual.csv", "heating_servqual.columns.csv"):
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_package_names_every_column(survey, package):
    schema = package["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == list(survey.columns)
    assert all(field["description"] for field in schema["fields"])
    assert not [field for field in schema["fields"] if "{" in field["title"] + field["description"]]


def test_a_draw_has_clean_answers_on_their_scales(maker):
    drawn = maker.draw(np.random.default_rng(1), 200)
    assert list(drawn.columns) == list(maker.table().columns)
    assert not drawn.isna().any().any()
    assert drawn[ITEMS].isin(range(1, 8)).all().all()
    assert drawn["recommend"].between(0, 10).all()
    points = drawn[[f"importance_{name}" for name in DIMENSIONS]]
    assert (points.sum(axis=1) == 100).all()
    assert (points % 5 == 0).all().all()


def test_the_same_luck_draws_the_same_households(maker):
    one, two = (maker.draw(np.random.default_rng(3), 40) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_the_file_holds_the_faults_that_the_package_lists(survey, package):
    assert len(survey) == 601
    assert survey[survey.duplicated()]["respondent"].tolist() == [214]
    households = survey.drop_duplicates().set_index("respondent")
    outside = (households[ITEMS] < 1) | (households[ITEMS] > 7)
    assert set(households.index[outside.any(axis=1)]) == {152, 419}
    same = households[ITEMS].nunique(axis=1) == 1
    assert set(households.index[same]) == {57, 263, 480}
    missing = households[ITEMS].isna().sum(axis=1)
    assert missing[[88, 341]].tolist() == [10, 10]
    assert missing.drop([88, 341]).sum() == 14
    assert len(package["servicelab"]["problems"]) == 5


def test_the_truth_is_what_many_households_come_to(maker, many):
    truth = maker.truth()
    names = list(truth["means"].index)
    error = many[names].std() / np.sqrt(len(many))
    assert ((many[names].mean() - truth["means"]).abs() / error).max() < 4.5
    near = (many[names].corr() - _correlation(truth["covariance"])).abs().to_numpy()
    assert near.max() < 4.5 / np.sqrt(len(many))


def _correlation(covariance):
    spread = np.sqrt(np.diag(covariance))
    return covariance / np.outer(spread, spread)


def test_the_truth_of_a_group_is_that_of_its_households(maker, many):
    truth = maker.truth()["by"]
    for column, gaps in truth.items():
        for value, people in many.groupby(column):
            gap = people[ITEMS[22:]].mean(axis=1) - people[ITEMS[:22]].mean(axis=1)
            error = gap.std() / np.sqrt(len(gap))
            assert abs(gap.mean() - gaps.loc[(value, "total"), "gap"]) < 4 * error


def test_the_points_are_shared_out_as_the_truth_says(maker, many):
    for name, points in maker.truth()["importance_points"].items():
        assert many[f"importance_{name}"].mean() == pytest.approx(points, abs=0.25)


def test_regression_reliability_and_validity_follow_from_the_answers(maker, many):
    truth = maker.truth()
    perceived, expected = many[ITEMS[22:]].mean(axis=1), many[ITEMS[:22]].mean(axis=1)
    design = np.column_stack([np.ones(len(many)), perceived, expected])
    slopes = np.linalg.lstsq(design, many["overall"], rcond=None)[0]
    wanted = [truth["regression"][key] for key in ("intercept", "perception", "expectation")]
    assert slopes == pytest.approx(wanted, abs=0.06)
    r = many["overall"].corr(perceived - expected)
    assert truth["validity"]["gap"] == pytest.approx(r, abs=0.015)
    items = many[[f"P{n}" for n in range(5, 10)]]
    alpha = 5 / 4 * (1 - items.var().sum() / items.sum(axis=1).var())
    told = truth["reliability"].loc["reliability", "alpha_perception"]
    assert told == pytest.approx(alpha, abs=0.01)


def test_the_lesson_has_something_to_show(maker):
    truth = maker.truth()
    assert truth["dimensions"].loc["responsiveness", "gap"] == pytest.approx(-1.1, abs=0.05)
    by = truth["by"]["district"]["gap"].unstack()["total"]
    served = truth["by"]["district"]["perception"].unstack()["total"]
    assert served["开发区"] > served["河西"]
    assert by["开发区"] < by["河西"]  # better served, and yet the wider gap
    assert truth["regression"]["perception"] > 3 * abs(truth["regression"]["expectation"])
    points, derived = truth["importance_points"], truth["importance_derived"]
    assert points.rank()["empathy"] < points.rank()["assurance"]
    assert derived.rank()["empathy"] > derived.rank()["assurance"]
