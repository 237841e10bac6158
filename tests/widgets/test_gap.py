"""The gap screen: its numbers are the survey's, and every control answers at both ends."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.data.errors import ServicelabError
from servicelab.theory import servqual
from servicelab.widgets.gap_screen import SIZES, GapExplorer, gap_explorer
from servicelab.widgets.gap_survey import asked, part
from servicelab.widgets.gap_words import interval, points, say


@pytest.fixture(scope="module")
def screen():
    return gap_explorer()


@pytest.fixture
def own():
    """A hotel's survey: two dimensions, two kinds of guests."""
    rng = np.random.default_rng(3)
    told = {f"E{n}": 1 + rng.binomial(6, 0.85, 60) for n in range(1, 5)}
    told |= {f"P{n}": 1 + rng.binomial(6, 0.55, 60) for n in range(1, 5)}
    frame = pd.DataFrame(told).assign(kind=["出差", "旅游"] * 30, liked=rng.integers(1, 8, 60))
    return servqual.Survey.read(frame, dimensions={"房间": ["Q1", "Q2"], "前台": ["Q3", "Q4"]})


def error(screen):
    status = screen._form.status
    return status["text"] if status["tone"] == "error" else ""


def text(screen):
    block = screen.results.blocks[0]
    return "\n".join([*block.sentences, *block.notes])


def numbers(screen):
    return {row[0]: row for row in screen.results.blocks[0].table.rows}


def test_the_screen_is_offered_at_the_top():
    assert sl.gap_explorer is gap_explorer
    assert isinstance(gap_explorer(), GapExplorer)


def test_the_numbers_are_those_of_the_survey(screen):
    survey = asked().survey
    assert len(survey.perception) == 600
    screen.choose(question="gaps", split="", rows="dimensions", people=600)
    shown = numbers(screen)
    for name, row in survey.gaps("dimension").iterrows():
        assert shown[name][3] == points(row["gap"])
        assert shown[name][4] == interval(row["ci_low"], row["ci_high"])
        assert shown[name][5] == "600" or name == "移情性"  # two left that page blank
    worst = survey.gaps("dimension")["gap"].idxmin()
    assert worst in screen.results.blocks[0].sentences[0]


def test_the_shares_are_counted_household_by_household(screen):
    survey = asked().survey
    items = survey.dimensions["响应性"]
    own = (survey.perception[items] - survey.expectation[items]).mean(axis=1)
    screen.choose(question="gaps", split="", rows="dimensions", people=600)
    for share in (own < 0, own == 0, own > 0):
        assert f"{share.mean():.0%}" in screen.results.blocks[0].sentences[1]


@pytest.mark.parametrize(
    "choices",
    [
        {"question": "gaps", "split": "", "rows": "dimensions", "people": 600},
        {"rows": "items", "worst": True},
        {"rows": "移情性", "levels": False},
        {"people": SIZES[-1]},
        {"split": "district", "rows_by_group": "dimensions"},
        {"split": "complained", "rows_by_group": "有形性", "people": 600, "levels": True},
        {"split": "household", "rows_by_group": "移情性", "people": SIZES[0]},
        {"question": "matrix", "importance": "stated", "line": "average", "people": 600},
        {"line": "4"},
        {"line": "6", "people": SIZES[-1]},
        {"importance": "derived", "cells": "dimensions"},
        {"cells": "items", "people": 600},
    ],
)
def test_every_control_answers_at_both_ends(screen, choices):
    screen.choose(**choices)
    assert error(screen) == ""
    page = screen.results.to_html()
    assert "{" not in text(screen)
    assert not re.search(r">[^<]*nan[^<]*<", page)
    assert re.search(r'<img alt="[^"]{40,}', page)
    assert "不是真实住户" in page
    assert screen._page.value == page


def test_other_people_another_answer_and_going_back_takes_no_computing(screen):
    screen.choose(question="gaps", split="", rows="dimensions", people=30)
    first = screen.results
    screen.again()
    assert numbers(screen) != {row[0]: row for row in first.blocks[0].table.rows}
    screen.choose(people=600)
    kept = screen.results
    screen.choose(people=100)
    screen.choose(people=600)
    assert screen.results is kept


def test_few_people_widen_the_interval_and_the_screen_says_so(screen):
    screen.choose(question="gaps", split="", rows="dimensions", people=30)
    assert "只抽 30 份" in text(screen)
    screen.choose(split="district")
    assert say("gaps")["few"].format(few=30) in text(screen)


def test_groups_are_compared_with_what_they_expected(screen):
    screen.choose(question="gaps", split="district", rows_by_group="响应性", people=600)
    gaps = asked().survey.gaps("district").xs("响应性", level=1)
    said = text(screen)
    assert gaps["gap"].idxmin() in said.split("；")[0]
    assert points(gaps.loc["河西", "expectation"]) in said
    screen.choose(split="complained")
    assert "分不出先后" in text(screen)


def test_the_matrix_names_what_is_unsure(screen):
    survey = asked().survey
    screen.choose(
        question="matrix", importance="derived", cells="dimensions", line="average", people=600
    )
    table = survey.importance_performance(outcome="overall")
    lead, unsure = screen.results.blocks[0].sentences[:2]
    for name, row in table.iterrows():
        assert (name in lead) == (row["quadrant"] == "改进区")
        assert (name in unsure) == (not row["sure"])


def test_where_one_draws_the_line_decides_the_quadrant(screen):
    screen.choose(question="matrix", importance="stated", line="6", people=600)
    assert {row[1][:3] for row in numbers(screen).values()} <= {"改进区", "机会区"}
    screen.choose(line="4")
    assert {row[1][:3] for row in numbers(screen).values()} <= {"优势区", "维持区"}


def test_a_survey_of_ones_own(own):
    screen = gap_explorer(own, outcome="liked", title="酒店")
    page = screen.results.to_html()
    assert "没回答的人怎么想" in page
    assert "酒店，60 份问卷" in page
    assert set(numbers(screen)) == {"房间", "前台"}
    screen.choose(split="kind")
    assert error(screen) == ""
    screen.choose(question="matrix")
    assert screen.choices["importance"] == "derived"
    assert error(screen) == ""


def test_how_a_survey_of_ones_own_was_read_is_told():
    told = {"E1": [6, 7, 77, 5], "E2": [5, 7, 6, 6], "P1": [4, 6, 5, 5], "P2": [3, 7, 6, 4]}
    screen = gap_explorer(pd.DataFrame(told))
    page = screen.results.to_html()
    assert "Q1 是 E1 和 P1" in page
    assert "77" in page
    assert "{" not in page.split("这些数是怎么来的")[1].replace("{…}", "")


def test_without_anything_else_expectation_stands_for_importance(own):
    screen = gap_explorer(own)
    screen.choose(question="matrix", cells="items")
    assert screen.choices["importance"] == "expected"
    assert "期望高不一定等于要紧" in text(screen)


def test_importance_can_be_stated_in_columns(own):
    told = own.others.assign(one=60, two=40)
    survey = servqual.Survey(**{**vars(own), "others": told})
    screen = gap_explorer(survey, importance=["one", "two"])
    screen.choose(question="matrix")
    assert error(screen) == ""
    assert numbers(screen)["房间"][2] == "60.00"


def test_a_part_is_the_same_respondents_on_all_sides(own):
    some = part(own, np.array([0, 5, 7]))
    for table in (some.perception, some.expectation, some.others):
        assert table.index.tolist() == own.perception.index[[0, 5, 7]].tolist()


def test_rows_without_answers_are_no_respondents(own):
    blank = own.perception.copy()
    blank.iloc[2] = np.nan
    survey = servqual.Survey(**{**vars(own), "perception": blank})
    assert len(asked(survey).survey.perception) == 59


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"outcome": "nowhere"}, "没有“nowhere”"),
        ({"groups": ["nowhere"]}, "没有“nowhere”"),
        ({"importance": ["liked"]}, "2 个维度，给了 1 列"),
    ],
)
def test_a_column_that_is_not_there_is_named(own, given, words):
    with pytest.raises(ServicelabError, match=words):
        gap_explorer(own, **given)


def test_performance_only_is_refused_with_a_way_out(own):
    survey = servqual.Survey(**{**vars(own), "expectation": None})
    with pytest.raises(ServicelabError, match="servperf"):
        gap_explorer(survey)


@pytest.mark.parametrize("wrong", [{"people": 7}, {"split": "nowhere"}, {"line": "9"}])
def test_a_wrong_choice_is_said_in_chinese_and_changes_nothing(screen, wrong):
    before, choices = screen.results, screen.choices
    screen.choose(**wrong)
    assert re.search("[\u4e00-\u9fff]", error(screen))
    assert screen.results is before
    assert screen.choices == choices


def test_names_from_outside_are_escaped(own):
    evil = "<img src=x onerror=alert(1)>"
    told = own.others.assign(kind=[evil, "旅游"] * 30)
    screen = gap_explorer(servqual.Survey(**{**vars(own), "others": told}), title=evil)
    screen.choose(split="kind")
    page = screen.results.to_page()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_page_without_a_kernel_shows_the_first_picture(screen):
    data, _ = screen._repr_mimebundle_()
    page = data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<script" not in page
    assert say("page")["static"] in page


def test_large_print_is_a_class(screen):
    screen.choose(big=True)
    assert "sl-big" in screen._dom_classes
    screen.choose(big=False)
    assert "sl-big" not in screen._dom_classes
