"""The rules of recognition, as ``data/rules.yaml`` states them, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml


@dataclass(frozen=True)
class Context:
    """Words near a match that make it count or not count; ``where`` says how near."""

    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Rule:
    """One line of the rule file; ``rules.yaml`` explains the fields."""

    act: str
    pattern: re.Pattern[str]
    confidence: float
    reason: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    alone_with: tuple[str, ...] | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of the file.

    Examples
    --------
    >>> all(rule.reason for rule in rules())
    True
    """
    source = read_yaml("servicelab.dialogue", "data/rules.yaml")
    words = _expand_words(source["words"])
    return tuple(_rule(entry, words) for entry in source["rules"])


@cache
def contexts() -> dict[str, Context]:
    """Return the named contexts that rules refer to in ``when`` and ``unless``.

    Examples
    --------
    >>> contexts()["purpose"].where
    'before'
    """
    source = read_yaml("servicelab.dialogue", "data/rules.yaml")
    words = _expand_words(source["words"])
    return {
        name: Context(entry["where"], _compile(entry["pattern"], words))
        for name, entry in source["contexts"].items()
    }


def _rule(entry: dict[str, Any], words: dict[str, str]) -> Rule:
    alone = entry.get("alone_with")
    return Rule(
        act=entry["act"],
        pattern=_compile(entry["pattern"], words),
        confidence=float(entry["confidence"]),
        reason=entry["reason"],
        when=tuple(entry.get("when", ())),
        unless=tuple(entry.get("unless", ())),
        yields_to=tuple(entry.get("yields_to", ())),
        alone_with=None if alone is None else tuple(alone),
    )


def _expand_words(words: dict[str, str]) -> dict[str, str]:
    """A word list may use those above it, written in angle brackets."""
    expanded: dict[str, str] = {}
    for name, pattern in words.items():
        expanded[name] = f"(?:{_fill(pattern, expanded)})"
    return expanded


def _fill(pattern: str | list[str], words: dict[str, str]) -> str:
    joined = pattern if isinstance(pattern, str) else "|".join(pattern)
    # Patterns may be folded over several lines for reading; blanks mean nothing in them.
    return re.sub(r"<([a-z_]+)>", lambda m: words[m[1]], re.sub(r"\s+", "", joined))


def _compile(pattern: str | list[str], words: dict[str, str]) -> re.Pattern[str]:
    return re.compile(_fill(pattern, words))
