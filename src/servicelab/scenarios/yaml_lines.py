"""Reading YAML while remembering on which line every value stood.

The text is taken event by event instead of through a loader, because a message for an author needs
lines, a key written twice must not vanish, and aliases (which can blow a small file up to
gigabytes) must be refused before anything is built. Every scalar stays text: `no`, `1_000` and
dates mean what they say, and numbers are read by the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from servicelab.data.resources import read_yaml
from servicelab.scenarios.refusal import Problem, Steps

DEEPEST = 12  # a pack needs 6 levels; more is a mistake or an attack on the stack
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_TAB_INDENT = re.compile(r"^ *\t")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HINTS = (
    (re.compile(r"^\s*-?\s*[\w-]+："), "full_width_colon"),
    (re.compile(r"^[ -]*\u3000"), "full_width_space"),
    (re.compile(r"^\s*-[^\s-]"), "no_space_after_dash"),
    (re.compile(r"^\s*-?\s*[\w-]+:[^\s:]"), "no_space"),
)


@dataclass
class Reading:
    """What stood in a file: plain data, the line of every value, and what was wrong on the way."""

    data: Any = None
    lines: dict[Steps, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, steps: Steps) -> int | None:
        """Return the line (from 1) of a value, or of the nearest thing that holds it."""
        for length in range(len(steps), -1, -1):
            if steps[:length] in self.lines:
                return self.lines[steps[:length]]
        return None


class _Stop(Exception):
    """Nothing after this problem can be read."""


class _Builder:
    def __init__(self, events: Iterator[Event]) -> None:
        self.events = events
        self.reading = Reading()

    def stop(self, event: Event, message: str, **slots: object) -> _Stop:
        self.reading.problems.append(Problem(_line(event), (), _say(message, **slots)))
        return _Stop()

    def document(self) -> None:
        started = False
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if started:
                    raise self.stop(event, "documents")
                started = True
                self.reading.data = self.value(next(self.events), ())

    def value(self, event: Event, steps: Steps) -> Any:
        self.reading.lines.setdefault(steps, _line(event))
        if isinstance(event, AliasEvent):
            raise self.stop(event, "alias", anchor=event.anchor)
        if getattr(event, "tag", None):
            raise self.stop(event, "tag")
        if len(steps) > DEEPEST:
            raise self.stop(event, "too_deep", deepest=DEEPEST)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(steps)
        if isinstance(event, MappingStartEvent):
            return self.mapping(steps)
        return event.value if isinstance(event, ScalarEvent) else None

    def sequence(self, steps: Steps) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.value(event, (*steps, len(items))))
        return items

    def mapping(self, steps: Steps) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self.stop(event, "not_a_name")
            self.entry(event, entries, steps)
        return entries

    def entry(self, key: ScalarEvent, entries: dict[str, Any], steps: Steps) -> None:
        here = (*steps, key.value)
        if key.value in entries:
            message = _say("repeated_key", line=self.reading.lines[here])
            self.reading.problems.append(Problem(_line(key), here, message))
            # Read and dropped: its lines must not take the place of the first one's.
            here = (*steps, f"{key.value} (again, line {_line(key)})")
            self.value(next(self.events), here)
            return
        self.reading.lines[here] = _line(key)
        entries[key.value] = self.value(next(self.events), here)


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _say(message: str, **slots: object) -> str:
    text: str = read_yaml("servicelab.scenarios", "data/messages.yaml")[message]
    return text.format_map(slots)


def read_lines(text: str) -> Reading:
    r"""Read YAML into plain data of dicts, lists and texts, with the line of every value.

    Parameters
    ----------
    text
        The whole file.

    Returns
    -------
    Reading
        `problems` is empty if everything could be read. After a mistake of form the data stop
        short; keys written twice keep their first value.

    Examples
    --------
    >>> reading = read_lines("a: 1\nb:\n  - x\n")
    >>> reading.data, reading.lines[("b", 0)]
    ({'a': '1', 'b': ['x']}, 3)
    """
    blocked = _unreadable(text)
    if blocked:
        return Reading(problems=blocked)
    builder = _Builder(iter(yaml.parse(text, Loader=LOADER)))
    try:
        builder.document()
    except _Stop:
        builder.reading.data = None
    except yaml.YAMLError as error:
        return Reading(problems=[_malformed(error, text)])
    return builder.reading


def _unreadable(text: str) -> list[Problem]:
    control = _CONTROL.search(text)
    if control:
        number = text.count("\n", 0, control.start()) + 1
        return [Problem(number, (), _say("control"))]
    tabbed = [n for n, line in enumerate(text.splitlines(), 1) if _TAB_INDENT.match(line)]
    if not tabbed:
        return []
    named = "、".join(str(number) for number in tabbed[:10])
    message = "tab" if len(tabbed) <= 10 else "tabs"
    return [Problem(None, (), _say(message, lines=named, count=len(tabbed)))]


def _malformed(error: yaml.YAMLError, text: str) -> Problem:
    spoken = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    rules = read_yaml("servicelab.scenarios", "data/yaml_errors.yaml")
    rule = next(rule for rule in rules if rule["when"] in spoken)
    mark = getattr(error, "context_mark" if rule.get("at") == "start" else "problem_mark", None)
    lines = text.splitlines()
    number = min(mark.line + 1, max(len(lines), 1)) if mark else None
    return Problem(number, (), rule["say"] + _hint(lines, number))


def _hint(lines: list[str], number: int | None) -> str:
    # The parser often notices a mistake one line late, so the line before is looked at too.
    for near_by in (number, (number or 0) - 1):
        if not near_by or not 0 < near_by <= len(lines):
            continue
        line = lines[near_by - 1]
        for pattern, hint in _HINTS:
            if pattern.search(line):
                return _say("see_line", line=near_by, text=line.strip()[:30], hint=_say(hint))
    return ""
