"""Which items make a dimension, and how much a dimension weighs: given, or guessed and said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import isfinite

from servicelab.data.resources import read_yaml
from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.columns import Pairing
from servicelab.theory.servqual.names import item_key, number_of, plain, says_side
from servicelab.theory.servqual.scores import TOTAL

WHOLE = "总体"
SIZES = {"有形性": 4, "可靠性": 5, "响应性": 4, "保证性": 4, "移情性": 5}
Weights = Mapping[str, float] | Sequence[float] | None
_CLOSE_TO_WHOLE = 0.005


def given_dimensions(
    dimensions: Mapping[str, Sequence[object]], pairing: Pairing
) -> dict[str, list[str]]:
    """Return a user's dimensions with the survey's own item labels.

    Parameters
    ----------
    dimensions
        Dimension → items, each by its label, by one of its columns, or by its question number.
    pairing
        The survey's items.

    Returns
    -------
    dict
        Dimension → item labels.

    Raises
    ------
    TheoryError
        If an item is unknown, in two dimensions or in none, or a dimension is empty or ``total``.

    Examples
    --------
    >>> pairing = Pairing(("Q1", "Q2"), ("E1", "E2"), ("P1", "P2"), "")
    >>> given_dimensions({"准时": ["P1"], "态度": [2]}, pairing)
    {'准时': ['Q1'], '态度': ['Q2']}
    """
    names = _names(pairing)
    found = {
        str(name): [_item(item, names, str(name)) for item in _list(items, str(name))]
        for name, items in dimensions.items()
    }
    if TOTAL in found:
        raise TheoryError(
            f"维度不能叫“{TOTAL}”：表里这个名字留给所有题合起来的一行。请换一个名字。"
        )
    counts = Counter(item for items in found.values() for item in items)
    twice = [item for item, count in counts.items() if count > 1]
    if twice:
        raise TheoryError(
            f"题目{'、'.join(twice)}归了两次维度。一道题只能归一个，请改 dimensions。"
        )
    left = [item for item in pairing.items if item not in counts]
    if left:
        raise TheoryError(
            f"题目{'、'.join(left[:10])}没有归入任何维度。请在 dimensions 里给它们一个维度，"
            "或者不要放进 expectation 和 perception。"
        )
    return found


def guessed_dimensions(
    pairing: Pairing, groups: Mapping[str, str] | None = None
) -> tuple[dict[str, list[str]], str]:
    """Guess the dimensions from the items.

    Parameters
    ----------
    pairing
        The survey's items.
    groups
        What stands above each column's name in the table's header.

    Returns
    -------
    tuple
        Dimension → item labels, and Chinese words on how it was guessed.

    Examples
    --------
    >>> items = tuple(f"Q{i}" for i in range(1, 23))
    >>> guess, how = guessed_dimensions(Pairing(items, items, items, ""))
    >>> {name: len(found) for name, found in guess.items()}
    {'有形性': 4, '可靠性': 5, '响应性': 4, '保证性': 4, '移情性': 5}
    """
    above = _by_groups(pairing, groups or {})
    if above:
        return above, "维度按表头上一行归的（请核对）"
    numbers = {item: number_of(item) for item in pairing.items}
    if all(numbers.values()):
        inside = sorted(pairing.items, key=lambda item: numbers[item] or 0)
        if [numbers[item] for item in inside] == list(range(1, 23)):
            return _by_sizes(inside), "22 题按 4/5/4/4/5 归入五个维度（猜的，请核对）"
        return {WHOLE: list(pairing.items)}, "没有给维度，全部题目当作一个维度“总体”"
    stems = {item: _dimension(item) for item in pairing.items}
    if all(stems.values()):
        order = dict.fromkeys(str(stem) for stem in stems.values())
        found = {name: [item for item in stems if stems[item] == name] for name in order}
        return found, "维度按题名开头的词归的（猜的，请核对）"
    if len(pairing.items) == 22:
        return _by_sizes(list(pairing.items)), "22 题按先后顺序归入五个维度（猜的，请核对）"
    return {WHOLE: list(pairing.items)}, "没有给维度，全部题目当作一个维度“总体”"


def checked_weights(weights: Weights, dimensions: Mapping[str, object]) -> dict[str, float] | None:
    """Return the weights of the dimensions as given, once they are complete and sum up.

    Parameters
    ----------
    weights
        Points of 100 (or shares of 1) a dimension, by name or in the dimensions' order.
    dimensions
        The survey's dimensions.

    Returns
    -------
    dict or None
        Dimension → weight as given.

    Raises
    ------
    TheoryError
        If a dimension is unknown or has no weight, a weight is no number or negative, or the sum
        is neither 100 nor 1.

    Examples
    --------
    >>> checked_weights([60, 40], {"可靠性": [], "态度": []})
    {'可靠性': 60.0, '态度': 40.0}
    """
    if weights is None:
        return None
    named = _named(weights, list(dimensions))
    wrong = [f"“{name}”" for name in named if name not in dimensions]
    wanting = [f"“{name}”" for name in dimensions if name not in named]
    if wrong or wanting:
        odd = f"不认识维度{'、'.join(wrong)}。" if wrong else ""
        gone = f"维度{'、'.join(wanting)}没有权重。" if wanting else ""
        raise TheoryError(
            f"权重和维度对不上：{odd}{gone}这份问卷的维度是：{'、'.join(dimensions)}。请一一给出。"
        )
    bad = [name for name, value in named.items() if not isfinite(value) or value < 0]
    if bad:
        raise TheoryError(f"维度“{bad[0]}”的权重是 {named[bad[0]]}。权重要是不小于 0 的数。")
    total = sum(named.values())
    if min(abs(total / 100 - 1), abs(total - 1)) > _CLOSE_TO_WHOLE:
        raise TheoryError(f"权重加起来是 {total:g}，不是 100（也不是 1）。请核对各维度的分数。")
    return named


def _named(weights: Mapping[str, float] | Sequence[float], order: list[str]) -> dict[str, float]:
    if not isinstance(weights, Mapping):
        if len(weights) != len(order):
            raise TheoryError(
                f"给了 {len(weights)} 个权重，维度有 {len(order)} 个：{'、'.join(order)}。"
                "请一个维度一个，或写成 {维度: 权重}。"
            )
        weights = dict(zip(order, weights, strict=True))
    try:
        return {str(name): float(value) for name, value in weights.items()}
    except (TypeError, ValueError) as error:
        raise TheoryError(f"权重要写成数字，读到的是 {dict(weights)}。") from error


def _names(pairing: Pairing) -> dict[str, str]:
    """Every name an item goes by; where two items share one, the label wins."""
    names: dict[str, str] = {}
    for side in (pairing.expectation or (), pairing.perception, pairing.items):
        names.update(zip(map(plain, side), pairing.items, strict=False))
    numbered = {str(number_of(item)): item for item in pairing.items if number_of(item)}
    return {**numbered, **names}


def _item(item: object, names: Mapping[str, str], dimension: str) -> str:
    found = names.get(plain(str(item)))
    if found is None:
        shown = "、".join(dict.fromkeys(names.values()))
        raise TheoryError(
            f"维度“{dimension}”里的题目“{item}”不在问卷里。问卷的题目：{shown[:300]}。"
        )
    return found


def _list(items: Sequence[object], dimension: str) -> Sequence[object]:
    if isinstance(items, str) or len(items) == 0:
        raise TheoryError(f"维度“{dimension}”的题目要写成清单，至少一题，例如 ['E1', 'E2']。")
    return items


def _by_groups(pairing: Pairing, groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Dimensions merged over the columns of the header, where all items have one."""
    found: dict[str, list[str]] = {}
    sides = (pairing.expectation or pairing.perception, pairing.perception)
    for item, *columns in zip(pairing.items, *sides, strict=True):
        names = {item_key(groups.get(column, "")) for column in columns}
        if len(names) != 1 or says_side(*names) or names == {""}:
            return {}
        found.setdefault(names.pop(), []).append(item)
    return found if len(found) > 1 else {}


def _by_sizes(items: list[str]) -> dict[str, list[str]]:
    found, start = {}, 0
    for name, size in SIZES.items():
        found[name] = items[start : start + size]
        start += size
    return found


def _dimension(item: str) -> str | None:
    stem = re.fullmatch(r"(.*?)[\s_.\-]*(?:q|第|item|no)?[\s_.\-]*\d+\s*题?", plain(item))
    if stem is None:
        return None
    return next((name for name, p in _stems() if p.fullmatch(stem[1])), stem[1] or None)


@cache
def _stems() -> list[tuple[str, re.Pattern[str]]]:
    words = read_yaml("servicelab.theory.servqual", "data/reading.yaml")["dimensions"]
    return [(name, re.compile("|".join(f"(?:{w})" for w in words[name]))) for name in words]
