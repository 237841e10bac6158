"""From pydantic's errors to the author's problems: line, field, what was found, what is allowed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servicelab.data.resources import read_yaml
from servicelab.scenarios.customers import Customer, customer_types
from servicelab.scenarios.parts import Fact, Loss, Remedies, Right
from servicelab.scenarios.refusal import Problem, Steps, did_you_mean, nearest
from servicelab.scenarios.scenario import Pack, Scenario
from servicelab.scenarios.traits import trait_table
from servicelab.scenarios.yaml_lines import Reading

_PACKAGE = "servicelab.scenarios"
_HOLDERS: dict[str, type[BaseModel]] = {
    "scenarios": Scenario,
    "facts": Fact,
    "rights": Right,
    "loss": Loss,
    "remedies": Remedies,
    "customer": Customer,
}
_SHOWN_CHARACTERS = 30
_NUMBER = re.compile(r"^[-+]?\d[\d.]{0,20}$")
_NUMBER_HINTS = (
    (re.compile(r"^\s*[-\d.]+\s*[%％]\s*$"), "百分数请写成小数，25% 写 0.25。"),
    (re.compile(r"[０-９．，]"), "数字、小数点和逗号要用半角。"),
    (re.compile(r"[一二三四五六七八九十百千万两零]"), "请用阿拉伯数字。"),
    (re.compile(r"\d\s*(元|块|￥|¥)|[￥¥]"), "只写数字，不写单位。"),
    (re.compile(r"\d,\d"), "不要写千位的逗号。"),
)


def problems_of(error: ValidationError, reading: Reading) -> list[Problem]:
    """Return what an author has to mend, one entry for each of pydantic's errors.

    Parameters
    ----------
    error
        Raised by ``Pack.model_validate(reading.data)``.
    reading
        Where each value stood.

    Returns
    -------
    list of Problem
        In pydantic's order.
    """
    errors = error.errors(include_url=False)
    ways = [details["loc"] for details in errors]
    return [_problem(details, reading) for details in errors if not _echo(details, ways)]


def name_of(steps: Steps) -> str:
    """Return what the field at the end of a way is called in Chinese, or nothing.

    Examples
    --------
    >>> name_of(("scenarios", 0, "price"))
    '价格'
    """
    return _field(("scenarios", *steps) if steps[:1] != ("scenarios",) else steps)[0]


def _echo(details: ErrorDetails, ways: list[Steps]) -> bool:
    """Tell whether a list is called too short only because its faulty entries were left out."""
    if details["type"] != "too_short":
        return False
    within = any(way[: len(details["loc"])] == details["loc"] != way for way in ways)
    return within and len(details["input"]) >= details["ctx"]["min_length"]


def _problem(details: ErrorDetails, reading: Reading) -> Problem:
    # A dict's faulty key is reported with "[key]" behind it; the way to it is the key itself.
    steps: Steps = tuple(step for step in details["loc"] if step != "[key]")
    steps += details.get("ctx", {}).get("at", ())
    kind = _kind(details, steps)
    messages = read_yaml(_PACKAGE, "data/messages.yaml")
    slots = _slots(details, steps)
    message = messages.get(kind, messages["fallback"]).format_map(defaultdict(str, slots))
    message = message.replace("： ", "：")  # {expect} brings a blank for Latin text behind Chinese
    return Problem(reading.line(steps), steps, message, slots["name"])


def _kind(details: ErrorDetails, steps: Steps) -> str:
    if not steps:
        return "not_a_pack"
    if isinstance(steps[-1], int) and details["type"] in ("missing", "model_type"):
        return "range_missing" if details["type"] == "missing" else "not_a_record"
    if details["input"] == "" and details["type"] != "missing":
        return "string_too_short"
    if details["type"] == "string_type" and isinstance(details["input"], dict):
        return "colon_in_text"
    return details["type"]


def _slots(details: ErrorDetails, steps: Steps) -> dict[str, Any]:
    found = details["input"]
    name, expect = _field(steps)
    known = _known(details["type"], steps)
    asked = str(steps[-1:] and steps[-1] if details["type"] == "extra_forbidden" else found)
    guess = _guess(asked, known)
    return {
        **{key: _plain(value) for key, value in details.get("ctx", {}).items()},
        "actual_length": len(found) if isinstance(found, list | tuple) else 0,
        "name": name,
        "expect": f" {expect}" if expect[:1].isascii() and expect[:1].isalnum() else expect,
        "found": _shown(found),
        "near": did_you_mean(guess),
        "allowed": _listed(known, guess),
        "number_hint": _number_hint(found),
    }


def _plain(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, float) else value


def _shown(found: Any) -> str:
    if isinstance(found, dict):
        return "下一层字段"
    if isinstance(found, (list, tuple)):
        return "一个列表"
    if found is None or found == "":
        return "空的"
    text = " ".join(str(found).split())
    if _NUMBER.match(text):
        return f" {text}"
    return f"“{text}”" if len(text) <= _SHOWN_CHARACTERS else f"“{text[:_SHOWN_CHARACTERS]}……”"


def _number_hint(found: Any) -> str:
    if not isinstance(found, str):
        return ""
    return next((hint for pattern, hint in _NUMBER_HINTS if pattern.search(found)), "")


def _names(steps: Steps) -> list[str]:
    return [step for step in steps if isinstance(step, str)]


def _holder(steps: Steps) -> type[BaseModel]:
    """Return the model that holds the field at the end of the way."""
    names = _names(steps)
    return _HOLDERS.get(names[-2], Pack) if len(names) > 1 else Pack


def _field(steps: Steps) -> tuple[str, str]:
    names = _names(steps)
    if not names:
        return ("", "")
    holder = _holder(steps)
    if holder is Customer:
        trait = trait_table().get(names[-1])
        limits = f"[下限, 上限]，{trait.minimum:g} 到 {trait.maximum:g} 之间" if trait else ""
        return (trait.zh if trait else "", limits)
    if len(names) > 1 and names[-2] == "agent":
        zh = read_yaml(_PACKAGE, "data/act_names.yaml").get(names[-1], "")
        return (zh, "至少两句说法，一句一条")
    if len(names) > 1 and names[-2] == "opening_of":
        return ("", "至少三句开场白，一句一条")
    entry = read_yaml(_PACKAGE, "data/fields.yaml")[holder.__name__].get(names[-1], {})
    return (entry.get("zh", ""), entry.get("expect", ""))


def _known(kind: str, steps: Steps) -> dict[str, str]:
    """Return the names that may stand here, each with what it is called in Chinese."""
    if kind == "literal_error":
        return dict(read_yaml(_PACKAGE, "data/labels.yaml")[steps[-1]])
    if kind == "unknown_act":
        return dict(read_yaml(_PACKAGE, "data/act_names.yaml"))
    if kind == "unknown_type":
        return {name: kind.zh for name, kind in customer_types().items()}
    if kind != "extra_forbidden":
        return {}
    holder = _holder(steps)
    if holder is Customer:
        return {trait.id: trait.zh for trait in trait_table().values()}
    entries = read_yaml(_PACKAGE, "data/fields.yaml")[holder.__name__]
    return {name: entry["zh"] for name, entry in entries.items() if _writable(holder, name)}


def _writable(holder: type[BaseModel], name: str) -> bool:
    # The industry is handed down from the head of the pack; a scenario does not write it.
    return not (holder is Scenario and name in ("industry", "industry_zh"))


def _guess(found: str, known: dict[str, str]) -> str | None:
    by_chinese = {zh: name for name, zh in known.items() if zh}
    near = nearest(found, [*known, *by_chinese])
    return by_chinese.get(near, near) if near else None


def _listed(known: dict[str, str], guess: str | None) -> str:
    # A good guess says enough where the list of names is long.
    if not known or (guess and len(known) > 8):
        return ""
    return "可以写：" + "、".join(f"{n}（{zh}）" if zh else n for n, zh in known.items()) + "。"
