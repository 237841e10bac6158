"""The tournament behind the screen, and the screen without a browser."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.evaluation import Comparison
from servicelab.evaluation.units import Units
from servicelab.methods import get
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.scenarios import load
from servicelab.widgets import tournament_screen
from servicelab.widgets.tournament import MEASURES, SLOW, Match, Pace, play, say
from servicelab.widgets.tournament_pages import _leader, results, worth
from servicelab.widgets.tournament_screen import LONG, SIZES, fields

TWO = ("clear", "reactive")
FOUR = ("clear", "reactive", "indifferent", "silence")
CASES = ("courier_delay", "hotel_dirty_room")


def offered_methods():
    return list(sl.methods.catalog().query("kind != 'technique'").index)


class Listening(Method):
    """Listens three times; chooses in its own way, so it runs talk by talk."""

    name, zh = "listening", "只听 <b>"

    def __init__(self):
        self.turns = 0

    def begin(self):
        return Listening()

    def choose(self, observation):
        self.turns += 1
        return Move(("listen",)) if self.turns <= 3 else None


def match(methods=FOUR, scenarios=CASES, **more):
    return Match(tuple(map(get, methods)), tuple(map(load, scenarios)), **{"n": 100, **more})


@pytest.fixture(scope="module")
def screen():
    return tournament_screen(FOUR, CASES, n=100)


def error(screen) -> str:
    return screen._form.status["text"] if screen._form.status["tone"] == "error" else ""


def words_of(screen) -> str:
    return "".join("".join(block.sentences) for block in screen.results.blocks)


# ------------------------------------------------------------- the match


@pytest.mark.parametrize("dose", ["both", "as written", "equal dose"])
def test_a_match_is_one_call_of_compare_to_the_last_bit(dose):
    played = play(match(dose=dose, seed=3))
    whole = sl.compare(FOUR, CASES, 100, 3, dose=dose, keep=MEASURES)
    assert played.comparison.table.equals(whole.table)
    assert played.comparison.units.equals(whole.units)
    assert played.by("loyalty").table.equals(whole.by("loyalty").table)


def test_a_match_before_one_kind_of_customer():
    played = play(match(TWO, CASES[:1], customer_type="furious"))
    whole = sl.compare(TWO, CASES[:1], 100, customer_types=["furious"], keep=MEASURES)
    assert played.comparison.table.equals(whole.table)


def test_talks_are_counted():
    assert match().talks == 100 * 2 * (4 + 2)
    assert match(dose="as written").talks == 100 * 2 * 4
    assert match(dose="equal dose").talks == 100 * 2 * 2
    assert match(("clear", "silence")).talks == 100 * 2 * 2  # too few for equal dose


def test_a_method_that_runs_talk_by_talk_counts_for_more():
    alone = Match((Listening(),), (load(CASES[0]),), n=100)
    assert alone.work == SLOW * alone.talks
    assert alone.equal == []


def test_progress_is_told():
    told = []
    play(match(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == match().runs


@pytest.mark.parametrize(
    "wrong", [{"methods": ()}, {"scenarios": ()}, {"methods": ("clear",), "dose": "equal dose"}]
)
def test_a_match_that_cannot_be_is_refused_in_chinese(wrong):
    with pytest.raises(ServicelabError, match=r"[\u4e00-\u9fff]"):
        match(**wrong)


def test_the_pace_is_learnt():
    pace = Pace(run=0.01, talk=1e-5, drawing=1.0)
    pace.learn(match(n=10_000), playing=10.0, drawing=3.0)
    assert pace.seconds(match(n=10_000)) == pytest.approx(13.0)
    assert pace.seconds(match(n=100)) < 13.0
    before = (pace.run, pace.talk, pace.drawing)
    pace.learn(match(), playing=0.01, drawing=0.1)
    assert (pace.run, pace.talk, pace.drawing) == before


# ------------------------------------------------------------- the screen


def test_the_screen_is_offered_at_the_top():
    assert sl.tournament_screen is tournament_screen


def offered(name, **own):
    spec = next(one for one in fields(**own) if one["name"] == name)
    return spec, [one["value"] for group in spec["groups"] for one in group["options"]]


def test_methods_and_baselines_are_offered_and_techniques_only_if_given():
    assert offered("methods")[1] == offered_methods()
    given = offered("methods", own_methods=[get("conformity"), get("clear+conformity")])[1]
    assert given[-2:] == ["conformity", "clear+conformity"]


def test_every_case_of_the_package_is_offered_by_industry():
    spec, cases = offered("scenarios")
    table = sl.scenarios.catalog()
    assert sorted(cases) == sorted(table.index)
    assert [group["label"] for group in spec["groups"]] == list(table["industry_zh"].unique())
    for group in spec["groups"]:
        named = [one["value"] for one in group["options"]]
        assert set(table.loc[named, "industry_zh"]) == {group["label"]}


@pytest.mark.parametrize("name", ["methods", "scenarios"])
def test_what_a_button_chooses_is_offered(name):
    spec, known = offered(name)
    usual, every, none = (preset["values"] for preset in spec["presets"])
    assert set(usual) < set(known)
    assert every == known
    assert none == []


def test_the_leader_on_the_screen_leads_the_table(screen):
    table = screen.played.by("satisfaction").table
    leads = screen.results.blocks[0].sentences[:2]
    for dose, sentence in zip(("as written", "equal dose"), leads, strict=True):
        rows = table.loc[(dose, "mixed", "all")].sort_values("rank")
        assert f"：{get(rows.index[0]).zh}领先" in sentence
        lead = rows["estimate"].iloc[0] - rows["estimate"].iloc[1]
        assert f"{lead:.3f}" in sentence
        assert f"{rows['noise_floor'].iloc[0]:.3f}" in sentence


def test_equal_dose_is_set_against_as_written(screen):
    table = screen.played.by("satisfaction").table
    spreads = [
        table.loc[(dose, "mixed", "all")].loc[list(TWO), "estimate"].agg(["max", "min"])
        for dose in ("as written", "equal dose")
    ]
    written, equal = (one["max"] - one["min"] for one in spreads)
    told = "".join(screen.results.blocks[0].sentences)
    assert f"按原样最多差 {written:.3f}，等量以后最多差 {equal:.3f}" in told


@pytest.mark.parametrize("measure", MEASURES)
def test_another_measure_takes_no_talks(screen, measure):
    screen.start(methods=list(FOUR), scenarios=list(CASES), n=100, dose="both")
    played = screen.played
    screen.choose(measure=measure)
    assert error(screen) == ""
    assert screen.played is played
    assert say("measures")[measure] in screen.results.blocks[0].sentences[0]
    assert "{" not in words_of(screen)


@pytest.mark.parametrize(
    "choices",
    [
        {"methods": ["silence"], "scenarios": ["courier_delay"]},
        {"methods": ["clear"], "dose": "both"},
        {"methods": ["clear", "silence"], "dose": "both"},
        {"methods": ["clear", "reactive"], "dose": "equal dose", "customer_type": "calm"},
        {"measure": "cost"},
        {"dose": "as written", "measure": "value"},
        {"methods": offered_methods(), "dose": "both", "customer_type": ""},
        {"scenarios": list(sl.scenarios.catalog().index)[::6], "measure": "satisfaction"},
    ],
)
def test_every_choice_gives_an_answer(screen, choices):
    screen._pace = Pace(run=0.001, talk=1e-7)  # whatever it takes here, don't ask twice
    screen.start(**choices)
    assert error(screen) == ""
    assert screen.played.match == screen._match()
    assert [block.title for block in screen.results.blocks] == [
        say("result")[name] for name in ("title", "ranks", "frontier")
    ]
    page = screen.results.to_html()
    assert page == screen._page.value
    assert not re.search(r">[^<]*(nan|\{)[^<]*<", page)


def test_what_pays_is_said_only_where_other_customers_would_agree():
    shares = pd.Series({"clear": 0.96, "reactive": 0.6, "silence": 0.06, "confront": 0.05})
    told = list(worth(shares, {name: get(name).zh for name in shares.index}))
    assert "CLEAR 法" in told[0]
    assert "不吃亏" in told[0]
    assert "沉默" in told[1]
    assert "被动式服务补救" in told[1]
    assert "可能就变" in told[1]
    assert "争执" in told[2]
    assert "不划算" in told[2]
    assert len(list(worth(shares[:1], {}))) == 1


def judged_with(lead: float, noise: float) -> Comparison:
    wave = np.sin(np.arange(500))
    wave -= wave.mean()
    panel = pd.DataFrame({"clear": 0.5 + lead + wave * noise, "reactive": [0.5] * 500})
    units = Units({"satisfaction": {("as written", "mixed", "here"): panel}})
    return Comparison("satisfaction", units, {})


@pytest.mark.parametrize(("lead", "noise"), [(3e-5, 1e-6), (3e-5, 0.1), (0.2, 1e-6), (0.02, 0.1)])
def test_a_lead_that_is_there_never_reads_as_nothing(lead, noise):
    told = _leader(judged_with(lead, noise), "as written", "satisfaction")
    shown, floor = re.search(r"高 ([\d.]+)，.*噪声底 ([\d.]+)", told).groups()
    assert float(shown) == pytest.approx(lead, rel=0.2)
    assert float(floor) > 0


def test_two_that_are_alike_lead_together():
    told = _leader(judged_with(0.0, 0.0), "as written", "satisfaction")
    assert "clear和reactive一样" in told
    assert "高 " not in told


def test_cases_of_one_title_are_told_apart():
    case = load(CASES[0])
    twins = (case, case.model_copy(update={"id": "mine"}))
    played = play(Match((get("clear"),), twins, dose="as written", n=100))
    assert played.comparison.labels["mine"] == f"{case.title} mine"
    shown = next(results(played, "satisfaction"))
    assert f"{case.title} mine" in shown.put_in[0]


def test_few_customers_are_said_to_give_approximate_intervals(screen):
    screen.start(methods=list(TWO), scenarios=list(CASES[:1]), n=100, dose="both")
    assert any("只是近似" in note for note in screen.results.blocks[0].notes)
    screen.start(n=500)
    assert not any("只是近似" in note for note in screen.results.blocks[0].notes)


def test_what_takes_long_is_told_and_wants_a_second_press():
    screen = tournament_screen(TWO, CASES[:1], n=100)
    screen._pace = Pace(0.0, 2 * LONG / 400, drawing=0.0)  # four hundred talks take twice too long
    before = screen.played
    screen.start(scenarios=list(CASES[:1]))
    assert screen.played is before
    assert "再按一次" in screen._form.status["text"]
    assert "30 秒" in screen._form.status["text"]
    screen.choose(customer_type="calm")  # something else now: the first press counts no more
    screen.start()
    assert screen.played is before
    screen.start()
    assert screen.played.match.customer_type == "calm"


@pytest.mark.parametrize("n", [SIZES[0], SIZES[-1]])
def test_the_size_is_told_before_the_start(screen, n):
    before = screen.played
    screen.choose(methods=list(TWO), scenarios=list(CASES[:1]), n=n, dose="both")
    assert f"{4 * n:,} 段" in screen._form.status["text"]
    assert screen.played is before


@pytest.mark.parametrize(
    "wrong",
    [
        {"methods": []},
        {"scenarios": []},
        {"methods": ["silence", "clear"], "scenarios": ["courier_delay"], "dose": "equal dose"},
        {"methods": ["nobody"]},
        {"n": 99},
    ],
)
def test_a_wrong_choice_is_said_in_chinese_and_keeps_the_results(screen, wrong):
    before = screen.results
    screen.start(**wrong)
    assert re.search("[\u4e00-\u9fff]", error(screen))
    assert screen.results is before


@pytest.mark.parametrize("wrong", [{"methods": ["nobody"]}, {"n": 99}, {"measure": "taste"}])
def test_a_screen_that_cannot_be_is_refused(wrong):
    with pytest.raises(ServicelabError):
        tournament_screen(**wrong)


def test_a_method_of_ones_own_plays_and_its_name_is_escaped():
    screen = tournament_screen([*TWO, "indifferent", Listening()], CASES[:1], n=100)
    assert "listening" in screen.choices["methods"]
    page = screen.results.to_page()
    assert "只听 <b>" not in page
    assert "只听 &lt;b&gt;" in page
    assert "没有固定的步骤" in page


def test_a_page_without_a_kernel_shows_the_first_pictures(screen):
    data, _ = screen._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<script" not in data["text/html"]
    assert say("page")["static"] in data["text/html"]
