"""What goes with an outcome: perception, gap or expectation, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicelab.theory.servqual.influence import Estimates, correlations
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import complete

LEAST = 10
DIFFERENCE = "perception − gap"


def validity_table(
    perception: pd.Series,
    outcome: pd.Series,
    expectation: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the correlations of perception, gap and expectation with an outcome.

    Parameters
    ----------
    perception, outcome
        A number a respondent, same index; rows with a missing number are left out.
    expectation
        The same, or None where only performance was asked.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    pandas.DataFrame
        Rows perception, gap, expectation, and ``perception − gap``, the difference of the first
        two; columns r, ci_low, ci_high, n, words. The intervals are symmetric on Fisher's z with
        the jackknife's error, as answers on a scale are not normal (for normal ones it comes to
        Fisher's 1/√(n−3)); that of the difference uses that both correlations come from the same
        respondents.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than ten respondents have all numbers, or a column is the same everywhere.

    References
    ----------
    Fisher 1921, Metron 1:3-32 (scale); Steiger & Hakstian 1982, British Journal of Mathematical
    and Statistical Psychology 35:208-215 (distribution-free errors, dependent correlations).

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> p, e = pd.Series(rng.normal(size=400)), pd.Series(rng.normal(size=400))
    >>> table = validity_table(p, p + rng.normal(size=400), e)
    >>> table["r"].round(1).to_dict()
    {'perception': 0.7, 'gap': 0.6, 'expectation': -0.1, 'perception − gap': 0.2}
    """
    columns = {"perception": perception}
    if expectation is not None:
        columns |= {"gap": perception - expectation, "expectation": expectation}
    frame = complete(pd.DataFrame({**columns, "outcome": outcome}), LEAST, "效度")
    told = correlations(frame[list(columns)], frame["outcome"])
    low, high = told.interval(confidence, "fisher", df=told.n - 3)
    table = pd.DataFrame({"r": told.values, "ci_low": low, "ci_high": high}, index=list(columns))
    table["n"], table["words"] = told.n, ""
    if expectation is not None:
        table = pd.concat([table, _difference(told, confidence)])
    return table.rename_axis("predictor")


def _difference(told: Estimates, confidence: float) -> pd.DataFrame:
    weights = np.array([[1.0, -1.0, *np.zeros(len(told.values) - 2)]])
    difference = told.combine(weights)
    low, high = difference.interval(confidence, df=told.n - 3)
    word = "perception_better" if low[0] > 0 else "gap_better" if high[0] < 0 else "neither_better"
    words = say(word, low=f"{low[0]:+.2f}", high=f"{high[0]:+.2f}")
    row = {"r": difference.values[0], "ci_low": low[0], "ci_high": high[0], "n": told.n}
    return pd.DataFrame({**row, "words": words}, index=[DIFFERENCE])
