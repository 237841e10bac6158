"""What a promise does to the same result: a small rule whose every number is put in by the user.

Promise → expectation → disconfirmation → satisfaction, as in expectation–confirmation theory; that
late hours weigh more than early ones follows Anderson & Sullivan (1993) and Mittal et al. (1998) in
sign. How much more, and everything else here, is an input.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
import pandas as pd

HOURS = np.arange(1, 17)
"""Hours that may be promised."""


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

    def expects(self, promise: float, trust: float | None = None) -> float:
        """Return the hours that a customer expects after a promise.

        Examples
        --------
        >>> Minds().expects(4)
        5.0
        """
        believed = self.trust if trust is None else trust
        return believed * promise + (1 - believed) * self.habit

    def effect(self, sooner: float) -> float:
        """Return the points for so many hours sooner (+) or later (-) than expected.

        Examples
        --------
        >>> [Minds().effect(hours) for hours in (-3, -1, 0.5, 3)]
        [-8.0, 0.0, 0.0, 4.0]
        """
        won = self.above * max(sooner - self.zone, 0.0)
        return won - self.below * max(-sooner - self.zone, 0.0)

    def points(self, effect: float) -> float:
        """Return the satisfaction, kept between 0 and 100."""
        return min(max(self.base + effect, 0.0), 100.0)

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
    rows = []
    for promise in promises:
        expected = minds.expects(promise)
        effect = minds.effect(expected - wait)
        rows.append((promise, expected, wait, expected - wait, minds.points(effect)))
        rows[-1] += (minds.complaining(effect),)
    names = ["promise", "expectation", "wait", "disconfirmation", "satisfaction", "complaining"]
    return pd.DataFrame(rows, columns=names)


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
    steps = np.linspace(-4, 4, 161)
    weights = np.exp(-(steps**2) / 2)
    weights /= weights.sum()
    waits = np.maximum(mean + sd * steps, 0)
    rows = []
    for promise in HOURS.tolist():
        effects = [minds.effect(minds.expects(promise) - wait) for wait in waits]
        after = float(weights @ [minds.complaining(one) for one in effects])
        at_once = normal((promise - patience) / (patience / 4))
        points = float(weights @ [minds.points(one) for one in effects])
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
    sooner = minds.expects(first) - waits[0]
    trust = minds.trust * (1 - lost) if waits[0] > first else minds.trust
    rows = []
    for promise in HOURS.tolist():
        expected = minds.expects(promise, trust)
        gap = expected - waits[1]
        twice = sooner < -minds.zone and gap < -minds.zone
        effect = minds.effect(sooner) + (again if twice else 1.0) * minds.effect(gap)
        rows.append((expected, gap, minds.points(effect), minds.complaining(effect), twice))
    columns = ["expectation", "disconfirmation", "satisfaction", "complaining", "twice"]
    return pd.DataFrame(rows, columns=columns, index=pd.Index(HOURS, name="promise"))
