"""The turning points of a talk, with the words that were said and might have been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from servicelab.dialogue.emotion import Emotion
from servicelab.methods import Method
from servicelab.scenarios import Scenario
from servicelab.simulation import Conversation
from servicelab.simulation.case import Case
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.rescue import rescue_of_moves, taken_over
from servicelab.simulation.turning import of_moves
from servicelab.simulation.wording import Wording
from servicelab.widgets.case_debrief_talk import Exchange

ROUNDS = 200
SHOWN = 3
SEED = 7
SMALL = 0.05
"""A change of satisfaction below this decides no talk."""
_JUMP = 0.08  # a change of the estimate that is worth a mark
COLUMNS = ["turn", "side", "said", "instead", "acts", "change", "ci_low", "ci_high", "here"]


@dataclass(frozen=True)
class Turns:
    """What the replies did.

    Attributes
    ----------
    points
        The turning points, the largest first.
    what_ifs
        Every turn's best and worst replacement, or None without a scenario.
    rescue
        What a method would still have reached from each turn on, or None without a scenario.
    mended
        The talk in which the method takes over where most was lost, and from which turn on.
    """

    points: pd.DataFrame
    what_ifs: pd.DataFrame | None = None
    rescue: pd.DataFrame | None = None
    mended: tuple[int, Conversation] | None = None


def turns_of(exchange: Exchange, scenario: Scenario, method: Method) -> Turns:
    """Return the turning points of a talk by replaying what the agent did.

    Parameters
    ----------
    exchange
        The talk; an imported one meets customers of the scenario's own variety.
    scenario
        The case it is replayed on.
    method
        Takes over in the rescue.
    """
    talk = exchange.talk
    case = talk.case if talk else Case(scenario, SEED, default_parameters())
    persona = talk.persona if talk else None
    table = of_moves(case, exchange.moves, persona, ROUNDS)
    rescue = rescue_of_moves(case, exchange.moves, persona, method, ROUNDS)
    lost = lost_turn(rescue)
    mended = (lost, taken_over(talk, lost, method)) if talk and lost else None
    return Turns(_points(exchange, case, table), table, rescue, mended)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each from column to value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def lost_turn(rescue: pd.DataFrame) -> int | None:
    """Return the turn that lost most of what a method could still have reached.

    Parameters
    ----------
    rescue
        As ``simulation.rescue`` makes it.

    Returns
    -------
    int or None
        None if no reply lost as much as 0.05, and surely something.
    """
    replies = rescue.iloc[:-2]
    sure = replies[(replies["lost_low"] > 0.0) & (replies["lost"] >= SMALL)]
    worst = max(rows_of(sure), key=lambda row: row["lost"], default=None)
    return None if worst is None else int(worst["turn"])


def ended_early(rescue: pd.DataFrame) -> bool:
    """Tell whether going on after the last reply would still have gained 0.05 and more."""
    after = rescue.iloc[-2]
    return bool(after["lost_low"] > 0.0 and after["lost"] >= SMALL)


def _points(exchange: Exchange, case: Case, table: pd.DataFrame) -> pd.DataFrame:
    """Return the turns in which words alone would have changed most, with the words."""
    words_alone = table[table["side"] != "remedy"]
    sure = words_alone[(words_alone["ci_low"] > 0) == (words_alone["side"] == "gain")]
    sure = sure[(sure["ci_high"] < 0) == (sure["side"] == "loss")]
    by_size = sure.loc[sure["change"].abs().sort_values(ascending=False, kind="stable").index]
    top = by_size.drop_duplicates("turn").head(SHOWN)
    rows = []
    for point in rows_of(top):
        said = exchange.reply(point["turn"]).said
        instead, here = _instead(exchange, case, point["turn"], point["acts"])
        rows.append({**point, "said": said, "instead": instead, "here": here})
    return pd.DataFrame(rows, columns=COLUMNS)


def _instead(exchange: Exchange, case: Case, turn: int, acts: Sequence[str]) -> tuple[str, float]:
    """Return words for other acts, and what they change with the luck of this very talk."""
    talk = exchange.talk
    if talk is None:
        return Wording(case, 0).agent(acts, turn, 0.0), float("nan")
    branch = talk.what_if(turn, acts)
    change = branch.outcome().satisfaction - talk.outcome().satisfaction
    return branch.records[turn - 1].said, float(change)


def jumps(exchange: Exchange, moods: Sequence[tuple[int, Emotion]]) -> pd.DataFrame:
    """Return where the estimated anger of a talk without a scenario changed most.

    Parameters
    ----------
    exchange
        The talk.
    moods
        The estimates: turn after which the customer spoke, estimate.

    Returns
    -------
    pandas.DataFrame
        The columns of turning points; ``change`` is that of the estimated anger, ``side`` is
        ``"jump"``, ``turn`` the reply before the jump.
    """
    rows: list[dict[str, Any]] = []
    for (_, before), (turn, after) in pairwise(moods):
        change = after.anger - before.anger
        if abs(change) >= _JUMP:
            said = exchange.reply(turn).said
            rows.append({"turn": turn, "side": "jump", "said": said, "instead": "", "acts": ()})
            rows[-1] |= {"change": change, **dict.fromkeys(("ci_low", "ci_high", "here"), np.nan)}
    rows.sort(key=lambda row: -abs(row["change"]))
    return pd.DataFrame(rows[:SHOWN], columns=COLUMNS)
