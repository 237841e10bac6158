"""The agent's strain, waiting, duty and the attention that a reply asks for."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from servicelab.data import ServicelabError
from servicelab.simulation import departure, judgement, rule
from servicelab.simulation.parameters import default_parameters, with_changes
from servicelab.simulation.quantities import State
from servicelab.simulation.work import NOTHING, stated_work
from tests.simulation.test_rule import AVERAGE

P = default_parameters()


def at(anger: float = 0.5, **changes: float) -> State:
    return rule.start(AVERAGE, 0.0, P)._replace(anger=anger, **changes)


def test_outbursts_strain_the_agent_and_quiet_turns_let_it_ebb() -> None:
    # rise .5 x (.9 - .5) x (1 - .1), less .12 x .1
    stormy = rule.strain_after(at(0.9, strain=0.1), P)
    assert stormy == pytest.approx(0.1 + 0.5 * 0.4 * 0.9 - 0.12 * 0.1)
    assert rule.strain_after(at(0.2, strain=0.1), P) == pytest.approx(0.1 * 0.88)


def test_a_strained_agent_does_less_with_the_same_words() -> None:
    kind = NOTHING._replace(relational=0.8, asking=0.2)
    fresh = rule.answer(at(strain=0.0), AVERAGE, kind, 0.0, 0.0, P)
    tired = rule.answer(at(strain=0.8), AVERAGE, kind, 0.0, 0.0, P)
    assert tired.heard < fresh.heard
    assert tired.facts_known < fresh.facts_known


def test_waiting_spends_patience_and_less_of_it_when_one_knows_what_happens() -> None:
    waiting = NOTHING._replace(waiting=4.0)
    lost = rule.answer(at(certainty=0.0), AVERAGE, waiting, 0.0, 0.0, P)
    informed = rule.answer(at(certainty=0.8), AVERAGE, waiting, 0.0, 0.0, P)
    felt = 4 * 4 / (4 + 3)  # of four turns waited, with a zone of tolerance of three
    assert lost.patience == pytest.approx(1 - (1 + felt) / 8)
    assert informed.patience == pytest.approx(1 - (1 + felt * (1 - 0.5 * 0.8)) / 8)
    assert lost.waited == 4.0


def test_money_promised_for_later_counts_as_far_as_it_is_believed() -> None:
    state = at(trust=0.5)
    later = rule.answer(state, AVERAGE, NOTHING._replace(later=0.2), 0.0, 0.0, P)
    now = rule.answer(state, AVERAGE, NOTHING._replace(refund=0.2), 0.0, 0.0, P)
    assert later.believed == pytest.approx(0.1)
    assert later.held < now.held


def test_the_effort_of_a_reply_by_hand() -> None:
    work = NOTHING._replace(relational=0.5, asking=0.4, owning=1.0, refund=0.3)
    assert rule.effort(work, P) == pytest.approx(0.5 + 0.4 + 0.3 * 1.0 + 0.3 * 0.3 / 0.6)


def test_words_after_a_long_wait_sound_less_sincere() -> None:
    kind = NOTHING._replace(relational=1.0)
    early = rule.received(at(patience=1.0), kind, 0.0, P)
    late = rule.received(at(patience=0.0), kind, 0.0, P)
    assert late.sincerity == pytest.approx(early.sincerity * (1 - P.lateness_costs))


def test_an_unmet_duty_comes_home_when_the_case_is_taken_further() -> None:
    state = at()._replace(escalated=1.0, refund=0.1, solved=0.0, turns=2.0)
    unmet = 0.5 - 0.1
    assert departure.duty_unmet(state, AVERAGE) == pytest.approx(unmet)
    cost = judgement.cost_of(state, AVERAGE, 1_000.0, P)
    assert cost == pytest.approx(2 * 1.5 + 100 + P.escalation_cost + 0.8 * unmet * 1_000)
    silent = judgement.cost_of(state._replace(escalated=0.0), AVERAGE, 1_000.0, P)
    assert silent == pytest.approx(2 * 1.5 + 100)


def test_more_escalate_when_a_duty_is_unmet() -> None:
    shares = [
        departure.escalation_share(at(), AVERAGE._replace(duty=duty), P) for duty in (0, 0.3, 0.8)
    ]
    assert all(low < high for low, high in itertools.pairwise(shares))


def test_value_is_what_stays_less_what_it_cost() -> None:
    # 3 purchases x .8, plus 1.5 x (.6 - .5) through others, at a margin of .3 of 200 yuan
    assert judgement.value_of(0.8, 0.6, 200.0, P) == pytest.approx(200 * 0.3 * (2.4 + 0.15))


def test_two_readings_of_one_reply_differ_and_luck_can_be_switched_off() -> None:
    kind = NOTHING._replace(relational=1.0)
    high, low = (rule.answer(at(), AVERAGE, kind, 0.0, sign, P).heard for sign in (2.0, -2.0))
    assert high > low
    calm = with_changes({"reading_noise": 0.0})
    high, low = (rule.answer(at(), AVERAGE, kind, 0.0, sign, calm).heard for sign in (2.0, -2.0))
    assert high == low


def test_asking_again_whether_it_is_settled_wears_off() -> None:
    # Two closing questions before: worth 1 / (1 + 2 x 2)^2 of the first.
    asked = NOTHING._replace(confirm=1.0)
    state = at()
    after = rule.answer(state, AVERAGE, asked, 0.0, 0.0, P)
    ready = after.acceptance * (1 - P.anger_delays * after.anger)
    luck = 0.4 * ready  # the first asking reaches .78 of the readiness, the third .19
    first = rule.step(state, AVERAGE, asked, 0.0, 0.0, 0.999, luck, P)
    third = rule.step(state._replace(closings=2.0), AVERAGE, asked, 0.0, 0.0, 0.999, luck, P)
    assert (first.resolved, third.resolved) == (1.0, 0.0)
    assert third.patience < first.patience
    assert first.closings == 1.0


def test_a_promise_of_money_is_felt_as_far_as_believed_and_paid_in_full() -> None:
    state = at(trust=0.5)
    after = rule.answer(state, AVERAGE, NOTHING._replace(later=0.2), 0.0, 0.0, P)
    assert (after.later, after.believed) == (pytest.approx(0.2), pytest.approx(0.1))
    cost = judgement.cost_of(after, AVERAGE, 1_000.0, P)
    assert cost == pytest.approx(P.turn_cost + 200)


def test_putting_right_costs_the_firm_too() -> None:
    state = at()._replace(solved=0.8)
    share = AVERAGE.substance_loss * 0.8
    assert judgement.cost_of(state, AVERAGE, 1_000.0, P) == pytest.approx(
        1_000 * P.solving_cost * share
    )


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"relatonal": 1.0}, "relational"),
        ({"harm": -1.0}, "harm"),
        ({"harm": float("nan")}, "harm"),
        ({"refund": 50}, "refund"),
        ({"refund": "1"}, "refund"),
        ({"refund": True}, "refund"),
    ],
)
def test_stated_work_is_checked(work: dict[str, Any], words: str) -> None:
    with pytest.raises(ServicelabError, match=words):
        stated_work(work)


@pytest.mark.parametrize(
    "changes", [{"anger_gate": 1.2}, {"asking_rate": -0.1}, {"words_keep": 2}, {"wait_zone": 0}]
)
def test_parameters_that_would_leave_the_ranges_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ServicelabError, match=next(iter(changes))):
        with_changes(changes)
