"""The value screen: its sums against sums by hand, and the screen without a browser."""

from __future__ import annotations

from math import exp, log
from types import SimpleNamespace

import pandas as pd
import pytest

from servicelab.data import ServicelabError
from servicelab.figures import missing_glyphs
from servicelab.theory import crm
from servicelab.widgets import customer_value, value_pages
from servicelab.widgets.value_screen import fields
from servicelab.widgets.value_sums import account, futures, points, saved

QUESTIONS = ("saved", "account", "points")
RANGES = [one for one in fields() if one["kind"] == "range"]


@pytest.fixture(scope="module")
def model() -> crm.ChurnHazard:
    """100 of 300 leave; 250 of 300 with a complaint; 150 of 300 once it has been put right."""
    stretches = pd.DataFrame(
        {
            "customer": range(900),
            "start": 0.0,
            "stop": 300.0,
            "complaint": [0] * 300 + [1] * 600,
            "recovered": [0] * 600 + [1] * 300,
            "left": ([1, 0, 0] * 100) + ([1] * 250 + [0] * 50) + ([1, 0] * 150),
        }
    )
    return crm.ChurnHazard().fit(stretches)


@pytest.fixture
def screen(model, monkeypatch):
    for name in ("survival_plot", "interval_plot", "response_curve"):
        picture = SimpleNamespace(to_html=lambda: "")
        monkeypatch.setattr(value_pages, name, lambda *_, picture=picture, **__: picture)
    return customer_value(model)


def told(screen) -> str:
    return "".join(screen.results.blocks[0].sentences)


def test_a_saved_customer_by_hand(screen, model):
    screen.choose(margin=60, cost=100, chance=5, months=12, age=0, discount=10)
    rate = log(1.1) / 365.25
    days = 12 * 30.44
    stay = [
        (1 - exp(-(pull + rate) * days)) / (pull + rate) for pull in (250 / 90_000, 150 / 90_000)
    ]
    gain = 60 / 30.44 * (stay[1] - stay[0])
    found = saved(model, screen.choices)
    assert found.table.loc["difference", "value"] == pytest.approx(gain, rel=1e-6)
    assert found.value == pytest.approx(0.5 * gain - 100, rel=1e-6)
    assert f"{gain:.0f} 元" in told(screen)


def test_the_two_futures_by_hand(screen, model):
    table = futures(model, screen.choices, {"unresolved": "甲", "recovered": "乙"})
    last = table.groupby("group")["survival"].last()
    assert last["甲"] == pytest.approx(exp(-250 / 90_000 * 24 * 30.44), rel=1e-5)
    assert last["乙"] == pytest.approx(exp(-150 / 90_000 * 24 * 30.44), rel=1e-5)


def test_the_account_adds_up(screen, model):
    screen.choose(question="account", fixed=20, information=6, attitude=2, told=2, won=10)
    found = account(model, screen.choices)
    gain = saved(model, screen.choices).table.loc["difference", "value"]
    benefit = 320 * gain + 6000 + 2000 + 320 * 2 * 0.01 * 800
    cost = 400 * 160 + 20_000
    assert found.value == pytest.approx((benefit - cost) / cost)
    assert found.left_out == ()
    assert "四种收益都算了" in told(screen)


def test_what_is_left_out_of_the_account_is_named(screen):
    screen.choose(question="account")
    assert "信息收益、态度收益、传播收益" in told(screen)


def test_five_points_halve_the_losses_of_nine_tenths(screen):
    row = points({"points": 5, "discount": 12}, [90]).loc[90]
    assert row["losses_cut"] == pytest.approx(0.5)
    assert row["improved_lifetime"] == pytest.approx(20)
    screen.choose(question="points", start=90)
    assert "少走的是原来流失的 50%" in told(screen)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"margin": 200, "cost": 0, "chance": 10}, "照这些输入，值得"),
        ({"margin": 5, "cost": 500}, "照这些输入，不值"),
        ({"chance": 0}, "花多少都是白花"),
    ],
)
def test_the_verdict_follows_the_interval(screen, choices, words):
    screen.choose(**choices)
    assert words in told(screen)


def test_between_yes_and_no_it_says_that_it_does_not_know(screen, model):
    for cost in range(0, 500, 10):
        screen.choose(cost=cost)
        found = saved(model, screen.choices)
        if found.ci_low < 0 < found.ci_high:
            assert "跨过了零" in told(screen)
            return
    raise AssertionError("no cost at which the interval holds zero")


def test_beyond_what_was_seen_it_warns(screen):
    screen.choose(months=24)
    assert len(screen.results.blocks[0].notes) == 1
    screen.choose(months=60)
    assert "没有数据撑着" in screen.results.blocks[0].notes[1]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("end", ["min", "max"])
def test_it_answers_at_both_ends_of_every_slider(screen, question, end):
    screen.choose(question=question, **{one["name"]: one[end] for one in RANGES})
    assert told(screen)
    assert "nan" not in told(screen)
    assert "inf" not in told(screen)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_has_a_picture_with_words(model, question):
    page = customer_value(model, question).results
    assert page.blocks[0].picture.startswith("<img alt=")
    assert "你填的" in "".join(page.put_in)
    assert missing_glyphs(page.to_page()) == set()


def test_a_wrong_value_is_told_and_nothing_changes(screen):
    before = told(screen)
    screen.choose(margin=7)
    assert told(screen) == before
    assert screen.choices["margin"] == 45


@pytest.mark.parametrize("wrong", [None, 3, crm.ChurnHazard()])
def test_what_is_no_fitted_model_is_refused(wrong):
    with pytest.raises(ServicelabError, match="先用"):
        customer_value(wrong)


def test_a_model_without_complaints_is_refused():
    plain = pd.DataFrame({"customer": range(60), "start": 0.0, "stop": 9.0, "left": [1, 0] * 30})
    with pytest.raises(ServicelabError, match="complaint"):
        customer_value(crm.ChurnHazard().fit(plain, covariates=[]))
