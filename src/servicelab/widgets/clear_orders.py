"""CLEAR against its own steps: in another order, or with some of them left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.evaluation.dose import at_equal_dose
from servicelab.evaluation.estimate import mean_estimate
from servicelab.methods import Playbook, Step, get
from servicelab.scenarios import Scenario, load
from servicelab.simulation import simulate
from servicelab.widgets.clear_words import listed, say

ORDER = ("control", "listen", "rapport", "apologise", "resolve")
"""The five steps as the text has them."""
ENDINGS = ("resolved", "left", "escalated")
KEPT = ("satisfaction", "loyalty", "turns", "cost")
Tell = Callable[[float], object]


def silent(_share: float) -> None:
    """Tell nobody how much is done."""


@cache
def parts() -> dict[str, tuple[Step, ...]]:
    """Return what each of the five steps consists of.

    Examples
    --------
    >>> [len(steps) for steps in parts().values()]
    [1, 1, 1, 1, 3]
    """
    clear = get("clear")
    assert isinstance(clear, Playbook)
    names = say("steps")
    return {
        name: tuple(step for step in clear.steps if step.name.split("：")[0] == names[name]["zh"])
        for name in ORDER
    }


def _refused(key: str, **told: object) -> ServicelabError:
    return ServicelabError(say("screen")[key].format(known="、".join(ORDER), **told))


@dataclass(frozen=True)
class Arrangement:
    """An order of the five steps, some of which may be left out.

    Attributes
    ----------
    order
        Ids of all five, the first to be played first.
    off
        Ids of those left out; not all of them.

    Raises
    ------
    servicelab.data.ServicelabError
        If a step is missing, unknown or comes twice, or none is left.

    Examples
    --------
    >>> Arrangement(off=("apologise",)).played
    ('control', 'listen', 'rapport', 'resolve')
    """

    order: tuple[str, ...] = ORDER
    off: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sorted(map(str, self.order)) != sorted(ORDER):
            raise _refused("not_an_order", given="、".join(map(str, self.order)))
        for name in self.off:
            if name not in ORDER:
                raise _refused("not_a_step", name=name)
        if not self.played:
            raise _refused("one_left")

    @property
    def played(self) -> tuple[str, ...]:
        """The steps that are played, in order."""
        return tuple(name for name in self.order if name not in self.off)

    @property
    def complete(self) -> bool:
        """Whether all five are played, so that only the order can make a difference."""
        return len(self.played) == len(ORDER)

    def playbook(self) -> Playbook:
        """Return it as a method.

        Examples
        --------
        >>> Arrangement(("resolve", "control", "listen", "rapport", "apologise")).playbook().zh
        '解决 → 控制 → 倾听 → 建立关系 → 道歉'
        """
        steps = [step for name in self.played for step in parts()[name]]
        return Playbook.of("_".join(self.played), listed(self.played), *steps)


ORIGINAL = Arrangement()


@dataclass(frozen=True)
class Outcomes:
    """What came of an arrangement and of the original, customer by customer.

    Attributes
    ----------
    own, original
        One row a customer: satisfaction, loyalty, turns, cost, and 1 or 0 for each ending.
    equal_own, equal_original
        The same at equal dose; None where a step is left out, for then the doses differ.
    """

    own: pd.DataFrame
    original: pd.DataFrame
    equal_own: pd.DataFrame | None
    equal_original: pd.DataFrame | None

    @property
    def shown(self) -> int:
        """How many differences the screen shows, whose intervals hold together."""
        return len(KEPT) + len(ENDINGS) + (self.equal_own is not None)

    def differences(self, measure: str) -> pd.DataFrame:
        """Return the arrangement's lead over the original, customer by customer.

        Parameters
        ----------
        measure
            ``"satisfaction"`` or ``"loyalty"``.

        Returns
        -------
        pandas.DataFrame
            Index: ``equal`` (not where a step is left out), ``written`` and the endings; columns
            own, original (means), estimate, ci_low, ci_high. The intervals hold together with
            all that the screen shows (Bonferroni).
        """
        pairs = {}
        if self.equal_own is not None and self.equal_original is not None:
            pairs["equal"] = (self.equal_own[measure], self.equal_original[measure])
        pairs["written"] = (self.own[measure], self.original[measure])
        pairs |= {name: (self.own[name], self.original[name]) for name in ENDINGS}
        return pd.DataFrame(
            {name: difference(*pair, comparisons=self.shown) for name, pair in pairs.items()}
        ).T


def difference(own: pd.Series, original: pd.Series, comparisons: int = 1) -> dict[str, float]:
    """Return the means of two columns and their paired difference with its interval.

    Parameters
    ----------
    own, original
        One number a customer, the same customers.
    comparisons
        How many such intervals shall hold together.
    """
    gap = mean_estimate(own - original, comparisons=comparisons)
    means = {"own": float(own.mean()), "original": float(original.mean())}
    return {**means, "estimate": gap.estimate, "ci_low": gap.ci_low, "ci_high": gap.ci_high}


def outcomes(
    scenario: str | Scenario,
    arrangement: Arrangement,
    *,
    customer_type: str | None = None,
    n: int = 2_000,
    seed: int = 7,
    tell: Tell = silent,
) -> Outcomes:
    """Let an arrangement and the original answer the same customers with the same luck.

    Parameters
    ----------
    scenario, customer_type, n, seed
        As for :func:`~servicelab.simulation.simulate`; n at least 30.
    arrangement
        The order to try.
    tell
        Called with the share that is done.

    Examples
    --------
    >>> found = outcomes("heating_blocked_pipe", Arrangement(ORDER[::-1]), n=100)
    >>> found.differences("satisfaction").index.tolist()
    ['equal', 'written', 'resolved', 'left', 'escalated']
    """
    case = scenario if isinstance(scenario, Scenario) else load(scenario)
    books = [ORIGINAL.playbook(), arrangement.playbook()]
    if arrangement.complete and arrangement != ORIGINAL:
        books += at_equal_dose(books, case)
    played = []
    for number, book in enumerate(books, 1):
        played.append(_talks(case, book, customer_type, n, seed))
        tell(number / len(books))
    equal = played[2:] if len(played) > 2 else [None, None]
    return Outcomes(played[1], played[0], equal[1], equal[0])


def _talks(
    case: Scenario, book: Playbook, customer_type: str | None, n: int, seed: int
) -> pd.DataFrame:
    talks = simulate(case, book, n, seed, customer_type=customer_type, progress=False)
    ended = {name: (talks["ending"] == name).astype(float) for name in ENDINGS}
    return talks[list(KEPT)].astype(float).assign(**ended)
