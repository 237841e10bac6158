"""Which method does better: the same customers and the same luck under every method."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from servicelab.data.arguments import whole_number
from servicelab.data.errors import ServicelabError
from servicelab.evaluation.comparison import Comparison
from servicelab.evaluation.dose import at_equal_dose, has_fixed_steps
from servicelab.evaluation.estimate import quantile
from servicelab.evaluation.measures import MEASURES, require_measure
from servicelab.evaluation.units import ALL, AS_WRITTEN, EQUAL_DOSE, MIXED, Key, Units
from servicelab.evaluation.words import say
from servicelab.methods.catalog import BASELINES, resolve
from servicelab.methods.method import Method
from servicelab.scenarios import customer_types as known_types
from servicelab.scenarios import load
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation import simulate
from servicelab.simulation.engine import chosen as chosen_backend
from servicelab.simulation.parameters import Parameters

Dose = Literal["both", "as written", "equal dose"]

FEWEST = 100
"""Customers below which intervals that hold together miss what is skewed: cost, value, turns."""


class Run(NamedTuple):
    """One method on one scenario with one kind of customer."""

    dose: str
    customer_type: str
    case: Scenario
    player: Method


def compare(
    methods: Sequence[str | Method],
    scenarios: Sequence[str | Scenario],
    n: int = 2_000,
    seed: int = 7,
    *,
    measure: str = "satisfaction",
    customer_types: Sequence[str] | None = None,
    dose: Dose = "both",
    equalise: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    parameters: Parameters | None = None,
    confidence: float = 0.95,
    backend: str = "auto",
    progress: bool = True,
    tell: Callable[[float], object] | None = None,
) -> Comparison:
    """Let several methods answer the same customers with the same luck.

    Every method is played as written and, where it can be, at equal dose: then all do equally
    much of everything, each in its own order (:func:`~servicelab.evaluation.dose.at_equal_dose`).
    As written, a method that does more tends to win, and that says nothing about its order.

    Parameters
    ----------
    methods
        Ids or methods of your own.
    scenarios
        Ids, paths or scenarios.
    n
        Customers a scenario, at least 100; below 500 the intervals of cost, value and turns are
        only approximate, and the table says so.
    seed
        Names the luck.
    measure
        A numeric field of the outcome; :meth:`Comparison.by` shows the others.
    customer_types
        Ids such as ``"furious"``, and ``"mixed"`` for the scenario's own customers; None is
        ``["mixed"]``.
    dose
        ``"both"``, or only ``"as written"`` or ``"equal dose"``.
    equalise
        Names of the methods to bring to equal dose. None takes all that are no baselines: a
        baseline does none of some work, and with the others' work it would be no baseline.
    keep
        Fields of the outcome kept for each customer beside the measure; None keeps all.
    parameters
        Other numbers for the rule.
    confidence
        Level of all intervals.
    backend
        As for :func:`~servicelab.simulation.simulate`; it changes nothing but speed.
    progress
        Shows a progress bar when it takes more than a second.
    tell
        Called with the share of the talks that are over, from time to time.

    Returns
    -------
    Comparison
        ``.table`` (estimates, intervals, noise floor, ranks), ``.paired(a, b)``, ``.frontier()``,
        ``.by(measure)``, ``.plot()`` and ``.units``, the numbers of every customer.

    Raises
    ------
    servicelab.data.ServicelabError
        If a method, a scenario, a type or the measure does not exist, a method and a scenario
        bear one name or that of a type, ``"all"`` or ``"mixed"``, n is too small, or fewer than
        two methods can be brought to equal dose and nothing else was asked for.

    Warns
    -----
    UserWarning
        If a method without fixed steps stays in "as written" only.

    Examples
    --------
    >>> result = compare(["clear", "confront"], ["heating_blocked_pipe"], n=200)
    >>> bool(result.paired("clear", "confront").loc["all", "ci_low"] > 0)
    True
    """
    n = whole_number("n", n, least=FEWEST)
    quantile(confidence)  # refuses a level that is none before the work is done
    chosen = [resolve(method) for method in _listed(methods, "methods")]
    _require_distinct("方法", [method.name for method in chosen])
    cases = [
        scenario if isinstance(scenario, Scenario) else load(scenario)
        for scenario in _listed(scenarios, "scenarios")
    ]
    _require_distinct("场景", [case.id for case in cases])
    _require_own_names([method.name for method in chosen], [case.id for case in cases])
    kinds = _kinds(customer_types)
    kept = dict.fromkeys(
        [require_measure(measure), *map(require_measure, MEASURES if keep is None else keep)]
    )
    line_up, notes = _line_up(chosen, cases, dose, equalise, parameters)
    runs = [
        Run(name, kind, case, player)
        for name, players in line_up.items()
        for kind in kinds
        for case in cases
        for player in players[case.id]
    ]
    # Compiling pays by what the whole tournament takes, not by one of its many runs.
    engine = chosen_backend(backend, n * len(runs))
    bar = tqdm(runs, desc="比较", unit="组", delay=1, disable=not progress)
    outcomes = ((run, _outcome(run, n, seed, parameters, engine)) for run in bar)
    units = _played(_telling(outcomes, len(runs), tell), list(kept))
    return Comparison(measure, units, _labels(chosen, cases), confidence, tuple(notes))


def _telling(
    outcomes: Iterable[Any], whole: int, tell: Callable[[float], object] | None
) -> Iterator[Any]:
    for number, outcome in enumerate(outcomes, 1):
        yield outcome
        if tell is not None:
            tell(number / whole)


def _played(outcomes: Iterable[tuple[Run, pd.DataFrame]], kept: list[str]) -> Units:
    columns: dict[str, dict[Key, dict[str, pd.Series]]] = {name: {} for name in kept}
    for run, outcome in outcomes:
        key = (run.dose, run.customer_type, run.case.id)
        for name, panels in columns.items():
            panels.setdefault(key, {})[run.player.name] = outcome[name].astype(float)
    return Units(
        {
            name: {key: pd.DataFrame(panel) for key, panel in panels.items()}
            for name, panels in columns.items()
        }
    )


def _labels(chosen: list[Method], cases: list[Scenario]) -> dict[str, str]:
    chinese = [player.zh for player in chosen]
    labels = {
        # Two methods of one Chinese name, such as a method and a variant of it, keep their ids.
        player.name: player.zh if chinese.count(player.zh) == 1 else f"{player.zh} {player.name}"
        for player in chosen
    }
    labels |= {kind.id: kind.zh for kind in known_types().values()}
    return labels | titles_of(cases)


def titles_of(cases: Sequence[Scenario]) -> dict[str, str]:
    """Return what people call each case; cases of one title keep their ids beside it.

    Parameters
    ----------
    cases
        Scenarios of different ids.

    Examples
    --------
    >>> case = load("courier_delay")
    >>> titles_of([case]) == {"courier_delay": case.title}
    True
    """
    titles = [case.title for case in cases]
    return {
        case.id: case.title if titles.count(case.title) == 1 else f"{case.title} {case.id}"
        for case in cases
    }


def _outcome(
    run: Run, n: int, seed: int, parameters: Parameters | None, backend: str
) -> pd.DataFrame:
    return simulate(
        run.case,
        run.player,
        n,
        seed,
        customer_type=None if run.customer_type == MIXED else run.customer_type,
        parameters=parameters,
        backend=backend,
        progress=False,
    )


def _line_up(
    chosen: list[Method],
    cases: list[Scenario],
    dose: str,
    equalise: Sequence[str] | None,
    parameters: Parameters | None,
) -> tuple[dict[str, dict[str, Sequence[Method]]], list[str]]:
    """Return who plays, by dose and scenario, and the notes on who does not."""
    if dose not in ("both", AS_WRITTEN, EQUAL_DOSE):
        raise ServicelabError(
            f"dose 可以写 'both'、'{AS_WRITTEN}' 或 '{EQUAL_DOSE}'，收到的是 {dose!r}。"
        )
    line_up: dict[str, dict[str, Sequence[Method]]] = {}
    if dose != EQUAL_DOSE:
        line_up[AS_WRITTEN] = {case.id: chosen for case in cases}
    if dose == AS_WRITTEN:
        return line_up, []
    equal, notes = _for_equal_dose(chosen, equalise)
    if len(equal) > 1:
        line_up[EQUAL_DOSE] = {
            case.id: at_equal_dose(equal, case, parameters=parameters) for case in cases
        }
        return line_up, notes
    if dose == EQUAL_DOSE:
        raise ServicelabError(
            "等量比较至少要两个有固定步骤的方法（Playbook）。"
            "基线不算在内，除非在 equalise=[...] 里写明；或者用 dose='as written' 按原样比较。"
        )
    return line_up, [*notes, say("too_few")]


def _for_equal_dose(
    chosen: list[Method], equalise: Sequence[str] | None
) -> tuple[list[Method], list[str]]:
    names = [method.name for method in chosen]
    for name in equalise or ():
        if name not in names:
            raise ServicelabError(f"equalise 里的“{name}”不在 methods 里：{'、'.join(names)}。")
    wanted = [name for name in names if name not in BASELINES] if equalise is None else equalise
    asked = [method for method in chosen if method.name in wanted]
    without = [method.name for method in asked if not has_fixed_steps(method)]
    left_out = [name for name in names if name in BASELINES and name not in wanted]
    notes = [say("baselines_left_out", names="、".join(left_out))] if left_out else []
    if without:
        notes.append(say("without_steps", names="、".join(without)))
        warnings.warn(notes[-1], stacklevel=4)
    return [method for method in asked if has_fixed_steps(method)], notes


def _kinds(customer_types: Sequence[str] | None) -> list[str]:
    kinds = [MIXED] if customer_types is None else _listed(customer_types, "customer_types")
    _require_distinct("客户类型", kinds)
    known = [MIXED, *known_types()]
    for kind in kinds:
        if kind not in known:
            raise ServicelabError(f"没有“{kind}”这种客户。可以写：{'、'.join(known)}。")
    return kinds


def _listed(given: object, name: str) -> list[Any]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ServicelabError(f"{name} 要写成列表，至少一项，例如 {name}=[...]。")
    items = list(given)
    if not items:
        raise ServicelabError(f"{name} 是空的列表。至少写一项，例如 {name}=[...]。")
    return items


def _require_own_names(methods: list[str], cases: list[str]) -> None:
    """Refuse names that mean something else in the table, or a method and a scenario at once."""
    taken = {ALL, MIXED, AS_WRITTEN, EQUAL_DOSE, *known_types()}
    for what, names in (("方法", methods), ("场景", cases)):
        for name in names:
            if name in taken:
                raise ServicelabError(
                    f"{what}不能叫“{name}”：在结果的表里，这个名字另有用处。换一个名字。"
                )
    both = [name for name in methods if name in cases]
    if both:
        raise ServicelabError(f"方法和场景都叫“{both[0]}”，表里分不开。给其中一个换个名字。")


def _require_distinct(what: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ServicelabError(f"{what} {'、'.join(repeated)} 出现了两次。每个只写一次。")
