"""From Chinese text to acts, by rules that anybody can read in ``data/rules.yaml``.

No model, no weights: a rule is a pattern, the situations in which it holds, a confidence and the
reason for it. A learner who doubts a result can look up the very line that produced it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from servicelab.dialogue.rules import Rule, contexts, rules

# Spans and contexts are cut here, so that one endless sentence costs no more than many short ones.
_REACH = 40
_LONGEST_SPAN = 120


@dataclass(frozen=True)
class Recognised:
    """An act found in a text.

    Attributes
    ----------
    act
        Id of the act.
    span
        Where the words that triggered it stand: first position and the one after the last.
    confidence
        How far the rule can be trusted, above 0 and at most 1.
    words
        The triggering words themselves, as written.
    """

    act: str
    span: tuple[int, int]
    confidence: float
    words: str


@dataclass(frozen=True)
class _Match:
    rule: Rule
    start: int
    end: int
    clause: int


def recognise(text: str) -> list[Recognised]:
    """Find the acts in one reply.

    Parameters
    ----------
    text
        Any string; what isn't Chinese is simply not recognised.

    Returns
    -------
    list of Recognised
        In the order of the text, at most one of an act in a clause; empty when no rule holds.
        The act ``other`` is never returned.

    Examples
    --------
    >>> [found.act for found in recognise("非常抱歉，今晚八点前师傅一定上门。")]
    ['apologise', 'commit']
    >>> recognise("不是我们的责任。")[0].act
    'deny'
    >>> recognise("")
    []
    """
    turn = _Text(text)
    kept = _best_per_clause(_standing(_undisputed(list(_raw(turn)))))
    return sorted((_recognised(match, turn) for match in kept), key=lambda one: (one.span, one.act))


class _Text:
    """A reply made uniform, with its clauses and sentences and the way back to the original."""

    def __init__(self, text: str) -> None:
        self.original = text
        uniform = _uniform(text)
        dropped = {m.start() for m in re.finditer(r" ", uniform)}
        self.position = [i for i in range(len(uniform)) if i not in dropped]
        self.plain = uniform.replace(" ", "")
        self.clauses = [0, *(m.end() for m in re.finditer(r"[,:。!?;~\n]+", self.plain))]
        self.sentences = [0, *(m.end() for m in re.finditer(r"[。!?;~\n]+", self.plain))]
        self._seen: dict[str, bool] = {}

    def holds(self, name: str, start: int, end: int) -> bool:
        """Tell whether a named context holds for the match from start to end."""
        context = contexts()[name]
        if context.where == "turn":
            if name not in self._seen:
                self._seen[name] = context.pattern.search(self.plain) is not None
            return self._seen[name]
        left, right = self._window(context.where, start, end)
        return context.pattern.search(self.plain[left:right]) is not None

    def _window(self, where: str, start: int, end: int) -> tuple[int, int]:
        marks = self.sentences if where == "sentence" else self.clauses
        left = marks[bisect_right(marks, start) - 1]
        after = bisect_left(marks, end)
        right = marks[after] if after < len(marks) else len(self.plain)
        left, right = max(left, start - _REACH), min(right, end + _REACH)
        return {"before": (left, start), "after": (end, right)}.get(where, (left, right))


_SAME_LENGTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    | {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    | {"你": "您", "妳": "您", "咱": "我", "\u3000": " ", "\t": " ", "\r": "\n", "…": "。"}
)

_EMOTICON = re.compile(r"\[[\u4e00-\u9fff]{1,3}\](?<!\[手机号\])(?<!\[证件号\])(?<!\[长数字\])")
_BLANK = re.compile(r"(@\S{1,20} +)|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def _uniform(text: str) -> str:
    text = text.translate(_SAME_LENGTH)
    # "[微笑]" is a face, not a word; it parts sentences as "~" does.
    text = re.sub(_EMOTICON, lambda found: "~" * len(found[0]), text)
    # A full stop typed as "." ends a sentence, the one in "1.3" or a web address doesn't.
    text = re.sub(r"(?<![0-9a-z])\.|\.(?![0-9a-z])", "。", text)
    # People in chats part their clauses with blanks; the one after @name only ends the name.
    return re.sub(_BLANK, lambda found: found[1] or ",", text)


def _raw(turn: _Text) -> Iterator[_Match]:
    for rule in rules():
        for found in rule.pattern.finditer(turn.plain):
            start, end = found.span()
            if end == start:
                continue
            if all(turn.holds(name, start, end) for name in rule.when) and not any(
                turn.holds(name, start, end) for name in rule.unless
            ):
                yield _Match(rule, start, end, bisect_right(turn.clauses, start))


def _undisputed(matches: list[_Match]) -> list[_Match]:
    """Drop a match that overlaps one of an act which its rule gives way to."""
    by_act: dict[str, list[_Match]] = {}
    for match in sorted(matches, key=lambda m: m.start):
        by_act.setdefault(match.rule.act, []).append(match)
    return [match for match in matches if not _yields(match, by_act)]


def _yields(match: _Match, by_act: dict[str, list[_Match]]) -> bool:
    for act in match.rule.yields_to:
        others = by_act.get(act, [])
        first = bisect_left(others, match.start - _LONGEST_SPAN, key=lambda m: m.start)
        last = bisect_left(others, match.end, key=lambda m: m.start)
        if any(other.end > match.start for other in others[first:last]):
            return True
    return False


def _best_per_clause(matches: list[_Match]) -> list[_Match]:
    best: dict[tuple[str, int], _Match] = {}
    for match in matches:
        key = (match.rule.act, match.clause)
        if key not in best or best[key].rule.confidence < match.rule.confidence:
            best[key] = match
    return list(best.values())


def _recognised(match: _Match, turn: _Text) -> Recognised:
    start, end = turn.position[match.start], turn.position[match.end - 1] + 1
    return Recognised(match.rule.act, (start, end), match.rule.confidence, turn.original[start:end])


def _standing(matches: list[_Match]) -> list[_Match]:
    """Drop a match whose rule asks to be alone in a reply that holds more."""
    standing = [match for match in matches if match.rule.alone_with is None]
    acts = {match.rule.act for match in standing}
    for match in matches:  # in the order of the rules, so an earlier one can shut out a later one
        if match.rule.alone_with is not None and acts <= {*match.rule.alone_with, match.rule.act}:
            standing.append(match)
            acts.add(match.rule.act)
    return standing
