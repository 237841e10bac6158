"""What the acts of a reply amount to, in the kinds of work that the rule knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_rows
from servicelab.methods.move import Move
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.quantities import Work


def work_table() -> pd.DataFrame:
    """Return how much of each kind of work one act brings.

    Returns
    -------
    pandas.DataFrame
        Index: id of the act; one column a kind of work. ``refund``, ``gift`` and ``redo`` are
        multiples of what the scenario allows the desk to give. Basis of all numbers: assumption.

    Examples
    --------
    >>> float(work_table().loc["apologise", "relational"])
    0.8
    """
    frame = pd.DataFrame(read_rows("servicelab.simulation", "work.csv")).set_index("act")
    return frame.replace("", "0").astype(float)


@cache
def _amounts() -> dict[str, tuple[float, ...]]:
    frame = work_table()[list(Work._fields)]
    return {
        str(act): tuple(map(float, row))
        for act, row in zip(frame.index, frame.to_numpy(), strict=True)
    }


def work_of(move: Move, scenario: Scenario, p: Parameters) -> Work:
    """Return what a move amounts to in a scenario.

    The amounts of the acts add up. Refund, compensation and replacement bring what the scenario
    allows the desk to give; offering the same again adds nothing, and
    a remedy that the desk may not give counts for nothing. Acts that are not meant truly add as
    much deceit. Where the trouble is missing
    information or a misunderstanding, explaining solves it in part.

    Parameters
    ----------
    move
        The acts, or the work itself where the move states it.
    scenario
        The case.
    p
        The parameters.

    Returns
    -------
    Work
        Amounts of each kind.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> from servicelab.simulation.parameters import default_parameters
    >>> case = load("heating_blocked_pipe")
    >>> work_of(Move(("apologise",)), case, default_parameters()).relational
    0.8
    """
    if move.work is not None:
        return stated_work(move.work)
    acts = [name for name in move.acts if name not in not_allowed(move.acts, scenario)]
    rows = [_amounts()[name] for name in acts]
    total = Work(*(float(amount) for amount in np.sum(rows, axis=0))) if rows else NOTHING
    remedies = scenario.remedies
    explained = p.explaining_solves * ("explain" in acts) * informational(scenario)
    return total._replace(
        refund=remedies.refund * ("refund" in acts),
        gift=remedies.compensate * ("compensate" in acts),
        redo=remedies.replace * ("replace" in acts),
        deceit=float(len(move.deceptive)),
        solving=total.solving + explained,
    )


def stated_work(amounts: Mapping[str, Any]) -> Work:
    """Return work that a move states in numbers, after checking it.

    Parameters
    ----------
    amounts
        Kind of work → amount, 0 to 20; kinds that are left out count 0.

    Raises
    ------
    servicelab.data.ServicelabError
        If a kind does not exist, or an amount is no number of that range.

    Examples
    --------
    >>> stated_work({"relational": 1}).relational
    1.0
    """
    unknown = [name for name in amounts if name not in Work._fields]
    if unknown:
        near = get_close_matches(str(unknown[0]), Work._fields, n=1)
        hint = f"是不是想写 {near[0]}？" if near else ""
        raise ServicelabError(
            f"work 里没有“{unknown[0]}”这种工作。{hint}可以写：{'、'.join(Work._fields)}。"
        )
    for name, amount in amounts.items():
        number = isinstance(amount, Real) and not isinstance(amount, bool)
        if not number or not 0 <= amount <= MOST_WORK:
            raise ServicelabError(
                f"work 里的 {name} 要填 0 到 {MOST_WORK} 的数，收到的是 {amount!r}。"
            )
    return Work(**{name: float(amounts.get(name, 0.0)) for name in Work._fields})


MOST_WORK = 20
NOTHING = Work(*(0.0 for _ in Work._fields))
REMEDIES = ("refund", "replace", "compensate")


def not_allowed(acts: Sequence[str], scenario: Scenario) -> tuple[str, ...]:
    """Return the remedies among some acts that the desk may not give in a scenario.

    Parameters
    ----------
    acts
        Ids of acts.
    scenario
        The case.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> not_allowed(("apologise", "replace"), load("heating_blocked_pipe"))
    ('replace',)
    """
    return tuple(name for name in REMEDIES if name in acts and not getattr(scenario.remedies, name))


def informational(scenario: Scenario) -> bool:
    """Return whether the trouble is missing information or a misunderstanding.

    Parameters
    ----------
    scenario
        The case.
    """
    return scenario.cause == "information_asymmetry" or scenario.conflict == "misunderstanding"
