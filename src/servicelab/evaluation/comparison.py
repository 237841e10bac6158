"""Which method does better: the same customers under every method, with a noise floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.evaluation.dose import at_equal_dose
from servicelab.evaluation.estimate import mean_estimate, noise_floor, quantile
from servicelab.figures import Picture, interval_plot
from servicelab.figures.style import method_colour
from servicelab.figures.words import Language
from servicelab.methods.catalog import resolve
from servicelab.methods.method import Method
from servicelab.scenarios import load
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation import simulate
from servicelab.simulation.outcome import Outcome
from servicelab.simulation.parameters import Parameters

MEASURES = tuple(name for name in Outcome._fields if name != "ending")
LESS_IS_BETTER = ("cost", "turns")


@dataclass(frozen=True)
class Comparison:
    """What came of a comparison.

    Attributes
    ----------
    measure
        The field of the outcome that is compared.
    units
        Scenario id → one row a customer, one column a method: the numbers behind everything.
    labels
        Method → its Chinese name; scenario id → its title.
    confidence
        Level of all intervals.
    equal_dose
        Whether the methods did equally much of everything.
    """

    measure: str
    units: dict[str, pd.DataFrame]
    labels: dict[str, str]
    confidence: float
    equal_dose: bool
    table: pd.DataFrame = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", self._table())

    def paired(self, a: str, b: str) -> pd.DataFrame:
        """Compare two methods customer by customer.

        Parameters
        ----------
        a, b
            Names of two methods in this comparison.

        Returns
        -------
        pandas.DataFrame
            Index: scenario, and ``all`` for the mean over them. Columns estimate (a minus b),
            standard_error, ci_low, ci_high, n, share_better (of customers better off with a;
            less cost and fewer turns are better). Each interval holds for itself.

        Raises
        ------
        servicelab.data.ServicelabError
            If one of the methods was not compared.
        """
        for name in (a, b):
            if name not in self._methods:
                raise ServicelabError(
                    f"这次比较里没有“{name}”。比较过的方法：{'、'.join(self._methods)}。"
                )
        differences = {name: units[a] - units[b] for name, units in self.units.items()}
        # Customer i is the same draw in every scenario, so the mean over scenarios is taken per
        # customer before its error is worked out.
        differences["all"] = pd.concat(differences.values(), axis=1).mean(axis=1)
        rows = {
            name: {
                **mean_estimate(values, self.confidence)._asdict(),
                "share_better": float((self._sign * values > 0).mean()),
            }
            for name, values in differences.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scenario")

    def plot(self, language: Language = "zh") -> Picture:
        """Draw every estimate with its interval and the noise floor.

        Parameters
        ----------
        language
            ``"zh"`` or ``"en"``.

        Returns
        -------
        servicelab.figures.Picture
        """
        table = self.table.reset_index()
        table["label"], table["group"] = table["method"], table["scenario"]
        if language == "zh":
            table[["label", "group"]] = table[["label", "group"]].replace(self.labels)
        floors = dict(zip(table["group"], table["noise_floor"], strict=True))
        axis = read_yaml("servicelab.evaluation", "measures.yaml")[language][self.measure]
        several = len(self._methods) > 1
        colours = {
            label: method_colour(method)
            for label, method in zip(table["label"], table["method"], strict=True)
        }
        return interval_plot(
            table,
            noise_floor=floors if several else None,
            axis_title=axis,
            colours=colours,
            language=language,
        )

    @property
    def _sign(self) -> int:
        return -1 if self.measure in LESS_IS_BETTER else 1

    @property
    def _methods(self) -> list[str]:
        return list(next(iter(self.units.values())).columns)

    def _table(self) -> pd.DataFrame:
        rows = [row for name, units in self.units.items() for row in self._rows(name, units)]
        return pd.DataFrame(rows).set_index(["scenario", "method"])

    def _rows(self, scenario: str, units: pd.DataFrame) -> list[dict[str, object]]:
        floor = noise_floor(units, self.confidence)
        ranks = rank_ranges(self._sign * units, self.confidence)
        return [
            {
                "scenario": scenario,
                "method": method,
                **mean_estimate(units[method], self.confidence)._asdict(),
                "noise_floor": floor,
                "rank_best": ranks[method][0],
                "rank_worst": ranks[method][1],
            }
            for method in units.columns
        ]


def rank_ranges(units: pd.DataFrame, confidence: float = 0.95) -> dict[str, tuple[int, int]]:
    """Return the best and the worst rank that each method may hold.

    Parameters
    ----------
    units
        One row a customer, one column a method; larger is better.
    confidence
        Level at which all pairwise intervals hold together (Bonferroni).

    Returns
    -------
    dict
        Method → (best, worst); a method is above another only if the interval of their paired
        difference excludes 0.

    Examples
    --------
    >>> units = pd.DataFrame({"a": [0.9, 1.0] * 50, "b": [0.1, 0.2] * 50, "c": [0.2, 0.1] * 50})
    >>> rank_ranges(units)
    {'a': (1, 1), 'b': (2, 3), 'c': (2, 3)}
    """
    names = list(units.columns)
    pairs = max(1, len(names) * (len(names) - 1) // 2)
    width = quantile(confidence, pairs)
    above: dict[str, int] = dict.fromkeys(names, 0)
    below: dict[str, int] = dict.fromkeys(names, 0)
    for name in names:
        for other in names:
            if name == other:
                continue
            lead = mean_estimate(units[other] - units[name])
            above[name] += lead.estimate > width * lead.standard_error
            below[name] += -lead.estimate > width * lead.standard_error
    return {name: (1 + above[name], len(names) - below[name]) for name in names}


def compare(
    methods: Sequence[str | Method],
    scenarios: Sequence[str | Scenario],
    n: int = 2_000,
    seed: int = 7,
    *,
    measure: str = "satisfaction",
    customer_type: str | None = None,
    equal_dose: bool = False,
    parameters: Parameters | None = None,
    confidence: float = 0.95,
    progress: bool = True,
) -> Comparison:
    """Let several methods answer the same customers with the same luck.

    Parameters
    ----------
    methods
        Ids or methods of your own.
    scenarios
        Ids, paths or scenarios.
    n
        Customers a scenario, at least 30.
    seed
        Names the luck.
    measure
        A numeric field of the outcome.
    customer_type
        Draws all customers from one type.
    equal_dose
        Lets all methods do equally much of everything, each in its own order.
    parameters
        Other numbers for the rule.
    confidence
        Level of all intervals.
    progress
        Shows a progress bar when it takes more than a second.

    Returns
    -------
    Comparison
        ``.table`` (estimates, intervals, noise floor, ranks), ``.paired(a, b)``, ``.plot()``.

    Raises
    ------
    servicelab.data.ServicelabError
        If a method, a scenario or the measure does not exist, or n is too small.

    Examples
    --------
    >>> result = compare(["clear", "confront"], ["heating_blocked_pipe"], n=200)
    >>> bool(result.paired("clear", "confront").loc["all", "ci_low"] > 0)
    True
    """
    if measure not in MEASURES:
        raise ServicelabError(f"没有“{measure}”这个结果。可以比较：{'、'.join(MEASURES)}。")
    chosen = [resolve(method) for method in _listed(methods, "methods")]
    _require_distinct("方法", [method.name for method in chosen])
    cases = [
        scenario if isinstance(scenario, Scenario) else load(scenario)
        for scenario in _listed(scenarios, "scenarios")
    ]
    _require_distinct("场景", [case.id for case in cases])
    units: dict[str, pd.DataFrame] = {}
    runs = [(case, number) for case in cases for number in range(len(chosen))]
    for case, number in tqdm(runs, desc="比较", unit="组", delay=1, disable=not progress):
        players = at_equal_dose(chosen, case, parameters=parameters) if equal_dose else chosen
        outcome = simulate(
            case,
            players[number],
            n,
            seed,
            customer_type=customer_type,
            parameters=parameters,
            progress=False,
        )
        units.setdefault(case.id, pd.DataFrame(index=outcome.index))
        units[case.id][players[number].name] = outcome[measure].astype(float)
    labels = {player.name: player.zh for player in chosen} | {case.id: case.title for case in cases}
    return Comparison(measure, units, labels, confidence, equal_dose)


def _listed(given: object, name: str) -> list[Any]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ServicelabError(f"{name} 要写成列表，至少一项，例如 {name}=['clear']。")
    items = list(given)
    if not items:
        raise ServicelabError(f"{name} 是空的列表。至少写一项，例如 {name}=['clear']。")
    return items


def _require_distinct(what: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ServicelabError(f"{what} {'、'.join(repeated)} 出现了两次。每个只写一次。")
