"""What solving does: when, beside what, and after what (evidence 5.1, and the order of work)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.findings.dialogue_talks import (
    ASK,
    CALM,
    CONFIRM,
    HOT,
    SOLVE,
    Work,
    changed,
    flawed_stay,
    satisfaction,
)
from tests.findings.laboratory import Lab, Range, finding

TURNS = 8


def solving_effects(lab: Lab, relational: float) -> NDArray[np.float64]:
    """Return what some solving adds to satisfaction, by the turn (2 to 7) in which it is done.

    All turns hold the same asking and relational work. With the solving they ask for one unit of
    attention where relational work is light (0.2), for one and a half where it is heavy (0.7).
    """
    scenario = flawed_stay(lab)
    turn = {"asking": 0.3, "relational": relational}
    base = satisfaction(lab, scenario, *[turn] * TURNS)
    effects = []
    for place in range(1, TURNS - 1):
        works: list[Work] = [turn] * TURNS
        works[place] = turn | {"solving": 0.5}
        effects.append(satisfaction(lab, scenario, *works) - base)
    return np.array(effects)


@finding(
    id="solving",
    evidence="5.1",
    claim="Work on solving the problem raises satisfaction, even where nothing can be recovered.",
    claim_zh="动手解决问题，客户就更满意；哪怕事情已经无法挽回，也是这样。",
    published="sign: +; holds even if recovery is infeasible",
    kind="semi",
    mechanism="solving repays substance, is heard as effort, and tells what happens next",
    part_rules={"feasible": ">0", "infeasible": ">0"},
)
def solving(lab: Lab) -> dict[str, float]:
    hopeless = changed(lab, solving_rate=0.0)
    return {
        "feasible": solving_effects(lab, 0.2).mean(),
        "infeasible": solving_effects(hopeless, 0.2).mean(),
    }


@finding(
    id="solving-late",
    evidence="5.1",
    claim="The same solving work does more for satisfaction late in the talk than early.",
    claim_zh="同样的解决工作，放在谈话后段比放在前段更见效。",
    published="sign of solving x time: +",
    kind="emergent",
    mechanism="solving rests on known facts, and anger keeps it from getting through at first",
    switch={"asking_rate": 1_000.0, "anger_gate": 0.0},
    part_rules={"slope per turn": ">0"},
)
def solving_late(lab: Lab) -> dict[str, float]:
    effects = solving_effects(lab, 0.2)
    return {"slope per turn": np.polyfit(np.arange(len(effects)), effects, 1)[0]}


@finding(
    id="solving-relational",
    evidence="5.1",
    claim="Solving work does less for satisfaction in turns full of relational work.",
    claim_zh="一轮话里安慰的话太多，同一轮里的解决就不那么见效。",
    published="sign of solving x relational: -",
    kind="emergent",
    mechanism="one turn holds one unit of attention, shared by all that is said",
    switch={"overload_costs": 0.0},
    part_rules={"heavy - light": "<0"},
    changed="the sign turns with the load: beside 0, .1, .2, .4, .7 and 1 unit of relational work "
    "solving adds .04, .07, .08, .08, .07 and .05, for a few kind words open the ear before many "
    "crowd solving out; the row compares .2 with .7",
)
def solving_relational(lab: Lab) -> dict[str, float]:
    return {"heavy - light": (solving_effects(lab, 0.7) - solving_effects(lab, 0.2)).mean()}


@finding(
    id="listen-first",
    evidence="5.1-5.3",
    claim="With the same work, listening before solving beats solving before listening when anger "
    "is high; the difference shrinks when it is low.",
    claim_zh="做的事一样多：火气大时先听后办胜过先办后听，火气小时差别就小了。",
    published="sign of order x arousal, put together from 5.1 to 5.3; no single source",
    kind="emergent",
    mechanism="anger shuts the ear to questions and solutions, not to kind words",
    switch={"anger_gate": 0.0},
    part_rules={"angry": ">0", "angry - calm": ">0"},
    changed="switch chosen anew: with the remembered anger off as well, a third or less of the "
    "effect stays, for the angry who are not soothed break off earlier",
)
def listen_first(lab: Lab) -> dict[str, float]:
    listening, solved = [{"relational": 1.0}] * 2, [ASK, SOLVE, SOLVE]

    def gain(temper: Range) -> float:
        scenario = flawed_stay(lab, temper=temper)
        first = satisfaction(lab, scenario, *listening, *solved, CONFIRM)
        return first - satisfaction(lab, scenario, *solved, *listening, CONFIRM)

    return {"angry": gain(HOT), "angry - calm": gain(HOT) - gain(CALM)}
