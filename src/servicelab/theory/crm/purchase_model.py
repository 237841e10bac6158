"""What BG/NBD and Pareto/NBD share: fitting, forecasting, and holding both against the data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Real, Whole, vector
from servicelab.theory.crm.customers import Customers, checked, gathered
from servicelab.theory.crm.fitted import Fitted
from servicelab.theory.crm.maximum import Maximum, Objective, maximise
from servicelab.theory.crm.transactions import read_log
from servicelab.theory.errors import TheoryError

_SHAPE = (1e-4, 1e4)  # lowest and highest shape parameter
_TIME = (1e-4, 1e3)  # the same of a parameter that is a time, in longest observed times


class PurchaseModel(Fitted):
    """A model of buying that goes on at its own pace until, unseen, it stops for good."""

    times: ClassVar[tuple[str, ...]]
    """Parameters that are times."""
    tried: ClassVar[int] = 20_000
    """Rows on which the starts are tried."""

    def fit(
        self,
        frequency: object,
        recency: object,
        T: object,
        start: Mapping[str, float] | None = None,
    ) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        frequency, recency, T
            Columns of `summarise`: repeat purchases, time from the first to the last one, time
            from the first one to the end of observation; one row a customer.
        start
            Parameters to begin with, beside the model's own starts.

        Returns
        -------
        the model itself
            With params, standard_errors, log_likelihood, n and notes.

        Raises
        ------
        TheoryError
            If the columns hold what can't be, nobody ever came again, nobody was observed for any
            time, or the search does not come to rest.
        """
        data = gathered(frequency, recency, T)
        starts = self._starts(data)
        if start is not None:
            starts.append(type(self)(**start).params.to_numpy())
        return self._take(self._found(data, starts), data.n)

    def _found(self, data: Customers, starts: list[Real]) -> Maximum:
        full, rough = self._objective(data), self._objective(data.some(self.tried))
        return maximise(full, rough, data.n, starts, self._bounds(data))

    def _bounds(self, data: Customers) -> tuple[Real, Real]:
        longest = float(data.T.max())
        timed = np.array([name in self.times for name in self.names])
        low, high = (np.where(timed, t * longest, s) for t, s in zip(_TIME, _SHAPE, strict=True))
        return low, high

    @abstractmethod
    def _starts(self, data: Customers) -> list[Real]: ...

    @abstractmethod
    def _objective(self, data: Customers) -> Objective: ...

    @abstractmethod
    def _mean(self, t: Real, x: Whole, age: Real) -> Real:
        """Mean purchases in the next t of a customer still alive at `age` after x repeats."""

    @abstractmethod
    def _alive(self, x: Whole, recency: Real, age: Real) -> Real: ...

    @abstractmethod
    def _shares(self, age: Real, most: int) -> Real:
        """Probability of 0 … most repeat purchases by each age; rows by counts."""

    @abstractmethod
    def _purchases(self, length: Real, rng: np.random.Generator) -> tuple[Whole, Real, Real]:
        """Customer and time of each repeat purchase, and until when each customer stays."""

    def expected_purchases(self, t: object) -> Real | float:
        """Return the mean number of repeat purchases of a new customer within time t.

        Parameters
        ----------
        t
            Time since the first purchase, in the unit of the fit; a number or a column.

        Returns
        -------
        float or numpy.ndarray
        """
        times = _times(t)
        flat = times.ravel()
        mean = self._mean(flat, np.zeros(len(flat), dtype=np.int64), np.zeros(len(flat)))
        return _like(mean, times)

    def conditional_expectation(
        self, t: object, frequency: object, recency: object, T: object
    ) -> Real | float:
        """Return how many purchases to expect of a customer in the next t, given the past.

        Parameters
        ----------
        t
            Length of the time ahead, in the unit of the fit; one for all, or one each.
        frequency, recency, T
            The customer's (or customers') past, as in `fit`.

        Returns
        -------
        float or numpy.ndarray
        """
        ahead, x, last, age, shape = self._aligned(frequency, recency, T, t)
        return _like(self._mean(ahead, x, age) * self._alive(x, last, age), shape)

    def probability_alive(self, frequency: object, recency: object, T: object) -> Real | float:
        """Return how likely a customer is still one at the end of observation.

        Parameters
        ----------
        frequency, recency, T
            The customer's (or customers') past, as in `fit`.

        Returns
        -------
        float or numpy.ndarray
            Between 0 and 1.
        """
        _, x, last, age, shape = self._aligned(frequency, recency, T, 0.0)
        return _like(self._alive(x, last, age), shape)

    def _aligned(
        self, frequency: object, recency: object, T: object, t: object
    ) -> tuple[Real, Whole, Real, Real, Real]:
        told = {"frequency": frequency, "recency": recency, "T": T, "t": _times(t)}
        try:
            parts = np.broadcast_arrays(*(np.asarray(one) for one in told.values()))
        except ValueError as error:
            said = "、".join(f"{name} {np.asarray(one).size} 个" for name, one in told.items())
            raise TheoryError(f"一样长的才能配对，收到的是：{said}。") from error
        x, last, age = checked(*(one.ravel() for one in parts[:3]))
        return parts[3].ravel(), x, last, age, parts[3]

    def frequency_distribution(self, T: object, most: int = 7) -> pd.Series:
        """Return how many customers are expected with 0, 1, 2 … repeat purchases.

        Parameters
        ----------
        T
            Time since each customer's first purchase, one row a customer.
        most
            The last class holds this many purchases and more.

        Returns
        -------
        pandas.Series
            Index: number of repeat purchases; adds to the number of customers.
        """
        age = vector(T, "T", lambda v: v >= 0, "是 0 或更大的数")
        kinds, count = np.unique(age, return_counts=True)
        expected = count @ self._shares(kinds, most - 1)
        whole = np.append(expected, len(age) - expected.sum())
        return pd.Series(whole, index=pd.RangeIndex(most + 1, name="frequency"), name="expected")

    def cumulative_expected(
        self,
        transactions: pd.DataFrame,
        customer: str = "cust",
        date: str = "date",
        unit: str = "W",
        until: object = None,
        observed_until: object = None,
        merge: str = "day",
    ) -> pd.DataFrame:
        """Return repeat purchases of all customers by the end of each unit of time, and expected.

        Parameters
        ----------
        transactions, customer, date, unit, until, observed_until, merge
            As in `summarise`. `unit` must be that of the fit.

        Returns
        -------
        pandas.DataFrame
            Columns: time (units since the first purchase in the table; the last row is the end),
            actual and expected (both cumulative), period ("calibration" or "holdout"). Customers
            who came first after `until` are in neither. The expected curve uses only when each
            customer came first, not what he did later.
        """
        log = read_log(transactions, customer, date, None, unit, until, observed_until, merge)
        first, origin = log.first, float(log.day.min())
        end = log.observed_until or log.until
        grid = np.append(np.arange(log.length, end - origin, log.length), end - origin) + origin
        known = first <= log.until
        bought = log.day[known[log.code] & (log.day > first[log.code]) & (log.day <= end)]
        births, count = np.unique(first[known], return_counts=True)
        ages = np.maximum(grid[:, None] - births, 0) / log.length
        mean = np.asarray(self.expected_purchases(ages))
        return pd.DataFrame(
            {
                "time": (grid - origin) / log.length,
                "actual": np.searchsorted(np.sort(bought), grid, side="right"),
                "expected": mean @ count,
                "period": np.where(grid <= log.until, "calibration", "holdout"),
            }
        )

    def simulate(
        self, T: object, holdout: float = 0.0, seed: int | np.random.Generator = 0
    ) -> pd.DataFrame:
        """Return the past (and, if wanted, the future) of customers who follow the model.

        Parameters
        ----------
        T
            Time since each customer's first purchase, one row a customer.
        holdout
            Time after it whose purchases are counted too.
        seed
            Seed or generator.

        Returns
        -------
        pandas.DataFrame
            Columns frequency, recency, T, alive (at the end of T) and, with a hold-out time,
            holdout_frequency.
        """
        age = vector(T, "T", lambda v: v >= 0, "是 0 或更大的数")
        ahead = float(_times(holdout))
        who, when, stays = self._purchases(age + ahead, np.random.default_rng(seed))
        seen = when <= age[who]
        recency = np.zeros(len(age))
        np.maximum.at(recency, who[seen], when[seen])
        count = np.bincount(who[seen], minlength=len(age))
        table = pd.DataFrame({"frequency": count, "recency": recency, "T": age})
        table["alive"] = stays > age
        if ahead:
            table["holdout_frequency"] = np.bincount(who[~seen], minlength=len(age))
        return table


def _times(t: object) -> Real:
    try:
        times = np.asarray(t, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TheoryError(f"时间 t 要是数，收到的是 {t!r}。") from error
    if not (np.isfinite(times) & (times >= 0)).all():
        raise TheoryError("时间 t 要是 0 或更大的数，不能空着。")
    return times


def _like(values: Real, shape: Real) -> Real | float:
    return float(values[0]) if np.ndim(shape) == 0 else values.reshape(np.shape(shape))
