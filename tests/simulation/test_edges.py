"""Where the rule meets its surroundings: luck, cases, remedies, odd methods, hand values."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pandas as pd
import pytest

import servicelab as sl
from servicelab.methods import Playbook, Step, Until
from servicelab.simulation import departure, judgement, luck, rule
from servicelab.simulation.case import TURN_LIMIT
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.work import NOTHING, work_of
from tests.simulation.test_rule import AVERAGE

P = default_parameters()
HOTEL = sl.scenarios.load("hotel_dirty_room")
POOR = HOTEL.model_copy(
    update={
        "remedies": HOTEL.remedies.model_copy(
            update={"refund": 0.0, "replace": 0.0, "compensate": 0.0}
        )
    }
)


class Choosy(sl.methods.get("clear").__class__):  # type: ignore[misc]
    """CLEAR that ends after two turns: a playbook with a choice of its own."""

    name = "choosy"

    def choose(self, observation: Any) -> Any:
        return None if observation.turn >= 2 else super().choose(observation)


def shortened() -> Playbook:
    book = sl.methods.get("reactive")
    book.steps = book.steps[:3]
    return book


@pytest.mark.parametrize(
    ("scenario", "method", "options"),
    [
        (HOTEL, "clear", {"customer_type": "furious"}),
        (HOTEL, "roundabout", {"parameters": {"anger_gate": 0.2, "mood_noise": 0.1}}),
        (POOR, "reactive", {}),
        (HOTEL, shortened(), {}),
        (HOTEL, Choosy(), {}),
        (HOTEL, Playbook.of("one", "一步", Step("一", ("fix",), Until(solved_above=2))), {}),
    ],
)
@pytest.mark.filterwarnings("ignore:方法")
def test_a_talk_is_a_row_of_the_batch_in_odd_cases_too(
    scenario: Any, method: Any, options: dict[str, Any]
) -> None:
    table = sl.simulate(scenario, method, n=40, seed=-3, **options)
    for customer in (0, 17, 39):
        talk = sl.converse(scenario, method, seed=-3, customer=customer, **options)
        assert table.loc[customer].to_dict() == talk.outcome()._asdict()
    assert not table.equals(sl.simulate(HOTEL, "indifferent", n=40, seed=-3))


def test_options_reach_the_rule() -> None:
    plain = sl.simulate(HOTEL, "clear", n=40)["satisfaction"]
    for options in ({"customer_type": "furious"}, {"parameters": {"anger_gate": 0.0}}):
        assert not plain.equals(sl.simulate(HOTEL, "clear", n=40, **options)["satisfaction"])


def test_every_draw_of_a_talk_is_for_one_thing_only(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Counter[tuple[int, int]] = Counter()
    keyed = luck.keyed

    def noted(seed: int, turn: int, stream: int) -> Any:
        drawn[turn, int(stream)] += 1
        return keyed(seed, turn, stream)

    talk = sl.Conversation(HOTEL, customer=3)
    case, persona = talk.case, talk.persona
    monkeypatch.setattr(luck, "keyed", noted)
    state = talk.state
    for turn in range(1, 6):
        state = case.step(state, persona, NOTHING, turn, 3)
        case.observe(state, turn, 3)
    assert set(drawn.values()) == {1}
    assert {turn for turn, _ in drawn} == {1, 2, 3, 4, 5}
    assert len(drawn) == 5 * 4
    assert len(luck.Stream.__members__) == len(list(luck.Stream))


def test_losses_differ_between_customers_by_the_spread() -> None:
    losses = [sl.Conversation(HOTEL, customer=i).persona.substance_loss for i in range(200)]
    assert min(losses) >= HOTEL.loss.substance * (1 - P.loss_spread)
    assert max(losses) <= HOTEL.loss.substance * (1 + P.loss_spread)
    assert max(losses) - min(losses) > 0.8 * 2 * P.loss_spread * HOTEL.loss.substance


def test_explaining_solves_only_where_information_is_missing() -> None:
    bill = sl.scenarios.load("heating_bill_dispute")
    move = sl.Move(("explain",))
    assert work_of(move, bill, P).solving == pytest.approx(P.explaining_solves)
    assert work_of(move, HOTEL, P).solving == 0.0


def test_a_remedy_that_may_not_be_given_counts_for_nothing() -> None:
    assert work_of(sl.Move(("compensate", "refund", "replace")), POOR, P) == NOTHING


def test_doing_it_again_needs_the_facts() -> None:
    state = rule.start(AVERAGE, 0.0, P)
    again = NOTHING._replace(redo=1.0)
    assert rule.answer(state, AVERAGE, again, 0.0, 0.0, P).redone == 0.0
    known = state._replace(facts_known=0.6)
    assert rule.answer(known, AVERAGE, again, 0.0, 0.0, P).redone == pytest.approx(0.6 * 0.5)


def test_an_angry_ear_takes_in_less_of_an_explanation() -> None:
    state = rule.start(AVERAGE, 0.0, P)
    told = NOTHING._replace(informing=1.0)
    calm, angry = (
        rule.answer(state._replace(anger=anger), AVERAGE, told, 0.0, 0.0, P) for anger in (0.1, 0.9)
    )
    assert calm.certainty > angry.certainty


def test_breaking_off_by_hand() -> None:
    state = rule.start(AVERAGE, 0.0, P)._replace(anger=0.95)
    leaving = 0.5 / 2  # at the point where anger alone makes half of the highest hazard
    share = departure.escalation_share(state, AVERAGE, P)
    assert 0 < share < 1
    for luck_of_exit, left, escalated in (
        (leaving * share * 0.99, 1, 1),
        (leaving * share * 1.01, 1, 0),
        (leaving * 0.99, 1, 0),
        (leaving * 1.01, 0, 0),
    ):
        after = departure.depart(state, AVERAGE, 0.0, luck_of_exit, 0.999, P)
        assert (1 - after.present, after.escalated) == (left, escalated)


def test_closing_by_hand() -> None:
    state = rule.start(AVERAGE, 0.0, P)._replace(acceptance=0.5)
    agreed = departure.close(state, AVERAGE, 1.0, 0.0, 0.49, P)
    refused = departure.close(state, AVERAGE, 1.0, 0.999, 0.51, P)
    untouched = departure.close(state, AVERAGE, 0.0, 0.0, 0.0, P)
    assert (agreed.resolved, agreed.escalated) == (1, 0)
    assert (refused.present, refused.resolved, refused.escalated) == (0, 0, 0)
    assert untouched == state


def test_the_judgement_by_hand() -> None:
    state = rule.start(AVERAGE, 0.0, P)._replace(
        acceptance=0.8,
        heard=0.6,
        certainty=0.5,
        felt_anger=0.4,
        resolved=1.0,
        refund=0.1,
        turns=4.0,
    )
    quality = 0.47 * 0.8 + 0.38 * 0.6 + 0.15 * 0.5 - 0.24 * 0.4
    expected = 1 / (1 + math.exp(-4 * (quality + 0.46 * (quality - 0.5) - 0.352)))
    judged = judgement.judge(state, AVERAGE, 1_000.0, 0.0, P)
    assert judged.satisfaction == pytest.approx(expected)
    assert judged.cost == pytest.approx(4 * 1.5 + 1_000 * 0.1)
    assert (judged.distributive, judged.interactional) == (0.8, 0.6)
    remembered = 0.28 * expected + 0.72 * (0.6 + state.trust - 0.5)
    assert judged.cumulative_satisfaction == pytest.approx(0.6 + 0.3 * (remembered - 0.6))


def test_who_needs_the_relation_weighs_treatment_more() -> None:
    state = rule.start(AVERAGE, 0.0, P)._replace(heard=0.9, acceptance=0.2)
    cool, warm = (
        judgement.judge(state, AVERAGE._replace(relation_need=need), 1.0, 0.0, P).satisfaction
        for need in (0.1, 0.9)
    )
    assert warm > cool


def test_the_last_turn_at_the_limit_says_that_it_is_over() -> None:
    talk = sl.Conversation(HOTEL, parameters={"leaving_highest": 0.0, "accept_unasked": 0.0})
    replies = [talk.act("listen") for _ in range(TURN_LIMIT)]
    assert [reply.finished for reply in replies] == [False] * (TURN_LIMIT - 1) + [True]
    assert talk.finished


def test_saying_one_thing_over_and_over_does_not_beat_the_methods() -> None:
    for act in ("stage", "confirm", "commit", "overpromise", "listen", "propose", "own"):
        book = Playbook.of("again", "重复", Step(act, (act,), Until(solved_above=2), at_most=12))
        again = sl.simulate("heating_blocked_pipe", book, n=300)["satisfaction"].mean()
        assert again < sl.simulate("heating_blocked_pipe", "clear", n=300)["satisfaction"].mean()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sl.simulation.with_changes({"due_highest": 0}), "除数"),
        (lambda: sl.simulation.with_changes({"anger_gate": "x"}), "要填一个数"),
        (lambda: sl.simulation.with_changes({"anger_gate": float("nan")}), "要填一个数"),
        (lambda: sl.Conversation(HOTEL, parameters=3), "with_changes"),  # type: ignore[arg-type]
        (lambda: sl.simulate(HOTEL, Playbook.of("none", "空"), n=5), "一个步骤也没有"),
        (
            lambda: sl.simulate(HOTEL, Playbook.of("x", "错", Step("一", (), back_to=9)), n=5),
            "back_to",
        ),
    ],
)
def test_mistakes_are_answered_in_words(call: Any, words: str) -> None:
    with pytest.raises(sl.ServicelabError, match=words):
        call()


@pytest.mark.filterwarnings("ignore:方法")
def test_a_method_that_returns_no_move_is_told_so() -> None:
    class Wordy(sl.Method):
        name, zh, origin = "wordy", "直说", "a test"

        def choose(self, observation: object) -> Any:
            return "listen"

    with pytest.raises(sl.ServicelabError, match="Move"):
        sl.simulate(HOTEL, Wordy(), n=3)


def test_a_table_of_outcomes_has_the_fields_of_an_outcome() -> None:
    table = sl.simulate(HOTEL, "clear", n=5)
    assert list(table.columns) == list(sl.Outcome._fields)
    assert table.index.name == "customer"
    assert isinstance(table.loc[3], pd.Series)
