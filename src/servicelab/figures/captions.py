"""The words around a figure: heading, notes below, numbers on the axes, names of the signs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import ArrayLike

from servicelab.figures.naming import fit, width
from servicelab.figures.numbers import decimals, number_text

_HEADING, _NOTE = 20, 16  # points
_MOST_DIGITS = 6
_MOST = 1e7


def set_heading(figure: Figure, text: str) -> None:
    r"""Write a figure's heading at its top left, over as many as three lines.

    Parameters
    ----------
    figure
        Where to.
    text
        The heading; an endless one is cut.

    Examples
    --------
    >>> figure = Figure(figsize=(5, 4))
    >>> set_heading(figure, "期望和感知差多少，差在哪里，又有几分把握")
    >>> figure.get_suptitle()
    '期望和感知差多少，差在哪里，\n又有几分把握'
    """
    told = fit(text, _ems(figure, _HEADING), lines=3)
    figure.suptitle(told, x=0.02, ha="left", fontsize=_HEADING, linespacing=1.3, parse_math=False)


def set_notes(figure: Figure, *texts: str) -> None:
    r"""Write below a figure what its horizontal axis measures and how to read its signs.

    Parameters
    ----------
    figure
        Where to.
    *texts
        One paragraph each; empty ones are left out.

    Examples
    --------
    >>> figure = Figure()
    >>> set_notes(figure, "差距（分）", "", "细线：置信区间")
    >>> figure.get_supxlabel()
    '差距（分）\n细线：置信区间'
    """
    told = [fit(text, _ems(figure, _NOTE), lines=4) for text in texts if text.strip()]
    figure.supxlabel("\n".join(told), fontsize=_NOTE, linespacing=1.4, parse_math=False)


def _ems(figure: Figure, points: float) -> float:
    return 0.95 * 72 * figure.get_figwidth() / points


def set_ticks(axis: Axis, most: int = 6, whole: bool = False) -> None:
    """Put so many round numbers at the most on an axis, each readable by itself.

    Parameters
    ----------
    axis
        ``axes.xaxis`` or ``axes.yaxis``.
    most
        Most numbers.
    whole
        Whether only whole numbers make sense.

    Examples
    --------
    >>> axes = Figure().add_subplot(ylim=(0, 2.4e9))
    >>> set_ticks(axes.yaxis)
    >>> [axes.yaxis.get_major_formatter()(value) for value in axes.get_yticks()][:3]
    ['0', '4e8', '8e8']
    """
    axis.set_major_locator(MaxNLocator(most, integer=whole, min_n_ticks=1))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, axis)))


def _tick(value: float, axis: Axis) -> str:
    places = np.asarray(axis.get_majorticklocs(), dtype=float)
    return told(0.0 if abs(value) < np.ptp(places) / 1e6 else value, exact_digits(places))


def exact_digits(values: ArrayLike) -> int:
    """Return the fewest decimals that write round numbers, such as those on an axis, as they are.

    Parameters
    ----------
    values
        Round numbers, at least one.

    Returns
    -------
    int
        0…7; 7 where no fewer do.

    Examples
    --------
    >>> exact_digits([0, 2.5, 5]), exact_digits([0, 200]), exact_digits([0, 2e-9])
    (1, 0, 7)
    """
    numbers = np.asarray(values, dtype=float)
    slack = (np.ptp(numbers) or np.abs(numbers).max()) / 1e4
    enough = (
        n for n in range(_MOST_DIGITS + 1) if np.abs(numbers - numbers.round(n)).max() <= slack
    )
    return next(enough, _MOST_DIGITS + 1)


def told(value: float, digits: int) -> str:
    """Return a number with so many decimals, or in powers of ten where that is too long to read.

    Parameters
    ----------
    value
        Any finite number.
    digits
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> told(-1.104, 2), told(2.5e12, 0), told(-3.2e-9, 10), told(0, 10)
    ('−1.10', '2.5e12', '−3.2e−9', '0')
    """
    if value and (digits > _MOST_DIGITS or abs(value) >= _MOST):
        mantissa, _, power = f"{value:.2e}".partition("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")
    return number_text(value, digits if digits <= _MOST_DIGITS else 0)


def interval_digits(low: ArrayLike, high: ArrayLike) -> int:
    """Return enough decimals to tell estimates apart and to see how wide their intervals are.

    Parameters
    ----------
    low, high
        Ends of the intervals, at least one.

    Returns
    -------
    int
        0 or more.

    Examples
    --------
    >>> interval_digits([-1.3, -0.1], [-0.9, 0.3]), interval_digits([100, 900], [180, 980])
    (2, 0)
    """
    starts, ends = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    usual = float(np.median(ends - starts))
    return max(decimals([starts, ends]), decimals([0.0, usual]) if usual > 0 else 0)


def name_signs(figure: Figure, axes: Axes, signs: Sequence[Artist], names: Sequence[str]) -> Legend:
    """Name lines and signs in rows above the axes, as many side by side as there is room for.

    Parameters
    ----------
    figure, axes
        What they stand in, the axes about as wide as the figure.
    signs, names
        What is named, as a legend takes it, and how; endless names are cut.

    Returns
    -------
    Legend

    Examples
    --------
    >>> from matplotlib.lines import Line2D
    >>> figure = Figure()
    >>> legend = name_signs(figure, figure.add_subplot(), [Line2D([], [])], ["供热"])
    >>> [text.get_text() for text in legend.texts]
    ['供热']
    """
    short = [fit(name, 14) for name in names]
    room = 0.85 * 72 * figure.get_figwidth() / _NOTE
    columns = max(1, min(len(short), int(room / (max(map(width, short)) + 5))))
    legend = axes.legend(
        signs,
        short,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.3,
        borderpad=0,
        ncols=columns,
        fontsize=_NOTE,
        handlelength=2.6,
        columnspacing=1.6,
    )
    for text in legend.texts:
        text.set_parse_math(False)
    return legend
