"""How fast the one rule runs: NumPy blocks beside plain Python and beside Mesa, in one run.

    .venv/bin/python benchmarks/conversation.py

All three play the same talks (heating_blocked_pipe, 服务回旋法, seed 7) with the same rule and the
same luck, and the run stops if any outcome differs in a bit. The ways take turns, several rounds
each, on one core, so that a machine that changes its speed changes it for all; what counts is the
ratio, not the time. Texts are not rendered. Memory is the peak of what Python and NumPy allocate.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable

import mesa
import pandas as pd

from servicelab.methods import Playbook, get
from servicelab.methods.playbook import Plan, Position, advance
from servicelab.scenarios import load
from servicelab.simulation import judgement, simulate
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.work import work_of

SCENARIO, METHOD, SEED = "heating_blocked_pipe", "roundabout", 7


class Talk:
    """One talk in plain Python: floats, no texts."""

    def __init__(self, case: Case, plan: Plan, works: list[Work], customer: int) -> None:
        self.case = case
        self.plan = plan
        self.works = works
        self.customer = customer
        self.persona: Persona = case.persona(customer)
        self.state: State = case.start(self.persona, customer)
        self.position = Position(0, 1, 0)
        self.turn = 0

    def step(self) -> None:
        """Play one turn of the agent, or end the talk."""
        self.turn += 1
        case, customer, turn = self.case, self.customer, self.turn
        if turn > 1:
            seen = case.observe(self.state, turn - 1, customer)
            self.position = advance(self.plan, self.position, seen)
        if self.position.step == len(self.works) or turn > TURN_LIMIT:
            self.state = case.close(self.state, self.persona, 1.0, turn, customer)
            return
        work: Work = self.works[self.position.step]
        self.state = case.step(self.state, self.persona, work, turn, customer)

    def satisfaction(self) -> float:
        """Return the satisfaction at the end."""
        price, p = self.case.scenario.price, self.case.parameters
        return float(judgement.judge(self.state, self.persona, price, p).satisfaction)


class Customer(mesa.Agent):  # type: ignore[misc]
    """A customer of a Mesa model, who holds one talk."""

    def __init__(self, model: mesa.Model, talk: Talk) -> None:
        super().__init__(model)
        self.talk = talk

    def step(self) -> None:
        """Play one turn while the talk goes on."""
        if self.talk.state.present:
            self.talk.step()


def prepared(case: Case, playbook: Playbook) -> tuple[Plan, list[Work]]:
    """Return what is worked out once for all talks."""
    works = [work_of(move, case.scenario, case.parameters) for move in playbook.moves]
    return playbook.columns, works


def plain(case: Case, playbook: Playbook, n: int) -> list[float]:
    """Return the satisfaction of n customers, one talk after the other."""
    ready = prepared(case, playbook)
    talks = [Talk(case, *ready, customer) for customer in range(n)]
    for talk in talks:
        while talk.state.present:
            talk.step()
    return [talk.satisfaction() for talk in talks]


def with_mesa(case: Case, playbook: Playbook, n: int) -> list[float]:
    """Return the satisfaction of n customers of a Mesa model."""
    model = mesa.Model(rng=1)
    ready = prepared(case, playbook)
    for customer in range(n):
        Customer(model, Talk(case, *ready, customer))
    while any(agent.talk.state.present for agent in model.agents):
        model.agents.do("step")
    return [agent.talk.satisfaction() for agent in model.agents]


def timed(run: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def bytes_per_customer(small: int, large: int) -> float:
    """Return how many bytes the peak grows with each customer."""
    peaks = []
    for n in (small, large):
        tracemalloc.start()
        simulate(SCENARIO, METHOD, n, SEED, progress=False)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return (peaks[1] - peaks[0]) / (large - small)


def main() -> None:
    """Run and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--batch", type=int, default=65_536, help="customers in NumPy")
    arguments.add_argument("--single", type=int, default=400, help="customers one by one")
    given = arguments.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    case = Case(load(SCENARIO), SEED, default_parameters())
    playbook = get(METHOD)
    assert isinstance(playbook, Playbook)
    table = simulate(case.scenario, METHOD, given.batch, SEED, progress=False)
    expected = table["satisfaction"].head(given.single).tolist()
    assert plain(case, playbook, given.single) == expected
    assert with_mesa(case, playbook, given.single) == expected

    turns = {
        "batch": int(table["turns"].sum()),
        "single": int(table["turns"][: given.single].sum()),
    }
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "NumPy blocks": (
            turns["batch"],
            lambda: simulate(case.scenario, METHOD, given.batch, SEED, progress=False),
        ),
        "plain Python": (turns["single"], lambda: plain(case, playbook, given.single)),
        "Mesa": (turns["single"], lambda: with_mesa(case, playbook, given.single)),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.rounds):
        for name, (work, run) in ways.items():
            rates[name].append(work / timed(run))
    numpy_rates = rates["NumPy blocks"]
    rows = [
        {
            "way": name,
            "customer-turns a second": round(statistics.median(values)),
            "NumPy is … times as fast": round(
                statistics.median(a / b for a, b in zip(numpy_rates, values, strict=True)), 1
            ),
            "lowest": round(min(a / b for a, b in zip(numpy_rates, values, strict=True)), 1),
        }
        for name, values in rates.items()
    ]
    print(pd.DataFrame(rows).set_index("way").to_string())
    print(f"memory: {bytes_per_customer(50_000, 150_000):.0f} bytes a customer")


if __name__ == "__main__":
    main()
