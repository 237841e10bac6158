"""Answers item by item: all alike, too few, and worded the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from servicelab.theory.servqual.problems import Problem, found

_FEWEST = 20  # respondents, before a correlation says anything
_CLEARLY = -0.2
_STEPS = 4.0  # standard errors (Fisher's z) below nought: one in 30,000 by chance
_FEW = 10
_ITEMS, _MORE = 4, 0.2


def item_problems(told: pd.DataFrame) -> Iterator[Problem]:
    """Tell items that everybody answered alike or hardly anybody answered; one respondent.

    Parameters
    ----------
    told
        Answers as numbers, all items of both sides.
    """
    answered = (told.notna().sum(axis=1) > 0).sum()
    if answered == 1:
        yield found("one_respondent", told.index[told.notna().any(axis=1)])
        return
    counts = {str(name): int(count) for name, count in told.notna().sum().items()}
    flat = dict(zip(counts, told.max() == told.min(), strict=True))
    alike = [name for name in counts if counts[name] >= 3 and flat[name]]
    for name in alike:
        value = f"{told[name].dropna().iloc[0]:g}"
        yield found("constant", (), name, value, count=counts[name])
    few = [name for name in counts if 0 < counts[name] < _FEW <= answered]
    if few:
        shown = "、".join(f"{name}（{counts[name]} 个）" for name in few[:8])
        yield found("few_per_item", (), shown)


def reversed_items(told: pd.DataFrame, side: str) -> Iterator[Problem]:
    """Tell items that run against the others of their side.

    The first principal component parts the items into those that go together and those that go
    against them; an item of the smaller part whose correlation with the mean of the larger one
    is clearly negative looks reversed.

    Parameters
    ----------
    told
        Answers of one side, after declared items were turned.
    side
        Chinese name of the side, for the message.
    """
    kept = [name for name in told if told[name].nunique() > 1]
    if len(kept) < 3 or len(told) < _FEWEST:
        return
    scores = ((told[kept] - told[kept].mean()) / told[kept].std()).fillna(0.0)
    sign = _signs(scores.to_numpy())
    against = [name for name, one in zip(kept, sign, strict=True) if one < 0]
    if not against:
        return
    rest = told[[name for name in kept if name not in against]].mean(axis=1)
    strengths = {name: _strength(told[name], rest) for name in against}
    clear = {name: r for name, (r, steps) in strengths.items() if r < _CLEARLY and steps < -_STEPS}
    if clear:
        shown = "、".join(f"{name}（r = {r:.2f}）" for name, r in clear.items())
        names = "', '".join(map(str, clear))
        yield found("reversed", (), shown, side=side, names=names, count=len(clear))


def swapped_sides(expectation: pd.DataFrame, perception: pd.DataFrame) -> Iterator[Problem]:
    """Tell when people got more than they expected on every item: the sides may be swapped.

    Parameters
    ----------
    expectation, perception
        Answers, the items in the same order.
    """
    gaps = perception.mean().to_numpy() - expectation.mean().to_numpy()
    if len(gaps) >= _ITEMS and len(expectation) >= _FEW and (gaps > _MORE).all():
        yield found("swapped", low=float(gaps.min()), high=float(gaps.max()))


def _signs(scores: np.ndarray) -> np.ndarray:
    """Signs of the items on their first principal component, most of them positive."""
    vector = np.linalg.eigh(scores.T @ scores)[1][:, -1]
    signs = np.where(vector < 0, -1, 1)
    return np.asarray(-signs if signs.sum() < 0 else signs)


def _strength(item: pd.Series, rest: pd.Series) -> tuple[float, float]:
    """Correlation, and how many standard errors from nought it is."""
    both = item.notna() & rest.notna()
    if both.sum() < _FEWEST or rest[both].nunique() < 2 or item[both].nunique() < 2:
        return 0.0, 0.0
    r = float(np.corrcoef(item[both], rest[both])[0, 1])
    return r, float(np.arctanh(np.clip(r, -0.999999, 0.999999)) * np.sqrt(both.sum() - 3))
