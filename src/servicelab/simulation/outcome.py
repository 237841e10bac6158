"""What is left when a talk is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ENDINGS = ("resolved", "left", "escalated")


class Outcome(NamedTuple):
    """The outcome of one talk.

    Attributes
    ----------
    satisfaction
        With the handling of the complaint, 0…1.
    cumulative_satisfaction
        With the firm so far, 0…1.
    loyalty
        Chance of staying, 0…1.
    word_of_mouth
        0 (warns others) … 1 (recommends).
    distributive, procedural, interactional
        The three justices, 0…1.
    cost
        What the talk and its remedies cost the firm, yuan.
    value
        What the customer is now worth to the firm, less that cost, yuan.
    turns
        Replies of the agent.
    found_out
        1 if the customer saw through an untruth during the talk, else 0.
    ending
        ``resolved`` (agreed), ``left`` (gave up) or ``escalated`` (took it further).

    Examples
    --------
    >>> Outcome._fields[-1]
    'ending'
    """

    satisfaction: float
    cumulative_satisfaction: float
    loyalty: float
    word_of_mouth: float
    distributive: float
    procedural: float
    interactional: float
    cost: float
    value: float
    turns: int
    found_out: int
    ending: str

    def to_series(self) -> pd.Series:
        """Return the outcome as a row of the table that ``simulate`` makes."""
        return pd.Series(self._asdict(), dtype=object)


def ending_numbers(resolved: NDArray[np.float64], escalated: NDArray[np.float64]) -> NDArray[Any]:
    """Return the place of each talk's ending in ``ENDINGS``.

    Parameters
    ----------
    resolved, escalated
        As in :class:`~servicelab.simulation.quantities.State`, shape (talks,).
    """
    return (1.0 - resolved + escalated).astype(np.int64)


def ending_names(numbers: NDArray[Any], names: Sequence[str] = ENDINGS) -> Any:
    """Return the names of endings as a column of text.

    Parameters
    ----------
    numbers
        Places in ``names``, shape (talks,).
    names
        What they are called.

    Examples
    --------
    >>> list(ending_names(np.array([0, 2, 0])))
    ['resolved', 'escalated', 'resolved']
    """
    return pd.array(list(names), dtype="str").take(numbers)
