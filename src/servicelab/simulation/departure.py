"""How a talk ends: the customer agrees, breaks off, or takes the case further."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import exceeds, logistic, positive
from servicelab.simulation.quantities import Persona, State


def duty_unmet(state: State, persona: Persona) -> Any:
    """Return what law or agreement asks for and was not made good, share of the price."""
    made_good = state.refund + state.later + state.redone + persona.substance_loss * state.solved
    return positive(persona.duty - made_good)


def escalation_share(state: State, persona: Persona, p: Parameters) -> Any:
    """Return which share of those who break off take the case further, 0…1.

    It grows with assertiveness, blame, the loss that is still open, and the duty that the firm
    has not met. Who was offered a third party by the firm itself has less need to look for one.
    """
    wronged = (p.wrong_unblamed + state.blame) * positive(1.0 - state.held)
    wronged = wronged + p.duty_emboldens * duty_unmet(state, persona)
    share = p.escalation_weight * persona.assertiveness * wronged / (p.wrong_half + wronged)
    return share / (1.0 + p.review_contains * state.reviewed)


def ended(state: State, agrees: Any, leaves: Any, escalates: Any) -> State:
    """Return the state with the talk ended where ``agrees`` or ``leaves`` is 1."""
    return State(
        anger=state.anger,
        felt_anger=state.felt_anger,
        trust=state.trust,
        facts_known=state.facts_known,
        heard=state.heard,
        certainty=state.certainty,
        solved=state.solved,
        refund=state.refund,
        gift=state.gift,
        later=state.later,
        believed=state.believed,
        redone=state.redone,
        habituation=state.habituation,
        owed=state.owed,
        blame=state.blame,
        expectation=state.expectation,
        patience=state.patience,
        held=state.held,
        acceptance=state.acceptance,
        strain=state.strain,
        waited=state.waited,
        closings=state.closings,
        norm=state.norm,
        deceit=state.deceit,
        exposure=state.exposure,
        found_out=state.found_out,
        reviewed=state.reviewed,
        present=state.present - agrees - leaves,
        resolved=state.resolved + agrees,
        escalated=state.escalated + escalates,
        turns=state.turns,
    )


def depart(
    state: State, persona: Persona, confirm: Any, exit_luck: Any, accept_luck: Any, p: Parameters
) -> State:
    """Return the state after the customer has decided whether to stay, agree or break off.

    Breaking off comes first: its hazard is a sigmoid of anger and exhausted patience. Who stays
    may agree, the more surely the fairer the offer, the calmer the mood, and when asked.

    Parameters
    ----------
    state, persona
        The customer after the reply.
    confirm
        How far the agent asked whether it is settled.
    exit_luck, accept_luck
        Uniform on [0, 1).
    p
        The parameters.

    Returns
    -------
    State
    """
    strain = state.anger + p.impatience_leaves * positive(-state.patience) - p.leaving_point
    leaving = p.leaving_highest * logistic(strain / p.leaving_spread)
    leaves = state.present * exceeds(leaving, exit_luck)
    escalates = leaves * exceeds(leaving * escalation_share(state, persona, p), exit_luck)
    ready = state.acceptance * (1.0 - p.anger_delays * state.anger)
    agreeing = ready * (p.accept_unasked + p.accept_asked * confirm / (p.confirm_half + confirm))
    agrees = (state.present - leaves) * exceeds(agreeing, accept_luck)
    return ended(state, agrees, leaves, escalates)


def close(
    state: State, persona: Persona, closing: Any, exit_luck: Any, accept_luck: Any, p: Parameters
) -> State:
    """Return the state after the agent has ended the talk.

    Parameters
    ----------
    state, persona
        The customer at that moment.
    closing
        1 where the agent ends the talk, else 0.
    exit_luck, accept_luck
        Uniform on [0, 1).
    p
        The parameters.

    Returns
    -------
    State
        Who finds the outcome fair agrees; of the others some take the case further.
    """
    ending = closing * state.present
    agrees = ending * exceeds(state.acceptance, accept_luck)
    leaves = ending - agrees
    escalates = leaves * exceeds(escalation_share(state, persona, p), exit_luck)
    return ended(state, agrees, leaves, escalates)
