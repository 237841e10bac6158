"""The numbers of every customer, from which everything else in a comparison follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.evaluation.measures import require_measure

ALL = "all"
MIXED = "mixed"
AS_WRITTEN = "as written"
EQUAL_DOSE = "equal dose"
KEYS = ("dose", "customer_type", "scenario", "method")

Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Units:
    """One number for each customer, method, scenario, customer type, dose and measure.

    Attributes
    ----------
    measures
        Measure → (dose, customer type, scenario) → one row a customer, one column a method.
        Customer *i* is the same draw everywhere.
    """

    measures: Mapping[str, Mapping[Key, pd.DataFrame]]

    @property
    def doses(self) -> list[str]:
        """The doses that were compared."""
        return self._values(0)

    @property
    def customer_types(self) -> list[str]:
        """The customer types that were compared."""
        return self._values(1)

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that were compared, without the mean over them."""
        return self._values(2)

    def wide(self, measure: str) -> pd.DataFrame:
        """Return one measure, columns (dose, customer_type, scenario, method)."""
        panels = self.measures[measure]
        table = pd.concat(panels.values(), axis=1)
        table.columns = ordered_index(
            [(*key, method) for key, panel in panels.items() for method in panel.columns]
        )
        return table

    def group(self, dose: str | None, customer_type: str | None) -> tuple[str, str]:
        """Return a dose and a customer type that were compared.

        Parameters
        ----------
        dose
            None takes the first that was compared.
        customer_type
            None is enough where only one was compared.

        Raises
        ------
        servicelab.data.ServicelabError
            If it was not compared, or several customer types were and none is named.
        """
        kinds = self.customer_types
        if customer_type is None and len(kinds) > 1:
            raise ServicelabError(f"这次比较了几种客户，请写明 customer_type：{'、'.join(kinds)}。")
        kind = kinds[0] if customer_type is None else customer_type
        dose = self.doses[0] if dose is None else dose
        return require(dose, self.doses), require(kind, kinds)

    def panel(self, measure: str, dose: str, customer_type: str, scenario: str) -> pd.DataFrame:
        """Return one row a customer and one column a method.

        Parameters
        ----------
        measure, dose, customer_type
            As compared.
        scenario
            Id, or ``"all"`` for the mean over the scenarios, customer by customer.

        Raises
        ------
        servicelab.data.ServicelabError
            If one of them was not compared.
        """
        require(require_measure(measure), list(self.measures))
        panels = self.measures[measure]
        if scenario != ALL:
            return panels[dose, customer_type, require(scenario, self.scenarios)]
        # Customer i is the same draw in every scenario, so the mean over scenarios is taken per
        # customer before its error is worked out. Sorted, so that their order changes no bit.
        first, *rest = [panels[dose, customer_type, name] for name in sorted(self.scenarios)]
        for panel in rest:
            first = first + panel
        return first / (1 + len(rest))

    def with_column(
        self, method: str, measure: str, group: tuple[str, str], scenario: str
    ) -> pd.DataFrame:
        """Return a panel that has a method's column, if need be from its talks as written.

        Parameters
        ----------
        method
            Its name.
        measure, scenario
            As for :meth:`panel`.
        group
            Dose and customer type.

        Raises
        ------
        servicelab.data.ServicelabError
            If the method was not compared.
        """
        panel = self.panel(measure, *group, scenario)
        if method not in panel and AS_WRITTEN in self.doses:
            as_written = self.panel(measure, AS_WRITTEN, group[1], scenario)
            require(method, list(as_written.columns))
            return panel.assign(**{method: as_written[method]})
        require(method, list(panel.columns))
        return panel

    def _values(self, place: int) -> list[str]:
        keys = next(iter(self.measures.values()))
        return list(dict.fromkeys(key[place] for key in keys))


def ordered_index(keys: Sequence[tuple[str, ...]]) -> pd.MultiIndex:
    """Return an index over :data:`KEYS` that keeps the order given and still counts as sorted.

    Parameters
    ----------
    keys
        (dose, customer type, scenario, method), grouped in this order.

    Examples
    --------
    >>> index = ordered_index([("b", "x", "y", "z"), ("a", "x", "y", "z")])
    >>> pd.DataFrame({"n": [1, 2]}, index=index).loc["a"].index.tolist()
    [('x', 'y', 'z')]
    """
    levels = [list(dict.fromkeys(level)) for level in zip(*keys, strict=True)]
    codes = [[level.index(key[place]) for key in keys] for place, level in enumerate(levels)]
    return pd.MultiIndex(levels=levels, codes=codes, names=list(KEYS))


def require(name: str, known: list[str]) -> str:
    """Return a name that is among those of a comparison.

    Parameters
    ----------
    name
        What was asked for.
    known
        What there is.

    Raises
    ------
    servicelab.data.ServicelabError
        If it is not there; the message names what is.

    Examples
    --------
    >>> require("clear", ["clear", "confront"])
    'clear'
    """
    if name not in known:
        raise ServicelabError(f"这次比较里没有“{name}”。有的是：{'、'.join(known)}。")
    return name
