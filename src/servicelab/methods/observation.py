"""What an agent may see of a customer: cues, never the hidden anger itself."""

from __future__ import annotations

from typing import Any, NamedTuple


class Observation(NamedTuple):
    """Cues that a listener has after the customer's latest words.

    In one talk the fields are floats; in a batch they are arrays of shape (customers,).

    Attributes
    ----------
    turn
        Number of the agent's turns so far, from 0.
    anger
        Anger as it shows in words and tone, 0…1; a noisy view of the hidden anger.
    patience
        Patience as it shows, 1 (all of it left) … 0 (none); noisy.
    acceptance
        How far the customer seems to agree with what is on the table, 0…1; noisy.
    facts_known
        Share of the facts that the agent has found out, 0…1; the agent knows this exactly.
    solved
        Share of the substance that has been put right, 0…1; the agent knows this exactly.
    strain
        What the talk has cost the agent so far (emotional labour), 0…1; exact.
    chance
        A coin of the agent's own, uniform on [0, 1): a method that wants to be random uses it,
        and stays reproducible.

    Examples
    --------
    >>> Observation(0, 0.8, 1.0, 0.1, 0.0, 0.0).anger
    0.8
    """

    turn: Any
    anger: Any
    patience: Any
    acceptance: Any
    facts_known: Any
    solved: Any
    strain: Any = 0.0
    chance: Any = 0.0
