"""Which characters the fonts of the figures lack, so that a box is found before a class sees it."""

from __future__ import annotations

import html
import json
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from servicelab.figures.style import FONT_FILE


@cache
def covered() -> frozenset[int]:
    """Return the code points that the shipped font or its fallback, DejaVu Sans, can draw.

    Examples
    --------
    >>> ord("诶") in covered()
    True
    """
    fallback = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset().union(*(FT2Font(str(file)).get_charmap() for file in (FONT_FILE, fallback)))


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of `text` that would show as boxes in a figure.

    Parameters
    ----------
    text
        Any text; line breaks, tabs and other control characters don't count.

    Returns
    -------
    set of str
        The characters that no font of the chain has; empty if all is well.

    Examples
    --------
    >>> missing_glyphs("暖气不热，−5 ℃ ≤ 室温")
    set()
    >>> missing_glyphs("好的🎉")
    {'🎉'}
    """
    seen = set(text)
    return {c for c in seen if ord(c) not in covered() and unicodedata.category(c) != "Cc"}


def readable_text(path: Path) -> str:
    """Return what a reader of a text file sees: escapes of notebooks and web pages undone.

    Parameters
    ----------
    path
        A UTF-8 text file.

    Returns
    -------
    str
        Its text; of an ``.ipynb`` also the stored outputs.

    Examples
    --------
    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp(), "page.html")
    >>> _ = page.write_text("&#x2460; 倾听", encoding="utf-8")
    >>> readable_text(page)
    '① 倾听'
    """
    raw = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".ipynb":
        return json.dumps(json.loads(raw), ensure_ascii=False)
    return html.unescape(raw) if path.suffix in {".html", ".md", ".j2"} else raw
