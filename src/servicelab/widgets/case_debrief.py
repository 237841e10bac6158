"""The case debrief 案例复盘: any talk as one page for a group to look back on."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from servicelab.dialogue import Transcript
from servicelab.dialogue.emotion import Emotion, estimates
from servicelab.methods import Method
from servicelab.methods.catalog import resolve
from servicelab.scenarios import Scenario, load
from servicelab.simulation import Conversation
from servicelab.simulation.rescue import RESCUER
from servicelab.widgets.case_debrief_acts import acts_table
from servicelab.widgets.case_debrief_questions import questions
from servicelab.widgets.case_debrief_talk import Exchange, read_talk, refusal
from servicelab.widgets.case_debrief_turns import Turns, jumps, turns_of

Moods = list[tuple[int, Emotion]]


class CaseDebrief:
    """A talk looked back on.

    Parameters
    ----------
    talk, scenario, method
        As for :func:`debrief`.

    Attributes
    ----------
    exchange
        The talk as it was read.
    scenario
        The case, or None.
    method
        What the talk is held against where one was named, or None.
    rescuer
        The method that takes over in :attr:`rescue`.
    acts
        Table of acts used, harmful and missing (see ``acts_table``).
    questions
        Four to six questions for the group.

    Examples
    --------
    >>> from servicelab.simulation import converse
    >>> case = CaseDebrief(converse("courier_delay", "confront", customer=3))
    >>> bool(case.acts.loc["argue", "status"] == "harmful"), 4 <= len(case.questions) <= 6
    (True, True)
    """

    def __init__(
        self,
        talk: Conversation | Transcript | list[Transcript],
        scenario: str | Scenario | None = None,
        method: str | Method | None = None,
    ) -> None:
        self.exchange: Exchange = read_talk(talk)
        self.scenario = _scenario(self.exchange, scenario)
        self.method = None if method is None else resolve(method)
        self.rescuer = self.method or resolve(RESCUER)
        self.acts = acts_table(self.exchange, self.method)
        heard = sorted(self.exchange.heard.items())
        moods = estimates([text for _, text in heard])
        self.moods: Moods = [(turn, mood) for (turn, _), mood in zip(heard, moods, strict=True)]
        self.turns = self._turns()
        self.questions = questions(self.exchange, self.turns)

    @property
    def turning_points(self) -> pd.DataFrame:
        """The three turns in which other words would have changed the end most.

        Columns ``turn``; ``side`` (``"gain"``: the reply could have been better; ``"loss"``: it
        held the talk, ``instead`` would have been worse; ``"jump"``, without a scenario: the
        estimated anger jumps after it); ``said``; ``instead`` and ``acts``; ``change`` of the
        final satisfaction on average over luck, with its 95 % interval ``ci_low``…``ci_high``
        (for a jump: of the estimated anger, without one); ``here``, the change with the luck of
        this very talk.
        """
        return self.turns.points.copy()

    @property
    def rescue(self) -> pd.DataFrame | None:
        """What a method would still have reached from each turn on; None without a scenario."""
        return None if self.turns.rescue is None else self.turns.rescue.copy()

    @property
    def mended(self) -> Conversation | None:
        """The talk with the method taking over in the turn that lost most, if there is one."""
        return self.turns.mended[1] if self.turns.mended else None

    @cached_property
    def curve(self) -> pd.DataFrame:
        """The customer's mood, index ``turn`` (0: the first words).

        For a simulated customer the hidden state as ``Conversation.curve()`` gives it, and
        ``estimate``; for an imported talk ``estimate`` alone: anger estimated from the words.
        """
        told = {turn: mood.anger for turn, mood in self.moods}
        estimate = pd.Series(told, name="estimate", dtype=float).rename_axis("turn")
        if self.exchange.talk is None:
            return estimate.to_frame()
        return self.exchange.talk.curve().join(estimate)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the debrief as one self-contained page.

        Parameters
        ----------
        path
            A file that ends in ``.html`` (added where there is no ending), or an existing folder,
            in which a new name is found.
        overwrite
            Replaces a file that is there.

        Returns
        -------
        pathlib.Path
            The file written.

        Raises
        ------
        servicelab.data.ServicelabError
            If there is such a file already, the folder does not exist or can't be written to.
        """
        from servicelab.widgets.case_debrief_file import write

        return write(self, Path(path), overwrite)

    def to_page(self) -> str:
        """Return the whole page as HTML text."""
        from servicelab.widgets.case_debrief_page import whole_page

        return whole_page(self)

    def _repr_html_(self) -> str:
        from servicelab.widgets.case_debrief_page import piece_of_page

        return piece_of_page(self)

    def __repr__(self) -> str:
        return f"<CaseDebrief {self.exchange.name}: {len(self.exchange.replies)} replies>"

    def _turns(self) -> Turns:
        if self.scenario is None:
            return Turns(jumps(self.exchange, self.moods))
        return turns_of(self.exchange, self.scenario, self.rescuer)


def _scenario(exchange: Exchange, given: str | Scenario | None) -> Scenario | None:
    named = load(given) if isinstance(given, str) else given
    if exchange.talk is None:
        return named
    own = exchange.talk.scenario
    if named is not None and named.id != own.id:
        raise refusal("own_scenario", own=own.id, other=named.id)
    return own


def debrief(
    talk: Conversation | Transcript | list[Transcript],
    scenario: str | Scenario | None = None,
    method: str | Method | None = None,
) -> CaseDebrief:
    """Look back on a talk: mood, turning points, acts, questions for the group.

    Parameters
    ----------
    talk
        A finished ``Conversation`` (rehearsed or simulated), or a ``Transcript`` from
        ``servicelab.dialogue.read``.
    scenario
        For an imported talk: the case on which its acts are replayed to find turning points;
        without one, the jumps of the estimated mood are shown instead.
    method
        What the acts are held against, and what takes over in the rescue; by default the acts
        that at least three of the five source texts name, and ``"reactive"``.

    Returns
    -------
    CaseDebrief
        Shows itself as the last value of a cell; ``save("….html")`` writes the page.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is nothing to look back on, or a name does not exist.

    Examples
    --------
    >>> from servicelab.simulation import converse
    >>> case = debrief(converse("courier_delay", "confront", customer=3))
    >>> bool(case.rescue["satisfaction"].iloc[0] > case.rescue["satisfaction"].iloc[-1])
    True
    """
    return CaseDebrief(talk, scenario, method)
