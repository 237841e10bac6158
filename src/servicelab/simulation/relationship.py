"""Several episodes with the same customers: failures, each handled in some way, and services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from servicelab.data.arguments import whole_number
from servicelab.data.errors import ServicelabError
from servicelab.methods.catalog import MethodError
from servicelab.methods.catalog import resolve as resolve_method
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook
from servicelab.scenarios import load
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.batch import finished, outcomes
from servicelab.simulation.blocks import Block
from servicelab.simulation.case import Case
from servicelab.simulation.engine import chosen
from servicelab.simulation.outcome import ENDINGS, ending_names
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.parameters import resolve as resolve_parameters
from servicelab.simulation.quantities import Persona, State

End = Callable[[Case, Playbook, NDArray[np.uint64], Persona], State]

CARRIED = ("trust", "expectation", "past_failures", "opportunism")
"""What a customer takes into the next episode and the table shows, as it is after each."""


def relationship(
    scenario: str | Scenario,
    episodes: Sequence[str | Method | None],
    n: int = 2_000,
    seed: int = 7,
    *,
    customer_type: str | None = None,
    parameters: Parameters | None = None,
    backend: str = "auto",
    block: int = 16_384,
    progress: bool = True,
) -> pd.DataFrame:
    """Let the same customers live through several episodes, one after the other.

    Parameters
    ----------
    scenario
        The failure that may occur: id, path of a pack, or a scenario.
    episodes
        One entry an episode: a method (id or playbook) that handles the failure, or ``None`` for
        a service without a failure.
    n, seed, customer_type, parameters, backend, block, progress
        As for :func:`~servicelab.simulation.batch.simulate`. A customer is the same person as in
        ``simulate``, and meets the same luck in a failure of episode 0.

    Returns
    -------
    pandas.DataFrame
        Index ``customer, episode`` (from 0). Columns as the fields of an outcome, then trust,
        expectation, past_failures and opportunism after the episode, and ``blame`` at the end of
        its talk. A service has no talk: turns 0, cost 0, ending ``served``.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is no episode, or a method has no fixed steps.

    Examples
    --------
    >>> table = relationship("courier_delay", ["clear", None, "clear"], n=50)
    >>> table.loc[(4, 1), "ending"], len(table)
    ('served', 150)
    """
    n = whole_number("n", n, least=1)
    block = whole_number("block", block, least=1)
    found = scenario if isinstance(scenario, Scenario) else load(scenario)
    found = found if customer_type is None else found.with_customer_type(customer_type)
    books = [_playbook(episode, found) for episode in _listed(episodes)]
    case = Case(found, seed, resolve_parameters(parameters))
    end = _ends_in(chosen(backend, n * len(books)))
    parts = []
    firsts = range(0, n, block)
    for first in tqdm(firsts, desc="相处", unit="批", delay=1, disable=not progress):
        customers = np.arange(first, min(first + block, n), dtype=np.uint64)
        parts.append(_lives(case, books, customers, end))
    table = pd.concat(parts).sort_index()
    table["ending"] = ending_names(table["ending"].to_numpy(), (*ENDINGS, "served"))
    return table


def _ends_in(engine: str) -> End:
    """Return what finds the states in which customers with given traits end."""
    if engine == "numba":
        from servicelab.simulation.kernel import Kernel

        return lambda case, book, customers, persona: Kernel(case, book).states(
            int(customers[0]), persona
        )
    return lambda case, book, customers, persona: finished(case, book, customers, persona).state


def _lives(
    case: Case, books: list[Playbook | None], customers: NDArray[np.uint64], end: End
) -> pd.DataFrame:
    persona = case.persona(customers)
    frames = []
    for number, book in enumerate(books):
        episode = replace(case, episode=number)
        columns, persona = _episode(episode, book, persona, customers, end)
        index = pd.MultiIndex.from_arrays(
            [customers.astype(np.int64), np.full(len(customers), number)],
            names=["customer", "episode"],
        )
        frames.append(pd.DataFrame(columns, index=index))
    return pd.concat(frames)


def _episode(
    case: Case, book: Playbook | None, persona: Persona, customers: NDArray[np.uint64], end: End
) -> tuple[Block, Persona]:
    if book is None:
        judged, after = case.served(persona, customers)
        size = len(customers)
        columns: dict[str, Any] = {
            **judged._asdict(),
            "turns": np.zeros(size, dtype=np.int64),
            "found_out": np.zeros(size, dtype=np.int64),
            "ending": np.full(size, len(ENDINGS), dtype=np.int64),
        }
        blame = persona.blame
    else:
        state = end(case, book, customers, persona)
        columns = outcomes(case, state, persona, customers)
        after = case.after_failure(persona, state, customers)
        blame = state.blame
    traits = {name: getattr(after, name) for name in CARRIED}
    return {**columns, **traits, "blame": blame}, after


def _listed(episodes: object) -> list[Any]:
    if isinstance(episodes, str) or not isinstance(episodes, Iterable):
        raise ServicelabError(
            "episodes 要写成列表，一项是一次经历，例如 ['clear', None, 'clear']；"
            "None 是没出事的服务。"
        )
    items = list(episodes)
    if not items:
        raise ServicelabError("episodes 是空的列表。至少写一次经历，例如 ['clear']。")
    return items


def _playbook(episode: str | Method | None, scenario: Scenario) -> Playbook | None:
    if episode is None:
        return None
    method, met = resolve_method(episode).facing(scenario)
    if met != scenario:
        raise MethodError(
            f"方法 {method.name} 抢在投诉之前联系，改变了案情，不能放进多次经历里。换一个方法。"
        )
    if not isinstance(method, Playbook) or not method.compiles:
        raise MethodError(
            f"方法 {method.name} 没有固定的步骤，不能一批批地处理多次经历。写成 Playbook 再试。"
        )
    return method
