"""What every method of answering has in common."""

from __future__ import annotations

import copy
from typing import ClassVar, Self

from servicelab.methods.move import Move
from servicelab.methods.observation import Observation
from servicelab.scenarios.scenario import Scenario


class Method:
    """A way of answering complaints; subclasses say how to choose the next move.

    A method of your own needs ``name``, ``zh`` and :meth:`choose`. It may keep what
    it remembers of the current talk in attributes; :meth:`begin` hands out a fresh copy a talk.

    Attributes
    ----------
    name
        Short id in English, such as ``"clear"``.
    zh
        Name in Chinese.
    origin
        Which text describes the method.
    traits
        Words that characterise it.

    Examples
    --------
    >>> class Soothe(Method):
    ...     name, zh, origin = "soothe", "只安抚", "an example"
    ...     def choose(self, observation):
    ...         return Move(("empathise",)) if observation.anger > 0.5 else None
    >>> Soothe().begin().choose(Observation(0, 0.9, 1, 0, 0, 0)).acts
    ('empathise',)
    """

    name: ClassVar[str]
    zh: ClassVar[str]
    origin: ClassVar[str] = ""
    traits: ClassVar[tuple[str, ...]] = ()

    def facing(self, scenario: Scenario) -> tuple[Method, Scenario]:
        """Return the method and the case as they meet, before the first word is said.

        Parameters
        ----------
        scenario
            The case.

        Returns
        -------
        tuple
            Both as they are, unless a method adapts to the case or, by acting early, changes it.
            Facing the same case again changes nothing more.
        """
        return self, scenario

    def begin(self) -> Self:
        """Return a copy that remembers nothing, for one talk."""
        return copy.deepcopy(self)

    def choose(self, observation: Observation) -> Move | None:
        """Return the next move, or None to end the talk.

        Parameters
        ----------
        observation
            The cues after the customer's latest words.
        """
        raise NotImplementedError
