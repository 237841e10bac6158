"""Many talks at once: the same rule on blocks of customers."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from servicelab.data.arguments import whole_number
from servicelab.methods.catalog import resolve as resolve_method
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook, array_plan
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.blocks import Block, in_blocks
from servicelab.simulation.by_method import converse
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.conversation import laid_over
from servicelab.simulation.engine import chosen
from servicelab.simulation.outcome import ENDINGS, Outcome, ending_names, ending_numbers
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.parameters import resolve as resolve_parameters
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.talks import Talks, work_columns


def simulate(
    scenario: str | Scenario,
    method: str | Method,
    n: int = 10_000,
    seed: int = 7,
    *,
    customer_type: str | None = None,
    difficulty: str | None = None,
    parameters: Parameters | None = None,
    backend: str = "auto",
    threads: int = 1,
    block: int = 16_384,
    progress: bool = True,
) -> pd.DataFrame:
    """Let a method answer customers 0 … n - 1 of a scenario.

    Row *i* is the talk that ``converse(scenario, method, seed, customer=i)`` shows turn by turn,
    to the last bit; backend, threads and block size change nothing but speed.

    Parameters
    ----------
    scenario
        Id, path of a pack, or a scenario.
    method
        Id or a method of your own. Playbooks run in blocks; any other method runs talk by talk,
        a few hundred times slower, and a warning says so.
    n
        Customers, 1 or more.
    seed
        Names the luck.
    customer_type
        Draws all customers from one type, such as ``"furious"``.
    difficulty
        ``"easy"``, ``"standard"`` or ``"hard"``.
    parameters
        Other numbers for the rule (``servicelab.simulation.with_changes``).
    backend
        ``"numpy"``; ``"numba"``, which compiles the rule's own functions (extra ``fast``); or
        ``"auto"``, which takes Numba where it is installed and compiling pays.
    threads
        Blocks computed side by side, 1 or more.
    block
        Customers computed together, 1 or more.
    progress
        Shows a progress bar when the run takes more than a second.

    Returns
    -------
    pandas.DataFrame
        Index ``customer``; columns as the fields of
        :class:`~servicelab.simulation.outcome.Outcome`.

    Raises
    ------
    servicelab.data.ServicelabError
        If the scenario, the method, a number or the backend is not as above.

    Examples
    --------
    >>> from servicelab.simulation.by_method import converse
    >>> table = simulate("heating_blocked_pipe", "clear", n=50, seed=7)
    >>> talk = converse("heating_blocked_pipe", "clear", seed=7, customer=42)
    >>> bool(table.loc[42, "satisfaction"] == talk.outcome().satisfaction)
    True
    """
    n = whole_number("n", n, least=1)
    block = whole_number("block", block, least=1)
    threads = whole_number("threads", threads, least=1)
    case, player = prepare(scenario, method, seed, customer_type, parameters, difficulty)
    engine = chosen(backend, n)
    bar = tqdm(total=n, desc=player.zh, unit="位客户", delay=1, disable=not progress, leave=False)
    with bar:
        if isinstance(player, Playbook) and player.compiles:
            parts = list(in_blocks(worker(case, player, engine), n, block, threads, bar.update))
        else:
            parts = _one_by_one(case, player, n, bar.update)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in Outcome._fields}
    columns["ending"] = ending_names(columns["ending"])
    return pd.DataFrame(columns, index=pd.RangeIndex(n, name="customer"))


def prepare(
    scenario: str | Scenario,
    method: str | Method,
    seed: int,
    customer_type: str | None,
    parameters: Parameters | None,
    difficulty: str | None = None,
) -> tuple[Case, Method]:
    """Return the case and the method that a call names, as they meet.

    Parameters
    ----------
    scenario, method, seed, customer_type, parameters, difficulty
        As for :func:`simulate`.
    """
    found = laid_over(scenario, customer_type, difficulty)
    player, met = resolve_method(method).facing(found)
    return Case(met, seed, resolve_parameters(parameters)), player


def worker(case: Case, playbook: Playbook, engine: str) -> Callable[[int, int], Block]:
    """Return what computes a block: from the number of its first customer and their count.

    Parameters
    ----------
    case
        Scenario, seed and parameters.
    playbook
        The method.
    engine
        ``"numpy"`` or ``"numba"``.

    Returns
    -------
    Callable
        Its blocks hold the columns of an outcome as arrays; endings are numbers in ``ENDINGS``.
    """
    if engine == "numba":
        from servicelab.simulation.kernel import Kernel

        return Kernel(case, playbook).block

    def in_numpy(first: int, count: int) -> Block:
        customers = np.arange(first, first + count, dtype=np.uint64)
        talks = finished(case, playbook, customers)
        return outcomes(case, talks.state, talks.persona, customers)

    return in_numpy


def finished(
    case: Case,
    playbook: Playbook,
    customers: NDArray[np.uint64],
    persona: Persona | None = None,
) -> Talks:
    """Return the talks of some customers when they are over.

    Parameters
    ----------
    case, playbook, customers
        As for :func:`run_block`.
    persona
        Who the customers have become, where that is not as they are drawn.
    """
    plan = array_plan(playbook)
    works = work_columns(case, playbook)
    talks = Talks.opened(case, customers, persona)
    done: list[Talks] = []
    for turn in range(1, TURN_LIMIT + 1):
        if turn > 1:
            talks = talks.advanced(case, plan, turn)
        talks = _without_ended(talks, done)
        if not len(talks.customers):
            break
        work = Work(*works.take(talks.position.step, axis=1))
        talks = talks.stepped(case, work, turn)
    done.append(talks.closed(case, 1.0, TURN_LIMIT + 1))
    return Talks.joined(done)


def _without_ended(talks: Talks, done: list[Talks]) -> Talks:
    """Put talks that have ended aside once they are many enough to pay for the copying."""
    present = talks.state.present > 0.0
    if present.mean() > 0.75:
        return talks
    done.append(talks.chosen(~present))
    return talks.chosen(present)


def outcomes(case: Case, state: State, persona: Persona, customers: NDArray[np.uint64]) -> Block:
    """Return the columns of the outcome of finished talks; endings are numbers in ``ENDINGS``.

    Parameters
    ----------
    case
        Scenario and parameters.
    state, persona
        The customers at the end of their talks.
    customers
        Their numbers.
    """
    return {
        **case.judge(state, persona, customers)._asdict(),
        "turns": state.turns.astype(np.int64),
        "found_out": state.found_out.astype(np.int64),
        "ending": ending_numbers(state.resolved, state.escalated),
    }


def _one_by_one(case: Case, method: Method, n: int, tell: Callable[[int], object]) -> list[Block]:
    warnings.warn(
        f"方法 {method.name} 不是 Playbook，只能一段一段地谈，会慢几百倍。"
        "写成 Playbook 就能成批计算。",
        stacklevel=3,
    )
    rows = []
    for customer in range(n):
        talk = converse(case.scenario, method, case.seed, customer, parameters=case.parameters)
        rows.append(talk.outcome())
        tell(1)
    columns = dict(zip(Outcome._fields, map(np.array, zip(*rows, strict=True)), strict=True))
    columns["ending"] = np.array([ENDINGS.index(row.ending) for row in rows])
    return [columns]
