"""The CLEAR screen of lesson 07: the steps above, what their order is worth below."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from servicelab.scenarios import Scenario, load
from servicelab.widgets.clear_list import StepList
from servicelab.widgets.clear_orders import ORDER, Arrangement
from servicelab.widgets.clear_pages import results
from servicelab.widgets.clear_talks import talks_html
from servicelab.widgets.clear_words import say
from servicelab.widgets.form import STYLE, Form, Spec, message_for, option, static
from servicelab.widgets.results import Results
from servicelab.widgets.room import scenario_options, type_options

SIZES = (100, 500, 2_000, 5_000)
LAST_CUSTOMER = 20
KEPT = 40
"""Answers that a screen remembers, so that going back takes no time."""
SOLVE_FIRST = ("resolve", "control", "listen", "rapport", "apologise")
Shown = tuple[Results, str]


class ClearSteps(ipw.VBox):
    """CLEAR against its own steps in another order, or with some left out.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    order
        Ids of all five steps, first to last; solving first if not given.
    off
        Ids of the steps left out.
    customer_type
        Id of a type of customer; the case's own variety if not given.
    n
        Customers, one of 100, 500, 2,000 and 5,000.
    seed
        Names the luck.

    Attributes
    ----------
    arrangement
        The order that is shown.
    choices
        What the controls show, by name.
    results, talks
        What is shown below them: numbers, and the HTML of the two talks.

    Raises
    ------
    servicelab.data.ServicelabError
        If the case, the type or a step does not exist.

    Examples
    --------
    >>> screen = ClearSteps(n=100)
    >>> screen.arrange(off=["apologise"])
    >>> screen.arrangement.played
    ('control', 'listen', 'rapport', 'resolve')
    """

    def __init__(
        self,
        scenario: str | Scenario = "heating_blocked_pipe",
        order: Sequence[str] = SOLVE_FIRST,
        off: Sequence[str] = (),
        customer_type: str | None = None,
        n: int = 2_000,
        seed: int = 7,
    ) -> None:
        self._own = scenario if isinstance(scenario, Scenario) else load(scenario)
        self._seed = seed
        self.arrangement = Arrangement(tuple(order), tuple(off))
        values = {
            "scenario": self._own.id,
            "customer_type": customer_type or "",
            "n": n,
            "measure": "satisfaction",
            "customer": 3,
            "big": False,
        }
        self._kept: dict[tuple[Any, ...], Shown] = {}
        self._form = Form(say("screen")["title"], fields(self._own), values, self._answer)
        self._list = StepList(self.arrangement, self._moved)
        self._page = ipw.HTML()
        super().__init__((self._form, self._list, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self.results: Results
        self.talks = ""
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
            By name of the control: scenario, customer_type, n, measure, customer, big.
        """
        self._form.choose(next(reversed(values), "scenario"), values)

    def arrange(self, order: Sequence[str] = ORDER, off: Sequence[str] = ()) -> None:
        """Order the steps and compute, as the buttons do.

        Parameters
        ----------
        order
            Ids of all five; the text's order if not given.
        off
            Ids of those left out.
        """
        self._list.state = {"order": list(order), "off": list(off)}

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first picture.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.to_page()}, metadata

    def to_page(self) -> str:
        """Return what is shown as a piece of a page that needs neither kernel nor script."""
        style = static(*STYLE)
        talks = f'<section class="sl-page"><style>{style}</style>{self.talks}</section>'
        return self.results.to_page() + talks

    def _answer(self, name: str) -> None:
        if name == "big":
            (self.add_class if self.choices["big"] else self.remove_class)("sl-big")
            return
        self._timed()

    def _moved(self, state: dict[str, Any]) -> None:
        try:
            wanted = Arrangement(tuple(state["order"]), tuple(state["off"]))
            if wanted != self.arrangement:
                self.arrangement = wanted
                self._timed()
        except Exception as error:
            self._form.say(message_for(error), "error")
            self._list.show(self.arrangement)
        finally:
            self._form.progress = -1.0

    def _timed(self) -> None:
        self._form.say(say("screen")["counting"])
        started = time.perf_counter()
        self._show()
        seconds = time.perf_counter() - started
        self._form.say(say("screen")["in_seconds"].format(seconds=seconds))

    def _show(self) -> None:
        choices = self.choices
        choices.pop("big")
        key = (self.arrangement, *choices.values())
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = self._computed(choices)
        self.results, self.talks = self._kept[key]
        self._page.value = self.results.to_html() + self.talks

    def _computed(self, choices: dict[str, Any]) -> Shown:
        chosen = choices["scenario"]
        case = self._own if chosen == self._own.id else load(chosen)
        kind = choices["customer_type"] or None
        found = results(case, self.arrangement, choices, self._seed, self._form.tell)
        talks = talks_html(case, self.arrangement, choices["customer"], kind, self._seed)
        return found, talks


def fields(own: Scenario) -> list[Spec]:
    """Return the controls of the screen, other than the list of steps.

    Parameters
    ----------
    own
        The case that the screen was opened with.

    Examples
    --------
    >>> [one["name"] for one in fields(load("heating_blocked_pipe"))][:3]
    ['scenario', 'customer_type', 'n']
    """
    words = say("screen")
    measures = [option(name, label) for name, label in say("measures").items()]
    people = {"min": 0, "max": LAST_CUSTOMER, "step": 1, "unit": words["number"]}
    return [
        _select("scenario", [option(name, title) for title, name in scenario_options(own)]),
        _select("customer_type", [option(name, title) for title, name in type_options()]),
        _select("n", [option(n, words["people"].format(n=n)) for n in SIZES]),
        {"name": "measure", "kind": "choice", "label": words["measure"], "options": measures},
        {"name": "customer", "kind": "range", "label": words["customer"], **people},
        {"name": "big", "kind": "toggle", "label": words["big"]},
    ]


def _select(name: str, options: list[dict[str, str]]) -> Spec:
    return {"name": name, "kind": "select", "label": say("screen")[name], "options": options}


def clear_steps(
    scenario: str | Scenario = "heating_blocked_pipe",
    order: Sequence[str] = SOLVE_FIRST,
    off: Sequence[str] = (),
    customer_type: str | None = None,
    n: int = 2_000,
    seed: int = 7,
) -> ClearSteps:
    """Open the CLEAR screen.

    Parameters
    ----------
    scenario, order, off, customer_type, n, seed
        As for :class:`ClearSteps`.

    Returns
    -------
    ClearSteps
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> clear_steps(n=100).choices["measure"]
    'satisfaction'
    """
    return ClearSteps(scenario, order, off, customer_type, n, seed)
