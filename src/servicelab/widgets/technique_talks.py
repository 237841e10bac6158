"""One customer answered with and without response techniques, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from servicelab.data.resources import read_text
from servicelab.methods import Method, Playbook
from servicelab.methods.catalog import resolve
from servicelab.simulation import Conversation
from servicelab.simulation.conversation import laid_over
from servicelab.widgets.screen import chip
from servicelab.widgets.technique_effects import Crowd, with_techniques
from servicelab.widgets.technique_words import say
from servicelab.widgets.words import words


def stepwise(crowd: Crowd, method: Method, customer: int) -> tuple[Conversation, list[str]]:
    """Let a method hold a talk, and return it with the name of the step at each reply.

    Parameters
    ----------
    crowd
        The case and the luck.
    method
        A playbook.
    customer
        Number of the customer.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> talk, steps = stepwise(Crowd(load("courier_delay")), with_techniques("clear", []), 1)
    >>> steps[0], len(steps) == len(talk.records), talk.finished
    ('控制', True, True)
    """
    found = laid_over(crowd.case, crowd.customer_type, crowd.difficulty)
    met, case = method.facing(found)
    assert isinstance(met, Playbook)
    talk, player = Conversation(case, crowd.seed, customer), met.begin()
    steps: list[str] = []
    while not talk.finished:
        move = player.choose(talk.observed)
        if move is None:
            talk.close()
        else:
            steps.append(player.step_name)
            talk.play(move)
    return talk, steps


def talk_of(crowd: Crowd, method: Method, customer: int) -> dict[str, Any]:
    """Return a talk as what is shown of it: lines, and how it ended.

    Parameters
    ----------
    crowd, method, customer
        As for :func:`stepwise`.
    """
    talk, steps = stepwise(crowd, method, customer)
    outcome, words_here = talk.outcome(), say("talks")
    found = words_here["found"] if outcome.found_out else ""
    return {
        "lines": _lines(talk, steps),
        "ending": outcome.ending,
        "word": words("endings")[outcome.ending],
        "outcome": words_here["outcome"].format(
            satisfaction=outcome.satisfaction, turns=int(outcome.turns), found=found
        ),
    }


def _lines(talk: Conversation, steps: list[str]) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [_customer(talk.opening)]
    for record, step in zip(talk.records, steps, strict=True):
        key = "step" if step else "step_without_name"
        who = say("talks")[key].format(turn=record.turn, step=step)
        chips = [chip(act) for act in record.acts]
        shown.append({"who": "agent", "name": who, "text": record.said, "chips": chips})
        shown.append(_customer(record.text))
    if talk.farewell is not None:
        shown.append(_customer(talk.farewell))
    return shown


def _customer(text: str) -> dict[str, Any]:
    return {"who": "customer", "name": say("talks")["customer"], "text": text, "chips": []}


def talks_html(crowd: Crowd, method: str | Method, names: Sequence[str], customer: int) -> str:
    """Return the talk of one customer with techniques beside the one without.

    Parameters
    ----------
    crowd, customer
        As for :func:`stepwise`.
    method
        Id or method.
    names
        Of the techniques; without any there is one talk.

    Returns
    -------
    str
        HTML; what people said is escaped.
    """
    plain = resolve(method)
    shown = {"own": with_techniques(method, names), "original": plain}
    if not names:
        shown.pop("own")
    talks = {name: talk_of(crowd, one, customer) for name, one in shown.items()}
    return _template().render(say=say("talks"), talks=talks, customer=customer)


@cache
def _template() -> Template:
    made = Environment(
        loader=FunctionLoader(lambda name: read_text("servicelab.widgets", f"static/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("technique_talks.html")
