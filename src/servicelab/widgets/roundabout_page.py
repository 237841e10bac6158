"""The roundabout screen's pieces of a page: advice at a point, and both talks at the end."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from servicelab.data.resources import read_text
from servicelab.figures import talk_curve
from servicelab.simulation import Conversation, converse
from servicelab.widgets.form import STYLE, static
from servicelab.widgets.roundabout_guide import Advice, guide, in_its_words
from servicelab.widgets.roundabout_words import say
from servicelab.widgets.screen import chip
from servicelab.widgets.words import words

SHEETS = (*STYLE, "roundabout.css")


@cache
def _pages() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: read_text("servicelab.widgets", f"static/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(template: str, **content: Any) -> str:
    return _pages().get_template(template).render(**content)


def advice_html(talk: Conversation, before: bool) -> str:
    """Return what the roundabout would do: at the reply just given, or at the one to come.

    Parameters
    ----------
    talk
        The talk so far.
    before
        Whether the learner wants it said before replying.

    Returns
    -------
    str
        HTML; what people said is escaped.

    Examples
    --------
    >>> "倾听与理解" in advice_html(Conversation("hotel_dirty_room"), before=True)
    True
    """
    lines, advised = say("advice"), guide(talk)
    coming = before and not talk.finished
    advice = advised[-1] if coming else advised[-2] if talk.records else None
    return _page(
        "roundabout_advice.html",
        say=lines,
        title=lines["next_title" if coming else "just_title" if advice else "title"],
        shown=None if advice is None else _shown(advice),
        mine=None if coming or advice is None else _chips(talk.records[-1].acts),
        words="" if advice is None else in_its_words(talk, advice.turn, advice),
        way=[_shown(one) for one in (advised if coming else advised[:-1])],
    )


def _shown(advice: Advice) -> dict[str, Any]:
    lines = say("advice")
    step = lines["step"].format(number=advice.number, name=advice.name)
    return {
        "turn": advice.turn,
        "step": step if advice.move else lines["end"],
        "name": advice.name or lines["end"],
        "chips": _chips(advice.move.acts) if advice.move else [],
        "why": advice.why,
        "back": advice.returned,
    }


def _chips(acts: tuple[str, ...]) -> list[dict[str, str]]:
    return [chip(act) for act in acts]


def alone(talk: Conversation) -> Conversation:
    """Return the talk that the roundabout holds with the same customer and the same luck.

    Parameters
    ----------
    talk
        A talk of the learner's.
    """
    case = talk.case
    return converse(
        case.scenario, "roundabout", case.seed, talk.customer, parameters=case.parameters
    )


def end_html(talk: Conversation) -> str:
    """Return a finished talk beside the roundabout's with the same customer.

    Parameters
    ----------
    talk
        Finished, with one reply or more.
    """
    its, lines, endings = alone(talk), say("end"), words("endings")
    picture = talk_curve(
        talk.curve(), other=its.curve(), names=tuple(lines["names"]), title=lines["curve"]
    )
    ending = talk.outcome().ending
    return _page(
        "roundabout_end.html",
        say=lines,
        ending=ending,
        ending_word=endings[ending],
        sentences=_sentences(talk, its),
        picture=picture.to_html(),
        rows=_rows(talk),
        lines=talk_lines(its),
    )


def _sentences(talk: Conversation, its: Conversation) -> list[str]:
    lines, endings = say("end"), words("endings")
    mine, theirs = talk.outcome(), its.outcome()
    gap = round(mine.satisfaction, 2) - round(theirs.satisfaction, 2)
    verdict = "same" if abs(gap) < 0.005 else "better" if gap > 0 else "worse"
    lead = lines["lead"].format(
        customer=talk.customer,
        turns=mine.turns,
        ending=endings[mine.ending],
        satisfaction=mine.satisfaction,
        its_turns=theirs.turns,
        its_ending=endings[theirs.ending],
        its_satisfaction=theirs.satisfaction,
    )
    strain = lines["strain"].format(
        strain=talk.observed.strain,
        its_strain=its.observed.strain,
        start=talk.case.parameters.strain_start,
    )
    returns = lines["returns"].format(its=returns_in(its), yours=returns_in(talk))
    return [lead, lines[verdict].format(gap=abs(gap)), returns, strain]


def returns_in(talk: Conversation) -> int:
    """Return how often the roundabout goes back, or would go back, in a talk.

    Examples
    --------
    >>> returns_in(converse("tour_itinerary_changed", "roundabout", customer=1))
    0
    """
    return sum(advice.returned for advice in guide(talk)[: len(talk.records)])


def _rows(talk: Conversation) -> list[dict[str, str]]:
    pause = say("end")["pause"]
    rows = []
    for record, advice in zip(talk.records, guide(talk), strict=False):
        shown = _shown(advice)
        mine = pause.join(one["zh"] for one in _chips(record.acts)) or say("advice")["none"]
        its = pause.join(one["zh"] for one in shown["chips"])
        row = {"mine": mine, "its": its, "step": shown["step"], "why": advice.why}
        rows.append({"turn": str(record.turn), **row})
    return rows


def talk_lines(its: Conversation) -> list[dict[str, Any]]:
    """Return a talk of the roundabout's line by line, each reply with its step and its reason.

    Parameters
    ----------
    its
        Held by the roundabout.
    """
    names = say("end")
    said: list[dict[str, Any]] = [_line("customer", names["customer"], its.opening)]
    for record, advice in zip(its.records, guide(its), strict=False):
        step = _shown(advice)
        said.append(_line("agent", step["step"], record.said, _chips(record.acts), advice.why))
        said.append(_line("customer", names["customer"], record.text))
    if its.farewell is not None:
        said.append(_line("customer", names["customer"], its.farewell))
    return said


def _line(
    who: str, name: str, text: str, chips: list[dict[str, str]] | None = None, why: str = ""
) -> dict[str, Any]:
    return {"who": who, "name": name, "text": text, "chips": chips or [], "why": why}


def static_page(talk: Conversation) -> str:
    """Return a page that needs neither kernel nor script: the roundabout with this customer.

    Parameters
    ----------
    talk
        Says which customer.
    """
    its = alone(talk)
    curve = talk_curve(its.curve(), title=say("end")["its_curve"]).to_html()
    body = _page("roundabout_talk.html", lines=talk_lines(its))
    head = _page_head(talk.scenario.title)
    return f'<section class="sl-page"><style>{static(*SHEETS)}</style>{head}{body}{curve}</section>'


def _page_head(title: str) -> str:
    template = "<h3>{{ title }}</h3><p class='sl-quiet'>{{ note }}</p>"
    return _pages().from_string(template).render(title=title, note=say("end")["static"])
