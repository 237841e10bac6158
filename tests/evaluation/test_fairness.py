"""What makes a comparison fair: order at equal dose, direction of a measure, whole families."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.evaluation import at_equal_dose
from servicelab.evaluation.dose import EFFORT
from servicelab.simulation.quantities import Work

THREE = ["roundabout", "clear", "reactive"]


def schedules() -> dict[str, np.ndarray]:
    books = at_equal_dose(THREE, sl.scenarios.load("hotel_dirty_room"))
    return {
        book.name: np.array([[step.work[kind] for kind in Work._fields] for step in book.steps])
        for book in books
    }


def kind(name: str) -> int:
    return Work._fields.index(name)


def test_every_turn_takes_the_same_effort() -> None:
    columns = [kind(name) for name in EFFORT]
    for schedule in schedules().values():
        effort = schedule[:, columns].sum(axis=1)
        assert np.allclose(effort, effort[0])


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
        for name in ("refund", "gift", "redo", "confirm"):
            assert not schedule[:-1, kind(name)].any()
        assert schedule[-1, kind("confirm")] > 0
        assert schedule[-1, kind("gift")] > 0


def test_winners_are_made_of_comparisons() -> None:
    table = sl.winners(THREE, ["courier_delay"], n=100)
    for dose, equal in (("as written", False), ("equal dose", True)):
        result = sl.compare(
            THREE, ["courier_delay"], n=100, customer_type="furious", equal_dose=equal
        )
        rows = table.loc[dose].loc["furious"]["estimate"]
        assert np.allclose(rows[THREE], result.table["estimate"])


def test_the_mean_over_scenarios_has_one_number_a_customer() -> None:
    result = sl.compare(THREE, ["courier_delay", "hotel_dirty_room"], n=200)
    rows = result.paired("clear", "reactive")
    assert (rows["n"] == 200).all()
    assert rows.loc["all", "estimate"] == pytest.approx(rows["estimate"].iloc[:2].mean())


def test_less_cost_is_better() -> None:
    result = sl.compare(THREE, ["hotel_dirty_room"], n=200, measure="cost")
    rows = result.table.loc["hotel_dirty_room"]
    assert rows["rank_best"].idxmin() == rows["estimate"].idxmin()
    cheaper = result.paired("clear", "reactive").loc["all"]
    assert cheaper["estimate"] < 0
    assert cheaper["share_better"] > 0.5


def test_options_reach_the_simulation() -> None:
    options = {"customer_type": "calm", "parameters": {"anger_gate": 0.0}}
    result = sl.compare(["clear"], ["courier_delay"], n=50, **options)
    row = sl.simulate("courier_delay", "clear", n=50, **options)
    assert (result.units["courier_delay"]["clear"] == row["satisfaction"]).all()


def test_two_scenarios_of_one_id_are_refused() -> None:
    case = sl.scenarios.load("courier_delay")
    with pytest.raises(sl.ServicelabError, match="两次"):
        sl.compare(["clear"], [case, case.model_copy(update={"price": 400})])
