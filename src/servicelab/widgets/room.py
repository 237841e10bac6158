"""Who is talked to, and what a reply counts as: the rehearsal room without its screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from servicelab.dialogue import recognise
from servicelab.scenarios import Scenario, catalog, customer_types, difficulties, load
from servicelab.simulation import Conversation, converse
from servicelab.simulation.conversation import LONGEST_REPLY
from servicelab.simulation.record import Record
from servicelab.widgets.form import option
from servicelab.widgets.words import words

METHODS = ("roundabout", "clear", "reactive")
"""The three methods of the texts, in the order in which the debrief shows them."""


@dataclass(frozen=True)
class Seat:
    """The chair across the table: which case, which customer, which luck.

    Attributes
    ----------
    scenario
        The case.
    seed
        Names the luck.
    customer
        Number of the customer, 0 or more.
    customer_type
        Id of a ready-made type, or None for the case's own variety.
    difficulty
        Id of a level of difficulty.

    Examples
    --------
    >>> seat = Seat(load("heating_blocked_pipe"), customer=3)
    >>> seat.next().customer, seat.changed(customer_type="calm").customer
    (4, 3)
    """

    scenario: Scenario
    seed: int = 7
    customer: int = 1
    customer_type: str | None = None
    difficulty: str = "standard"

    def next(self) -> Seat:
        """Return the seat with the customer after this one."""
        return replace(self, customer=self.customer + 1)

    def changed(self, **changes: Any) -> Seat:
        """Return the seat with some fields changed; a scenario may be given by its id."""
        if isinstance(changes.get("scenario"), str):
            changes["scenario"] = load(changes["scenario"])
        return replace(self, **changes)

    def talk(self) -> Conversation:
        """Return a new talk with this customer; always the same one."""
        return Conversation(self.scenario, self.seed, self.customer, **self._crowd)

    @property
    def _crowd(self) -> dict[str, Any]:
        """From which customers this one is drawn."""
        # A level can be laid over a case only once.
        laid = self.difficulty == self.scenario.difficulty
        return {
            "customer_type": self.customer_type,
            "difficulty": None if laid else self.difficulty,
        }

    def by_methods(self) -> dict[str, Conversation]:
        """Return what each of the three methods makes of this customer, with the same luck."""
        return {
            name: converse(self.scenario, name, self.seed, self.customer, **self._crowd)
            for name in METHODS
        }


def acts_of(text: str, added: Sequence[str] = (), removed: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a reply counts as after the learner's corrections.

    Parameters
    ----------
    text
        The reply; may be empty.
    added, removed
        Acts that the learner put in, and took out of what was recognised.

    Returns
    -------
    tuple of str
        Ids, each once: what was recognised, in the order of the text, then what was added.

    Examples
    --------
    >>> acts_of("非常抱歉。", added=["listen"], removed=["apologise"])
    ('listen',)
    """
    # What is too long is refused anyway, so there is no need to read it.
    found = recognise(text) if len(text) <= LONGEST_REPLY else []
    kept = [one.act for one in found if one.act not in removed]
    return tuple(dict.fromkeys([*kept, *added]))


def is_unclear(text: str, added: Sequence[str] = (), removed: Sequence[str] = ()) -> bool:
    """Tell whether words were typed in which no act is left to be seen.

    Examples
    --------
    >>> is_unclear("呜啦啦"), is_unclear("非常抱歉。"), is_unclear("")
    (True, False, False)
    """
    short = 0 < len(text.strip()) <= LONGEST_REPLY
    return short and not acts_of(text, added, removed)


def reply(
    talk: Conversation, text: str, added: Sequence[str] = (), removed: Sequence[str] = ()
) -> Record:
    """Give a reply in free words, in acts, or in words with corrected acts.

    Parameters
    ----------
    talk
        The talk, not finished.
    text
        The learner's words; when empty, words are found for the acts.
    added, removed
        As for :func:`acts_of`.

    Returns
    -------
    Record
        The turn.

    Raises
    ------
    servicelab.data.ServicelabError
        If nothing was said, it is too long, or the talk is over.

    Examples
    --------
    >>> talk = Seat(load("heating_blocked_pipe")).talk()
    >>> reply(talk, "非常抱歉。", added=["listen"]).acts
    ('apologise', 'listen')
    """
    if not text.strip() and added:
        return talk.act(*added)
    if not added and not removed:
        return talk.say(text)
    return talk.say(text, acts=acts_of(text, added, removed))


def scenario_options(own: Scenario) -> list[tuple[str, str]]:
    """Return the cases to choose from, as (name on the screen, id).

    Parameters
    ----------
    own
        The case on the table; it comes first if it is not one of the package's.

    Examples
    --------
    >>> ("供热：屋里十四度，报修两次没人来", "heating_blocked_pipe") in scenario_options(
    ...     load("heating_blocked_pipe"))
    True
    """
    table = catalog()
    rows = zip(table["industry_zh"], table["title"], table.index, strict=True)
    options = [(f"{industry}：{title}", name) for industry, title, name in rows]
    if own.id not in table.index:
        options.insert(0, (f"{words('controls')['own_case']}：{own.title}", own.id))
    return options


def scenario_groups(own: Sequence[Scenario] = ()) -> dict[str, list[tuple[str, str]]]:
    """Return the cases to choose from by industry, as (title, id).

    Parameters
    ----------
    own
        Cases on the table; those that are not the package's are a group of their own, in front.

    Examples
    --------
    >>> groups = scenario_groups()
    >>> groups["供热"][0]
    ('屋里十四度，报修两次没人来', 'heating_blocked_pipe')
    """
    table = catalog()
    mine = [(case.title, case.id) for case in own if case.id not in table.index]
    groups = {words("controls")["own_case"]: mine} if mine else {}
    for name, row in table.iterrows():
        groups.setdefault(str(row["industry_zh"]), []).append((str(row["title"]), str(name)))
    return groups


def case_options(own: Scenario) -> list[dict[str, str]]:
    """Return the cases for a list on a form, grouped by industry.

    Parameters
    ----------
    own
        The case on the table; it comes first if it is not one of the package's.

    Examples
    --------
    >>> case_options(load("heating_blocked_pipe"))[-1]["group"]
    '旅游'
    """
    return [
        option(name, title, group=industry)
        for industry, cases in scenario_groups([own]).items()
        for title, name in cases
    ]


def type_options() -> list[tuple[str, str]]:
    """Return the types of customer to choose from; the mixed crowd comes first, with no id.

    Examples
    --------
    >>> type_options()[0]
    ('各种都有', '')
    """
    types = [(kind.zh, name) for name, kind in customer_types().items()]
    return [(words("controls")["any_type"], ""), *types]


def difficulty_options() -> list[tuple[str, str]]:
    """Return the levels of difficulty to choose from, as (name on the screen, id).

    Examples
    --------
    >>> difficulty_options()[0]
    ('容易', 'easy')
    """
    return [(level.zh, name) for name, level in difficulties().items()]
