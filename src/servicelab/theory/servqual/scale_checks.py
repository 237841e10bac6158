"""Two scales in one survey: columns, groups or rows that stop at 5 where others go to 7."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from servicelab.theory.servqual.problems import Problem, found

Scale = tuple[float, float]
# How many answers above a scale's end must be wanting before their absence is no chance.
_SURE, _LIKELY = 10.0, 5.0
_ROWS = 8
_WIDEST = 10


def mixed_scales(
    told: pd.DataFrame, others: pd.DataFrame, scale: Scale, sides: dict[str, list[str]]
) -> Iterator[Problem]:
    """Tell columns or respondents that seem to have used a shorter scale than the others.

    Parameters
    ----------
    told
        Answers within the scale.
    others
        Other columns; a group in one of them may have used another form.
    scale
        Lowest and highest answer.
    sides
        Columns of each side.

    Notes
    -----
    Where answers thin out towards the end of the scale, none above 5 is no wonder. Where they
    pile up at 5 and stop, it is: with counts f4, f5 and a normal distribution's curvature,
    about f5² / f4 · exp(−1 / variance) answers of 6 would be expected.
    """
    low, high = scale
    values = told.to_numpy(dtype=float)
    answered = values[~np.isnan(values)]
    if not len(answered) or high - low > _WIDEST or (answered != np.round(answered)).any():
        return
    if answered.max() < high:
        yield from _unused(answered, scale)
        return
    short = _short_sides(told, high, sides) | _short(told, high)
    yield from _of_columns(short, told, high, sides)
    rest = [str(name) for name in told.columns if str(name) not in short]
    yield from _of_rows(told[rest], others, scale)


def _short(told: pd.DataFrame, high: float) -> dict[str, float]:
    """Columns that seem to have been answered on a shorter scale, with its last point."""
    ends: dict[str, float] = {}
    wanting: dict[str, float] = {}
    for name in told.columns:
        answers = told[name].dropna().to_numpy(dtype=float)
        if len(answers) >= 20 and answers.max() < high:
            ends[str(name)] = float(answers.max())
            wanting[str(name)] = _wanting(answers, answers.max())
    sure = {ends[name] for name, count in wanting.items() if count > _SURE}
    # Where one column certainly stops there, others that probably do are named with it.
    return {n: end for n, end in ends.items() if end in sure and wanting[n] > _LIKELY}


def _short_sides(told: pd.DataFrame, high: float, sides: dict[str, list[str]]) -> dict[str, float]:
    """Columns of a side that as a whole stops short of the other: single ones may hold too few."""
    found: dict[str, float] = {}
    for columns in sides.values():
        answers = told[columns].to_numpy(dtype=float).ravel()
        answers = answers[~np.isnan(answers)]
        if len(answers) >= 20 and answers.max() < high:
            end = float(answers.max())
            sure = _wanting(answers, end) > _SURE
            found |= dict.fromkeys(columns, end) if sure else {}
    return found


def _wanting(answers: np.ndarray, end: float) -> float:
    """How many answers one point above `end` one would expect, cautiously counted."""
    last, before = float((answers == end).sum()), float((answers == end - 1).sum())
    last, before = max(0.0, last - last**0.5), before + before**0.5
    variance = answers.var()
    if before == 0 or variance == 0:
        return 0.0
    return float(last**2 / before * np.exp(-1 / variance))


def _unused(answers: np.ndarray, scale: Scale) -> Iterator[Problem]:
    end = answers.max()
    if len(answers) >= 50 and _wanting(answers, end) > _LIKELY:
        yield found("scale_unused", low=scale[0], high=scale[1], end=end)


def _of_columns(
    short: dict[str, float], told: pd.DataFrame, high: float, sides: dict[str, list[str]]
) -> Iterator[Problem]:
    for end in sorted(set(short.values())):
        names = [name for name, last in short.items() if last == end]
        whole = [side for side, columns in sides.items() if set(columns) <= set(names)]
        where = "".join({"expectation": "期望", "perception": "感知"}[side] for side in whole)
        shown = f"{where}的全部 {len(names)} 列" if len(whole) == 1 else "、".join(names[:12])
        yield found("mixed_scale", (), shown, end=end, high=high, count=len(names))


def _of_rows(told: pd.DataFrame, others: pd.DataFrame, scale: Scale) -> Iterator[Problem]:
    enough = (told.notna().sum(axis=1) >= 4).to_numpy()
    top = told.max(axis=1).to_numpy()
    low, high = scale
    for end in np.arange(high - 2, low + 1, -1):
        below = enough & (top <= end)
        rows = _two_heaps(told, top, enough, end, high)
        words = "散在各处"
        if rows is None:
            rows, words = _group(told, others, below, enough, end)
        if rows is None:
            rows, words = _run(told, below, enough, end)
        if rows is not None:
            yield found(
                "mixed_rows", told.index[rows], end=end, high=high, where=words,
                beyond=int((top > end).sum()),
            )  # fmt: skip
            return


def _two_heaps(
    told: pd.DataFrame, top: np.ndarray, enough: np.ndarray, end: float, high: float
) -> np.ndarray | None:
    """Respondents' highest answers heap up at `end` and again further up, with a dip between."""
    at, after = (enough & (top == end)), (enough & (top == end + 1)).sum()
    beyond = (enough & (top > end + 1)).sum()
    heap = at.sum()
    deep = heap - after > 4 * np.sqrt(heap + after)
    dip = deep and beyond - after > 2 * np.sqrt(beyond + after)
    if heap < _ROWS or beyond < _ROWS or not dip:
        return None
    often = (told.to_numpy()[at] == end).sum(axis=1)
    return enough & (top <= end) if np.median(often) >= 3 else None


def _group(
    told: pd.DataFrame, others: pd.DataFrame, below: np.ndarray, enough: np.ndarray, end: float
) -> tuple[np.ndarray | None, str]:
    for name in others.columns:
        codes, kinds = pd.factorize(others[name])
        if not 2 <= len(kinds) <= 20:
            continue
        for code, kind in enumerate(kinds):
            inside = (codes == code) & enough
            if _no_chance(told, inside, below, enough, end):
                return inside, f"都是“{name}”为“{str(kind)[:20]}”的"
    return None, ""


def _run(
    told: pd.DataFrame, below: np.ndarray, enough: np.ndarray, end: float
) -> tuple[np.ndarray | None, str]:
    """The longest run of neighbouring rows that all stop at `end`."""
    edges = np.flatnonzero(np.diff(np.r_[0, (below | ~enough).astype(int), 0]))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return None, ""
    longest = int(np.argmax(ends - starts))
    inside = np.zeros(len(below), dtype=bool)
    inside[starts[longest] : ends[longest]] = True
    inside &= enough
    if _no_chance(told, inside, below, enough, end):
        return inside, "连成一片"
    return None, ""


def _no_chance(
    told: pd.DataFrame, inside: np.ndarray, below: np.ndarray, enough: np.ndarray, end: float
) -> bool:
    """Whether all rows inside stop at `end`, far more often than rows outside do."""
    outside = enough & ~inside
    count = int(inside.sum())
    if count < _ROWS or outside.sum() < _ROWS or not below[inside].all():
        return False
    share = (below[outside].sum() + 1) / (outside.sum() + 2)
    if np.log(len(below)) + count * np.log(share) > np.log(1e-6):
        return False
    values = told.to_numpy()[inside]
    return _wanting(values[~np.isnan(values)], end) > _SURE
