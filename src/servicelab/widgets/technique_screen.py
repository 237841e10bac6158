"""The screen of response techniques of lesson 09: switches above, what they change below."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from servicelab.methods import catalog, techniques
from servicelab.scenarios import Scenario, difficulties, load
from servicelab.widgets.form import STYLE, Form, Spec, option, static
from servicelab.widgets.results import Results
from servicelab.widgets.room import scenario_options, type_options
from servicelab.widgets.technique_effects import MADE_UP, Crowd
from servicelab.widgets.technique_pages import results
from servicelab.widgets.technique_talks import talks_html
from servicelab.widgets.technique_words import say

SIZES = (100, 500, 2_000, 5_000)
LAST_CUSTOMER = 20
KEPT = 40
"""Answers that a screen remembers, so that going back takes no time."""
AT_FIRST = ("service_promise", "external_review")
Shown = tuple[Results, str]


class TechniqueScreen(ipw.VBox):
    """A method, and response techniques to switch on and off.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    method
        Id of a method.
    techniques
        Ids of the techniques that are on at first; ``"conformity_deceptive"`` is conformity with
        customers who do not exist.
    customer_type, difficulty
        Id of a type of customer and of a level; the case's own if not given.
    n
        Customers, one of 100, 500, 2,000 and 5,000.
    seed
        Names the luck.

    Attributes
    ----------
    choices
        What the controls show, by name.
    results, talks
        What is shown below them: numbers, and the HTML of the talks.

    Raises
    ------
    servicelab.data.ServicelabError
        If the case, the method, the type or a technique does not exist.

    Examples
    --------
    >>> screen = TechniqueScreen(n=100)
    >>> screen.choose(techniques=[])
    >>> screen.choices["techniques"]
    []
    """

    def __init__(
        self,
        scenario: str | Scenario = "courier_delay",
        method: str = "clear",
        techniques: Sequence[str] = AT_FIRST,
        customer_type: str | None = None,
        difficulty: str = "standard",
        n: int = 2_000,
        seed: int = 7,
    ) -> None:
        self._own = scenario if isinstance(scenario, Scenario) else load(scenario)
        self._seed = seed
        values = {
            "scenario": self._own.id,
            "method": method,
            "customer_type": customer_type or "",
            "difficulty": difficulty,
            "n": n,
            "techniques": list(techniques),
            "customer": 3,
            "big": False,
        }
        self._kept: dict[tuple[Any, ...], Shown] = {}
        self._form = Form(say("screen")["title"], fields(self._own), values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
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
            By name of the control: scenario, method, customer_type, difficulty, n, techniques,
            customer, big.
        """
        self._form.choose(next(reversed(values), "scenario"), values)

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
        self._form.say(say("screen")["counting"])
        started = time.perf_counter()
        self._show()
        seconds = time.perf_counter() - started
        self._form.say(say("screen")["in_seconds"].format(seconds=seconds))

    def _show(self) -> None:
        choices = self.choices
        choices.pop("big")
        choices["techniques"] = tuple(choices["techniques"])
        key = tuple(choices.values())
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = self._computed(choices)
        self.results, self.talks = self._kept[key]
        self._page.value = self.results.to_html() + self.talks

    def _computed(self, choices: dict[str, Any]) -> Shown:
        chosen = choices["scenario"]
        crowd = Crowd(
            case=self._own if chosen == self._own.id else load(chosen),
            customer_type=choices["customer_type"] or None,
            difficulty=choices["difficulty"],
            n=int(choices["n"]),
            seed=self._seed,
        )
        method, names = choices["method"], choices["techniques"]
        found = results(crowd, method, names, self._form.tell)
        return found, talks_html(crowd, method, names, choices["customer"])


def fields(own: Scenario) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    own
        The case that the screen was opened with.

    Examples
    --------
    >>> [one["name"] for one in fields(load("courier_delay"))][:3]
    ['scenario', 'method', 'customer_type']
    """
    words = say("screen")
    levels = [option(name, level.zh) for name, level in difficulties().items()]
    people = {"min": 0, "max": LAST_CUSTOMER, "step": 1, "unit": words["number"]}
    return [
        _select("scenario", [option(name, title) for title, name in scenario_options(own)]),
        _select("method", _methods()),
        _select("customer_type", [option(name, title) for title, name in type_options()]),
        _select("difficulty", levels),
        _select("n", [option(n, words["people"].format(n=n)) for n in SIZES]),
        {
            "name": "techniques",
            "kind": "checks",
            "label": words["techniques"],
            "groups": _technique_groups(),
        },
        {"name": "customer", "kind": "range", "label": words["customer"], **people},
        {"name": "big", "kind": "toggle", "label": words["big"]},
    ]


def _methods() -> list[dict[str, str]]:
    # Where chance orders the steps, a method with techniques would go talk by talk, too slowly.
    table = catalog().query("kind != 'technique'")
    ordered = table[~table["steps"].str.contains(" / ", regex=False)]
    return [option(name, str(zh)) for name, zh in ordered["zh"].items()]


def _technique_groups() -> list[dict[str, Any]]:
    words, table = say("screen"), techniques()
    honest = [
        option(str(name), zh, title=says)
        for name, zh, says in zip(table.index, table["zh"], table["says"], strict=True)
    ]
    made_up = [option(MADE_UP, words["made_up_option"], title=words["made_up_title"])]
    return [
        {"label": words["honest"], "options": honest},
        {"label": words["made_up"], "options": made_up},
    ]


def _select(name: str, options: list[dict[str, str]]) -> Spec:
    return {"name": name, "kind": "select", "label": say("screen")[name], "options": options}


def technique_screen(
    scenario: str | Scenario = "courier_delay",
    method: str = "clear",
    techniques: Sequence[str] = AT_FIRST,
    customer_type: str | None = None,
    difficulty: str = "standard",
    n: int = 2_000,
    seed: int = 7,
) -> TechniqueScreen:
    """Open the screen of response techniques.

    Parameters
    ----------
    scenario, method, techniques, customer_type, difficulty, n, seed
        As for :class:`TechniqueScreen`.

    Returns
    -------
    TechniqueScreen
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> technique_screen(n=100).choices["method"]
    'clear'
    """
    return TechniqueScreen(scenario, method, techniques, customer_type, difficulty, n, seed)
