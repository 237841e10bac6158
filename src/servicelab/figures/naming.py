"""Names from people made fit for a figure: one kind of space, no endless word, no endless text."""

from __future__ import annotations

import re
from itertools import accumulate

from matplotlib.text import Text

from servicelab.figures.layout import em_width, wrap

_LATIN_EM = 0.56
_CUT = "…"
_WIDE = frozenset("ABCDEFGHKLMNOPQRSTUVWXYZ@%&mw<>=+")


def one_line(text: object) -> str:
    r"""Return a text with every run of blanks and line breaks made one blank.

    Parameters
    ----------
    text
        A name, or anything else that stands for one.

    Returns
    -------
    str

    Examples
    --------
    >>> one_line(" 服务\n态度 ")
    '服务 态度'
    """
    return " ".join(str(text).split())


def fit(text: object, ems: float, lines: int = 2) -> str:
    r"""Return a name wrapped to so many lines at the most; what does not fit gives way to "…".

    Parameters
    ----------
    text
        A name.
    ems
        Most width of a line, in ems, at least 2.
    lines
        Most lines, at least 1.

    Returns
    -------
    str
        One to `lines` lines joined by line breaks; longer Latin words than a line are broken.

    Examples
    --------
    >>> fit("师傅到家时带齐了工具和配件", 8)
    '师傅到家时带齐\n了工具和配件'
    >>> fit("师傅到家时带齐了工具和配件", 6, lines=1)
    '师傅到家时…'
    """
    words = one_line(text)
    ems *= em_width(words) / max(_drawn(words), 1e-9) if words else 1.0
    words = _broken(words, ems)
    wrapped = wrap(words, ems)
    widths = accumulate(map(em_width, words))
    keep = sum(so_far <= lines * ems for so_far in widths) + 1
    while wrapped.count("\n") >= lines and keep > 1:
        keep -= 1
        wrapped = wrap(words[:keep].rstrip() + _CUT, ems)
    return wrapped


def cut(text: Text, pixels: float) -> None:
    """Shorten a text that is drawn on one line until it is no wider than so many pixels.

    Parameters
    ----------
    text
        What is drawn; letters differ in width, so that only the drawn text tells how wide it is.
    pixels
        Most width.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> text = Figure().text(0, 0, "W" * 50, fontfamily="DejaVu Sans")
    >>> cut(text, 200)
    >>> text.get_text().endswith("W…"), bool(text.get_window_extent().width <= 200)
    (True, True)
    """
    words = text.get_text().rstrip(_CUT)
    while len(words) > 1 and Text.get_window_extent(text).width > pixels:
        words = words[:-1]
        text.set_text(words.rstrip() + _CUT)


def _drawn(text: str) -> float:
    """Return about how wide a text is with its capitals, which em_width takes for small letters."""
    wider = sum(0.36 if letter in "WM@%" else 0.14 for letter in text if letter in _WIDE)
    return em_width(text) + wider


def _broken(text: str, ems: float) -> str:
    """Return a text in which no Latin word is wider than a line."""
    most = max(1, int(ems / _LATIN_EM) - 1)
    long = re.compile(rf"([!-~]{{{most}}})(?=[!-~])")
    return long.sub(r"\1 ", text)


def width(text: str) -> float:
    r"""Return about how wide the widest line of a text is, in ems.

    Parameters
    ----------
    text
        One line or several.

    Returns
    -------
    float

    Examples
    --------
    >>> width("怒气\n怒气上来了")
    5.0
    """
    return max(map(em_width, text.split("\n")))
