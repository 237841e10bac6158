"""The compiled kernel: the same bits as plain Python and NumPy, whatever is thrown at it."""

from __future__ import annotations

import builtins
import types
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.methods import Playbook, Step, Until
from servicelab.methods.playbook import Position, advance
from servicelab.scenarios.customers import Customer
from servicelab.scenarios.traits import trait_table
from servicelab.simulation import portable, rule
from servicelab.simulation.batch import prepare
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.encounter import Traits
from servicelab.simulation.engine import chosen
from servicelab.simulation.outcome import ENDINGS
from servicelab.simulation.parameters import parameter_table, with_changes
from servicelab.simulation.work import work_of

pytest.importorskip("numba", reason="the extra `fast` is not installed")
import numba

from servicelab.simulation import kernel
from servicelab.simulation.kernel_rebound import compiled, digest, on_disk, reachable

SCENARIOS = list(sl.scenarios.catalog().index)
METHODS = list(sl.methods.catalog().query("compiles").index)
BLOCKS = (1, 7, 64, 1_000, 4_096)


def anyone(generator: np.random.Generator, name: str) -> Any:
    """Return a scenario whose customers and loss may be anything that its limits allow."""
    ranges = {
        trait.id: tuple(sorted(generator.uniform(trait.minimum, trait.maximum, 2).tolist()))
        for trait in trait_table().values()
    }
    found = sl.scenarios.load(name).with_loss(*(generator.dirichlet(np.ones(4))[:3]).tolist())
    duty = float(generator.uniform(0, 1))
    return found.model_copy(update={"customer": Customer(**ranges), "duty": duty})


def any_parameters(generator: np.random.Generator) -> Any:
    """Return parameters drawn from the plausible range of each."""
    table = parameter_table()
    values = generator.uniform(table["low"], table["high"])
    return with_changes(dict(zip(table.index, values.tolist(), strict=True)))


def in_plain_python(case: Case, playbook: Playbook, n: int) -> pd.DataFrame:
    """Return the outcomes of customers 0 … n - 1 with nothing but floats and ints."""
    works = [work_of(move, case.scenario, case.parameters) for move in playbook.moves]
    rows = []
    for customer in range(n):
        persona = case.persona(customer)
        state, position, turn = case.start(persona, customer), Position(0, 1, 0), 0
        while state.present:
            turn += 1
            if turn > 1:
                seen = case.observe(state, turn - 1, customer)
                position = advance(playbook.columns, position, seen)
            if position.step == len(works) or turn > TURN_LIMIT:
                state = case.close(state, persona, 1.0, turn, customer)
            else:
                state = case.step(state, persona, works[position.step], turn, customer)
        ending = ENDINGS[int(1 - state.resolved + state.escalated)]
        judged = case.judge(state, persona, customer)
        counts = {"turns": int(state.turns), "found_out": int(state.found_out)}
        rows.append({**judged._asdict(), **counts, "ending": ending})
    return pd.DataFrame(rows, index=pd.RangeIndex(n, name="customer"))


def compare_all_ways(generator: np.random.Generator, scenario: str, method: str, n: int) -> None:
    """Hold plain Python, NumPy and Numba against one another, in odd blocks and two threads."""
    setting = {"parameters": any_parameters(generator), "seed": int(generator.integers(-9, 2**40))}
    found = anyone(generator, scenario)
    case, playbook = prepare(found, method, setting["seed"], None, setting["parameters"])
    expected = in_plain_python(case, playbook, n)
    for backend, block, threads in (
        ("numpy", 4_096, 1),
        ("numba", 4_096, 1),
        ("numba", 1_000, 2),
        *(("numba", block, 1) for block in BLOCKS[:3]),
    ):
        options = {"backend": backend, "block": block, "threads": threads, "progress": False}
        table = sl.simulate(found, method, n=n, **setting, **options)
        pd.testing.assert_frame_equal(table, expected, check_exact=True, check_dtype=False)


PAIRS = [(scenario, method) for scenario in SCENARIOS for method in METHODS]
SHARE = -(-10_000 // len(PAIRS))
SHARED = 7
"""A method meets one case in so many; between them the methods meet every case."""


@pytest.mark.parametrize("method", METHODS)
def test_plain_python_numpy_and_compiled_code_agree_for_random_people_and_rules(
    method: str,
) -> None:
    number = METHODS.index(method)
    generator = np.random.default_rng(number)
    for scenario in SCENARIOS[number % SHARED :: SHARED]:  # all of them in the study below
        compare_all_ways(generator, scenario, method, SHARE)


@pytest.mark.study
@pytest.mark.parametrize("number", range(100))
def test_they_agree_for_a_million_random_people(number: int) -> None:
    generator = np.random.default_rng(1_000 + number)
    for scenario, method in PAIRS:
        compare_all_ways(generator, scenario, method, SHARE)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_two_threads_and_any_block_are_one_thread_and_one_block(backend: str) -> None:
    n, blocks = (9_001, BLOCKS[2:]) if backend == "numba" else (4_501, BLOCKS[3:])
    options = {"n": n, "seed": 3, "backend": backend, "progress": False}
    whole = sl.simulate("heating_blocked_pipe", "roundabout", block=n, **options)
    for block in blocks:
        for threads in (1, 2):
            parts = sl.simulate(
                "heating_blocked_pipe", "roundabout", block=block, threads=threads, **options
            )
            pd.testing.assert_frame_equal(parts, whole, check_exact=True)


LEVELS = st.floats(-0.2, 1.2)
STEPS = st.builds(
    Step,
    st.just("step"),
    st.just(()),
    st.builds(Until, LEVELS, LEVELS, LEVELS, LEVELS, LEVELS),
    st.integers(1, 4),
    LEVELS,
    st.just(0),
    st.fixed_dictionaries(
        {},
        optional={name: st.floats(0, 3) for name in ("relational", "asking", "harm", "refund")},
    ),
)


@given(
    st.lists(STEPS, min_size=1, max_size=5),
    st.booleans(),
    st.integers(0, 3),
    st.integers(1, 30),
    st.integers(-(2**70), 2**70),
)
@settings(max_examples=60, deadline=None)
def test_any_playbook_gives_the_same_bits(
    steps: list[Step], shuffled: bool, returns: int, turns: int, seed: int
) -> None:
    body = {"shuffled": shuffled, "returns_allowed": returns, "shuffled_turns": turns}
    book = type("Drawn", (Playbook,), {"name": "x", "zh": "x", "steps": tuple(steps), **body})()
    options = {"n": 21, "seed": seed, "progress": False}
    in_numpy = sl.simulate("hotel_dirty_room", book, backend="numpy", **options)
    in_numba = sl.simulate("hotel_dirty_room", book, backend="numba", **options)
    pd.testing.assert_frame_equal(in_numba, in_numpy, check_exact=True)
    case = Case(sl.scenarios.load("hotel_dirty_room"), seed, with_changes())
    first = in_plain_python(case, book, 3)
    pd.testing.assert_frame_equal(first, in_numpy.head(3), check_exact=True, check_dtype=False)


def test_episodes_of_a_relationship_give_the_same_bits() -> None:
    for episodes in (["clear", None, "random", "clear"], ["confront", "roundabout", None]):
        tables = [
            sl.relationship("courier_delay", episodes, n=503, backend=backend, block=block)
            for backend, block in (("numpy", 1_000), ("numba", 1_000), ("numba", 100))
        ]
        for table in tables[1:]:
            pd.testing.assert_frame_equal(table, tables[0], check_exact=True)


def test_nothing_is_compiled_twice() -> None:
    generator = np.random.default_rng(1)
    for scenario, method in PAIRS[::97]:
        parameters = any_parameters(generator)._replace(turn_cost=1)  # an int among floats
        sl.simulate(anyone(generator, scenario), method, 9, parameters=parameters, backend="numba")
    whole = Playbook.of("whole", "整数", Step("一", ("fix",), Until(anger_below=1), back_above=1))
    sl.simulate("courier_delay", whole, n=9, backend="numba")
    sl.relationship("courier_delay", ["clear", None, whole], n=9, backend="numba")
    assert len(kernel.machine().signatures) == 1


def test_every_function_of_the_rule_is_compiled_from_its_own_code() -> None:
    functions = reachable(kernel.play)
    assert {rule.step, rule.observe, advance, portable.exponential} <= set(functions)
    assert all(f.__module__.startswith("servicelab.") for f in functions)
    inner = kernel.machine().py_func
    assert inner.__code__ is kernel.play.__code__
    assert inner.__globals__["stepped"].py_func.__globals__["step"].py_func.__code__ is (
        rule.step.__code__
    )


def test_another_rule_is_other_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(reachable(kernel.play))
    assert before == digest(reachable(kernel.play))
    monkeypatch.setattr(portable, "TINY", 1e-200)
    assert digest(reachable(kernel.play)) != before
    monkeypatch.undo()
    monkeypatch.setattr(rule, "bounded", portable.positive)
    assert digest(reachable(kernel.play)) != before


def test_machine_code_is_kept_on_disk_and_found_again(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.core.config, "CACHE_DIR", str(tmp_path))
    first = compiled(portable.tanh)
    assert not on_disk(first)
    assert first(0.3) == portable.tanh(0.3)
    assert on_disk(first)
    assert compiled(portable.tanh)(0.3) == portable.tanh(0.3)
    again = compiled(portable.tanh)
    assert again(0.4) == portable.tanh(0.4)
    assert sum(again.stats.cache_hits.values()) == 1


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same() -> None:
    code = portable.tanh.__code__.replace(co_filename="<nowhere>")
    unplaced = types.FunctionType(code, portable.tanh.__globals__)
    assert compiled(unplaced)(0.3) == portable.tanh(0.3)
    assert not on_disk(compiled(unplaced))


def test_traits_are_those_of_the_table_in_its_order() -> None:
    assert Traits._fields == tuple(trait_table())


def test_summaries_are_those_of_the_table_whatever_computes_them() -> None:
    options: dict[str, Any] = {"n": 20_011, "seed": 5, "progress": False}
    for method in ("clear", "random"):
        summary = sl.summarise("courier_delay", method, backend="numba", **options)
        for backend, threads in (("numpy", 1), ("numba", 2), ("numpy", 2)):
            again = sl.summarise(
                "courier_delay", method, backend=backend, threads=threads, **options
            )
            pd.testing.assert_frame_equal(again, summary, check_exact=True)
        table = sl.simulate("courier_delay", method, **options)
        expected = table.describe().T
        numbers = summary.loc[expected.index]
        assert numbers["mean"].to_numpy() == pytest.approx(expected["mean"], rel=1e-12)
        assert numbers["sd"].to_numpy() == pytest.approx(expected["std"], rel=1e-9)
        assert (numbers["min"] == expected["min"]).all()
        assert (numbers["max"] == expected["max"]).all()
        error = table["loyalty"].sem()
        assert summary.loc["loyalty", "standard_error"] == pytest.approx(error, rel=1e-9)
        half = (summary["ci_high"] - summary["ci_low"])["loyalty"] / 2
        assert half == pytest.approx(1.959964 * error, rel=1e-6)
        shares = table["ending"].value_counts(normalize=True)
        for ending in ENDINGS:
            assert summary.loc[ending, "mean"] == pytest.approx(shares.get(ending, 0.0))


def test_summaries_refuse_what_they_cannot_do() -> None:
    class Own(sl.Method):
        name, zh, origin = "own", "自己", "a test"

    with pytest.raises(ServicelabError, match="不是 Playbook"):
        sl.summarise("courier_delay", Own(), n=10)
    with pytest.raises(ServicelabError, match="n 要填 2 或更大"):
        sl.summarise("courier_delay", "clear", n=1)


def test_a_method_of_ones_own_is_slow_under_numba_too_and_says_so() -> None:
    class Fix(sl.Method):
        name, zh, origin = "fix_twice", "办两次", "a test"

        def choose(self, observation: Any) -> Any:
            return sl.Move(("fix",)) if observation.turn < 2 else None

    with pytest.warns(UserWarning, match="不是 Playbook"):
        slow = sl.simulate("hotel_dirty_room", Fix(), n=30, backend="numba")
    book = Playbook.of("f", "办", Step("办", ("fix",)), Step("再办", ("fix",)))
    fast = sl.simulate("hotel_dirty_room", book, n=30)
    pd.testing.assert_frame_equal(slow, fast, check_exact=True)


def test_without_numba_there_is_a_clear_word_and_auto_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "numba":
            raise ImportError
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ServicelabError, match=r"servicelab\[fast\]"):
        sl.simulate("courier_delay", "clear", n=5, backend="numba")
    assert chosen("auto", 10**9) == "numpy"
    assert len(sl.simulate("courier_delay", "clear", n=5)) == 5


@pytest.mark.parametrize("wrong", ["cuda", "", None, 3])
def test_an_unknown_backend_is_refused(wrong: Any) -> None:
    with pytest.raises(ServicelabError, match="backend 要填"):
        sl.simulate("courier_delay", "clear", n=5, backend=wrong)


@pytest.mark.parametrize("wrong", [0, -1, 1.5, True])
def test_an_impossible_number_of_threads_is_refused(wrong: Any) -> None:
    with pytest.raises(ServicelabError, match="threads 要填"):
        sl.simulate("courier_delay", "clear", n=5, threads=wrong)
