"""One customer answered by two arrangements of CLEAR, side by side, with the step of each reply."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from servicelab.data.resources import read_text
from servicelab.methods import Playbook
from servicelab.scenarios import Scenario
from servicelab.simulation import Conversation
from servicelab.widgets.clear_orders import ORIGINAL, Arrangement
from servicelab.widgets.clear_words import say
from servicelab.widgets.screen import chip
from servicelab.widgets.words import words


def stepwise(talk: Conversation, book: Playbook) -> list[str]:
    """Let a playbook hold a talk, and return the name of its step at each reply.

    Parameters
    ----------
    talk
        Not begun; finished afterwards, as by :func:`servicelab.simulation.converse`.
    book
        The playbook.

    Examples
    --------
    >>> talk = Conversation("heating_blocked_pipe", seed=7, customer=1)
    >>> stepwise(talk, ORIGINAL.playbook())[0], talk.finished
    ('控制', True)
    """
    player = book.begin()
    steps = []
    while not talk.finished:
        move = player.choose(talk.observed)
        if move is None:
            talk.close()
        else:
            steps.append(player.step_name)
            talk.play(move)
    return steps


def talk_of(
    case: Scenario, arrangement: Arrangement, customer: int, customer_type: str | None, seed: int
) -> dict[str, Any]:
    """Return a talk as what is shown of it: lines, and how it ended.

    Parameters
    ----------
    case, customer, customer_type, seed
        As for :class:`~servicelab.simulation.Conversation`.
    arrangement
        How CLEAR is played.
    """
    talk = Conversation(case, seed, customer, customer_type=customer_type)
    steps = stepwise(talk, arrangement.playbook())
    outcome = talk.outcome()
    return {
        "lines": _lines(talk, steps),
        "ending": outcome.ending,
        "word": words("endings")[outcome.ending],
        "outcome": say("talks")["outcome"].format(
            satisfaction=outcome.satisfaction, turns=int(outcome.turns)
        ),
    }


def _lines(talk: Conversation, steps: list[str]) -> list[dict[str, Any]]:
    say_talk = say("talks")
    shown: list[dict[str, Any]] = [_customer(talk.opening)]
    for record, step in zip(talk.records, steps, strict=True):
        who = say_talk["step"].format(turn=record.turn, step=step)
        chips = [chip(act) for act in record.acts]
        shown.append({"who": "agent", "name": who, "text": record.said, "chips": chips})
        shown.append(_customer(record.text))
    if talk.farewell is not None:
        shown.append(_customer(talk.farewell))
    return shown


def _customer(text: str) -> dict[str, Any]:
    return {"who": "customer", "name": say("talks")["customer"], "text": text, "chips": []}


def talks_html(
    case: Scenario, arrangement: Arrangement, customer: int, customer_type: str | None, seed: int
) -> str:
    """Return the talk of one customer under an arrangement beside the original's.

    Parameters
    ----------
    case, arrangement, customer, customer_type, seed
        As for :func:`talk_of`.

    Returns
    -------
    str
        HTML; what people said is escaped. Only one talk where the arrangement is the original.
    """
    shown = {"original": ORIGINAL} if arrangement == ORIGINAL else {}
    if not shown:
        shown = {"own": arrangement, "original": ORIGINAL}
    talks = {name: talk_of(case, one, customer, customer_type, seed) for name, one in shown.items()}
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
    return made.get_template("clear_talks.html")
