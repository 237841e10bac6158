"""What a customer carries from one episode to the next: a failure handled, or a smooth service."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.judgement import (
    cumulative_after,
    handling_quality,
    handling_satisfaction,
    loyalty_of,
    value_of,
)
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import bounded, logistic, positive, towards_one
from servicelab.simulation.quantities import Judgement, Persona, State
from servicelab.simulation.reputation import failures_after, risk


def carried(
    persona: Persona,
    trust: Any,
    satisfaction: Any,
    expectation: Any,
    opportunism: Any,
    failures: Any,
    familiarity: Any,
    vow: Any,
    words: Any,
) -> Persona:
    """Return the customer with what an episode has changed.

    Parameters
    ----------
    persona
        The customer before.
    trust, satisfaction, expectation, opportunism, failures, familiarity, vow, words
        The traits that an episode can change, as they are now.
    """
    return Persona(
        temper=persona.temper,
        patience=persona.patience,
        fairness=persona.fairness,
        overpay_dislike=persona.overpay_dislike,
        relation_need=persona.relation_need,
        blame=persona.blame,
        time_value=persona.time_value,
        trust=trust,
        prior_satisfaction=satisfaction,
        expectation=expectation,
        assertiveness=persona.assertiveness,
        opportunism=opportunism,
        taste=persona.taste,
        money_loss=persona.money_loss,
        substance_loss=persona.substance_loss,
        attention_loss=persona.attention_loss,
        duty=persona.duty,
        past_failures=failures,
        familiarity=familiarity,
        usual_trust=persona.usual_trust,
        usual_satisfaction=persona.usual_satisfaction,
        vow=vow,
        words_heard=words,
        alertness=persona.alertness,
    )


def opportunism_after(state: State, persona: Persona, p: Parameters) -> Any:
    """Return how far the customer asks for more than the loss, having learnt what pays.

    What was gained beyond the loss teaches those who are so inclined to ask again; asking in
    vain teaches them to stop.

    Parameters
    ----------
    state, persona
        The customer at the end of the talk.
    p
        The parameters.
    """
    gained = positive(state.held - 1.0)
    learnt = towards_one(persona.opportunism, p.opportunism_learns * persona.opportunism * gained)
    paid = gained / (p.opportunism_half + gained)
    return learnt * (1.0 - p.opportunism_fades * (1.0 - paid))


def after_failure(persona: Persona, state: State, luck: Any, p: Parameters) -> Persona:
    """Return the customer after a failure and its handling.

    Trust rebounds in part; the expected handling follows what was received; a promise stays in
    memory as a vow that the next failure breaks; some of the kind words are still in the ear.

    Parameters
    ----------
    persona, state
        The customer before the failure, and at the end of the talk.
    luck
        The luck with which the talk was judged.
    p
        The parameters.
    """
    quality = handling_quality(state, persona, luck, p)
    satisfaction = handling_satisfaction(quality, state.expectation, p)
    promised = state.owed / (p.vow_half + state.owed)
    return carried(
        persona,
        trust=state.trust + p.trust_rebound * (persona.trust - state.trust),
        satisfaction=cumulative_after(persona, satisfaction, state.trust, p),
        expectation=bounded(
            state.expectation + p.expectation_learning * (quality - state.expectation)
        ),
        opportunism=opportunism_after(state, persona, p),
        failures=failures_after(persona, bounded(quality), p),
        familiarity=p.familiarity_keep * persona.familiarity,
        vow=towards_one(p.vow_keep * persona.vow, promised),
        words=p.words_keep * state.habituation,
    )


def served_satisfaction(persona: Persona, luck: Any, p: Parameters) -> Any:
    """Return satisfaction with one service without a failure, 0…1.

    Parameters
    ----------
    persona
        The customer.
    luck
        Luck in the service, mean 0 and variance 1.
    p
        The parameters.
    """
    return bounded(persona.usual_satisfaction + p.service_noise * luck)


def after_service(persona: Persona, luck: Any, p: Parameters) -> Persona:
    """Return the customer after one service without a failure.

    Trust and satisfaction return to the customer's usual levels, from wherever they were; old
    failures, vows and words fade. Who was there already stays there.

    Parameters
    ----------
    persona
        The customer before.
    luck
        Luck in the service, mean 0 and variance 1.
    p
        The parameters.
    """
    trust = persona.trust + p.trust_returns * (persona.usual_trust - persona.trust)
    satisfaction = served_satisfaction(persona, luck, p)
    return carried(
        persona,
        trust=trust,
        satisfaction=cumulative_after(persona, satisfaction, trust, p),
        expectation=persona.expectation,
        opportunism=persona.opportunism,
        failures=p.failure_keep * persona.past_failures,
        familiarity=persona.familiarity + p.familiarity_grows * (1.0 - persona.familiarity),
        vow=p.vow_keep * persona.vow,
        words=p.words_keep * persona.words_heard,
    )


def served(persona: Persona, price: Any, luck: Any, p: Parameters) -> Judgement:
    """Return what the customer makes of one service without a failure.

    Parameters
    ----------
    persona
        The customer before it.
    price
        Price paid, yuan.
    luck
        Luck in the service, mean 0 and variance 1.
    p
        The parameters.

    Returns
    -------
    Judgement
        The justices are those of a service as agreed: 1.
    """
    satisfaction = served_satisfaction(persona, luck, p)
    after = after_service(persona, luck, p)
    danger = risk(after.past_failures, after.familiarity, p) * persona.blame
    loyalty = loyalty_of(
        persona, after.prior_satisfaction, after.trust, danger, after.expectation, p
    )
    word_of_mouth = logistic(p.word_handling * (satisfaction - 0.5))
    whole = 0.0 * satisfaction + 1.0
    return Judgement(
        satisfaction=satisfaction,
        cumulative_satisfaction=after.prior_satisfaction,
        loyalty=loyalty,
        word_of_mouth=word_of_mouth,
        distributive=whole,
        procedural=whole,
        interactional=whole,
        cost=0.0 * whole,
        value=value_of(loyalty, word_of_mouth, price, p),
    )
