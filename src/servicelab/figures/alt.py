"""Alt text made from the plotted numbers, so that it can't tell another story than the figure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from servicelab.figures.check import check_numbers, check_table
from servicelab.figures.estimates import Estimate, read_estimates
from servicelab.figures.numbers import number_text
from servicelab.figures.words import Language, Words, phrase, words


def describe_lines(
    lines: pd.DataFrame,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    marks: Mapping[int, str] | None = None,
    language: Language = "zh",
    digits: int = 2,
) -> str:
    """Say in words what a line chart over the turns of a talk shows.

    Parameters
    ----------
    lines
        One row a turn (the index), one column a line; any finite numbers.
    title
        What the chart is about.
    names
        Names of the lines by column; a column without one keeps its own.
    marks
        Turning points: turn → what happened.
    language
        ``"zh"`` or ``"en"``.
    digits
        Decimals of the numbers.

    Returns
    -------
    str
        First and last value, highest and lowest with their turns, line by line.

    Raises
    ------
    FigureError
        If the table is empty or holds anything but finite numbers.

    Examples
    --------
    >>> curve = pd.DataFrame({"anger": [0.8, 0.9, 0.3]}, index=[1, 2, 3])
    >>> print(describe_lines(curve, title="怒气"))
    折线图：怒气。横轴是第 1 轮到第 3 轮。anger：从 0.80 到 0.30，最高 0.90（第 2 轮），...
    """
    say = words(language)
    numbers = check_numbers(check_table(lines, (), "折线图的表"), lines.columns, "折线图的表")
    named = names or {}
    first, last = numbers.index[0], numbers.index[-1]
    parts = [phrase(say, "lines_head", title=title, first=first, last=last)]
    parts += [
        _one_line(numbers[column], named.get(column, str(column)), say, digits)
        for column in numbers.columns
    ]
    if marks:
        texts = [phrase(say, "lines_mark", turn=turn, text=marks[turn]) for turn in sorted(marks)]
        parts.append(phrase(say, "lines_marks", marks=say["semicolon"].join(texts)))
    return "".join(parts).strip()


def _one_line(line: pd.Series[float], name: str, say: Words, digits: int) -> str:
    if line.max() == line.min():
        return phrase(say, "lines_flat", name=name, start=number_text(line.iloc[0], digits))
    return phrase(
        say,
        "lines_one",
        name=name,
        start=number_text(line.iloc[0], digits),
        end=number_text(line.iloc[-1], digits),
        high=number_text(line.max(), digits),
        high_at=line.idxmax(),
        low=number_text(line.min(), digits),
        low_at=line.idxmin(),
    )


def describe_intervals(
    table: pd.DataFrame,
    *,
    title: str,
    noise_floor: float | Mapping[str, float] | None = None,
    reference: float | None = None,
    language: Language = "zh",
    digits: int = 2,
) -> str:
    """Say in words what a plot of estimates with their intervals shows.

    Parameters
    ----------
    table
        One row an estimate, with the columns ``estimate``, ``ci_low``, ``ci_high``, ``label`` and
        ``group``.
    title
        What the plot is about.
    noise_floor
        Smallest difference that repetition would not produce, in the unit of the estimates; one
        for all groups or one by group.
    reference
        Where the plot has a line to compare with, if it has one.
    language
        ``"zh"`` or ``"en"``.
    digits
        Decimals of the numbers.

    Returns
    -------
    str
        Every row and the noise floor group by group, then the highest and the lowest of all.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column, or a number is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A", "B"], "group": "供热", "estimate": [0.62, 0.4],
    ...                       "ci_low": [0.6, 0.38], "ci_high": [0.64, 0.42]})
    >>> print(describe_intervals(table, title="满意度", noise_floor=0.03))
    点和区间图：满意度。...A 0.62（0.60 到 0.64）；B 0.40（0.38 到 0.42）；噪声底 0.030。...
    """
    say = words(language)
    groups = read_estimates(table)
    parts = [phrase(say, "intervals_head", title=title)]
    for group, rows in groups.items():
        floor = noise_floor.get(group) if isinstance(noise_floor, Mapping) else noise_floor
        parts.append(_one_group(group, rows, floor, say, digits))
    parts.append(_range([row for rows in groups.values() for row in rows], say, digits))
    if reference is not None:
        parts.append(phrase(say, "intervals_line", reference=number_text(reference, digits)))
    return "".join(parts).strip()


def _one_group(
    group: str, rows: list[Estimate], floor: float | None, say: Words, digits: int
) -> str:
    texts = [
        phrase(
            say,
            "intervals_row",
            label=row.label,
            estimate=number_text(row.value, digits),
            low=number_text(row.low, digits),
            high=number_text(row.high, digits),
        )
        for row in rows
    ]
    tail = ""
    if floor is not None:
        tail = phrase(say, "intervals_floor", floor=number_text(floor, digits + 1))
    return phrase(
        say, "intervals_group", group=group, rows=say["semicolon"].join(texts), floor=tail
    )


def _range(rows: list[Estimate], say: Words, digits: int) -> str:
    highest, lowest = (pick(rows, key=lambda row: row.value) for pick in (max, min))
    return phrase(
        say,
        "intervals_range",
        high=number_text(highest.value, digits),
        high_at=phrase(say, "join_place", group=highest.group, label=highest.label),
        low=number_text(lowest.value, digits),
        low_at=phrase(say, "join_place", group=lowest.group, label=lowest.label),
    )
