"""The ladder of hints: one more with every wrong try, from the start again after a success."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from servicelab.course.texts import say


class Ladder:
    """How far the learner has climbed in each exercise, for as long as the kernel lives.

    Examples
    --------
    >>> ladder = Ladder()
    >>> ladder.next("ex", ["看表头。", "看第二行。"])
    '提示 1/2：看表头。'
    >>> ladder.next("ex", ["看表头。", "看第二行。"])
    '提示 2/2（最后一条）：看第二行。'
    >>> ladder.reset("ex")
    >>> ladder.next("ex", ["看表头。", "看第二行。"])
    '提示 1/2：看表头。'
    """

    def __init__(self) -> None:
        self._wrong_tries: Counter[str] = Counter()

    def next(self, exercise: str, hints: Sequence[str]) -> str:
        """Return the next hint, and the last one again when there are no more.

        Parameters
        ----------
        exercise
            Id of the exercise.
        hints
            Its hints, the faintest first; may be empty.

        Returns
        -------
        str
            One line, or nothing when the exercise has no hints.
        """
        if not hints:
            return ""
        number = min(self._wrong_tries[exercise] + 1, len(hints))
        self._wrong_tries[exercise] = number
        key = "last_hint" if number == len(hints) else "hint"
        return say(key, number=number, count=len(hints), text=hints[number - 1])

    def reset(self, exercise: str) -> None:
        """Start again at the first hint."""
        del self._wrong_tries[exercise]
