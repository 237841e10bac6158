"""The emotion screen of lesson 05: controls above, thermometer and what-if below."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from servicelab.data.errors import ServicelabError
from servicelab.dialogue import act
from servicelab.scenarios import Scenario, load
from servicelab.widgets.emotion_pages import Asked, results
from servicelab.widgets.emotion_talks import Replies, named, replayable
from servicelab.widgets.emotion_words import say
from servicelab.widgets.form import Form, Spec, Values, option
from servicelab.widgets.results import Results
from servicelab.widgets.room import scenario_options, type_options
from servicelab.widgets.screen import palette

SIZES = (100, 500, 1_000, 2_000, 5_000)
CUSTOMERS = 999
"""Highest number of a customer that the slider reaches."""
LONGEST = 12
"""Replies among which one can be changed."""
OWN_REPLIES = 8
"""Replies that can be put together on the screen."""
KEPT = 40
OWN, GIVEN, MINE, NOTHING = "own", "given", "mine", "nothing"

Talk = str | Sequence[Sequence[str]]


class EmotionThermometer(ipw.VBox):
    """What a reading of anger is worth, and what one changed reply would have done.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    talk
        Who talks: id of a method, or a talk of your own, for each reply its acts (ids or Chinese
        names).
    customer_type
        Id of a type of customer; the case's own variety if not given.
    customer
        Number of the customer, 0 to 999.
    turn
        Reply to change, 1 to 12.
    instead
        What to do instead: id of a ready-made reply such as ``"align"``, or acts.
    look
        ``"thermometer"`` or ``"what_if"``.
    n
        Customers who all meet the changed reply, one of 100, 500, 1,000, 2,000 and 5,000.
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
        If something is not as above.

    Examples
    --------
    >>> screen = EmotionThermometer("courier_delay", "roundabout", look="what_if", n=100)
    >>> screen.choose(instead="delay", turn=3)
    >>> screen.choices["turn"], len(screen.results.blocks)
    (3, 2)
    """

    def __init__(
        self,
        scenario: str | Scenario = "courier_delay",
        talk: Talk = "roundabout",
        customer_type: str | None = None,
        customer: int = 0,
        turn: int = 2,
        instead: str | Sequence[str] = "but",
        look: str = "thermometer",
        n: int = 1_000,
        seed: int = 7,
    ) -> None:
        self._own = scenario if isinstance(scenario, Scenario) else load(scenario)
        self._given = _given(talk)
        self._seed = seed
        mine = [] if isinstance(instead, str) else [act(name).id for name in instead]
        values = {
            "look": look,
            "scenario": self._own.id,
            "customer_type": customer_type or "",
            "customer": customer,
            "talk": GIVEN if self._given else talk,
            **{_own_name(number): reply for number, reply in enumerate(_own_replies(), 1)},
            "turn": turn,
            "instead": MINE if mine else instead,
            "acts": mine or list(named("align")),
            "n": n,
            "big": False,
        }
        self._kept: dict[str, Results] = {}
        specs = fields(self._own, given=bool(self._given))
        self._form = Form(say("screen")["title"], specs, values, self._answer)
        self._page = ipw.HTML()
        super().__init__((self._form, self._page))
        self.add_class("sl-room").add_class("sl-lab")
        self.results: Results
        self._show()
        self._form.progress = -1.0

    @property
    def choices(self) -> Values:
        """What the controls show, by name."""
        return dict(self._form.values)

    def choose(self, **values: Any) -> None:
        """Set controls and compute; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name of the control: look, scenario, customer_type, customer, talk, own1 to own8,
            turn, instead, acts, n, big.
        """
        self._form.choose(next(reversed(values), "turn"), values)

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first pictures.
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
        asked = self._asked()
        key = repr(asked)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = results(asked, self._form.tell)
        self.results = self._kept[key]
        self._page.value = self.results.to_html()

    def _asked(self) -> Asked:
        chosen = self.choices
        replies = self._replies(chosen)
        case = self._own if chosen["scenario"] == self._own.id else load(chosen["scenario"])
        mine = chosen["instead"] == MINE
        return Asked(
            look=chosen["look"],
            scenario=case,
            customer_type=chosen["customer_type"],
            customer=chosen["customer"],
            seed=self._seed,
            n=int(chosen["n"]),
            method="" if replies else chosen["talk"],
            replies=replies,
            turn=chosen["turn"],
            acts=tuple(chosen["acts"]) if mine else named(chosen["instead"]),
        )

    def _replies(self, chosen: Values) -> Replies:
        if chosen["talk"] == GIVEN:
            return self._given
        if chosen["talk"] != OWN:
            return ()
        picked = [chosen[_own_name(number)] for number in range(1, OWN_REPLIES + 1)]
        replies = tuple(named(reply) for reply in picked if reply != NOTHING)
        if not replies:
            raise ServicelabError(say("screen")["no_reply"])
        return replies


def _own_name(number: int) -> str:
    return f"own{number}"


def _own_replies() -> list[str]:
    first = list(say("screen")["own_replies"])
    return first + [NOTHING] * (OWN_REPLIES - len(first))


def _given(talk: Talk) -> Replies:
    if isinstance(talk, str):
        return ()
    fits = isinstance(talk, list | tuple) and len(talk) > 0
    if not fits or not all(isinstance(reply, list | tuple) and reply for reply in talk):
        raise ServicelabError(say("screen")["no_talk"].format(talk=talk))
    return tuple(tuple(act(name).id for name in reply) for reply in talk)


def fields(own: Scenario, given: bool = False) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    own
        The case that the screen was opened with.
    given
        Whether it was opened with a talk of the caller's.

    Examples
    --------
    >>> [one["name"] for one in fields(load("courier_delay"))][:4]
    ['look', 'scenario', 'customer_type', 'customer']
    """
    words = say("screen")
    ready = [option(name, reply["zh"]) for name, reply in say("replies").items()]
    talks = [option(GIVEN, words["given_talk"])] if given else []
    talks += [option(name, zh) for name, zh in replayable().items()]
    talks.append(option(OWN, words["own_talk"]))
    nothing = option(NOTHING, words["nothing"])
    looks = [option(name, zh) for name, zh in words["looks"].items()]
    changing = {"look": ["what_if"]}
    return [
        {"name": "look", "kind": "choice", "label": words["look"], "options": looks, "large": True},
        _select("scenario", [option(name, title) for title, name in scenario_options(own)]),
        _select("customer_type", [option(name, title) for title, name in type_options()]),
        _range("customer", 0, CUSTOMERS),
        _select("talk", talks),
        *(
            {
                "name": _own_name(number),
                "kind": "select",
                "label": words["own_label"].format(number=number),
                "options": [nothing, *ready],
                "when": {"talk": [OWN]},
            }
            for number in range(1, OWN_REPLIES + 1)
        ),
        _range("turn", 1, LONGEST) | {"when": changing},
        _select("instead", [*ready, option(MINE, words["mine"])]) | {"when": changing},
        {
            "name": "acts",
            "kind": "checks",
            "label": words["acts"],
            "groups": _all_acts(),
            "when": {**changing, "instead": [MINE]},
        },
        _select("n", [option(n, words["people"].format(n=n)) for n in SIZES]),
        {"name": "big", "kind": "toggle", "label": words["big"]},
    ]


def _all_acts() -> list[dict[str, Any]]:
    names = say("screen")["groups"]
    return [
        {
            "label": names[group["group"]],
            "options": [option(one["act"], one["zh"], title=one["hint"]) for one in group["acts"]],
        }
        for group in palette()
    ]


def _range(name: str, low: int, high: int) -> Spec:
    label = say("screen")[name]
    return {"name": name, "kind": "range", "label": label, "min": low, "max": high, "step": 1}


def _select(name: str, options: list[dict[str, str]]) -> Spec:
    return {"name": name, "kind": "select", "label": say("screen")[name], "options": options}


def emotion_thermometer(
    scenario: str | Scenario = "courier_delay",
    talk: Talk = "roundabout",
    customer_type: str | None = None,
    customer: int = 0,
    turn: int = 2,
    instead: str | Sequence[str] = "but",
    look: str = "thermometer",
    n: int = 1_000,
    seed: int = 7,
) -> EmotionThermometer:
    """Open the emotion screen.

    Parameters
    ----------
    scenario, talk, customer_type, customer, turn, instead, look, n, seed
        As for :class:`EmotionThermometer`.

    Returns
    -------
    EmotionThermometer
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> emotion_thermometer(talk=[("listen",), ("核实信息",), ("fix",)], n=100).choices["talk"]
    'given'
    """
    return EmotionThermometer(scenario, talk, customer_type, customer, turn, instead, look, n, seed)
