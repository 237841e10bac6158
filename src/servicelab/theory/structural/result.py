"""What a fitted structural model offers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural.moments import Array


@dataclass(frozen=True)
class StructuralFit:
    """A fitted path or factor model.

    Attributes
    ----------
    estimates
        A row a parameter: ``lhs, op, rhs`` (``=~`` loading, ``~`` path, ``~~`` variance or
        covariance), ``estimate, standard_error, ci_low, ci_high, p``, ``standardised`` with
        ``standardised_low, standardised_high``, and ``fixed`` (set, not estimated: error 0).
    indices
        Fit indices; see :func:`servicelab.theory.structural.indices.fit_indices`.
    r_squared
        Share of variance explained, by explained variable.
    problems
        Chinese words on what makes the fit doubtful; empty when nothing does.
    implied, observed
        Covariances by the model and in the data.
    parameters, covariance
        The free parameters by name (``lhs op rhs``) and the covariances of their estimates.
    standardised_covariance
        Of all standardised estimates, by name (delta method).
    confidence, errors
        Of the intervals; ``"robust"`` or ``"normal"`` standard errors.
    """

    estimates: pd.DataFrame
    indices: pd.Series[float]
    r_squared: pd.Series[float]
    problems: tuple[str, ...]
    implied: pd.DataFrame = field(repr=False)
    observed: pd.DataFrame = field(repr=False)
    parameters: pd.Series[float] = field(repr=False)
    covariance: pd.DataFrame = field(repr=False)
    standardised_covariance: pd.DataFrame = field(repr=False)
    confidence: float = 0.95
    errors: str = "robust"

    @property
    def residuals(self) -> pd.DataFrame:
        """Observed minus implied, in correlation units: where the model goes wrong."""
        spread = np.sqrt(np.diag(self.observed))
        apart = self.observed - self.implied
        return apart.div(spread, axis=0).div(spread, axis=1)

    @property
    def loadings(self) -> pd.DataFrame:
        """The rows of the measurement part."""
        return self.estimates[self.estimates["op"] == "=~"].reset_index(drop=True)

    @property
    def paths(self) -> pd.DataFrame:
        """The rows of the paths between variables."""
        return self.estimates[self.estimates["op"] == "~"].reset_index(drop=True)

    def path(self, outcome: str, cause: str) -> pd.Series[float]:
        """Return the row of one path.

        Parameters
        ----------
        outcome, cause
            Names of the two variables.

        Returns
        -------
        Series

        Raises
        ------
        TheoryError
            If the model has no such path.
        """
        table = self.paths
        found = table[(table["lhs"] == outcome) & (table["rhs"] == cause)]
        if found.empty:
            there = "、".join(f"{row.rhs}→{row.lhs}" for row in table.itertuples())
            raise TheoryError(f"模型里没有 {cause}→{outcome} 这条路径；有：{there}。")
        return found.iloc[0]

    def draws(self, count: int = 20_000, seed: int = 0) -> pd.DataFrame:
        """Return likely values of the parameters, drawn from the estimates' covariance.

        Parameters
        ----------
        count
            Rows to draw.
        seed
            The same seed draws the same rows.

        Returns
        -------
        DataFrame
            A column a free parameter.
        """
        values, vectors = np.linalg.eigh(self.covariance.to_numpy())
        root: Array = vectors * np.sqrt(np.maximum(values, 0))
        normal = np.random.default_rng(seed).standard_normal((count, len(values)))
        return pd.DataFrame(
            self.parameters.to_numpy() + normal @ root.T, columns=self.parameters.index
        )

    def __repr__(self) -> str:
        one = self.indices
        lines = [
            f"StructuralFit(n={one['n']:.0f}, chi2({one['df']:.0f})={one['chi2']:.2f}, "
            f"p={one['p']:.3f}, cfi={one['cfi']:.3f}, tli={one['tli']:.3f}, "
            f"rmsea={one['rmsea']:.3f} [{one['rmsea_low']:.3f}, {one['rmsea_high']:.3f}], "
            f"srmr={one['srmr']:.3f})"
        ]
        lines += [
            f"  {row.lhs} ~ {row.rhs}: {row.estimate:.3f} [{row.ci_low:.3f}, {row.ci_high:.3f}]"
            for row in self.paths.itertuples()
        ]
        return "\n".join([*lines, *(f"  注意：{problem}" for problem in self.problems)])
