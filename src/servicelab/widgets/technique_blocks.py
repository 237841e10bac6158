"""What each technique does alone, and to the steps of a method: two blocks of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from servicelab.figures import interval_plot
from servicelab.methods import Method, techniques
from servicelab.widgets.results import Block, Table, share, yuan
from servicelab.widgets.technique_effects import MADE_UP, Crowd, steps_beside
from servicelab.widgets.technique_words import acts_in_chinese, say

IN_YUAN = ("cost", "value", "turns")
Row = Any
"""A row of a table: pandas' own types cannot say what it holds."""


def zh(name: str) -> str:
    """Return the Chinese name of a technique.

    Examples
    --------
    >>> zh("substitution"), zh("conformity_deceptive")
    ('替换法', '从众心理法（人是编的）')
    """
    if name == MADE_UP:
        return str(say("screen")["made_up_option"])
    return str(techniques().loc[name, "zh"])


def aim_of(about: Row) -> str:
    """Return what a technique aims at, in words."""
    name = say("measures")[about["aim"]]
    return str(say("page")["more" if about["better"] == "more" else "less"].format(measure=name))


def alone_block(alone: pd.DataFrame) -> Block:
    """Return the block on techniques one by one, from the table of ``one_by_one``."""
    page = say("page")
    counted = {
        "up": int((alone["satisfaction_ci_low"] > 0).sum()),
        "down": int((alone["satisfaction_ci_high"] < 0).sum()),
    }
    drawn = pd.DataFrame(
        {
            "label": [zh(str(name)) for name in alone.index],
            "group": page["alone_group"],
            "estimate": alone["satisfaction_estimate"].to_numpy(),
            "ci_low": alone["satisfaction_ci_low"].to_numpy(),
            "ci_high": alone["satisfaction_ci_high"].to_numpy(),
        }
    )
    picture = interval_plot(
        drawn, reference=0, title=page["alone_picture"], axis_title=page["alone_axis"]
    )
    cells = [_alone_cells(str(name), row) for name, row in alone.iterrows()]
    return Block(
        title=page["alone"],
        sentences=[page["alone_lead"].format(**counted)],
        picture=picture.to_html(),
        table=Table(page["alone_table"], page["alone_columns"], cells, names=2),
    )


def _alone_cells(name: str, row: Row) -> list[str]:
    page = say("page")
    as_text = yuan if row["aim"] in IN_YUAN else lambda number: share(number, 0.01)
    low, high = as_text(row["ci_low"]), as_text(row["ci_high"])
    satisfaction = share(row["satisfaction_estimate"], 0.01)
    verdict = page[hit(row)]
    gap = as_text(row["estimate"])
    interval = page["interval"].format(low=low, high=high)
    return [zh(name), aim_of(row), gap, interval, satisfaction, verdict]


def hit(row: Row) -> str:
    """Return whether a technique did what it aims at: hit, miss, open or still.

    Parameters
    ----------
    row
        ``better``, ``estimate``, ``ci_low``, ``ci_high``.

    Examples
    --------
    >>> hit({"better": "less", "estimate": -0.1, "ci_low": -0.2, "ci_high": -0.05})
    'hit'
    """
    low, high = float(row["ci_low"]), float(row["ci_high"])
    if low == high == 0:
        return "still"
    if low <= 0 <= high:
        return "open"
    return "hit" if (low > 0) == (row["better"] == "more") else "miss"


def steps_block(crowd: Crowd, method: str | Method, names: Sequence[str]) -> Block:
    """Return the block on the steps of a method with techniques beside those without."""
    page = say("page")
    rows = steps_beside(crowd.case, method, names)
    before = sum(bool(base) for _, base, _ in rows)
    changed = sum(bool(base) and base != acts for _, base, acts in rows)
    lead = page["steps_lead"].format(before=before, after=len(rows), changed=changed)
    if not changed and before == len(rows):
        lead = page["steps_same"].format(count=before)
    cells = [
        [name, acts_in_chinese(base) or page["steps_new"], acts_in_chinese(acts)]
        for name, base, acts in rows
    ]
    table = Table(page["steps_table"], page["steps_columns"], cells, names=3)
    return Block(page["steps"], [lead], table=table)
