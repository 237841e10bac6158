"""Finding methods by name."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.methods.apologise_only import ApologiseOnly
from servicelab.methods.clear import Clear
from servicelab.methods.compensate_only import CompensateOnly
from servicelab.methods.confront import Confront
from servicelab.methods.indifferent import Indifferent
from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook
from servicelab.methods.random_acts import RandomActs
from servicelab.methods.reactive import Reactive
from servicelab.methods.roundabout import Roundabout
from servicelab.methods.script_reading import ScriptReading
from servicelab.methods.silence import Silence

_RECOMMENDED: tuple[type[Playbook], ...] = (Roundabout, Clear, Reactive)
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


class MethodError(ServicelabError):
    """A method that does not exist or cannot be used."""


def catalog() -> pd.DataFrame:
    """Return the methods, one row each.

    Returns
    -------
    pandas.DataFrame
        Index: name; columns zh, origin, traits, steps (their names, joined by an arrow, or by a
        stroke where they come in no order), baseline, compiles (whether it runs in blocks).

    Examples
    --------
    >>> catalog().loc["clear", "zh"]
    'CLEAR 法'
    """
    rows = [
        {
            "name": method.name,
            "zh": method.zh,
            "origin": method.origin,
            "traits": "、".join(method.traits),
            "steps": (" / " if method.shuffled else " → ").join(step.name for step in method.steps),
            "baseline": method.name in BASELINES,
            "compiles": method().compiles,
        }
        for method in METHODS
    ]
    return pd.DataFrame(rows).set_index("name")


def get(name: str) -> Method:
    """Return a method by its name.

    Parameters
    ----------
    name
        Id such as ``"clear"`` or the Chinese name.

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
    known = {key: method for method in METHODS for key in (method.name, method.zh)}
    if name in known:
        return known[name]()
    near = get_close_matches(str(name), known, n=1)
    hint = f"是不是想写 {near[0]}？" if near else ""
    names = "、".join(method.name for method in METHODS)
    raise MethodError(f"没有“{name}”这个方法。{hint}现有的方法：{names}。")


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
        return method
    if isinstance(method, str):
        return get(method)
    raise MethodError(f"方法要写名字（如 'clear'）或给一个 Method 对象，收到的是 {method!r}。")
