"""The words of the commands for authors, and a few things that these say in several places."""

from __future__ import annotations

from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.scenarios import Scenario, catalog


def words(key: str) -> Any:
    """Return an entry of ``authoring.yaml``.

    Parameters
    ----------
    key
        Its steps, joined by dots.

    Examples
    --------
    >>> words("play.ended.left")
    '没谈成：客户没等到想要的，走了。'
    """
    found = read_yaml("servicelab.course", "authoring.yaml")
    for step in key.split("."):
        found = found[step]
    return found


def say(key: str, **slots: object) -> str:
    """Return a message with its slots filled."""
    return str(words(key)).format_map(slots)


def trades() -> dict[str, str]:
    """Return the trades that have lines of their own: id and Chinese name.

    Examples
    --------
    >>> trades()["hotel"]
    '酒店'
    """
    table = catalog()
    return dict(zip(table["industry"], table["industry_zh"], strict=True))


def trades_listed() -> str:
    """Return these trades in one line."""
    return "、".join(f"{name} {zh}" for name, zh in trades().items())


def given(scenario: Scenario) -> str:
    """Return what the desk may give, in yuan.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> given(load("hotel_dirty_room"))
    '退款 144 元，换货重做（补回东西本身的 90%），补偿 192 元'
    """
    parts = [
        say(f"given.{name}", sum=f"{share * scenario.price:g}", percent=percent(share))
        for name, share in scenario.remedies
        if share
    ]
    return "，".join(parts) or say("given.nothing")


def percent(share: float) -> str:
    """Return a share as people say it.

    Examples
    --------
    >>> percent(0.256)
    '26%'
    """
    return f"{round(100 * share)}%"


def quoted(path: object) -> str:
    """Return a path as it may be typed in a terminal.

    Examples
    --------
    >>> quoted("我的案例.yaml"), quoted("my cases/a.yaml")
    ('我的案例.yaml', '"my cases/a.yaml"')
    """
    text = str(path)
    return f'"{text}"' if any(char in text for char in " &()'#;") else text
