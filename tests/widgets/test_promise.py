"""The rule of the promise screen against sums by hand, and the screen without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from servicelab.data import ServicelabError
from servicelab.figures import missing_glyphs
from servicelab.widgets import promise_pages, promise_slider
from servicelab.widgets.promise_rule import (
    Minds,
    every_promise,
    normal,
    same_wait,
    second_promise,
)
from servicelab.widgets.promise_screen import fields

MINDS = Minds()
QUESTIONS = ("same", "which", "second")


@pytest.fixture
def no_pictures(monkeypatch):
    """Spare the drawing where only the words are looked at."""
    for name in ("timeline", "curves"):
        monkeypatch.setattr(promise_pages, name, lambda *_, **__: SimpleNamespace(to_html=str))


@pytest.fixture
def screen(no_pictures):
    return promise_slider()


def text(screen) -> str:
    return "".join(screen.results.blocks[0].sentences)


def test_one_customer_by_hand():
    row = same_wait(MINDS, [4], 8).iloc[0]
    assert row["expectation"] == 0.75 * 4 + 0.25 * 8 == 5
    assert row["disconfirmation"] == -3
    assert row["satisfaction"] == 66 - 4 * (3 - 1)
    assert row["complaining"] == pytest.approx(normal((50 - 58) / 9))


def test_within_the_zone_a_promise_changes_nothing():
    table = same_wait(replace(MINDS, zone=4, trust=0.5), [4, 8, 12], 8)
    assert set(table["satisfaction"]) == {66.0}


def test_an_hour_late_weighs_more_than_an_hour_early():
    late, early = MINDS.after([4, 12], 8)["effect"].abs()
    assert late == 2 * early > 0


def test_who_does_not_believe_promises_is_not_moved_by_them():
    table = same_wait(replace(MINDS, trust=0.0), [1, 8, 16], 11)
    assert table["satisfaction"].nunique() == 1
    assert table["disconfirmation"].tolist() == [-3.0, -3.0, -3.0]


def test_points_stay_between_0_and_100():
    harsh = replace(MINDS, below=10, above=10, zone=0)
    points = same_wait(harsh, [1, 16], 16)["satisfaction"].tolist()
    assert points[0] == 0
    assert same_wait(harsh, [16], 1)["satisfaction"].item() == 100


def test_shares_over_promises_agree_with_drawn_customers():
    rng = np.random.default_rng(5)
    waits = np.maximum(rng.normal(8, 2, 40_000), 0)
    table = every_promise(MINDS, mean=8, sd=2, patience=12)
    for promise in (3, 8, 13):
        sooner = 0.75 * promise + 0.25 * 8 - waits
        effects = 2 * np.maximum(sooner - 1, 0) - 4 * np.maximum(-sooner - 1, 0)
        points = MINDS.base + effects + MINDS.spread * rng.standard_normal(len(waits))
        assert (points < MINDS.line).mean() == pytest.approx(
            table.loc[promise, "afterwards"], abs=0.01
        )
        assert (waits <= promise).mean() == pytest.approx(table.loc[promise, "kept"], abs=0.01)
        impatient = (rng.normal(12, 3, len(waits)) < promise).mean()
        assert impatient == pytest.approx(table.loc[promise, "at_once"], abs=0.01)


def test_neither_the_shortest_nor_the_longest_promise_is_best():
    table = every_promise(MINDS, mean=8, sd=2, patience=12)
    assert table["afterwards"].is_monotonic_decreasing
    assert table["at_once"].is_monotonic_increasing
    assert 1 < table["either"].idxmin() < 16


def test_work_that_always_takes_the_same_keeps_every_promise_that_is_long_enough():
    kept = every_promise(MINDS, mean=8, sd=0, patience=12)["kept"]
    assert kept.loc[:7].eq(0).all()
    assert kept.loc[8:].eq(1).all()


def test_a_second_disappointment_weighs_more():
    table = second_promise(MINDS, 4, (8, 8), lost=0.0, again=2.0)
    once = second_promise(MINDS, 8, (8, 8), lost=0.0, again=2.0)
    assert table.loc[4, "twice"]
    assert not once["twice"].any()
    assert table.loc[4, "satisfaction"] == 66 - 8 - 2 * 8
    assert once.loc[4, "satisfaction"] == 66 - 8


def test_a_broken_promise_costs_trust_and_a_kept_one_does_not():
    broken = second_promise(MINDS, 4, (8, 8), lost=0.4, again=1.0)
    kept = second_promise(MINDS, 8, (8, 8), lost=0.4, again=1.0)
    assert broken.loc[4, "expectation"] == pytest.approx(0.45 * 4 + 0.55 * 8)
    assert kept.loc[4, "expectation"] == 5


def asked(question):
    return [
        one
        for one in fields()
        if one["kind"] == "range" and question in one["when"].get("question", QUESTIONS)
    ]


def well(screen):
    words = text(screen)
    return screen._form.status["tone"] == "" and words and "nan" not in words and "{" not in words


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_end_of_every_slider_is_answered(question, no_pictures):
    for one in asked(question):
        screen = promise_slider(question)
        for end in ("min", "max"):
            screen.choose(**{one["name"]: one[end]})
            assert well(screen), (one["name"], end)


@pytest.mark.parametrize("question", QUESTIONS)
def test_with_all_sliders_at_one_end_a_picture_is_drawn(question):
    screen = promise_slider(question)
    for end in ("min", "max"):
        screen.choose(**{one["name"]: one[end] for one in asked(question)})
        assert well(screen), end
        assert screen.results.blocks[0].picture.count("<img") == 1


def test_numbers_on_the_screen_are_those_of_the_rule(screen):
    screen.choose(question="same", one=4, two=8, three=12, wait=8)
    for number in (58, 66, 70):
        assert f"{number} 分" in text(screen) or f"{number}、" in text(screen)
    assert "差 12 分" in text(screen)
    screen.choose(question="which", mean=8, sd=2, patience=12, chosen=8)
    assert "守得住 50 单" in text(screen)
    screen.choose(question="second", first=4, first_wait=8, again_wait=8, again_promise=4)
    assert "二次失望" in text(screen)
    screen.choose(again_promise=12)
    assert "二次失望" not in text(screen)


def test_pictures_have_words_and_every_glyph():
    for question in QUESTIONS:
        block = promise_slider(question).results.blocks[0]
        [alt] = re.findall(r'alt="([^"]+)"', block.picture)
        assert len(alt) > 60
        assert not missing_glyphs(alt)
        rows = block.table.rows
        assert all(len(row) == len(block.table.columns) for row in rows)


def test_what_the_screen_does_not_offer_is_refused_in_words(screen):
    with pytest.raises(ServicelabError, match="看哪个问题"):
        promise_slider("other")
    screen.choose(wait=99)
    assert screen._form.status["tone"] == "error"


def test_the_put_in_numbers_are_said(screen):
    screen.choose(trust=40, habit=10, zone=2, below=5, above=3)
    [chain, *_] = screen.results.put_in
    for number in ("40%", "60%", "10 小时", "2 小时", "扣 5 分", "加 3 分"):
        assert number in chain


def test_a_saved_page_shows_the_first_picture_without_a_kernel():
    data, _ = promise_slider()._repr_mimebundle_()
    assert "<img" in data["text/html"]
    assert "存下来的画面" in data["text/html"]
