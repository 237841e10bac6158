"""The numbers of the rule, read from one table: value, range, unit, meaning, basis."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import isfinite, nan
from typing import NamedTuple

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_rows

DIVISORS = (
    "heat_half",
    "debt_half",
    "wrong_half",
    "due_highest",
    "accept_spread",
    "leaving_spread",
    "offer_effort",
    "vow_half",
    "wait_zone",
    "confirm_half",
    "opportunism_half",
    "prior_services",
)
"""Parameters that the rule divides by."""
SMALLEST_DIVISOR = 1e-6
SHARES = (
    "anger_delays",
    "anger_gate",
    "anger_pull",
    "certainty_calms",
    "certainty_shortens",
    "certainty_start",
    "expectation_learning",
    "failure_keep",
    "familiarity_grows",
    "familiarity_keep",
    "felt_rate",
    "habituation_keep",
    "heard_start",
    "hurry_costs",
    "informing_doubted",
    "lateness_costs",
    "leaving_highest",
    "loss_spread",
    "memory_handling",
    "memory_rate",
    "opportunism_fades",
    "owning_doubted",
    "sincerity_floor",
    "stage_spares",
    "strain_costs",
    "strain_recovers",
    "strain_start",
    "temper_floor",
    "trust_rebound",
    "trust_returns",
    "vow_keep",
    "words_keep",
)
"""Parameters that are shares: above 1 the rule would leave its ranges."""


class Parameters(NamedTuple):
    """One value for each row of ``parameters.csv``; the meanings stand there."""

    anger_start: float
    anger_heat: float
    temper_floor: float
    heat_half: float
    trust_cools: float
    mood_noise: float
    day_noise: float
    reading_noise: float
    judgement_noise: float
    service_noise: float
    trust_shock: float
    shock_repeats: float
    vow_breaks: float
    loss_spread: float
    heard_start: float
    certainty_start: float
    anger_gate: float
    statement_effort: float
    offer_effort: float
    closing_wears: float
    overload_costs: float
    strain_start: float
    strain_threshold: float
    strain_rise: float
    strain_recovers: float
    strain_costs: float
    sincerity_floor: float
    lateness_costs: float
    habituation_keep: float
    habituation_weight: float
    asking_rate: float
    owning_doubted: float
    solving_rate: float
    heard_by_soothing: float
    heard_by_asking: float
    heard_by_owning: float
    heard_by_solving: float
    harm_unheard: float
    certainty_by_informing: float
    informing_doubted: float
    certainty_by_solving: float
    certainty_by_promise: float
    blame_by_owning: float
    trust_by_soothing: float
    trust_by_owning: float
    trust_by_solving: float
    trust_harm: float
    owed_by_promise: float
    owed_by_owning: float
    expectation_by_promise: float
    gift_worth: float
    surplus_worth: float
    anger_pull: float
    debt_half: float
    certainty_calms: float
    impatience_angers: float
    soothing_calms: float
    harm_angers: float
    felt_rate: float
    reasking_costs: float
    certainty_shortens: float
    wait_zone: float
    leaving_point: float
    leaving_spread: float
    leaving_highest: float
    impatience_leaves: float
    wrong_half: float
    wrong_unblamed: float
    escalation_weight: float
    duty_emboldens: float
    accept_spread: float
    accept_unasked: float
    accept_asked: float
    confirm_half: float
    anger_delays: float
    opportunism_asks: float
    due_highest: float
    weight_interactional: float
    weight_relation: float
    weight_procedural: float
    felt_anger_costs: float
    hurry_costs: float
    disconfirmation: float
    satisfaction_middle: float
    satisfaction_slope: float
    broken_off_costs: float
    memory_rate: float
    memory_handling: float
    loyalty_satisfaction: float
    loyalty_trust: float
    prior_failures: float
    prior_services: float
    services_weight: float
    failure_keep: float
    failure_weight: float
    failure_diagnosticity: float
    familiarity_keep: float
    familiarity_grows: float
    loyalty_fear: float
    expectation_learning: float
    trust_rebound: float
    trust_returns: float
    vow_half: float
    vow_keep: float
    words_keep: float
    opportunism_learns: float
    opportunism_half: float
    opportunism_fades: float
    word_handling: float
    word_anger: float
    word_failure: float
    word_escalated: float
    turn_cost: float
    redo_cost: float
    solving_cost: float
    escalation_cost: float
    duty_enforced: float
    future_purchases: float
    margin: float
    word_reach: float
    cue_noise: float
    explaining_solves: float
    norm_lowers: float
    exposure_rate: float
    unmasking_breaks: float
    unmasking_angers: float
    review_contains: float
    stage_spares: float


def parameter_table() -> pd.DataFrame:
    """Return the whole table, one row a parameter.

    Returns
    -------
    pandas.DataFrame
        Index ``id``; columns value, low, high (plausible range), unit, meaning, basis (a
        citation with its status in the evidence, or the word ``assumption``).

    Examples
    --------
    >>> parameter_table().loc["anger_gate", "value"]
    np.float64(0.7)
    """
    frame = pd.DataFrame(read_rows("servicelab.simulation", "parameters.csv")).set_index("id")
    return frame.astype({"value": float, "low": float, "high": float})


@cache
def default_parameters() -> Parameters:
    """Return the value of every parameter as the table gives it.

    Examples
    --------
    >>> default_parameters().anger_gate
    0.7
    """
    rows = read_rows("servicelab.simulation", "parameters.csv")
    return Parameters(**{row["id"]: float(row["value"]) for row in rows})


def with_changes(changes: Mapping[str, float] | None = None) -> Parameters:
    """Return the table's values with some of them changed.

    Parameters
    ----------
    changes
        New values by parameter id. Values outside the plausible range are allowed, so that a
        mechanism can be switched off by its weight; none may be negative, shares not above 1,
        divisors not below 1e-6.

    Returns
    -------
    tuple
        Of the type ``Parameters``.

    Raises
    ------
    servicelab.data.ServicelabError
        If an id is unknown or a value is no finite number of that range.

    Examples
    --------
    >>> with_changes({"anger_gate": 0.0}).anger_gate
    0.0
    """
    changes = dict(changes or {})
    unknown = sorted(set(changes) - set(Parameters._fields))
    if unknown:
        raise ServicelabError(
            f"没有名为 {'、'.join(unknown)} 的参数。全部参数见 "
            "servicelab.simulation.parameter_table()。"
        )
    values = {name: _number(name, value) for name, value in changes.items()}
    return default_parameters()._replace(**values)


def resolve(parameters: Parameters | Mapping[str, float] | None) -> Parameters:
    """Return parameters given as such, as changes by id, or not at all.

    Parameters
    ----------
    parameters
        Parameters, changes as for :func:`with_changes`, or None for the table's values.

    Examples
    --------
    >>> resolve(None) == resolve({}) == default_parameters()
    True
    """
    if isinstance(parameters, Parameters):
        return parameters
    if parameters is None or isinstance(parameters, Mapping):
        return with_changes(parameters)
    raise ServicelabError("parameters 要用 with_changes({'参数名': 数}) 做，或直接给这样的字典。")


def _number(name: str, value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = nan
    if not isfinite(number):
        raise ServicelabError(f"参数 {name} 要填一个数，收到的是 {value!r}。")
    if number < 0 or (name in SHARES and number > 1):
        most = "到 1 " if name in SHARES else "或更大"
        raise ServicelabError(f"参数 {name} 要填 0 {most}的数，收到的是 {number:g}。")
    if name in DIVISORS and number < SMALLEST_DIVISOR:
        raise ServicelabError(
            f"参数 {name} 是除数，至少 {SMALLEST_DIVISOR}，收到的是 {number:g}。"
            "要关掉一个机制，请把它的权重设成 0。"
        )
    return number
