"""What every response technique has in common: what it adds to a method, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from servicelab.methods.playbook import Step
from servicelab.scenarios.scenario import Scenario

Changes = Mapping[str, tuple[str, ...]]
"""Act of the method → acts that come with it, or in its place."""


class Technique:
    """A way of responding that goes with any method.

    It may begin the talk with steps of its own, end it with others if it is not settled by then,
    and change the method's moves in between: add acts to some, put acts in place of others.

    Attributes
    ----------
    name, zh, origin
        As for :class:`~servicelab.methods.method.Method`.
    says
        What the text says of it, in our words.
    aim, better
        The field of the outcome that it is meant to change, and whether ``"more"`` or ``"less"``
        of it is better; or the ending ``"left"`` or ``"escalated"``, of which less is.
    first, last
        Steps before the method's first and after its last.
    adds
        Act of the method → acts that come with it.
    instead
        Act of the method → acts in its place.
    deceptive
        Acts that it does not mean truly, as in :class:`~servicelab.methods.move.Move`.

    Examples
    --------
    >>> class Thanks(Technique):
    ...     name, zh, adds = "thanks", "道谢", {"confirm": ("thank",)}
    >>> Thanks().dressed(("propose", "confirm"))
    ('propose', 'confirm', 'thank')
    """

    name: ClassVar[str]
    zh: ClassVar[str]
    origin: ClassVar[str] = ""
    says: ClassVar[str] = ""
    aim: ClassVar[str] = "satisfaction"
    better: ClassVar[str] = "more"
    first: ClassVar[tuple[Step, ...]] = ()
    last: ClassVar[tuple[Step, ...]] = ()
    adds: ClassVar[Changes] = {}
    instead: ClassVar[Changes] = {}
    deceptive: tuple[str, ...] = ()

    def fits(self, scenario: Scenario) -> bool:
        """Return whether the technique has anything to work with in a case."""
        return True

    def dressed(self, acts: Sequence[str]) -> tuple[str, ...]:
        """Return the acts of a move after the technique has changed them.

        Parameters
        ----------
        acts
            Ids of the method's acts.
        """
        kept = [new for act in acts for new in self.instead.get(act, (act,))]
        added = [new for act in kept for new in self.adds.get(act, ())]
        return tuple(dict.fromkeys([*kept, *added]))

    @property
    def label(self) -> str:
        """Name of this use of the technique; honest and deceptive uses differ."""
        return self.name
