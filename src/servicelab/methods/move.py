"""What an agent does in one turn: a set of acts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from servicelab.dialogue.acts import act


@dataclass(frozen=True)
class Move:
    """The acts of one reply.

    Parameters
    ----------
    acts
        Ids of the vocabulary, such as ``("listen", "empathise")``, or their Chinese names;
        kept as ids, each once, in the given order.
    work
        Amounts of each kind of work (see ``servicelab.simulation.work.Work``) that replace what
        the acts would bring; only comparisons at equal dose need it.
    deceptive
        Those among the acts that are not meant truly, such as ``("peer",)`` for customers who do
        not exist. They work as long as nobody sees through them.

    Raises
    ------
    servicelab.dialogue.ActError
        If an act is not in the vocabulary.

    Examples
    --------
    >>> Move(("道歉", "commit", "commit")).acts
    ('apologise', 'commit')
    """

    acts: tuple[str, ...]
    work: Mapping[str, float] | None = field(default=None, hash=False)
    deceptive: Collection[str] = ()

    def __post_init__(self) -> None:
        ids = tuple(dict.fromkeys(act(name).id for name in self.acts))
        object.__setattr__(self, "acts", ids)
        untrue = dict.fromkeys(act(name).id for name in self.deceptive)
        object.__setattr__(self, "deceptive", tuple(name for name in untrue if name in ids))
