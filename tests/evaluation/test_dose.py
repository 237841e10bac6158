"""Equal dose: the same totals and the same effort a turn, only the order differs."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.evaluation import at_equal_dose
from servicelab.evaluation.dose import LAST, has_fixed_steps, stretch
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.quantities import Work
from servicelab.simulation.rule import effort

THREE = ["roundabout", "clear", "reactive"]
SCENARIOS = list(sl.scenarios.catalog().index)


def schedules(scenario: str = "hotel_dirty_room", turns: int = 6) -> dict[str, np.ndarray]:
    books = at_equal_dose(THREE, sl.scenarios.load(scenario), turns=turns)
    return {
        book.name: np.array([[step.work[kind] for kind in Work._fields] for step in book.steps])
        for book in books
    }


def kind(name: str) -> int:
    return Work._fields.index(name)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("turns", [1, 6, 9])
def test_equal_dose_is_equal_in_every_kind_of_work(scenario: str, turns: int) -> None:
    first, *others = schedules(scenario, turns).values()
    assert (first >= -1e-12).all()
    for schedule in others:
        assert schedule.shape == first.shape == (turns, len(Work._fields))
        assert np.allclose(schedule.sum(axis=0), first.sum(axis=0))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_turn_takes_the_same_effort(scenario: str) -> None:
    p = default_parameters()
    for schedule in schedules(scenario).values():
        each = effort(Work(*schedule.T), p)
        assert np.allclose(each[:-1], each[0])
        # The last turn is heavier only if what closes the talk is more than its share by itself.
        closing = np.where([name in LAST for name in Work._fields], schedule[-1], 0.0)
        alone = effort(Work(*closing), p)
        assert each[-1] == pytest.approx(max(each[0], alone))
        assert alone > 0


def test_each_method_keeps_its_own_order() -> None:
    found = schedules()
    for schedule in found.values():
        turns = np.arange(len(schedule))
        centre = {
            name: np.average(turns, weights=schedule[:, kind(name)])
            for name in ("relational", "asking", "solving")
        }
        assert centre["relational"] < centre["solving"]
        assert centre["asking"] < centre["solving"]
    asked = {name: schedule[:2, kind("asking")].sum() for name, schedule in found.items()}
    assert asked["clear"] < asked["reactive"]  # CLEAR asks only when it comes to resolving


def test_remedies_and_the_closing_question_fall_on_the_last_turn() -> None:
    for schedule in schedules().values():
        for name in ("refund", "gift", "later", "redo", "confirm"):
            assert not schedule[:-1, kind(name)].any()
        assert schedule[-1, kind("confirm")] > 0
        assert schedule[-1, kind("gift")] > 0


def test_waiting_is_spread_and_is_no_effort() -> None:
    slow = sl.Playbook.of(
        "slow",
        "慢",
        sl.Step("拖", ("delay",), work={"waiting": 4.0, "asking": 1.0}),
        sl.Step("办", ("fix",), work={"solving": 3.0}),
    )
    quick = sl.Playbook.of("quick", "快", sl.Step("办", ("fix",), work={"solving": 1.0}))
    books = at_equal_dose([slow, quick], sl.scenarios.load("courier_delay"), turns=4)
    waiting = np.array([[step.work["waiting"] for step in book.steps] for book in books])
    assert np.allclose(waiting.sum(axis=1), 2.0)
    assert waiting[0, 0] > waiting[0, -1] == pytest.approx(0.0)
    assert np.allclose(waiting[1], 0.5)


@pytest.mark.parametrize("order", [1, -1])
def test_a_step_without_labour_loses_nothing(order: int) -> None:
    idle = sl.Step("拖", ("delay",), work={"waiting": 4.0, "harm": 1.0})
    busy = sl.Step("办", ("fix",), work={"solving": 3.0})
    book = sl.Playbook.of("idle", "闲", *[idle, busy][::order])
    (only,) = at_equal_dose([book], sl.scenarios.load("courier_delay"), turns=3)
    totals = {name: sum(step.work[name] for step in only.steps) for name in Work._fields}
    assert {name: total for name, total in totals.items() if total} == pytest.approx(
        {"waiting": 4.0, "harm": 1.0, "solving": 3.0}
    )
    assert only.steps[::-order][-1].work["harm"] == pytest.approx(1.0)


def test_stretching_keeps_the_totals_and_the_order() -> None:
    work = np.random.default_rng(2).uniform(size=(5, 3))
    even = np.ones(5)
    assert np.allclose(stretch(work, np.linspace(0, 1, 6), even), work)
    uneven = stretch(work, np.array([0.0, 0.1, 0.7, 1.0]), even)
    assert np.allclose(uneven.sum(axis=0), work.sum(axis=0))
    assert np.allclose(uneven[0], work[0] / 2)


class Free(sl.Method):
    """Steps of its own choosing."""

    name, zh, origin = "free", "随意", "a test"

    def choose(self, observation: sl.methods.Observation) -> sl.Move | None:
        return sl.Move(("listen",)) if observation.turn < 2 else None


def test_a_method_without_fixed_steps_stays_as_written_and_says_so() -> None:
    with (
        pytest.warns(UserWarning, match="没有固定的步骤"),
        pytest.warns(UserWarning, match="一段一段"),
    ):
        result = sl.compare(["clear", "reactive", Free()], ["courier_delay"], n=100)
    assert set(result.table.loc["as written"].index.get_level_values("method")) == {
        "clear",
        "reactive",
        "free",
    }
    assert set(result.table.loc["equal dose"].index.get_level_values("method")) == {
        "clear",
        "reactive",
    }
    assert any("free" in note for note in result.notes)
    assert result.table.attrs["notes"] == result.notes


def test_a_technique_that_does_not_fit_a_case_leaves_the_method_its_name() -> None:
    pair = ["after_sales", "substitution"]
    cases = ["hotel_dirty_room", "bank_card_frozen"]  # nothing can be put in the card's place
    for case in cases:
        assert [book.name for book in at_equal_dose(pair, sl.scenarios.load(case))] == pair
    rows = sl.compare(pair, cases, n=100, keep=[]).paired(*pair, dose="equal dose")
    assert rows.notna().all(axis=None)


def test_baselines_are_brought_to_equal_dose_only_when_asked() -> None:
    names = ["clear", "reactive", "confront"]
    usual = sl.compare(names, ["courier_delay"], n=100)
    assert "confront" not in usual.panel("equal dose")
    assert any("confront" in note for note in usual.notes)
    asked = sl.compare(names, ["courier_delay"], n=100, equalise=["confront", "clear"])
    assert list(asked.panel("equal dose")) == ["clear", "confront"]


def test_with_fewer_than_two_at_equal_dose_there_is_only_as_written() -> None:
    result = sl.compare(["clear", "confront"], ["courier_delay"], n=100)
    assert result.numbers.doses == ["as written"]
    with pytest.raises(sl.ServicelabError, match="等量"):
        sl.compare(["clear", "confront"], ["courier_delay"], n=100, dose="equal dose")


def test_what_has_no_order_of_its_own_has_no_fixed_steps() -> None:
    class Whim(type(sl.methods.get("clear"))):  # type: ignore[misc]
        def choose(self, observation: sl.methods.Observation) -> sl.Move | None:
            return None

    assert not has_fixed_steps(Free())
    assert not has_fixed_steps(Whim())
    assert not has_fixed_steps(sl.methods.get("random"))
    with pytest.raises(sl.ServicelabError, match="random"):
        at_equal_dose(["clear", "random"], sl.scenarios.load("courier_delay"))
