"""The promise screen of lesson 03: sliders above, what the promise does below."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from servicelab.widgets.form import Form, Spec, option
from servicelab.widgets.promise_pages import results
from servicelab.widgets.promise_rule import HOURS
from servicelab.widgets.promise_words import say
from servicelab.widgets.results import Results

LONGEST = int(HOURS[-1])
_STARTS = {
    "question": "same",
    "wait": 8,
    "one": 4,
    "two": 8,
    "three": 12,
    "mean": 8,
    "sd": 2,
    "patience": 12,
    "chosen": 8,
    "first": 4,
    "first_wait": 8,
    "again_wait": 8,
    "again_promise": 4,
    "lost": 40,
    "heavier": 150,
    "big": False,
    "assume": False,
    "trust": 75,
    "habit": 8,
    "zone": 1,
    "below": 4,
    "above": 2,
}


class PromiseSlider(ipw.VBox):
    """The same result under different promises; every number of the rule is a slider.

    Parameters
    ----------
    question
        ``"same"`` (three customers who wait the same), ``"which"`` (how many hours to promise)
        or ``"second"`` (a promise after a broken one).

    Attributes
    ----------
    choices
        What the controls show, by name.
    results
        What is shown below them.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is no such question.

    Examples
    --------
    >>> screen = PromiseSlider()
    >>> screen.choose(wait=10)
    >>> screen.choices["wait"]
    10
    """

    def __init__(self, question: str = "same") -> None:
        values = _STARTS | {"question": question}
        self._form = Form(say("screen")["title"], fields(), values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self.results: Results
        self._show()

    @property
    def choices(self) -> dict[str, Any]:
        """What the controls show, by name."""
        return dict(self._form.values)

    def choose(self, **values: Any) -> None:
        """Set controls and compute; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name of the control: question, wait, one, two, three, mean, sd, patience, chosen,
            first, first_wait, again_wait, again_promise, lost, heavier, trust, habit, zone,
            below, above, assume, big.
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
        if name == "assume":
            return  # only shows or hides sliders
        self._form.say(say("screen")["counting"])
        self._show()
        self._form.say(say("screen")["done"])

    def _show(self) -> None:
        self.results = results(self.choices)
        self._page.value = self.results.to_html()


def fields() -> list[Spec]:
    """Return the controls of the screen.

    Examples
    --------
    >>> [one["name"] for one in fields()][:4]
    ['question', 'big', 'assume', 'wait']
    """
    words = say("screen")
    questions = [option(name, title) for name, title in words["questions"].items()]
    shown = {name: {"question": [name]} for name in words["questions"]}
    always = {"assume": [True]}
    return [
        {"name": "question", "kind": "choice", "label": words["question"], "options": questions}
        | {"large": True},
        {"name": "big", "kind": "toggle", "label": words["big"]},
        {"name": "assume", "kind": "toggle", "label": words["assume"]},
        *(_hours(name, shown["same"]) for name in ("wait", "one", "two", "three")),
        _hours("mean", shown["which"]),
        _range("sd", 0, 6, 1, words["hours"], shown["which"]),
        _range("patience", 2, 24, 1, words["hours"], shown["which"]),
        _hours("chosen", shown["which"]),
        *(_hours(name, shown["second"]) for name in ("first", "first_wait")),
        *(_hours(name, shown["second"]) for name in ("again_wait", "again_promise")),
        _range("lost", 0, 100, 10, words["percent"], shown["second"]),
        _range("heavier", 100, 300, 25, words["percent"], shown["second"]),
        _range("trust", 0, 100, 5, words["percent"], always),
        _hours("habit", always),
        _range("zone", 0, 4, 1, words["hours"], always),
        _range("below", 0, 10, 1, words["points"], always),
        _range("above", 0, 10, 1, words["points"], always),
    ]


def _hours(name: str, when: dict[str, list[Any]]) -> Spec:
    return _range(name, 1, LONGEST, 1, say("screen")["hours"], when)


def _range(
    name: str, low: int, high: int, step: int, unit: str, when: dict[str, list[Any]]
) -> Spec:
    spec: Spec = {"name": name, "kind": "range", "label": say("screen")[name], "when": when}
    return spec | {"min": low, "max": high, "step": step, "unit": unit}


def promise_slider(question: str = "same") -> PromiseSlider:
    """Open the promise screen.

    Parameters
    ----------
    question
        As for :class:`PromiseSlider`.

    Returns
    -------
    PromiseSlider
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> promise_slider().choices["three"]
    12
    """
    return PromiseSlider(question)
