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
from servicelab.simulation.rule import effort
from servicelab.simulation.work import work_of

TURNS = 6
LAST = ("refund", "gift", "later", "redo", "confirm")
"""What every method does in the last turn, so that its timing cannot make the difference."""


def at_equal_dose(
    methods: Sequence[str | Method],
    scenario: Scenario,
    *,
    turns: int = TURNS,
    parameters: Parameters | None = None,
) -> list[Playbook]:
    """Return playbooks that do equally much of everything, each in its own order.

    Baselines can be brought to equal dose like any playbook, but that is seldom wanted: they
    stand for leaving some work out, and here they are given the others' share of it.

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
        totals (every step once), and every turn takes the same effort; remedies, now or for
        later, are the largest that one of them grants, and fall, like the closing question, on
        the last turn.

    Raises
    ------
    servicelab.methods.MethodError
        If a method has no fixed steps.

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
    books = [_playbook(method, scenario) for method in methods]
    works = [np.array([work_of(move, scenario, p) for move in book.moves]) for book in books]
    budget = np.mean([work.sum(axis=0) for work in works], axis=0)
    largest = np.max([work.max(axis=0) for work in works], axis=0)
    return [
        _rescheduled(resolve(method), book, _schedule(work, budget, largest, turns, p))
        for method, book, work in zip(methods, books, works, strict=True)
    ]


def has_fixed_steps(method: Method) -> bool:
    """Return whether a method has steps in an order of their own, to be kept at equal dose.

    Parameters
    ----------
    method
        Any method. A playbook that chooses in its own way or draws its steps by lot has none.

    Examples
    --------
    >>> has_fixed_steps(resolve("clear"))
    True
    """
    return isinstance(method, Playbook) and method.compiles and not method.shuffled


def stretch(
    amounts: NDArray[np.float64], marks: NDArray[np.float64], lengths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Spread the work of a playbook's steps over turns, in order.

    Parameters
    ----------
    amounts
        Shape (steps, kinds).
    marks
        Share of the talk that is over before the first turn (0) and after each turn (at last 1),
        shape (turns + 1,).
    lengths
        Share of the talk that each step takes, shape (steps,); only their ratios count.

    Returns
    -------
    numpy.ndarray
        Shape (turns, kinds); the totals are unchanged.

    Examples
    --------
    >>> halves = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    >>> stretch(np.array([[2.0], [4.0]]), halves, np.array([1.0, 1.0])).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
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
    p: Parameters,
) -> NDArray[np.float64]:
    totals = work.sum(axis=0)
    even = np.full_like(work, 1.0 / len(work))
    shares = np.where(totals > 0, work / np.where(totals > 0, totals, 1.0), even)
    last = np.array([kind in LAST for kind in Work._fields])
    closing = np.where(last, largest, 0.0)
    scaled = np.where(last, 0.0, shares * budget)
    # Steps are as long as they are laborious, so that every turn asks for the same attention:
    # else a method whose steps happen to fit the turns would win by that alone.
    labour = effort(Work(*scaled.T), p)
    marks = _marks(float(labour.sum()), float(effort(Work(*closing), p)), turns)
    # A step without labour still takes a moment, or what it does besides would have no time.
    schedule = stretch(scaled, marks, labour + 1e-6 * (labour.mean() or 1.0))
    schedule[-1] += closing
    return schedule


def _marks(spread: float, closing: float, turns: int) -> NDArray[np.float64]:
    """Return how much of the work to spread is done after each turn, as shares of it.

    The last turn also carries what closes the talk, so it takes less of the rest.
    """
    each = (spread + closing) / turns
    last = max(0.0, each - closing)
    if turns == 1 or spread == 0:
        return np.linspace(0.0, 1.0, turns + 1)
    before = np.linspace(0.0, 1.0 - last / spread, turns)
    return np.append(before, 1.0)


def _rescheduled(method: Method, book: Playbook, schedule: NDArray[np.float64]) -> Playbook:
    turns = len(schedule)
    steps = []
    for turn, row in enumerate(schedule):
        source = book.steps[turn * len(book.steps) // turns]
        work = dict(zip(Work._fields, map(float, row), strict=True))
        steps.append(Step(source.name, source.acts, work=work))
    # What faces a case may bear another name: a technique that does not fit it stays at home.
    return Playbook.of(method.name, method.zh, *steps, origin=method.origin)


def _playbook(method: str | Method, scenario: Scenario) -> Playbook:
    found, _ = resolve(method).facing(scenario)
    if not (isinstance(found, Playbook) and has_fixed_steps(found)):
        raise MethodError(
            f"方法 {found.name} 没有固定的步骤，不能按等量比较。"
            "按原样比较，或写成按次序走的 Playbook。"
        )
    return found
