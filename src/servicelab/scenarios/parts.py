"""The parts of a scenario: facts to find out, rights, what was lost and what may be given."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from servicelab.scenarios.fields import Distinct, Id, Share, Strict, Text

Status = Literal["R", "R2", "C", "M", "M-high", "M-mid", "M-low", "?"]
Dated = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Fact(Strict):
    """Something that the agent has to find out before the case can be solved.

    Attributes
    ----------
    id, label
        Name in code; name on screens.
    ask
        The agent's question.
    answers
        Ways in which the customer gives it.
    """

    id: Id
    label: Text
    ask: Text
    answers: Annotated[tuple[Text, ...], Field(min_length=3), Distinct]


class Right(Strict):
    """A rule that the customer can call on, and how surely we know it.

    Attributes
    ----------
    text
        The rule in plain words.
    place
        Where it holds: the country, a province, a city.
    as_of
        Date of the text that was read: year, month or day.
    source
        Law and article.
    status
        How it was read; codes as in the project's table of evidence.
    """

    text: Text
    place: Text
    as_of: Dated
    source: Text
    status: Status


class Loss(Strict):
    """What the failure cost the customer, in shares of the price (0…1, together at most 1).

    Attributes
    ----------
    money
        Money lost or spent.
    substance
        The thing itself: the warmth, the clean room, the goods, the day of delivery.
    attention
        Being ignored, waiting, telling it again.
    """

    money: Share
    substance: Share
    attention: Share

    @model_validator(mode="after")
    def _at_most_the_price(self) -> Loss:
        total = self.money + self.substance + self.attention
        if total > 1 + 1e-9:
            raise PydanticCustomError("loss_sum", "shares exceed 1", {"total": round(total, 4)})
        return self


class Remedies(Strict):
    """What the desk may give each time it acts, in shares of the price (0…1).

    Attributes
    ----------
    refund, compensate
        Money back; something beyond the loss.
    replace
        Share of the substance that is made good by doing it again.
    """

    refund: Share
    replace: Share
    compensate: Share
