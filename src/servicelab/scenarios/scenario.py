"""What a complaint is about: the case as data, checked field by field when it is read."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from servicelab.data.resources import read_text, read_yaml
from servicelab.scenarios.customers import Customer, customer_types
from servicelab.scenarios.difficulty import difficulties
from servicelab.scenarios.fields import Distinct, FrozenDict, Id, Share, Strict, Text
from servicelab.scenarios.parts import Fact, Loss, Remedies, Right
from servicelab.scenarios.refusal import ScenarioError, did_you_mean, nearest

Channel = Literal["phone", "chat", "counter", "social", "email"]
Cause = Literal["quality", "expectation_gap", "information_asymmetry", "individual_difference"]
Conflict = Literal["quality", "misunderstanding", "outburst"]


@cache
def _agent_acts() -> frozenset[str]:
    return frozenset(read_text("servicelab.scenarios", "data/agent_acts.txt").split())


def _known_act(name: str) -> str:
    if name not in _agent_acts():
        raise PydanticCustomError("unknown_act", "unknown act")
    return name


def _distinct_ids(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    ids = [fact.id for fact in facts]
    for position, name in enumerate(ids):
        if name in ids[:position]:
            raise PydanticCustomError(
                "repeated_fact", "id is repeated", {"at": (position, "id"), "id": name}
            )
    return facts


Phrases = Annotated[
    dict[Annotated[str, AfterValidator(_known_act)],
         Annotated[tuple[Text, ...], Field(min_length=2), Distinct]],
    AfterValidator(FrozenDict),
]  # fmt: skip


def _known_type(name: str) -> str:
    if name not in customer_types():
        raise PydanticCustomError("unknown_type", "unknown type of customer")
    return name


OpeningOf = Annotated[
    dict[Annotated[str, AfterValidator(_known_type)],
         Annotated[tuple[Text, ...], Field(min_length=3), Distinct]],
    AfterValidator(FrozenDict),
]  # fmt: skip


class Scenario(Strict):
    """One case of a pack: who complains about what, what is owed, and how people put it.

    Attributes
    ----------
    industry, industry_zh
        From the head of the pack.
    id, title
        Name in code; name on screens.
    origin
        The text that the case is taken from, where there is one.
    channel, failure, cause, conflict
        Where the talk is held, what went wrong, why, and what kind of conflict it is.
    severity
        0 (a trifle) to 1 (grave).
    price
        What the customer paid, in yuan, above 0.
    promised
        What the firm had promised.
    rights
        Rules that apply.
    opening
        First words of different customers.
    opening_of
        First words of a kind of customer (:func:`servicelab.scenarios.customer_types`), where it
        has its own.
    facts
        What the agent must find out.
    accepts
        What would settle it, in the customer's words.
    loss, remedies
        Shares of the price.
    duty
        Share of the price that law or agreement makes the firm make good, in money or in kind.
    agent
        Act id → ways in which an agent puts it in this case.
    customer
        Ranges of traits.
    customer_type, difficulty
        What was laid over the scenario's own customers: ``""`` and ``"standard"`` if nothing.
    """

    industry: str
    industry_zh: str
    id: Id
    title: Text
    origin: str = ""
    channel: Channel
    failure: Text
    cause: Cause
    conflict: Conflict
    severity: Share
    price: Annotated[float, Field(gt=0, le=10_000_000)]
    promised: Text
    rights: tuple[Right, ...]
    opening: Annotated[tuple[Text, ...], Field(min_length=12), Distinct]
    opening_of: OpeningOf = FrozenDict()
    facts: Annotated[tuple[Fact, ...], Field(min_length=3, max_length=5),
                     AfterValidator(_distinct_ids)]  # fmt: skip
    accepts: Annotated[tuple[Text, ...], Field(min_length=1), Distinct]
    loss: Loss
    remedies: Remedies
    duty: Share = 0.0
    agent: Phrases
    customer: Customer = Customer()
    # Not for packs: what was laid over them.
    _customer_type: str = PrivateAttr("")
    _difficulty: str = PrivateAttr("standard")
    _reached_first: bool = PrivateAttr(False)

    @property
    def customer_type(self) -> str:
        """The kind of customer laid over the scenario's own, or nothing."""
        return self._customer_type

    @property
    def difficulty(self) -> str:
        """How hard the scenario was made."""
        return self._difficulty

    @property
    def reached_first(self) -> bool:
        """Whether the firm gets in touch before the customer complains."""
        return self._reached_first

    @property
    def openings(self) -> tuple[str, ...]:
        """The first words among which a customer's are drawn."""
        return self.opening_of.get(self._customer_type, self.opening)

    def __hash__(self) -> int:
        # A dict among the fields has no hash; equal scenarios have equal ids.
        return hash((self.industry, self.id))

    def with_customer_type(self, name: str) -> Scenario:
        """Return this case with one of the ready-made kinds of customer.

        Parameters
        ----------
        name
            A key of :func:`servicelab.scenarios.customer_types`.

        Returns
        -------
        Scenario
            The same case; the type's ranges stand in place of its own, shifted where a level of
            difficulty was laid over the case before.

        Raises
        ------
        ScenarioError
            If there is no such type; the message names the nearest.
        """
        types = customer_types()
        if str(name) not in types:
            known = "、".join(f"{key}（{kind.zh}）" for key, kind in types.items())
            offer = did_you_mean(nearest(str(name), types))
            raise ScenarioError(f"没有“{name}”这种客户{offer}可以写：{known}。")
        kind = types[name].customer
        customer = self.customer.overridden(difficulties()[self._difficulty].laid_on_own(kind))
        typed = self.model_copy(update={"customer": customer})
        typed._customer_type = name
        return typed

    def with_difficulty(self, level: str) -> Scenario:
        """Return this case with easier or harder customers.

        Parameters
        ----------
        level
            A key of :func:`servicelab.scenarios.difficulties`: ``"easy"``, ``"standard"`` or
            ``"hard"``. The traits' ranges are shifted and stay within their limits.

        Returns
        -------
        Scenario

        Raises
        ------
        ScenarioError
            If there is no such level, or one was laid over the case before.

        Examples
        --------
        >>> from servicelab.scenarios import load
        >>> case = load("hotel_dirty_room")
        >>> case.customer.temper, case.with_difficulty("hard").customer.ranges()["temper"]
        ((0.15, 0.65), (0.4, 0.9))
        """
        levels = difficulties()
        if level not in levels:
            known = "、".join(f"{key}（{one.zh}）" for key, one in levels.items())
            raise ScenarioError(f"没有“{level}”这个难度。可以写：{known}。")
        if self._difficulty != "standard":
            raise ScenarioError(
                f"这个场景已经设成 {self._difficulty} 难度了，难度只能设一次。从原来的场景重新设。"
            )
        customer = levels[level].laid_over(self.customer)
        levelled = self.model_copy(update={"customer": customer})
        levelled._difficulty = level
        return levelled

    def before_complaint(self) -> Scenario:
        """Return this case as it is when the firm gets in touch before the customer complains.

        Returns
        -------
        Scenario
            The customer has not been kept waiting, sent round or made to tell it again: the share
            of the loss that is lack of attention is not lost. That is an assumption put in, not
            a result.

        Examples
        --------
        >>> from servicelab.scenarios import load
        >>> load("hotel_dirty_room").before_complaint().loss.attention
        0.0
        """
        loss = self.loss.model_copy(update={"attention": 0.0})
        early = self.model_copy(update={"loss": loss})
        early._reached_first = True
        return early

    def with_loss(
        self, money: float = 0.0, substance: float = 0.0, attention: float = 0.0
    ) -> Scenario:
        """Return this case with another loss.

        Parameters
        ----------
        money, substance, attention
            Shares of the price, each 0…1, together at most 1. A customer who rejects the flawed
            service loses all of the price; one who accepts it loses a part.

        Returns
        -------
        Scenario

        Examples
        --------
        >>> from servicelab.scenarios import load
        >>> load("hotel_dirty_room").with_loss(money=1.0).loss.money
        1.0
        """
        loss = Loss(money=money, substance=substance, attention=attention)
        return self.model_copy(update={"loss": loss})


class Pack(Strict):
    """One file: an industry and its cases."""

    industry: Id
    industry_zh: Text
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _hand_down_the_industry(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("scenarios"), list):
            return data
        head = {key: str(data.get(key, "")) for key in ("industry", "industry_zh")}
        cases = [{**case, **head} if isinstance(case, dict) else case for case in data["scenarios"]]
        return {**data, "scenarios": cases}


def label(kind: str, value: str) -> str:
    """Return what a fixed value is called on screens.

    Parameters
    ----------
    kind
        ``"channel"``, ``"cause"``, ``"conflict"`` or ``"status"``.
    value
        One of its values, as a pack writes it.

    Examples
    --------
    >>> label("cause", "quality")
    '服务质量问题'
    """
    return str(read_yaml("servicelab.scenarios", "data/labels.yaml")[kind][value])
