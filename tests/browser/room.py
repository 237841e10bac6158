"""The rehearsal room as a person at the screen meets it, for tests in a browser."""

from __future__ import annotations

from typing import Any

SECONDS = 1000
PATIENCE = 60 * SECONDS  # milliseconds for an answer; two busy cores need some

# Two characters that no font draws alike: where a font is missing both are the same box.
_DRAWN = """characters => {
    const pixels = character => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 40;
        const pen = canvas.getContext('2d');
        pen.font = '30px ' + getComputedStyle(document.querySelector('.sl-room')).fontFamily;
        pen.fillText(character, 4, 32);
        return canvas.toDataURL();
    };
    return new Set([...characters].map(pixels)).size;
}"""

# What sticks out of the room on the right, other than what may be scrolled.
_STICKS_OUT = """() => {
    const room = document.querySelector('.sl-room');
    const edge = room.getBoundingClientRect().right + 1;
    return [...room.querySelectorAll('*')]
        .filter(one => !one.closest('.sl-scroll') && one.getBoundingClientRect().right > edge)
        .map(one => `${one.tagName}.${one.className}`);
}"""


class Room:
    """One rehearsal room on a page.

    Parameters
    ----------
    page
        A page on which a cell has shown the room.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        page.wait_for_selector('.sl-chat[data-alive="true"]', timeout=2 * PATIENCE)
        self.chat = page.locator(".sl-chat:not(.sl-what-if)")
        self.what_if = page.locator(".sl-what-if")
        self.box = self.chat.locator("textarea")
        self.lines = self.chat.locator(".sl-log .sl-line")
        self.notice = self.chat.locator(".sl-notice")
        self.chips = self.chat.locator(".sl-heard .sl-chip")

    def type(self, text: str) -> None:
        """Type a reply and wait until it has been listened to."""
        self.box.fill("")
        self.box.press_sequentially(text)

    def wait_for_chips(self, *acts: str) -> None:
        """Wait until exactly these acts are shown as heard."""
        self.page.wait_for_function(
            """acts => {
                const shown = document.querySelectorAll('.sl-heard .sl-chip');
                return JSON.stringify([...shown].map(chip => chip.dataset.act)) === acts;
            }""",
            arg=str(list(acts)).replace("'", '"').replace(", ", ","),
            timeout=PATIENCE,
        )

    def answer(self, more: int = 2) -> None:
        """Press Enter and wait for the reply, the customer's answer and an empty box."""
        expected = self.lines.count() + more
        self.box.press("Enter")
        self.wait_for_lines(expected)
        self.page.wait_for_function(
            """() => {
                const box = document.querySelector('.sl-chat:not(.sl-what-if) textarea');
                return box.value === '' && !box.readOnly;
            }""",
            timeout=PATIENCE,
        )

    def wait_for_lines(self, count: int) -> None:
        """Wait until this many bubbles are there."""
        self.page.wait_for_function(
            f"document.querySelectorAll('.sl-log .sl-line').length >= {count}", timeout=PATIENCE
        )

    def say(self, text: str) -> None:
        """Reply in free words."""
        self.box.fill(text)
        self.answer()

    def press(self, name: str) -> None:
        """Press one of the buttons above the chat."""
        self.page.locator(f".sl-controls button:has-text('{name}')").click()

    def wait_for_debrief(self) -> None:
        """Wait until the talk can be looked back on."""
        self.page.wait_for_selector(".sl-debrief img", timeout=PATIENCE)

    def try_what_if(self, turn: int, act: str) -> None:
        """Change one reply to one act, named in Chinese, and wait for what comes of it."""
        self.what_if.locator("select").select_option(index=turn - 1)
        while self.what_if.locator(".sl-chip-away").count():
            self.what_if.locator(".sl-chip-away").first.click()
        self.what_if.locator(f".sl-act:text-is('{act}')").click()
        self.what_if.locator(".sl-send").click()
        self.page.wait_for_selector(".sl-result img", timeout=PATIENCE)

    def sticks_out(self) -> list[str]:
        """Return what sticks out of the room on the right."""
        return list(self.page.evaluate(_STICKS_OUT))

    def different_glyphs(self, characters: str) -> int:
        """Return how many of some characters look different; boxes all look alike."""
        return int(self.page.evaluate(_DRAWN, characters))

    def has_focus(self) -> bool:
        """Tell whether the next key goes into the box of the chat."""
        return bool(self.box.evaluate("box => box === document.activeElement"))
