"""A figure together with the words for those who don't see it."""

from __future__ import annotations

import base64
import html
import io
import sys
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from servicelab.figures.check import FigureError
from servicelab.figures.style import style

DOTS_PER_INCH = 160
_CSS_PIXELS_PER_INCH = 96
_NO_DITHER = Image.Dither.NONE
# Where each format keeps a description. PNG and SVG would otherwise also carry the date or the
# version of matplotlib, and the same figure would not give the same file.
_METADATA = {
    ".png": lambda alt: {"Description": alt, "Software": None},
    ".svg": lambda alt: {"Description": alt, "Date": None, "Creator": None},
    ".pdf": lambda alt: {"Subject": alt, "CreationDate": None},
}


class Picture:
    """A matplotlib figure with its alt text; shows itself once, as the last value of a cell.

    Parameters
    ----------
    figure
        The figure to show.
    alt
        What it shows, in words and numbers.

    Examples
    --------
    >>> picture = Picture(Figure(), "一张空图")
    >>> picture
    Picture('一张空图')
    >>> 'alt="一张空图"' in picture.to_html()
    True
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        return f"Picture({self.alt!r})"

    def to_png(self, dpi: int = DOTS_PER_INCH) -> bytes:
        """Return the figure as a PNG file's bytes; the same figure gives the same bytes.

        It has at most 256 colours: no eye sees the difference on charts, and a notebook that
        stores the picture is a third as large.

        Parameters
        ----------
        dpi
            Dots per inch; 160 stays sharp when a page is shown at 200 %.

        Returns
        -------
        bytes

        Examples
        --------
        >>> Picture(Figure(), "空").to_png()[1:4]
        b'PNG'
        """
        full, small = io.BytesIO(), io.BytesIO()
        self._write(full, ".png", dpi)
        with Image.open(full) as image:
            few = image.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=_NO_DITHER)
        few.save(small, format="png", optimize=True)
        return small.getvalue()

    def to_html(self) -> str:
        """Return an ``<img>`` element that holds the picture and its alt text, both escaped.

        Returns
        -------
        str
            Shrinks to its container's width and never grows above its own size.

        Examples
        --------
        >>> Picture(Figure(), '"<b>"').to_html()[:32]
        '<img alt="&quot;&lt;b&gt;&quot;"'
        """
        data = base64.b64encode(self.to_png()).decode("ascii")
        width = round(self.figure.get_figwidth() * _CSS_PIXELS_PER_INCH)
        return (
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}" '
            f'style="width:{width}px;max-width:100%;height:auto">'
        )

    def save(self, path: str | Path, dpi: int = DOTS_PER_INCH) -> Path:
        """Write the figure to a file, with the alt text as the file's description.

        Parameters
        ----------
        path
            Where to; the ending says which format: ``.png``, ``.svg`` or ``.pdf``.
        dpi
            Dots per inch of a ``.png``.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        FigureError
            If the ending is another one, or the folder does not exist.

        Examples
        --------
        >>> import tempfile
        >>> Picture(Figure(), "空").save(Path(tempfile.mkdtemp(), "a.svg")).name
        'a.svg'
        """
        target = Path(path)
        if target.suffix.lower() not in _METADATA:
            raise FigureError(f"图存不成“{target.name}”。文件名请以 .png、.svg 或 .pdf 结尾。")
        if not target.parent.is_dir():
            raise FigureError(f"没有“{target.parent}”这个文件夹。请先建好它，再存图。")
        with target.open("wb") as file:
            self._write(file, target.suffix.lower(), dpi)
        return target

    def _write(self, file: Any, suffix: str, dpi: int) -> None:
        # Some settings, the minus sign for one, are looked up only when the figure is drawn.
        with style():
            metadata = _METADATA[suffix](self.alt)
            self.figure.savefig(file, format=suffix[1:], dpi=dpi, metadata=metadata)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # No image/png beside it: a page would then be free to show the one without words.
        return {"text/html": self.to_html(), "text/plain": self.alt}


def with_alt(figure: Figure, text: str) -> Picture:
    """Give a figure its alt text.

    A figure made with ``plt.subplots`` is taken off pyplot's list, because a notebook would else
    show it a second time at the end of the cell.

    Parameters
    ----------
    figure
        Any matplotlib figure.
    text
        What it shows, in words and numbers; not blank.

    Returns
    -------
    Picture

    Raises
    ------
    FigureError
        If `text` is blank.

    Examples
    --------
    >>> with_alt(Figure(), "一张空图").alt
    '一张空图'
    """
    if not text.strip():
        raise FigureError("替代文字是空的。请用一两句话写出这张图里的数字，看不见图的人靠它来读。")
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    return Picture(figure, text)
