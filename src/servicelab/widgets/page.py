"""Pages made of a talk: every word of people is escaped by the templates."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from servicelab.data.resources import read_text
from servicelab.scenarios import Scenario, label
from servicelab.simulation import Conversation
from servicelab.widgets import debrief, screen
from servicelab.widgets.words import words

_SECTIONS = ("chat", "gauges", "case", "outcome", "endings", "debrief", "what_if", "page", "csv")


def _environment() -> Environment:
    def source(name: str) -> str:
        return read_text("servicelab.widgets", f"static/{name}")

    made = Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = {section: words(section) for section in _SECTIONS}
    made.globals["label"] = label
    return made


_PAGES = _environment()


def _page(template: str, **content: Any) -> str:
    return _PAGES.get_template(template).render(**content)


def transcript_html(talk: Conversation) -> str:
    """Return a talk as a piece of a page that needs no kernel and no script.

    Parameters
    ----------
    talk
        The talk so far.

    Returns
    -------
    str
        HTML with its own style; what people said is escaped.

    Examples
    --------
    >>> page = transcript_html(Conversation("heating_blocked_pipe"))
    >>> page.count('data-who="customer"'), "<script" in page
    (1, False)
    """
    style = read_text("servicelab.widgets", "static/room.css")
    return _page("page.html", style=style, talk=talk, lines=screen.lines(talk), outcome=_end(talk))


def _end(talk: Conversation) -> dict[str, Any] | None:
    if not talk.finished:
        return None
    outcome = talk.outcome()
    return {"ending": outcome.ending, "word": words("endings")[outcome.ending]}


def case_html(scenario: Scenario) -> str:
    """Return what the agent knows of the case before the talk.

    Parameters
    ----------
    scenario
        The case.
    """
    return _page("case.html", scenario=scenario)


def debrief_html(
    talk: Conversation, before: list[Conversation], others: dict[str, Conversation]
) -> str:
    """Return the outcome in words and bars, the methods beside it, and the curve.

    Parameters
    ----------
    talk
        The learner's talk, finished.
    before
        Earlier finished talks with this customer.
    others
        Talks of the methods, by id.
    """
    return _page(
        "debrief.html",
        outcome=talk.outcome(),
        end=_end(talk),
        lead=debrief.lead(talk, others),
        shares=debrief.shares(talk.outcome()),
        rows=debrief.comparison(talk, before, others),
        picture=debrief.curve_of(talk).to_html(),
        persona=debrief.persona(talk),
    )


def what_if_title() -> str:
    """Return the heading of the what-if."""
    return _page("what_if_title.html")


def what_if_html(talk: Conversation, branch: Conversation, turn: int) -> str:
    """Return a what-if beside the talk it changes.

    Parameters
    ----------
    talk, branch
        Both finished.
    turn
        The reply that was changed.
    """
    acts = debrief.acts_in_words(branch.records[turn - 1].acts)
    pairs = zip(debrief.shares(talk.outcome()), debrief.shares(branch.outcome()), strict=True)
    return _page(
        "what_if.html",
        title=words("what_if")["result"].format(turn=turn, acts=acts),
        verdict=debrief.verdict(talk, branch),
        pairs=list(pairs),
        ends=[_end(talk), _end(branch)],
        outcomes=[talk.outcome(), branch.outcome()],
        yuan=debrief.yuan,
        change=debrief.change,
        picture=debrief.curve_of(talk, branch).to_html(),
        talks=[screen.lines(talk), screen.lines(branch)],
        changed=debrief.first_difference(talk, branch),
    )
