"""What every fitted model offers: parameters, standard errors, intervals and draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy.special import ndtri

from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.maximum import Maximum
from servicelab.theory.errors import TheoryError


class Fitted:
    """A model with a few positive parameters, fitted by `fit` or given by name.

    Attributes
    ----------
    log_likelihood : float
        Of the data it was fitted to.
    n : int
        Customers used.
    notes : tuple of str
        What to know before reading the parameters, in Chinese; empty when all is well.
    """

    names: ClassVar[tuple[str, ...]]
    """Names of the parameters."""

    def __init__(self, **params: float) -> None:
        self._params: pd.Series | None = None
        self._log_covariance: Real | None = None
        self.log_likelihood: float = np.nan
        self.n: int = 0
        self.notes: tuple[str, ...] = ()
        if params:
            self._give(params)

    def _give(self, params: dict[str, float]) -> None:
        if set(params) != set(self.names):
            raise TheoryError(f"{type(self).__name__} 的参数是 {'、'.join(self.names)}，要给全。")
        given = np.array([params[name] for name in self.names], dtype=np.float64)
        if not (np.isfinite(given) & (given > 0)).all():
            raise TheoryError(f"{type(self).__name__} 的参数都要大于 0，收到的是 {params}。")
        self._params = pd.Series(given, index=pd.Index(self.names), name="estimate")

    def _take(self, found: Maximum, n: int) -> Self:
        self._params = pd.Series(found.params, index=pd.Index(self.names), name="estimate")
        self.log_likelihood, self.n = found.log_likelihood, n
        stuck = [name for name, at in zip(self.names, found.on_bound, strict=True) if at]
        self.notes = ()
        self._log_covariance = None if stuck or found.flat else found.log_covariance
        if stuck:
            self.notes = (
                f"参数 {'、'.join(stuck)} 顶到了边界：数据分不清它该是多大。"
                "合计的预测还可以看，参数本身不要解读，也给不出误差。",
            )
        elif found.flat:
            self.notes = ("似然在最高处几乎是平的：数据分不清这几个参数，给不出误差。",)
        return self

    @property
    def params(self) -> pd.Series:
        """The parameters by name.

        Raises
        ------
        TheoryError
            If the model was neither fitted nor given its parameters.
        """
        if self._params is None:
            raise TheoryError(f"{type(self).__name__} 还没有拟合。请先调用 .fit(…)。")
        return self._params

    def __repr__(self) -> str:
        name = type(self).__name__
        if self._params is None:
            return f"{name}()"
        told = ", ".join(f"{key}={value:.4g}" for key, value in self._params.items())
        if not self.n:
            return f"{name}({told})"
        notes = "".join(f"\n注意：{note}" for note in self.notes)
        return f"{name}({told}; log_likelihood={self.log_likelihood:.2f}, n={self.n}){notes}"

    @property
    def log_covariance(self) -> pd.DataFrame:
        """Covariance of the logarithms of the parameters, from the observed information.

        Raises
        ------
        TheoryError
            If a parameter is at its bound, the likelihood is flat, or nothing was fitted.
        """
        names = self.params.index
        if self._log_covariance is None:
            why = "".join(self.notes) or "参数是直接给的，不是从数据估出来的。"
            raise TheoryError(f"{type(self).__name__} 给不出误差：{why}")
        return pd.DataFrame(self._log_covariance, index=names, columns=names)

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance of the parameters (delta method)."""
        return self.log_covariance * np.outer(self.params, self.params)

    @property
    def standard_errors(self) -> pd.Series:
        """Standard errors of the parameters."""
        spread = np.sqrt(np.diag(self.covariance))
        return pd.Series(spread, index=self.params.index, name="standard_error")

    def intervals(self, confidence: float = 0.95) -> pd.DataFrame:
        """Return the parameters with their intervals.

        Parameters
        ----------
        confidence
            Between 0 and 1.

        Returns
        -------
        pandas.DataFrame
            Index: parameter. Columns estimate, standard_error, ci_low, ci_high. The intervals are
            symmetric in the logarithm, so they hold no impossible values.
        """
        wide = _quantile(confidence) * np.sqrt(np.diag(self.log_covariance))
        return pd.DataFrame(
            {
                "estimate": self.params,
                "standard_error": self.standard_errors,
                "ci_low": self.params * np.exp(-wide),
                "ci_high": self.params * np.exp(wide),
            }
        )

    def draws(self, n: int, seed: int | np.random.Generator = 0) -> list[Self]:
        """Return models whose parameters are as uncertain as the estimates.

        Parameters
        ----------
        n
            How many.
        seed
            Seed or generator.

        Returns
        -------
        list of models
            Of the same class; the logarithms of their parameters are normal around the
            estimates. The draws are spread evenly (Halton's sequence, shuffled), so that a few
            hundred give quantiles for which independent ones would need many thousands.
        """
        root = np.linalg.cholesky(self.log_covariance.to_numpy())
        from scipy.stats.qmc import Halton  # heavy, and seldom wanted

        even = Halton(len(self.names), rng=np.random.default_rng(seed)).random(n)
        normal = ndtri(even)
        drawn = self.params.to_numpy() * np.exp(normal @ root.T)
        return [type(self)(**dict(zip(self.names, row, strict=True))) for row in drawn.tolist()]

    def interval_of(
        self,
        quantity: Callable[[Self], float],
        confidence: float = 0.95,
        n: int = 1000,
        seed: int | np.random.Generator = 0,
    ) -> pd.Series:
        """Return anything that follows from the parameters with its interval.

        Parameters
        ----------
        quantity
            A function of a model, such as ``lambda model: model.expected_purchases(52)``.
        confidence
            Between 0 and 1.
        n, seed
            Number of draws of the parameters, and their seed.

        Returns
        -------
        pandas.Series
            estimate, ci_low, ci_high. Only the uncertainty of the parameters is in it; how many
            times a single customer will come scatters far more.
        """
        _quantile(confidence)
        drawn = np.array([quantity(model) for model in self.draws(n, seed)], dtype=np.float64)
        low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
        told = {"estimate": float(quantity(self)), "ci_low": float(low), "ci_high": float(high)}
        return pd.Series(told)


def _quantile(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise TheoryError(f"confidence 要在 0 和 1 之间，例如 0.95，收到的是 {confidence!r}。")
    return float(ndtri((1 + confidence) / 2))
