"""The right answer of exercise 00, worked out once more in another way."""

from __future__ import annotations

import servicelab as sl
from servicelab.course.exercises import ex00_first_talk as reference


def test_the_right_answer_is_the_mean_over_customers_of_single_talks():
    pairs = [
        [
            sl.converse("hotel_dirty_room", method, seed=8, customer=customer)
            .outcome()
            .satisfaction
            for method in ("roundabout", "indifferent")
        ]
        for customer in range(20)
    ]
    by_hand = sum(better - worse for better, worse in pairs) / len(pairs)
    assert abs(by_hand - reference.right(reference.talks(n=20))) < 1e-12


def test_the_table_is_the_one_the_exercise_shows():
    table = reference.talks()
    assert table.groupby("method")["customer"].nunique().to_dict() == {
        "indifferent": 1_000,
        "roundabout": 1_000,
    }
    names = [name for name, _ in reference.cases()]
    assert len(set(names)) == len(names) > 1
