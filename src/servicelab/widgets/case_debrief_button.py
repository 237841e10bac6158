"""The button 保存复盘页 below a finished rehearsal."""

from __future__ import annotations

import base64
import html

import ipywidgets as ipw

from servicelab.simulation import Conversation
from servicelab.widgets.case_debrief import CaseDebrief
from servicelab.widgets.case_debrief_file import page_name
from servicelab.widgets.case_debrief_talk import words
from servicelab.widgets.chat import message_for


class DebriefButton(ipw.VBox):
    """Makes the page of a case debrief when it is pressed, and offers it as a file.

    Parameters
    ----------
    talk
        A finished talk with at least one reply.

    Examples
    --------
    >>> from servicelab.simulation import converse
    >>> saving = DebriefButton(converse("courier_delay", "confront", customer=3))
    >>> saving.press()
    >>> 'download="debrief-courier_delay-seed7-customer3.html"' in saving.link.value
    True
    """

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self.button = ipw.Button(description=words("button")["save"])
        self.link = ipw.HTML()
        self.button.on_click(lambda _: self.press())
        super().__init__((self.button, self.link))
        self.add_class("sl-controls")  # looks as the room's other buttons do

    def press(self) -> None:
        """Make the page; what goes wrong is told beside the button."""
        say = words("button")
        self.button.disabled = True
        self.link.value = f"<p>{say['counting']}</p>"
        try:
            self.link.value = page_link(self.talk)
        except Exception as error:
            self.link.value = f"<p>{html.escape(message_for(error))}</p>"
        finally:
            self.button.disabled = False


def page_link(talk: Conversation) -> str:
    """Return a link that carries the page of a talk's debrief in itself.

    Parameters
    ----------
    talk
        A finished talk with at least one reply.
    """
    case, say = CaseDebrief(talk), words("button")
    data = base64.b64encode(case.to_page().encode("utf-8")).decode("ascii")
    name = html.escape(page_name(case.exchange.name))
    return (
        f'<p class="sl-foot"><a class="sl-download" download="{name}" '
        f'href="data:text/html;base64,{data}">{say["download"]}</a> · {say["note"]}</p>'
    )
