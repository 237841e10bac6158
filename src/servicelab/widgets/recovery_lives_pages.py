"""The paradox and the second failure in words, pictures and tables."""

from __future__ import annotations

from typing import Any

from servicelab.figures import interval_plot, response_curve
from servicelab.scenarios import Scenario
from servicelab.widgets.recovery_lives import (
    SEQUENCES,
    order_effects,
    paradox_table,
    second_failure,
)
from servicelab.widgets.recovery_scripts import BAD, GOOD, HANDLINGS, in_words, say
from servicelab.widgets.recovery_words import Choices, Frame, difference, interval, way_of
from servicelab.widgets.results import Block, Table, share

UNSEEN = ("loyalty", "word_of_mouth")
"""Where studies see no paradox, so that one in the model is to be doubted."""


def paradox(case: Scenario, choices: Choices, asked: dict[str, Any]) -> tuple[Block, str]:
    """Return the block of this question, and what was put in.

    Parameters
    ----------
    case, choices
        As for :func:`servicelab.widgets.recovery_pages.results`.
    asked
        What every computation is asked: customer_type, n, seed, tell.
    """
    words, scripts = say("paradox"), say("scripts")
    table = paradox_table(case, later=choices["later"], **asked)
    measures = _measures()
    rows = table.reset_index()
    rows["group"] = rows["measure"].map(measures)
    rows["label"] = [scripts[name]["zh"] for name in rows["handling"]]
    picture = interval_plot(rows, reference=0.0, title=words["heading"], axis_title=words["axis"])
    block = Block(
        title=words["title"],
        sentences=[_verdict(table), *_one_handling(table)],
        picture=picture.to_html(),
        notes=[words["share_note"]],
        table=Table(words["table"], words["columns"], _paradox_rows(table), names=2),
    )
    steps = [f"{scripts[name]['zh']}：{in_words(name)}" for name in HANDLINGS]
    handlings = say("page")["semicolon"].join(steps)
    return block, words["put_in"].format(later=choices["later"], handlings=handlings)


def _verdict(table: Frame) -> str:
    words, measures = say("paradox"), _measures()
    best = table.loc["excellent"]
    higher = [measures[name] for name, row in best.iterrows() if row["ci_low"] > 0]
    if not higher:
        return str(words["absent"])
    told = str(words["present"].format(names=say("page")["comma"].join(higher)))
    unseen = any(measures[name] in higher for name in UNSEEN if name in best.index)
    return told + words["unseen"] if unseen else told


def _one_handling(table: Frame) -> list[str]:
    """Return a sentence for each handling, on what it does to satisfaction with the firm."""
    words, measure = say("paradox"), "cumulative_satisfaction"
    sentences = []
    for name in reversed(HANDLINGS):
        row = table.loc[(name, measure)]
        gap = (row["estimate"], row["ci_low"], row["ci_high"])
        direction = way_of(*gap, "unclear")
        told = difference(*gap, direction)
        told["gain"] = words[direction].format(gain=told["gain"])
        told |= {"handling": say("scripts")[name]["zh"], "measure": _measures()[measure]}
        sentences.append(words["lead"].format(share=f"{row['share_better']:.0%}", **told))
    return sentences


def _measures() -> dict[str, str]:
    """Return the names of the measures where some customers had no complaint to be handled."""
    return {**say("measures"), **say("paradox")["measures"]}


def _paradox_rows(table: Frame) -> list[list[str]]:
    return [
        [
            say("scripts")[handling]["zh"],
            _measures()[measure],
            share(row["recovered"]),
            share(row["twin"]),
            share(row["estimate"], 0),
            interval(row["ci_low"], row["ci_high"]),
            f"{row['share_better']:.0%}",
        ]
        for (handling, measure), row in table.iterrows()
    ]


def second(case: Scenario, choices: Choices, asked: dict[str, Any]) -> tuple[Block, str]:
    """Return the block of this question, and what was put in.

    Parameters
    ----------
    case, choices
        As for :func:`servicelab.widgets.recovery_pages.results`.
    asked
        What every computation is asked: customer_type, n, seed, tell.
    """
    words, names = say("second"), say("sequences")
    chosen = {"measure": choices["lasting"], "gap": choices["gap"]}
    paths = second_failure(case, **chosen, **asked)
    known = {name: asked[name] for name in ("customer_type", "n", "seed")}
    effects = order_effects(case, **chosen, **known)
    measure = say("measures")[choices["lasting"]]
    points = paths.reset_index().rename(columns={"episode": "x"})
    points["group"] = [names[name]["zh"] for name in points["sequence"]]
    first, again = 2, 3 + choices["gap"]
    picture = response_curve(
        points,
        x_title=words["x_title"],
        y_title=words["y_title"].format(measure=measure),
        marks={words["first"]: first, words["again"]: again},
        title=words["title"],
    )
    after = paths.xs(again, level="episode")["estimate"].map(share)
    block = Block(
        title=words["title"],
        sentences=[
            words["lead"].format(measure=measure, **after),
            _effect("order", effects.loc["order"]),
            _effect("twice", effects.loc["twice"]),
        ],
        picture=picture.to_html(),
        table=Table(words["table"], words["columns"], _path_rows(paths), names=2),
    )
    steps = {"good": in_words(GOOD), "bad": in_words(BAD)}
    return block, words["put_in"].format(gap=choices["gap"], **steps)


def _effect(name: str, row: Frame) -> str:
    gap = (row["estimate"], row["ci_low"], row["ci_high"])
    direction = way_of(*gap, "unclear")
    return str(say("second")[f"{name}_{direction}"].format(**difference(*gap, direction)))


def _path_rows(paths: Frame) -> list[list[str]]:
    return [
        [
            say("sequences")[name]["zh"],
            str(episode),
            share(row["estimate"], 0),
            interval(row["ci_low"], row["ci_high"]),
        ]
        for name in SEQUENCES
        for episode, row in paths.loc[name].iterrows()
    ]
