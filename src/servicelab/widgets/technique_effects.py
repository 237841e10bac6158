"""What response techniques change: the same customers with and without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from servicelab.data.errors import ServicelabError
from servicelab.evaluation.estimate import mean_estimate
from servicelab.methods import Conformity, Method, Playbook, Technique, combine, techniques
from servicelab.methods.catalog import TECHNIQUES, resolve
from servicelab.scenarios import Scenario
from servicelab.simulation.batch import finished, prepare
from servicelab.simulation.batch import outcomes as judged
from servicelab.simulation.outcome import ENDINGS
from servicelab.widgets.technique_words import say

MADE_UP = "conformity_deceptive"
"""Conformity with customers who do not exist."""
ALL = (*(technique.name for technique in TECHNIQUES), MADE_UP)
GAP = ("estimate", "ci_low", "ci_high")
"""Columns of a difference and its interval."""
Tell = Callable[[float], object]


@dataclass(frozen=True)
class Crowd:
    """Who is met: the case, the customers, the luck.

    Attributes
    ----------
    case, customer_type, difficulty, n, seed
        As for :func:`~servicelab.simulation.simulate`.
    """

    case: Scenario
    customer_type: str | None = None
    difficulty: str | None = None
    n: int = 2_000
    seed: int = 7


def technique_of(name: str) -> Technique:
    """Return a technique by the name that the screen uses.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is none of that name.

    Examples
    --------
    >>> technique_of(MADE_UP).deceptive
    ('peer',)
    """
    if name == MADE_UP:
        return Conformity(deceptive=True)
    for technique in TECHNIQUES:
        if technique.name == name:
            return technique()
    raise ServicelabError(say("screen")["unknown"].format(name=name, known="、".join(ALL)))


def together(names: Sequence[str]) -> list[str]:
    """Return techniques that can be used at once: made-up customers take the place of true ones.

    Examples
    --------
    >>> together(["conformity", "substitution", MADE_UP])
    ['substitution', 'conformity_deceptive']
    """
    return [name for name in names if name != "conformity" or MADE_UP not in names]


def with_techniques(method: str | Method, names: Sequence[str]) -> Method:
    """Return a method together with techniques.

    Examples
    --------
    >>> with_techniques("clear", ["conformity", MADE_UP]).name
    'clear+conformity_deceptive'
    """
    return combine(method, *(technique_of(name) for name in together(names)))


def outcomes(crowd: Crowd, method: str | Method) -> pd.DataFrame:
    """Let a method answer a crowd.

    Parameters
    ----------
    crowd
        Whom it answers.
    method
        A playbook that runs in blocks.

    Returns
    -------
    pandas.DataFrame
        One row a customer: the numbers of an outcome, ``trust`` at the end of the talk (0…1), and
        1 or 0 for each ending.

    Raises
    ------
    servicelab.data.ServicelabError
        If the method does not run in blocks.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> crowd = Crowd(load("courier_delay"), n=40)
    >>> bool(outcomes(crowd, "clear")["trust"].between(0, 1).all())
    True
    """
    case, player = prepare(
        crowd.case, method, crowd.seed, crowd.customer_type, None, crowd.difficulty
    )
    if not (isinstance(player, Playbook) and player.compiles):
        raise ServicelabError(f"方法“{player.zh}”不能成批计算，换一个，例如 reactive。")
    customers = np.arange(crowd.n, dtype=np.uint64)
    talks = finished(case, player, customers)
    columns = dict(judged(case, talks.state, talks.persona, customers))
    ending = columns.pop("ending")
    ended = {name: 1.0 * (ending == number) for number, name in enumerate(ENDINGS)}
    return pd.DataFrame({**columns, "trust": talks.state.trust, **ended}).astype(float)


def differences(
    own: pd.DataFrame, plain: pd.DataFrame, measures: Sequence[str], comparisons: int | None = None
) -> pd.DataFrame:
    """Return what techniques changed, customer by customer.

    Parameters
    ----------
    own, plain
        As :func:`outcomes` makes them, with techniques and without, of the same crowd.
    measures
        Columns to compare.
    comparisons
        How many intervals shall hold together; as many as there are measures if not given.

    Returns
    -------
    pandas.DataFrame
        Index: measure; columns plain, own (means), estimate, ci_low, ci_high.
    """
    held = len(measures) if comparisons is None else comparisons
    rows = {}
    for name in measures:
        gap = mean_estimate(own[name] - plain[name], comparisons=held)
        means = {"plain": plain[name].mean(), "own": own[name].mean()}
        rows[name] = {**means, **{key: getattr(gap, key) for key in GAP}}
    return pd.DataFrame(rows).T


def one_by_one(
    crowd: Crowd, method: str | Method, names: Sequence[str], plain: pd.DataFrame, tell: Tell
) -> pd.DataFrame:
    """Return what each of some techniques changes when it is the only one.

    Parameters
    ----------
    crowd, method
        As for :func:`outcomes`.
    names
        Of the techniques.
    plain
        The outcomes without any.
    tell
        Called with the share that is computed.

    Returns
    -------
    pandas.DataFrame
        Index: technique; columns aim, better (as in :func:`~servicelab.methods.techniques`),
        estimate, ci_low, ci_high of what it aims at, and the same with ``satisfaction_`` before.
        The intervals of a column hold together (Bonferroni).
    """
    table, rows = techniques(), {}
    for done, name in enumerate(names, 1):
        about = table.loc["conformity" if name == MADE_UP else name]
        aim, own = str(about["aim"]), outcomes(crowd, with_techniques(method, [name]))
        found = differences(own, plain, list({aim, "satisfaction"}), comparisons=len(names))
        rows[name] = {
            "aim": aim,
            "better": about["better"],
            **{key: found.loc[aim, key] for key in GAP},
            **{f"satisfaction_{key}": found.loc["satisfaction", key] for key in GAP},
        }
        tell(done / len(names))
    return pd.DataFrame(rows).T.infer_objects()


def unfit(case: Scenario, names: Sequence[str]) -> list[str]:
    """Return those techniques that have nothing to work with in a case.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> unfit(load("heating_blocked_pipe"), ["substitution", "conformity"])
    ['substitution']
    """
    return [name for name in names if not technique_of(name).fits(case)]


def steps_beside(
    case: Scenario, method: str | Method, names: Sequence[str]
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return the steps of a method with techniques beside those it has without.

    Parameters
    ----------
    case
        Says which techniques have anything to work with.
    method
        A playbook.
    names
        Of the techniques.

    Returns
    -------
    list of tuple
        Name of a step, its acts without techniques (empty where a technique brings the step), its
        acts with them.

    Examples
    --------
    >>> from servicelab.scenarios import load
    >>> rows = steps_beside(load("courier_delay"), "clear", ["service_promise"])
    >>> rows[0][0], rows[0][1], len(rows)
    ('承诺回复时间', (), 8)
    """
    plain, _ = resolve(method).facing(case)
    own, _ = with_techniques(method, names).facing(case)
    assert isinstance(plain, Playbook)
    assert isinstance(own, Playbook)
    fitting = [technique_of(name) for name in together(names)]
    before = sum(len(one.first) for one in fitting if one.fits(case))
    rows = []
    for number, step in enumerate(own.steps):
        at = number - before
        base = plain.steps[at].acts if 0 <= at < len(plain.steps) else ()
        rows.append((step.name, base, step.acts))
    return rows
