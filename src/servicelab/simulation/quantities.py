"""The quantities of a talk: who the customer is, what happens inside, what a reply amounts to.

They travel as tuples, so that floats, arrays and compiled code can carry them alike. Shares of
money are shares of the price paid; everything else runs from 0 to 1 unless its line says
otherwise.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Persona(NamedTuple):
    """Who the customer is: what does not change during the talk."""

    temper: Any  # how quickly anger comes
    patience: Any  # turns the customer is ready to give
    fairness: Any  # value held, as share of the price, that feels fair
    overpay_dislike: Any  # how much being given more than the loss puts off
    relation_need: Any  # how much it matters to be treated as a person
    blame: Any  # how far the firm is held responsible at the start
    time_value: Any  # share of the price that one more turn costs
    trust: Any  # trust in the firm before the failure
    prior_satisfaction: Any  # satisfaction with the firm so far
    expectation: Any  # quality of the handling that is expected
    assertiveness: Any  # inclination to take the case further
    opportunism: Any  # asks for more than the loss
    taste: Any  # inclination to stay that the talk cannot change (log odds)
    money_loss: Any  # share of the price lost in money
    substance_loss: Any  # … in the substance of the service
    attention_loss: Any  # … in lack of attention
    duty: Any  # what law or agreement makes the firm make good, share of the price
    past_failures: Any  # failures still remembered, weighed by how badly they were handled
    familiarity: Any  # how far smooth services have built a picture of the firm
    usual_trust: Any  # trust that smooth service leads back to
    usual_satisfaction: Any  # satisfaction that smooth service leads back to
    vow: Any  # promises of earlier talks that a new failure breaks
    words_heard: Any  # kind words of earlier talks that are still in the ear
    alertness: Any  # how soon an untruth is seen through


class State(NamedTuple):
    """What happens inside the customer and in the case during the talk."""

    anger: Any  # anger of the moment
    felt_anger: Any  # anger as it will be remembered
    trust: Any  # trust in the firm
    facts_known: Any  # share of the needed facts that the agent knows
    heard: Any  # interactional justice in the making
    certainty: Any  # procedural justice in the making
    solved: Any  # share of the substance put right
    refund: Any  # money given back, share of the price
    gift: Any  # voucher, discount or present, share of the price
    later: Any  # money promised for later, share of the price
    believed: Any  # as much of it as is believed
    redone: Any  # substance delivered again, share of the price
    habituation: Any  # kind words that are still in the ear
    owed: Any  # what promises have added to what is due
    blame: Any  # how far the firm is held responsible
    expectation: Any  # quality of the handling that is expected
    patience: Any  # share of the patience left; below 0 it has run out
    held: Any  # value held of what was paid for, share of the price
    acceptance: Any  # how far what is on the table feels fair
    strain: Any  # what the talk has cost the agent (emotional labour)
    waited: Any  # turns spent waiting
    closings: Any  # times the agent has asked whether it is settled
    norm: Any  # what others in the same case are believed to have accepted
    deceit: Any  # untruths told
    exposure: Any  # chances the customer has had to see through them
    found_out: Any  # 1 if the customer has seen through one
    reviewed: Any  # how far a third party was brought in by the firm itself
    present: Any  # 1 while the talk goes on, then 0
    resolved: Any  # 1 if it ended by agreement
    escalated: Any  # 1 if the customer took it further
    turns: Any  # turns of the agent


class Work(NamedTuple):
    """What a reply amounts to, in units: 1 is one turn's full attention to one kind of work."""

    relational: Any  # words that attend to the person
    asking: Any  # finding out facts
    solving: Any  # putting the substance right
    informing: Any  # telling cause, rule and next step
    owning: Any  # taking responsibility
    denying: Any  # pushing responsibility away
    refund: Any  # money offered back, share of the price
    gift: Any  # voucher, discount or present offered, share of the price
    later: Any  # money promised for later, share of the price
    redo: Any  # service or product delivered again, share of the substance
    promise: Any  # stated commitments
    confirm: Any  # asking whether it is settled
    harm: Any  # hurting
    waiting: Any  # turns the customer is kept waiting before this reply
    norm: Any  # what comparable customers accepted
    review: Any  # bringing in a third party whom both accept
    deceit: Any  # statements that are not true
    staging: Any  # going ahead in stages, each agreed upon


class Judgement(NamedTuple):
    """What the customer makes of it all in the end."""

    satisfaction: Any
    cumulative_satisfaction: Any
    loyalty: Any
    word_of_mouth: Any
    distributive: Any
    procedural: Any
    interactional: Any
    cost: Any  # yuan
    value: Any  # what the customer is now worth to the firm, less the cost, yuan


class Effect(NamedTuple):
    """What of a reply gets through to the customer, in units of work."""

    here: Any  # 1 while the talk goes on
    attention: Any  # share that an overloaded reply leaves to each kind of work
    asking: Any  # questions that are taken in
    solving: Any  # solving that is taken in and rests on known facts
    informing: Any  # explanations that are taken in
    soothing: Any  # kind words that are still fresh
    owning: Any  # responsibility that is believed
    hurt: Any  # harm and denial
    sincerity: Any  # how sincere words sound, given what is known of the case
