"""Figures for people: a Chinese font, readable sizes, and words for those who don't see them."""

from servicelab.figures.alt import describe_intervals, describe_lines
from servicelab.figures.check import FigureError
from servicelab.figures.curve import talk_curve
from servicelab.figures.glyphs import missing_glyphs
from servicelab.figures.intervals import interval_plot
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import style, use_style

__all__ = [
    "FigureError",
    "Picture",
    "describe_intervals",
    "describe_lines",
    "interval_plot",
    "missing_glyphs",
    "style",
    "talk_curve",
    "use_style",
    "with_alt",
]
