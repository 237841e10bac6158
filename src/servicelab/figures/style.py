"""How figures look: a Chinese font that travels along, sizes for a projector, colours by meaning.

The colours were chosen by search: against white each has a contrast of at least 3, those that words
are written in 4.5, and within a group they stay apart for viewers with protanopia, deuteranopia or
tritanopia and in greyscale (``tests/figures/test_style.py`` computes all of this). Colour never
stands alone: lines carry markers and labels of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.font_manager import fontManager

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansCJKsc-subset.otf"
FONT_FAMILY = "Noto Sans CJK SC"
FALLBACK_FAMILY = "DejaVu Sans"

INK = "#1F1F1F"
QUIET = "#6B6B6B"
GRID = "#D9D9D9"
BAND = "#E3E3E3"

ANGER = "#CF4A0C"
TRUST = "#2560AE"
HEARD = "#581670"
SOLVED = "#01582F"
TALK_COLOURS = {"anger": ANGER, "trust": TRUST, "heard": HEARD, "solved": SOLVED}

GOOD = TRUST
BAD = ANGER

METHOD_COLOURS = {
    "roundabout": "#2F59A9",
    "clear": "#065530",
    "reactive": "#B86320",
    "confront": "#EF4D7D",
    "indifferent": "#2E302E",
}

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p")

_SETTINGS: dict[Any, Any] = {
    # The fallback works only as a list in font.family, not in font.sans-serif.
    "font.family": [FONT_FAMILY, FALLBACK_FAMILY],
    "font.size": 16,
    "axes.titlesize": 19,
    "axes.titlepad": 14,
    "axes.titlelocation": "left",
    "axes.labelsize": 16,
    "axes.labelpad": 8,
    "xtick.labelsize": 15,
    "ytick.labelsize": 15,
    "legend.fontsize": 15,
    "legend.frameon": False,
    "lines.linewidth": 3.2,
    "lines.markersize": 9,
    "axes.unicode_minus": True,  # the shipped font has U+2212
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 1.0,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.figsize": (10.0, 5.6),
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.prop_cycle": cycler(color=list(METHOD_COLOURS.values())),
}


@cache
def register_font() -> None:
    """Make the shipped font known to matplotlib, ahead of any other font of the same name.

    Examples
    --------
    >>> register_font()
    >>> from matplotlib.font_manager import findfont
    >>> Path(findfont(FONT_FAMILY)) == FONT_FILE
    True
    """
    fontManager.addfont(FONT_FILE)
    # Among equals matplotlib takes the first: the shipped file, so that a machine with its own
    # Noto draws the same picture.
    fontManager.ttflist.insert(0, fontManager.ttflist.pop())


def use_style() -> None:
    """Draw every later figure of this session in servicelab's style.

    For notebooks, where a learner's own ``plt.plot`` should show Chinese too. Figures of this
    package bring the style with them.

    Examples
    --------
    >>> with mpl.rc_context():
    ...     use_style()
    ...     mpl.rcParams["font.family"]
    ['Noto Sans CJK SC', 'DejaVu Sans']
    """
    register_font()
    mpl.rcParams.update(_SETTINGS)


@contextmanager
def style() -> Iterator[None]:
    """Draw in servicelab's style inside a ``with`` block, then put everything back.

    Yields
    ------
    None

    Examples
    --------
    >>> with style():
    ...     mpl.rcParams["axes.spines.top"]
    False
    """
    register_font()
    with mpl.rc_context(_SETTINGS):
        yield


def method_colour(method: str) -> str:
    """Return the colour of a method, the same in every figure.

    Parameters
    ----------
    method
        Id of the method, such as ``"clear"``.

    Returns
    -------
    str
        ``#RRGGBB``; a quiet grey for a method without a colour of its own.

    Examples
    --------
    >>> method_colour("clear")
    '#065530'
    """
    return METHOD_COLOURS.get(method, QUIET)
