"""The value screen of lesson 04: inputs above, what a saved customer is worth below."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from servicelab.data.errors import ServicelabError
from servicelab.theory import crm
from servicelab.widgets.form import Form, Spec, option
from servicelab.widgets.results import Results
from servicelab.widgets.value_pages import results
from servicelab.widgets.value_sums import STATES
from servicelab.widgets.value_words import say

_STARTS = {
    "question": "saved",
    "big": False,
    "margin": 45,
    "cost": 160,
    "chance": 8,
    "months": 24,
    "age": 120,
    "discount": 12,
    "complaints": 400,
    "fixed": 0,
    "information": 0,
    "attitude": 0,
    "told": 0,
    "won": 10,
    "newcomer": 800,
    "start": 80,
    "points": 5,
}


class CustomerValue(ipw.VBox):
    """What a complaining member is worth once put right; every input is a slider.

    Parameters
    ----------
    model
        Fitted to stretches in days, with the covariates ``complaint`` and ``recovered``.
    question
        ``"saved"`` (one member), ``"account"`` (a year's complaints) or ``"points"`` (the saying
        of five per cent).

    Attributes
    ----------
    choices
        What the controls show, by name.
    results
        What is shown below them.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is no such question, or the model isn't fitted or lacks a covariate.
    """

    def __init__(self, model: crm.ChurnHazard, question: str = "saved") -> None:
        _check(model)
        self._model = model
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
            By name of the control: question, big, margin, cost, chance, months, age, discount,
            complaints, fixed, information, attitude, told, won, newcomer, start, points.
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
        self._show()
        self._form.say(say("screen")["done"])

    def _show(self) -> None:
        self.results = results(self._model, self.choices)
        self._page.value = self.results.to_html()


def _check(model: object) -> None:
    words = say("screen")
    if not isinstance(model, crm.ChurnHazard) or not hasattr(model, "params"):
        raise ServicelabError(words["no_model"].format(given=type(model).__name__))
    if set(STATES["recovered"]) - set(model.covariates):
        raise ServicelabError(words["no_states"])


def fields() -> list[Spec]:
    """Return the controls of the screen.

    Examples
    --------
    >>> [one["name"] for one in fields()][:3]
    ['question', 'big', 'complaints']
    """
    words = say("screen")
    questions = [option(name, title) for name, title in words["questions"].items()]
    money = {"question": ["saved", "account"]}
    year, saying = {"question": ["account"]}, {"question": ["points"]}
    return [
        {"name": "question", "kind": "choice", "label": words["question"], "options": questions}
        | {"large": True},
        {"name": "big", "kind": "toggle", "label": words["big"]},
        _range("complaints", 0, 2000, 50, "case", year),
        _range("margin", 0, 200, 5, "yuan", money),
        _range("cost", 0, 500, 10, "yuan", money),
        _range("chance", 0, 10, 1, "tenths", money),
        _range("months", 6, 60, 6, "month", money),
        _range("age", 0, 720, 30, "day", money),
        _range("fixed", 0, 200, 5, "thousand", year),
        _range("information", 0, 100, 2, "thousand", year),
        _range("attitude", 0, 100, 2, "thousand", year),
        _range("told", 0, 10, 1, "person", year),
        _range("won", 0, 50, 5, "person", year),
        _range("newcomer", 0, 3000, 100, "yuan", year),
        _range("start", 50, 94, 1, "percent", saying),
        _range("points", 1, 5, 1, "point", saying),
        _range("discount", 0, 30, 1, "percent", {}),
    ]


def _range(
    name: str, low: int, high: int, step: int, unit: str, when: dict[str, list[Any]]
) -> Spec:
    words = say("screen")
    spec: Spec = {"name": name, "kind": "range", "label": words[name], "unit": words[unit]}
    return spec | {"min": low, "max": high, "step": step} | ({"when": when} if when else {})


def customer_value(model: crm.ChurnHazard, question: str = "saved") -> CustomerValue:
    """Open the value screen on a fitted model of who leaves.

    Parameters
    ----------
    model, question
        As for :class:`CustomerValue`.

    Returns
    -------
    CustomerValue
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> import pandas as pd
    >>> stretches = pd.DataFrame({"customer": range(90), "start": 0.0, "stop": 300.0,
    ...     "complaint": [0] * 30 + [1] * 60, "recovered": [0] * 60 + [1] * 30,
    ...     "left": ([1] * 10 + [0] * 20) + ([1] * 25 + [0] * 5) + ([1] * 15 + [0] * 15)})
    >>> customer_value(crm.ChurnHazard().fit(stretches)).choices["margin"]
    45
    """
    return CustomerValue(model, question)
