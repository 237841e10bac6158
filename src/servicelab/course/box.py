"""A box to type an answer into, for those who solve an exercise without programming."""

from __future__ import annotations

from typing import Any

from servicelab.course.checking import check_text
from servicelab.course.texts import say


class AnswerBox:
    """A box, a button, and below them what the check says. Enter and the button both check.

    Parameters
    ----------
    exercise
        Id of the exercise.

    Attributes
    ----------
    result
        The latest result of the check, None before the first try.

    Examples
    --------
    >>> box = AnswerBox("ex00_first_talk")
    >>> box.field.value = "1.5%"
    >>> box.result.kind
    'type'
    """

    def __init__(self, exercise: str) -> None:
        import ipywidgets as widgets  # only a notebook needs it

        self.exercise = exercise
        self.result: Any = None
        self._just_tried = False
        self.field = widgets.Text(
            description=say("box.label"),
            placeholder=say("box.placeholder"),
            continuous_update=False,
        )
        self.button = widgets.Button(description=say("box.button"))
        self.verdict = widgets.HTML()
        self.field.observe(self._on_change, names="value")
        self.button.on_click(self._on_click)
        self.view = widgets.VBox([widgets.HBox([self.field, self.button]), self.verdict])

    def _on_change(self, change: object) -> None:
        self._just_tried = True
        self._try()

    def _on_click(self, button: object) -> None:
        # Clicking also leaves the box, and leaving it was a try already: count it once.
        if not self._just_tried:
            self._try()
        self._just_tried = False

    def _try(self) -> None:
        self.result = check_text(self.exercise, self.field.value)
        self.verdict.value = self.result._repr_html_()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.view)  # type: ignore[no-untyped-call]


def answer_box(exercise: str) -> AnswerBox:
    """Return a box to type the answer of an exercise into.

    Parameters
    ----------
    exercise
        Id of the exercise, such as ``"ex00_first_talk"``.

    Returns
    -------
    AnswerBox
        Shows itself as the last value of a cell.

    Examples
    --------
    >>> answer_box("ex00_first_talk").result is None
    True
    """
    return AnswerBox(exercise)
