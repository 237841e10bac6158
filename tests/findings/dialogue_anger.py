"""Anger and what it does to the agent (evidence 5.2 to 5.5)."""

from __future__ import annotations

from servicelab.scenarios import Scenario
from tests.findings.dialogue_talks import (
    ASK,
    CALM,
    CONFIRM,
    EXPLAIN,
    HOT,
    LISTEN,
    NEUTRAL,
    SOLVE,
    Work,
    changed,
    flawed_stay,
    inside,
    outcome,
    satisfaction,
)
from tests.findings.laboratory import Lab, Range, finding


def furious(lab: Lab) -> Scenario:
    return flawed_stay(lab, temper=HOT, blame=(0.8, 1.0))


def mild(lab: Lab) -> Scenario:
    return flawed_stay(lab, temper=CALM, blame=(0.4, 0.6))


@finding(
    id="problem-focused",
    evidence="5.2",
    claim="Work on the problem lowers anger by the end of the talk.",
    claim_zh="对着问题下手，谈完时客户的火气更小。",
    published="sign: problem-focused strategies lower negative emotion",
    kind="emergent",
    mechanism="anger follows the blamed loss that is still open (appraisal)",
    switch={"anger_pull": 0.0},
    part_rules={"anger": "<0"},
)
def problem_focused(lab: Lab) -> dict[str, float]:
    scenario = flawed_stay(lab)
    worked = inside("anger", lab, scenario, ASK, SOLVE, ASK, SOLVE, EXPLAIN, NEUTRAL)
    return {"anger": worked - inside("anger", lab, scenario, *[NEUTRAL] * 6)}


@finding(
    id="calm-down",
    evidence="5.2",
    claim="Telling customers to calm down, or that it is not so bad, raises their anger.",
    claim_zh="劝客户“别激动”“没那么严重”，火气反而更大。",
    published="sign: emotion-focused strategies (distracting, modulating the response) worsen it",
    kind="input",
    mechanism="such words count as hurting and denying, which add to anger",
    part_rules={"anger": ">0"},
)
def calm_down(lab: Lab) -> dict[str, float]:
    scenario, hushed = flawed_stay(lab), {"harm": 0.3, "denying": 0.2}
    told = inside("anger", lab, scenario, hushed, hushed, *[NEUTRAL] * 4)
    return {"anger": told - inside("anger", lab, scenario, *[NEUTRAL] * 6)}


@finding(
    id="soothing-alone",
    evidence="5.2",
    claim="Kind words alone leave more anger some turns later than as much work on the problem.",
    claim_zh="光说软话、不办事，过几轮剩下的火气比同样多的办事要多。",
    published="order: problem-focused better than emotion-focused",
    kind="emergent",
    mechanism="words calm for the moment; anger is drawn back by what is still open",
    switch={"anger_pull": 0.0},
    part_rules={"anger": ">0"},
)
def soothing_alone(lab: Lab) -> dict[str, float]:
    scenario, later = flawed_stay(lab), [NEUTRAL] * 4
    soothed: list[Work] = [{"relational": 1.0}] * 4
    worked = [ASK, SOLVE, ASK, SOLVE]
    left = inside("anger", lab, scenario, *soothed, *later)
    return {"anger": left - inside("anger", lab, scenario, *worked, *later)}


@finding(
    id="anger-and-next-work",
    evidence="5.2",
    claim="A customer's initial anger makes the agent's next work do less.",
    claim_zh="客户一开始火气越大，客服接下来的工作就越难见效。",
    published="sign: initial anger makes agents use the best strategy less and the worst more",
    kind="input",
    mechanism="anger shuts the ear, and outbursts strain the agent, who gives less attention",
    part_rules={"facts known": "<0", "strain": ">0"},
)
def anger_and_next_work(lab: Lab) -> dict[str, float]:
    works = (NEUTRAL, ASK, ASK, SOLVE)

    def contrast(name: str) -> float:
        return inside(name, lab, furious(lab), *works) - inside(name, lab, mild(lab), *works)

    return {"facts known": contrast("facts_known"), "strain": contrast("strain")}


def empathy_gain(lab: Lab, name: str, temper: Range, *recovery: Work) -> float:
    """Return what two turns of listening do for an outcome, against two empty turns."""
    scenario = flawed_stay(lab, temper=temper)
    return outcome(name, lab, scenario, LISTEN, LISTEN, *recovery) - outcome(
        name, lab, scenario, NEUTRAL, NEUTRAL, *recovery
    )


@finding(
    id="empathy-calms-the-angry",
    evidence="5.3",
    claim="Before any recovery, listening and empathy take more anger away from highly aroused "
    "customers than from calm ones.",
    claim_zh="还没开始补救，倾听和共情就能让火气大的客户消气，效果比对平和的客户更大。",
    published="sign of empathy x arousal: + (gratitude)",
    kind="semi",
    mechanism="sincere words take away a share of the anger that is there",
    switch={"soothing_calms": 0.0},
    part_rules={"angry - calm": "<0"},
)
def empathy_calms_the_angry(lab: Lab) -> dict[str, float]:
    def gain(temper: Range) -> float:
        scenario = flawed_stay(lab, temper=temper)
        kind = inside("anger", lab, scenario, LISTEN, LISTEN, NEUTRAL)
        return kind - inside("anger", lab, scenario, *[NEUTRAL] * 3)

    return {"angry - calm": gain(HOT) - gain(CALM)}


@finding(
    id="empathy-pleases-the-angry",
    evidence="5.3",
    claim="Before any recovery, listening and empathy raise the satisfaction of highly aroused "
    "customers more than that of calm ones.",
    claim_zh="还没开始补救，倾听和共情就让火气大的客户更满意，效果比对平和的客户更大。",
    published="sign of empathy x arousal: + (gratitude, for which satisfaction stands here)",
    kind="semi",
    mechanism="less anger is remembered; but satisfaction has a floor, on which the angry stand",
    part_rules={"angry - calm": ">0"},
)
def empathy_pleases_the_angry(lab: Lab) -> dict[str, float]:
    angry = empathy_gain(lab, "satisfaction", HOT, NEUTRAL)
    return {"angry - calm": angry - empathy_gain(lab, "satisfaction", CALM, NEUTRAL)}


@finding(
    id="outburst-strains",
    evidence="5.5",
    claim="An angry outburst strains the agent.",
    claim_zh="客户发一通火，客服的心力也跟着耗掉。",
    published="sign: an outburst raises the provider's negative affect",
    kind="input",
    mechanism="anger above a threshold raises strain",
    switch={"strain_rise": 0.0},
    part_rules={"strain": ">0"},
)
def outburst_strains(lab: Lab) -> dict[str, float]:
    quiet = [NEUTRAL] * 3
    hot = inside("strain", lab, furious(lab), *quiet)
    return {"strain": hot - inside("strain", lab, mild(lab), *quiet)}


@finding(
    id="spill-over",
    evidence="5.4",
    claim="An agent strained by a furious customer serves the next customer worse.",
    claim_zh="刚挨过一通火的客服，接待下一位客户时会差一些。",
    published="direction: negative exchanges spill over to the next customers",
    kind="semi",
    mechanism="strain stays with the agent and takes attention off the next talk",
    switch={"strain_costs": 0.0},
    part_rules={"next satisfaction": "<0", "next facts known": "<0"},
)
def spill_over(lab: Lab) -> dict[str, float]:
    works = (ASK, LISTEN, SOLVE, SOLVE, CONFIRM)
    left = {
        name: inside("strain", lab, met(lab), *[NEUTRAL] * 4)
        for name, met in (("furious", furious), ("mild", mild))
    }
    strained, rested = (changed(lab, strain_start=left[name]) for name in ("furious", "mild"))
    following = flawed_stay(lab)
    return {
        "next satisfaction": satisfaction(strained, following, *works)
        - satisfaction(rested, following, *works),
        "next facts known": inside("facts_known", strained, following, *works)
        - inside("facts_known", rested, following, *works),
    }
