"""Who is speaking: labels such as 顾客, 坐席 1023 or helpdesk, as files and people write them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from servicelab.data.resources import read_yaml


@lru_cache(maxsize=4096)  # a file has few labels and many lines
def speaker_of(label: str) -> str | None:
    """Tell which side a label names.

    Parameters
    ----------
    label
        What stands before the colon or in the speaker's column; a name or number may follow
        (客服小王, 坐席 1023), brackets may stand around it.

    Returns
    -------
    str or None
        ``"customer"``, ``"agent"``, or None if the label is neither.

    Examples
    --------
    >>> speaker_of("【坐席1023】"), speaker_of("客户经理"), speaker_of("系统")
    ('agent', 'agent', None)
    """
    plain = re.sub(r"[\s\[\]【】()（）<>《》“”\"'_*#-]", "", label).lower()
    sides = [side for name, side in _names() if plain.startswith(name)]
    # 王经理, 淘宝客服: the word for the side may also come last.
    sides += [side for name, side in _names() if plain.endswith(name) and len(name) > 1]
    return sides[0] if sides else None


@cache
def _names() -> tuple[tuple[str, str], ...]:
    sides = read_yaml("servicelab.dialogue", "data/reading.yaml")["speakers"]
    pairs = [(name, side) for side, names in sides.items() for name in names]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def examples() -> str:
    """Return a few accepted labels, for messages."""
    sides = read_yaml("servicelab.dialogue", "data/reading.yaml")["speakers"]
    customers, agents = ("、".join(sides[side][:4]) for side in ("customer", "agent"))
    return f"客户一方写 {customers} 等，客服一方写 {agents} 等"
