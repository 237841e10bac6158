"""The list of CLEAR's steps that a learner orders by buttons, as an anywidget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from servicelab.widgets.clear_orders import ORDER, Arrangement
from servicelab.widgets.clear_words import say
from servicelab.widgets.form import static
from servicelab.widgets.words import words


class StepList(anywidget.AnyWidget):
    """Five rows, each with a tick and two buttons; no dragging.

    Parameters
    ----------
    arrangement
        What is shown at first.
    on_change
        Called with what the page shows after a change; may refuse it with an error.

    Attributes
    ----------
    state
        What the page shows: ``order`` and ``off``, ids of steps.

    Examples
    --------
    >>> StepList(Arrangement(), lambda arrangement: None).state["order"][0]
    'control'
    """

    _esm = static("elements.js", "clear_list.js")
    _css = static("clear.css")
    words = t.Dict().tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(
        self, arrangement: Arrangement, on_change: Callable[[dict[str, Any]], None]
    ) -> None:
        said = say("list") | {
            "steps": say("steps"),
            "order": list(ORDER),
            "no_kernel": words("form")["no_kernel"],
        }
        super().__init__(words=said, state=_state(arrangement))
        self._on_change = on_change
        self.observe(lambda change: self._on_change(change["new"]), "state")
        self.on_msg(self._hear)

    def show(self, arrangement: Arrangement) -> None:
        """Show an arrangement; counts as a change where it is another than before."""
        self.state = _state(arrangement)

    def _hear(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        if message.get("kind") == "hello":
            self.send({"kind": "alive"})


def _state(arrangement: Arrangement) -> dict[str, list[str]]:
    return {"order": list(arrangement.order), "off": list(arrangement.off)}
