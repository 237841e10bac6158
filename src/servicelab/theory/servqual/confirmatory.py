"""Do the answers fall into the dimensions as they were meant? Confirmatory factor analysis."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import Dimensions
from servicelab.theory.structural import StructuralFit, fit_blocks

ALIKE = 0.85
LIMITS = {"cfi": (0.95, ">="), "rmsea": (0.06, "<="), "srmr": (0.08, "<=")}
SHOWN = ["n", "n_left_out", "chi2", "df", "p", "chi2_scaled", "p_scaled", "cfi", "tli"]
SHOWN += ["rmsea", "rmsea_low", "rmsea_high", "srmr"]


@dataclass(frozen=True, eq=False)
class Confirmatory:
    """How well the dimensions fit.

    Attributes
    ----------
    indices
        n, n_left_out, chi2, df, p, chi2_scaled, p_scaled, cfi, tli, rmsea with its 90 % interval,
        srmr.
    loadings
        A row an item: dimension, item, loading (standardised), ci_low, ci_high.
    correlations
        A row a pair of dimensions: first, second, r, ci_low, ci_high, words.
    convergence
        A row a dimension: average variance extracted, composite reliability, the largest squared
        correlation with another dimension, words.
    problems
        What makes the fit doubtful, in Chinese.
    words
        What it says, in Chinese.
    fit
        The structural model behind it.
    """

    indices: pd.Series
    loadings: pd.DataFrame
    correlations: pd.DataFrame
    convergence: pd.DataFrame
    problems: tuple[str, ...]
    words: str
    fit: StructuralFit = field(repr=False)

    def __repr__(self) -> str:
        """The sentence, the indices, doubts."""
        indices = "  ".join(f"{name}={value:.3g}" for name, value in self.indices.items())
        return "\n".join([self.words, indices, *self.problems])


def confirmatory(
    answers: pd.DataFrame, dimensions: Dimensions, confidence: float = 0.95
) -> Confirmatory:
    """Return a factor analysis in which every item belongs to its dimension alone.

    Parameters
    ----------
    answers
        A row a respondent, a column an item; rows with a gap are left out and counted.
    dimensions
        Dimension → items; the factors may go together in any way.
    confidence
        Of the intervals of loadings and correlations, which are robust (Huber and White): answers
        on a scale of seven are not normal. That of RMSEA is the customary 90 %.

    Returns
    -------
    Confirmatory

    Raises
    ------
    servicelab.theory.TheoryError
        If there are too few respondents or items, or the model does not converge.

    References
    ----------
    Bollen 1989, Structural Equations with Latent Variables, ch. 7; customary limits of fit (not
    laws): Hu & Bentler 1999, Structural Equation Modeling 6:1-55; variance extracted: Fornell &
    Larcker 1981, Journal of Marketing Research 18:39-50.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(4)
    >>> one = rng.normal(size=(300, 1)); two = 0.5 * one + rng.normal(size=(300, 1))
    >>> items = np.hstack([one, one, one, two, two, two]) + rng.normal(size=(300, 6))
    >>> told = confirmatory(pd.DataFrame(items, columns=list("abcdef")),
    ...                     {"x": ["a", "b", "c"], "y": ["d", "e", "f"]})
    >>> int(told.indices["df"]), bool(told.indices["cfi"] > 0.95)
    (8, True)
    """
    items = sum(map(len, dimensions.values()))
    if items < 4:
        raise TheoryError(f"只有 {items} 道题，检验不了维度的结构。至少要 4 道。")
    blocks = {name: list(items) for name, items in dimensions.items()}
    fit = fit_blocks(blocks, answers, confidence=confidence, errors="robust")
    loadings, pairs = _loadings(fit), _correlations(fit, list(blocks))
    return Confirmatory(
        fit.indices[SHOWN],
        loadings,
        pairs,
        _convergence(loadings, pairs),
        fit.problems,
        _words(fit.indices),
        fit,
    )


def _loadings(fit: StructuralFit) -> pd.DataFrame:
    rows = fit.loadings
    columns = ["lhs", "rhs", "standardised", "standardised_low", "standardised_high"]
    names = ["dimension", "item", "loading", "ci_low", "ci_high"]
    return rows[columns].set_axis(names, axis=1)


def _correlations(fit: StructuralFit, names: list[str]) -> pd.DataFrame:
    rows = fit.estimates
    pair = (rows["op"] == "~~") & rows["lhs"].isin(names) & rows["rhs"].isin(names)
    told = rows[pair & (rows["lhs"] != rows["rhs"])]
    ends = [sorted(two, key=names.index) for two in zip(told["lhs"], told["rhs"], strict=True)]
    table = pd.DataFrame(ends, columns=["first", "second"])
    columns = ["standardised", "standardised_low", "standardised_high"]
    table[["r", "ci_low", "ci_high"]] = told[columns].to_numpy()
    table["words"] = [say("hardly_apart") if r > ALIKE else "" for r in table["r"]]
    return table


def _convergence(loadings: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return what each dimension's items have in common, against what it shares with others."""
    rows = {}
    for name, own in loadings.groupby("dimension", sort=False)["loading"]:
        shares = pairs.loc[(pairs["first"] == name) | (pairs["second"] == name), "r"] ** 2
        extracted = float((own**2).mean())
        error = float((1 - own**2).sum())
        rows[name] = {
            "variance_extracted": extracted,
            "composite_reliability": float(own.sum() ** 2 / (own.sum() ** 2 + error)),
            "largest_shared": float(shares.max()) if len(shares) else 0.0,
            "words": _convergence_words(extracted, shares),
        }
    return pd.DataFrame(rows.values(), index=pd.Index(list(rows), name="dimension"))


def _convergence_words(extracted: float, shares: pd.Series) -> str:
    words = [say("little_in_common")] if extracted < 0.5 else []
    if len(shares) and shares.max() > extracted:
        words.append(say("shares_more"))
    return "；".join(words)


def _words(indices: pd.Series) -> str:
    failed = [
        name.upper()
        for name, (limit, side) in LIMITS.items()
        if (indices[name] < limit if side == ">=" else indices[name] > limit)
    ]
    if failed:
        return say("fits_badly", which="、".join(failed))
    return say("fits")
