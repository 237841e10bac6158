"""What a promise does to the same result, with customers who complain or lose patience.

Promise → expectation → disconfirmation → satisfaction is `theory.expectation.promise_effect`; here
are the shares of customers who complain, those annoyed at once, and a second promise. Every number
is an input of the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, inf, sqrt

import numpy as np
import pandas as pd

from servicelab.theory.expectation.promise import PromiseParameters, promise_effect

HOURS = np.arange(1, 17)
"""Hours that may be promised."""
LOWEST, HIGHEST = 0.0, 100.0


@dataclass(frozen=True)
class Minds:
    """How customers take a wait.

    Attributes
    ----------
    trust
        0…1, how far a promise moves what they expect; the rest is habit.
    habit
        Hours that they are used to wait.
    zone
        Hours sooner or later than expected that nobody minds.
    below, above
        Points lost for an hour later than expected beyond the zone; won for an hour sooner.
    base
        Satisfaction, 0 to 100, with a wait as expected.
    line, spread
        Points below which a customer complains; standard deviation of what else moves the points.
    """

    trust: float = 0.75
    habit: float = 8.0
    zone: float = 1.0
    below: float = 4.0
    above: float = 2.0
    base: float = 66.0
    line: float = 50.0
    spread: float = 9.0

    def after(self, promises: list[int], wait: float, trust: float | None = None) -> pd.DataFrame:
        """Return what promises do where the wait is the same, the points not yet kept to a scale.

        Parameters
        ----------
        promises
            Hours.
        wait
            Hours really waited.
        trust
            Other than the customers' own.

        Returns
        -------
        pandas.DataFrame
            As :func:`servicelab.theory.expectation.promise_effect` returns it, and ``effect``,
            the points won or lost.

        Examples
        --------
        >>> Minds().after([4, 8, 12], 8)["effect"].tolist()
        [-8.0, 0.0, 4.0]
        """
        told = PromiseParameters(
            trust=self.trust if trust is None else trust,
            habit=self.habit,
            slope_below=self.below,
            slope_above=self.above,
            zone=self.zone,
            base=self.base,
            lowest=-inf,
            highest=inf,
        )
        table = promise_effect(promises, wait, told)
        return table.assign(effect=table["satisfaction"] - self.base)

    def points(self, effect: float) -> float:
        """Return the satisfaction, kept between 0 and 100."""
        return min(max(self.base + effect, LOWEST), HIGHEST)

    def complaining(self, effect: float) -> float:
        """Return the share of such customers who complain.

        Examples
        --------
        >>> round(Minds(base=50).complaining(0.0), 3)
        0.5
        """
        return normal((self.line - self.base - effect) / self.spread)


def normal(z: float) -> float:
    """Return the share of a normal distribution below z.

    Examples
    --------
    >>> normal(0.0)
    0.5
    """
    return (1 + erf(z / sqrt(2))) / 2


def same_wait(minds: Minds, promises: list[int], wait: float) -> pd.DataFrame:
    """Return customers who wait the same and were promised different hours.

    Parameters
    ----------
    minds
        How they take a wait.
    promises
        Hours promised, one for each customer.
    wait
        Hours that all of them wait.

    Returns
    -------
    pandas.DataFrame
        A row a customer: promise, expectation, wait, disconfirmation, satisfaction, complaining.

    Examples
    --------
    >>> same_wait(Minds(), [4, 12], 8)["satisfaction"].tolist()
    [58.0, 70.0]
    """
    table = minds.after(promises, wait)
    return pd.DataFrame(
        {
            "promise": promises,
            "expectation": table["expectation"],
            "wait": wait,
            "disconfirmation": table["disconfirmation"],
            "satisfaction": [minds.points(one) for one in table["effect"]],
            "complaining": [minds.complaining(one) for one in table["effect"]],
        }
    )


def every_promise(minds: Minds, mean: float, sd: float, patience: float) -> pd.DataFrame:
    """Return what each promise leads to where the wait isn't known when the promise is made.

    Parameters
    ----------
    minds
        How customers take a wait.
    mean, sd
        Of the hours that the work takes, normally distributed.
    patience
        Hours; a promise beyond what a customer can wait annoys on the spot. Customers' patience
        is normal around this with a fourth of it as standard deviation.

    Returns
    -------
    pandas.DataFrame
        Index the promise; kept (share of promises kept), satisfaction (mean, afterwards), at_once
        (share annoyed on hearing the promise), afterwards (share complaining after the work) and
        either.

    Examples
    --------
    >>> table = every_promise(Minds(), mean=8, sd=2, patience=12)
    >>> float(table.loc[8, "kept"])
    0.5
    """
    steps = np.linspace(-4, 4, 41)
    weights = np.exp(-(steps**2) / 2)
    weights /= weights.sum()
    waits = np.maximum(mean + sd * steps, 0)
    # a row a wait, a column a promise
    effects = np.array([minds.after(HOURS.tolist(), float(wait))["effect"] for wait in waits])
    rows = []
    for promise, effect in zip(HOURS.tolist(), effects.T.tolist(), strict=True):
        after = float(weights @ [minds.complaining(one) for one in effect])
        at_once = normal((promise - patience) / (patience / 4))
        points = float(weights @ [minds.points(one) for one in effect])
        kept = normal((promise - mean) / sd) if sd else float(promise >= mean)
        rows.append((kept, points, at_once, after, 1 - (1 - at_once) * (1 - after)))
    columns = ["kept", "satisfaction", "at_once", "afterwards", "either"]
    return pd.DataFrame(rows, columns=columns, index=pd.Index(HOURS, name="promise"))


def second_promise(
    minds: Minds, first: float, waits: tuple[float, float], lost: float, again: float
) -> pd.DataFrame:
    """Return what a second promise leads to after the first.

    Parameters
    ----------
    minds
        How customers take a wait.
    first
        Hours of the first promise.
    waits
        Hours really waited, the first and the second time.
    lost
        0…1, the part of their trust that customers lose when a promise is broken.
    again
        By what a second disappointment is multiplied.

    Returns
    -------
    pandas.DataFrame
        Index the second promise; expectation, disconfirmation (of the second wait),
        satisfaction, twice (disappointed both times).

    Examples
    --------
    >>> table = second_promise(Minds(), 4, (8, 6), lost=0.4, again=1.5)
    >>> table["satisfaction"].is_monotonic_increasing
    True
    """
    once = minds.after([int(first)], waits[0]).iloc[0]
    trust = minds.trust * (1 - lost) if waits[0] > first else minds.trust
    table = minds.after(HOURS.tolist(), waits[1], trust)
    sorry = once["disconfirmation"] < -minds.zone
    twice = sorry & (table["disconfirmation"] < -minds.zone)
    effect = once["effect"] + np.where(twice, again, 1.0) * table["effect"]
    return pd.DataFrame(
        {
            "expectation": table["expectation"],
            "disconfirmation": table["disconfirmation"],
            "satisfaction": effect.map(minds.points),
            "complaining": effect.map(minds.complaining),
            "twice": twice,
        }
    ).set_axis(pd.Index(HOURS, name="promise"))
