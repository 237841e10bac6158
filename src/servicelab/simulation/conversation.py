"""One talk, turn by turn: the classroom's face of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from servicelab.data.arguments import whole_number
from servicelab.data.errors import ServicelabError
from servicelab.dialogue import ACTS, Recognised, Transcript, Turn, recognise
from servicelab.methods.move import Move
from servicelab.scenarios import Fact, Scenario, load
from servicelab.simulation.case import TURN_LIMIT, Case
from servicelab.simulation.feedback import feedback_line
from servicelab.simulation.outcome import ENDINGS, Outcome
from servicelab.simulation.parameters import Parameters
from servicelab.simulation.parameters import resolve as resolve_parameters
from servicelab.simulation.quantities import State
from servicelab.simulation.record import Record
from servicelab.simulation.replies import ending_kind, facts_told, kind_of_reply
from servicelab.simulation.wording import Wording
from servicelab.simulation.work import not_allowed, work_of

LONGEST_REPLY = 1_000
CURVE = ("anger", "felt_anger", "trust", "heard", "certainty", "solved", "facts_known", "patience")


class Conversation:
    """A talk with one customer.

    Parameters
    ----------
    scenario
        Id, path of a pack, or a scenario.
    seed
        Names the luck.
    customer
        Number of the customer, 0 or more: row ``customer`` of ``simulate`` with that seed.
    customer_type
        Draws the customer from one type, such as ``"furious"``.
    difficulty
        ``"easy"``, ``"standard"`` or ``"hard"``.
    parameters
        Other numbers for the rule.

    Attributes
    ----------
    opening
        The customer's first words.
    observed
        What the agent sees of the customer now.
    records
        The turns so far.

    Raises
    ------
    servicelab.data.ServicelabError
        If scenario, seed or customer is not as above.

    Examples
    --------
    >>> talk = Conversation("heating_blocked_pipe", seed=7, customer=4711)
    >>> reply = talk.act("apologise", "listen")
    >>> reply.acts, talk.finished
    (('apologise', 'listen'), False)
    """

    def __init__(
        self,
        scenario: str | Scenario,
        seed: int = 7,
        customer: int = 0,
        *,
        customer_type: str | None = None,
        difficulty: str | None = None,
        parameters: Parameters | None = None,
    ) -> None:
        found = laid_over(scenario, customer_type, difficulty)
        self.case = Case(found, seed, resolve_parameters(parameters))
        self.customer = customer = whole_number("customer（客户编号）", customer, least=0)
        self.persona = self.case.persona(customer)
        self.state = self.case.start(self.persona, customer)
        self.observed = self.case.observe(self.state, 0, customer)
        self.records: list[Record] = []
        self.farewell: str | None = None
        self._wording = Wording(self.case, customer)
        self.opening = self._wording.opening

    @property
    def scenario(self) -> Scenario:
        """The case that is talked about."""
        return self.case.scenario

    @property
    def finished(self) -> bool:
        """Whether the talk is over."""
        return not self.state.present

    def say(self, text: str, acts: Sequence[str] | None = None) -> Record:
        """Answer in free words.

        Parameters
        ----------
        text
            The reply, 1 to 1,000 characters.
        acts
            The acts it stands for, where the recogniser got them wrong; by default what is
            recognised.

        Returns
        -------
        Record
            The turn, with ``text`` (the customer's answer), ``acts``, ``recognised``,
            ``observed``, ``feedback`` and ``finished``.

        Raises
        ------
        servicelab.data.ServicelabError
            If the talk is over, the text is empty or too long, or an act does not exist.
        """
        self._require_open()
        words = _checked(text)
        recognised = tuple(recognise(words))
        chosen = tuple(found.act for found in recognised) if acts is None else tuple(acts)
        return self._take(Move(chosen), words, recognised)

    def act(self, *acts: str) -> Record:
        """Answer by acts; the words are found for you.

        Parameters
        ----------
        *acts
            One or more ids (or Chinese names) of acts.

        Returns
        -------
        Record
            As for :meth:`say`.
        """
        if not acts:
            raise ServicelabError("还没选言语行为。至少选一个，例如 talk.act('apologise')。")
        move = Move(acts)
        denied = not_allowed(move.acts, self.scenario)
        if denied:
            names = "、".join(ACTS[name].zh for name in denied)
            raise ServicelabError(f"这个案例里，客服没有权限做“{names}”。换一种补救。")
        return self.play(move)

    def play(self, move: Move) -> Record:
        """Answer by a move, as a method does; remedies the desk may not give are left out."""
        self._require_open()
        denied = not_allowed(move.acts, self.scenario)
        move = replace(move, acts=tuple(name for name in move.acts if name not in denied))
        turn = len(self.records) + 1
        return self._take(move, self._wording.agent(move.acts, turn, self.state.facts_known), ())

    def close(self) -> Outcome:
        """End the talk as the agent; the customer judges what is on the table.

        Returns
        -------
        Outcome
        """
        if not self.finished:
            turn = len(self.records) + 1
            self.state = self.case.close(self.state, self.persona, 1.0, turn, self.customer)
            self.farewell = self._wording.customer(ending_kind(self.state), turn)
        return self.outcome()

    def outcome(self) -> Outcome:
        """Return the outcome of a finished talk.

        Raises
        ------
        servicelab.data.ServicelabError
            If the talk is still going on.
        """
        if not self.finished:
            raise ServicelabError("这段对话还没结束。接着说，或者用 talk.close() 结束它。")
        judged = self.case.judge(self.state, self.persona, self.customer)
        ending = ENDINGS[1 - int(self.state.resolved) + int(self.state.escalated)]
        return Outcome(
            *judged,
            turns=int(self.state.turns),
            found_out=int(self.state.found_out),
            ending=ending,
        )

    @property
    def transcript(self) -> Transcript:
        """The talk so far, as turns of both sides."""
        turns = [Turn("customer", self.opening)]
        for record in self.records:
            turns.append(Turn("agent", record.said, record.acts, record.recognised))
            turns.append(Turn("customer", record.text, observed=record.observed._asdict()))
        if self.farewell is not None:
            turns.append(Turn("customer", self.farewell))
        name = f"{self.scenario.id}-seed{self.case.seed}-customer{self.customer}"
        return Transcript(name, tuple(turns))

    def curve(self) -> pd.DataFrame:
        """Return what went on inside the customer, for looking back.

        Returns
        -------
        pandas.DataFrame
            Index ``turn`` (0 is the opening); columns anger, felt_anger, trust, heard,
            certainty, solved, facts_known, patience; all 0…1.
        """
        states = [self.records[0].before if self.records else self.state]
        states += [record.after for record in self.records]
        rows = [{name: max(0.0, getattr(state, name)) for name in CURVE} for state in states]
        return pd.DataFrame(rows, index=pd.RangeIndex(len(rows), name="turn"))

    def what_if(self, turn: int, acts: Sequence[str], text: str | None = None) -> Conversation:
        """Replay the talk with one reply changed: same customer, same luck.

        Parameters
        ----------
        turn
            Number of the reply to change, from 1.
        acts
            What to do instead.
        text
            The words for it; found for you when left out.

        Returns
        -------
        Conversation
            A new talk. The replies after the changed one are those that were given; if this
            talk is finished, the new one is too. What repeats what was done gives the same talk.

        Raises
        ------
        servicelab.data.ServicelabError
            If there was no such turn.
        """
        if whole_number("turn（回合）", turn, least=1) > len(self.records):
            raise ServicelabError(
                f"这段对话有 {len(self.records)} 个回合，没有第 {turn} 回合可改。"
            )
        branch = Conversation(
            self.scenario, self.case.seed, self.customer, parameters=self.case.parameters
        )
        changed = Move(tuple(acts))
        for record in self.records:
            if branch.finished:
                break
            if record.turn == turn and (changed.acts, text or record.said) != (
                record.acts,
                record.said,
            ):
                branch._replay(changed, text)
            else:
                branch._take(record.move, record.said, record.recognised)
        if self.finished and not branch.finished:
            branch.close()
        return branch

    def _replay(self, move: Move, text: str | None) -> None:
        if text is None:
            self.act(*move.acts)
        else:
            self._take(move, _checked(text), tuple(recognise(text)))

    def _take(self, move: Move, words: str, recognised: tuple[Recognised, ...]) -> Record:
        p = self.case.parameters
        turn = len(self.records) + 1
        work = work_of(move, self.scenario, p)
        before = self.state
        after = self.case.step(before, self.persona, work, turn, self.customer)
        told = self._newly_told(before, after)
        chance = self._wording.chance(turn)
        kind = kind_of_reply(before, after, move.acts, work, len(told), chance)
        self._wording.heard_from_agent(words)
        self.state = after
        self.observed = self.case.observe(after, turn, self.customer)
        record = Record(
            turn=turn,
            move=move,
            work=work,
            said=words,
            recognised=recognised,
            before=before,
            after=after,
            text=self._wording.customer(kind, turn, told),
            kind=kind,
            observed=self.observed,
            feedback=feedback_line(self.case, before, after, self.persona, move, recognised),
            finished=not after.present or turn == TURN_LIMIT,
        )
        self.records.append(record)
        if turn == TURN_LIMIT:
            self.close()
        return record

    def _newly_told(self, before: State, after: State) -> tuple[Fact, ...]:
        facts = self.scenario.facts
        first = facts_told(before.facts_known, len(facts))
        return facts[first : facts_told(after.facts_known, len(facts))]

    def _require_open(self) -> None:
        if self.finished:
            raise ServicelabError("这段对话已经结束，不能再说了。换一位客户，或者看看复盘。")


def laid_over(
    scenario: str | Scenario, customer_type: str | None, difficulty: str | None
) -> Scenario:
    """Return a scenario with a kind of customer, then a level of difficulty, laid over it.

    Parameters
    ----------
    scenario, customer_type, difficulty
        As for :class:`Conversation`; None lays nothing over.
    """
    found = scenario if isinstance(scenario, Scenario) else load(scenario)
    if customer_type is not None:
        found = found.with_customer_type(customer_type)
    return found if difficulty is None else found.with_difficulty(difficulty)


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise ServicelabError(f"回复要是一段文字，收到的是 {type(text).__name__}。")
    words = text.strip()
    if not words:
        raise ServicelabError("回复是空的。写一句话再发，或者选几个言语行为。")
    if len(words) > LONGEST_REPLY:
        raise ServicelabError(
            f"这句话有 {len(words)} 个字，客户听不完。请压到 {LONGEST_REPLY} 个字以内，分几次说。"
        )
    return words
