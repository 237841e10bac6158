"""Where a table's header ends: titles, two header rows, merged groups, names that repeat."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.cells import is_number
from servicelab.theory.servqual.names import says_side
from servicelab.theory.servqual.reading_text import Row

_TOP, _SAMPLE = 10, 60
_RUN = 5

Text = list[str]


@dataclass(frozen=True)
class Header:
    """A table's column names.

    Attributes
    ----------
    labels
        A name a column, each once; empty where a column has neither name nor content.
    groups
        What stands above the names, such as a dimension merged over several columns.
    rows
        Rows from the top to the last header row.
    titles
        Texts above the table.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    rows: int
    titles: tuple[str, ...] = ()


def header_of(
    rows: Sequence[Row], name: str, count: int | None = None, words: Sequence[str] = ()
) -> Header:
    """Find the header of a table.

    Parameters
    ----------
    rows
        All rows from the first.
    name
        The file's name, for messages.
    count
        How many rows the header has, when the user says it; 0 for none.
    words
        Words that count as answers.

    Returns
    -------
    Header
        Names, groups and where the answers begin.

    Raises
    ------
    TheoryError
        If the first row already holds answers.

    Examples
    --------
    >>> rows = [["期望", "", "感知", ""], ["Q1", "Q2", "Q1", "Q2"], ["6", "7", "5", "5"]]
    >>> header_of(rows, "a.csv").labels
    ('期望 Q1', '期望 Q2', '感知 Q1', '感知 Q2')
    """
    width = max(map(len, rows[:_SAMPLE]), default=0)
    if count is None:
        count = _found(rows, name, width, words)
    top = [_texts(row, width) for row in rows[:count]]
    titles = [row for row in top[:-1] if _is_title(row)]
    kept = [_filled_to_the_right(row, top[-1]) for row in top if row not in titles]
    chosen = next((row for row in kept if _names_columns(row)), None)
    labels = [_label(chosen, kept, i) for i in range(width)]
    groups = [_group(chosen, kept, i) for i in range(width)]
    said = tuple(next(filter(None, row), "") for row in titles)
    return Header(tuple(_unique(labels)), tuple(groups), count, tuple(filter(None, said)))


def _is_title(row: Text) -> bool:
    """One text over the whole table, in its first cell or merged over all columns."""
    texts = set(filter(None, row))
    return len(texts) <= 1 and (not any(row[1:]) or sum(map(bool, row)) >= 0.9 * len(row))


def _found(rows: Sequence[Row], name: str, width: int, words: Sequence[str]) -> int:
    columns = _score_columns(rows, width, words)
    last = -1
    for i, row in enumerate(rows[:_TOP]):
        if _strong(row, columns, rows[:i], words):
            last = i
        elif _answers(row, columns, words):
            break
    if last >= 0:
        return last + 1
    first = next((i for i, row in enumerate(rows) if any(_texts(row, width))), 0)
    if columns:
        raise TheoryError(
            f"“{name}”没有表头：第 {first + 1} 行就是答案了。请在第一行写上列名（例如 "
            "E1、E2……P1、P2……）；确实没有、想按“第 1 列”这样叫它们，就写 header=0。"
        )
    return first + 1


def _score_columns(rows: Sequence[Row], width: int, words: Sequence[str]) -> list[int]:
    """Columns that hold numbers in the lower half of the first rows."""
    sample = [row for row in rows[:_SAMPLE] if any(_texts(row, width))]
    lower = sample[-max(1, len(sample) // 2) :]
    found = []
    for i in range(width):
        cells = [text for row in lower if i < len(row) and (text := _text(row[i]))]
        if cells and 2 * sum(is_number(text) or text in words for text in cells) >= len(cells):
            found.append(i)
    return found


def _strong(row: Row, columns: Sequence[int], above: Sequence[Row], words: Sequence[str]) -> bool:
    """Whether a row names the columns that hold numbers further down."""
    cells = [text for i in columns if i < len(row) and (text := _text(row[i]))]
    if not cells or 2 * len(cells) < len(columns):
        return False
    texts = [text for text in cells if not is_number(text) and text not in words]
    named = 2 * len(texts) > len(cells) and len(set(texts)) >= 0.45 * len(texts)
    return named or (bool(above) and _counts_up(cells))


def _answers(row: Row, columns: Sequence[int], words: Sequence[str]) -> bool:
    """Whether a row holds answers, so that no header follows."""
    cells = [text for i in columns if i < len(row) and (text := _text(row[i]))]
    return 2 * sum(is_number(text) or text in words for text in cells) > len(columns)


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether a row of numbers is question numbers: 1, 2, 3 … once or several times over."""
    if not all(text.isdigit() for text in cells):
        return False
    steps = [int(text) for text in cells]
    starts = [i for i, step in enumerate(steps) if step == 1]
    if not starts or starts[0] != 0:
        return False
    runs = [steps[a:b] for a, b in itertools.pairwise([*starts, len(steps)])]
    return all(run == list(range(1, len(run) + 1)) and len(run) >= _RUN for run in runs)


def _filled_to_the_right(row: Text, last: Text) -> Text:
    """A merged cell saved as text keeps only its first column; the others belong to it."""
    if row is last:
        return row
    filled, current = list(row), ""
    for i, text in enumerate(row):
        current = text or current
        filled[i] = current if last[i] else text
    return filled


def _names_columns(row: Text) -> bool:
    names = [text for text in row if text]
    return len(set(names)) == len(names) and len(names) >= 0.8 * len(row)


def _label(chosen: Text | None, kept: Sequence[Text], i: int) -> str:
    parts = list(dict.fromkeys(row[i] for row in kept if row[i]))
    if chosen is None or not chosen[i]:
        return " ".join(parts)
    sides = [part for part in parts if says_side(part) and part != chosen[i]]
    return chosen[i] if says_side(chosen[i]) or not sides else f"{sides[0]} {chosen[i]}"


def _group(chosen: Text | None, kept: Sequence[Text], i: int) -> str:
    above: list[Text] = []
    for row in kept:
        if row is chosen:
            break
        above.append(row)
    else:
        above = above[:-1]
    return " ".join(dict.fromkeys(row[i] for row in above if row[i]))


def _unique(labels: Sequence[str]) -> list[str]:
    counts = Counter(labels)
    return [
        f"{label}〔第 {i} 列〕" if label and counts[label] > 1 else label
        for i, label in enumerate(labels, 1)
    ]


def _texts(row: Row, width: int) -> Text:
    return [_text(cell) for cell in row] + [""] * (width - len(row))


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    return " ".join(str(cell).split())
