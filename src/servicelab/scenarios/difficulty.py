"""How hard a case is: levels that shift the ranges of its customers' traits."""

from __future__ import annotations

from functools import cache

from servicelab.data.resources import read_yaml
from servicelab.scenarios.customers import Customer
from servicelab.scenarios.fields import Id, Strict, Text
from servicelab.scenarios.traits import trait_table


class Difficulty(Strict):
    """One level of difficulty.

    Attributes
    ----------
    id, zh
        Name in code; name on screens.
    description
        One line in Chinese for whoever chooses.
    shifts
        Trait → what is added to both ends of its range, in the trait's own unit.
    """

    id: Id
    zh: Text
    description: Text
    shifts: dict[str, float]

    def laid_over(self, customer: Customer) -> Customer:
        """Return a customer's ranges, shifted and kept within the limits of the traits.

        Parameters
        ----------
        customer
            The ranges of a scenario.

        Examples
        --------
        >>> difficulties()["hard"].laid_over(Customer(temper=(0.9, 1.0))).temper
        (1.0, 1.0)
        """
        ranges, table = customer.ranges(), trait_table()
        shifted = {}
        for name, shift in self.shifts.items():
            least, most = table[name].minimum, table[name].maximum
            low, high = (round(min(most, max(least, end + shift)), 6) for end in ranges[name])
            shifted[name] = (low, high)
        return customer.model_copy(update=shifted)

    def laid_on_own(self, customer: Customer) -> Customer:
        """Return the same for those ranges alone that are a customer's own, not defaults.

        Parameters
        ----------
        customer
            The ranges of a kind of customer.

        Examples
        --------
        >>> difficulties()["hard"].laid_on_own(Customer(temper=(0.2, 0.9))).patience is None
        True
        """
        shifted = self.laid_over(customer)
        others = {name: None for name in self.shifts if getattr(customer, name) is None}
        return shifted.model_copy(update=others)


@cache
def _levels() -> dict[str, Difficulty]:
    entries = read_yaml("servicelab.scenarios", "data/difficulties.yaml")
    return {key: Difficulty(id=key, **entry) for key, entry in entries.items()}


def difficulties() -> dict[str, Difficulty]:
    """Return the levels of difficulty by id, the easiest first.

    Examples
    --------
    >>> list(difficulties())
    ['easy', 'standard', 'hard']
    """
    return dict(_levels())
