"""How much likelier to leave after a complaint, and after it has been put right (Cox)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.theory.crm.kaplan_meier import quantile
from servicelab.theory.crm.spell_check import check_spells
from servicelab.theory.errors import TheoryError


@dataclass(frozen=True)
class HazardRatios:
    """Hazard ratios of a Cox model, with what is needed to combine them.

    Attributes
    ----------
    table
        Index: covariates. Columns: ``hazard_ratio`` (per unit of the covariate), ``ci_low``,
        ``ci_high``, ``coefficient`` (its logarithm), ``standard_error``, ``p``.
    covariance
        Covariance of the coefficients.
    n, spells, left, confidence
        Members, stretches of time, members who left, level of the intervals.
    """

    table: pd.DataFrame
    covariance: pd.DataFrame
    n: int
    spells: int
    left: int
    confidence: float

    def ratio(
        self, state: Mapping[str, float], against: Mapping[str, float] | None = None
    ) -> pd.Series:
        """Return the hazard in one state against another.

        Parameters
        ----------
        state, against
            Values of the covariates; those not named are 0. `against` None: all are 0.

        Returns
        -------
        pandas.Series
            ``hazard_ratio``, ``ci_low``, ``ci_high``, ``p``.

        Examples
        --------
        >>> b = pd.Series([1.1, -0.7], index=["complaint", "recovered"])
        >>> v = pd.DataFrame([[0.02, -0.02], [-0.02, 0.04]], index=b.index, columns=b.index)
        >>> found = HazardRatios(pd.DataFrame({"coefficient": b}), v, 900, 1200, 300, 0.95)
        >>> found.ratio({"complaint": 1, "recovered": 1}).round(2).tolist()
        [1.49, 1.13, 1.97, 0.0]
        """
        weights = self._weights(state) - self._weights(against or {})
        return pd.Series(
            _ratio(weights, self.table["coefficient"], self.covariance, self.confidence)
        )

    def _weights(self, state: Mapping[str, float]) -> np.ndarray:
        strange = [name for name in state if name not in self.table.index]
        if strange:
            there = "、".join(self.table.index)
            raise TheoryError(f"模型里没有“{strange[0]}”。有：{there}。")
        return np.array([float(state.get(name, 0.0)) for name in self.table.index])

    def __repr__(self) -> str:
        shown = self.table[["hazard_ratio", "ci_low", "ci_high"]].round(2)
        return f"{self.n} 位会员，{self.left} 位离开\n{shown}"


def hazard_ratios(
    spells: pd.DataFrame,
    covariates: Sequence[str] = ("complaint", "recovered"),
    *,
    customer: str = "customer",
    confidence: float = 0.95,
) -> HazardRatios:
    """Return how the hazard of leaving changes with what has happened so far (Cox's model).

    The hazard is the pull to leave today among those still here. A ratio of 3 means: of two
    members who joined on the same day and are alike otherwise, the one who has complained is
    three times as likely to leave in the next short while. Nothing is assumed about how the pull
    changes with the age of the contract.

    Parameters
    ----------
    spells
        Stretches of time as `spells` makes them: ``start``, ``stop``, ``left`` and covariates.
    covariates
        Columns that multiply the hazard; those that change, such as complaints so far and
        complaints put right so far, and those that don't, such as orders before joining.
    customer
        Column with the member's id.
    confidence
        Level of the intervals.

    Returns
    -------
    HazardRatios
        ``.table``, and ``.ratio({"complaint": 1, "recovered": 1})`` for states that combine them.

    Raises
    ------
    TheoryError
        If rows can't be used, a covariate never changes, too few members left, or a state knows
        no leaving, so that its ratio has no finite estimate.

    Notes
    -----
    Cox (1972), *JRSS B* 34, 187-220; ties by Efron's method. The ratio of "recovered" tells what
    recovery *does* only if who was recovered does not hang on how likely he was to leave anyway.

    Examples
    --------
    >>> months = pd.DataFrame({"customer": range(40), "start": 0.0, "left": [1, 0] * 20,
    ...     "stop": [float(day) for day in range(1, 41)], "complaint": [1, 1, 0, 0] * 10})
    >>> hazard_ratios(months, ["complaint"]).left
    20
    """
    names = list(covariates)
    if not names:
        raise TheoryError('covariates 是空的，至少写一个因素，例如 ["complaint"]。')
    table = check_spells(spells, names, customer)
    fitted = _fit(table, names, customer)
    coefficients = fitted.params_.loc[names]
    order = fitted.params_.index
    covariance = pd.DataFrame(np.asarray(fitted.variance_matrix_), index=order, columns=order)
    covariance = covariance.loc[names, names]
    weights = zip(names, np.eye(len(names)), strict=True)
    rows = {name: _ratio(one, coefficients, covariance, confidence) for name, one in weights}
    shown = pd.DataFrame(rows).T.rename_axis("covariate")
    shown.insert(3, "coefficient", coefficients)
    shown.insert(4, "standard_error", np.sqrt(np.diag(covariance)))
    ended = int(table["left"].sum())
    return HazardRatios(shown, covariance, table[customer].nunique(), len(table), ended, confidence)


def _fit(table: pd.DataFrame, names: list[str], customer: str):  # type: ignore[no-untyped-def]
    from lifelines import CoxTimeVaryingFitter
    from lifelines.exceptions import ConvergenceError

    columns = [customer, "start", "stop", "left", *names]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return CoxTimeVaryingFitter().fit(
                table[columns],
                id_col=customer,
                event_col="left",
                start_col="start",
                stop_col="stop",
            )
        except (ConvergenceError, np.linalg.LinAlgError, ValueError) as error:
            raise TheoryError(
                f"{'、'.join(names)} 的影响分不开（常见原因：两列总是一起变）。请去掉其中一列再试。"
            ) from error


def _ratio(
    weights: np.ndarray, coefficients: pd.Series, covariance: pd.DataFrame, confidence: float
) -> dict[str, float]:
    from scipy.stats import norm

    effect = float(weights @ coefficients.to_numpy())
    error = float(np.sqrt(weights @ covariance.to_numpy() @ weights))
    half = quantile(confidence) * error
    p = 2 * norm.sf(abs(effect) / error) if error > 0 else 1.0
    low, high = np.exp([effect - half, effect + half])
    return {
        "hazard_ratio": float(np.exp(effect)),
        "ci_low": float(low),
        "ci_high": float(high),
        "p": float(p),
    }
