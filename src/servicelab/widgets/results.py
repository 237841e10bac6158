"""What a laboratory screen shows below its controls, as a piece of a page; text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from servicelab.data.resources import read_text
from servicelab.figures.numbers import number_text
from servicelab.widgets.form import STYLE, static


@dataclass(frozen=True)
class Table:
    """Numbers behind a picture, as text.

    Attributes
    ----------
    title
        What opens it.
    columns, rows
        Head and cells.
    names
        How many columns at the left hold names; the others hold numbers.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    names: int = 1


@dataclass(frozen=True)
class Block:
    """One question answered: in words, in a picture, in a table.

    Attributes
    ----------
    title, sentences
        Heading; the first sentences say the most.
    leads
        How many of them stand above the picture.
    picture
        HTML of a picture with its alt text, or nothing.
    notes
        What to bear in mind.
    table
        The numbers.
    """

    title: str
    sentences: Sequence[str]
    picture: str = ""
    notes: Sequence[str] = ()
    table: Table | None = None
    leads: int = 1


@dataclass(frozen=True)
class Results:
    """All that is shown below the controls.

    Attributes
    ----------
    title
        Of the screen.
    blocks
        From top to bottom.
    model
        What the numbers are and are not.
    put_in_title, put_in
        What went into the model, in paragraphs that can be opened.
    static
        What a page without a kernel says of itself.
    """

    title: str
    blocks: Sequence[Block]
    model: str
    put_in_title: str
    put_in: Sequence[str] = field(default_factory=list)
    static: str = ""

    def to_html(self) -> str:
        """Return the piece that goes below the controls."""
        return _template().render(style="", **vars(self))

    def to_page(self) -> str:
        """Return a piece of a page that needs neither controls nor kernel nor script."""
        return _template().render(style=static(*STYLE), **vars(self))


@cache
def _template() -> Template:
    made = Environment(
        loader=FunctionLoader(lambda name: read_text("servicelab.widgets", f"static/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("results.html")


def share(value: float, fine: float | None = None) -> str:
    """Return a number from 0 to 1, or a difference of two, with two decimals or three.

    Parameters
    ----------
    value
        The number.
    fine
        What it must be told from, such as the width of its interval; below 0.02 it takes three.

    Examples
    --------
    >>> share(0.504), share(-0.0042, 0.001), share(0.5, 0.1)
    ('0.50', '−0.004', '0.50')
    """
    return number_text(value, 3 if fine is not None and fine < 0.02 else 2)


def yuan(value: float) -> str:
    """Return an amount of money: whole yuan from 100 on, else with two decimals at most.

    Examples
    --------
    >>> yuan(1234.5), yuan(3.4), yuan(40)
    ('1,234', '3.4', '40')
    """
    if abs(value) >= 100:
        return f"{value:,.0f}".replace("-", "−")
    return number_text(value, 2).rstrip("0").rstrip(".")
