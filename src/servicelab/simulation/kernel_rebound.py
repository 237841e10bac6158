"""Compiling the rule's own functions: the same code objects, with the names they use bound anew.

From an entry function, every function that its code names is found through its module's globals,
and so on; each becomes a new function of the *same code object*, whose names lead to compiled
functions. Nothing is written twice, and a function that the rule gains tomorrow is compiled too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from numba import njit

NUMBERS = (bool, int, float)


def reachable(entry: FunctionType) -> list[FunctionType]:
    """Return a function and all functions that it calls by a global name, in the order found.

    Parameters
    ----------
    entry
        Where to begin.

    Examples
    --------
    >>> from servicelab.simulation import portable
    >>> [function.__name__ for function in reachable(portable.tanh)]
    ['tanh', 'logistic', 'positive', 'exponential']
    """
    found = [entry]
    for function in found:
        for value in named(function).values():
            if isinstance(value, FunctionType) and value not in found:
                found.append(value)
    return found


def named(function: FunctionType) -> dict[str, Any]:
    """Return the globals that a function's code names, by name.

    Parameters
    ----------
    function
        A function of Python.
    """
    names = [name for code in _codes(function.__code__) for name in code.co_names]
    return {name: function.__globals__[name] for name in names if name in function.__globals__}


def compiled(entry: FunctionType, *modules: Any) -> Any:
    """Return a function that compiles itself, and all that it calls, when it is first called.

    It works without Python's lock, divides as IEEE 754 says, and keeps its machine code on disk
    under a name made from the code of all functions, so that a rule that has changed is compiled
    again.

    Parameters
    ----------
    entry
        A function that Numba can compile for the types it will be called with.
    *modules
        Modules whose whole text the machine code depends on.

    Returns
    -------
    numba.core.dispatcher.Dispatcher
        Called like the function.
    """
    functions = reachable(entry)
    new = {function: _copy(function) for function in functions}
    new[entry].__qualname__ = f"{entry.__name__}_{digest(functions, modules)}"
    jitted = {f: njit(copy, error_model="numpy", inline="always") for f, copy in new.items()}
    jitted[entry] = _kept_on_disk(new[entry])
    for function, copy in new.items():
        values = named(function).items()
        copy.__globals__.update(
            {name: jitted[value] if value in functions else value for name, value in values}
        )
    return jitted[entry]


def on_disk(dispatcher: Any) -> bool:
    """Return whether the machine code of a compiled function lies on the disk.

    Parameters
    ----------
    dispatcher
        What :func:`compiled` returned.
    """
    folder = dispatcher.stats.cache_path
    name = dispatcher.py_func.__qualname__
    return folder is not None and any(Path(folder).glob(f"*{name}*.nbc"))


def digest(functions: Sequence[FunctionType], modules: Sequence[Any] = ()) -> str:
    """Return a fingerprint of functions' code, of the numbers and tuples that they name.

    Parameters
    ----------
    functions
        Functions of Python.
    modules
        Modules of which the whole text counts.

    Examples
    --------
    >>> from servicelab.simulation import portable
    >>> digest([portable.positive]) == digest([portable.larger])
    False
    """
    parts = [Path(module.__file__).read_text(encoding="utf-8") for module in modules]
    for function in functions:
        parts.append(f"{function.__module__}.{function.__qualname__}{function.__defaults__}")
        for code in _codes(function.__code__):
            constants = [one for one in code.co_consts if not isinstance(one, CodeType)]
            parts.append(f"{code.co_code.hex()} {code.co_names} {constants}")
        for name, value in named(function).items():
            what = value if isinstance(value, NUMBERS) else getattr(value, "_fields", "")
            parts.append(f"{name} {what}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _copy(function: FunctionType) -> FunctionType:
    globals_ = {"__name__": function.__module__, "__builtins__": __builtins__}
    copy = FunctionType(function.__code__, globals_, function.__name__, function.__defaults__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def _kept_on_disk(function: FunctionType) -> Any:
    options: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    try:
        return njit(function, cache=True, **options)
    except RuntimeError:  # no folder that can be written to
        return njit(function, **options)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
