"""Intervals that hold together: how large the largest error among many estimates may be.

All estimates rest on the same customers, so their errors go together, and a bound that knows how
is narrower than Bonferroni's. Single-step max-t: the joint distribution of the errors is taken as
multivariate t with the customers' own covariance, and the bound is the quantile of the largest
absolute error, each in its own standard errors (Hothorn, Bretz & Westfall 2008,
doi 10.1002/bimj.200810425). The draws have a fixed seed: the same table comes out every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from servicelab.evaluation.estimate import quantile, sample

DRAWS = 10_000
SEED = 20_261_122
TINY = 1e-12
"""Share of the largest estimate below which a difference is rounding, not a lead."""


@dataclass(frozen=True)
class Panel:
    """The means of some methods on the same customers, and their paired differences.

    Attributes
    ----------
    names
        The methods.
    means, errors
        Mean and its standard error, shape (methods,).
    leads, lead_errors
        Mean of row method minus column method, and its standard error, shape (methods, methods).
    """

    names: tuple[str, ...]
    means: NDArray[np.float64]
    errors: NDArray[np.float64]
    leads: NDArray[np.float64]
    lead_errors: NDArray[np.float64]

    @classmethod
    def of(cls, units: pd.DataFrame) -> Panel:
        """Return the panel of a table with one row a customer and one column a method."""
        numbers = sample(units)
        means, errors = _mean_and_error(numbers)
        # Method by method, not all pairs at once: a million customers must fit into memory.
        rows = [_mean_and_error(column[:, None] - numbers) for column in numbers.T]
        leads, lead_errors = (np.array(part) for part in zip(*rows, strict=True))
        rounding = TINY * np.abs(means).max()
        equal = (np.abs(leads) <= rounding) & (lead_errors <= rounding)
        leads[equal] = lead_errors[equal] = 0.0
        return cls(tuple(map(str, units.columns)), means, errors, leads, lead_errors)

    def above(self, width: float) -> NDArray[np.bool_]:
        """Return whether row method is above column method by more than ``width`` errors."""
        return self.leads > width * self.lead_errors

    def floor(self, width: float) -> float:
        """Return the widest half-interval among the paired differences; NaN for one method."""
        return width * float(self.lead_errors.max()) if len(self.names) > 1 else float("nan")


def _mean_and_error(numbers: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    return numbers.mean(axis=0), numbers.std(axis=0, ddof=1) / np.sqrt(len(numbers))


@dataclass(frozen=True)
class Family:
    """Panels on the same customers whose intervals hold together.

    Parameters
    ----------
    units
        Name of the panel → one row a customer, one column a method; the same customers in all.
    confidence
        Level at which all intervals hold together.
    draws
        Sets of errors from which the bound is read.

    Examples
    --------
    >>> generator = np.random.default_rng(1)
    >>> units = pd.DataFrame(generator.normal(size=(400, 3)), columns=list("abc"))
    >>> family = Family({"one": units, "again": units})
    >>> bool(1.96 < family.lead_width < quantile(0.95, 6))
    True
    """

    units: Mapping[str, pd.DataFrame]
    confidence: float = 0.95
    draws: int = DRAWS

    @cached_property
    def panels(self) -> dict[str, Panel]:
        """The panels, in the order of ``units``."""
        return {name: Panel.of(units) for name, units in self.units.items()}

    @cached_property
    def mean_width(self) -> float:
        """Standard errors to either side that hold for all means together."""
        parts = [
            np.abs(draws) / np.where(panel.errors > 0, panel.errors, np.inf)
            for panel, draws in self._errors
        ]
        return self._largest(parts)

    @cached_property
    def lead_width(self) -> float:
        """Standard errors to either side that hold for all paired differences together."""
        parts = []
        for panel, draws in self._errors:
            for row in range(len(panel.names) - 1):
                errors = panel.lead_errors[row, row + 1 :]
                gaps = np.abs(draws[:, row, None] - draws[:, row + 1 :])
                parts.append(gaps / np.where(errors > 0, errors, np.inf))
        return self._largest(parts)

    def _largest(self, parts: list[NDArray[np.float64]]) -> float:
        largest = np.max([part.max(axis=1) for part in parts], axis=0) if parts else np.zeros(1)
        found = float(np.quantile(largest, self.confidence))
        return found if found > 0 else quantile(self.confidence)

    @cached_property
    def _errors(self) -> list[tuple[Panel, NDArray[np.float64]]]:
        quantile(self.confidence)  # refuses a level that is none
        # In the order of names, so that the order in which methods were given changes nothing.
        tables = [units.sort_index(axis=1) for _, units in sorted(self.units.items())]
        draws = errors_of_means(np.hstack([sample(units) for units in tables]), self.draws)
        ends = np.cumsum([units.shape[1] for units in tables])[:-1]
        return [
            (Panel.of(units), part)
            for units, part in zip(tables, np.split(draws, ends, axis=1), strict=True)
        ]


def errors_of_means(numbers: NDArray[np.float64], draws: int = DRAWS) -> NDArray[np.float64]:
    """Draw errors that the means of some columns may have, with the columns' own covariance.

    Parameters
    ----------
    numbers
        Shape (customers, columns).
    draws
        Sets of errors to draw.

    Returns
    -------
    numpy.ndarray
        Shape (draws, columns): multivariate t with customers - 1 degrees of freedom.

    Examples
    --------
    >>> errors_of_means(np.random.default_rng(1).normal(size=(100, 2)), draws=5).shape
    (5, 2)
    """
    customers = len(numbers)
    spread = (numbers - numbers.mean(axis=0)) / np.sqrt(customers * (customers - 1.0))
    # The triangular factor has the covariance of the columns and keeps equal columns equal,
    # which the root of a covariance matrix would not do to the last digits.
    factor = np.linalg.qr(spread, mode="r")
    generator = np.random.default_rng(SEED)
    normal = generator.standard_normal((draws, len(factor)))
    chi = generator.chisquare(customers - 1, size=(draws, 1)) / (customers - 1)
    return np.asarray(normal @ factor / np.sqrt(chi))
