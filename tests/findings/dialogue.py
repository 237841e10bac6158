"""Evidence section 5, first half: solving, anger, the agent's strain, and order."""

from __future__ import annotations

import numpy as np

from servicelab.scenarios.scenario import Scenario
from tests.findings.dialogue_talks import (
    ASK,
    CONFIRM,
    EXPLAIN,
    LISTEN,
    NEUTRAL,
    SOLVE,
    Kinds,
    endings,
    mean_of,
)
from tests.findings.laboratory import Lab, finding

CALM = {"temper": (0.0, 0.2)}
FURIOUS = {"temper": (0.8, 1.0), "blame": (0.8, 1.0)}
MILD = {"temper": (0.0, 0.2), "blame": (0.4, 0.6)}


def room(lab: Lab, **traits: tuple[float, float]) -> Scenario:
    """Return a flawed service that was taken: some money, mostly substance, some attention."""
    return lab.scenario("hotel_dirty_room", loss=(0.05, 0.4, 0.15), traits=traits)


def solving_effects(lab: Lab, relational: float, **changes: float) -> np.ndarray:
    """Return what half a turn of solving adds to satisfaction, by the turn (2 to 7) it is in."""
    scenario = room(lab)
    turn = {"asking": 0.3, "relational": relational}
    base = mean_of("satisfaction", lab, scenario, *[turn] * 8, **changes)
    effects = []
    for place in range(1, 7):
        works: list[Kinds] = [turn] * 8
        works[place] = {**turn, "solving": 0.5}
        effects.append(mean_of("satisfaction", lab, scenario, *works, **changes) - base)
    return np.array(effects)


def slope(effects: np.ndarray) -> float:
    return float(np.polyfit(np.arange(len(effects)), effects, 1)[0])


@finding(
    id="solving",
    evidence="5.1",
    claim="Work on solving the problem raises satisfaction, even where nothing can be recovered.",
    claim_zh="着手解决问题会让客户更满意，哪怕事情已经无法挽回。",
    published="sign: + ; holds when recovery is infeasible",
    kind="semi",
    mechanism="solving repays substance; visible solving is itself heard and tells what is next",
    part_rules={"feasible": ">0", "infeasible": ">0"},
)
def solving(lab: Lab) -> dict[str, float]:
    return {
        "feasible": float(solving_effects(lab, 0.2).mean()),
        "infeasible": float(solving_effects(lab, 0.2, solving_rate=0.0).mean()),
    }


@finding(
    id="solving-late",
    evidence="5.1",
    claim="The effect of solving work on satisfaction grows in the course of the talk.",
    claim_zh="同样的解决工作，放在谈话后段比放在前段更见效。",
    published="sign of solving x time: +",
    kind="emergent",
    mechanism="solving needs known facts, and anger keeps it from getting through at first",
    switch={"asking_rate": 1000.0, "anger_gate": 0.0},
    part_rules={"time": ">0"},
)
def solving_late(lab: Lab) -> dict[str, float]:
    return {"time": slope(solving_effects(lab, 0.2))}


@finding(
    id="solving-relational",
    evidence="5.1",
    claim="Solving work does less in a turn that is also full of relational work.",
    claim_zh="一句话里安慰的话说得多，同一句话里的解决就不那么见效。",
    published="sign of solving x relational: -",
    kind="emergent",
    mechanism="one turn holds one unit of attention, and both feed the same sense of being heard",
    switch={"heard_by_solving": 0.0},
    part_rules={"relational": "<0"},
)
def solving_relational(lab: Lab) -> dict[str, float]:
    heavy, light = solving_effects(lab, 0.7), solving_effects(lab, 0.2)
    return {"relational": float(heavy.mean() - light.mean())}


@finding(
    id="problem-focused",
    evidence="5.2",
    claim="Problem-focused work lowers anger by the end of the talk.",
    claim_zh="对着问题下手，谈完时客户的火气会更小。",
    published="sign: problem-focused lowers negative emotion",
    kind="emergent",
    mechanism="anger follows the blamed loss that is still open (appraisal)",
    switch={"anger_pull": 0.0},
    part_rules={"anger": "<0"},
)
def problem_focused(lab: Lab) -> dict[str, float]:
    scenario = room(lab)
    worked = mean_of("anger", lab, scenario, ASK, SOLVE, ASK, SOLVE, EXPLAIN, NEUTRAL)
    return {"anger": worked - mean_of("anger", lab, scenario, *[NEUTRAL] * 6)}


@finding(
    id="calm-down",
    evidence="5.2",
    claim="Telling customers to calm down, or that it is not so bad, raises their anger.",
    claim_zh="劝客户“别激动”“没那么严重”，火气反而更大。",
    published="sign: emotion-focused (attention deployment, modulating the response) worsens it",
    kind="input",
    mechanism="harm and denial add to anger",
    part_rules={"anger": ">0"},
)
def calm_down(lab: Lab) -> dict[str, float]:
    scenario = room(lab)
    hushed = {"harm": 0.3, "denying": 0.2}
    told = mean_of("anger", lab, scenario, hushed, hushed, *[NEUTRAL] * 4)
    return {"anger": told - mean_of("anger", lab, scenario, *[NEUTRAL] * 6)}


@finding(
    id="soothing-alone",
    evidence="5.2",
    claim="Kind words alone leave more anger in the end than the same dose of work on the problem.",
    claim_zh="光说软话、不办事，最后剩下的火气比同样多的办事要多。",
    published="order: problem-focused better for anger than emotion-focused",
    kind="emergent",
    mechanism="words calm for the moment; anger is drawn back by what is still open",
    switch={"anger_pull": 0.0},
    part_rules={"anger": ">0"},
)
def soothing_alone(lab: Lab) -> dict[str, float]:
    scenario, quiet = room(lab), [NEUTRAL] * 4
    soothed = [{"relational": 1.0}] * 4
    worked = [ASK, SOLVE, ASK, SOLVE]
    difference = mean_of("anger", lab, scenario, *soothed, *quiet) - mean_of(
        "anger", lab, scenario, *worked, *quiet
    )
    return {"anger": difference}


@finding(
    id="anger-next-work",
    evidence="5.2",
    claim="A customer's initial anger makes the agent's next work do less.",
    claim_zh="客户一开始火气越大，客服接下来的工作就越难见效。",
    published="sign: initial anger makes agents use the best strategy less and the worst more",
    kind="input",
    mechanism="anger shuts the ear (coded), and outbursts strain the agent",
    part_rules={"facts": "<0", "strain": ">0"},
)
def anger_next_work(lab: Lab) -> dict[str, float]:
    works = (NEUTRAL, ASK, ASK, SOLVE)
    hot, cool = (endings(lab, room(lab, **kind), *works) for kind in (FURIOUS, MILD))
    return {
        "facts": float(hot.facts_known.mean() - cool.facts_known.mean()),
        "strain": float(hot.strain.mean() - cool.strain.mean()),
    }


@finding(
    id="empathy-arousal",
    evidence="5.3",
    claim="Listening and empathy help highly aroused customers more, even before any recovery.",
    claim_zh="倾听和共情对火气大的客户帮助更大，还没开始补救就已经见效。",
    published="sign of empathy x arousal: + on gratitude",
    kind="semi",
    mechanism="sincere words take away a share of the anger that is there",
    switch={"soothing_calms": 0.0},
    part_rules={"anger": "<0", "satisfaction": ">0"},
)
def empathy_arousal(lab: Lab) -> dict[str, float]:
    def gain(column: str, temper: tuple[float, float]) -> float:
        scenario = room(lab, temper=temper)
        kind = mean_of(column, lab, scenario, LISTEN, LISTEN, NEUTRAL)
        return kind - mean_of(column, lab, scenario, *[NEUTRAL] * 3)

    return {
        column: gain(column, (0.8, 1.0)) - gain(column, (0.0, 0.2))
        for column in ("anger", "satisfaction")
    }


@finding(
    id="outburst-strain",
    evidence="5.5",
    claim="An angry outburst strains the agent.",
    claim_zh="客户发一通火，客服的心力也跟着耗掉。",
    published="sign: outburst raises the provider's negative affect",
    kind="input",
    mechanism="anger above a threshold raises strain",
    switch={"strain_rise": 0.0},
    part_rules={"strain": ">0"},
)
def outburst_strain(lab: Lab) -> dict[str, float]:
    hot, mild = (
        mean_of("strain", lab, room(lab, **kind), *[NEUTRAL] * 3) for kind in (FURIOUS, MILD)
    )
    return {"strain": hot - mild}


@finding(
    id="spill-over",
    evidence="5.4",
    claim="An agent strained by a furious customer serves the next customer worse.",
    claim_zh="刚被发过火的客服，接待下一位客户时会差一些。",
    published="direction: negative exchanges spill over to next customers",
    kind="semi",
    mechanism="strain stays with the agent and takes attention off the next talk",
    switch={"strain_costs": 0.0},
    part_rules={"next_satisfaction": "<0", "next_facts": "<0"},
)
def spill_over(lab: Lab) -> dict[str, float]:
    after = {}
    for name, kind in (("furious", FURIOUS), ("mild", MILD)):
        strain = mean_of("strain", lab, room(lab, **kind), *[NEUTRAL] * 4)
        after[name] = endings(
            lab, room(lab), ASK, LISTEN, SOLVE, SOLVE, CONFIRM, strain_start=strain
        )
    furious, mild = after["furious"], after["mild"]
    return {
        "next_satisfaction": float(furious.satisfaction.mean() - mild.satisfaction.mean()),
        "next_facts": float(furious.facts_known.mean() - mild.facts_known.mean()),
    }


@finding(
    id="listen-first",
    evidence="5.2, 5.3",
    claim="With the same work, listening before solving beats solving before listening when anger "
    "is high; when it is low the difference shrinks.",
    claim_zh="同样的工作，火气大时先听后办胜过先办后听；火气小时差别就小了。",
    published="order, moderated by arousal (from 5.1 to 5.3 together; no single source)",
    kind="emergent",
    mechanism="anger shuts the ear to solving, not to kind words; the anger felt is remembered",
    switch={"anger_gate": 0.0, "felt_anger_costs": 0.0},
    part_rules={"high": ">0", "high_minus_low": ">0"},
)
def listen_first(lab: Lab) -> dict[str, float]:
    listening, solved = [{"relational": 1.0}] * 2, [ASK, SOLVE, SOLVE]

    def gain(temper: tuple[float, float]) -> float:
        scenario = room(lab, temper=temper)
        first = mean_of("satisfaction", lab, scenario, *listening, *solved, CONFIRM)
        return first - mean_of("satisfaction", lab, scenario, *solved, *listening, CONFIRM)

    high = gain((0.8, 1.0))
    return {"high": high, "high_minus_low": high - gain((0.0, 0.2))}
