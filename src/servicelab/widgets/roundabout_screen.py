"""The roundabout screen of lesson 06: talk, and see what the roundabout would do at each point."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from servicelab.data.errors import ServicelabError
from servicelab.scenarios import Scenario, difficulties, load
from servicelab.simulation import Conversation
from servicelab.widgets.chat import Chat, Reply
from servicelab.widgets.form import Form, Spec, message_for, option, static
from servicelab.widgets.page import case_html
from servicelab.widgets.room import reply, scenario_options, type_options
from servicelab.widgets.roundabout_guide import guide
from servicelab.widgets.roundabout_page import advice_html, end_html, static_page
from servicelab.widgets.roundabout_words import say, trades

LAST_CUSTOMER = 40
SETTINGS = ("scenario", "customer_type", "difficulty", "customer", "again")
"""Fields that begin a new talk."""


class RoundaboutSteps(ipw.VBox):
    """A talk held by the learner, with the roundabout's own step at every point.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    customer_type
        Id of a type of customer; the case's own variety if not given.
    difficulty
        ``"easy"``, ``"standard"`` or ``"hard"``.
    customer
        Number of the customer, 0 to 40.
    seed
        Names the luck.

    Attributes
    ----------
    talk
        The talk on the screen.
    choices
        What the controls show, by name.
    advice, result
        HTML of what the roundabout would do, and of both talks once this one is over.

    Raises
    ------
    servicelab.data.ServicelabError
        If the case, the type, the level or the customer does not exist.

    Examples
    --------
    >>> screen = RoundaboutSteps("hotel_dirty_room")
    >>> screen.reply(acts=["listen", "ask_open"])
    >>> len(screen.talk.records), "倾听与理解" in screen.advice
    (1, True)
    """

    def __init__(
        self,
        scenario: str | Scenario = "bank_transfer_failed",
        customer_type: str | None = None,
        difficulty: str = "standard",
        customer: int = 1,
        seed: int = 7,
    ) -> None:
        self._own = scenario if isinstance(scenario, Scenario) else load(scenario)
        self._seed = seed
        values = {
            "scenario": self._own.id,
            "customer_type": customer_type or "",
            "difficulty": difficulty,
            "customer": customer,
            "when": "after",
            "big": False,
        }
        self._form = Form(say("screen")["title"], fields(self._own), values, self._answer)
        self._case, self._advice, self._end = ipw.HTML(), ipw.HTML(), ipw.HTML()
        self._chat = Chat(self._said, self._look_back)
        self._debrief = ipw.VBox((self._end,)).add_class("sl-debrief")
        style = ipw.HTML(f"<style>{static('roundabout.css')}</style>")
        parts = (style, self._form, self._case, self._chat, self._advice, self._debrief)
        super().__init__(parts)
        self.add_class("sl-room").add_class("sl-lab")
        self.talk: Conversation
        self._sit_down()

    @property
    def choices(self) -> dict[str, Any]:
        """What the controls show, by name."""
        return dict(self._form.values)

    @property
    def advice(self) -> str:
        """HTML of what the roundabout would do."""
        return str(self._advice.value)

    @property
    def result(self) -> str:
        """HTML of both talks; empty while the talk goes on."""
        return str(self._end.value)

    def choose(self, **values: Any) -> None:
        """Set controls, as a click does; what is wrong with a value is said on the screen.

        Parameters
        ----------
        **values
            By name: scenario, customer_type, difficulty, customer, when, big.
        """
        self._form.choose(next(reversed(values), "when"), values)

    def press(self, name: str) -> None:
        """Press a button.

        Parameters
        ----------
        name
            ``"follow"``, ``"again"`` or ``"close"``.
        """
        self._form.choose(name, {})

    def reply(self, text: str = "", acts: list[str] | None = None) -> None:
        """Reply to the customer, as the box does.

        Parameters
        ----------
        text
            The words; found for the acts when empty.
        acts
            Ids of acts to do beside those that are recognised in the words.
        """
        self._said({"text": text, "added": acts or [], "removed": []})
        self._look_back()

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows a whole talk.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.to_page()}, metadata

    def to_page(self) -> str:
        """Return the roundabout's talk with this customer as a page without kernel or script."""
        return static_page(self.talk)

    def _said(self, message: Reply) -> None:
        reply(self.talk, message["text"], message["added"], message["removed"])
        self._show()

    def _answer(self, name: str) -> None:
        if name == "big":
            (self.add_class if self.choices["big"] else self.remove_class)("sl-big")
        elif name in SETTINGS:
            self._sit_down()
        elif name == "when":
            self._show()
        else:
            self._go_on(name)

    def _go_on(self, name: str) -> None:
        lines = say("screen")
        if self.talk.finished:
            raise ServicelabError(lines["finished"])
        if name == "close":
            if not self.talk.records:
                raise ServicelabError(lines["nothing_said"])
            self.talk.close()
        else:
            self._follow()
        self._show()
        self._look_back()

    def _follow(self) -> None:
        move = guide(self.talk)[-1].move
        if move is None:  # its steps are over: it ends the talk here
            self.talk.close()
        else:
            self.talk.play(move)

    def _sit_down(self) -> None:
        chosen = self.choices
        own = chosen["scenario"] == self._own.id
        self.talk = Conversation(
            self._own if own else load(chosen["scenario"]),
            self._seed,
            chosen["customer"],
            customer_type=chosen["customer_type"] or None,
            difficulty=chosen["difficulty"],
        )
        self._case.value = case_html(self.talk.scenario)
        self._end.value = ""
        self._show(new=True)

    def _show(self, *, new: bool = False) -> None:
        lines = say("screen")
        self._chat.show(self.talk, new=new)
        self._advice.value = advice_html(self.talk, before=self.choices["when"] == "before")
        self._form.say(
            lines["over" if self.talk.finished else "went_on" if self.talk.records else "ready"]
        )

    def _look_back(self) -> None:
        if self.talk.finished and self.talk.records and not self._end.value:
            try:
                self._end.value = end_html(self.talk)
            except Exception as error:
                self._form.say(message_for(error), "error")


def fields(own: Scenario) -> list[Spec]:
    """Return the controls of the screen.

    Parameters
    ----------
    own
        The case that the screen was opened with; it is offered beside the four trades.

    Examples
    --------
    >>> [one["name"] for one in fields(load("hotel_dirty_room"))][:4]
    ['scenario', 'customer_type', 'difficulty', 'customer']
    """
    lines, wanted = say("screen"), [*trades(), own.id]
    titles = {name: title for title, name in scenario_options(own) if name in wanted}
    cases = [option(name, titles[name]) for name in dict.fromkeys(wanted)]
    types = [option(name, title) for title, name in type_options()]
    levels = [option(name, level.zh) for name, level in difficulties().items()]
    whens = [option(name, label) for name, label in lines["whens"].items()]
    people = {"min": 0, "max": LAST_CUSTOMER, "step": 1, "unit": lines["number"]}
    return [
        {"name": "scenario", "kind": "select", "label": lines["scenario"], "options": cases},
        {"name": "customer_type", "kind": "select", "label": lines["customer_type"]}
        | {"options": types},
        {"name": "difficulty", "kind": "choice", "label": lines["difficulty"], "options": levels},
        {"name": "customer", "kind": "range", "label": lines["customer"], **people},
        {"name": "when", "kind": "choice", "label": lines["when"], "options": whens},
        *({"name": name, "kind": "button", "label": lines[name]} for name in BUTTONS),
        {"name": "big", "kind": "toggle", "label": lines["big"]},
    ]


BUTTONS = ("follow", "close", "again")


def roundabout_steps(
    scenario: str | Scenario = "bank_transfer_failed",
    customer_type: str | None = None,
    difficulty: str = "standard",
    customer: int = 1,
    seed: int = 7,
) -> RoundaboutSteps:
    """Open the roundabout screen.

    Parameters
    ----------
    scenario, customer_type, difficulty, customer, seed
        As for :class:`RoundaboutSteps`.

    Returns
    -------
    RoundaboutSteps
        Shows itself as the last value of a cell; ``.talk`` is the talk.

    Examples
    --------
    >>> roundabout_steps("tour_itinerary_changed", difficulty="hard").choices["difficulty"]
    'hard'
    """
    return RoundaboutSteps(scenario, customer_type, difficulty, customer, seed)
