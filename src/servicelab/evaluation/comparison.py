"""What came of a comparison: the numbers of every customer, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.evaluation import pictures
from servicelab.evaluation.estimate import mean_estimate
from servicelab.evaluation.frontier import frontier_table
from servicelab.evaluation.measures import sign_of
from servicelab.evaluation.simultaneous import Family
from servicelab.evaluation.standing import leads_over, standings
from servicelab.evaluation.units import ALL, KEYS, Units, ordered_index, require
from servicelab.evaluation.words import say
from servicelab.figures import Picture
from servicelab.figures.words import Language

FEW = 500
"""Customers below which the intervals of skewed measures (cost, value, turns) are approximate."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came of a comparison.

    Attributes
    ----------
    measure
        The field of the outcome that is compared.
    numbers
        What was kept of every talk.
    labels
        Name of a method, a scenario or a customer type → what people call it.
    confidence
        Level of all intervals.
    notes
        What was left out, and why.
    table
        One row for each dose, customer type, scenario (and ``"all"``, the mean over them, taken
        customer by customer) and method. Columns:

        - estimate, standard_error, n;
        - ci_low, ci_high: hold together for all rows of one dose and one customer type;
        - noise_floor: widest half-interval among the paired differences of the row's scenario.
          The differences of all scenarios of one dose and customer type hold together;
        - rank: place by estimate, 1 is best; rank_best, rank_worst: the places that the paired
          differences leave open, holding together likewise;
        - share_best: of customers for whom the method is best; ties are split;
        - wins: whether its lead over every other method is above the noise floor.

        Turns are estimated only: nothing wins, and ranks and share_best are missing.

        Where all customers gave the same number the interval has no width; that is for want of
        customers who differ, not certainty. ``table.attrs`` says so in Chinese, says below 500
        customers that the intervals of cost, value and turns are approximate, and carries the
        notes.
    """

    measure: str
    numbers: Units = field(repr=False)
    labels: dict[str, str] = field(repr=False)
    confidence: float = 0.95
    notes: tuple[str, ...] = ()
    table: pd.DataFrame = field(init=False, repr=False)
    _widths: dict[tuple[str, str], float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_widths", {})
        object.__setattr__(self, "table", self._table())

    @property
    def units(self) -> pd.DataFrame:
        """One row a customer; columns (dose, customer_type, scenario, method)."""
        return self.numbers.wide(self.measure)

    @property
    def sign(self) -> int:
        """1 where more of the measure is better, -1 where less is, 0 where neither is (turns)."""
        return sign_of(self.measure)

    def by(self, measure: str) -> Comparison:
        """Judge the same talks by another measure, without simulating again.

        Parameters
        ----------
        measure
            A numeric field of the outcome that was kept.

        Raises
        ------
        servicelab.data.ServicelabError
            If it was not kept.
        """
        return replace(self, measure=require(measure, list(self.numbers.measures)))

    def panel(
        self, dose: str | None = None, customer_type: str | None = None, scenario: str = ALL
    ) -> pd.DataFrame:
        """Return the numbers of one scenario, one row a customer and one column a method.

        Parameters
        ----------
        dose
            ``"as written"`` or ``"equal dose"``; None takes the first that was compared.
        customer_type
            None is enough where only one was compared.
        scenario
            Id, or ``"all"`` for the mean over the scenarios, customer by customer.

        Raises
        ------
        servicelab.data.ServicelabError
            If it was not compared, or several customer types were and none is named.
        """
        return self.numbers.panel(self.measure, *self.numbers.group(dose, customer_type), scenario)

    def paired(
        self, a: str, b: str, *, dose: str | None = None, customer_type: str | None = None
    ) -> pd.DataFrame:
        """Compare two methods customer by customer.

        Parameters
        ----------
        a, b
            Names of two methods in this comparison.
        dose, customer_type
            As for :meth:`panel`.

        Returns
        -------
        pandas.DataFrame
            Index: scenario, and ``all`` for the mean over them. Columns estimate (a minus b),
            standard_error, ci_low, ci_high, n, share_better (of customers better off with a;
            less cost is better; missing for turns). Each interval holds for itself: right for two
            methods named beforehand, too narrow for the pair that happens to differ most.

        Raises
        ------
        servicelab.data.ServicelabError
            If one of the methods was not compared.
        """
        rows = {}
        for scenario in (*self.numbers.scenarios, ALL):
            panel = self.panel(dose, customer_type, scenario)
            first, second = (panel[require(name, list(panel.columns))] for name in (a, b))
            rows[scenario] = {
                **mean_estimate(first - second, self.confidence)._asdict(),
                "share_better": self._share_better(first - second),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scenario")

    def _share_better(self, gaps: pd.Series) -> float:
        return float((self.sign * gaps > 0).mean()) if self.sign else float("nan")

    def leads(
        self,
        over: str,
        *,
        dose: str | None = None,
        customer_type: str | None = None,
        scenario: str = ALL,
    ) -> pd.DataFrame:
        """Return how far each other method lies above one of them, customer by customer.

        Parameters
        ----------
        over
            The method to compare with.
        dose, customer_type, scenario
            As for :meth:`panel`.

        Returns
        -------
        pandas.DataFrame
            Index method; columns estimate, standard_error, ci_low, ci_high. The intervals hold
            together for all pairs and scenarios of the dose and customer type, so they may be
            read after the winner is known. They are those behind the ranks.

        Raises
        ------
        servicelab.data.ServicelabError
            If the method was not compared.
        """
        group = self.numbers.group(dose, customer_type)
        panel = self.panel(*group, scenario)
        return leads_over(panel, require(over, list(panel.columns)), self._widths[group])

    def frontier(
        self,
        baseline: str = "indifferent",
        *,
        dose: str | None = None,
        customer_type: str | None = None,
        scenario: str = ALL,
    ) -> pd.DataFrame:
        """Set what each method gains against what it costs.

        Parameters
        ----------
        baseline
            The method that gains and extra costs are counted from. At equal dose, where it takes
            no part, its talks as written are used: the customers and their luck are the same.
        dose, customer_type, scenario
            As for :meth:`panel`.

        Returns
        -------
        pandas.DataFrame
            Index method, cheapest first; columns as
            :func:`~servicelab.evaluation.frontier.frontier_table` explains.

        Raises
        ------
        servicelab.data.ServicelabError
            If cost was not kept, the measure is cost, value (cost is off it already) or turns, or
            the baseline was not compared.
        """
        if self.measure in ("cost", "value", "turns"):
            raise ServicelabError(say(f"no_frontier_{self.measure}"))
        group = self.numbers.group(dose, customer_type)

        def panel(measure: str) -> pd.DataFrame:
            return self.numbers.with_column(baseline, measure, group, scenario)

        return frontier_table(
            self.sign * panel(self.measure),
            panel("cost"),
            baseline,
            value=panel("value") if "value" in self.numbers.measures else None,
            confidence=self.confidence,
        )

    def plot(self, **options: Any) -> Picture:
        """Draw estimates with intervals and noise floor: ``servicelab.evaluation.pictures.plot``.

        Options: dose, customer_type, scenario, methods, language.
        """
        return pictures.plot(self, **options)

    def leads_plot(self, over: str, **options: Any) -> Picture:
        """Draw leads over one method: ``servicelab.evaluation.pictures.leads``.

        Options: dose, customer_type, scenario, language.
        """
        return pictures.leads(self, over, **options)

    def ranks_plot(self, **options: Any) -> Picture:
        """Draw ranks with what noise leaves open: ``servicelab.evaluation.pictures.ranks``.

        Options: dose, customer_type, scenario, language. Turns have no ranks to draw.
        """
        if not self.sign:
            raise ServicelabError(say("not_ranked"))
        return pictures.ranks(self, **options)

    def grid_plot(self, **options: Any) -> Picture:
        """Draw groups by methods, winners framed: ``servicelab.evaluation.pictures.grid``.

        Options: dose, customer_type, scenario, language.
        """
        return pictures.grid(self, **options)

    def frontier_plot(
        self, baseline: str = "indifferent", *, language: Language = "zh", **options: Any
    ) -> Picture:
        """Draw what every method costs and gains, with the options of :meth:`frontier`."""
        return pictures.frontier(self, self.frontier(baseline, **options), language)

    def _rows(self) -> Iterator[dict[str, object]]:
        names = (*self.numbers.scenarios, ALL)
        for dose in self.numbers.doses:
            for kind in self.numbers.customer_types:
                panels = {name: self.panel(dose, kind, name) for name in names}
                family = Family(panels, self.confidence)
                self._widths[dose, kind] = family.lead_width
                for row in standings(family, self.sign):
                    yield {"dose": dose, "customer_type": kind, **row}

    def _table(self) -> pd.DataFrame:
        table = pd.DataFrame(list(self._rows()))
        keys = table[list(KEYS)].itertuples(index=False, name=None)
        table = table.drop(columns=list(KEYS)).set_axis(ordered_index(list(keys)), axis=0)
        table.attrs = {
            "measure": self.measure,
            "confidence": self.confidence,
            "intervals": "".join(self._about_intervals(table)),
            "notes": self.notes if self.sign else (*self.notes, say("not_ranked")),
        }
        return table

    def _about_intervals(self, table: pd.DataFrame) -> Iterator[str]:
        yield say("simultaneous", confidence=self.confidence)
        if (table["n"] < FEW).any():
            yield say("approximate", few=FEW)
        if (table["standard_error"] == 0).any():
            yield say("all_the_same")
