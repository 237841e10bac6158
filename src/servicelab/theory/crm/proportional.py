"""Whether a factor multiplies the pull to leave alike at every age of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from servicelab.theory.crm.churn_hazard import ChurnHazard
from servicelab.theory.errors import TheoryError


def ratios_by_age(
    spells: pd.DataFrame,
    cuts: Sequence[float],
    covariates: Sequence[str] = ("complaint", "recovered"),
    *,
    customer: str = "customer",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the hazard ratios in each band of age, and a test of whether they are the same.

    Cox's model and `ChurnHazard` take a ratio to be the same at every age. Here it may differ. A
    small p says that it does: then tell the ratios band by band, not as one number.

    Parameters
    ----------
    spells, covariates, customer, confidence
        As for `hazard_ratios`.
    cuts
        Ages at which the bands part, ascending, > 0, at least one; chosen before looking.

    Returns
    -------
    pandas.DataFrame
        One row a band and covariate: ``from``, ``to``, ``covariate``, ``hazard_ratio``, ``ci_low``,
        ``ci_high``, ``left`` (leavers in the band); ``p`` of the likelihood-ratio test of all
        covariates together, the same in every row.

    Raises
    ------
    TheoryError
        As `ChurnHazard.fit`; too few leavers in a band name the band.

    Examples
    --------
    >>> spells = pd.DataFrame({"customer": range(80), "start": 0.0, "left": [1, 0] * 40,
    ...     "stop": [float(day) for day in range(1, 81)], "complaint": [1, 1, 0, 0] * 20})
    >>> ratios_by_age(spells, [40], ["complaint"])[["from", "to", "left"]]
       from    to  left
    0   0.0  40.0    20
    1  40.0   inf    20
    """
    from scipy.stats import chi2

    if not len(cuts):
        raise TheoryError("cuts 至少要一个年龄，例如 [90]：90 天以前和以后分开看。")
    common = ChurnHazard(cuts, confidence).fit(spells, covariates, customer=customer)
    bands = list(pairwise(common.edges.tolist()))
    fits = [_band(spells, *ends, covariates, customer, confidence) for ends in bands]
    surplus = 2 * (sum(one.log_likelihood for one in fits) - common.log_likelihood)
    free = len(covariates) * (len(fits) - 1)
    p = float(chi2.sf(max(surplus, 0.0), free))
    parts = [_told(one, *ends) for one, ends in zip(fits, bands, strict=True)]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(p=p)


def _band(
    spells: pd.DataFrame,
    low: float,
    high: float,
    covariates: Sequence[str],
    customer: str,
    confidence: float,
) -> ChurnHazard:
    inside = spells[(spells["start"] < high) & (spells["stop"] > low)]
    cut = inside.assign(
        left=inside["left"].where(inside["stop"] <= high, 0),
        start=inside["start"].clip(lower=low),
        stop=inside["stop"].clip(upper=high),
    )
    try:
        return ChurnHazard((), confidence).fit(cut, covariates, customer=customer)
    except TheoryError as error:
        raise TheoryError(f"入会 {low:g} 到 {high:g} 这一段：{error}") from error


def _told(model: ChurnHazard, low: float, high: float) -> pd.DataFrame:
    table = model.hazard_ratios.reset_index()
    table.insert(0, "from", low)
    table.insert(1, "to", high)
    return table.assign(left=model.left)
