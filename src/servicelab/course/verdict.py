"""What a check says: passed or not, and the words for the learner."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from servicelab.data.resources import read_text


@dataclass(frozen=True)
class CheckResult:
    """The result of one check; shows its message as the last value of a cell.

    Attributes
    ----------
    exercise
        Id of the exercise as it was given.
    kind
        ``passed``, ``missing``, ``crash``, ``timeout``, ``type``, ``range``, ``value`` or
        ``unknown``.
    message
        What the learner reads: plain text, paragraphs separated by line ends.

    Examples
    --------
    >>> result = CheckResult("ex00", "value", "还不对：<b>0.5</b> 不是要的那个数。")
    >>> result.passed, bool(result)
    (False, False)
    >>> "<b>" in result._repr_html_()
    False
    """

    exercise: str
    kind: str
    message: str

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "passed"

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        return self.message

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in self.message.split("\n"))
        state = "passed" if self.passed else "open"
        template = read_text("servicelab.course", "verdict.html")
        return template.replace("{state}", state).replace("{lines}", lines).strip()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, str], dict[str, Any]]:
        # The metadata let a program that reads the saved notebook count what was passed.
        data = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return data, {"servicelab": {"exercise": self.exercise, "passed": self.passed}}
