"""The one rule: how a customer's inner state answers to what the agent does.

The same functions serve one talk (floats), a batch (arrays) and compiled code. They have no
branches and call nothing but the arithmetic of :mod:`servicelab.simulation.portable`, so all
three give the same bits. Shares of money are shares of the price paid; everything else runs
from 0 to 1 unless its name says otherwise. The numbers stand in ``parameters.csv`` with their
basis; most are assumptions, and what is put in there is never shown as a finding.
"""

from __future__ import annotations

from typing import Any

from servicelab.methods.observation import Observation
from servicelab.simulation.departure import depart
from servicelab.simulation.equity import acceptance, total_loss, value_held
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import bounded, exceeds, larger, positive, towards_one
from servicelab.simulation.quantities import Effect, Persona, State, Work
from servicelab.simulation.reputation import stability


def start(persona: Persona, mood: Any, p: Parameters) -> State:
    """Return the state in which the customer opens the talk.

    Parameters
    ----------
    persona
        The customer.
    mood
        The luck in the mood of the day, mean 0 and variance 1.
    p
        The parameters.

    Returns
    -------
    State
        Failures remembered raise blame; anger grows with the blamed loss (hyperbolic heat) and
        with temper; trust falls with it, and once more when the failure breaks a promise.
    """
    repeated = stability(persona, p)
    blame = 1.0 - (1.0 - persona.blame) * (1.0 - repeated)
    blamed = blame * total_loss(persona)
    heat = blamed / (p.heat_half + blamed)
    anger = bounded(
        p.anger_start
        + p.anger_heat * heat * (p.temper_floor + (1.0 - p.temper_floor) * persona.temper)
        - p.trust_cools * (persona.trust - 0.5)
        + p.day_noise * mood
    )
    shock = p.trust_shock * heat * (1.0 + p.shock_repeats * repeated)
    none = 0.0 * anger
    heard = none + p.heard_start
    held = value_held(none, none, none, none, none, heard, persona, p)
    return State(
        anger=anger,
        felt_anger=anger,
        trust=persona.trust * (1.0 - bounded(shock)) / (1.0 + p.vow_breaks * persona.vow),
        facts_known=none,
        heard=heard,
        certainty=none + p.certainty_start,
        solved=none,
        refund=none,
        gift=none,
        later=none,
        believed=none,
        redone=none,
        habituation=none + persona.words_heard,
        owed=none,
        blame=blame,
        expectation=persona.expectation,
        patience=none + 1.0,
        held=held,
        acceptance=acceptance(held, blame, none, none, none, persona, p),
        strain=none + p.strain_start,
        waited=none,
        closings=none,
        norm=none,
        deceit=none,
        exposure=none,
        found_out=none,
        reviewed=none,
        present=none + 1.0,
        resolved=none,
        escalated=none,
        turns=none,
    )


def effort(work: Work, p: Parameters) -> Any:
    """Return how much attention a reply asks for, in units: 1 is what one turn holds.

    Parameters
    ----------
    work
        What the reply amounts to.
    p
        The parameters.
    """
    offers = work.refund + work.gift + work.later + work.redo
    stated = work.owning + work.promise + work.confirm + work.norm
    return (
        work.relational
        + work.asking
        + work.solving
        + work.informing
        + p.statement_effort * stated
        + p.offer_effort * offers / (p.offer_effort + offers)
    )


def undivided(work: Work, p: Parameters) -> Any:
    """Return the share of its effect that a reply keeps when it asks for much attention at once.

    Parameters
    ----------
    work
        What the reply amounts to.
    p
        The parameters.

    Returns
    -------
    float or array
        1 up to one unit of effort, then falling.
    """
    return 1.0 / (1.0 + p.overload_costs * positive(effort(work, p) - 1.0))


def received(state: State, work: Work, reading: Any, p: Parameters) -> Effect:
    """Return what of a reply gets through.

    One turn holds one unit of attention, shared by all that is said; a strained agent gives less
    of it. Anger shuts the ear to questions, reasons and solutions, not to kind words. Solving
    without facts does nothing. Kind words wear off when repeated, and sound sincere only to
    those whose case is known and who have not waited too long for them.

    Parameters
    ----------
    state
        The customer before the reply.
    work
        What the reply amounts to.
    reading
        Luck in how the reply is read, mean 0 and variance 1.
    p
        The parameters.
    """
    read = positive(1.0 + p.reading_noise * reading)
    attention = undivided(work, p) * state.present * read * (1.0 - p.strain_costs * state.strain)
    intake = attention * (1.0 - p.anger_gate * state.anger)
    fresh = 1.0 / (1.0 + p.habituation_weight * state.habituation)
    believed = p.owning_doubted + (1.0 - p.owning_doubted) * state.trust
    spent = bounded(1.0 - state.patience)
    informed = p.sincerity_floor + (1.0 - p.sincerity_floor) * state.facts_known
    return Effect(
        here=state.present,
        attention=attention,
        asking=intake * work.asking,
        solving=intake * work.solving * state.facts_known,
        informing=intake * work.informing,
        soothing=attention * work.relational * fresh,
        owning=attention * work.owning * fresh * believed,
        hurt=state.present * (work.harm + work.denying),
        sincerity=informed * (1.0 - p.lateness_costs * spent * spent),
    )


def heard_after(state: State, work: Work, effect: Effect, p: Parameters) -> Any:
    """Return the sense of being heard after a reply."""
    gain = (
        p.heard_by_soothing * effect.soothing
        + p.heard_by_asking * effect.attention * work.asking * (1.0 - state.facts_known)
        + p.heard_by_owning * effect.owning * effect.sincerity
        + p.heard_by_solving * effect.solving
    )
    return towards_one(state.heard, gain) / (1.0 + p.harm_unheard * effect.hurt)


def certainty_after(state: State, work: Work, effect: Effect, p: Parameters) -> Any:
    """Return the sense of knowing what happens next after a reply."""
    believed = p.informing_doubted + (1.0 - p.informing_doubted) * state.trust
    gain = (
        p.certainty_by_informing * effect.informing * believed
        + p.certainty_by_solving * effect.solving
        + p.certainty_by_promise * effect.attention * work.promise * state.trust
    )
    return towards_one(state.certainty, gain)


def trust_after(state: State, solved: Any, effect: Effect, p: Parameters) -> Any:
    """Return trust in the firm after a reply that has brought the case to ``solved``."""
    gain = (
        p.trust_by_soothing * effect.soothing * effect.sincerity
        + p.trust_by_owning * effect.owning * effect.sincerity
        + p.trust_by_solving * (solved - state.solved)
    )
    return towards_one(state.trust, gain) / (1.0 + p.trust_harm * effect.hurt)


def seen_through(state: State, persona: Persona, exposure: Any) -> Any:
    """Return 1 where the customer now sees through an untruth, else 0.

    Parameters
    ----------
    state, persona
        The customer before the reply. Alertness, uniform over customers, decides when: the more
        often an untruth could have been checked, the less of it is needed.
    exposure
        Chances there have been to check, 0 or more.
    """
    seen = exceeds(exposure / (1.0 + exposure), 1.0 - persona.alertness)
    return state.present * seen * (1.0 - state.found_out)


def felt_wait(waited: Any, p: Parameters) -> Any:
    """Return how long a wait feels, in turns: hardly at all at first, then in full.

    A zone of tolerance after Hogreve, Bilstein & Mandl 2017 (evidence 1.20; abstract read).

    Parameters
    ----------
    waited
        Turns waited, 0 or more.
    p
        The parameters.
    """
    return waited * waited / (waited + p.wait_zone)


def patience_after(state: State, persona: Persona, work: Work, p: Parameters) -> Any:
    """Return the patience left after a reply.

    Being asked again, for the known or whether it is settled, costs extra; waiting costs less to
    those who know what happens next, and a turn that ends in an agreed stage costs less.
    """
    known = state.facts_known * state.facts_known
    closed = state.closings / (1.0 + state.closings)
    reasked = p.reasking_costs * (work.asking * known + work.confirm * closed)
    longer = felt_wait(state.waited + work.waiting, p) - felt_wait(state.waited, p)
    waiting = longer * (1.0 - p.certainty_shortens * state.certainty)
    spared = 1.0 - p.stage_spares * work.staging / (1.0 + work.staging)
    spent = (1.0 + reasked + waiting) * spared
    return state.patience - state.present * spent / persona.patience


def strain_after(state: State, p: Parameters) -> Any:
    """Return the agent's strain after a turn: outbursts raise it, quiet turns let it ebb."""
    outburst = positive(state.anger - p.strain_threshold)
    rising = p.strain_rise * outburst * (1.0 - state.strain)
    return state.strain + state.present * (rising - p.strain_recovers * state.strain)


def anger_after(
    state: State, debt: Any, certainty: Any, patience: Any, effect: Effect, mood: Any, p: Parameters
) -> Any:
    """Return anger after a reply.

    Anger follows the blamed loss that is still open (appraisal), less so when the customer knows
    what happens next, more so when patience has run out; sincere kind words take a share of it
    away; harm adds to it.
    """
    target = debt / (p.debt_half + debt) * (1.0 - p.certainty_calms * certainty)
    target = target + p.impatience_angers * positive(-patience)
    change = (
        p.anger_pull * (target - state.anger)
        - p.soothing_calms * effect.soothing * effect.sincerity * state.anger
        + p.harm_angers * effect.hurt
        + p.mood_noise * mood
    )
    return bounded(state.anger + effect.here * change)


def answer(
    state: State, persona: Persona, work: Work, mood: Any, reading: Any, p: Parameters
) -> State:
    """Return the state after a reply has sunk in, before the customer decides to stay or go.

    Parameters
    ----------
    state, persona
        The customer before the reply. A talk that has ended stays as it is.
    work
        What the reply amounts to.
    mood, reading
        Luck in the mood and in how the reply is read, mean 0 and variance 1.
    p
        The parameters.
    """
    effect = received(state, work, reading, p)
    here = effect.here
    solved = towards_one(state.solved, p.solving_rate * effect.solving)
    facts_known = towards_one(state.facts_known, p.asking_rate * effect.asking)
    heard = heard_after(state, work, effect, p)
    certainty = certainty_after(state, work, effect, p)
    patience = patience_after(state, persona, work, p)
    refund = larger(state.refund, here * work.refund)
    gift = larger(state.gift, here * work.gift)
    later = larger(state.later, here * work.later)
    believed = larger(state.believed, here * work.later * state.trust)
    redone = larger(state.redone, here * work.redo * persona.substance_loss * facts_known)
    blame = towards_one(state.blame, p.blame_by_owning * effect.attention * work.owning)
    held = value_held(refund, gift, believed, redone, solved, heard, persona, p)
    debt = blame * positive(1.0 - held)
    anger = anger_after(state, debt, certainty, patience, effect, mood, p)
    promised = effect.attention * work.promise
    owed = state.owed + p.owed_by_promise * promised
    owed = owed + p.owed_by_owning * effect.owning * (1.0 - solved)
    deceit = state.deceit + here * work.deceit
    exposure = state.exposure + here * p.exposure_rate * deceit
    unmasked = seen_through(state, persona, exposure)
    found_out = state.found_out + unmasked
    norm = towards_one(state.norm, effect.attention * work.norm * state.trust)
    norm = norm * (1.0 - found_out)
    anger = bounded(anger + p.unmasking_angers * unmasked)
    turns = state.turns + here
    waited = state.waited + here * work.waiting
    spoken = work.relational + work.owning - (1.0 - p.habituation_keep) * state.habituation
    return State(
        anger=anger,
        felt_anger=state.felt_anger + here * p.felt_rate * (anger - state.felt_anger),
        trust=trust_after(state, solved, effect, p) / (1.0 + p.unmasking_breaks * unmasked),
        facts_known=facts_known,
        heard=heard,
        certainty=certainty,
        solved=solved,
        refund=refund,
        gift=gift,
        later=later,
        believed=believed,
        redone=redone,
        habituation=state.habituation + here * spoken,
        owed=owed,
        blame=blame,
        expectation=towards_one(state.expectation, p.expectation_by_promise * promised),
        patience=patience,
        held=held,
        acceptance=acceptance(held, blame, owed, turns + felt_wait(waited, p), norm, persona, p),
        strain=strain_after(state, p),
        waited=waited,
        closings=state.closings + here * work.confirm,
        norm=norm,
        deceit=deceit,
        exposure=exposure,
        found_out=found_out,
        reviewed=state.reviewed + here * work.review,
        present=here,
        resolved=state.resolved,
        escalated=state.escalated,
        turns=turns,
    )


def step(
    state: State,
    persona: Persona,
    work: Work,
    mood: Any,
    reading: Any,
    exit_luck: Any,
    accept_luck: Any,
    p: Parameters,
) -> State:
    """Return the state after one reply of the agent and the customer's answer to it.

    Parameters
    ----------
    state, persona, work, mood, reading, p
        As for :func:`answer`.
    exit_luck, accept_luck
        Luck in breaking off and in agreeing, uniform on [0, 1).

    Returns
    -------
    State
        After :func:`answer` and :func:`depart`.
    """
    after = answer(state, persona, work, mood, reading, p)
    worn = 1.0 + p.closing_wears * state.closings
    asked = work.confirm * undivided(work, p) / (worn * worn)
    return depart(after, persona, asked, exit_luck, accept_luck, p)


def observe(state: State, noise: tuple[Any, Any, Any], chance: Any, p: Parameters) -> Observation:
    """Return what the agent sees of the customer: cues with noise, and what was done so far.

    Parameters
    ----------
    state
        The customer.
    noise
        Luck in the cues of anger, patience and acceptance, mean 0 and variance 1.
    chance
        The agent's own coin, uniform on [0, 1).
    p
        The parameters.
    """
    return Observation(
        turn=state.turns,
        anger=bounded(state.anger + p.cue_noise * noise[0]),
        patience=bounded(state.patience + p.cue_noise * noise[1]),
        acceptance=bounded(state.acceptance + p.cue_noise * noise[2]),
        facts_known=state.facts_known,
        solved=state.solved,
        strain=state.strain,
        chance=chance,
    )
