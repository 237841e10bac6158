"""A picture shows itself once, with its alt text, the same bytes every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import matplotlib.pyplot as plt
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure

from servicelab.data.errors import ServicelabError
from servicelab.figures import Picture, style, with_alt


@pytest.fixture
def picture() -> Picture:
    with style():
        figure = Figure(figsize=(4, 3))
        figure.add_subplot(title="怒气").plot([1, 2], [0.8, -0.3])
    return with_alt(figure, "怒气从 0.8 到 −0.3")


def test_a_cell_shows_it_as_one_image_with_alt_text(picture):
    shown, _ = DisplayFormatter().format(picture)
    assert set(shown) == {"text/html", "text/plain"}
    assert shown["text/html"].count("<img") == 1
    assert 'alt="怒气从 0.8 到 −0.3"' in shown["text/html"]
    assert shown["text/plain"] == "怒气从 0.8 到 −0.3"


def test_a_pyplot_figure_is_not_shown_a_second_time():
    figure, _ = plt.subplots()
    kept, _ = plt.subplots()
    with_alt(figure, "一张图")
    assert plt.get_fignums() == [kept.number]
    plt.close(kept)


def test_the_same_figure_gives_the_same_bytes(picture):
    assert picture.to_png() == picture.to_png()
    assert b"Software" not in picture.to_png()


def test_words_in_alt_cannot_become_markup():
    page = Picture(Figure(figsize=(1, 1)), '"><script>alert(1)</script>').to_html()
    assert "<script>" not in page
    assert len(re.findall("<", page)) == 1


def test_it_stays_sharp_at_double_size(picture):
    """The stored image has more pixels than the page gives it, and never outgrows its place."""
    [width] = re.findall(r"width:(\d+)px;max-width:100%", picture.to_html())
    stored = int.from_bytes(picture.to_png()[16:20], "big")
    assert stored >= 1.6 * int(width)


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_saved_files_carry_the_alt_text(picture, tmp_path, ending):
    path = picture.save(tmp_path / f"图{ending}")
    content = path.read_bytes()
    if ending == ".svg":
        assert picture.alt in "".join(ET.fromstring(content).itertext())
    elif ending == ".png":
        assert picture.alt.encode() in content
    else:
        assert picture.alt.encode("utf-16-be") in content.replace(b"\\\\", b"\\")


@pytest.mark.parametrize("name", ["图.docx", "图", "没有这个文件夹/图.png"])
def test_a_place_where_it_can_not_be_saved_is_named(picture, tmp_path, name):
    with pytest.raises(ServicelabError, match="图" if "/" not in name else "没有这个文件夹"):
        picture.save(tmp_path / name)


def test_blank_alt_text_is_refused():
    with pytest.raises(ServicelabError, match="替代文字是空的"):
        with_alt(Figure(), " \n")
