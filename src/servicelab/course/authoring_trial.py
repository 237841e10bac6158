"""`servicelab scenario play`: a trial talk in the terminal, with plain text in and out.

No colours and no cursor movements, so that it looks the same in a console of Windows, in a pipe
and in a file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping

from servicelab.course.authoring import existing
from servicelab.course.authoring_words import given, percent, quoted, say, words
from servicelab.data.errors import ServicelabError
from servicelab.dialogue import ACTS, agent_line
from servicelab.methods import Observation, get
from servicelab.scenarios import (
    CustomerType,
    Difficulty,
    customer_types,
    difficulties,
    label,
    load,
)
from servicelab.simulation import Conversation, converse
from servicelab.simulation.conversation import laid_over
from servicelab.simulation.record import Record
from servicelab.simulation.replies import facts_told
from servicelab.simulation.work import not_allowed

_BLOCKS = 10  # the length of the bar of anger


class _Stop(Exception):
    """The author leaves, or there is nothing more to read."""


def main_play(
    file: str,
    kind: str | None = None,
    difficulty: str | None = None,
    method: str | None = None,
    seed: int = 7,
    customer: int = 0,
) -> int:
    """Hold a trial talk.

    Parameters
    ----------
    file
        A pack, ``pack#id`` or the id of a scenario that is shipped.
    kind, difficulty
        Type of customer and level of difficulty, id or Chinese name.
    method
        Who answers; whoever sits at the keyboard if none is given.
    seed, customer
        As for :class:`servicelab.simulation.Conversation`.

    Returns
    -------
    int
        0, however the talk ended.

    Raises
    ------
    ServicelabError
        If the scenario, the method, the type, the level or a number is none.
    """
    case = laid_over(load(existing(file)), _id_of(kind, customer_types()),
                     _id_of(difficulty, difficulties()))  # fmt: skip
    if method is not None:
        talk = converse(case, method, seed, customer)
        print(_head(talk))
        _show_opening(talk)
        for record in talk.records:
            print(say("play.method", zh=get(method).zh, text=record.said))
            _show(talk, record, typed=False)
        _show_end(talk, file, by_method=True)
        return 0
    talk = Conversation(case, seed, customer)
    print(_head(talk))
    print(say("play.how"))
    _show_opening(talk)
    try:
        Trial(talk).run()
    except _Stop as reason:
        print(reason)
        return 0
    except KeyboardInterrupt:
        print("\n" + say("play.stopped"))
        return 0
    _show_end(talk, file, by_method=False)
    return 0


def _id_of(
    name: str | None, known: Mapping[str, CustomerType] | Mapping[str, Difficulty]
) -> str | None:
    """Return the id of what is named by its id or its Chinese name."""
    return next((key for key, one in known.items() if one.zh == name), name)


def acts_named(names: Iterable[str]) -> list[str]:
    """Return the acts that an author means.

    Parameters
    ----------
    names
        Ids, Chinese names, or a part of one that only one act has.

    Raises
    ------
    ServicelabError
        If a name fits no act or several.

    Examples
    --------
    >>> acts_named(["退款", "fix", "共情"])
    ['refund', 'fix', 'empathise']
    """
    found = []
    for name in names:
        known = [one for one, act in ACTS.items() if name.lower() == one or name == act.zh]
        fitting = known or [one for one, act in ACTS.items() if name in act.zh]
        if len(fitting) != 1:
            several = "、".join(ACTS[one].zh for one in fitting)
            key = "play.acts_unclear" if fitting else "play.acts_unknown"
            raise ServicelabError(say(key, name=name, several=several))
        found += fitting
    return found


class Trial:
    """A talk that is typed line by line.

    Parameters
    ----------
    talk
        A talk whose opening has been shown.
    """

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self._does: dict[str, Callable[[], None]] = {
            "help": lambda: print(say("play.help")),
            "hint": self.hint,
            "acts": self.acts,
            "end": self.end,
            "quit": self.quit,
        }

    def run(self) -> None:
        """Read replies and commands until the talk is over."""
        while not self.talk.finished:
            line = _read()
            if line:
                self.take(line)

    def take(self, line: str) -> None:
        """Do what a line asks for: a command, acts behind a slash, or a reply."""
        command = line.lower().rstrip("。.!！")
        for name, ways in words("play.commands").items():
            if command.lstrip("/／") in ways:
                self._does[name]()
                return
        try:
            if line.startswith(("/", "／")):
                record = self.talk.act(*acts_named(re.split(r"[\s、，,/／]+", line[1:].strip())))
                print(say("play.agent", text=record.said))
                _show(self.talk, record, typed=False)
            else:
                _show(self.talk, self.talk.say(line), typed=True)
        except ServicelabError as error:
            print(f"      {error}")

    def hint(self) -> None:
        """Print what may help now, with an example in the case's own words."""
        acts = [name for name in suggested(self.talk.observed)
                if not not_allowed((name,), self.talk.scenario)]  # fmt: skip
        if not acts:
            print(say("play.hint_over"))
            return
        facts = self.talk.scenario.facts
        told = facts_told(self.talk.state.facts_known, len(facts))
        fact = facts[min(told, len(facts) - 1)]
        said = {record.said for record in self.talk.records}
        example = agent_line(acts, self.talk.scenario, said, 0.0, fact=fact)
        print(say("play.hint", acts="、".join(ACTS[name].zh for name in acts), text=example))

    def acts(self) -> None:
        """Print all acts, group by group."""
        for group, zh in words("play.groups").items():
            names = "、".join(act.zh for act in ACTS.values() if act.group == group)
            print(f"      {zh}：{names}")

    def end(self) -> None:
        """Let the customer judge what is on the table."""
        self.talk.close()
        print(say("play.customer", text=self.talk.farewell))

    def quit(self) -> None:
        """Leave; the talk doesn't count."""
        raise _Stop(say("play.stopped"))


def suggested(seen: Observation) -> tuple[str, ...]:
    """Return acts that fit what an agent sees: first the person, then the case, then the remedy.

    Parameters
    ----------
    seen
        The cues.

    Examples
    --------
    >>> suggested(Observation(0, 0.9, 1, 0, 0, 0))
    ('apologise', 'listen', 'empathise')
    >>> suggested(Observation(3, 0.2, 1, 0.9, 1, 1))
    ()
    """
    if seen.anger > 0.6:
        return ("listen", "empathise") if seen.turn else ("apologise", "listen", "empathise")
    if seen.facts_known < 0.6:
        return ("listen", "ask_fact")
    if seen.solved < 0.7:
        return ("fix", "commit") if seen.solved > 0.1 else ("explain", "fix", "replace")
    return ("compensate", "confirm") if seen.acceptance < 0.7 else ()


def _read() -> str:
    """Return the next line that was typed, without blanks around it."""
    if sys.stdin is None:
        raise _Stop(say("play.no_input"))
    try:
        line = input(words("play.prompt"))
    except (EOFError, ValueError):  # a closed stream is a ValueError
        raise _Stop("\n" + say("play.no_input")) from None
    line = line.replace("\ufeff", "").strip()
    if not sys.stdin.isatty():
        print(line)  # what comes through a pipe is not echoed by a terminal
    return line


def _head(talk: Conversation) -> str:
    case = talk.scenario
    types = customer_types()
    kind = types[case.customer_type].zh if case.customer_type else words("play.any_kind")
    lines = [
        say("play.head", title=case.title, industry=case.industry_zh,
            channel=label("channel", case.channel)),
        say("play.who", customer=talk.customer, kind=kind,
            level=difficulties()[case.difficulty].zh),
        say("play.failure", text=case.failure),
        say("play.promised", text=case.promised),
        say("play.given", text=given(case)),
        say("play.find_out", text="、".join(fact.label for fact in case.facts)),
    ]  # fmt: skip
    return "\n".join(lines)


def _show_opening(talk: Conversation) -> None:
    print("-" * 40)
    print(say("play.customer", text=talk.opening))
    print(_mood(talk.case.observe(talk.case.start(talk.persona, talk.customer), 0, talk.customer)))


def _show(talk: Conversation, record: Record, *, typed: bool) -> None:
    acts = "、".join(ACTS[name].zh for name in record.acts if name != "other")
    key = "play.acts" if typed else "play.chosen"
    print(say(key, acts=acts) if acts else say("play.no_acts"))
    if record.feedback:
        print(say("play.feedback", text=record.feedback))
    print(say("play.customer", text=record.text))
    if not record.finished:
        print(_mood(record.observed))


def _mood(seen: Observation) -> str:
    """Return the thermometer as a line of text."""
    anger = min(1.0, max(0.0, float(seen.anger)))
    filled = round(anger * _BLOCKS)
    word = next(mood["word"] for mood in words("play.moods") if anger < mood["below"])
    rest = say("play.rest", facts=percent(float(seen.facts_known)),
               solved=percent(float(seen.solved)))  # fmt: skip
    bar = "■" * filled + "□" * (_BLOCKS - filled)
    return say("play.mood", bar=bar, percent=percent(anger), word=word, rest=rest)


def _show_end(talk: Conversation, file: str, *, by_method: bool) -> None:
    outcome = talk.outcome()
    if by_method and talk.farewell:
        print(say("play.customer", text=talk.farewell))
    print("-" * 40)
    print(words("play.ended")[outcome.ending])
    print(say("play.outcome", turns=outcome.turns, cost=f"{outcome.cost:.0f}",
              satisfaction=f"{outcome.satisfaction:.2f}",
              loyalty=f"{outcome.loyalty:.2f}"))  # fmt: skip
    key = "play.again_method" if by_method else "play.again"
    print(say(key, next=talk.customer + 1, file=quoted(file)))
