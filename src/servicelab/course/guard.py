"""Running a learner's function so that neither an error nor an endless loop reaches the kernel."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SECONDS_TO_STOP = 3.0
PAUSE_BETWEEN_STOPS = 0.002


class _TimeIsUp(BaseException):
    """Thrown into the learner's function; no Exception, so that ``except Exception`` lets it by."""


@dataclass(frozen=True)
class Run:
    """What became of a call.

    Attributes
    ----------
    value
        What the function returned.
    error
        What it raised instead, if it did.
    in_time
        False when it had to be stopped.
    stopped
        False when it could not be stopped and runs on without us.
    """

    value: Any = None
    error: BaseException | None = None
    in_time: bool = True
    stopped: bool = True


def call(function: Callable[..., Any], arguments: Sequence[Any], seconds: float) -> Run:
    """Call a function, for at most some seconds.

    The call runs in a thread of its own: signals would stop it too, but not on Windows.

    Parameters
    ----------
    function
        Anything callable.
    arguments
        Its positional arguments.
    seconds
        Time it may take, above 0.

    Returns
    -------
    Run
        The value, the error, or the news that time was up.

    Examples
    --------
    >>> call(len, ["four"], seconds=5).value
    4
    >>> type(call(len, [4], seconds=5).error).__name__
    'TypeError'
    """
    result: list[Run] = []

    def work() -> None:
        try:
            result.append(Run(value=function(*arguments)))
        except _TimeIsUp:
            pass
        except BaseException as error:  # SystemExit too: exit() must not end the kernel
            result.append(Run(error=error))

    thread = threading.Thread(target=work, name="servicelab-check", daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    except KeyboardInterrupt:  # the learner pressed "stop": their function must stop too
        _stop(thread)
        raise
    if thread.is_alive():
        stopped = _stop(thread)
        return Run(in_time=False, stopped=stopped)
    return result[0] if result else Run(in_time=False)


def _stop(thread: threading.Thread) -> bool:
    """Throw into the thread until it ends; a bare ``except`` may swallow a few throws."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    while thread.is_alive() and time.monotonic() < deadline:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_TimeIsUp)
        )
        thread.join(PAUSE_BETWEEN_STOPS)
    return not thread.is_alive()
