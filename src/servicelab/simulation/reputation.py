"""How a customer expects the firm to do next time, from the failures and services remembered."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.parameters import Parameters
from servicelab.simulation.quantities import Persona


def risk(failures: Any, familiarity: Any, p: Parameters) -> Any:
    """Return how likely the customer thinks the next failure is, 0…1.

    The mean of a beta distribution: remembered failures against remembered smooth services, with
    a prior that does not fade (a forward-looking customer; Knox & van Oest 2014 and Grewal,
    Roggeveen & Tsiros 2008, evidence 1.18 and 1.16, abstracts read; the form is an assumption).

    Parameters
    ----------
    failures, familiarity
        As ``past_failures`` and ``familiarity`` in
        :class:`~servicelab.simulation.quantities.Persona`.
    p
        The parameters.
    """
    feared = p.prior_failures + failures
    return feared / (feared + p.prior_services + p.services_weight * familiarity)


def stability(persona: Persona, p: Parameters) -> Any:
    """Return how far a failure looks like the rule, not the exception: the failures remembered.

    Parameters
    ----------
    persona
        The customer.
    p
        The parameters.

    Returns
    -------
    float or array
        0 for who remembers no failure, below 1.
    """
    remembered = persona.past_failures
    return remembered / (
        remembered + p.prior_failures + p.prior_services + p.services_weight * persona.familiarity
    )


def failures_after(persona: Persona, quality: Any, p: Parameters) -> Any:
    """Return the failures remembered after one more of them, handled with some quality.

    Parameters
    ----------
    persona
        The customer.
    quality
        Judged quality of the handling, about 0…1; a badly handled failure counts for more.
    p
        The parameters.
    """
    weight = p.failure_weight + p.failure_diagnosticity * (1.0 - quality)
    return p.failure_keep * persona.past_failures + weight
