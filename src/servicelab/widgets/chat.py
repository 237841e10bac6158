"""The two live parts of the room as anywidgets: the chat, and the choice of a what-if."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_text
from servicelab.simulation import Conversation
from servicelab.simulation.conversation import LONGEST_REPLY
from servicelab.widgets import screen
from servicelab.widgets.room import is_unclear
from servicelab.widgets.words import words

Reply = dict[str, Any]


def _static(*names: str) -> str:
    return "\n".join(read_text("servicelab.widgets", f"static/{name}") for name in names)


def _words() -> dict[str, Any]:
    return words("chat") | {"limit": LONGEST_REPLY}


def message_for(error: Exception) -> str:
    """Return what the room says instead of a traceback.

    Parameters
    ----------
    error
        What went wrong.

    Returns
    -------
    str
        The message itself where it is meant for people.

    Examples
    --------
    >>> message_for(ServicelabError("回复是空的。"))
    '回复是空的。'
    >>> message_for(KeyError("x"))
    '演练室出了点小问题（KeyError）。...'
    """
    if isinstance(error, ServicelabError):
        return str(error)
    logging.getLogger(__name__).error("The rehearsal room met an error.", exc_info=error)
    return str(words("chat")["failed"]).format(name=type(error).__name__)


class _Live(anywidget.AnyWidget):
    """What both have in common: they answer greetings, previews and replies.

    Attributes
    ----------
    words, palette, denied
        What stands on the screen, the acts to choose from, and those that this desk may not use.

    Parameters
    ----------
    on_reply
        Called with text, added and removed acts (and the turn of a what-if); what it returns
        is said under the box. An error is said there, too.
    then
        Called when the reply has been answered, for what takes longer.
    """

    _css = _static("room.css")
    words = t.Dict().tag(sync=True)
    palette: t.List[Reply] = t.List().tag(sync=True)
    denied: t.List[str] = t.List().tag(sync=True)

    def __init__(
        self,
        on_reply: Callable[[Reply], str | None],
        then: Callable[[], None] = lambda: None,
        **traits: Any,
    ) -> None:
        super().__init__(words=_words(), palette=screen.palette(), **traits)
        self._on_reply, self._then = on_reply, then
        self.on_msg(self._hear)

    def _hear(self, _widget: object, message: Reply, _buffers: object) -> None:
        kind = message.get("kind")
        if kind == "hello":
            self.send({"kind": "alive"})
            screen.preview("您好")  # reads the rules now, so that the first words don't wait
        elif kind == "preview":
            found = screen.preview(str(message["text"]))
            self.send({"kind": "preview", "number": message["number"], "found": found})
        elif kind == "send":
            self.send({"kind": "sent", **self._answer(message)})
            self._go_on()

    def _go_on(self) -> None:
        try:
            self._then()
        except Exception as error:
            self.notice(message_for(error))

    def notice(self, text: str, tone: str = "error") -> None:
        """Say something under the box.

        Parameters
        ----------
        text
            What to say.
        tone
            ``"error"`` or ``"hint"``.
        """
        self.send({"kind": "notice", "text": text, "tone": tone})

    def _answer(self, message: Reply) -> Reply:
        """Hand a reply on; tell the screen what became of it."""
        text, added, removed = (message[name] for name in ("text", "added", "removed"))
        try:
            if not message["sure"] and is_unclear(text, added, removed):
                return {"ok": False, "unclear": True}
            return {"ok": True, "notice": self._on_reply(message)}
        except Exception as error:
            return {"ok": False, "notice": message_for(error)}


class Chat(_Live):
    """The chat with the customer.

    Attributes
    ----------
    talk
        Changes when another talk is shown.
    lines, gauges, running
        What is shown of it; see :mod:`servicelab.widgets.screen`.
    """

    _esm = _static("elements.js", "palette.js", "composer.js", "gauges.js", "chat.js")
    talk = t.Unicode().tag(sync=True)
    lines: t.List[Reply] = t.List().tag(sync=True)
    gauges = t.Dict().tag(sync=True)
    gauge_words = t.Dict().tag(sync=True)
    running = t.Bool(True).tag(sync=True)

    def __init__(self, on_reply: Callable[[Reply], str | None], then: Callable[[], None]) -> None:
        names = words("gauges") | {"bars": list(screen.BARS)}
        super().__init__(on_reply, then, gauge_words=names)
        self._shown = 0

    def show(self, talk: Conversation, *, new: bool = False) -> None:
        """Show a talk as it stands now.

        Parameters
        ----------
        talk
            The talk.
        new
            Whether it is another talk than the one on the screen.
        """
        self._shown += new
        with self.hold_sync():
            self.talk = f"{talk.transcript.id}-{self._shown}"
            self.denied = screen.denied(talk.scenario)
            self.lines = screen.lines(talk)
            self.gauges = screen.gauges(talk)
            self.running = not talk.finished


class WhatIf(_Live):
    """Choose a turn of a finished talk, and something else to do in it.

    Attributes
    ----------
    turns
        What can be changed: a label and the acts of each turn.
    """

    _esm = _static("elements.js", "palette.js", "composer.js", "what_if.js")
    turns: t.List[Reply] = t.List().tag(sync=True)

    def __init__(self, on_reply: Callable[[Reply], str | None]) -> None:
        super().__init__(on_reply)
        own = words("what_if")
        mine = {"turn": own["turn"], "box": own["box"], "placeholder": own["placeholder"]}
        self.words = self.words | mine | {"send": own["run"]}

    def show(self, talk: Conversation) -> None:
        """Offer the turns of a talk.

        Parameters
        ----------
        talk
            The talk.
        """
        template = words("what_if")["turn_option"]
        self.denied = screen.denied(talk.scenario)
        self.turns = [
            {
                "label": template.format(turn=record.turn, text=_short(record.said)),
                "chips": [screen.chip(act) for act in record.acts],
            }
            for record in talk.records
        ]


def _short(text: str, length: int = 24) -> str:
    return text if len(text) <= length else f"{text[:length]}……"
