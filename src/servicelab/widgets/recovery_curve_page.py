"""The compensation curve in words, a picture and a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from servicelab.figures import response_curve
from servicelab.scenarios import Scenario
from servicelab.widgets.recovery import Tell
from servicelab.widgets.recovery_curve import STEP, compensation_curve
from servicelab.widgets.recovery_lives import untroubled
from servicelab.widgets.recovery_scripts import in_words, say
from servicelab.widgets.recovery_words import (
    Choices,
    Frame,
    difference,
    interval,
    level_in_words,
    way_of,
)
from servicelab.widgets.results import Block, Table, share, yuan

MOST_NAMED = 3
"""More steps than these that might be the largest are not worth a list."""


def compensation(case: Scenario, choices: Choices, asked: dict[str, Any]) -> tuple[Block, str]:
    """Return the block of this question, and what was put in.

    Parameters
    ----------
    case, choices
        As for :func:`servicelab.widgets.recovery_pages.results`.
    asked
        What every computation is asked: customer_type, n, seed, tell.
    """
    words, names = say("compensation"), say("branches")
    shown = list(names) if choices["branch"] == "both" else [choices["branch"]]
    curves = _curves(case, choices, shown, asked)
    measure = say("measures")[choices["measure"]]
    nothing_to_redo = (choices["offer"], choices["loss_in"]) == ("redo", "money")
    points = [_point(case, choices, branch, curve) for branch, curve in curves.items()]
    known = {name: asked[name] for name in ("customer_type", "n", "seed")}
    level = untroubled(case, measure=choices["measure"], **known)
    picture = response_curve(
        pd.concat([_line(curve, names[branch]["zh"]) for branch, curve in curves.items()]),
        x_title=words["x_title"],
        y_title=words["y_title"].format(measure=measure),
        marks={words["mark"].format(percent=choices["percent"]): choices["percent"]},
        reference=(words["untroubled"], level),
        title=f"{words['title']}（{say('offers')[choices['offer']]}）",
    )
    block = Block(
        title=words["title"],
        sentences=[
            _levels(case, choices, curves),
            _steepest(curves),
            _reached(curves, level),
            *points,
        ],
        picture=picture.to_html(),
        notes=[words["nothing_to_redo"]] if nothing_to_redo else [],
        table=Table(words["table"], words["columns"], _curve_rows(curves), names=2),
    )
    losses = {name: branch["loss"] for name, branch in names.items()}
    put_in = words["put_in"].format(
        steps=in_words("offer"),
        loss_in=say("losses")[choices["loss_in"]],
        price=yuan(case.price),
        **losses,
    )
    return block, put_in


def _curves(
    case: Scenario, choices: Choices, shown: list[str], asked: dict[str, Any]
) -> dict[str, Frame]:
    def telling(done: int) -> Tell:
        return lambda part: asked["tell"]((done + part) / len(shown))

    return {
        branch: compensation_curve(
            case,
            branch=branch,
            **{name: choices[name] for name in ("offer", "loss_in", "measure")},
            **{**asked, "tell": telling(number)},
        )
        for number, branch in enumerate(shown)
    }


def _line(curve: Frame, name: str) -> Frame:
    return curve.reset_index().rename(columns={"percent": "x"}).assign(group=name)


def _levels(case: Scenario, choices: Choices, curves: Mapping[str, Frame]) -> str:
    words, percent = say("compensation"), choices["percent"]
    levels = [
        words["one_level"].format(
            branch=say("branches")[branch]["zh"], value=share(curve.loc[percent, "estimate"])
        )
        for branch, curve in curves.items()
    ]
    worth = say("worth")[choices["offer"]].format(yuan=yuan(case.price * percent / 100))
    return str(
        words["lead" if percent else "lead_zero"].format(
            percent=percent,
            worth=worth,
            measure=say("measures")[choices["measure"]],
            levels=say("page")["pause"].join(levels),
        )
    )


def _point(case: Scenario, choices: Choices, branch: str, curve: Frame) -> str:
    words, percent = say("compensation"), choices["percent"]
    row = curve.loc[percent]
    told = {"branch": say("branches")[branch]["zh"], **level_in_words(row)}
    if percent == 0:
        return str(words["at_zero"].format(**told))
    gain = words[way_of(row["gain"], row["gain_low"], row["gain_high"], "level")]
    told["gain"] = gain.format(gain=share(abs(row["gain"]), abs(row["gain"])))
    measure = say("measures")[choices["measure"]]
    price = _price_of(case, row, measure)
    parts = [words["point"].format(**told), price, _last_step(percent, row)]
    return "".join(parts)


def _price_of(case: Scenario, row: Frame, measure: str) -> str:
    words = say("compensation")
    unit = 10 ** math.floor(math.log10(case.price / 2.5)) if case.price >= 2.5 else 1
    if abs(row["extra_cost"]) < unit / 100:
        return str(words["free"])
    if row["extra_cost"] < 0:
        return str(words["saves"].format(yuan=yuan(-row["extra_cost"])))
    rate = share(unit * row["rate"], 0)
    return str(words["rate"].format(unit=unit, rate=rate, measure=measure))


def _last_step(percent: int, row: Frame) -> str:
    step = (row["step"], row["step_low"], row["step_high"])
    direction = way_of(*step, "unclear")
    between = {"before": percent - STEP, "percent": percent}
    return str(
        say("compensation")[f"step_{direction}"].format(**between, **difference(*step, direction))
    )


def _steepest(curves: Mapping[str, Frame]) -> str:
    words, page = say("compensation"), say("page")
    steps = []
    for branch, curve in curves.items():
        top = int(curve["step"].idxmax())
        told: dict[str, Any] = {"before": top - STEP, "percent": top}
        name, gain = say("branches")[branch]["zh"], share(curve.loc[top, "step"], 0)
        told |= {"branch": name, "gain": gain, "others": _other_steps(curve, top)}
        sure = "steepest_open" if told["others"] else "steepest_one"
        steps.append(
            words[sure if curve.loc[top, "step_low"] > 0 else "steepest_none"].format(**told)
        )
    return str(words["steepest"].format(steps=page["semicolon"].join(steps)))


def _other_steps(curve: Frame, top: int) -> str:
    """Return the steps that other customers might find the largest; nothing where none might."""
    words = say("compensation")
    others = [percent for percent in curve.index[curve["may_be_steepest"]] if percent != top]
    if len(others) > MOST_NAMED:
        return str(words["steepest_many"])
    told = [words["steepest_other"].format(before=one - STEP, percent=one) for one in others]
    return str(say("page")["comma"].join(told))


def _reached(curves: Mapping[str, Frame], level: float) -> str:
    words, page = say("compensation"), say("page")
    places = []
    for branch, curve in curves.items():
        enough = curve.index[curve["estimate"] >= level]
        key = "reached_one" if len(enough) else "reached_none"
        name = say("branches")[branch]["zh"]
        places.append(words[key].format(branch=name, percent=enough[0] if len(enough) else ""))
    return str(words["reached"].format(level=share(level), places=page["semicolon"].join(places)))


def _curve_rows(curves: Mapping[str, Frame]) -> list[list[str]]:
    return [
        [
            say("branches")[branch]["zh"],
            f"{percent}%",
            share(row["estimate"]),
            interval(row["ci_low"], row["ci_high"]),
            share(row["gain"], 0),
            share(row["step"], 0),
            yuan(row["cost"]),
        ]
        for branch, curve in curves.items()
        for percent, row in curve.iterrows()
    ]
