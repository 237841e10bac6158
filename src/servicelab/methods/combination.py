"""A method together with response techniques."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.methods.observation import Observation
from servicelab.methods.playbook import Playbook, Step
from servicelab.methods.technique import Technique
from servicelab.scenarios.scenario import Scenario


def combined(method: Method, techniques: Sequence[Technique]) -> Method:
    """Return a method with techniques.

    Parameters
    ----------
    method
        Any method.
    techniques
        One or more, applied in order.

    Returns
    -------
    Method
        A playbook if the method walks its steps in order, so that it runs in blocks; else one
        that plays turn by turn. Both make the same moves.
    """
    body = {
        "name": "+".join([method.name, *(technique.label for technique in techniques)]),
        "zh": "＋".join([method.zh, *(technique.zh for technique in techniques)]),
        "origin": "; ".join([method.origin, *(technique.origin for technique in techniques)]),
        "traits": method.traits,
        "base": method,
        "techniques": tuple(techniques),
    }
    if isinstance(method, Playbook) and method.compiles and not method.shuffled:
        body |= {"steps": _steps(method, techniques), "returns_allowed": method.returns_allowed}
        return type("Combined", (Combined,), body)()  # type: ignore[no-any-return]
    return type("Accompanied", (Accompanied,), body)()  # type: ignore[no-any-return]


def _steps(method: Playbook, techniques: Sequence[Technique]) -> tuple[Step, ...]:
    first, last = _around(techniques)
    own = [replace(step, back_to=step.back_to + len(first)) for step in method.steps]
    for technique in techniques:
        own = [_dressed(step, technique) for step in own]
    if first:
        own = [replace(step, acts=_without_greeting(step.acts)) for step in own]
    return (*first, *own, *last)


def _around(techniques: Sequence[Technique]) -> tuple[list[Step], list[Step]]:
    """Return the steps that techniques bring before a method's first and after its last."""
    first = [_marked(step, technique) for technique in techniques for step in technique.first]
    last = [_marked(step, technique) for technique in techniques for step in technique.last]
    return first, last


def _without_greeting(acts: Sequence[str]) -> tuple[str, ...]:
    """Return acts without the greeting: whoever has begun to talk does not greet again."""
    return tuple(act for act in acts if act != "greet") or tuple(acts)


def _dressed(step: Step, technique: Technique) -> Step:
    return _marked(replace(step, acts=technique.dressed(step.acts)), technique)


def _marked(step: Step, technique: Technique) -> Step:
    return replace(step, deceptive=(*step.deceptive, *_untrue(technique, step.acts)))


def _untrue(technique: Technique, acts: Sequence[str]) -> tuple[str, ...]:
    return tuple(act for act in technique.deceptive if act in acts)


def _meet(self: Combined | Accompanied, scenario: Scenario) -> tuple[Method, Scenario]:
    fitting = [technique for technique in self.techniques if technique.fits(scenario)]
    method, case = self.base.facing(scenario)
    if method is self.base and len(fitting) == len(self.techniques):
        return self, case
    return (combined(method, fitting) if fitting else method), case


class Combined(Playbook):
    """A playbook whose steps techniques have changed."""

    base: ClassVar[Playbook]
    techniques: ClassVar[tuple[Technique, ...]]

    def facing(self, scenario: Scenario) -> tuple[Method, Scenario]:
        """Return the method with those techniques that fit the case."""
        return _meet(self, scenario)


class Accompanied(Method):
    """A method that chooses in its own way, with techniques around and in its moves."""

    base: ClassVar[Method]
    techniques: ClassVar[tuple[Technique, ...]]

    def facing(self, scenario: Scenario) -> tuple[Method, Scenario]:
        """Return the method with those techniques that fit the case."""
        return _meet(self, scenario)

    def begin(self) -> Accompanied:
        """Return a copy that stands before the first word."""
        player = type(self)()
        first, last = _around(self.techniques)
        player._begun = bool(first)
        player._parts = [_part(first), self.base.begin(), _part(last)]
        return player

    _parts: list[Method | None]
    _begun: bool  # a technique has spoken the first words

    def choose(self, observation: Observation) -> Move | None:
        """Return the next move of the part that is being played, or None after the last."""
        while self._parts:
            part = self._parts[0]
            move = part.choose(observation) if part is not None else None
            if move is not None:
                return self._dress(move) if len(self._parts) == 2 else move
            self._parts.pop(0)
        return None

    def _dress(self, move: Move) -> Move:
        for technique in self.techniques:
            acts = technique.dressed(move.acts)
            acts = _without_greeting(acts) if self._begun else acts
            untrue = (*move.deceptive, *_untrue(technique, acts))
            move = Move(acts, move.work, untrue)
        return move


def _part(steps: Sequence[Step]) -> Playbook | None:
    return Playbook.of("part", "", *steps).begin() if steps else None
