"""Figures for people: a Chinese font, readable sizes, and words for those who don't see them."""

from servicelab.figures.alt import describe_intervals, describe_lines
from servicelab.figures.check import FigureError
from servicelab.figures.curve import talk_curve
from servicelab.figures.frontier import frontier_plot
from servicelab.figures.gaps import gap_bars
from servicelab.figures.glyphs import missing_glyphs
from servicelab.figures.grid import grid_plot
from servicelab.figures.intervals import interval_plot
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.quadrant import quadrant_plot
from servicelab.figures.radar import radar_plot
from servicelab.figures.ranks import rank_plot
from servicelab.figures.response import response_curve
from servicelab.figures.style import style, use_style
from servicelab.figures.surface import surface_plot
from servicelab.figures.survival import survival_plot
from servicelab.figures.tracking import tracking_plot

__all__ = [
    "FigureError",
    "Picture",
    "describe_intervals",
    "describe_lines",
    "frontier_plot",
    "gap_bars",
    "grid_plot",
    "interval_plot",
    "missing_glyphs",
    "quadrant_plot",
    "radar_plot",
    "rank_plot",
    "response_curve",
    "style",
    "surface_plot",
    "survival_plot",
    "talk_curve",
    "tracking_plot",
    "use_style",
    "with_alt",
]
