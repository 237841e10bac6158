"""From acts and moods to Chinese: the lines a customer says and the reply an agent gives.

Text only dresses what the rule has decided and never feeds back into numbers. All words stand in
``lines/*.yaml``; this module only chooses among them. A choice depends on its arguments alone, so
the same talk replayed says the same words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from math import prod
from typing import Protocol

from servicelab.dialogue.phrasebook import (
    agent_phrases,
    own_templates,
    sayable,
    speakers,
    speakers_left,
    templates,
    typed_templates,
)

LINE_KINDS: tuple[str, ...] = (
    "furious",
    "angry",
    "upset",
    "calm",
    "softening",
    "rebuke",
    "answer",
    "answer_angry",
    "answer_calm",
    "impatient",
    "ask_solution",
    "doubt",
    "weigh",
    "reask",
    "accept",
    "leave",
    "escalate",
)

ONCE: tuple[str, ...] = ("first_contact", "found_out")
"""Kinds of line that come once in a talk at most."""

_TYPED = 0.5
"""Share of the lines that are the kind of customer's own, as long as one fits."""
_OWN = 0.6
"""Share of the rest that are the case's own."""

_ENDS = "。！？…”"
_GREETING = re.compile(r"^(?:您好|你好|亲)[，,！!。]+")


class Asking(Protocol):
    """A fact that is still to be found out; only its question matters here."""

    @property
    def ask(self) -> str:
        """The question that finds it out."""


class Case(Protocol):
    """What is needed of a scenario: its agent's own words, by act."""

    @property
    def agent(self) -> Mapping[str, Sequence[str]]:
        """Phrases by act; acts without words of their own are left out."""


def customer_line(
    kind: str,
    industry: str,
    used: Collection[str],
    u: float,
    *,
    scenario_id: str | None = None,
    channel: str | None = None,
    customer_type: str = "",
    **slots: str,
) -> str:
    """Return what a customer says next.

    Parameters
    ----------
    kind
        One of ``LINE_KINDS`` or ``ONCE``.
    industry
        Trade whose own lines are used beside the common ones; one without lines has the common.
    used
        What this customer has said so far, the opening included. It keeps the talk free of
        repeats, and to one speaker: who has spoken of a wife is not an old lady later on.
    u
        Luck in [0, 1): which of the fitting lines.
    scenario_id
        Adds the lines that fit only this case, and prefers them.
    channel
        Leaves out the lines that cannot be said there; None keeps all.
    customer_type
        Adds the lines that only such a customer says, and prefers them.
    **slots
        Texts for the slots of a line; the answers need ``fact``, a short clause.

    Returns
    -------
    str
        A line that has not been said, as long as there is one.

    Raises
    ------
    ValueError
        If the kind is unknown or an answer has no ``fact``.

    Examples
    --------
    >>> customer_line("answer_calm", "florist", (), 0.0, fact="三号下午办的。")
    '嗯，好，三号下午办的。'
    >>> said = ("嗯，好，三号下午办的。",)
    >>> customer_line("answer_calm", "florist", said, 0.0, fact="在东门支行。")
    '当然可以，在东门支行。'
    """
    if kind not in LINE_KINDS + ONCE:
        kinds = ", ".join(LINE_KINDS + ONCE)
        raise ValueError(f"unknown kind of line {kind!r}; the kinds are {kinds}")
    left = speakers_left(industry, scenario_id, used)

    def fitting(lines: Iterable[str]) -> list[str]:
        return [
            line
            for line in lines
            if left & speakers(industry, line) and sayable(industry, line, channel)
        ]

    typed = fitting(typed_templates(kind, customer_type))
    own = fitting(own_templates(kind, industry, scenario_id))
    every = typed + fitting(templates(kind, industry, scenario_id))
    choice, v = _preferred([(_TYPED, typed), (_OWN, own)], every, used, slots, u)
    return _fill(choice[int(v * len(choice))], slots)


def _preferred(
    groups: Iterable[tuple[float, Sequence[str]]],
    every: Sequence[str],
    used: Collection[str],
    slots: Mapping[str, str],
    u: float,
) -> tuple[Sequence[str], float]:
    """Return the lines to choose from, and the luck that is left for choosing among them."""

    def unsaid(lines: Iterable[str]) -> list[str]:
        return [line for line in lines if _fill(line, slots) not in used]

    def heard_first(lines: Iterable[str]) -> list[str]:
        return [line for line in unsaid(lines) if not _was_said(line, used)]

    for share, lines in groups:
        fresh = heard_first(lines)
        if fresh and u < share:
            return fresh, u / share
        if fresh:
            u = (u - share) / (1.0 - share)
    return heard_first(every) or unsaid(every) or every, u


def agent_line(
    acts: Iterable[str],
    scenario: Case,
    used: Collection[str],
    u: float,
    fact: Asking | None = None,
) -> str:
    """Return a reply that dresses these acts, in the order in which one would say them.

    Parameters
    ----------
    acts
        Ids of acts, in any order; none at all gives a bare acknowledgement.
    scenario
        The case; its own phrases come before the general ones.
    used
        The agent's replies so far.
    u
        Luck in [0, 1): which wording.
    fact
        What ``ask_fact`` asks for.

    Returns
    -------
    str
        One or more whole sentences, not among ``used`` as long as any wording is left.

    Raises
    ------
    ValueError
        If an act is unknown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> case = SimpleNamespace(agent={"commit": ["今晚八点前师傅到您家"]})
    >>> agent_line(["commit", "greet", "own"], case, (), 0.0)
    '您好，这件事责任在我们。今晚八点前师傅到您家。'
    """
    choices = [_fresh_phrases(act, scenario, used, fact) for act in _in_order(acts)]
    start = int(u * prod(len(phrases) for phrases in choices))
    for step in range(len(used) + 1):
        line = _join(_combination(choices, start + step))
        if line not in used:
            break
    return line


@cache
def _shape(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{\w+\}", template)
    return re.compile(".+".join(map(re.escape, pieces)), re.DOTALL)


def _was_said(template: str, used: Collection[str]) -> bool:
    return any(_shape(template).fullmatch(line) for line in used)


def _fill(template: str, slots: Mapping[str, str]) -> str:
    text = template
    for name in re.findall(r"\{(\w+)\}", template):
        if name not in slots:
            raise ValueError(f"the line {template!r} needs a text for {name!r}")
        clause = slots[name].strip().rstrip("。，；！.,;!")
        text = text.replace(f"{{{name}}}", clause)
    # A fact that ends in a question keeps its own mark only.
    return re.sub(r"？[。，！]", "？", text) if text != template else text


def _in_order(acts: Iterable[str]) -> list[str]:
    order = list(agent_phrases())
    wanted = set(acts) or {"other"}
    unknown = wanted.difference(order)
    if unknown:
        raise ValueError(f"unknown acts: {', '.join(sorted(unknown))}")
    return sorted(wanted, key=order.index)


def _fresh_phrases(
    act: str, scenario: Case, used: Collection[str], fact: Asking | None
) -> Sequence[str]:
    """The act's phrases not yet said: the case's own before the general ones."""
    if act == "ask_fact" and fact is not None:
        own, general = _questions(fact.ask, used), _questions(fact.ask, ())
    else:
        own = list(scenario.agent.get(act, ()))
        general = [phrase for phrase in agent_phrases()[act] if "{ask}" not in phrase]
    for phrases in (own, general):
        fresh = [p for p in phrases if not any(_core(p) in line for line in used)]
        if fresh:
            return fresh
    return own + general


def _questions(ask: str, used: Collection[str]) -> list[str]:
    """The question in every frame whose lead-in has not been heard."""
    # Behind a lead-in, a second 请问 would be one courtesy too many.
    inner = ask.strip().removeprefix("请问").lstrip("，,")
    questions = []
    for frame in agent_phrases()["ask_fact"]:
        lead, slot, _ = frame.partition("{ask}")
        if slot and not any(lead and lead in line for line in used):
            questions.append(lead + inner if lead else ask)
    return questions


def _core(phrase: str) -> str:
    text = _tidy(phrase)
    return _GREETING.sub("", text).rstrip("。，！？；.,;") or text


def _combination(choices: Sequence[Sequence[str]], number: int) -> list[str]:
    """Return the phrases of one of all possible replies, counted as a mixed-radix number."""
    parts = []
    for options in reversed(choices):
        number, position = divmod(number, len(options))
        parts.append(options[position])
    return parts[::-1]


def _join(parts: Sequence[str]) -> str:
    first, *rest = map(_tidy, parts)
    texts = [first, *(_GREETING.sub("", text) for text in rest)]
    line = "".join(_ended(text) for text in texts if text)
    return line.rstrip("，") + "。" if line.endswith("，") else line


def _tidy(phrase: str) -> str:
    return phrase.strip().replace("?", "？").replace("!", "！")


def _ended(text: str) -> str:
    return text if text.endswith((*_ENDS, "，")) else text.rstrip("；;.,") + "。"
