"""The shipped scenarios: complete, true to their own numbers, and in natural simplified Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from servicelab.dialogue.acts import ACTS
from servicelab.scenarios import Scenario, catalog, customer_types, label, load
from servicelab.scenarios.parts import Status
from servicelab.scenarios.scenario import Cause, Channel, Conflict
from servicelab.scenarios.traits import trait_table

IDS = list(catalog().index)
INDUSTRIES = {
    "appliance": "家电",
    "bank": "银行",
    "courier": "快递",
    "ecommerce": "电商",
    "heating": "供热",
    "hotel": "酒店",
    "phone": "手机",
    "restaurant": "餐饮",
    "tourism": "旅游",
}
OF_THE_TEXTS = {
    "appliance_complex_fault",
    "bank_transfer_failed",
    "courier_delay",
    "ecommerce_defect",
    "ecommerce_furious",
    "ecommerce_not_as_described",
    "heating_blocked_pipe",
    "heating_peak",
    "hotel_dirty_room",
    "phone_return_refused",
    "restaurant_wrong_dish",
}
# fmt: off
NEEDED = [
    "fix", "propose", "explain", "commit", "restate", "empathise", "apologise", "own", "choose",
    "limit", "follow_up", "confirm", "forward", "listen", "ask_open", "greet", "thank", "align",
    "escalate", "stage",
]
# fmt: on
GOOD = [name for name, act in ACTS.items() if act.group not in ("harmful", "neutral")]
TIME = re.compile(r"[\d两一二三四五六七八九十]+ ?个?(点|小时|分钟|号|工作日|天)|明天|当天")
YUAN = re.compile(r"(\d+) ?元")


def texts(scenario: Scenario) -> Iterator[str]:
    """Yield every text of a scenario that a person may read."""
    yield from (scenario.title, scenario.origin, scenario.failure, scenario.promised)
    yield from scenario.opening + scenario.accepts
    for lines in scenario.opening_of.values():
        yield from lines
    for right in scenario.rights:
        yield from (right.text, right.place, right.source)
    for fact in scenario.facts:
        yield from (fact.label, fact.ask, *fact.answers)
    for phrases in scenario.agent.values():
        yield from phrases


def spoken(scenario: Scenario) -> Iterator[str]:
    """Yield what a customer or an agent says."""
    yield from scenario.opening
    for lines in scenario.opening_of.values():
        yield from lines
    for fact in scenario.facts:
        yield from (fact.ask, *fact.answers)
    for phrases in scenario.agent.values():
        yield from phrases


def test_forty_cases_of_nine_trades() -> None:
    table = catalog()
    assert len(table) >= 40
    assert {load(name).industry: load(name).industry_zh for name in IDS} == INDUSTRIES
    assert table.groupby("industry").size().min() >= 3
    assert (table["price"] > 0).all()


def test_every_case_of_the_texts_is_there() -> None:
    assert set(IDS) >= OF_THE_TEXTS
    for name in OF_THE_TEXTS:
        assert load(name).origin not in ("", "自编"), name


def test_every_channel_cause_and_conflict_occurs() -> None:
    table = catalog()
    assert set(table["channel"]) == set(get_args(Channel))
    assert set(table["cause"]) == set(get_args(Cause))
    assert set(table["conflict"]) == set(get_args(Conflict))
    assert (table.groupby("cause").size() >= 4).all()
    # A trade that meets one kind of trouble only would teach that kind by its name.
    assert (table.groupby("industry")["cause"].nunique() >= 2).all()
    assert (table.groupby("industry")["conflict"].nunique() >= 2).all()


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("kind", ["spoiled", "opportunist"])
def test_spoiled_and_opportunist_customers_open_in_their_own_words(name: str, kind: str) -> None:
    scenario = load(name)
    own = scenario.opening_of[kind]
    assert len(set(own)) >= 3
    assert not set(own) & set(scenario.opening)


def test_labels_cover_every_fixed_value() -> None:
    for kind, values in [
        ("channel", Channel),
        ("cause", Cause),
        ("conflict", Conflict),
        ("status", Status),
    ]:
        for value in get_args(values):
            assert re.search("[一-鿿]", label(kind, value))


@pytest.mark.parametrize("name", IDS)
def test_enough_to_say(name: str) -> None:
    scenario = load(name)
    assert len(scenario.opening) >= (40 if name == "heating_blocked_pipe" else 12)
    assert all(len(fact.answers) >= 4 for fact in scenario.facts)
    given = [act for act in ("refund", "replace", "compensate") if getattr(scenario.remedies, act)]
    for act in NEEDED + given:
        assert len(scenario.agent[act]) >= 3, act


@pytest.mark.parametrize("name", IDS)
def test_nothing_is_offered_that_the_desk_may_not_give(name: str) -> None:
    scenario = load(name)
    for act in ("refund", "replace", "compensate"):
        assert (act in scenario.agent) == (getattr(scenario.remedies, act) > 0)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("act", ["refund", "compensate"])
def test_sums_named_are_the_sums_given(name: str, act: str) -> None:
    scenario = load(name)
    given = round(scenario.price * getattr(scenario.remedies, act))
    for phrase in scenario.agent.get(act, ()):
        assert str(given) in YUAN.findall(phrase), phrase


@pytest.mark.parametrize("name", IDS)
def test_acts_are_what_the_vocabulary_means_by_them(name: str) -> None:
    agent = load(name).agent
    for phrase in agent["commit"]:
        assert TIME.search(phrase), phrase
    for phrase in agent["align"]:
        assert "同时" in phrase
        assert "但是" not in phrase
    assert all(phrase.endswith("？") for phrase in agent["restate"])


@pytest.mark.parametrize("name", IDS)
def test_good_replies_hold_no_empty_phrase(name: str) -> None:
    empty = re.compile("尽快|给您带来不便|敬请|第一时间|请您耐心|亲亲|亲，|贵公司|进行|您的心情")
    agent = load(name).agent
    for act in GOOD:
        for phrase in agent.get(act, ()):
            assert not empty.search(phrase), phrase


@pytest.mark.parametrize("name", IDS)
def test_no_slot_is_left_unfilled(name: str) -> None:
    for text in texts(load(name)):
        assert not re.search(r"[{}<>\[\]_]|XX|××|某某|TODO|待补|\?\?", text), text


@pytest.mark.parametrize("name", IDS)
def test_simplified_characters_and_chinese_punctuation(name: str) -> None:
    for text in texts(load(name)):
        text.encode("gb2312")  # holds the common simplified characters and no traditional variant
        assert not re.search("[一-鿿][,;?!:()]|[,;?!:()][一-鿿]", text), text


@pytest.mark.parametrize("name", IDS)
def test_what_is_said_is_short_enough_to_be_said(name: str) -> None:
    for text in spoken(load(name)):
        assert len(text) <= 75, text


@pytest.mark.parametrize("name", IDS)
def test_nothing_is_said_twice(name: str) -> None:
    said = list(spoken(load(name)))
    assert len(said) == len(set(said))


@pytest.mark.parametrize("name", IDS)
def test_rights_say_where_they_hold_and_how_they_were_read(name: str) -> None:
    scenario = load(name)
    assert scenario.rights
    for right in scenario.rights:
        assert right.as_of[:4].isdigit()
        local = re.search("山东|青岛|潍坊|临沂", right.source)
        assert (right.place == "全国") == (local is None)
        if right.status == "?":
            assert "没有读到" in right.text


def test_no_city_rule_stands_alone() -> None:
    local = 0
    for name in IDS:
        cities = {right.place for right in load(name).rights if right.place.endswith("市")}
        assert len(cities) != 1, name
        local += bool(cities)
    assert local >= 2


def test_packs_and_vocabulary_agree_on_acts() -> None:
    from servicelab.scenarios.scenario import _agent_acts

    assert _agent_acts() == set(ACTS) - {"other"}


def middle(name: str, trait: str) -> float:
    """Return the middle of the range from which a case draws a trait."""
    low, high = load(name).customer.ranges()[trait]
    return (low + high) / 2


def test_customers_differ_from_case_to_case() -> None:
    ranges = [tuple(load(name).customer.ranges().items()) for name in IDS]
    assert len(set(ranges)) == len(IDS)
    for trait in ("temper", "relation_need", "blame", "trust", "assertiveness"):
        middles = [middle(name, trait) for name in IDS]
        assert max(middles) - min(middles) >= 0.25, trait


def test_an_outburst_needs_hotter_customers_than_any_other_conflict() -> None:
    conflicts = catalog()["conflict"]
    hot = [middle(name, "temper") for name in IDS if conflicts[name] == "outburst"]
    cool = [middle(name, "temper") for name in IDS if conflicts[name] != "outburst"]
    assert min(hot) > max(cool)


def test_a_firm_that_failed_is_blamed_more_than_one_that_meets_another_taste() -> None:
    causes = catalog()["cause"]
    blame = {
        cause: [middle(n, "blame") for n in IDS if causes[n] == cause] for cause in set(causes)
    }
    mean = {cause: sum(values) / len(values) for cause, values in blame.items()}
    assert mean["quality"] == max(mean.values())
    assert mean["individual_difference"] == min(mean.values())


def test_time_costs_most_where_a_deadline_presses() -> None:
    # Papers for a visa that is given on Monday or not at all.
    others = [middle(name, "time_value") for name in IDS if name != "courier_delay"]
    assert middle("courier_delay", "time_value") > max(others)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("kind", [None, *customer_types()])
def test_every_range_of_every_customer_lies_within_limits(name: str, kind: str | None) -> None:
    scenario = load(name).with_customer_type(kind) if kind else load(name)
    ranges = scenario.customer.ranges()
    assert list(ranges) == list(trait_table())
    for name, trait in trait_table().items():
        low, high = ranges[name]
        assert trait.minimum <= low <= high <= trait.maximum
