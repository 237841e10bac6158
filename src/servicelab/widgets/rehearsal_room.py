"""The rehearsal room 演练室: controls, case, chat, debrief and what-if on one screen."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from servicelab.scenarios import Scenario, load
from servicelab.simulation import Conversation
from servicelab.widgets.case_debrief_button import DebriefButton
from servicelab.widgets.chat import Chat, Reply, WhatIf, message_for
from servicelab.widgets.controls import Controls
from servicelab.widgets.download import download_link
from servicelab.widgets.page import (
    case_html,
    debrief_html,
    transcript_html,
    what_if_html,
    what_if_title,
)
from servicelab.widgets.room import Seat, acts_of, reply
from servicelab.widgets.words import words

FIRST_CUSTOMER = 1


class RehearsalRoom(ipw.VBox):
    """A room in which to talk with an upset customer.

    Parameters
    ----------
    scenario
        Id of a case, path of a pack, or a scenario.
    seed
        Names the luck.
    customer
        Number of the customer, 0 or more; 1 if not given.
    customer_type
        Id of a type of customer, such as ``"furious"``; the case's own variety if not given.
    difficulty
        ``"easy"``, ``"standard"`` or ``"hard"``; as the scenario has it if not given.

    Attributes
    ----------
    seat
        Who is talked to.
    talk
        The talk on the screen.
    talks
        Every talk held in this room in which something was said, oldest first.
    branch
        The latest what-if, if there is one.

    Raises
    ------
    servicelab.data.ServicelabError
        If the case, the type or a number does not exist.

    Examples
    --------
    >>> room = RehearsalRoom("heating_blocked_pipe", customer=4711)
    >>> room.talk.customer, room.talk.finished
    (4711, False)
    """

    def __init__(
        self,
        scenario: str | Scenario = "heating_blocked_pipe",
        seed: int = 7,
        customer: int | None = None,
        customer_type: str | None = None,
        difficulty: str | None = None,
    ) -> None:
        found = scenario if isinstance(scenario, Scenario) else load(scenario)
        number = FIRST_CUSTOMER if customer is None else customer
        self.seat = Seat(found, seed, number, customer_type, difficulty or found.difficulty)
        self.talk = self.seat.talk()
        self.talks: list[Conversation] = []
        self._seats: list[Seat] = []
        self.branch: Conversation | None = None
        self._own = found
        self._case, self._result = ipw.HTML(), ipw.HTML()
        self._lead, self._link = ipw.HTML(), ipw.HTML()
        self._chat, self._what_if = Chat(self._say, self._look_back), WhatIf(self._try)
        self._controls = Controls(self.seat, self._ask_for, self._enlarge)
        self._debrief = ipw.VBox().add_class("sl-debrief")
        parts = (self._controls.box, self._case, self._chat, self._debrief, self._link)
        super().__init__(parts)
        self.add_class("sl-room")
        self._show(new=True)

    def _repr_mimebundle_(self, **given: Any) -> Any:
        # Where widgets can't be shown (no kernel, not trusted) the page shows the first words.
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": transcript_html(self.talk)}, metadata

    # ------------------------------------------------------------- what people do

    def _say(self, message: Reply) -> None:
        reply(self.talk, message["text"], message["added"], message["removed"])
        if self.talk not in self.talks:
            self.talks.append(self.talk)
            self._seats.append(self.seat)
        self._show()

    def _ask_for(self, wish: str, value: Any) -> None:
        """Do what a control asks for; an error goes under the box."""
        try:
            if wish == "close":
                self.talk.close()
                self._show()
                self._look_back()
            else:
                self._sit_down(self._seat_for(wish, value))
        except Exception as error:
            self._chat.notice(message_for(error))
            self._controls.show(self.seat, self.talk)

    def _seat_for(self, wish: str, value: Any) -> Seat:
        if wish == "next":
            return self.seat.next()
        if wish == "again":
            return self.seat
        if wish == "scenario" and value == self._own.id:
            value = self._own
        return self.seat.changed(**{wish: value or None if wish == "customer_type" else value})

    def _sit_down(self, seat: Seat) -> None:
        talk = seat.talk()  # may refuse; then nothing has changed
        self.seat, self.talk, self.branch = seat, talk, None
        self._show(new=True)
        self._chat.send({"kind": "focus"})

    def _try(self, message: Reply) -> str | None:
        turn, text = message["turn"], message["text"].strip() or None
        acts = acts_of(text or "", message["added"], message["removed"])
        if acts == self.talk.records[turn - 1].acts:
            return str(words("what_if")["same"])
        self.branch = self.talk.what_if(turn=turn, acts=acts, text=text)
        self._result.value = what_if_html(self.talk, self.branch, turn)
        return None

    def _enlarge(self, big: bool) -> None:
        (self.add_class if big else self.remove_class)("sl-big")

    # ------------------------------------------------------------- what is shown

    def _show(self, *, new: bool = False) -> None:
        if new:
            self._case.value = case_html(self.seat.scenario)
            self._debrief.children = ()
        self._controls.show(self.seat, self.talk)
        self._chat.show(self.talk, new=new)
        self._link.value = download_link(self.talk)

    def _look_back(self) -> None:
        """Show the debrief of a finished talk, once."""
        if not self.talk.finished or self._debrief.children:
            return
        self._lead.value = f"<p>{words('debrief')['counting']}</p>"
        self._result.value = ""
        self._debrief.children = (self._lead,)
        before = [
            talk
            for talk, seat in zip(self.talks, self._seats, strict=True)
            if seat == self.seat and talk.finished and talk is not self.talk
        ]
        self._lead.value = debrief_html(self.talk, before, self.seat.by_methods())
        if self.talk.records:
            self._what_if.show(self.talk)
            title = ipw.HTML(what_if_title())
            parts = (self._lead, title, self._what_if, self._result)
            self._debrief.children = (*parts, DebriefButton(self.talk))


def rehearsal(
    scenario: str | Scenario = "heating_blocked_pipe",
    seed: int = 7,
    customer: int | None = None,
    customer_type: str | None = None,
    difficulty: str | None = None,
) -> RehearsalRoom:
    """Open the rehearsal room.

    Parameters
    ----------
    scenario, seed, customer, customer_type, difficulty
        As for :class:`RehearsalRoom`.

    Returns
    -------
    RehearsalRoom
        Shows itself as the last value of a cell; ``room.talk`` is the talk.

    Examples
    --------
    >>> rehearsal().seat.customer
    1
    """
    return RehearsalRoom(scenario, seed, customer, customer_type, difficulty)


rehearse = rehearsal
"""The same, as ``servicelab`` itself calls it: ``sl.rehearse(...)``."""
