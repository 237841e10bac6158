"""What the customer makes of the talk, and what it cost the firm."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.departure import duty_unmet
from servicelab.simulation.equity import total_loss
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import bounded, logistic, positive
from servicelab.simulation.quantities import Judgement, Persona, State
from servicelab.simulation.reputation import failures_after, risk


def distributive_justice(state: State, persona: Persona, p: Parameters) -> Any:
    """Return how fair the outcome feels, 0…1; being given too much feels less fair to some."""
    return bounded(state.acceptance - persona.overpay_dislike * positive(state.held - 1.0))


def procedural_justice(state: State, p: Parameters) -> Any:
    """Return how fair the way to the outcome feels, 0…1."""
    hurried = bounded(-state.patience)
    return bounded(state.certainty * (1.0 - p.hurry_costs * hurried))


def handling_quality(state: State, persona: Persona, luck: Any, p: Parameters) -> Any:
    """Return the judged quality of the handling, about 0…1.

    Distributive, interactional and procedural justice are weighed, the weight of the second with
    the need for relation; the anger in memory, a talk without an agreed end, and the day's luck
    come on top.

    Parameters
    ----------
    state, persona
        The customer at the end of the talk.
    luck
        Luck in how the day's judgement falls, mean 0 and variance 1.
    p
        The parameters.
    """
    relation = 1.0 + p.weight_relation * (2.0 * persona.relation_need - 1.0)
    weight_interactional = p.weight_interactional * relation
    return (
        (1.0 - weight_interactional - p.weight_procedural) * distributive_justice(state, persona, p)
        + weight_interactional * state.heard
        + p.weight_procedural * procedural_justice(state, p)
        - p.felt_anger_costs * state.felt_anger
        - p.broken_off_costs * (1.0 - state.resolved)
        + p.judgement_noise * luck
    )


def handling_satisfaction(quality: Any, expectation: Any, p: Parameters) -> Any:
    """Return satisfaction with the handling, 0…1: its quality, and how it meets what was expected.

    Parameters
    ----------
    quality
        From :func:`handling_quality`.
    expectation
        Quality that was expected, 0…1.
    p
        The parameters.
    """
    surprise = p.disconfirmation * (quality - expectation)
    return logistic(p.satisfaction_slope * (quality + surprise - p.satisfaction_middle))


def cumulative_after(persona: Persona, satisfaction: Any, trust: Any, p: Parameters) -> Any:
    """Return satisfaction with the firm after one more episode, 0…1.

    It moves towards a mix of the latest satisfaction and of what trust has become, counted from
    the level that smooth service keeps up; so smooth service alone leaves it where it is.

    Parameters
    ----------
    persona
        The customer before the episode.
    satisfaction, trust
        After the episode.
    p
        The parameters.
    """
    by_trust = persona.usual_satisfaction + trust - persona.usual_trust
    latest = p.memory_handling * satisfaction + (1.0 - p.memory_handling) * by_trust
    return persona.prior_satisfaction + p.memory_rate * (
        bounded(latest) - persona.prior_satisfaction
    )


def loyalty_of(
    persona: Persona, cumulative: Any, trust: Any, danger: Any, hope: Any, p: Parameters
) -> Any:
    """Return the chance of staying, 0…1: looking back at the firm, and forward to the next failure.

    Parameters
    ----------
    persona
        The customer.
    cumulative, trust
        Satisfaction with the firm, and trust.
    danger
        Chance of the next failure times the blame for it.
    hope
        Quality of the handling that would then be expected.
    p
        The parameters.
    """
    fear = danger * total_loss(persona) * (1.0 - hope)
    return logistic(
        persona.taste
        + p.loyalty_satisfaction * (cumulative - 0.5)
        + p.loyalty_trust * (trust - 0.5)
        - p.loyalty_fear * fear
    )


def value_of(loyalty: Any, word_of_mouth: Any, price: Any, p: Parameters) -> Any:
    """Return what a customer is worth to the firm, yuan.

    Parameters
    ----------
    loyalty, word_of_mouth
        0…1.
    price
        Price of one purchase, yuan.
    p
        The parameters.
    """
    purchases = p.future_purchases * loyalty + p.word_reach * (word_of_mouth - 0.5)
    return price * p.margin * purchases


def cost_of(state: State, persona: Persona, price: Any, p: Parameters) -> Any:
    """Return what a talk cost the firm, yuan.

    Labour, remedies, and putting the substance right; and where the customer has taken it
    further, the labour of that and what the authority makes the firm pay of the duty it had not
    met.

    Parameters
    ----------
    state, persona
        The customer at the end of the talk.
    price
        Price paid, yuan.
    p
        The parameters.
    """
    given = state.refund + state.gift + state.later + p.redo_cost * state.redone
    given = given + p.solving_cost * persona.substance_loss * state.solved
    enforced = p.duty_enforced * duty_unmet(state, persona) * price
    return (
        p.turn_cost * state.turns + price * given + state.escalated * (p.escalation_cost + enforced)
    )


def judge(state: State, persona: Persona, price: Any, luck: Any, p: Parameters) -> Judgement:
    """Return what the customer makes of the talk, and what it cost the firm.

    Parameters
    ----------
    state, persona
        The customer at the end of the talk.
    price
        Price paid, yuan.
    luck
        Luck in how the day's judgement falls, mean 0 and variance 1.
    p
        The parameters.

    Returns
    -------
    Judgement
        All from 0 to 1, but for ``cost`` and ``value`` in yuan.
    """
    quality = handling_quality(state, persona, luck, p)
    satisfaction = handling_satisfaction(quality, state.expectation, p)
    cumulative = cumulative_after(persona, satisfaction, state.trust, p)
    hope = bounded(state.expectation + p.expectation_learning * (quality - state.expectation))
    failures = failures_after(persona, bounded(quality), p)
    danger = risk(failures, persona.familiarity, p) * state.blame
    loyalty = loyalty_of(persona, cumulative, state.trust, danger, hope, p)
    word_of_mouth = logistic(
        p.word_handling * (satisfaction - 0.5)
        - p.word_anger * state.felt_anger
        - p.word_failure * total_loss(persona)
        - p.word_escalated * state.escalated
    )
    cost = cost_of(state, persona, price, p)
    return Judgement(
        satisfaction=satisfaction,
        cumulative_satisfaction=cumulative,
        loyalty=loyalty,
        word_of_mouth=word_of_mouth,
        distributive=distributive_justice(state, persona, p),
        procedural=procedural_justice(state, p),
        interactional=state.heard,
        cost=cost,
        value=value_of(loyalty, word_of_mouth, price, p) - cost,
    )
