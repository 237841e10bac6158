"""Finding methods by name."""

from __future__ import annotations

import re
from difflib import get_close_matches

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.methods.after_sales import AfterSales
from servicelab.methods.apologise_only import ApologiseOnly
from servicelab.methods.clear import Clear
from servicelab.methods.combination import combined
from servicelab.methods.compensate_only import CompensateOnly
from servicelab.methods.conflict_resolution import ConflictResolution
from servicelab.methods.confront import Confront
from servicelab.methods.exceed_expectation import ExceedExpectation
from servicelab.methods.follow_up import FollowUp
from servicelab.methods.immediate_response import ImmediateResponse
from servicelab.methods.indifferent import Indifferent
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook
from servicelab.methods.proactive import Proactive
from servicelab.methods.random_acts import RandomActs
from servicelab.methods.reactive import Reactive
from servicelab.methods.roundabout import Roundabout
from servicelab.methods.script_reading import ScriptReading
from servicelab.methods.silence import Silence
from servicelab.methods.technique import Technique
from servicelab.methods.techniques import (
    CompensationCare,
    Conformity,
    EmpathyTransfer,
    ExternalReview,
    NeverSayNo,
    ServicePromise,
    StagedGuidance,
    Substitution,
)

_RECOMMENDED: tuple[type[Playbook], ...] = (
    Roundabout,
    Clear,
    Reactive,
    AfterSales,
    ConflictResolution,
    ImmediateResponse,
    ExceedExpectation,
    FollowUp,
    Proactive,
)
_FOR_COMPARISON: tuple[type[Playbook], ...] = (
    Confront,
    Indifferent,
    Silence,
    ApologiseOnly,
    CompensateOnly,
    ScriptReading,
    RandomActs,
)
METHODS: tuple[type[Playbook], ...] = (*_RECOMMENDED, *_FOR_COMPARISON)
BASELINES = tuple(method.name for method in _FOR_COMPARISON)
"""What the methods of the texts are held against; nobody recommends them."""
TECHNIQUES: tuple[type[Technique], ...] = (
    ServicePromise,
    StagedGuidance,
    Substitution,
    ExternalReview,
    CompensationCare,
    EmpathyTransfer,
    NeverSayNo,
    Conformity,
)
PLAIN = AfterSales
"""The method that a technique goes with when it is named alone."""


class MethodError(ServicelabError):
    """A method that does not exist or cannot be used."""


def catalog() -> pd.DataFrame:
    """Return the methods, one row each.

    Returns
    -------
    pandas.DataFrame
        Index: name; columns zh, origin, traits, steps (their names, joined by an arrow, or by a
        stroke where they come in no order), kind (``"method"``, ``"technique"`` or
        ``"baseline"``), baseline, compiles (whether it runs in blocks). A technique goes with any
        method (:func:`combine`); named alone, it goes with the plain after-sales procedure.

    Examples
    --------
    >>> catalog().loc["clear", "zh"]
    'CLEAR 法'
    >>> catalog().query("kind == 'technique'").index[0]
    'service_promise'
    """
    rows = [_row(method(), "baseline" if method.name in BASELINES else "method")
            for method in METHODS]  # fmt: skip
    rows[len(_RECOMMENDED) : len(_RECOMMENDED)] = [
        _row(_alone(technique()), "technique") for technique in TECHNIQUES
    ]
    return pd.DataFrame(rows).set_index("name")


def _row(method: Playbook, kind: str) -> dict[str, object]:
    return {
        "name": method.name,
        "zh": method.zh,
        "origin": method.origin,
        "traits": "、".join(method.traits),
        "steps": (" / " if method.shuffled else " → ").join(step.name for step in method.steps),
        "kind": kind,
        "baseline": kind == "baseline",
        "compiles": method.compiles,
    }


def _alone(technique: Technique) -> Playbook:
    """Return a technique as a method: with the plain procedure, under its own name."""
    both = combined(PLAIN(), [technique])
    assert isinstance(both, Playbook)
    own = {"name": technique.label, "zh": technique.zh, "origin": technique.origin,
           "traits": (technique.says,)}  # fmt: skip
    return type(technique.label, (type(both),), own)()  # type: ignore[no-any-return]


def techniques() -> pd.DataFrame:
    """Return the response techniques, one row each.

    Returns
    -------
    pandas.DataFrame
        Index: name; columns zh, origin, says (what the text says of it, in our words), aim (the
        field of the outcome, or the ending, that it is meant to change), better (``"more"`` or
        ``"less"``).

    Examples
    --------
    >>> techniques().loc["external_review", ["aim", "better"]].tolist()
    ['escalated', 'less']
    """
    columns = ("name", "zh", "origin", "says", "aim", "better")
    rows = [{key: getattr(technique(), key) for key in columns} for technique in TECHNIQUES]
    return pd.DataFrame(rows).set_index("name")


def get(name: str) -> Method:
    """Return a method by its name.

    Parameters
    ----------
    name
        Id such as ``"clear"`` or the Chinese name; a technique alone; or a method and techniques
        joined by ``+``, such as ``"clear+service_promise"``.

    Returns
    -------
    Method

    Raises
    ------
    MethodError
        If there is none of that name; the message names near ones.

    Examples
    --------
    >>> get("clear").zh
    'CLEAR 法'
    """
    first, *rest = (part.strip() for part in re.split("[+＋]", str(name)))
    if rest:
        return combine(first, *rest)
    known = {key: method for method in METHODS for key in (method.name, method.zh)}
    if first in known:
        return known[first]()
    alone = _techniques_by_name()
    if first in alone:
        return _alone(alone[first]())
    raise MethodError(_unknown("方法", first, [*known, *alone], [m.name for m in METHODS]))


def combine(method: str | Method, *techniques: str | Technique) -> Method:
    """Return a method together with response techniques.

    Parameters
    ----------
    method
        Id, or a method of your own.
    *techniques
        Ids of :func:`techniques`, or techniques of your own; none leaves the method as it is.

    Returns
    -------
    Method
        Works wherever a method does. A technique with nothing to work with in a case, such as
        substitution where nothing can be delivered again, stays out of it.

    Raises
    ------
    MethodError
        If the method or a technique does not exist, or a technique is named twice.

    Examples
    --------
    >>> combine("clear", "service_promise").zh
    'CLEAR 法＋服务承诺法'
    """
    found = [_technique(given) for given in techniques]
    base = resolve(method)
    labels = [technique.label for technique in (*getattr(base, "techniques", ()), *found)]
    if len(set(labels)) < len(labels):
        raise MethodError(f"同一个技巧写了两次：{'、'.join(labels)}。留一个。")
    return combined(base, found) if found else base


def _technique(given: object) -> Technique:
    if isinstance(given, Technique):
        return given
    known = _techniques_by_name()
    if isinstance(given, str) and given in known:
        return known[given]()
    if given == Conformity(deceptive=True).label:  # as tables write it
        return Conformity(deceptive=True)
    if isinstance(given, str):
        ids = [technique.name for technique in TECHNIQUES]
        raise MethodError(_unknown("技巧", given, list(known), ids))
    raise MethodError(
        f"技巧要写名字（如 'service_promise'）或给一个 Technique 对象，收到的是 {given!r}。"
    )


def _techniques_by_name() -> dict[str, type[Technique]]:
    return {key: technique for technique in TECHNIQUES for key in (technique.name, technique.zh)}


def _unknown(what: str, name: str, known: list[str], ids: list[str]) -> str:
    near = get_close_matches(str(name), known, n=1)
    hint = f"是不是想写 {near[0]}？" if near else ""
    return f"没有“{name}”这个{what}。{hint}现有的{what}：{'、'.join(ids)}。"


def resolve(method: object) -> Method:
    """Return a method given by name or as an object.

    Parameters
    ----------
    method
        Id, or an instance of a subclass of :class:`~servicelab.methods.method.Method`.

    Raises
    ------
    MethodError
        If it is neither.
    """
    if isinstance(method, Method):
        _require_named(method)
        return method
    if isinstance(method, str):
        return get(method)
    raise MethodError(f"方法要写名字（如 'clear'）或给一个 Method 对象，收到的是 {method!r}。")


def _require_named(method: Method) -> None:
    for attribute, meaning in (("name", "英文编号"), ("zh", "中文名")):
        if not isinstance(getattr(method, attribute, None), str):
            raise MethodError(
                f"方法类 {type(method).__name__} 缺 {attribute}（{meaning}）。"
                f'在类里加一行，例如 {attribute} = "…"。'
            )
