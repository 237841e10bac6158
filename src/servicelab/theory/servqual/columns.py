"""Which column is which: expectation and perception of one item, given by the user or guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.names import item_key, number_of, plain

Named = Sequence[object] | Mapping[str, object] | None


@dataclass(frozen=True)
class Pairing:
    """Items with their columns.

    Attributes
    ----------
    items
        Labels of the items, the same for both sides.
    expectation, perception
        Column of each item; `expectation` is ``None`` for a survey of performance only.
    how
        Chinese words on how the columns were found.
    moved
        Whether the two sides stood in different orders and were matched by their names.
    left
        Columns that look like a side but have no counterpart, and are no items.
    """

    items: tuple[str, ...]
    expectation: tuple[str, ...] | None
    perception: tuple[str, ...]
    how: str
    moved: bool = False
    left: tuple[str, ...] = ()


def pair(columns: Sequence[str], expectation: Named, perception: Named) -> Pairing:
    """Pair the columns of expectation and perception by item.

    Parameters
    ----------
    columns
        All column names of the table.
    expectation, perception
        Names of the columns, or a mapping from an item's label to its column; ``None`` for both
        guesses from the names.

    Returns
    -------
    Pairing
        A pair an item; lists whose names carry the same question numbers are paired by number,
        not by place.

    Raises
    ------
    TheoryError
        If a column is unknown or used twice, or it is not clear which belongs to which.

    Examples
    --------
    >>> pair(["E2", "E1", "P1", "P2"], None, None).perception
    ('P1', 'P2')
    """
    if expectation is None and perception is None:
        from servicelab.theory.servqual.guessing import guess  # it needs what stands here

        return guess(columns)
    if perception is None or len(perception) == 0:
        raise TheoryError(
            "只给了期望的列（expectation），没有给感知的列。请把两边都写上："
            "expectation=[…], perception=[…]；只问了感知的问卷，只写 perception=[…]。"
        )
    if expectation is not None and len(expectation) == 0:
        expectation = None
    if isinstance(perception, Mapping) or isinstance(expectation, Mapping):
        return _by_label(columns, expectation, perception)
    theirs = _known(perception, columns, "perception")
    ours = None if expectation is None else _known(expectation, columns, "expectation")
    _once([*(ours or []), *theirs])
    return _alone(theirs) if ours is None else match(ours, theirs, "按你给的列名")


def match(expectation: Sequence[str], perception: Sequence[str], how: str) -> Pairing:
    """Pair two lists of columns by what their names say, else by place.

    Parameters
    ----------
    expectation, perception
        Column names.
    how
        Chinese words on where the lists came from.

    Returns
    -------
    Pairing
        The items in the order of `expectation`, or of the question numbers where the two orders
        differ.

    Raises
    ------
    TheoryError
        If the lists differ in length, or their numbers contradict each other.

    Examples
    --------
    >>> match(["Q1", "Q2"], ["Q3", "Q4"], "").items
    ('Q1', 'Q2')
    """
    if len(expectation) != len(perception):
        raise TheoryError(
            f"期望有 {len(expectation)} 列，感知有 {len(perception)} 列，对不上。"
            f"期望：{_listed(expectation)}；感知：{_listed(perception)}。请让两边一题一列。"
        )
    ours, theirs = [item_key(name) for name in expectation], [item_key(name) for name in perception]
    one_to_one = len(set(ours)) == len(ours) and len(set(theirs)) == len(theirs)
    if one_to_one and ours == theirs:
        return Pairing(tuple(ours), tuple(expectation), tuple(perception), how)
    if one_to_one and set(ours) == set(theirs):
        return _by_key(dict(zip(ours, expectation, strict=True)), perception, how)
    _refuse_contradiction(ours, theirs, expectation, perception)
    numbers = all(number_of(key) for key in ours) and len(set(ours)) == len(ours)
    items = ours if numbers else [str(name) for name in perception]
    told = f"{how}，两边的题名不同，按先后顺序配对，请核对"
    return Pairing(tuple(items), tuple(expectation), tuple(perception), told)


def known_column(name: object, columns: Sequence[str], where: str) -> str:
    """Return a user's name of a column as the table has it, or say which ones look like it."""
    text = str(name).strip()
    exact = [column for column in columns if column == str(name)]
    loose = exact or [column for column in columns if plain(column) == plain(text)]
    if len(loose) == 1:
        return loose[0]
    close = get_close_matches(plain(text), list(map(plain, columns)), 3, 0.5)
    like = [column for column in columns if plain(column) in close]
    hint = f"是不是{_listed(like)}？" if like else ""
    raise TheoryError(
        f"{where} 里的“{text}”，表里没有这一列。{hint}表里的列：{_listed(columns, 30)}。"
    )


def _known(names: Sequence[object], columns: Sequence[str], where: str) -> list[str]:
    if isinstance(names, str):
        raise TheoryError(f"{where} 要写成列名的清单，例如 ['{names}']，不是一个词。")
    return [known_column(name, columns, where) for name in names]


def _once(columns: Iterable[str]) -> None:
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise TheoryError(f"{_listed(twice)}用了两次：一列只能是一道题的一边。请改正列名清单。")


def _alone(perception: list[str]) -> Pairing:
    keys = [item_key(name) for name in perception]
    items = keys if len(set(keys)) == len(keys) else perception
    return Pairing(tuple(items), None, tuple(perception), "按你给的列名；没有期望列，只能看感知")


def _by_label(columns: Sequence[str], expectation: Named, perception: Named) -> Pairing:
    sides = [side for side in (expectation, perception) if side is not None]
    if not all(isinstance(side, Mapping) for side in sides):
        raise TheoryError("expectation 和 perception 要么都写成清单，要么都写成 {题名: 列名}。")
    theirs = {str(key): known_column(v, columns, "perception") for key, v in _pairs(perception)}
    ours = {str(key): known_column(v, columns, "expectation") for key, v in _pairs(expectation)}
    _once([*ours.values(), *theirs.values()])
    if expectation is not None and set(ours) != set(theirs):
        odd = sorted(set(ours) ^ set(theirs))
        raise TheoryError(f"题名{_listed(odd)}只在一边出现。请让期望和感知的题名一样。")
    found = None if expectation is None else tuple(ours[item] for item in theirs)
    return Pairing(tuple(theirs), found, tuple(theirs.values()), "按你给的题名和列名")


def _pairs(side: Named) -> Iterable[tuple[str, object]]:
    return side.items() if isinstance(side, Mapping) else ()


def _by_key(ours: dict[str, str], perception: Sequence[str], how: str) -> Pairing:
    theirs = {item_key(name): name for name in perception}
    numbered = all(number_of(key) for key in ours)
    items = sorted(ours, key=lambda key: number_of(key) or 0) if numbered else list(ours)
    told = f"{how}，两边的先后不同，按{'题号' if numbered else '题名'}配对"
    columns = tuple(ours[key] for key in items), tuple(theirs[key] for key in items)
    return Pairing(tuple(items), *columns, told, moved=True)


def _refuse_contradiction(
    ours: list[str], theirs: list[str], expectation: Sequence[str], perception: Sequence[str]
) -> None:
    numbers = [(number_of(a), number_of(b)) for a, b in zip(ours, theirs, strict=True)]
    steps = {b - a for a, b in numbers if a is not None and b is not None}
    all_numbered = all(a is not None and b is not None for a, b in numbers)
    if (all_numbered and len(steps) > 1) or set(ours) & set(theirs):
        odd = next(i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
        raise TheoryError(
            f"期望和感知的题号对不上：第 {odd + 1} 对是“{expectation[odd]}”和“{perception[odd]}”。"
            "配错了题，差距就全错。请改清单的先后，或写成 {题名: 列名}，例如 "
            f"expectation={{'题1': '{expectation[0]}', …}}, perception={{'题1': '…', …}}。"
        )


def _listed(names: Iterable[str], most: int = 8) -> str:
    shown = list(names)
    more = f"等 {len(shown)} 列" if len(shown) > most else ""
    return "、".join(f"“{name}”" for name in shown[:most]) + more
