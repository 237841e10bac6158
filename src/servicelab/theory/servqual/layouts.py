"""A table with a row an answer, made a table with a row a respondent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.columns import Named, known_column
from servicelab.theory.servqual.names import plain, says_side
from servicelab.theory.servqual.problems import Problem, found

SIDES = {"expectation": "期望", "perception": "感知"}


@dataclass(frozen=True)
class Wide:
    """A row a respondent; the columns of the two sides by item; what was odd."""

    frame: pd.DataFrame
    expectation: Mapping[str, str] | None
    perception: Mapping[str, str]
    problems: tuple[Problem, ...]


def is_long(frame: pd.DataFrame, layout: str | None) -> bool:
    """Return whether a table has a row an answer.

    Parameters
    ----------
    frame
        The table.
    layout
        ``"wide"``, ``"long"`` or ``None``.

    Returns
    -------
    bool
        As told; else by its names: respondents that repeat, and a column for the item.

    Raises
    ------
    TheoryError
        If `layout` is something else.

    Examples
    --------
    >>> is_long(pd.DataFrame({"编号": [1, 1], "题号": [1, 2], "感知": [5, 6]}), None)
    True
    """
    if layout not in (None, "wide", "long"):
        raise TheoryError(f"layout 只有 'wide'（一人一行）和 'long'（一题一行），没有“{layout}”。")
    if layout is not None:
        return layout == "long"
    who, item = _column(frame, "respondent"), _column(frame, "item")
    if who is None or item is None:
        return False
    # In a wide table with a column called 问题, a respondent recorded twice is the exception.
    people, asked = frame[who].nunique(), frame[item].nunique()
    return len(frame) >= 1.5 * people and asked <= max(2, len(frame) / 2)


def widened(frame: pd.DataFrame, expectation: Named, perception: Named) -> Wide:
    """Make a row a respondent of a row an answer.

    Parameters
    ----------
    frame
        Columns for respondent and item; and either a column a side, or one for the side and one
        for the answer.
    expectation, perception
        The one column of each side, where the user named it.

    Returns
    -------
    Wide
        Index: the row on which a respondent first appears.

    Raises
    ------
    TheoryError
        If the columns aren't found.
    """
    who, item = (_needed(frame, key) for key in ("respondent", "item"))
    sides = _sides(frame, expectation, perception)
    if sides is None:
        frame, sides = _parted(frame, who, item)
    order = list(dict.fromkeys(frame[item].map(_text)))
    first = frame.groupby(frame[who].map(_text), sort=False)
    rest = frame.drop(columns=[item, *sides.values()])
    constant = [
        c for c in rest if c == who or bool((first[str(c)].nunique(dropna=False) <= 1).all())
    ]
    wide = rest.loc[~frame[who].map(_text).duplicated(), constant]
    problems: list[Problem] = [found("long", count=len(wide), items=len(order))]
    columns: dict[str, dict[str, str]] = {}
    for side, column in sides.items():
        answers = _spread(frame, who, item, column, problems).reindex(columns=order)
        columns[side] = {one: f"{SIDES[side]} {one}" for one in order}
        answers.columns = pd.Index([columns[side][one] for one in order])
        answers.index = wide.index
        wide = pd.concat([wide, answers], axis=1)
    return Wide(wide, columns.get("expectation"), columns["perception"], tuple(problems))


def _spread(
    frame: pd.DataFrame, who: str, item: str, column: str, problems: list[Problem]
) -> pd.DataFrame:
    """A row a respondent in order of appearance; two different answers to one item are none."""
    keys = [frame[who].map(_text).rename("who"), frame[item].map(_text).rename("item")]
    table = pd.concat([*keys, frame[column].rename("answer")], axis=1)
    twice = table.duplicated(["who", "item"], keep=False)
    same = table.duplicated(["who", "item", "answer"], keep="first")
    unsure = twice & ~table.duplicated(["who", "item", "answer"], keep=False)
    if unsure.any():
        problems.append(found("answered_twice", table.index[unsure], column))
    elif same.any():
        problems.append(found("repeated_answer", table.index[same], column))
    table.loc[_whole_cells(table, unsure), "answer"] = None
    kept = table.drop_duplicates(["who", "item"])
    wide = kept.pivot(index="who", columns="item", values="answer")
    return wide.reindex(list(dict.fromkeys(table["who"])))


def _whole_cells(table: pd.DataFrame, unsure: pd.Series) -> pd.Series:
    cells = pd.MultiIndex.from_frame(table[["who", "item"]])
    return pd.Series(cells.isin(cells[unsure.to_numpy()]), index=table.index)


def _sides(frame: pd.DataFrame, expectation: Named, perception: Named) -> dict[str, str] | None:
    given = {"expectation": expectation, "perception": perception}
    found: dict[str, str] = {}
    for side, names in given.items():
        if names is None:
            like = [c for c in frame.columns if _of_side(c, side)]
        else:
            like = [known_column(name, list(frame.columns), side) for name in _flat(names)]
        if len(like) > 1:
            raise TheoryError(
                f"一题一行的表里，{SIDES[side]}应当只有一列，像的有：{'、'.join(like)}。"
                f"请写明 {side}=['列名']。"
            )
        found.update({side: like[0]} if like else {})
    return found if "perception" in found else None


def _of_side(column: str, side: str) -> bool:
    told = says_side(column, side) or plain(column) == side[0]
    return told and not any(_is(column, key) for key in ("side", "item", "respondent"))


def _parted(frame: pd.DataFrame, who: str, item: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """One column of answers, another that says which side they are."""
    side, answer = (_needed(frame, key) for key in ("side", "answer"))
    kind = frame[side].map(lambda cell: next((s for s in SIDES if says_side(_text(cell), s)), ""))
    odd = frame.index[kind == ""]
    if len(odd):
        raise TheoryError(
            f"“{side}”这一列第 {odd[0]} 行写的是“{_text(frame.loc[odd[0], side])[:20]}”，"
            "不知道是期望还是感知。请写成“期望”或“感知”。"
        )
    told = frame.drop(columns=[side, answer])
    for name, words in SIDES.items():
        if (kind == name).any():
            told[words] = frame[answer].where(kind == name)
    sides = {name: words for name, words in SIDES.items() if words in told}
    return _joined(told, who, item, sides), sides


def _joined(told: pd.DataFrame, who: str, item: str, sides: Mapping[str, str]) -> pd.DataFrame:
    """Drop the empty half that each side's rows leave in the other side's column."""
    if len(sides) < 2:
        return told
    ours, theirs = (told[words] for words in sides.values())
    keys = [told[who].map(_text), told[item].map(_text)]
    both = pd.concat([ours, theirs], axis=1).groupby(keys, sort=False).transform("first")
    halves = told.assign(**{str(name): both[name] for name in both})
    one_each = pd.concat([ours.notna(), theirs.notna()], axis=1).groupby(keys).sum().max().max()
    if one_each > 1:
        raise TheoryError(
            "同一个人同一题的同一边答了不止一次，分不清哪一次算数。请先在表里留一次。"
        )
    return halves.loc[~pd.concat(keys, axis=1).duplicated()]


def _needed(frame: pd.DataFrame, key: str) -> str:
    column = _column(frame, key)
    if column is None:
        words = {"respondent": "谁答的", "item": "哪一题", "side": "期望还是感知", "answer": "分数"}
        raise TheoryError(
            f"一题一行的表要有一列说“{words[key]}”（列名如“{_names(key)[0]}”），没有找到。"
            f"表里的列：{'、'.join(map(str, frame.columns[:20]))}。一人一行的表请写 layout='wide'。"
        )
    return column


def _column(frame: pd.DataFrame, key: str) -> str | None:
    known = {plain(str(column)): str(column) for column in reversed(frame.columns)}
    return next((known[name] for name in _names(key) if name in known), None)


def _is(column: str, key: str) -> bool:
    return plain(column) in _names(key)


def _names(key: str) -> list[str]:
    names: list[str] = read_yaml("servicelab.theory.servqual", "data/reading.yaml")["long"][key]
    return names


def _flat(names: Sequence[object] | Mapping[str, object]) -> Iterator[object]:
    yield from names.values() if isinstance(names, Mapping) else names


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())
