"""The template of a scenario: a small case that plays, every field explained beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from servicelab.course.authoring_words import given, say, trades, trades_listed, words
from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_text, read_yaml
from servicelab.scenarios import Scenario, catalog, load, traits
from servicelab.scenarios.advice import OPENINGS
from servicelab.scenarios.scenario import Pack
from servicelab.scenarios.traits import trait_table

PHRASES, RIGHTS = 2, 2  # of a shipped case: a template has to be small
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


def template(file: str, trade: str | None = None) -> str:
    """Return the text of a pack to start from.

    Parameters
    ----------
    file
        What the comments call the file, as it may be typed in a terminal.
    trade
        Id or Chinese name of a trade. One that is shipped gives a case of that trade, cut short;
        any other, or none, gives the template's own case.

    Raises
    ------
    ServicelabError
        If the trade is neither an id nor a Chinese name.

    Examples
    --------
    >>> "id: my_coat_stain" in template("a.yaml"), "id: my_hotel_case" in template("a.yaml", "酒店")
    (True, True)
    """
    industry, industry_zh = _trade(trade)
    case, sheet = example(industry)
    environment = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # YAML, not a page
    )
    environment.filters |= {"scalar": scalar, "number": lambda value: f"{value:g}"}
    return environment.from_string(read_text("servicelab.scenarios", "data/template.txt")).render(
        file=file,
        trades=trades(),
        industry=industry,
        industry_zh=industry_zh,
        case_sheet=sheet,
        case=case,
        given=given(case),
        agent=[(act, note, case.agent[act]) for act, note in _acts().items() if act in case.agent],
        customer=list(_written_traits(case)),
    )


def example(industry: str) -> tuple[Scenario, list[str]]:
    """Return the case that the template of a trade shows, and its case sheet, line by line."""
    table = catalog()
    shipped = table.index[table["industry"] == industry]
    if len(shipped):
        case = _shortened(load(str(shipped[0])), industry)
        return case, [case.failure, case.promised, f"客户付了 {case.price:g} 元。"]
    own = read_yaml("servicelab.scenarios", "data/template_case.yaml")
    return Pack.model_validate(own["pack"]).scenarios[0], list(own["case_sheet"])


def said_in(scenario: Scenario) -> set[str]:
    """Return everything that people say in a scenario."""
    groups = [scenario.opening, scenario.accepts, *(fact.answers for fact in scenario.facts),
              *scenario.opening_of.values(), *scenario.agent.values()]  # fmt: skip
    return {line for lines in groups for line in lines}


def scalar(text: str) -> str:
    """Return a text as YAML, quoted where it must be.

    Examples
    --------
    >>> scalar("两千四，不便宜。"), scalar("他说: 快了"), scalar("?")
    ('两千四，不便宜。', '"他说: 快了"', '"?"')
    """
    try:
        plain = yaml.load(f"- {text}", Loader=yaml.BaseLoader) == [text]
    except yaml.YAMLError:
        plain = False
    if plain:
        return text
    return yaml.safe_dump(
        text, allow_unicode=True, default_style='"', width=float("inf")
    ).removesuffix("\n")


def _trade(given_name: str | None) -> tuple[str, str]:
    known = trades()
    by_chinese = {zh: name for name, zh in known.items()}
    if given_name is None:
        head = read_yaml("servicelab.scenarios", "data/template_case.yaml")["pack"]
        return head["industry"], head["industry_zh"]
    name = given_name.strip()
    name = by_chinese.get(name, name)
    if name in known:
        return name, known[name]
    if _ID.fullmatch(name):
        return name, words("new.own_trade_zh")
    if re.fullmatch(r"[一-鿿][一-鿿A-Za-z0-9]{0,19}", name):
        return words("new.own_trade"), name
    raise ServicelabError(say("new.industry", given=given_name[:40], trades=trades_listed()))


def _acts() -> dict[str, str]:
    """Return the acts that a template shows, each with what stands above its phrases."""
    return {**words("acts"), **words("more_acts")}


def _shortened(case: Scenario, industry: str) -> Scenario:
    """Return a shipped case with as much of it as an author has to see."""
    changes: dict[str, Any] = {
        "id": f"my_{industry}_case",
        "rights": case.rights[:RIGHTS],
        "opening": case.opening[:OPENINGS],
        "opening_of": {kind: case.opening_of[kind][:3] for kind in ("spoiled", "opportunist")},
        "agent": {act: case.agent[act][:PHRASES] for act in _acts() if act in case.agent},
    }
    return case.model_copy(update=changes)


def _written_traits(case: Scenario) -> Iterator[tuple[Any, tuple[float, float]]]:
    table = trait_table()
    for name in traits().index:
        span = getattr(case.customer, name)
        if span is not None:
            yield table[name], span
