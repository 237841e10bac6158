"""What a model expected beside what happened, and how far it was fitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from servicelab.figures.annotate import draw_marks, end_labels
from servicelab.figures.captions import set_heading, set_notes, set_ticks, told
from servicelab.figures.check import FigureError, check_between, check_numbers, check_table
from servicelab.figures.naming import fit, one_line
from servicelab.figures.numbers import decimals, number_text, short
from servicelab.figures.picture import Picture, with_alt
from servicelab.figures.style import INK, TALK_COLOURS, style
from servicelab.figures.words import Language, Words, phrase, words

_WHAT = "追踪图的表"
_MOST = 3
_NAME_EMS = 7.0
_INKS = [TALK_COLOURS[name] for name in ("trust", "anger", "solved")]
_DASHES = ((0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))


class Forecast(NamedTuple):
    """One model: its name, what it expected at each time, and its interval where it has one.

    Examples
    --------
    >>> Forecast("BG/NBD", pd.Series([1.0]), None).name
    'BG/NBD'
    """

    name: str
    value: pd.Series[float]
    ends: pd.DataFrame | None


def tracking_plot(
    table: pd.DataFrame,
    *,
    expected: Mapping[str, str] | None = None,
    calibration_end: float | None = None,
    x_title: str | None = None,
    y_title: str | None = None,
    title: str | None = None,
    language: Language = "zh",
) -> Picture:
    """Draw what happened over time beside what a model, or as many as three, had expected.

    Parameters
    ----------
    table
        One row a time, in any order: ``time``, ``actual`` (may be missing in the last rows, the
        future), and what was expected in the column ``expected``; its interval, if there is one,
        in ``expected_low`` and ``expected_high``.
    expected
        Other columns of expectations: column → name of the model; the interval of ``column`` is
        in ``column_low`` and ``column_high``.
    calibration_end
        Time up to which the data were used to fit; marked. Else the last time at which a column
        ``period`` says ``"calibration"``, if there is such a column.
    x_title, y_title
        What the axes measure, with units; fitting ones are there for cumulative counts.
    title
        Heading; a fitting one is there.
    language
        ``"zh"`` or ``"en"``.

    Returns
    -------
    Picture
        The figure with its alt text: actual and expected at the calibration end and at the last
        time, with their difference.

    Raises
    ------
    FigureError
        If the table is empty, lacks a column or a number, a time comes twice, an expectation is
        outside its interval, or the calibration end is outside the times.

    Examples
    --------
    >>> table = pd.DataFrame({"time": [26, 52, 78], "actual": [1500, 3000, 4340],
    ...                       "expected": [1490.0, 2960.0, 4166.0]})
    >>> print(tracking_plot(table, calibration_end=52, x_title="周").alt)
    追踪图：...模型预期：到 52 时 2960，实际 3000，差 −40（−1.3%）。...
    """
    say = words(language)
    rows, forecasts = _read(table, expected or {"expected": say["tracking_expected"]})
    until = _until(table, rows, calibration_end)
    heading = title or say["tracking_title"]
    across = one_line(x_title or say["tracking_x"])
    with style():
        figure = Figure(figsize=(11, 6.4), layout="constrained")
        axes = figure.add_subplot()
        _draw(axes, rows, forecasts, say)
        axes.set_xlabel(fit(across, 28), parse_math=False)
        axes.set_ylabel(fit(y_title or say["tracking_y"], 18), parse_math=False)
        set_heading(figure, heading)
        banded = any(one.ends is not None for one in forecasts)
        set_notes(figure, say["tracking_band"] if banded else "")
        figure.draw_without_rendering()  # the names at the right have made the axes narrower
        if until is not None:
            draw_marks(axes, {until: say["tracking_calibration"]})
    return with_alt(figure, _alt(rows, forecasts, until, heading, across, say))


def _read(table: object, expected: Mapping[str, str]) -> tuple[pd.DataFrame, list[Forecast]]:
    checked = check_table(table, ["time", "actual", *expected], _WHAT)
    if len(expected) > _MOST:
        raise FigureError(f"追踪图一次最多画 {_MOST} 个模型，收到 {len(expected)} 个。")
    checked = checked.assign(time=check_numbers(checked, ["time"], _WHAT)["time"])
    checked = checked.sort_values("time").reset_index(drop=True)
    twice = checked["time"][checked["time"].duplicated()]
    if len(twice):
        raise FigureError(f"{_WHAT}里时间 {twice.iloc[0]:g} 有两行。请只留一行。")
    known = int(checked["actual"].notna().to_numpy().nonzero()[0].max(initial=-1)) + 1
    actual = check_numbers(checked[:known], ["actual"], _WHAT)["actual"] if known else None
    rows = checked[["time"]].assign(actual=np.nan if actual is None else actual)
    return rows, [_forecast(checked, column, one_line(name)) for column, name in expected.items()]


def _forecast(table: pd.DataFrame, column: str, name: str) -> Forecast:
    value = check_numbers(table, [column], _WHAT)[column]
    names = [f"{column}_low", f"{column}_high"]
    if not any(end in table.columns for end in names):
        return Forecast(name, value, None)
    ends = check_numbers(check_table(table, names, _WHAT), names, _WHAT)
    for time, middle, (low, high) in zip(
        table["time"], value, ends.to_numpy().tolist(), strict=True
    ):
        check_between(middle, low, high, f"{name}，{time:g}", _WHAT, names)
    return Forecast(name, value, ends.set_axis(["low", "high"], axis=1))


def _until(table: pd.DataFrame, rows: pd.DataFrame, given: float | None) -> float | None:
    if given is None and "period" in table.columns:
        fitted = table["time"][table["period"] == "calibration"]
        return float(fitted.max()) if len(fitted) else None
    low, high = rows["time"].min(), rows["time"].max()
    if given is not None and not low <= given <= high:
        raise FigureError(
            f"拟合截止的时间 {given:g} 不在表的时间 {low:g} 到 {high:g} 里。请改 calibration_end。"
        )
    return given


def _draw(axes: Axes, rows: pd.DataFrame, forecasts: list[Forecast], say: Words) -> None:
    _frame(axes, rows, forecasts)
    time = rows["time"].to_numpy()
    seen = rows.dropna()
    marker = "o" if len(rows) <= 40 else None
    axes.plot(seen["time"], seen["actual"], color=INK, marker=marker, markersize=7, zorder=3)
    inks = _INKS[: len(forecasts)]
    for ink, dashes, one in zip(inks, _DASHES, forecasts, strict=False):
        if one.ends is not None:
            axes.fill_between(
                time, one.ends["low"], one.ends["high"], color=ink, alpha=0.18, linewidth=0
            )
        axes.plot(time, one.value, color=ink, linestyle=dashes, zorder=4)
        if len(rows) == 1:  # a line has no length here
            axes.plot(time, one.value, "s", color=ink, markersize=9, zorder=4)
    lines = [pd.Series(one.value.to_numpy(), index=time) for one in forecasts]
    names = [one.name for one in forecasts]
    if len(seen):
        lines.append(pd.Series(seen["actual"].to_numpy(), index=seen["time"].to_numpy()))
        names.append(say["tracking_actual"])
    digits = _digits(rows, forecasts)
    texts = [
        f"{fit(name, _NAME_EMS)} {told(float(line.iloc[-1]), digits)}"
        for name, line in zip(names, lines, strict=True)
    ]
    end_labels(axes, lines, texts, [*inks, INK][: len(lines)])
    for label in axes.texts:
        label.set_color(INK)


def _frame(axes: Axes, rows: pd.DataFrame, forecasts: list[Forecast]) -> None:
    values = _values(rows, forecasts)
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) or max(0.1 * abs(high), 0.5)
    axes.set_ylim(0 if 0 <= low < 0.5 * high else low - room, high + room)
    left, right = float(rows["time"].min()), float(rows["time"].max())
    side = 0.02 * (right - left) or 0.5
    axes.set_xlim(left - side, right + side)
    set_ticks(axes.xaxis, 8, whole=bool((rows["time"] % 1 == 0).all()))
    set_ticks(axes.yaxis, 6)


def _values(rows: pd.DataFrame, forecasts: list[Forecast]) -> np.ndarray:
    parts = [rows["actual"].dropna().to_numpy(), *(one.value.to_numpy() for one in forecasts)]
    parts += [one.ends.to_numpy().ravel() for one in forecasts if one.ends is not None]
    return np.concatenate(parts)


def _digits(rows: pd.DataFrame, forecasts: list[Forecast]) -> int:
    return decimals(_values(rows, forecasts))


def _alt(
    rows: pd.DataFrame,
    forecasts: list[Forecast],
    until: float | None,
    heading: str,
    across: str,
    say: Words,
) -> str:
    first, last = short(rows["time"].iloc[0]), short(rows["time"].iloc[-1])
    parts = [phrase(say, "tracking_head", title=heading, x=across, first=first, last=last)]
    places = [len(rows) - 1]
    if until is not None:
        parts.append(phrase(say, "tracking_until", time=short(until)))
        places.insert(0, int(np.flatnonzero(rows["time"] <= until).max(initial=0)))
    digits = _digits(rows, forecasts)
    for one in forecasts:
        parts += [_compared(rows, one, place, digits, say) for place in dict.fromkeys(places)]
        parts += _outside(rows, one, say)
    seen = rows.dropna()
    if len(seen) and len(seen) < len(rows):
        value = told(float(seen["actual"].iloc[-1]), digits)
        parts.append(
            phrase(say, "tracking_actuals", time=short(seen["time"].iloc[-1]), value=value)
        )
    return "".join(parts).strip()


def _compared(rows: pd.DataFrame, one: Forecast, place: int, digits: int, say: Words) -> str:
    time, actual = rows["time"].iloc[place], rows["actual"].iloc[place]
    value = float(one.value.iloc[place])
    what = {"name": one.name, "time": short(time), "value": told(value, digits)}
    if np.isnan(actual):
        return phrase(say, "tracking_series", **what)
    difference = told(round(value, digits) - round(actual, digits), digits)  # as readers reckon
    if actual > 0:
        share = f"{number_text(100 * (value / actual - 1), 1)}%"
        difference = phrase(say, "tracking_share", difference=difference, share=share)
    return phrase(
        say, "tracking_compare", **what, actual=told(actual, digits), difference=difference
    )


def _outside(rows: pd.DataFrame, one: Forecast, say: Words) -> list[str]:
    seen = rows["actual"].notna()
    if one.ends is None or not seen.any():
        return []
    missed = (rows["actual"] < one.ends["low"]) | (rows["actual"] > one.ends["high"])
    counts = {"n": int(seen.sum()), "outside": int((missed & seen).sum())}
    return [phrase(say, "tracking_outside", name=one.name, **counts)]
