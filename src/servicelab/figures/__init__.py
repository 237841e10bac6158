"""Figures for people: a Chinese font, readable sizes, and words for those who don't see them."""

from servicelab.figures.alt import describe_intervals, describe_lines
from servicelab.figures.check import FigureError
from servicelab.figures.curve import talk_curve
from servicelab.figures.frontier import frontier_plot
from servicelab.figures.glyphs import missing_glyphs
from servicelab.figures.grid import grid_plot
from servicelab.figures.intervals import interval_plot
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.ranks import rank_plot
from servicelab.figures.response import response_curve
from servicelab.figures.style import style, use_style

__all__ = [
    "FigureError",
    "Picture",
    "describe_intervals",
    "describe_lines",
    "frontier_plot",
    "grid_plot",
    "interval_plot",
    "missing_glyphs",
    "rank_plot",
    "response_curve",
    "style",
    "talk_curve",
    "use_style",
    "with_alt",
]
