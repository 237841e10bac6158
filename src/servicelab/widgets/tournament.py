"""The tournament behind the screen: who plays, how long it takes, what came of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.evaluation import Comparison, compare
from servicelab.evaluation.dose import has_fixed_steps
from servicelab.methods.catalog import BASELINES
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook
from servicelab.scenarios import Scenario

Tell = Callable[[float], object]

MEASURES = ("satisfaction", "cumulative_satisfaction", "loyalty", "word_of_mouth", "value", "cost")
"""What the screen can judge by; all of them are kept, so that changing it takes no talks."""
SHORT = 0.2  # seconds
SLOW = 300
"""How much longer a talk takes under a method that does not run in blocks."""


def say(section: str) -> dict[str, Any]:
    """Return one part of the words of the tournament screen.

    Parameters
    ----------
    section
        Such as ``"screen"``.

    Examples
    --------
    >>> say("screen")["start"]
    '开赛'
    """
    return dict(read_yaml("servicelab.widgets", "tournament.yaml")[section])


@dataclass(frozen=True)
class Match:
    """Who plays, where, before whom.

    Attributes
    ----------
    methods, scenarios
        At least one of each.
    customer_type
        Id, or None for every case's own variety.
    dose
        ``"both"``, ``"as written"`` or ``"equal dose"``.
    n, seed
        Customers a scenario, at least 100; what names their luck.

    Examples
    --------
    >>> from servicelab.methods import get
    >>> from servicelab.scenarios import load
    >>> match = Match((get("clear"), get("reactive"), get("silence")), (load("courier_delay"),))
    >>> match.talks  # three as written, two at equal dose
    5000
    """

    methods: tuple[Method, ...]
    scenarios: tuple[Scenario, ...]
    customer_type: str | None = None
    dose: str = "both"
    n: int = 1_000
    seed: int = 7

    def __post_init__(self) -> None:
        if not self.methods:
            raise ServicelabError(say("screen")["no_method"])
        if not self.scenarios:
            raise ServicelabError(say("screen")["no_scenario"])
        if self.dose == "equal dose" and len(self.equal) < 2:
            raise ServicelabError(say("result")["none_equal"])

    @property
    def talks(self) -> int:
        """How many talks it takes."""
        return self.n * len(self.scenarios) * len(self._runs())

    @property
    def work(self) -> float:
        """How many talks in blocks would take as long."""
        weights = sum(1 if _in_blocks(method) else SLOW for method in self._runs())
        return float(self.n * len(self.scenarios) * weights)

    @property
    def runs(self) -> int:
        """How many times a method meets a scenario."""
        return len(self.scenarios) * len(self._runs())

    @property
    def equal(self) -> list[Method]:
        """The methods that can be brought to equal dose."""
        return [one for one in self.methods if one.name not in BASELINES and has_fixed_steps(one)]

    def _runs(self) -> list[Method]:
        written = list(self.methods) if self.dose != "equal dose" else []
        return written + (self.equal if self.dose != "as written" and len(self.equal) > 1 else [])


def _in_blocks(method: Method) -> bool:
    return isinstance(method, Playbook) and method.compiles


@dataclass
class Pace:
    """How fast this machine is, learnt from the tournaments played on it.

    Attributes
    ----------
    run, talk
        Seconds that a method takes to meet a scenario at all, and for each talk of it.
    drawing
        Seconds for the pictures.

    Examples
    --------
    >>> from servicelab.methods import get
    >>> from servicelab.scenarios import load
    >>> match = Match((get("clear"),), (load("courier_delay"),), n=10_000)
    >>> Pace(run=0.01, talk=0.0001, drawing=1.0).seconds(match)
    2.01
    """

    run: float = 0.02
    talk: float = 2e-5
    drawing: float = 2.0

    def seconds(self, match: Match) -> float:
        """Return how long a tournament will take, pictures included."""
        return self.playing(match) + self.drawing

    def playing(self, match: Match) -> float:
        """Return how many seconds its talks will take."""
        return self.run * match.runs + self.talk * match.work

    def learn(self, match: Match, playing: float, drawing: float) -> None:
        """Take over what a tournament took, in seconds of playing and of drawing.

        What was over at once says little about the pace.
        """
        if playing < SHORT:
            return
        factor = playing / max(self.playing(match), SHORT / 100)
        self.run, self.talk = self.run * factor, self.talk * factor
        self.drawing = drawing


@dataclass(frozen=True)
class Played:
    """A match and what came of it.

    Attributes
    ----------
    match
        Who played.
    comparison
        Judged by satisfaction; ``.by`` judges by another of :data:`MEASURES`.
    """

    match: Match
    comparison: Comparison
    judged: dict[str, Comparison] = field(default_factory=dict, compare=False)

    def by(self, measure: str) -> Comparison:
        """Return the same talks judged by a measure, worked out once."""
        if measure == self.comparison.measure:
            return self.comparison
        if measure not in self.judged:
            self.judged[measure] = self.comparison.by(measure)
        return self.judged[measure]


def play(match: Match, tell: Tell = lambda _share: None) -> Played:
    """Play a match and tell how far it has come.

    Parameters
    ----------
    match
        Who plays.
    tell
        Called with the share of the talks that are over.

    Returns
    -------
    Played
        What :func:`~servicelab.evaluation.compare` makes of it.

    Raises
    ------
    servicelab.data.ServicelabError
        If n is below 100, or nothing but equal dose is asked for and fewer than two methods can
        be brought to it.
    """
    kinds: Mapping[str, Any] = (
        {} if match.customer_type is None else {"customer_types": [match.customer_type]}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the screen says the same in a note
        comparison = compare(
            match.methods,
            match.scenarios,
            match.n,
            match.seed,
            dose=match.dose,  # type: ignore[arg-type]
            keep=MEASURES,
            progress=False,
            tell=tell,
            **kinds,
        )
    return Played(match, comparison)
