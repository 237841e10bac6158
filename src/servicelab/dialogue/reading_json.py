"""Dialogues in JSON: a list of {id, turns: [{sender, utterances: […]}]}, or one such a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from servicelab.dialogue.assembly import Line, Notes
from servicelab.dialogue.transcript import DialogueError

_SHAPE = (
    '[{"id": "1", "turns": [{"sender": "customer", "utterances": ["太冷了"]}, '
    '{"sender": "helpdesk", "utterances": ["您好"]}]}]'
)


def lines_of_json(text: str, name: str, notes: Notes) -> list[Line]:
    """Read JSON text as lines of dialogues.

    Parameters
    ----------
    text
        The whole file: a list of dialogues, one dialogue, or one dialogue a line.
    name
        Name of the file, for messages.
    notes
        Receives dialogues and turns that had to be skipped.

    Returns
    -------
    list of Line
        One for each utterance; a turn without words gives one empty line.

    Raises
    ------
    DialogueError
        If the JSON is broken (with line and column) or holds no dialogues.

    Examples
    --------
    >>> text = '[{"id": "a", "turns": [{"sender": "helpdesk", "utterances": ["您好"]}]}]'
    >>> lines_of_json(text, "a.json", Notes())[0].text
    '您好'
    """
    content = _parsed(text, name)
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = [content] if "turns" in content else (lists[0] if len(lists) == 1 else content)
    if not isinstance(content, list):
        raise DialogueError(f"“{name}”里不是对话的列表。应当是这样的形状：{_SHAPE}")
    lines = list(_dialogues(content, notes))
    if not lines:
        raise DialogueError(
            f"“{name}”里没找到对话：{len(content)} 项都没有 turns。应当是这样的形状：{_SHAPE}"
        )
    return lines


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise DialogueError(f"“{name}”的 JSON 一层套一层太深，不像对话。") from error
    except json.JSONDecodeError as error:
        by_line = _by_line(text)
        if by_line is not None:
            return by_line
        raise DialogueError(_broken(error, text, name)) from error


def _by_line(text: str) -> list[Any] | None:
    """JSON Lines: every line is a dialogue of its own."""
    try:
        rows = [json.loads(row) for row in text.splitlines() if row.strip()]
    except (json.JSONDecodeError, RecursionError):
        return None
    return rows if len(rows) > 1 and all(isinstance(row, dict) for row in rows) else None


def _broken(error: json.JSONDecodeError, text: str, name: str) -> str:
    place = f"第 {error.lineno} 行第 {error.colno} 列"
    # A string that is never closed is reported at its beginning, so look at the end instead.
    if error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string"):
        return (
            f"“{name}”不完整：JSON 到{place}就断了。多半是没有下载完或没有导出完。"
            "请重新下载或导出整个文件，再试一次。"
        )
    near = text[max(error.pos - 15, 0) : error.pos + 15].replace("\n", " ")
    return (
        f"“{name}”的 JSON {place}写法有误，附近是“{near}”。"
        "多半少了逗号、引号或括号。请改好这一处，或从原系统重新导出。"
    )


def _dialogues(content: list[Any], notes: Notes) -> Iterator[Line]:
    names: set[str] = set()
    for number, item in enumerate(content, 1):
        place = f"第 {number} 段"
        turns = item.get("turns") if isinstance(item, dict) else None
        if not isinstance(turns, list) or not turns:
            notes.add("没有 turns 或 turns 是空的，跳过了", place)
            continue
        name = str(item.get("id") or number)
        if name in names:
            notes.add(f"编号“{name}”重复，后一段改成“{name}#{number}”", place)
            name = f"{name}#{number}"
        names.add(name)
        yield from _turns(turns, name, place, notes)


def _turns(turns: list[Any], name: str, place: str, notes: Notes) -> Iterator[Line]:
    for i, turn in enumerate(turns, 1):
        where = f"{place}第 {i} 句"
        texts = _texts(turn)
        if texts is None:
            notes.add("没有 sender 或 utterances，跳过了", where)
            continue
        for text in texts or [""]:
            yield Line(name, str(turn["sender"]), text, where)


def _texts(turn: Any) -> list[str] | None:
    if not isinstance(turn, dict) or "sender" not in turn:
        return None
    said = turn.get("utterances", turn.get("text"))
    if isinstance(said, str):
        return [said]
    if isinstance(said, list) and all(isinstance(text, str) for text in said):
        return said
    return None
