"""The books of lines: which templates there are for a trade, and who can be saying them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml

_PACKAGE = "servicelab.dialogue"
# Books that lie beside those of the trades.
_NO_TRADES = {"agent", "common", "customer_types", "once"}


def agent_phrases() -> Mapping[str, Sequence[str]]:
    """Return the agent's general phrases by act, acts in the order in which a reply says them."""
    book: Mapping[str, Sequence[str]] = read_yaml(_PACKAGE, "lines/agent.yaml")
    return book


def reaching_out() -> Sequence[str]:
    """Return the agent's greetings for getting in touch before any complaint."""
    lines: Sequence[str] = read_yaml(_PACKAGE, "lines/once.yaml")["reaching_out"]
    return lines


@cache
def own_templates(kind: str, industry: str, scenario_id: str | None) -> tuple[str, ...]:
    """Return the templates of a kind of line that fit one case alone.

    Parameters
    ----------
    kind, industry, scenario_id
        As for :func:`templates`.

    Returns
    -------
    tuple of str
        Those under every key of ``only`` that names the case; a key may name several.
    """
    groups = _book(industry).get("only", {})
    found = [line for key, group in groups.items() if scenario_id in key.split()
             for line in group.get(kind, [])]  # fmt: skip
    return tuple(dict.fromkeys(found))


@cache
def typed_templates(kind: str, customer_type: str) -> tuple[str, ...]:
    """Return the templates of a kind of line that only one kind of customer says, in any trade.

    Parameters
    ----------
    kind
        A kind of line.
    customer_type
        Such as ``"spoiled"``; one without lines of its own has none.
    """
    book = read_yaml(_PACKAGE, "lines/customer_types.yaml")
    return tuple(book.get(customer_type, {}).get(kind, []))


def sayable(industry: str, text: str, channel: str | None) -> bool:
    """Return whether a line can be said on a channel, going by the books' telling words.

    Parameters
    ----------
    industry
        The trade.
    text
        A template or a line.
    channel
        Such as ``"phone"``; None stands for any.

    Examples
    --------
    >>> sayable("bank", "我就在柜台前头站着。", None)
    True
    """
    return channel is None or all(
        channel in channels for word, channels in _channels(industry).items() if word in text
    )


@cache
def templates(kind: str, industry: str, scenario_id: str | None) -> tuple[str, ...]:
    """Return the templates of a kind of line: the case's, the trade's, then the common ones.

    Parameters
    ----------
    kind
        A kind that ``lines/common.yaml`` knows.
    industry
        A trade; one without a book has the common lines only.
    scenario_id
        The case, if its own lines are wanted.

    Returns
    -------
    tuple of str
        At least the common ones, each once.

    Examples
    --------
    >>> set(templates("doubt", "florist", None)) < set(templates("doubt", "heating", None))
    True
    """
    book = _book(industry)
    own = own_templates(kind, industry, scenario_id)
    common = {**read_yaml(_PACKAGE, "lines/common.yaml"), **read_yaml(_PACKAGE, "lines/once.yaml")}
    return tuple(dict.fromkeys([*own, *book.get(kind, []), *common[kind]]))


@cache
def speakers(industry: str, text: str) -> frozenset[str]:
    """Return who of a trade's speakers can say a text, going by the book's telling words.

    Parameters
    ----------
    industry
        The trade.
    text
        A template or a line.

    Returns
    -------
    frozenset of str
        Everyone, if no word gives the speaker away.

    Examples
    --------
    >>> sorted(speakers("heating", "房东让我找你们。"))
    ['tenant']
    """
    who = [names for word, names in _tells(industry).items() if word in text]
    return _everyone(industry).intersection(*who)


def speakers_left(industry: str, scenario_id: str | None, said: Collection[str]) -> frozenset[str]:
    """Return who can still be speaking after what was said; never empty.

    Parameters
    ----------
    industry, scenario_id
        The trade and the case, which may name a cast.
    said
        The customer's lines so far. Where two contradict each other, the first in the order of
        characters wins, so that the answer doesn't hang on the order of a set.

    Returns
    -------
    frozenset of str
        Names of speakers.

    Examples
    --------
    >>> sorted(speakers_left("heating", None, ["小店撑不住了。", "快点儿。"]))
    ['shopkeeper']
    """
    casts = _book(industry).get("cast", {})
    named = [who for key, who in casts.items() if scenario_id in key.split()]
    left = frozenset(named[0]) if named else _everyone(industry)
    for line in sorted(said):
        left = left & speakers(industry, line) or left
    return left


@cache
def _book(industry: str) -> Mapping[str, Any]:
    if industry in _NO_TRADES or not industry.isidentifier():
        return {}
    try:
        book: Mapping[str, Any] = read_yaml(_PACKAGE, f"lines/{industry}.yaml")
    except FileNotFoundError:
        return {}
    return book


@cache
def _tells(industry: str) -> Mapping[str, frozenset[str]]:
    return {word: frozenset(who) for word, who in _book(industry).get("said_by", {}).items()}


@cache
def _channels(industry: str) -> Mapping[str, frozenset[str]]:
    common = read_yaml(_PACKAGE, "lines/common.yaml").get("said_on", {})
    words = {**common, **_book(industry).get("said_on", {})}
    return {word: frozenset(channels) for word, channels in words.items()}


@cache
def _everyone(industry: str) -> frozenset[str]:
    # "anyone" stands for the customer who never gives himself away.
    return frozenset({"anyone"}).union(*_tells(industry).values())
