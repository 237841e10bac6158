"""Checking a learner's answer: missing, crash, time-out, type, range, value, in this order."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from servicelab.course import crash, guard
from servicelab.course.exercise import Exercise, known, load
from servicelab.course.hints import Ladder
from servicelab.course.reading import Complaint, read_number, read_text
from servicelab.course.texts import entries, say, shown
from servicelab.course.verdict import CheckResult

SECONDS = 5.0
# An empty answer is no try; a crash or an endless loop is mended first, by what is said of it.
WRONG_TRIES = ("type", "range", "value")
_ladder = Ladder()


def check(exercise: str, value: Any) -> CheckResult:
    """Check an answer and say what is right or wrong with it, never what the answer is.

    Parameters
    ----------
    exercise
        Id of the exercise, such as ``"ex00_first_talk"``.
    value
        The answer: what the exercise asks for (ex00: a number), or a function that computes it.
        A function gets five seconds.

    Returns
    -------
    CheckResult
        ``passed`` and ``message``; shown as the last value of a cell. Every wrong try adds the
        next hint; a right answer sets the hints back. Unknown exercises, empty answers, crashes
        and endless loops give a result too, never an exception.

    Examples
    --------
    >>> check("ex00_first_talk", ...)
    还没作答：答案还是三个点（...）。把三个点换成你的答案，再运行一次。
    >>> check("ex00_first_talk", "很高").passed
    False
    """
    if not _is_known(exercise):
        return _result(str(exercise), Complaint("unknown", _unknown(exercise)))
    found = load(exercise)
    if callable(value) and not isinstance(value, type):
        return _judged(found, "function", _judge_function(found, value))
    return _judged(found, "number", _judge_number(found, value))


def check_text(exercise: str, text: str) -> CheckResult:
    """Check an answer that was typed into a box.

    Parameters
    ----------
    exercise
        Id of the exercise.
    text
        What stands in the box, such as ``"0.5"``.

    Returns
    -------
    CheckResult
        As for :func:`check`.

    Examples
    --------
    >>> check_text("ex00_first_talk", " ").kind
    'missing'
    """
    if exercise not in known():
        return check(exercise, text)
    number, found = read_text(text), load(exercise)
    if isinstance(number, Complaint):
        return _judged(found, "number", number)
    return _judged(found, "number", _judge_number(found, number))


def _judged(exercise: Exercise, way: str, complaint: Complaint | None) -> CheckResult:
    if complaint is None:
        _ladder.reset(exercise.id)
        return _result(exercise.id, Complaint("passed", exercise.success[way]))
    hint = _ladder.next(exercise.id, exercise.hints) if complaint.kind in WRONG_TRIES else ""
    return _result(exercise.id, complaint, hint)


def _result(exercise: str, complaint: Complaint, hint: str = "") -> CheckResult:
    text = f"{entries('head')[complaint.kind]}：{complaint.text}"
    return CheckResult(exercise, complaint.kind, f"{text}\n{hint}".rstrip())


def _is_known(exercise: object) -> bool:
    return isinstance(exercise, str) and exercise in known()


def _unknown(asked: object) -> str:
    if not isinstance(asked, str):
        return say("unknown.swapped", example=known()[0])
    near = [name for name in known() if asked and name.startswith(asked)]
    near += get_close_matches(asked, known(), n=1, cutoff=0.4)
    if near:
        return say("unknown.near", shown=shown(asked), near=near[0])
    return say("unknown.list", shown=shown(asked), known="、".join(known()))


def _judge_number(exercise: Exercise, value: Any) -> Complaint | None:
    number = read_number(value)
    if isinstance(number, Complaint):
        return number
    _, arguments = next(iter(exercise.reference.cases()))
    return _compare(exercise, number, arguments, "number")


def _judge_function(exercise: Exercise, function: Callable[..., Any]) -> Complaint | None:
    given: list[float] = []
    for name, arguments in exercise.reference.cases():
        number = _returned(exercise, function, arguments)
        if isinstance(number, Complaint):
            return number
        complaint = _compare(exercise, number, arguments, "function")
        given.append(number)
        if complaint and len(given) > 1:  # right on the exercise's own table, wrong on this one
            same = len(set(given)) == 1
            key = "value.constant" if same else "value.elsewhere"
            return Complaint("value", say(key, table=name))
        if complaint:
            return complaint
    return None


def _returned(
    exercise: Exercise, function: Callable[..., Any], arguments: tuple[Any, ...]
) -> float | Complaint:
    if not _fits(function, arguments):
        return Complaint("type", say("type.arguments", call=exercise.call))
    run = guard.call(function, copy.deepcopy(arguments), SECONDS)  # they may change the table
    if not run.in_time:
        key = "timeout.stopped" if run.stopped else "timeout.abandoned"
        return Complaint("timeout", say(key, seconds=SECONDS))
    if run.error is not None:
        return Complaint("crash", crash.describe(run.error, arguments))
    if run.value is ... or run.value is None:
        return Complaint("missing", say(f"missing.{'stub' if run.value is ... else 'no_return'}"))
    return read_number(run.value)


def _fits(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bool:
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:  # some built-in functions have no signature; let the call tell
        return True
    return True


def _compare(
    exercise: Exercise, number: float, arguments: tuple[Any, ...], way: str
) -> Complaint | None:
    reference = exercise.reference
    if abs(number - reference.right(*arguments)) <= exercise.tolerance:
        return None
    said = [
        exercise.misconceptions[name]
        for name, ways in reference.WRONG_WAYS.items()
        if any(abs(number - wrong) <= near for wrong, near in ways(*arguments))
    ]
    if said:
        lead = [say("value.several")] if len(said) > 1 else []
        return Complaint("value", "\n".join([*lead, *said]))
    if not exercise.low <= number <= exercise.high:
        outside = say("range.outside", shown=shown(number), low=exercise.low, high=exercise.high)
        return Complaint("range", outside)
    return Complaint("value", say(f"value.{way}", shown=shown(number)))
