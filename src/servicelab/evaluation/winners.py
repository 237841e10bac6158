"""Who wins for which customer, as written and at equal dose."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from servicelab.evaluation.tournament import compare
from servicelab.evaluation.units import ALL
from servicelab.methods.method import Method
from servicelab.scenarios import customer_types
from servicelab.scenarios.scenario import Scenario


def winners(
    methods: Sequence[str | Method],
    scenarios: Sequence[str | Scenario],
    n: int = 2_000,
    seed: int = 7,
    *,
    measure: str = "satisfaction",
    progress: bool = True,
) -> pd.DataFrame:
    """Compare methods for each type of customer, as written and at equal dose.

    A view on :func:`~servicelab.evaluation.tournament.compare`: its rows for the mean over the
    scenarios, for every type of customer. As written, a method that does more of everything
    tends to win: that is dose. At equal dose only the order differs. What holds together holds
    within one dose and one type, not over all the groups; and a lead in this model says nothing
    about how it would fare with other parameters.

    Parameters
    ----------
    methods
        Two or more; baselines and methods without fixed steps are compared as written only.
    scenarios, n, seed, measure, progress
        As for :func:`~servicelab.evaluation.tournament.compare`.

    Returns
    -------
    pandas.DataFrame
        One row for each dose, type and method; columns as
        :class:`~servicelab.evaluation.comparison.Comparison` explains.

    Examples
    --------
    >>> table = winners(["clear", "reactive"], ["heating_blocked_pipe"], n=100)
    >>> table["share_best"].groupby(["dose", "customer_type"]).sum().round(6).unique()
    array([1.])
    """
    result = compare(
        methods,
        scenarios,
        n,
        seed,
        measure=measure,
        customer_types=list(customer_types()),
        keep=(),
        progress=progress,
    )
    rows = result.table.index.get_level_values("scenario") == ALL
    return result.table[rows].droplevel("scenario")
