"""How fast the one rule runs: compiled, in NumPy blocks, in plain Python and in Mesa, in one run.

    .venv/bin/python benchmarks/conversation.py

All play the same talks (heating_blocked_pipe, 服务回旋法, seed 7) with the same rule and the same
luck, and the run stops if any outcome differs in a bit. The ways take turns, several rounds each,
on one core and by processor time, so that a machine that changes its speed changes it for all;
what counts is the ratio, not the time. Texts are not rendered; the batches make whole tables.

Then, in processes of their own: summaries of ever more talks (time a talk, peak memory), and two
threads beside one by the clock, which needs an idle machine: the load is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import mesa
import pandas as pd

from servicelab.methods import Playbook, get
from servicelab.methods.playbook import Plan, Position, advance
from servicelab.scenarios import load
from servicelab.simulation import simulate, summarise
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.outcome import ENDINGS, Outcome
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.quantities import Persona, State, Work
from servicelab.simulation.work import work_of

SCENARIO, METHOD, SEED = "heating_blocked_pipe", "roundabout", 7
PLAIN = ("plain Python", "Mesa")


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

    def outcome(self) -> Outcome:
        """Return what the talk came to."""
        state = self.state
        judged = self.case.judge(state, self.persona, self.customer)
        ending = ENDINGS[int(1 - state.resolved + state.escalated)]
        return Outcome(**judged._asdict(), turns=int(state.turns), ending=ending)


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


def plain(case: Case, playbook: Playbook, n: int) -> list[Outcome]:
    """Return the outcomes of n customers, one talk after the other."""
    ready = prepared(case, playbook)
    talks = [Talk(case, *ready, customer) for customer in range(n)]
    for talk in talks:
        while talk.state.present:
            talk.step()
    return [talk.outcome() for talk in talks]


def with_mesa(case: Case, playbook: Playbook, n: int) -> list[Outcome]:
    """Return the outcomes of n customers of a Mesa model."""
    model = mesa.Model(rng=1)
    ready = prepared(case, playbook)
    for customer in range(n):
        Customer(model, Talk(case, *ready, customer))
    while any(agent.talk.state.present for agent in model.agents):
        model.agents.do("step")
    return [agent.talk.outcome() for agent in model.agents]


def table(n: int, backend: str, threads: int = 1) -> pd.DataFrame:
    """Return the outcomes of n customers as ``simulate`` gives them."""
    return simulate(SCENARIO, METHOD, n, SEED, backend=backend, threads=threads, progress=False)


def timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return the seconds of one run by a clock."""
    start = clock()
    run()
    return clock() - start


def rates(given: argparse.Namespace) -> dict[str, list[float]]:
    """Return customer-turns a second of every way, one number a round; on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    case, playbook = Case(load(SCENARIO), SEED, default_parameters()), get(METHOD)
    assert isinstance(playbook, Playbook)
    whole = table(given.compiled, "numba")
    pd.testing.assert_frame_equal(table(given.batch, "numpy"), whole.head(given.batch))
    expected = [Outcome(*row) for row in whole.head(given.single).itertuples(index=False)]
    assert plain(case, playbook, given.single) == expected
    assert with_mesa(case, playbook, given.single) == expected
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "Numba": (given.compiled, lambda: table(given.compiled, "numba")),
        "NumPy": (given.batch, lambda: table(given.batch, "numpy")),
        "plain Python": (given.single, lambda: plain(case, playbook, given.single)),
        "Mesa": (given.single, lambda: with_mesa(case, playbook, given.single)),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.rounds):
        for name, (n, run) in ways.items():
            turns = int(whole["turns"].head(n).sum())
            found[name].append(turns / timed(run, time.process_time))
    os.sched_setaffinity(0, cores)
    return found


def ratios(rates: dict[str, list[float]]) -> pd.DataFrame:
    """Return how many times as fast the batches are as the talks one by one, round by round."""
    rows = []
    for fast in ("Numba", "NumPy"):
        for slow in PLAIN:
            times = [a / b for a, b in zip(rates[fast], rates[slow], strict=True)]
            rows.append(
                {"way": fast, "beside": slow, "lowest": min(times),
                 "median": statistics.median(times), "highest": max(times)}
            )  # fmt: skip
    return pd.DataFrame(rows).set_index(["way", "beside"]).round(0).astype(int)


def summary_of(n: int) -> None:
    """Print seconds a talk and the peak of memory of a summary of n talks."""
    import resource

    summarise(SCENARIO, METHOD, 10_000, SEED, backend="numba", progress=False)
    seconds = timed(
        lambda: summarise(SCENARIO, METHOD, n, SEED, backend="numba", progress=False),
        time.process_time,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n:>12,} talks: {seconds / n * 1e9:7.0f} ns a talk, peak {peak:6.0f} MB", flush=True)


def threads(given: argparse.Namespace) -> None:
    """Print how many times as fast two threads are as one, by the clock, and how idle it was."""

    def one(number: int) -> Callable[[], object]:
        return lambda: summarise(
            SCENARIO, METHOD, given.threaded, SEED, backend="numba", threads=number, progress=False
        )

    one(2)()
    times, shares = [], []
    for _ in range(given.rounds):
        start = time.process_time()
        single = timed(one(1), time.perf_counter)
        shares.append((time.process_time() - start) / single)
        times.append(single / timed(one(2), time.perf_counter))
    print(
        f"two threads / one: median {statistics.median(times):.2f} "
        f"({min(times):.2f} … {max(times):.2f}); one thread had "
        f"{statistics.median(shares):.0%} of a core, load {os.getloadavg()[0]:.1f}"
        + ("" if min(shares) > 0.95 else ": not idle, so this says little")
    )


def main() -> None:
    """Run and print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--compiled", type=int, default=524_288, help="customers in Numba")
    arguments.add_argument("--batch", type=int, default=65_536, help="customers in NumPy")
    arguments.add_argument("--single", type=int, default=400, help="customers one by one")
    arguments.add_argument("--threaded", type=int, default=2_000_000, help="talks of the threads")
    arguments.add_argument("--largest", type=int, default=10_000_000, help="talks summarised")
    arguments.add_argument("--summary-of", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.summary_of:
        return summary_of(given.summary_of)
    found = rates(given)
    print("All outcomes are equal to the last bit.\n\ncustomer-turns a second, median:")
    for name, values in found.items():
        print(f"{statistics.median(values):>14,.0f}  {name}")
    print(
        f"\ntimes as fast, over {given.rounds} rounds:\n{ratios(found).to_string()}\n", flush=True
    )
    for n in (given.largest // 100, given.largest // 10, given.largest):
        subprocess.run([sys.executable, __file__, "--summary-of", str(n)], check=True)
    threads(given)
    return None


if __name__ == "__main__":
    main()
