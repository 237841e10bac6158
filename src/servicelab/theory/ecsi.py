"""The European customer satisfaction index: image to loyalty, customer by customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import t

from servicelab.theory.errors import TheoryError
from servicelab.theory.structural import TheoryFit, fit_hypotheses

Columns = str | Sequence[str]
ARROWS = {
    ("image", "expectations"): 1,
    ("expectations", "quality"): 1,
    ("expectations", "value"): 1,
    ("quality", "value"): 1,
    ("image", "satisfaction"): 1,
    ("expectations", "satisfaction"): 1,
    ("quality", "satisfaction"): 1,
    ("value", "satisfaction"): 1,
    ("satisfaction", "complaints"): 1,
    ("image", "loyalty"): 1,
    ("satisfaction", "loyalty"): 1,
    ("complaints", "loyalty"): 1,
}


@dataclass(frozen=True, repr=False)
class EcsiFit(TheoryFit):
    """The fitted model and the indices of each block.

    Attributes
    ----------
    scores
        A row a block: mean from 0 (worst answer possible) to 100 (best), ci_low, ci_high, n.
    """

    scores: pd.DataFrame = field(default_factory=pd.DataFrame)


def ecsi(
    frame: pd.DataFrame,
    *,
    image: Columns,
    expectations: Columns,
    quality: Columns,
    value: Columns,
    satisfaction: Columns,
    loyalty: Columns,
    complaints: Columns | None = None,
    scale: tuple[float, float] = (1, 10),
    method: str = "scores",
    confidence: float = 0.95,
) -> EcsiFit:
    """Fit the ECSI's arrows and give each block its index from 0 to 100.

    Parameters
    ----------
    frame
        A row a customer. Rows with a gap in a used column are left out and counted.
    image, expectations, quality, value, satisfaction, loyalty, complaints
        Columns of each block; without complaint handling its arrows are left out.
    scale
        Lowest and highest answer possible.
    method
        ``"scores"``: paths between the mean answers of the blocks (steady, but errors of the
        answers make paths weaker). ``"latent"``: blocks of several items as latent variables
        (free of that, but asks more of the data: blocks that the answers can't tell apart, as
        image and satisfaction often are, give wide intervals or none).
    confidence
        Of the intervals.

    Returns
    -------
    EcsiFit

    Raises
    ------
    TheoryError
        If columns are absent, an answer is outside the scale, rows are too few or the model does
        not hold together.

    Notes
    -----
    The arrows are those of Tenenhaus, Esposito Vinzi, Chatelin & Lauro (2005), *Computational
    Statistics & Data Analysis* 48, 159-205, whose own estimates are partial least squares; paths
    here are maximum likelihood with robust errors.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> base = rng.normal(size=(300, 1))
    >>> answers = np.clip(np.rint(7 + base + rng.normal(size=(300, 6))), 1, 10)
    >>> names = ["image", "expectations", "quality", "value", "satisfaction", "loyalty"]
    >>> found = ecsi(pd.DataFrame(answers, columns=names), **{name: name for name in names})
    >>> len(found.paths), found.scores["estimate"].between(60, 75).all()
    (10, np.True_)
    """
    if method not in ("scores", "latent"):
        raise TheoryError(f"method 只能是 scores 或 latent，收到的是 {method}。")
    named = {
        "image": image,
        "expectations": expectations,
        "quality": quality,
        "value": value,
        "satisfaction": satisfaction,
        "complaints": complaints,
        "loyalty": loyalty,
    }
    blocks = {name: _listed(columns) for name, columns in named.items() if columns is not None}
    arrows = {ends: sign for ends, sign in ARROWS.items() if set(ends) <= set(blocks)}
    answers = _answers(frame, blocks, scale)
    scores = pd.DataFrame({name: answers[items].mean(axis=1) for name, items in blocks.items()})
    data, used = (
        (scores, {name: name for name in blocks}) if method == "scores" else (answers, blocks)
    )
    found = fit_hypotheses(arrows, used, data, confidence=confidence)
    return EcsiFit(
        paths=found.paths,
        indices=found.indices,
        r_squared=found.r_squared,
        problems=found.problems,
        structural=found.structural,
        scores=_indices(scores, scale, confidence),
    )


def _listed(columns: Columns) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _answers(
    frame: pd.DataFrame, blocks: dict[str, list[str]], scale: tuple[float, float]
) -> pd.DataFrame:
    """All used columns, with gaps kept, so that rows with one are left out and counted."""
    used = [item for items in blocks.values() for item in items]
    absent = [item for item in used if item not in frame.columns]
    if absent:
        raise TheoryError(f"表里没有这些列：{'、'.join(map(str, absent))}。")
    try:
        answers = frame[used].apply(pd.to_numeric)
    except (TypeError, ValueError) as error:
        raise TheoryError("这些列里有不是数的内容，请先清理。") from error
    outside = (answers < scale[0]) | (answers > scale[1])
    if outside.to_numpy().any():
        where = [str(name) for name in answers.columns[outside.any()]]
        raise TheoryError(
            f"有 {int(outside.to_numpy().sum())} 个回答不在 {scale[0]} 到 {scale[1]} 之间"
            f"（{'、'.join(where)}）：是缺失代码还是量尺写错了？"
        )
    whole: pd.DataFrame = answers.where(answers.notna().all(axis=1))
    return whole


def _indices(scores: pd.DataFrame, scale: tuple[float, float], confidence: float) -> pd.DataFrame:
    whole = (scores.dropna() - scale[0]) / (scale[1] - scale[0]) * 100
    n = len(whole)
    reach = float(t.ppf(0.5 + confidence / 2, n - 1)) * whole.std(ddof=1) / np.sqrt(n)
    return pd.DataFrame(
        {
            "estimate": whole.mean(),
            "ci_low": whole.mean() - reach,
            "ci_high": whole.mean() + reach,
            "n": n,
        }
    )
