"""Methods at equal dose: the same amounts of each kind of work, only the order differs.

As written in the texts, one method simply does more than another, and a comparison measures how
much is done, not how well it is ordered. Here every method gets the same number of turns and the
same total of each kind of work, and keeps only its own order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from servicelab.data.arguments import whole_number
from servicelab.methods.catalog import MethodError, resolve
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook, Step
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.parameters import resolve as resolve_parameters
from servicelab.simulation.quantities import Work
from servicelab.simulation.work import work_of

TURNS = 6
REMEDIES = ("refund", "gift", "redo")
EFFORT = ("relational", "asking", "solving", "informing")
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
        totals (every step once), and every turn takes the same effort; remedies are the largest
        that one of them grants, and fall, like the closing question, on the last turn.

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
    p = resolve_parameters(parameters)
    turns = whole_number("turns", turns, least=1)
    books = [_playbook(method) for method in methods]
    works = [np.array([work_of(move, scenario, p) for move in book.moves]) for book in books]
    budget = np.mean([work.sum(axis=0) for work in works], axis=0)
    largest = np.max([work.max(axis=0) for work in works], axis=0)
    return [
        _rescheduled(book, _schedule(work, budget, largest, turns))
        for book, work in zip(books, works, strict=True)
    ]


def stretch(
    amounts: NDArray[np.float64], turns: int, lengths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Spread the work of a playbook's steps over a number of turns, in order.

    Parameters
    ----------
    amounts
        Shape (steps, kinds).
    turns
        Turns to fill.
    lengths
        Share of the talk that each step takes, shape (steps,); only their ratios count.

    Returns
    -------
    numpy.ndarray
        Shape (turns, kinds); the totals are unchanged.

    Examples
    --------
    >>> stretch(np.array([[2.0], [4.0]]), 4, np.array([1.0, 1.0])).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
    marks = np.linspace(0.0, 1.0, turns + 1)
    done = np.vstack([np.zeros(amounts.shape[1]), np.cumsum(amounts, axis=0)])
    knots = np.concatenate([[0.0], np.cumsum(lengths) / lengths.sum()])
    knots[-1] = 1.0
    by_then = np.array([np.interp(marks, knots, column) for column in done.T])
    return np.diff(by_then, axis=1).T


def _schedule(
    work: NDArray[np.float64],
    budget: NDArray[np.float64],
    largest: NDArray[np.float64],
    turns: int,
) -> NDArray[np.float64]:
    totals = work.sum(axis=0)
    even = np.full_like(work, 1.0 / len(work))
    shares = np.where(totals > 0, work / np.where(totals > 0, totals, 1.0), even)
    scaled = shares * budget
    effort = scaled[:, [Work._fields.index(kind) for kind in EFFORT]].sum(axis=1)
    # Steps are as long as they are laborious, so that every turn asks for the same attention:
    # else a method whose steps happen to fit the turns would win by that alone.
    schedule = stretch(scaled, turns, effort if effort.sum() > 0 else np.ones(len(work)))
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
