"""The row of controls above the chat: which case, which customer, again, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from servicelab.simulation import Conversation
from servicelab.widgets.room import Seat, difficulty_options, scenario_groups, type_options
from servicelab.widgets.words import words

HIGHEST_CUSTOMER = 999_999


class Controls:
    """The row of controls.

    Parameters
    ----------
    seat
        Who is talked to at first.
    on_wish
        Called with what is wished for: ``"scenario"``, ``"customer"``, ``"customer_type"``,
        ``"difficulty"`` with the value chosen, ``"next"``, ``"again"`` and ``"close"`` with None.
    on_big
        Called with True for large print, with False for the usual size.

    Attributes
    ----------
    box
        The widget to show.
    """

    def __init__(
        self,
        seat: Seat,
        on_wish: Callable[[str, Any], None],
        on_big: Callable[[bool], None],
    ) -> None:
        self._on_wish = on_wish
        self._busy = False
        self._cases = scenario_groups([seat.scenario])
        say = words("controls")
        industry = self._industry_of(seat.scenario.id)
        self.industry = ipw.Dropdown(
            options=list(self._cases), value=industry, description=say["industry"]
        )
        self.scenario = ipw.Dropdown(
            options=self._cases[industry],
            value=seat.scenario.id,
            description=say["scenario"],
        ).add_class("sl-scenario")
        self.customer_type = ipw.Dropdown(
            options=type_options(), value=seat.customer_type or "", description=say["customer_type"]
        )
        self.difficulty = ipw.Dropdown(
            options=difficulty_options(), value=seat.difficulty, description=say["difficulty"]
        )
        self.customer = ipw.BoundedIntText(
            value=seat.customer, min=0, max=HIGHEST_CUSTOMER, description=say["customer"]
        )
        self.next, self.again, self.close = (
            ipw.Button(description=say[name]) for name in ("next", "again", "close")
        )
        self.big = ipw.ToggleButton(description=say["big"])
        self.big.observe(lambda change: on_big(change["new"]), "value")
        self._connect()
        choices = ipw.HBox(
            [self.industry, self.scenario, self.customer_type, self.difficulty, self.customer]
        )
        buttons = ipw.HBox([self.next, self.again, self.close, self.big])
        self.box = ipw.HBox([choices.add_class("sl-choices"), buttons]).add_class("sl-controls")

    def _industry_of(self, scenario: str) -> str:
        return next(
            industry
            for industry, cases in self._cases.items()
            if scenario in [name for _, name in cases]
        )

    def _connect(self) -> None:
        self.industry.observe(self._industry_chosen, "value")
        for name in ("scenario", "customer_type", "difficulty", "customer"):
            getattr(self, name).observe(self._chosen(name), "value")
        for name in ("next", "again", "close"):
            getattr(self, name).on_click(self._clicked(name))

    def _chosen(self, name: str) -> Callable[[dict[str, Any]], None]:
        def chosen(change: dict[str, Any]) -> None:
            if not self._busy:  # else the room itself has set it
                self._on_wish(name, change["new"])

        return chosen

    def _industry_chosen(self, change: dict[str, Any]) -> None:
        if not self._busy:
            self._on_wish("scenario", self._cases[change["new"]][0][1])

    def _clicked(self, name: str) -> Callable[[object], None]:
        return lambda _button: self._on_wish(name, None)

    def show(self, seat: Seat, talk: Conversation) -> None:
        """Show who is talked to, and whether the talk can still be ended.

        Parameters
        ----------
        seat, talk
            Who, and the talk with them.
        """
        self._busy = True
        try:
            industry = self._industry_of(seat.scenario.id)
            self.industry.value = industry
            if self.scenario.options != tuple(self._cases[industry]):
                self.scenario.options = self._cases[industry]
            self.scenario.value = seat.scenario.id
            self.customer_type.value = seat.customer_type or ""
            self.difficulty.value = seat.difficulty
            self.customer.value = seat.customer
        finally:
            self._busy = False
        self.close.disabled = talk.finished or not talk.records
