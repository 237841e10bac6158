"""The numbers of the recovery screen, and the screen without a browser."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.scenarios import load
from servicelab.widgets import recovery_explorer
from servicelab.widgets.recovery import LASTING, MEASURES, interval_of
from servicelab.widgets.recovery_curve import LEVELS, _rivals, compensation_curve
from servicelab.widgets.recovery_curve_page import _steepest
from servicelab.widgets.recovery_lives import (
    SEQUENCES,
    order_effects,
    paradox_table,
    second_failure,
    untroubled,
)
from servicelab.widgets.recovery_lives_pages import _effect, _verdict
from servicelab.widgets.recovery_screen import MOST_SERVICES, SIZES
from servicelab.widgets.recovery_scripts import HANDLINGS, handling, offering, say
from servicelab.widgets.recovery_words import interval

CASE = "hotel_dirty_room"
N = 60


@pytest.fixture(scope="module")
def screen():
    return recovery_explorer(n=100)


def text(screen) -> str:
    return "".join(screen.results.blocks[0].sentences)


def error(screen) -> str:
    return screen._form.status["text"] if screen._form.status["tone"] == "error" else ""


# ------------------------------------------------------------- the curve


@pytest.mark.parametrize("branch", ["rejected", "accepted"])
@pytest.mark.parametrize("offer", ["refund", "gift", "redo"])
@pytest.mark.parametrize("loss_in", ["money", "substance"])
def test_the_curve_runs_from_nothing_to_twice_the_price(branch, offer, loss_in):
    curve = compensation_curve(CASE, branch=branch, offer=offer, loss_in=loss_in, n=N)
    assert list(curve.index) == list(LEVELS)
    assert (curve.index[0], curve.index[-1]) == (0, 200)
    assert curve["estimate"].between(0, 1).all()
    assert (curve["ci_low"] <= curve["estimate"]).all()
    assert (curve["estimate"] <= curve["ci_high"]).all()
    assert curve.loc[0, ["gain", "step", "extra_cost"]].tolist() == [0, 0, 0]


def test_a_point_of_the_curve_is_what_simulate_gives():
    curve = compensation_curve(CASE, branch="rejected", n=N, seed=3)
    case = load(CASE).with_loss(money=1.0)
    talks = sl.simulate(case, offering("refund", 1.2), n=N, seed=3)
    none = sl.simulate(case, offering("refund", 0.0), n=N, seed=3)
    assert curve.loc[120, "estimate"] == talks["satisfaction"].mean()
    assert curve.loc[120, "cost"] == talks["cost"].mean()
    gain = talks["satisfaction"] - none["satisfaction"]
    assert curve.loc[120, "gain"] == pytest.approx(gain.mean(), abs=1e-12)
    extra = (talks["cost"] - none["cost"]).mean()
    assert curve.loc[120, "rate"] == pytest.approx(gain.mean() / extra)


def test_steps_add_up_to_the_gain():
    curve = compensation_curve(CASE, n=N)
    np.testing.assert_allclose(curve["step"].cumsum(), curve["gain"], atol=1e-12)


def test_a_step_is_the_steepest_only_where_its_lead_is_sure():
    wave = np.sin(np.arange(300.0))
    flat = {percent: pd.Series(0.01 + 0.001 * wave) for percent in LEVELS}
    clear = {**flat, 60: pd.Series(0.2 + 0.01 * wave)}
    close = {**clear, 80: pd.Series(0.199 - 0.02 * wave)}
    assert [percent for percent, may in _rivals(clear).items() if may] == [60]
    assert {percent for percent, may in _rivals(close).items() if may} == {60, 80}
    curve = compensation_curve(CASE, n=N)
    for rivals in (clear, close):
        step = pd.Series({percent: float(one.mean()) for percent, one in rivals.items()})
        shown = curve.assign(step=step, step_low=0.005, may_be_steepest=pd.Series(_rivals(rivals)))
        told = _steepest({"rejected": shown})
        assert "从 40% 到 60%" in told
        assert ("看上去是" in told) == ("可能是从 60% 到 80%" in told) == (rivals is close)


def paradox_rows(estimates):
    rows = [
        {"handling": one, "measure": name, "ci_low": value - 0.01}
        for one in HANDLINGS
        for name, value in estimates.items()
    ]
    return pd.DataFrame(rows).set_index(["handling", "measure"])


def test_a_paradox_that_studies_do_not_see_is_said_to_be_one():
    here = dict.fromkeys(MEASURES, -0.1)
    assert "没看到悖论" in _verdict(paradox_rows(here))
    assert "对不上" not in _verdict(paradox_rows({**here, "satisfaction": 0.1}))
    assert "对不上" in _verdict(paradox_rows({**here, "loyalty": 0.1}))
    assert "对不上" in _verdict(paradox_rows({**here, "word_of_mouth": 0.1}))
    higher = pd.Series({"estimate": 0.1, "ci_low": 0.05, "ci_high": 0.15})
    assert "对不上" in _effect("twice", higher)
    assert "对不上" not in _effect(
        "twice", -higher[["estimate", "ci_high", "ci_low"]].set_axis(higher.index)
    )


def test_an_interval_without_width_is_not_told_as_certain():
    assert interval(0.2, 0.3) == "0.20 到 0.30"
    assert interval(0.2, 0.2) == "每位客户都一样"


def test_what_is_given_is_capped_by_the_loss_not_by_the_desk():
    # The desk of this case may give back 15 %; the curve asks what would come of more.
    curve = compensation_curve(CASE, n=N)
    assert curve.loc[100, "gain_low"] > curve.loc[20, "gain_high"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"branch": "kept"},
        {"offer": "money"},
        {"loss_in": "attention"},
        {"measure": "cost"},
        {"n": 29},
        {"customer_type": "martian"},
        {"scenario": "nowhere"},
    ],
)
def test_what_does_not_exist_is_refused_in_chinese(wrong):
    with pytest.raises(ServicelabError, match=r"[\u4e00-\u9fff]"):
        compensation_curve(**{"n": N, **wrong})


def test_the_smallest_number_of_customers_still_gives_an_interval():
    assert compensation_curve(CASE, n=30)["ci_low"].notna().all()


# ------------------------------------------------------------- lives


@pytest.mark.parametrize("later", [0, 1, MOST_SERVICES])
def test_the_paradox_sets_customers_beside_themselves(later):
    table = paradox_table(CASE, later=later, n=N)
    measures = LASTING if later else MEASURES
    assert list(table.index) == [(one, measure) for one in HANDLINGS for measure in measures]
    np.testing.assert_allclose(table["estimate"], table["recovered"] - table["twin"], atol=1e-12)
    assert table["share_better"].between(0, 1).all()


def test_a_recovered_customer_is_who_relationship_says():
    lives = sl.relationship(CASE, [handling("excellent"), None], n=N)
    table = paradox_table(CASE, later=1, n=N)
    loyal = lives.xs(1, level="episode")["loyalty"]
    assert table.loc[("excellent", "loyalty"), "recovered"] == loyal.mean()


@pytest.mark.parametrize("gap", [0, 1, MOST_SERVICES])
@pytest.mark.parametrize("measure", LASTING)
def test_paths_go_through_two_failures(gap, measure):
    paths = second_failure(CASE, measure=measure, gap=gap, n=N)
    assert set(paths.index.get_level_values("sequence")) == set(SEQUENCES)
    assert paths.index.get_level_values("episode").max() == 4 + gap
    first = paths.xs(1, level="episode")["estimate"]
    assert first.nunique() == 1  # before anything went wrong all lives are the same
    again = paths.xs(3 + gap, level="episode")["estimate"]
    gaps = order_effects(CASE, measure=measure, gap=gap, n=N)["estimate"]
    assert gaps["order"] == pytest.approx(again["bad_good"] - again["good_bad"], abs=1e-12)
    assert gaps["twice"] == pytest.approx(again["good_good"] - again["none"], abs=1e-12)


def test_well_handled_is_better_than_badly_handled():
    paths = second_failure(CASE, n=N)["estimate"].xs(4, level="episode")
    assert paths["good_good"] > paths["bad_bad"]
    assert untroubled(CASE, n=N) > paths["bad_bad"]


def test_an_interval_is_that_of_the_normal_distribution():
    numbers = interval_of(sl.simulate(CASE, "clear", n=400)["satisfaction"])
    column = sl.simulate(CASE, "clear", n=400)["satisfaction"]
    half = 1.959964 * column.std() / 20
    assert numbers["ci_high"] - numbers["estimate"] == pytest.approx(half, rel=1e-6)


# ------------------------------------------------------------- the screen


def test_the_screen_is_offered_at_the_top():
    assert sl.recovery_explorer is recovery_explorer


@pytest.mark.parametrize("question", ["compensation", "paradox", "second"])
@pytest.mark.parametrize("scenario", ["hotel_dirty_room", "courier_delay"])
@pytest.mark.parametrize("customer_type", [None, "opportunist"])
def test_the_screen_opens_on_every_question(question, scenario, customer_type):
    screen = recovery_explorer(scenario, question, customer_type, n=100)
    page = screen.results.to_html()
    assert "不是真人" in page
    assert len(screen.results.blocks) == 1
    assert re.search(r'<img alt="[^"]{40,}', page)


@pytest.mark.parametrize(
    "choices",
    [
        {"question": "compensation", "branch": "both", "percent": 0},
        {"percent": 200},
        {"branch": "rejected", "offer": "gift", "percent": 100},
        {"branch": "accepted", "offer": "redo", "loss_in": "money"},
        {"loss_in": "substance", "measure": "loyalty"},
        {"measure": "word_of_mouth", "percent": 20},
        {"question": "paradox", "later": 0},
        {"later": MOST_SERVICES},
        {"question": "second", "gap": 0},
        {"gap": MOST_SERVICES, "lasting": "loyalty"},
        {"n": SIZES[-1]},
        {"n": SIZES[0]},
    ],
)
def test_every_control_answers_at_both_ends(screen, choices):
    before = screen.results
    screen.choose(**choices)
    assert error(screen) == ""
    assert screen.results is not before
    assert "{" not in text(screen)
    assert not re.search(r">[^<]*nan[^<]*<", screen.results.to_html())
    assert screen._page.value == screen.results.to_html()


def test_the_number_on_the_screen_is_the_number_of_the_curve():
    screen = recovery_explorer(n=100)
    screen.choose(branch="rejected", percent=80)
    estimate = compensation_curve(CASE, branch="rejected", n=100).loc[80, "estimate"]
    assert f"{estimate:.2f}" in screen.results.blocks[0].sentences[0]
    assert "768 元" in screen.results.blocks[0].sentences[0]  # of 960


def test_where_nothing_can_be_redone_the_screen_says_so():
    screen = recovery_explorer(n=100)
    screen.choose(offer="redo", loss_in="money")
    assert say("compensation")["nothing_to_redo"] in screen.results.blocks[0].notes
    screen.choose(loss_in="substance")
    assert screen.results.blocks[0].notes == []


def test_going_back_takes_no_computing(screen):
    screen.choose(question="second", gap=2)
    kept = screen.results
    screen.choose(gap=3)
    screen.choose(gap=2)
    assert screen.results is kept


@pytest.mark.parametrize(
    "wrong", [{"percent": 210}, {"scenario": "nowhere"}, {"n": 7}, {"branch": ""}]
)
def test_a_wrong_choice_is_said_in_chinese_and_changes_nothing(screen, wrong):
    before, choices = screen.results, screen.choices
    screen.choose(**wrong)
    assert re.search("[\u4e00-\u9fff]", error(screen))
    assert screen.results is before
    assert screen.choices == choices


@pytest.mark.parametrize("wrong", [{"scenario": "nowhere"}, {"question": "life"}, {"n": 7}])
def test_a_screen_that_cannot_be_is_refused(wrong):
    with pytest.raises(ServicelabError):
        recovery_explorer(**wrong)


def test_names_from_outside_are_escaped():
    case = load(CASE).model_copy(update={"id": "mine", "title": "<img src=x onerror=alert(1)>"})
    screen = recovery_explorer(case, n=100)
    page = screen.results.to_page()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert screen.choices["scenario"] == "mine"


def test_a_page_without_a_kernel_shows_the_first_picture(screen):
    data, _ = screen._repr_mimebundle_()
    page = data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<script" not in page
    assert 'alt="' in page
    assert say("page")["static"] in page


def test_large_print_is_a_class(screen):
    before = screen.results
    screen.choose(big=True)
    assert "sl-big" in screen._dom_classes
    screen.choose(big=False)
    assert "sl-big" not in screen._dom_classes
    assert screen.results is before
