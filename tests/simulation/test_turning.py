"""Turning points and rescue: the same numbers as talks replayed one by one, and what they find."""

from __future__ import annotations

import numpy as np
import pytest

from servicelab.data import ServicelabError
from servicelab.dialogue import ACTS
from servicelab.methods import Method, Move
from servicelab.scenarios import load
from servicelab.simulation import Conversation, converse
from servicelab.simulation.case import Case
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.replay import Replay, interval
from servicelab.simulation.rescue import rescue, rescue_of_moves, taken_over
from servicelab.simulation.turning import (
    SIDES,
    choices_instead,
    menu,
    of_moves,
    turning_points,
    works_of,
)

FIRST = 1 << 20  # number of the first round of luck
FAILED = (("courier_delay", "confront"), ("phone_return_refused", "indifferent"))


def case(scenario: str = "courier_delay") -> Case:
    return Case(load(scenario), 7, default_parameters())


def test_the_menu_names_real_acts_each_set_once_with_its_source() -> None:
    choices = menu()
    assert len({choice.id for choice in choices}) == len(choices)
    assert len({frozenset(choice.acts) for choice in choices}) == len(choices)
    for choice in choices:
        assert choice.side in SIDES
        assert choice.source
        assert set(choice.acts) <= set(ACTS)
        harmful = {name for name in choice.acts if ACTS[name].group == "harmful"}
        remedies = {name for name in choice.acts if ACTS[name].group == "remedy"}
        assert bool(harmful) == (choice.side == "loss")
        assert bool(remedies) == (choice.side == "remedy")


@pytest.mark.parametrize("method", ["confront", "reactive", "clear"])
def test_a_round_is_the_talk_with_the_customer_of_that_number(method: str) -> None:
    talk = converse("courier_delay", method, seed=7, customer=FIRST + 2)
    moves = [record.move for record in talk.records]
    replay = Replay.of(talk.case, None, 4)
    works = works_of(talk.case, moves)
    ends = replay.judged(replay.played(replay.opened(), works, 1)).satisfaction
    assert ends[2] == talk.outcome().satisfaction
    alone = Replay.of(talk.case, talk.persona, 4)
    assert (
        alone.judged(alone.played(alone.opened(), works, 1)).satisfaction[2]
        == talk.outcome().satisfaction
    )


def test_a_change_is_what_what_if_gives_averaged_over_the_judging_rounds() -> None:
    moves = [Move(("greet", "listen")), Move(("deny",)), Move(("fix", "commit"))]
    rounds = 6
    table = of_moves(case(), moves, rounds=rounds)
    point = table[(table["turn"] == 2) & (table["side"] == "gain")].iloc[0]
    changes = []
    for number in range(FIRST + rounds, FIRST + 2 * rounds):
        ends = []
        for second in (Move(("deny",)), Move(point["acts"])):
            talk = Conversation("courier_delay", 7, number)
            for move in (moves[0], second, moves[2]):
                if not talk.finished:
                    talk.play(move)
            ends.append(talk.close().satisfaction)
        changes.append(ends[1] - ends[0])
    assert point["change"] == pytest.approx(np.mean(changes), abs=1e-12)
    assert (point["ci_low"] + point["ci_high"]) / 2 == pytest.approx(point["change"])


def test_the_interval_is_the_usual_one() -> None:
    numbers = np.array([0.1, 0.3, 0.2, 0.4])
    mean, low, high = interval(numbers)
    assert mean == pytest.approx(0.25)
    assert high - low == pytest.approx(2 * 1.959964 * numbers.std(ddof=1) / 2, rel=1e-5)


def test_remedies_the_desk_may_not_give_and_what_was_done_are_not_tried() -> None:
    heating = case("heating_blocked_pipe")
    choices = choices_instead(heating, Move(("empathise", "listen")))
    assert "hear" not in {choice.id for choice in choices}
    assert all("replace" not in choice.acts for choice in choices)
    sets = [frozenset(choice.acts) for choice in choices]
    assert len(set(sets)) == len(sets)


def test_a_method_that_takes_over_at_once_is_the_method() -> None:
    talk = converse("courier_delay", "confront", customer=5)
    assert taken_over(talk, 1, "reactive").outcome() == (
        converse("courier_delay", "reactive", customer=5).outcome()
    )
    later = taken_over(talk, 3, "reactive")
    assert [one.said for one in later.records[:2]] == [one.said for one in talk.records[:2]]
    assert later.records[2].acts == converse("courier_delay", "reactive").records[0].acts


def test_the_rescue_is_the_talks_that_a_method_takes_over() -> None:
    moves = [Move(("interrupt", "ask_fact")), Move(("argue",)), Move(("argue", "refuse"))]
    table = rescue_of_moves(case(), moves, rounds=5)
    assert table["turn"].tolist() == [1, 2, 3, 4, 0]
    expected = []
    for number in range(FIRST, FIRST + 5):
        talk = Conversation("courier_delay", 7, number)
        for move in moves:
            if not talk.finished:
                talk.play(move)
        talk.close()
        again = [taken_over(talk, turn).outcome() for turn in (1, 2)]
        expected.append([one.satisfaction for one in (*again, talk.outcome())])
    means = np.mean(expected, axis=0)
    assert table["satisfaction"].iloc[[0, 1, 4]].to_numpy() == pytest.approx(means, abs=1e-12)
    drops = -np.diff(table["satisfaction"])
    assert table["lost"].to_numpy()[:-1] == pytest.approx(drops, abs=1e-12)
    assert np.isnan(table["lost"].iloc[-1])


@pytest.mark.parametrize(("scenario", "method"), FAILED)
def test_where_a_failed_talk_went_wrong_is_found_and_can_be_mended(scenario, method) -> None:
    """The two failures of source text 4: a quarrel that grew, and a cold refusal."""
    gains = []
    for customer in range(1, 9):
        talk = converse(scenario, method, customer=customer)
        table = rescue(talk, rounds=100)
        worst = table.iloc[:-2].sort_values("lost").iloc[-1]
        turn = int(worst["turn"])
        assert worst["lost_low"] > 0
        did = talk.records[turn - 1].acts
        assert any(ACTS[name].group == "harmful" for name in did), did
        better = taken_over(talk, turn).outcome().satisfaction
        gains.append(better - talk.outcome().satisfaction)
    assert np.mean(gains) > 0.15
    assert min(gains) > -0.02


def test_one_good_sentence_does_not_save_a_talk_of_harm() -> None:
    table = turning_points(converse("courier_delay", "confront", customer=3), rounds=100)
    gains = table[table["side"] == "gain"]["change"]
    money = table[table["side"] == "remedy"]["change"]
    assert 0 < gains.max() < 0.05 < money.max()


def test_in_a_good_talk_a_set_phrase_costs_most() -> None:
    table = turning_points(converse("courier_delay", "reactive", customer=3), rounds=100)
    losses = table[table["side"] == "loss"]
    gains = table[table["side"] == "gain"]
    assert losses["change"].min() < -0.1
    assert abs(losses["change"].min()) > gains["change"].max()


def test_the_same_call_gives_the_same_table() -> None:
    talk = converse("courier_delay", "clear", customer=2)
    assert turning_points(talk, rounds=20).equals(turning_points(talk, rounds=20))


class Own(Method):
    name, zh, origin, traits = "own", "自己的", "test", ("test",)

    def choose(self, seen):
        return None


def test_what_cannot_be_looked_back_on_is_refused_in_chinese() -> None:
    open_talk = Conversation("courier_delay")
    open_talk.act("listen")
    with pytest.raises(ServicelabError, match="还没结束"):
        turning_points(open_talk)
    silent = Conversation("courier_delay")
    silent.close()
    with pytest.raises(ServicelabError, match="一句话也没回"):
        turning_points(silent)
    talk = converse("courier_delay", "confront", customer=3)
    with pytest.raises(ServicelabError, match="rounds"):
        turning_points(talk, rounds=1)
    with pytest.raises(ServicelabError, match="成批"):
        rescue(talk, Own())
    with pytest.raises(ServicelabError, match="没法接手"):
        taken_over(talk, 99)
    with pytest.raises(ServicelabError, match="turn"):
        taken_over(talk, 0)


def test_moves_beyond_the_end_of_any_talk_are_left_out() -> None:
    moves = [Move(("listen",))] * 25
    assert of_moves(case(), moves, rounds=5)["turn"].max() <= 20
    assert rescue_of_moves(case(), moves, rounds=5)["turn"].max() == 21


def test_a_technique_that_does_not_fit_the_case_stays_out_of_a_rescue() -> None:
    talk = converse("bank_wealth_loss", "confront", customer=3)
    assert talk.scenario.remedies.compensate == 0
    with_it = "clear+compensation_care"
    assert taken_over(talk, 1, with_it).outcome() == taken_over(talk, 1, "clear").outcome()
    assert rescue(talk, with_it, rounds=5).equals(rescue(talk, "clear", rounds=5))
