"""Who complains: ranges of traits from which a customer is drawn, and ready-made types."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from servicelab.data.resources import read_yaml
from servicelab.scenarios.fields import Id, Range, Strict, Text
from servicelab.scenarios.traits import trait_table


class Customer(Strict):
    """Ranges of traits; customer *i* of a scenario is drawn uniformly from them.

    Every field is a pair (low, high); ``None`` means the default of the table of traits, where
    units and meanings stand.

    Examples
    --------
    >>> Customer(temper=(0.2, 0.9)).ranges()["temper"]
    (0.2, 0.9)
    >>> Customer().ranges()["patience"]
    (6.0, 12.0)
    """

    temper: Range | None = None
    patience: Range | None = None
    fairness: Range | None = None
    overpay_dislike: Range | None = None
    relation_need: Range | None = None
    blame: Range | None = None
    time_value: Range | None = None
    trust: Range | None = None
    prior_satisfaction: Range | None = None
    expectation: Range | None = None
    assertiveness: Range | None = None
    opportunism: Range | None = None
    taste: Range | None = None
    past_failures: Range | None = None
    familiarity: Range | None = None
    alertness: Range | None = None

    @field_validator("*")
    @classmethod
    def _within_limits(cls, value: Range | None, info: ValidationInfo) -> Range | None:
        if value is None:
            return None
        low, high = value
        if low > high:
            raise PydanticCustomError("range_order", "low > high", {"low": low, "high": high})
        trait = trait_table()[str(info.field_name)]
        if low < trait.minimum or high > trait.maximum:
            raise PydanticCustomError(
                "range_limits",
                "beyond the trait's limits",
                {"low": low, "high": high, "minimum": trait.minimum, "maximum": trait.maximum},
            )
        return value

    def ranges(self) -> dict[str, tuple[float, float]]:
        """Return the range of every trait, defaults filled in.

        Returns
        -------
        dict
            Trait id → (low, high), in the order of the table of traits.
        """
        return {
            trait.id: getattr(self, trait.id) or (trait.low, trait.high)
            for trait in trait_table().values()
        }

    def overridden(self, other: Customer) -> Customer:
        """Return these ranges with those that `other` names put in their place."""
        return self.model_copy(update=other.model_dump(exclude_none=True))


class CustomerType(Strict):
    """A ready-made kind of customer, laid over a scenario's own.

    Attributes
    ----------
    id, zh
        Name in code; name on screens.
    description
        One line in Chinese for whoever chooses.
    customer
        The traits in which the type differs.
    """

    id: Id
    zh: Text
    description: Text
    customer: Customer


@cache
def _types() -> dict[str, CustomerType]:
    entries = read_yaml("servicelab.scenarios", "data/customer_types.yaml")
    return {key: CustomerType(id=key, **entry) for key, entry in entries.items()}


def customer_types() -> dict[str, CustomerType]:
    """Return the ready-made types of customer by id.

    Examples
    --------
    >>> list(customer_types())
    ['calm', 'furious', 'hurried', 'relation_seeking', 'opportunist', 'reasonable', 'spoiled']
    """
    return dict(_types())
