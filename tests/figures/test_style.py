"""The font, the minus sign and the colours of the figures."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont

from servicelab.figures import Picture, use_style
from servicelab.figures.glyphs import covered, missing_glyphs
from servicelab.figures.style import (
    FONT_FAMILY,
    FONT_FILE,
    INK,
    METHOD_COLOURS,
    QUIET,
    TALK_COLOURS,
    method_colour,
    style,
)
from tests.figures.colour import VIEWERS, contrast_to_white, distance, lightness, luminance

ALL_COLOURS = {**TALK_COLOURS, **METHOD_COLOURS, "ink": INK, "quiet": QUIET}


def test_chinese_and_minus_are_drawn_without_a_warning():
    with style():
        figure = Figure()
        axes = figure.add_subplot(title="暖气不热：室温 −5 ℃ ≤ 18 ℃，① 诶……“快点”（¥2,400）")
        axes.plot([-300, 300], [-200, 200])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Picture(figure, "线").to_png()
    assert "−200" in {label.get_text() for label in axes.get_yticklabels()}


def test_a_character_without_a_glyph_would_be_noticed():
    """The test above could not fail if matplotlib stopped warning."""
    with style():
        figure = Figure()
        figure.suptitle("\U0001f389")
    with pytest.warns(UserWarning, match="missing from font"):
        Picture(figure, "礼花").to_png()


def test_the_shipped_file_is_taken_even_where_the_machine_has_the_same_font():
    with style():
        assert Path(findfont(FONT_FAMILY)) == FONT_FILE


def test_style_puts_everything_back():
    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["font.family"] == [FONT_FAMILY, "DejaVu Sans"]
    assert dict(mpl.rcParams) == before


def test_use_style_lasts():
    with mpl.rc_context():
        use_style()
        assert mpl.rcParams["font.family"][0] == FONT_FAMILY
        assert mpl.rcParams["font.size"] >= 16


def test_the_font_is_small_and_its_licence_lies_beside_it():
    assert FONT_FILE.stat().st_size < 2_000_000
    licence = (FONT_FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2014-2021 Adobe" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_all_of_gb2312_has_glyphs():
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    pairs = (bytes((row, column)) for row in rows for column in columns)
    text = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    assert len(text) == 6763
    assert missing_glyphs(text) == set()


def test_characters_of_names_beyond_gb2312_have_glyphs():
    assert missing_glyphs("喆堃玥淼垚祎婳赟翀镕䶮𬱖") == set()


def test_the_font_has_as_many_chinese_characters_as_the_standard_list():
    chinese = [
        c
        for c in covered()
        if 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0x20000 <= c <= 0x2FFFF
    ]
    assert len(chinese) == 8105 + 125 + len("妳囧")


def test_missing_glyphs_names_what_is_missing_and_nothing_else():
    assert missing_glyphs("好的\U0001f389\n\t") == {"\U0001f389"}


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#FFFFFF", 1.0), ("#000000", 21.0), ("#767676", 4.54)]
)
def test_contrast_is_computed_as_published(colour, contrast):
    assert contrast_to_white(colour) == pytest.approx(contrast, abs=0.005)


def test_luminance_of_pure_green_as_published():
    assert luminance("#00FF00") == pytest.approx(0.7152)


@pytest.mark.parametrize("name", ALL_COLOURS)
def test_every_colour_stands_out_from_white(name):
    assert contrast_to_white(ALL_COLOURS[name]) >= 3


@pytest.mark.parametrize("name", [*TALK_COLOURS, "ink", "quiet"])
def test_colours_of_words_can_be_read_on_white(name):
    assert contrast_to_white(ALL_COLOURS[name]) >= 4.5


@pytest.mark.parametrize("palette", [TALK_COLOURS, METHOD_COLOURS], ids=["talk", "methods"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_colours_stay_apart_for_every_viewer(palette, viewer):
    for one, other in itertools.combinations(palette, 2):
        assert distance(palette[one], palette[other], viewer) >= 8, (one, other)


@pytest.mark.parametrize("palette", [TALK_COLOURS, METHOD_COLOURS], ids=["talk", "methods"])
def test_colours_stay_apart_in_greyscale(palette):
    for one, other in itertools.combinations(palette, 2):
        assert abs(lightness(palette[one]) - lightness(palette[other])) >= 6, (one, other)


def test_pure_red_and_a_dark_yellow_collapse_for_a_viewer_with_deuteranopia():
    """The distance must know what colour-blind viewers can't tell apart."""
    assert distance("#C00000", "#787800", "common") > 3 * distance(
        "#C00000", "#787800", "deuteranopia"
    )


def test_a_method_without_a_colour_is_grey():
    assert method_colour("a method of tomorrow") == QUIET
