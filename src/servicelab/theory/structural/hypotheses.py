"""A theory as arrows with signs, held against data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from servicelab.theory.structural.blocks import Blocks, fit_blocks
from servicelab.theory.structural.indirect import indirect
from servicelab.theory.structural.result import StructuralFit

Arrows = Mapping[tuple[str, str], int]  # (cause, outcome) → the sign that the theory gives it


@dataclass(frozen=True)
class TheoryFit:
    """A theory's paths as the data show them.

    Attributes
    ----------
    paths
        A row an arrow: ``path, cause, outcome, estimate, ci_low, ci_high, p, standardised,
        standardised_low, standardised_high, expected_sign, verdict`` (``相符``, ``相反``, or
        ``看不出`` where the interval holds zero).
    indices, r_squared
        Fit of the whole, and share explained of each outcome.
    problems
        Chinese words on what makes the fit doubtful.
    structural
        The whole fit, with loadings and covariances.
    """

    paths: pd.DataFrame
    indices: pd.Series[float]
    r_squared: pd.Series[float]
    problems: tuple[str, ...]
    structural: StructuralFit = field(repr=False)

    def effects(self, cause: str, outcome: str, seed: int = 0) -> pd.DataFrame:
        """Return the direct, each indirect and the total effect, with intervals.

        Parameters
        ----------
        cause, outcome
            Names as in the column ``path``.
        seed
            Of the draws behind the intervals.

        Returns
        -------
        DataFrame
            way, estimate, ci_low, ci_high.
        """
        return indirect(self.structural, cause, outcome, seed)

    def __repr__(self) -> str:
        one = self.indices
        lines = [
            f"  {row['path']}: {row['estimate']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}]"
            f" std {row['standardised']:.3f} {row['verdict']}"
            for row in self.paths.to_dict("records")
        ]
        shares = ", ".join(f"{name} {share:.2f}" for name, share in self.r_squared.items())
        head = (
            f"{type(self).__name__}(n={one['n']:.0f}, chi2({one['df']:.0f})={one['chi2']:.2f}, "
            f"cfi={one['cfi']:.3f}, rmsea={one['rmsea']:.3f}, srmr={one['srmr']:.3f})"
        )
        doubts = [f"  注意：{problem}" for problem in self.problems]
        return "\n".join([head, *lines, f"  R²: {shares}", *doubts])


def fit_hypotheses(
    arrows: Arrows,
    blocks: Blocks,
    frame: pd.DataFrame,
    *,
    confidence: float = 0.95,
    errors: str = "robust",
) -> TheoryFit:
    """Fit a theory's arrows and say of each whether the data bear its sign out.

    Parameters
    ----------
    arrows
        ``{(cause, outcome): sign}``, sign +1, -1, or 0 where the theory has none.
    blocks
        Name → its columns; several make it latent, one is taken as it is.
    frame
        A row a respondent.
    confidence, errors
        As in :func:`servicelab.theory.structural.fit`.

    Returns
    -------
    TheoryFit

    Raises
    ------
    TheoryError
        As in :func:`servicelab.theory.structural.fit_blocks`.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> x = rng.normal(size=200)
    >>> table = pd.DataFrame({"c": x, "s": x + rng.normal(size=200)})
    >>> found = fit_hypotheses({("确认", "满意"): 1}, {"确认": "c", "满意": "s"}, table)
    >>> found.paths[["path", "verdict"]].values.tolist()
    [['确认 → 满意', '相符']]
    """
    causes: dict[str, list[str]] = {}
    for cause, outcome in arrows:
        causes.setdefault(outcome, []).append(cause)
    found = fit_blocks(blocks, frame, causes, confidence=confidence, errors=errors)
    return TheoryFit(
        paths=_paths(found, arrows),
        indices=found.indices,
        r_squared=found.r_squared[list(causes)],
        problems=found.problems,
        structural=found,
    )


SHOWN = (
    *("estimate", "ci_low", "ci_high", "p"),
    *("standardised", "standardised_low", "standardised_high"),
)


def _paths(found: StructuralFit, arrows: Arrows) -> pd.DataFrame:
    rows = []
    for (cause, outcome), sign in arrows.items():
        row = found.path(outcome, cause)
        rows.append(
            {
                "path": f"{cause} → {outcome}",
                "cause": cause,
                "outcome": outcome,
                **{name: float(row[name]) for name in SHOWN},
                "expected_sign": sign,
                "verdict": _verdict(row["ci_low"], row["ci_high"], sign),
            }
        )
    return pd.DataFrame(rows)


def _verdict(low: float, high: float, sign: int) -> str:
    if low <= 0 <= high:
        return "看不出"
    if sign == 0:
        return "有作用"
    return "相符" if np.sign(low) == sign else "相反"
