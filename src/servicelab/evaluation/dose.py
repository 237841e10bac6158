"""Methods at equal dose: the same amounts of each kind of work, only the order differs.

As written in the texts, one method simply does more than another, and a comparison measures how
much is done, not how well it is ordered. Here every method gets the same number of turns and the
same total of each kind of work, and keeps only its own order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from servicelab.methods.catalog import MethodError, resolve
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook, Step
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.parameters import Parameters, default_parameters
from servicelab.simulation.quantities import Work
from servicelab.simulation.work import work_of

TURNS = 6
REMEDIES = ("refund", "gift", "redo")
LAST = (*REMEDIES, "confirm")
"""What every method does in the last turn, so that its timing cannot make the difference."""


def at_equal_dose(
    methods: Sequence[str | Method],
    scenario: Scenario,
    *,
    turns: int = TURNS,
    parameters: Parameters | None = None,
) -> list[Playbook]:
    """Return playbooks that do equally much of everything, each in its own order.

    Parameters
    ----------
    methods
        Playbooks, two or more.
    scenario
        The case, which says what remedies amount to.
    turns
        Turns that each of them takes, 1 or more.
    parameters
        Numbers of the rule.

    Returns
    -------
    list of Playbook
        Under the same names. The total of each kind of work is the mean of the methods' own
        totals (every step once); remedies are the largest that one of them grants, and fall,
        like the closing question, on the last turn.

    Raises
    ------
    servicelab.methods.MethodError
        If a method is not a playbook.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> equal = at_equal_dose(["clear", "reactive"], load("heating_blocked_pipe"))
    >>> totals = [sum(step.work["relational"] for step in book.steps) for book in equal]
    >>> bool(abs(totals[0] - totals[1]) < 1e-12)
    True
    """
    p = parameters or default_parameters()
    books = [_playbook(method) for method in methods]
    works = [np.array([work_of(move, scenario, p) for move in book.moves]) for book in books]
    budget = np.mean([work.sum(axis=0) for work in works], axis=0)
    largest = np.max([work.max(axis=0) for work in works], axis=0)
    return [
        _rescheduled(book, _schedule(work, budget, largest, turns))
        for book, work in zip(books, works, strict=True)
    ]


def stretch(amounts: NDArray[np.float64], turns: int) -> NDArray[np.float64]:
    """Spread the work of a playbook's steps over a number of turns, in order.

    Parameters
    ----------
    amounts
        Shape (steps, kinds).
    turns
        Turns to fill; each step takes an equal share of the talk.

    Returns
    -------
    numpy.ndarray
        Shape (turns, kinds); the totals are unchanged.

    Examples
    --------
    >>> stretch(np.array([[2.0], [4.0]]), 4).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
    steps = len(amounts)
    marks = np.linspace(0.0, 1.0, turns + 1)
    done = np.vstack([np.zeros(amounts.shape[1]), np.cumsum(amounts, axis=0)])
    knots = np.linspace(0.0, 1.0, steps + 1)
    by_then = np.array([np.interp(marks, knots, column) for column in done.T])
    return np.diff(by_then, axis=1).T


def _schedule(
    work: NDArray[np.float64],
    budget: NDArray[np.float64],
    largest: NDArray[np.float64],
    turns: int,
) -> NDArray[np.float64]:
    spread = stretch(work, turns)
    totals = spread.sum(axis=0)
    even = np.full_like(spread, 1.0 / turns)
    shares = np.where(totals > 0, spread / np.where(totals > 0, totals, 1.0), even)
    schedule = shares * budget
    for kind in LAST:
        column = Work._fields.index(kind)
        schedule[:, column] = 0.0
        schedule[-1, column] = largest[column]
    return schedule


def _rescheduled(book: Playbook, schedule: NDArray[np.float64]) -> Playbook:
    turns = len(schedule)
    steps = []
    for turn, row in enumerate(schedule):
        source = book.steps[turn * len(book.steps) // turns]
        work = dict(zip(Work._fields, map(float, row), strict=True))
        steps.append(Step(source.name, source.acts, work=work))
    return Playbook.of(book.name, book.zh, *steps, origin=book.origin)


def _playbook(method: str | Method) -> Playbook:
    found = resolve(method)
    if not isinstance(found, Playbook):
        raise MethodError(
            f"方法 {found.name} 不是 Playbook，没有固定的步骤，不能按等量比较。按原样比较即可。"
        )
    return found
