"""A pull to leave that can be carried forward: constant within bands of age, times ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.hazard_state import State
from servicelab.theory.crm.kaplan_meier import quantile
from servicelab.theory.crm.poisson import fit_rates
from servicelab.theory.crm.spell_check import check_spells
from servicelab.theory.errors import TheoryError


class ChurnHazard:
    """Piecewise-exponential model of leaving.

    Within each band of age the pull to leave is constant, and complaints, recoveries and the like
    multiply it. Unlike Cox's model it says how large the pull *is*, so it can be carried forward to
    what a member will still bring; its ratios come out nearly the same.

    Parameters
    ----------
    cuts
        Ages at which the pull may change, ascending, > 0, such as (90,) for "the first 90 days,
        and later". Beyond the last cut it stays as it is, however far one looks: an assumption.
    confidence
        Level of the intervals.

    Attributes
    ----------
    hazards : pandas.DataFrame
        One row a band, all covariates 0: ``from``, ``to``, ``hazard`` (a unit of time), ``ci_low``,
        ``ci_high``, ``left``, ``time`` (observed in the band).
    hazard_ratios : pandas.DataFrame
        One row a covariate: ``hazard_ratio``, ``ci_low``, ``ci_high``.
    params, covariance : pandas.Series, pandas.DataFrame
        Logarithms of the hazards and of the ratios; their covariance.
    log_likelihood : float
    n, left : int
        Members; those who left.

    Notes
    -----
    Holford (1980), *Biometrics* 36, 299-305: the likelihood is that of Poisson counts of leavers
    with the time observed as exposure.

    Examples
    --------
    >>> spells = pd.DataFrame({"customer": range(40), "start": 0.0, "stop": 10.0,
    ...                        "left": [1, 0, 0, 0] * 10})
    >>> model = ChurnHazard(cuts=()).fit(spells, covariates=[])
    >>> float(model.hazards["hazard"].round(6).iloc[0])
    0.025
    >>> model
    ChurnHazard：40 位会员，10 位离开；基准 0.025
    """

    hazards: pd.DataFrame
    hazard_ratios: pd.DataFrame
    params: pd.Series
    covariance: pd.DataFrame
    log_likelihood: float
    n: int
    left: int

    def __init__(self, cuts: Sequence[float] = (), confidence: float = 0.95) -> None:
        edges = [0.0, *map(float, cuts), float("inf")]
        if not all(np.diff(edges) > 0):
            raise TheoryError(f"cuts 要从小到大、都大于 0，收到的是 {tuple(cuts)!r}。")
        self.edges = np.array(edges)
        self.confidence = confidence
        self._z = quantile(confidence)

    def fit(
        self,
        spells: pd.DataFrame,
        covariates: Sequence[str] = ("complaint", "recovered"),
        *,
        customer: str = "customer",
    ) -> ChurnHazard:
        """Estimate by maximum likelihood.

        Parameters
        ----------
        spells, covariates, customer
            As for `hazard_ratios`.

        Raises
        ------
        TheoryError
            As `hazard_ratios`; also if nobody left in a band.
        """
        names = list(covariates)
        table = check_spells(spells, names, customer)
        left, time, rows = self._banded(table, names)
        self._each_band_lost_somebody(left, time, rows)
        found = fit_rates(left, time, rows)
        labels = [*self._band_names(), *names]
        self.params = pd.Series(found.params, index=labels)
        self.covariance = pd.DataFrame(found.covariance, index=labels, columns=labels)
        self.log_likelihood = found.log_likelihood
        self.covariates = names
        self.n, self.left = int(table[customer].nunique()), int(left.sum())
        self._tabulate(left, time, rows)
        return self

    def _banded(self, table: pd.DataFrame, names: list[str]) -> tuple[Real, Real, Real]:
        """Leavers, time and design (bands, then covariates) of each stretch within each band."""
        start, stop, gone = (table[name].to_numpy() for name in ("start", "stop", "left"))
        parts = []
        for band, (low, high) in enumerate(zip(self.edges[:-1], self.edges[1:], strict=True)):
            time = np.minimum(stop, high) - np.maximum(start, low)
            inside = time > 0
            dummies = np.zeros((int(inside.sum()), len(self.edges) - 1))
            dummies[:, band] = 1
            rows = np.hstack([dummies, table.loc[inside, names].to_numpy(float)])
            parts.append((gone[inside] * (stop[inside] <= high), time[inside], rows))
        left, time, rows = (np.concatenate(one) for one in zip(*parts, strict=True))
        return left, time, rows

    def _each_band_lost_somebody(self, left: Real, time: Real, rows: Real) -> None:
        for place, name in enumerate(self._band_names()):
            inside = rows[:, place] == 1
            if not left[inside].any():
                raise TheoryError(
                    f"{name} 这一段里没有人离开（看了 {time[inside].sum():g} 的会员时间），"
                    "离开的快慢算不出来。请换一个 cuts。"
                )

    def _band_names(self) -> list[str]:
        pairs = zip(self.edges[:-1], self.edges[1:], strict=True)
        return [f"{low:g}–{'' if np.isinf(high) else f'{high:g}'}" for low, high in pairs]

    def _tabulate(self, left: Real, time: Real, rows: Real) -> None:
        bands = len(self.edges) - 1
        half = self._z * np.sqrt(np.diag(self.covariance))
        values = self.params.to_numpy()
        value, low, high = np.exp([values, values - half, values + half])
        limits = {"ci_low": low, "ci_high": high}
        ratios = pd.DataFrame({"hazard_ratio": value, **limits}, index=self.params.index)
        self.hazard_ratios = ratios.iloc[bands:].rename_axis("covariate")
        hazards = pd.DataFrame(
            {"from": self.edges[:-1], "to": self.edges[1:], "hazard": value[:bands]}
        )
        for name, limit in limits.items():
            hazards[name] = limit[:bands]
        inside = rows[:, :bands]
        self.hazards = hazards.assign(left=(left @ inside).astype(int), time=time @ inside)

    def state(self, values: Mapping[str, float] | None = None) -> State:
        """Return a member's outlook in a state that lasts from now on.

        Parameters
        ----------
        values
            Covariates' values, such as ``{"complaint": 1}``; those not named are 0.

        Examples
        --------
        >>> spells = pd.DataFrame({"customer": range(40), "start": 0.0, "stop": 10.0,
        ...                        "left": [1, 0, 0, 0] * 10})
        >>> plain = ChurnHazard().fit(spells, covariates=[]).state()
        >>> float(plain.survival([10])["survival"].round(4).iloc[0])
        0.7788
        """
        if not hasattr(self, "params"):
            raise TheoryError("模型还没有估计。请先用 .fit(…)。")
        given = dict(values or {})
        strange = [name for name in given if name not in self.covariates]
        if strange:
            there = "、".join(self.covariates) or "（没有）"
            raise TheoryError(f"模型里没有“{strange[0]}”这个因素。有：{there}。")
        weights = np.array([float(given.get(name, 0.0)) for name in self.covariates])
        return State(self.edges, self.params, self.covariance, weights, self.confidence)

    def __repr__(self) -> str:
        if not hasattr(self, "params"):
            return "ChurnHazard（还没有估计）"
        base = "、".join(f"{one:.3g}" for one in self.hazards["hazard"])
        ratios = "，".join(
            f"{row.Index} ×{row.hazard_ratio:.2f}［{row.ci_low:.2f}，{row.ci_high:.2f}］"
            for row in self.hazard_ratios.itertuples()
        )
        told = f"ChurnHazard：{self.n} 位会员，{self.left} 位离开；基准 {base}"
        return f"{told}；{ratios}" if ratios else told
