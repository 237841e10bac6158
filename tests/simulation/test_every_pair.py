"""Every case with every method: it ends, its numbers are numbers, and nobody repeats a line."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.scenarios import catalog, customer_types

CASES = list(catalog().index)
METHODS = list(sl.methods.catalog().index)
TYPES = [None, *customer_types()]
SHARES = ["satisfaction", "cumulative_satisfaction", "loyalty", "word_of_mouth", "distributive",
          "procedural", "interactional"]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_method_ends_every_talk(case: str) -> None:
    for method in METHODS:
        table = sl.simulate(case, method, n=200, progress=False)
        assert np.isfinite(table.drop(columns="ending").to_numpy(dtype=float)).all(), method
        assert table[SHARES].ge(0).all(axis=None), method
        assert table[SHARES].le(1).all(axis=None), method
        assert (table["turns"] >= 1).all(), method
        assert table["found_out"].sum() == 0, method


@pytest.mark.parametrize("case", CASES)
def test_the_texts_do_better_than_brushing_off(case: str) -> None:
    means = {
        method: sl.simulate(case, method, n=200, progress=False)["satisfaction"].mean()
        for method in ("roundabout", "clear", "reactive", "indifferent", "confront")
    }
    worst = min(means[name] for name in ("roundabout", "clear", "reactive"))
    assert worst > 1.2 * max(means["indifferent"], means["confront"])


@pytest.mark.parametrize("case", CASES)
def test_nobody_says_the_same_line_twice(case: str) -> None:
    for number, kind in enumerate(TYPES):
        method = METHODS[(5 * number + 7 * CASES.index(case)) % len(METHODS)]
        talk = sl.converse(case, method, customer=number, customer_type=kind)
        for speaker in ("customer", "agent"):
            said = [turn.text for turn in talk.transcript.turns if turn.speaker == speaker]
            # Silence has few words: the one who says nothing may say it again.
            if speaker == "customer" or method != "silence":
                assert len(set(said)) == len(said), (method, kind, said)
