"""Where luck meets the rule: pure functions that a talk, a batch and compiled code share.

Each takes the customer's number, an int or an array, and the keys of the luck to look up
(:func:`servicelab.simulation.luck.keyed`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from servicelab.methods.observation import Observation
from servicelab.simulation.departure import close
from servicelab.simulation.judgement import judge
from servicelab.simulation.luck import (
    Key,
    bell,
    drawn,
    three_noises,
    two_noises,
    two_uniforms,
    uniform,
)
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import positive
from servicelab.simulation.quantities import Judgement, Persona, State, Work
from servicelab.simulation.rule import observe, start, step


class Traits(NamedTuple):
    """One entry for each trait that is drawn from a range: a bound, or the key of its luck."""

    temper: Any
    patience: Any
    fairness: Any
    overpay_dislike: Any
    relation_need: Any
    blame: Any
    time_value: Any
    trust: Any
    prior_satisfaction: Any
    expectation: Any
    assertiveness: Any
    opportunism: Any
    taste: Any
    past_failures: Any
    familiarity: Any
    alertness: Any


class Failure(NamedTuple):
    """What a scenario says of the failure that its customers meet."""

    money: float  # shares of the price lost, on average over customers
    substance: float
    attention: float
    spread: float  # how far the loss differs between customers, plus or minus
    duty: float  # what law or agreement makes the firm make good, share of the price
    price: float  # yuan


def between(low: Any, high: Any, customer: Any, key: Key) -> Any:
    """Return a number drawn uniformly from low…high."""
    return low + (high - low) * uniform(drawn(customer, key))


def person(
    customer: Any, low: Traits, high: Traits, keys: Traits, size_key: Key, failure: Failure
) -> Persona:
    """Return who a customer is.

    Parameters
    ----------
    customer
        Number of the customer.
    low, high, keys
        Ranges of the traits, and the keys of their luck.
    size_key
        Key of the luck in the size of the loss.
    failure
        What was lost on average.
    """
    total = failure.money + failure.substance + failure.attention
    size = between(1.0 - failure.spread, 1.0 + failure.spread, customer, size_key)
    # A customer cannot lose more than what was paid: the spread ends where the price does.
    size = size / (1.0 + positive(size * total - 1.0))
    none = 0.0 * size
    trust = between(low.trust, high.trust, customer, keys.trust)
    satisfaction = between(
        low.prior_satisfaction, high.prior_satisfaction, customer, keys.prior_satisfaction
    )
    return Persona(
        temper=between(low.temper, high.temper, customer, keys.temper),
        patience=between(low.patience, high.patience, customer, keys.patience),
        fairness=between(low.fairness, high.fairness, customer, keys.fairness),
        overpay_dislike=between(
            low.overpay_dislike, high.overpay_dislike, customer, keys.overpay_dislike
        ),
        relation_need=between(low.relation_need, high.relation_need, customer, keys.relation_need),
        blame=between(low.blame, high.blame, customer, keys.blame),
        time_value=between(low.time_value, high.time_value, customer, keys.time_value),
        trust=trust,
        prior_satisfaction=satisfaction,
        expectation=between(low.expectation, high.expectation, customer, keys.expectation),
        assertiveness=between(low.assertiveness, high.assertiveness, customer, keys.assertiveness),
        opportunism=between(low.opportunism, high.opportunism, customer, keys.opportunism),
        taste=between(low.taste, high.taste, customer, keys.taste),
        money_loss=failure.money * size,
        substance_loss=failure.substance * size,
        attention_loss=failure.attention * size,
        duty=failure.duty * size,
        past_failures=between(low.past_failures, high.past_failures, customer, keys.past_failures),
        familiarity=between(low.familiarity, high.familiarity, customer, keys.familiarity),
        usual_trust=trust,
        usual_satisfaction=satisfaction,
        vow=none,
        words_heard=none,
        alertness=between(low.alertness, high.alertness, customer, keys.alertness),
    )


def opened(persona: Persona, customer: Any, mood: Key, p: Parameters) -> State:
    """Return the state in which a customer opens the talk."""
    return start(persona, bell(drawn(customer, mood)), p)


def stepped(
    state: State,
    persona: Persona,
    work: Work,
    customer: Any,
    mood: Key,
    leaving: Key,
    p: Parameters,
) -> State:
    """Return the state after one reply of the agent and the customer's answer to it."""
    noise, reading = two_noises(drawn(customer, mood))
    exit_luck, accept_luck = two_uniforms(drawn(customer, leaving))
    return step(state, persona, work, noise, reading, exit_luck, accept_luck, p)


def closed(
    state: State, persona: Persona, closing: Any, customer: Any, leaving: Key, p: Parameters
) -> State:
    """Return the state after the agent has ended the talk where ``closing`` is 1."""
    exit_luck, accept_luck = two_uniforms(drawn(customer, leaving))
    return close(state, persona, closing, exit_luck, accept_luck, p)


def observed(state: State, customer: Any, cue: Key, coin: Key, p: Parameters) -> Observation:
    """Return the cues that the agent has of a customer."""
    noise = three_noises(drawn(customer, cue))
    return observe(state, noise, uniform(drawn(customer, coin)), p)


def judged(
    state: State, persona: Persona, customer: Any, price: Any, day: Key, p: Parameters
) -> Judgement:
    """Return what a customer makes of the finished talk, and what it cost the firm."""
    return judge(state, persona, price, bell(drawn(customer, day)), p)
