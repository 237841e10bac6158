"""The screen of response techniques in words, pictures and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from servicelab.figures import interval_plot
from servicelab.methods import Method, techniques
from servicelab.methods.catalog import resolve
from servicelab.scenarios import customer_types, difficulties
from servicelab.simulation.outcome import ENDINGS
from servicelab.widgets.results import Block, Results, Table, share, yuan
from servicelab.widgets.technique_blocks import (
    IN_YUAN,
    Row,
    aim_of,
    alone_block,
    steps_block,
    zh,
)
from servicelab.widgets.technique_effects import (
    MADE_UP,
    Crowd,
    Tell,
    differences,
    one_by_one,
    outcomes,
    together,
    unfit,
    with_techniques,
)
from servicelab.widgets.technique_words import listed, say

SHARES = tuple(name for group in say("groups").values() for name in group)


def results(crowd: Crowd, method: str | Method, names: Sequence[str], tell: Tell) -> Results:
    """Return what the screen shows.

    Parameters
    ----------
    crowd
        Whom the method answers.
    method
        Id or method.
    names
        The techniques that are ticked.
    tell
        Called with the share that is computed.
    """
    page, chosen = say("page"), together(names)
    plain = outcomes(crowd, method)
    blocks = [_effects(crowd, method, names, plain)]
    if len(chosen) > 1:
        alone = one_by_one(crowd, method, chosen, plain, tell)
        blocks.append(alone_block(alone))
    blocks.append(steps_block(crowd, method, names))
    return Results(
        title=say("screen")["title"],
        blocks=blocks,
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[_basis(crowd), page["assumed"]],
        static=page["static"],
    )


def _basis(crowd: Crowd) -> str:
    page, kind = say("page"), crowd.customer_type
    level = difficulties()[crowd.difficulty or "standard"].zh
    who = customer_types()[kind].zh if kind else page["any_type"]
    told = {"title": crowd.case.title, "kind": who, "difficulty": level}
    return str(page["basis"].format(n=crowd.n, seed=crowd.seed, **told))


# --------------------------------------------------------------------- all together


def _effects(
    crowd: Crowd, method: str | Method, names: Sequence[str], plain: pd.DataFrame
) -> Block:
    page, label = say("page"), resolve(method).zh
    if not names:
        means = {name: share(plain[name].mean()) for name in ("satisfaction",)}
        shares = {name: f"{plain[name].mean():.0%}" for name in ("resolved", "escalated")}
        told = {**means, **shares, "cost": yuan(plain["cost"].mean()), "method": label}
        return Block(page["effects"], [page["nothing"].format(**told)])
    own = outcomes(crowd, with_techniques(method, names))
    rows = differences(own, plain, SHARES)
    sentences = [
        page["chosen"].format(method=label, techniques=listed([zh(one) for one in names])),
        _main(rows),
        *_aims(rows, names),
        _money(own, plain),
    ]
    if len(together(names)) > 1:
        sentences.insert(2, page["joint"].format(count=len(together(names))))
    return Block(
        title=page["effects"],
        sentences=sentences,
        leads=2,
        picture=_picture(rows),
        notes=[*_found(own, plain, names), *_remarks(crowd, names)],
        table=_table(own, plain, rows, names),
    )


def told(row: Row, measure: str) -> str:
    """Return a difference in words, by what its interval leaves open.

    Parameters
    ----------
    row
        ``estimate``, ``ci_low``, ``ci_high``.
    measure
        Name of the measure.

    Examples
    --------
    >>> told({"estimate": -0.1, "ci_low": -0.12, "ci_high": -0.08}, "escalated")
    '闹大的少 0.10（区间 0.08 到 0.12）'
    """
    page, name = say("page"), say("measures")[measure]
    kind = "_share" if measure in ENDINGS else ""
    value, low, high = (float(row[key]) for key in ("estimate", "ci_low", "ci_high"))
    fine = high - low
    if not fine and not value:
        return str(page[f"none{kind}"].format(measure=name))
    direction = "unclear" if low <= 0 <= high else "up" if value > 0 else "down"
    if direction == "down":
        value, low, high = -value, -high, -low
    as_text = yuan if measure in IN_YUAN else lambda number: share(number, fine)
    numbers = {"gain": as_text(value), "low": as_text(low), "high": as_text(high)}
    return str(page[f"{direction}{kind}"].format(measure=name, **numbers))


def _main(rows: pd.DataFrame) -> str:
    parts = {name: told(rows.loc[name], name) for name in ("satisfaction", "escalated")}
    return str(say("page")["main"].format(**parts))


def _aims(rows: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Return what became of the aim where one technique is on that aims at a share."""
    if len(together(names)) != 1:
        return []
    page, about = say("page"), techniques().loc[together(names)[0].removesuffix("_deceptive")]
    if about["aim"] not in rows.index or about["aim"] == "escalated":
        return []
    aim = str(about["aim"])
    return [page["aimed"].format(aim=aim_of(about), difference=told(rows.loc[aim], aim))]


def _money(own: pd.DataFrame, plain: pd.DataFrame) -> str:
    spent = {"own": yuan(own["cost"].mean()), "plain": yuan(plain["cost"].mean())}
    turns = {"turns": f"{own['turns'].mean():.1f}", "turns_before": f"{plain['turns'].mean():.1f}"}
    return str(say("page")["money"].format(**spent, **turns))


def _found(own: pd.DataFrame, plain: pd.DataFrame, names: Sequence[str]) -> list[str]:
    if MADE_UP not in names:
        return []
    page, found = say("page"), own["found_out"] > 0
    if not found.any():
        return [page["nobody_found"]]
    trust = {
        "trust": share(own["trust"][found].mean()),
        "before": share(plain["trust"][found].mean()),
    }
    return [page["found"].format(found=f"{found.mean():.0%}", **trust)]


def _remarks(crowd: Crowd, names: Sequence[str]) -> list[str]:
    page, notes = say("page"), []
    if MADE_UP in names and "conformity" in names:
        notes.append(page["made_up_once"])
    idle = unfit(crowd.case, names)
    if idle:
        notes.append(page["unfit"].format(techniques=listed([zh(one) for one in idle])))
    return notes


def _picture(rows: pd.DataFrame) -> str:
    page, measures = say("page"), say("measures")
    drawn = [
        {
            "label": measures[name],
            "group": group,
            **rows.loc[name, ["estimate", "ci_low", "ci_high"]],
        }
        for group, members in say("groups").items()
        for name in members
    ]
    picture = interval_plot(
        pd.DataFrame(drawn), reference=0, title=page["picture"], axis_title=page["axis"]
    )
    return picture.to_html()


def _table(
    own: pd.DataFrame, plain: pd.DataFrame, rows: pd.DataFrame, names: Sequence[str]
) -> Table:
    page = say("page")
    more = [*(["found_out"] if MADE_UP in names else []), *IN_YUAN]
    shown = pd.concat([rows, differences(own, plain, more, comparisons=len(rows))])
    cells = [_cells(str(name), row) for name, row in shown.iterrows()]
    return Table(page["table"], page["columns"], cells)


def _cells(measure: str, row: Row) -> list[str]:
    fine = row["ci_high"] - row["ci_low"]
    as_text = yuan if measure in IN_YUAN else share
    gap, low, high = (
        as_text(row[name]) if measure in IN_YUAN else share(row[name], fine)
        for name in ("estimate", "ci_low", "ci_high")
    )
    interval = say("page")["interval"].format(low=low, high=high)
    return [say("measures")[measure], as_text(row["plain"]), as_text(row["own"]), gap, interval]
