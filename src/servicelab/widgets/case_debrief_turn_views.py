"""What the page of a case debrief shows of the turning points."""

from __future__ import annotations

from typing import Any

import pandas as pd

from servicelab.figures.numbers import number_text
from servicelab.simulation.turning import menu
from servicelab.widgets import screen
from servicelab.widgets.case_debrief import CaseDebrief
from servicelab.widgets.case_debrief_talk import in_chinese, shortened, words
from servicelab.widgets.case_debrief_turns import ROUNDS, SMALL, ended_early, lost_turn, rows_of

_MENDED = 12  # lines that are shown of the talk as it might have gone


def turns_view(case: CaseDebrief) -> dict[str, Any]:
    """Return what the page shows of the turning points.

    Parameters
    ----------
    case
        The debrief.

    Returns
    -------
    dict
        ``points``, ``scenario`` (whether there is one) and ``remarks``; with a scenario also
        ``rescue``, ``note``, ``verdict``, ``mended`` and ``one_note``.
    """
    points = [_point(case, point) for point in rows_of(case.turning_points)]
    table, rescue = case.turns.what_ifs, case.rescue
    if table is None or rescue is None:
        return {"points": points, "scenario": False, "remarks": []}
    say, lost = words("turns"), lost_turn(rescue)
    return {
        "points": points,
        "scenario": True,
        "rescue": _rescue(case, rescue, lost),
        "note": say["lost_note"].format(
            method=case.rescuer.zh,
            whose=say["same_customer" if case.exchange.talk else "other_customers"],
            rounds=ROUNDS,
        ),
        "verdict": _verdict(case, rescue, lost),
        "mended": _mended(case),
        "one_note": say["one_note"].format(
            choices=sum(choice.side != "remedy" for choice in menu()), rounds=ROUNDS
        ),
        "remarks": [*_small(table, lost), *_money(table)],
    }


def _point(case: CaseDebrief, point: dict[str, Any]) -> dict[str, Any]:
    say, turn, side = words("turns"), int(point["turn"]), str(point["side"])
    shown = {"turn": turn, "side": side, "said": point["said"], "instead": point["instead"]}
    reply = case.exchange.reply(turn)
    shown["did"] = in_chinese(reply.acts) or say["no_acts"]
    shown["acts"] = in_chinese(point["acts"])
    if side == "jump":
        moods = dict(case.moods)
        before = max(at for at in moods if at < turn)
        key = "jump_up" if point["change"] > 0 else "jump_down"
        told = (number_text(moods[at].anger, 2) for at in (before, turn))
        heard = shortened(case.exchange.heard[turn])
        jump = dict(zip(("before", "after"), told, strict=True))
        return shown | {"title": say[key].format(turn=turn), "heard": heard} | {"jump": jump}
    change = say["change"].format(**_signed(point, "change", low="ci_low", high="ci_high"))
    if case.exchange.talk is not None:
        change += say["here"].format(change=signed(point["here"]))
    return shown | {"title": say[side].format(turn=turn), "change": change}


def signed(value: float) -> str:
    """Return a change of satisfaction with its sign; three decimals where two would hide it.

    Examples
    --------
    >>> signed(0.214), signed(-0.012), signed(0.0)
    ('+0.21', '−0.012', '0.000')
    """
    text = number_text(value, 2 if abs(value) >= 0.02 else 3)
    return plus(value, text) if text.strip("0.") else text


def plus(value: float, text: str) -> str:
    """Return the text of a number with a plus sign where it is above 0."""
    return f"+{text}" if value > 0 else text


def _signed(row: Any, change: str, **others: str) -> dict[str, str]:
    named = {"change": change, **others}
    return {key: signed(float(row[column])) for key, column in named.items()}


def _rescue(case: CaseDebrief, rescue: pd.DataFrame, lost: int | None) -> list[dict[str, Any]]:
    rows, replies = [], len(rescue) - 2
    for row in rows_of(rescue):
        turn = int(row["turn"])
        told = {name: number_text(row[name], 2) for name in ("satisfaction", "ci_low", "ci_high")}
        rows.append(
            {
                "when": _when(turn, replies),
                "said": shortened(case.exchange.reply(turn).said, 36)
                if 0 < turn <= replies
                else "",
                "value": float(row["satisfaction"]),
                "text": words("turns")["range"].format(**told),
                "share": f"{100 * row['resolved']:.0f}%",
                "lost": turn == lost,
            }
        )
    return rows


def _when(turn: int, replies: int) -> str:
    say = words("turns")
    if turn == 0:
        return str(say["as_it_was"])
    return str(say["before" if turn <= replies else "after"].format(turn=min(turn, replies)))


def _verdict(case: CaseDebrief, rescue: pd.DataFrame, lost: int | None) -> list[str]:
    say, told = words("turns"), []
    if lost is not None:
        told.append(say["lost"].format(turn=lost, **_fall(rescue, lost - 1)))
    talk = case.exchange.talk
    # A customer who broke off or agreed is gone: nobody could have gone on.
    if (talk is None or talk.farewell is not None) and ended_early(rescue):
        told.append(say["early"].format(**_fall(rescue, len(rescue) - 2)))
    return told or [say["never_lost"].format(method=case.rescuer.zh)]


def _fall(rescue: pd.DataFrame, at: int) -> dict[str, str]:
    row, after = rescue.iloc[at], rescue["satisfaction"].iloc[at + 1]
    numbers = {
        "before": row["satisfaction"],
        "after": after,
        "change": row["lost"],
        "low": row["lost_low"],
        "high": row["lost_high"],
    }
    return {key: number_text(float(value), 2) for key, value in numbers.items()}


def _mended(case: CaseDebrief) -> dict[str, Any] | None:
    if case.turns.mended is None or case.exchange.talk is None:
        return None
    say, (turn, better) = words("turns"), case.turns.mended
    ends = [number_text(one.outcome().satisfaction, 2) for one in (case.exchange.talk, better)]
    note = say["mend_note"].format(
        turn=turn,
        method=case.rescuer.zh,
        before=ends[0],
        after=ends[1],
        ending=say["endings"][better.outcome().ending],
    )
    lines = [line for line in screen.lines(better) if line["turn"] >= turn]
    shown = [{"who": line["who"], "text": _joined(line)} for line in lines[:_MENDED]]
    more = len(lines) > _MENDED
    return {"title": say["mend"].format(turn=turn), "note": note, "lines": shown, "more": more}


def _joined(line: dict[str, Any]) -> str:
    return "".join(part["text"] for part in line["parts"])


def _small(table: pd.DataFrame, lost: int | None) -> list[str]:
    gains = table.loc[table["side"] == "gain", "change"]
    if lost is None or gains.empty or gains.max() >= SMALL:
        return []
    text = words("turns")["small"].format(change=signed(gains.max()).lstrip("+"), turn=lost)
    return [str(text)]


def _money(table: pd.DataFrame) -> list[str]:
    rows = table[(table["side"] == "remedy") & (table["ci_low"] > 0)]
    if rows.empty:
        return []
    best = max(rows_of(rows), key=lambda row: row["change"])
    told = _signed(best, "change", low="ci_low", high="ci_high")
    acts = in_chinese(best["acts"])
    return [str(words("turns")["money"].format(turn=best["turn"], acts=acts, **told))]
