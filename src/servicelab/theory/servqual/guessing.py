"""Columns of expectation and perception guessed from their names, or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.columns import Pairing, match
from servicelab.theory.servqual.names import item_key, number_of, plain, says_side

_OVERALL = re.compile("总体|整体|总的|overall|total|global")


def guess(columns: Sequence[str]) -> Pairing:
    """Guess the items from the names of the columns.

    Parameters
    ----------
    columns
        Column names; those like ``E1``, ``P1``, ``期望1``, ``感知1``, ``Q1_E``, ``exp_1`` tell.

    Returns
    -------
    Pairing
        The items in the order of their numbers, or of the table where they have none.

    Raises
    ------
    TheoryError
        If the names don't tell which columns are which; the message lists the names and shows
        how to give them.

    Examples
    --------
    >>> guess(["id", "期望1", "期望2", "感知1", "感知2"]).items
    ('Q1', 'Q2')
    """
    ours, theirs = _side(columns, "expectation"), _side(columns, "perception")
    if theirs and not ours:
        return _performance(theirs)
    _refuse(not theirs, columns, "看不出哪些列是期望、哪些列是感知。")
    common = [key for key in ours if key in theirs]
    alone = [name for key, name in [*ours.items(), *theirs.items()] if key not in common]
    if not common and _numbered_on(list(ours), list(theirs)):
        return match(list(ours.values()), list(theirs.values()), "按列名猜的，题号连着编")
    odd = [name for name in alone if number_of(item_key(name)) is not None]
    _refuse(bool(odd), columns, f"“{'”、“'.join(odd[:5])}”只有一边：另一边没有同一题的列。")
    _refuse(not common, columns, "像期望的列和像感知的列，题名一个也对不上。")
    found = _in_order([ours[key] for key in common], [theirs[key] for key in common], columns)
    return replace(found, left=tuple(alone))


def _numbered_on(ours: list[str], theirs: list[str]) -> bool:
    """Whether the second side's question numbers go on where the first side's end."""
    numbers = [number_of(key) for key in [*ours, *theirs]]
    start = numbers[0] or 0
    same = len(ours) == len(theirs)
    return same and numbers == list(range(start, start + len(numbers)))


def _in_order(ours: list[str], theirs: list[str], columns: Sequence[str]) -> Pairing:
    in_table = match(ours, sorted(theirs, key=list(columns).index), "按列名猜的")
    keys = [item_key(name) for name in ours]
    if all(number_of(key) for key in keys):
        order = sorted(range(len(keys)), key=lambda i: number_of(keys[i]) or 0)
        ours, theirs = [ours[i] for i in order], [theirs[i] for i in order]
    found = match(ours, theirs, "按列名猜的")
    return replace(found, how=in_table.how, moved=in_table.moved)


def _side(columns: Sequence[str], side: str) -> dict[str, str]:
    other = "perception" if side == "expectation" else "expectation"
    found: dict[str, str] = {}
    for name in columns:
        if says_side(name, side) and not says_side(name, other):
            key = item_key(name)
            _refuse(key in found, columns, f"“{found.get(key)}”和“{name}”像是同一题的同一边。")
            found[key] = name
    items = {key: name for key, name in found.items() if not _OVERALL.search(plain(name))}
    return items or found


def _performance(theirs: dict[str, str]) -> Pairing:
    keys = list(theirs)
    if all(number_of(key) for key in keys):
        keys.sort(key=lambda key: number_of(key) or 0)
    told = "按列名猜的；没有期望列，只能看感知"
    return Pairing(tuple(keys), None, tuple(theirs[key] for key in keys), told)


def _refuse(wrong: bool, columns: Sequence[str], why: str) -> None:
    if not wrong:
        return
    shown = "、".join(f"“{name}”" for name in columns[:30]) + ("……" if len(columns) > 30 else "")
    raise TheoryError(
        f"{why}表里的列：{shown or '（没有）'}。请自己写明，例如 "
        "Survey.read(文件, expectation=['E1', 'E2'], perception=['P1', 'P2'])，两边按题对齐。"
    )
