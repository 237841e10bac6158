"""The recovery screen of lesson 08: controls above, the answer below."""

from __future__ import annotations

import time
from typing import Any

import ipywidgets as ipw

from servicelab.scenarios import Scenario
from servicelab.widgets.form import Form, Spec, option
from servicelab.widgets.recovery import LASTING, MEASURES, found
from servicelab.widgets.recovery_curve import LEVELS, STEP
from servicelab.widgets.recovery_pages import results
from servicelab.widgets.recovery_scripts import say
from servicelab.widgets.results import Results
from servicelab.widgets.room import case_options, type_options

SIZES = (100, 500, 1_000, 2_000, 5_000)
MOST_SERVICES = 6
KEPT = 40
"""Answers that a screen remembers, so that going back takes no time."""


class RecoveryExplorer(ipw.VBox):
    """Three questions on recovery: how much is enough, the paradox, a second failure.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    question
        ``"compensation"``, ``"paradox"`` or ``"second"``.
    customer_type
        Id of a type of customer; the case's own variety if not given.
    n
        Customers, one of 100, 500, 1,000, 2,000 and 5,000.
    seed
        Names the luck.

    Attributes
    ----------
    choices
        What the controls show, by name.
    results
        What is shown below them.

    Raises
    ------
    servicelab.data.ServicelabError
        If the case, the type or the question does not exist.

    Examples
    --------
    >>> screen = RecoveryExplorer(n=100)
    >>> screen.choose(percent=200)
    >>> screen.choices["percent"]
    200
    """

    def __init__(
        self,
        scenario: str | Scenario = "hotel_dirty_room",
        question: str = "compensation",
        customer_type: str | None = None,
        n: int = 1_000,
        seed: int = 7,
    ) -> None:
        self._own = found(scenario)
        self._seed = seed
        values = {
            "question": question,
            "scenario": self._own.id,
            "customer_type": customer_type or "",
            "n": n,
            "branch": "both",
            "offer": "refund",
            "loss_in": "money",
            "measure": "satisfaction",
            "percent": 60,
            "later": 0,
            "gap": 1,
            "lasting": "cumulative_satisfaction",
            "big": False,
        }
        self._kept: dict[tuple[tuple[str, Any], ...], Results] = {}
        self._form = Form(say("screen")["title"], fields(self._own), values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self.results: Results
        self._show()
        self._form.progress = -1.0

    @property
    def choices(self) -> dict[str, Any]:
        """What the controls show, by name."""
        return dict(self._form.values)

    def choose(self, **values: Any) -> None:
        """Set controls and compute; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name of the control: question, scenario, customer_type, n, branch, offer,
            loss_in, measure, percent, later, gap, lasting, big.
        """
        self._form.choose(next(reversed(values), "question"), values)

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first picture.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.results.to_page()}, metadata

    def _answer(self, name: str) -> None:
        if name == "big":
            (self.add_class if self.choices["big"] else self.remove_class)("sl-big")
            return
        self._form.say(say("screen")["counting"])
        started = time.perf_counter()
        self._show()
        seconds = time.perf_counter() - started
        self._form.say(say("screen")["in_seconds"].format(seconds=seconds))

    def _show(self) -> None:
        choices = self.choices
        choices.pop("big")
        key = tuple(choices.items())
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            chosen = choices.pop("scenario")
            case = self._own if chosen == self._own.id else found(chosen)
            self._kept[key] = results(case, choices, self._seed, self._form.tell)
        self.results = self._kept[key]
        self._page.value = self.results.to_html()


def fields(own: Scenario) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    own
        The case that the screen was opened with.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> [one["name"] for one in fields(load("hotel_dirty_room"))][:3]
    ['question', 'scenario', 'customer_type']
    """
    words = say("screen")
    sizes = [option(n, words["people"].format(n=n)) for n in SIZES]
    curve, paradox, second = ({"question": [name]} for name in words["questions"])
    times = {"min": 0, "max": MOST_SERVICES, "step": 1, "unit": words["times"]}
    percent = {"min": 0, "max": LEVELS[-1], "step": STEP, "unit": "%"}
    return [
        _choice("question", words["questions"]) | {"large": True},
        _select("scenario", case_options(own)),
        _select("customer_type", [option(name, title) for title, name in type_options()]),
        _select("n", sizes),
        {"name": "big", "kind": "toggle", "label": words["big"]},
        _choice("branch", {"both": words["both"], **_names("branches")}) | {"when": curve},
        _choice("offer", say("offers")) | {"when": curve},
        _choice("loss_in", say("losses")) | {"when": curve},
        _select("measure", _options(MEASURES)) | {"when": curve},
        {"name": "percent", "kind": "range", "label": words["percent"], "when": curve, **percent},
        {"name": "later", "kind": "range", "label": words["later"], "when": paradox, **times},
        {"name": "gap", "kind": "range", "label": words["gap"], "when": second, **times},
        _choice("lasting", {name: say("measures")[name] for name in LASTING})
        | {"when": second, "label": words["measure"]},
    ]


def _names(section: str) -> dict[str, str]:
    return {name: entry["zh"] for name, entry in say(section).items()}


def _options(measures: tuple[str, ...]) -> list[dict[str, str]]:
    return [option(name, say("measures")[name]) for name in measures]


def _choice(name: str, options: dict[str, str]) -> Spec:
    return {
        "name": name,
        "kind": "choice",
        "label": say("screen").get(name, name),
        "options": [option(value, label) for value, label in options.items()],
    }


def _select(name: str, options: list[dict[str, str]]) -> Spec:
    return {"name": name, "kind": "select", "label": say("screen")[name], "options": options}


def recovery_explorer(
    scenario: str | Scenario = "hotel_dirty_room",
    question: str = "compensation",
    customer_type: str | None = None,
    n: int = 1_000,
    seed: int = 7,
) -> RecoveryExplorer:
    """Open the recovery screen.

    Parameters
    ----------
    scenario, question, customer_type, n, seed
        As for :class:`RecoveryExplorer`.

    Returns
    -------
    RecoveryExplorer
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> recovery_explorer(n=100).choices["offer"]
    'refund'
    """
    return RecoveryExplorer(scenario, question, customer_type, n, seed)
