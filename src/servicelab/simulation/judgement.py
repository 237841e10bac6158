"""What the customer makes of the talk, and what it cost the firm."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.equity import total_loss
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import bounded, logistic, positive
from servicelab.simulation.quantities import Judgement, Persona, State


def judge(state: State, persona: Persona, price: Any, p: Parameters) -> Judgement:
    """Return what the customer makes of the talk, and what it cost the firm.

    Satisfaction with the handling weighs distributive, interactional and procedural justice and
    the anger in memory, and adds the disconfirmation of what was expected. Satisfaction with the
    firm moves towards a mix of the handling and trust. Loyalty looks back at it and forward to
    the loss feared from a next failure; word of mouth follows the handling.

    Parameters
    ----------
    state, persona
        The customer at the end of the talk.
    price
        Price paid, yuan.
    p
        The parameters.

    Returns
    -------
    Judgement
        All from 0 to 1, but for ``cost`` in yuan.
    """
    hurried = bounded(-state.patience)
    distributive = bounded(state.acceptance - persona.overpay_dislike * positive(state.held - 1.0))
    procedural = bounded(state.certainty * (1.0 - p.hurry_costs * hurried))
    interactional = state.heard
    relation = 1.0 + p.weight_relation * (2.0 * persona.relation_need - 1.0)
    weight_interactional = p.weight_interactional * relation
    quality = (
        (1.0 - weight_interactional - p.weight_procedural) * distributive
        + weight_interactional * interactional
        + p.weight_procedural * procedural
        - p.felt_anger_costs * state.felt_anger
        - p.broken_off_costs * (1.0 - state.resolved)
    )
    surprise = p.disconfirmation * (quality - state.expectation)
    satisfaction = logistic(p.satisfaction_slope * (quality + surprise - p.satisfaction_middle))
    remembered = p.memory_handling * satisfaction + (1.0 - p.memory_handling) * state.trust
    cumulative = persona.prior_satisfaction + p.memory_rate * (
        remembered - persona.prior_satisfaction
    )
    hope = bounded(state.expectation + p.expectation_learning * (quality - state.expectation))
    fear = p.next_failure * state.blame * total_loss(persona) * (1.0 - hope)
    loyalty = logistic(
        persona.taste
        + p.loyalty_satisfaction * (cumulative - 0.5)
        + p.loyalty_trust * (state.trust - 0.5)
        - p.loyalty_fear * fear
    )
    word_of_mouth = logistic(
        p.word_handling * (satisfaction - 0.5)
        - p.word_anger * state.felt_anger
        - p.word_escalated * state.escalated
    )
    cost = (
        p.turn_cost * state.turns
        + price * (state.refund + state.gift + p.redo_cost * state.redone)
        + p.escalation_cost * state.escalated
    )
    return Judgement(
        satisfaction,
        cumulative,
        loyalty,
        word_of_mouth,
        distributive,
        procedural,
        interactional,
        cost,
    )
