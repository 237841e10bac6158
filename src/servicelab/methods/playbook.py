"""Playbooks: methods that go through named steps, each until its condition is met.

The same playbook object answers one customer (:meth:`Playbook.choose`) and, as a table of
numbers, ten thousand at once (:class:`Plan` and :func:`advance`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from servicelab.data.errors import ServicelabError
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.methods.observation import Observation

NEVER = 99
MOST_TURNS = 98
"""Limit of turns in a step, and of returns: beyond the end of any talk."""


@dataclass(frozen=True)
class Until:
    """The cues that end a step; all that are given must be met.

    Parameters
    ----------
    anger_below, patience_below
        The step ends when the cue is at or below this level, 0…1.
    facts_above, solved_above, acceptance_above
        The step ends when the cue is at or above this level, 0…1.

    Examples
    --------
    >>> Until(anger_below=0.5).anger_below
    0.5
    """

    anger_below: float = 9.0
    patience_below: float = 9.0
    facts_above: float = -9.0
    solved_above: float = -9.0
    acceptance_above: float = -9.0


UNREACHABLE = Until(anger_below=-9.0)


@dataclass(frozen=True)
class Step:
    """One step of a playbook.

    Parameters
    ----------
    name
        The step's name in the words of the text it comes from.
    acts
        What the agent does in every turn of this step.
    until
        The cues that end it; without any, it takes all of its turns.
    at_most
        Turns after which it ends in any case, 1 or more.
    back_above
        If anger shows above this level when the step would end or go on, the talk returns to
        the step ``back_to``.
    back_to
        Index of the step to return to.
    work, deceptive
        As in :class:`~servicelab.methods.move.Move`.

    Examples
    --------
    >>> Step("倾听与理解", ("listen",), Until(anger_below=0.6), at_most=2).at_most
    2
    """

    name: str
    acts: tuple[str, ...]
    until: Until = Until()
    at_most: int = 1
    back_above: float = 9.0
    back_to: int = 0
    work: Mapping[str, float] | None = field(default=None, hash=False)
    deceptive: tuple[str, ...] = ()

    @property
    def ends(self) -> Until:
        """The cues that end it, where no cues given means none that could be met."""
        return UNREACHABLE if self.until == Until() else self.until


class Position(NamedTuple):
    """Where a talk stands in its playbook: step, turns spent in it, returns made so far."""

    step: Any
    stay: Any
    returns: Any


class Plan(NamedTuple):
    """A playbook as columns of numbers, one entry a step and one more for "finished"."""

    anger_below: Any
    patience_below: Any
    facts_above: Any
    solved_above: Any
    acceptance_above: Any
    at_most: Any
    back_above: Any
    back_to: Any
    returns_allowed: int
    shuffled: int  # number of steps among which chance chooses; 0 where they go in order
    shuffled_turns: int


def advance(plan: Plan, position: Position, seen: Observation) -> Position:
    """Return where the talk stands after the customer's answer.

    Written with comparisons and arithmetic only, so that the same lines serve one talk (plain
    numbers, columns as tuples) and a batch (arrays).

    Parameters
    ----------
    plan
        The playbook's columns.
    position
        Where the talk stood when the last move was made.
    seen
        The cues after the customer's answer.

    Returns
    -------
    Position
        The step to play now; the number of steps means that the playbook is finished.

    Examples
    --------
    >>> book = Playbook.of("demo", "演示", Step("一", ("listen",)), Step("二", ("fix",)))
    >>> advance(book.plan(), Position(0, 1, 0), Observation(1, 0.5, 1, 0, 0, 0)).step
    1
    """
    if plan.shuffled:
        return wander(plan, position, seen)
    step, stay, returns = position
    met = (
        (seen.anger <= plan.anger_below[step])
        & (seen.patience <= plan.patience_below[step])
        & (seen.facts_known >= plan.facts_above[step])
        & (seen.solved >= plan.solved_above[step])
        & (seen.acceptance >= plan.acceptance_above[step])
    )
    leaving = 1 * (met | (stay >= plan.at_most[step]))
    back = 1 * ((seen.anger > plan.back_above[step]) & (returns < plan.returns_allowed))
    onward = step + leaving * (1 - back)
    target = onward + back * (plan.back_to[step] - onward)
    moved = 1 - 1 * (target == step)
    return Position(target, stay * (1 - moved) + 1, returns + back)


def wander(plan: Plan, position: Position, seen: Observation) -> Position:
    """Return the next step of a shuffled playbook: any of its steps, by the agent's own coin.

    Parameters
    ----------
    plan, position, seen
        As for :func:`advance`.

    Returns
    -------
    Position
        ``stay`` counts the turns of the whole talk.
    """
    chosen = 0 * position.step
    for number in range(1, plan.shuffled):
        chosen = chosen + 1 * (seen.chance * plan.shuffled >= number)
    over = 1 * (position.stay >= plan.shuffled_turns)
    return Position(chosen + over * (plan.shuffled - chosen), position.stay + 1, position.returns)


class Playbook(Method):
    """A method given by its steps.

    Subclasses state ``name``, ``zh``, ``origin``, ``traits`` and ``steps``.

    Attributes
    ----------
    steps
        The steps in order.
    returns_allowed
        How often in a talk the playbook may go back to an earlier step.
    shuffled
        If true, every turn but the first plays a step chosen by chance.
    shuffled_turns
        Turns that a shuffled playbook takes.

    Examples
    --------
    >>> book = Playbook.of("demo", "演示", Step("听", ("listen",)), Step("办", ("fix",)))
    >>> player = book.begin()
    >>> seen = Observation(0, 0.5, 1.0, 0.0, 0.0, 0.0)
    >>> [player.choose(seen).acts, player.choose(seen).acts, player.choose(seen)]
    [('listen',), ('fix',), None]
    """

    steps: ClassVar[tuple[Step, ...]] = ()
    returns_allowed: ClassVar[int] = 1
    shuffled: ClassVar[bool] = False
    shuffled_turns: ClassVar[int] = 6
    position: Position | None = None

    @staticmethod
    def of(name: str, zh: str, *steps: Step, origin: str = "") -> Playbook:
        """Make a playbook without writing a class.

        Parameters
        ----------
        name, zh, origin
            As for :class:`~servicelab.methods.method.Method`.
        *steps
            The steps in order.

        Returns
        -------
        Playbook
            An instance of a class of its own.
        """
        body = {"name": name, "zh": zh, "origin": origin, "steps": steps}
        return type(name, (Playbook,), body)()  # type: ignore[no-any-return]

    def begin(self) -> Playbook:
        """Return a copy that stands before its first step."""
        player = copy.copy(self)
        player.position = None
        return player

    @property
    def compiles(self) -> bool:
        """Whether a batch may walk the steps itself: not if a subclass chooses in its own way."""
        own = type(self)
        return own.choose is Playbook.choose and own.begin is Playbook.begin

    @cached_property
    def columns(self) -> Plan:
        """The steps as columns for one talk."""
        return self.plan()

    def plan(self, column: Callable[[list[Any]], Any] = tuple) -> Plan:
        """Return the steps as columns.

        Parameters
        ----------
        column
            Makes a column of a list: ``tuple`` for one talk, ``numpy.array`` for a batch.

        Returns
        -------
        Plan
            Each column one longer than ``steps``; the last entry stays where it is.
        """
        self._require_sound_steps()
        untils = [step.ends for step in self.steps] + [UNREACHABLE]
        finished = len(self.steps)
        return Plan(
            anger_below=column([until.anger_below for until in untils]),
            patience_below=column([until.patience_below for until in untils]),
            facts_above=column([until.facts_above for until in untils]),
            solved_above=column([until.solved_above for until in untils]),
            acceptance_above=column([until.acceptance_above for until in untils]),
            at_most=column([step.at_most for step in self.steps] + [NEVER]),
            back_above=column([step.back_above for step in self.steps] + [9.0]),
            back_to=column([step.back_to for step in self.steps] + [finished]),
            returns_allowed=self.returns_allowed,
            shuffled=len(self.steps) if self.shuffled else 0,
            shuffled_turns=self.shuffled_turns,
        )

    def _require_sound_steps(self) -> None:
        if not self.steps:
            raise ServicelabError(f"方法 {self.name} 一个步骤也没有。steps 里至少写一个 Step。")
        for number, step in enumerate(self.steps, start=1):
            if not (
                _whole(step.at_most, 1, MOST_TURNS) and _whole(step.back_to, 0, len(self.steps) - 1)
            ):
                raise ServicelabError(
                    f"方法 {self.name} 的第 {number} 步写错了：at_most 要填 1 到 {MOST_TURNS} 的"
                    f"整数，back_to 要填 0 到 {len(self.steps) - 1} 的整数。"
                )
        if not (
            _whole(self.returns_allowed, 0, MOST_TURNS)
            and _whole(self.shuffled_turns, 1, MOST_TURNS)
        ):
            raise ServicelabError(
                f"方法 {self.name} 写错了：returns_allowed 要填 0 到 {MOST_TURNS} 的整数，"
                f"shuffled_turns 要填 1 到 {MOST_TURNS} 的整数。"
            )

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The move of each step, in order."""
        return tuple(Move(step.acts, step.work, step.deceptive) for step in self.steps)

    def choose(self, observation: Observation) -> Move | None:
        """Return the move of the step where the talk now stands, or None after the last."""
        if self.position is None:
            self.position = Position(0, 1, 0)
        else:
            self.position = advance(self.columns, self.position, observation)
        step = self.position.step
        return self.moves[step] if step < len(self.steps) else None

    @property
    def step_name(self) -> str:
        """Name of the step just played, in the words of the text."""
        if self.position is None or self.position.step >= len(self.steps):
            return ""
        return str(self.steps[self.position.step].name)


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def array_plan(playbook: Playbook) -> Plan:
    """Return the plan of a playbook with NumPy columns, for a batch.

    Parameters
    ----------
    playbook
        Any playbook.

    Returns
    -------
    Plan
        Columns of shape (steps + 1,).
    """
    return playbook.plan(np.array)
