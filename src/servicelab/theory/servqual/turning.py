"""Items worded the other way round, turned where the user says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from servicelab.theory.errors import TheoryError
from servicelab.theory.servqual.columns import Pairing
from servicelab.theory.servqual.names import plain
from servicelab.theory.servqual.problems import Problem, found

Scale = tuple[float, float]


def turned_columns(reverse: Sequence[object], pairing: Pairing) -> set[str]:
    """Return the columns that a user's list of reversed items means.

    Parameters
    ----------
    reverse
        Labels of items (both sides) or names of columns (that side only).
    pairing
        The survey's items.

    Returns
    -------
    set of str
        Columns.

    Raises
    ------
    TheoryError
        If a name is unknown.

    Examples
    --------
    >>> pairing = Pairing(("Q1", "Q2"), ("E1", "E2"), ("P1", "P2"), "")
    >>> sorted(turned_columns(["Q2", "P1"], pairing))
    ['E2', 'P1', 'P2']
    """
    if isinstance(reverse, str):
        raise TheoryError(f"reverse 要写成清单，例如 ['{reverse}']。")
    ours = pairing.expectation or pairing.perception
    both = {
        plain(item): {mine, theirs}
        for item, mine, theirs in zip(pairing.items, ours, pairing.perception, strict=True)
    }
    one = {plain(column): {column} for column in (*ours, *pairing.perception)}
    known = {**one, **both}
    wrong = [str(name) for name in reverse if plain(str(name)) not in known]
    if wrong:
        shown = "、".join(pairing.items[:30])
        raise TheoryError(f"reverse 里的“{wrong[0]}”不是这份问卷的题或列。题有：{shown}。")
    return {column for name in reverse for column in known[plain(str(name))]}


def turned(
    told: pd.DataFrame,
    reverse: Sequence[object],
    pairing: Pairing,
    scale: Scale | None,
    problems: list[Problem],
) -> pd.DataFrame:
    """Return the answers with reversed items turned: lowest + highest − answer.

    Parameters
    ----------
    told
        Answers.
    reverse, pairing
        As for :func:`turned_columns`.
    scale
        Lowest and highest answer.
    problems
        All findings until now; where the scale itself is in doubt, one is added that stops.

    Returns
    -------
    pandas.DataFrame
        The answers.

    Raises
    ------
    TheoryError
        If the scale isn't known.
    """
    columns = sorted(turned_columns(reverse, pairing), key=list(told.columns).index)
    if not columns:
        return told
    if scale is None:
        raise TheoryError("有反向题（reverse）就要给出 scale：翻转要用最低分和最高分。")
    doubt = next((problem for problem in problems if problem.kind == "scale_unused"), None)
    if doubt is not None:
        end = float(told.max().max())
        problems.append(found("reverse_scale", low=scale[0], high=scale[1], end=end))
    return told.assign(**{name: scale[0] + scale[1] - told[name] for name in columns})
