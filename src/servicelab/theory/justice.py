"""Justice → satisfaction with the recovery → loyalty, as a path model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import norm

from servicelab.theory.structural import StructuralFit, TheoryFit, fit_hypotheses

Columns = str | Sequence[str]
KINDS = ("distributive", "procedural", "interactional")


@dataclass(frozen=True, repr=False)
class JusticeFit(TheoryFit):
    """The fitted model, with what only this theory asks.

    Attributes
    ----------
    indirect
        A row a kind of justice: its effect on loyalty by way of satisfaction; cause, way,
        estimate, ci_low, ci_high.
    contrasts
        How much stronger one kind's standardised path to satisfaction is than another's: index
        ``first - second``; estimate, ci_low, ci_high.
    """

    indirect: pd.DataFrame = field(default_factory=pd.DataFrame)
    contrasts: pd.DataFrame = field(default_factory=pd.DataFrame)


class JusticeModel:
    """Three kinds of justice move satisfaction with the recovery, which moves loyalty.

    The synthesis of Orsingher, Valentini & de Angelis (2010) found distributive justice to move
    satisfaction with complaint handling most, procedural least; Gelbrich & Roschk (2011) trace
    loyalty through satisfaction. Nothing of this is built in: the model only says which arrows.

    Parameters
    ----------
    direct
        Also draw arrows from each kind straight to loyalty (without them all of justice has to
        go through satisfaction, which the fit then tests).
    confidence
        Of the intervals, between 0 and 1.
    errors
        ``"robust"`` or ``"normal"``.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> d, p, n, e, f = rng.normal(size=(5, 400))
    >>> s = 0.5 * d + 0.2 * p + 0.4 * n + e
    >>> table = pd.DataFrame({"d": d, "p": p, "n": n, "s": s, "l": 0.6 * s + f})
    >>> found = JusticeModel().fit(table, distributive="d", procedural="p", interactional="n",
    ...                            satisfaction="s", loyalty="l")
    >>> found.paths["verdict"].tolist()
    ['相符', '相符', '相符', '相符']
    """

    def __init__(
        self, direct: bool = False, confidence: float = 0.95, errors: str = "robust"
    ) -> None:
        self.direct = direct
        self.confidence = confidence
        self.errors = errors

    @property
    def arrows(self) -> dict[tuple[str, str], int]:
        """(cause, outcome) → sign."""
        arrows = {(kind, "satisfaction"): 1 for kind in KINDS}
        arrows[("satisfaction", "loyalty")] = 1
        return arrows | ({(kind, "loyalty"): 0 for kind in KINDS} if self.direct else {})

    def fit(
        self,
        frame: pd.DataFrame,
        *,
        distributive: Columns,
        procedural: Columns,
        interactional: Columns,
        satisfaction: Columns,
        loyalty: Columns,
    ) -> JusticeFit:
        """Fit the model.

        Parameters
        ----------
        frame
            A row a customer. Rows with a gap in a used column are left out and counted.
        distributive, procedural, interactional, satisfaction, loyalty
            The columns of each: several items are read as a latent variable, one as it is.

        Returns
        -------
        JusticeFit

        Raises
        ------
        TheoryError
            If columns are absent or unfit, rows too few, or the model does not hold together.
        """
        blocks = {
            "distributive": distributive,
            "procedural": procedural,
            "interactional": interactional,
            "satisfaction": satisfaction,
            "loyalty": loyalty,
        }
        found = fit_hypotheses(
            self.arrows, blocks, frame, confidence=self.confidence, errors=self.errors
        )
        return JusticeFit(
            paths=found.paths,
            indices=found.indices,
            r_squared=found.r_squared,
            problems=found.problems,
            structural=found.structural,
            indirect=_indirect(found),
            contrasts=_contrasts(found.structural),
        )


def _indirect(found: TheoryFit) -> pd.DataFrame:
    tables = []
    for kind in KINDS:
        ways = found.effects(kind, "loyalty")
        through = ways[ways["way"] == f"{kind} → satisfaction → loyalty"]
        tables.append(through.assign(cause=kind))
    return pd.concat(tables, ignore_index=True)[["cause", "way", "estimate", "ci_low", "ci_high"]]


def _contrasts(found: StructuralFit) -> pd.DataFrame:
    """Differences of standardised paths, with the covariance of the standardised estimates."""
    reach = float(norm.ppf(0.5 + found.confidence / 2))
    keys = [f"satisfaction ~ {kind}" for kind in KINDS]
    told = [float(found.path("satisfaction", kind)["standardised"]) for kind in KINDS]
    spread = found.standardised_covariance.loc[keys, keys].to_numpy()
    table = {}
    for i, j in combinations(range(len(KINDS)), 2):
        error = float(np.sqrt(spread[i, i] + spread[j, j] - 2 * spread[i, j]))
        apart = told[i] - told[j]
        table[f"{KINDS[i]} - {KINDS[j]}"] = (apart, apart - reach * error, apart + reach * error)
    return pd.DataFrame(table, index=["estimate", "ci_low", "ci_high"]).T
