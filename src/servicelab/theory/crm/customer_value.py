"""What customers without a contract will still bring: purchases to come, times their amount."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Real
from servicelab.theory.crm.fitted import Fitted
from servicelab.theory.crm.gamma_gamma import GammaGamma
from servicelab.theory.crm.kaplan_meier import quantile
from servicelab.theory.crm.purchase_model import PurchaseModel
from servicelab.theory.errors import TheoryError

Model = TypeVar("Model", bound=Fitted)

NODES = 8
"""Points in time at which expected purchases are looked at; four times as many where much of the
value is discounted away; exact to 1e-6 of the value."""
FADED = 40.0
"""Beyond exp(−40) money to come counts for nothing."""
STEP = 1e-3
"""Of the logarithm of a parameter, for the slopes of the value."""


def customer_value(
    buying: PurchaseModel,
    spending: GammaGamma,
    customers: pd.DataFrame,
    horizon: float,
    *,
    margin: float = 1.0,
    discount: float = 0.0,
) -> pd.DataFrame:
    """Return what each customer may be expected to bring from now on.

    Parameters
    ----------
    buying
        Fitted `BGNBD` or `ParetoNBD`.
    spending
        Fitted `GammaGamma`.
    customers
        As `summarise` makes it: ``frequency``, ``recency``, ``T``, ``value``.
    horizon
        How far ahead, in the unit of the fit, > 0 and finite. No further than the log is long is
        the careful choice.
    margin
        Share of a purchase that is left after its costs, 0 … 1.
    discount
        Continuous rate of interest a unit of time, ≥ 0 (12 % a year, in weeks: ln 1.12 / 52.18).

    Returns
    -------
    pandas.DataFrame
        Index as `customers`. Columns: ``alive`` (chance of still being a customer), ``purchases``
        (expected by the horizon), ``spend`` (expected yuan a purchase), ``value`` (yuan today).

    Notes
    -----
    An expectation for many customers alike, not a forecast of one: the number of purchases and
    their amounts scatter widely. How often one buys and how much one spends are taken to be
    unrelated (Fader, Hardie & Lee 2005, *Journal of Marketing Research* 42(4), 415-430): look at
    their correlation first.

    Examples
    --------
    >>> from servicelab.theory.crm import BGNBD
    >>> shop = BGNBD(r=0.7, alpha=9.0, a=0.8, b=2.5)
    >>> paid = GammaGamma(p=5.0, q=4.0, v=90.0)
    >>> one = pd.DataFrame({"frequency": [3], "recency": [30.0], "T": [40.0], "value": [100.0]})
    >>> customer_value(shop, paid, one, horizon=52).round(2)
       alive  purchases   spend   value
    0   0.71       2.18  108.33  235.73
    """
    _check(customers, horizon, margin, discount)
    past = [customers[name].to_numpy() for name in ("frequency", "recency", "T")]
    spend = spending.conditional_value(customers["frequency"], customers["value"])
    worth = _discounted(buying, past, horizon, discount)
    return pd.DataFrame(
        {
            "alive": buying.probability_alive(*past),
            "purchases": buying.conditional_expectation(horizon, *past),
            "spend": spend,
            "value": margin * worth * spend,
        },
        index=customers.index,
    )


def _discounted(buying: PurchaseModel, past: list[Real], horizon: float, discount: float) -> Real:
    """Integral of exp(−δt) dX(t), by parts: e^(−δH) X(H) + δ ∫ e^(−δt) X(t) dt.

    Gauss–Legendre in the cube root of time, as most happens early.
    """
    horizon = min(horizon, FADED / discount) if discount else horizon
    last = np.exp(-discount * horizon) * np.asarray(buying.conditional_expectation(horizon, *past))
    if discount == 0:
        return np.asarray(last)
    nodes = NODES if discount * horizon < 0.5 else 4 * NODES
    points, weights = np.polynomial.legendre.leggauss(nodes)
    roots = (points + 1) / 2
    times, spans = horizon * roots**3, horizon * 3 * roots**2 * weights / 2
    inner = [
        span * np.exp(-discount * time) * np.asarray(buying.conditional_expectation(time, *past))
        for time, span in zip(times.tolist(), spans.tolist(), strict=True)
    ]
    return np.asarray(last + discount * np.sum(inner, axis=0))


def base_value(
    buying: PurchaseModel,
    spending: GammaGamma,
    customers: pd.DataFrame,
    horizon: float,
    *,
    margin: float = 1.0,
    discount: float = 0.0,
    confidence: float = 0.95,
) -> pd.Series:
    """Return what all customers together may be expected to bring, with its interval.

    Parameters
    ----------
    buying, spending, customers, horizon, margin, discount
        As for `customer_value`.
    confidence
        Level of the interval.

    Returns
    -------
    pandas.Series
        ``estimate``, ``ci_low``, ``ci_high`` in yuan; ``n`` customers. Only the uncertainty of the
        parameters is in it (delta method, symmetric in the logarithm); that the customers' own luck
        scatters comes on top.

    Raises
    ------
    TheoryError
        As `customer_value`; also if a model gives no errors, such as one that was not fitted.
    """
    _check(customers, horizon, margin, discount)
    past = [customers[name].to_numpy() for name in ("frequency", "recency", "T")]
    seen = customers["frequency"], customers["value"]

    def bought(model: PurchaseModel) -> Real:
        return _discounted(model, past, horizon, discount)

    def paid(model: GammaGamma) -> Real:
        return np.asarray(model.conditional_value(*seen))

    times, amounts = bought(buying), paid(spending)
    total = float(times @ amounts)
    slopes = [
        (_slopes(buying, lambda one: float(bought(one) @ amounts)) / total, buying),
        (_slopes(spending, lambda one: float(times @ paid(one))) / total, spending),
    ]
    variance = sum(float(one @ model.log_covariance.to_numpy() @ one) for one, model in slopes)
    factor = np.exp(quantile(confidence) * np.sqrt(variance))
    ends = {"estimate": total, "ci_low": total / factor, "ci_high": total * factor}
    return pd.Series({**{name: margin * one for name, one in ends.items()}, "n": len(customers)})


def _slopes(model: Model, quantity: Callable[[Model], float]) -> Real:
    """Slopes of a quantity in the logarithms of the parameters."""
    found = []
    for name in model.names:
        up, down = (
            type(model)(**{**model.params, name: model.params[name] * np.exp(step)})
            for step in (STEP, -STEP)
        )
        found.append((quantity(up) - quantity(down)) / (2 * STEP))
    return np.array(found)


def _check(customers: pd.DataFrame, horizon: float, margin: float, discount: float) -> None:
    lacking = [one for one in ("frequency", "recency", "T", "value") if one not in customers]
    if lacking:
        raise TheoryError(
            f"表里没有“{lacking[0]}”列。请把 crm.summarise(…, value=…) 的结果整张传进来。"
        )
    if not (np.isfinite(horizon) and horizon > 0):
        raise TheoryError(f"horizon（往后看多久）要是大于 0 的数，收到的是 {horizon!r}。")
    if not 0 <= margin <= 1:
        raise TheoryError(f"margin（毛利占售价的份额）要在 0 和 1 之间，收到的是 {margin!r}。")
    if not (np.isfinite(discount) and discount >= 0):
        raise TheoryError(f"discount（折现率）要是 0 或更大的数，收到的是 {discount!r}。")
