"""Apologies: when, after what, of which parts, and to whom (evidence 5.6 to 5.8, and 5.11)."""

from __future__ import annotations

from tests.findings.dialogue_talks import (
    APOLOGY,
    ASK,
    EXPLAIN,
    NEUTRAL,
    Work,
    inside,
    late_ride,
    outcome,
    satisfaction,
)
from tests.findings.laboratory import Lab, Range, finding


@finding(
    id="late-apology",
    evidence="5.6",
    claim="An apology that comes late is worth less than the same apology at once; whether it "
    "shows empathy matters more than when it comes.",
    claim_zh="同一句道歉，晚说不如早说；不过有没有共情，比早晚更要紧。",
    published="sign: late < early; order: empathy > timing",
    kind="semi",
    mechanism="words sound less sincere once patience is spent; early words calm for longer",
    switch={"lateness_costs": 0.0},
    part_rules={"late - early": "<0", "empathy - timing": ">0"},
)
def late_apology(lab: Lab) -> dict[str, float]:
    scenario, wait, cold = late_ride(lab), {"waiting": 3.0}, {"owning": 0.3}
    early = satisfaction(lab, scenario, ASK, APOLOGY, wait, wait, EXPLAIN)
    late = satisfaction(lab, scenario, ASK, wait, wait, APOLOGY, EXPLAIN)
    empathy = early - satisfaction(lab, scenario, ASK, cold, wait, wait, EXPLAIN)
    return {"late - early": late - early, "empathy - timing": empathy - (early - late)}


@finding(
    id="listen-then-apologise",
    evidence="5.7",
    claim="Listening and then apologising beats apologising and then listening.",
    claim_zh="先听后道歉，胜过先道歉后听。",
    published="order, where future interaction is expected (where it is not: not modelled)",
    kind="semi",
    mechanism="words sound sincere only from someone who knows the case",
    switch={"sincerity_floor": 1.0},
    part_rules={"satisfaction": ">0", "loyalty": ">0"},
)
def listen_then_apologise(lab: Lab) -> dict[str, float]:
    scenario, listening = late_ride(lab), {"asking": 0.7, "relational": 0.2}
    after = (listening, listening, APOLOGY, NEUTRAL)
    before = (APOLOGY, listening, listening, NEUTRAL)
    return {
        name: outcome(name, lab, scenario, *after) - outcome(name, lab, scenario, *before)
        for name in ("satisfaction", "loyalty")
    }


PARTS: dict[str, Work] = {
    "responsibility": {"owning": 1.0, "relational": 0.2},
    "offer of repair": {"promise": 0.7, "informing": 0.4},
    "regret": {"relational": 0.8},
    "explanation": {"informing": 0.9},
    "asking for forgiveness": {"relational": 0.3},
}
"""Parts of an apology, with the amounts that the acts own, commit, apologise, explain and thank
have in work.csv."""


@finding(
    id="apology-parts-ranked",
    evidence="5.8",
    claim="Of the parts of an apology, taking responsibility repairs trust most, an offer of "
    "repair comes second, and asking for forgiveness last.",
    claim_zh="道歉的几个部分里，认责最能修复信任，其次是提出怎么补救，求原谅排在最后。",
    published="rank: responsibility 1st, offer of repair 2nd, request for forgiveness last",
    kind="input",
    mechanism="trust answers to owning and to kind words; not to an offer, nor to reasons",
    part_rules={"first - best other": ">0", "second - others": ">0", "others - last": ">0"},
)
def apology_parts_ranked(lab: Lab) -> dict[str, float]:
    scenario = late_ride(lab)
    trust = {part: inside("trust", lab, scenario, ASK, work, NEUTRAL)
             for part, work in PARTS.items()}  # fmt: skip
    first, second, *others, last = trust.values()
    return {
        "first - best other": first - max(second, *others),
        "second - others": second - max(others),
        "others - last": min(others) - last,
    }


@finding(
    id="apology-parts-added",
    evidence="5.8",
    claim="The more parts an apology has, one said after the other, the more satisfied it leaves.",
    claim_zh="道歉的几个部分说得越全，客户越满意。",
    published="direction: more components better",
    kind="semi",
    mechanism="different parts feed different senses: being heard, knowing what is next",
    part_rules={"two - one": ">0", "three - two": ">0", "four - three": ">0"},
)
def apology_parts_added(lab: Lab) -> dict[str, float]:
    scenario = late_ride(lab)
    order = [PARTS[name] for name in ("responsibility", "regret", "explanation")]
    order += [{"solving": 0.6, "informing": 0.2}]

    def level(count: int) -> float:
        return satisfaction(lab, scenario, ASK, *order[:count], *[NEUTRAL] * (4 - count))

    one, two, three, four = (level(count) for count in range(1, 5))
    return {"two - one": two - one, "three - two": three - two, "four - three": four - three}


@finding(
    id="apology-unaware",
    evidence="5.11",
    claim="Taking responsibility before a customer who did not blame the firm costs loyalty; "
    "before one who did, it does not.",
    claim_zh="客户本来没怪你，你先揽责，反倒伤了情分；客户本来就怪你，认错不吃亏。",
    published="sign: an apology backfires if the customer was unaware of the failure",
    kind="semi",
    mechanism="owning tells the customer that the firm is to blame, and raises what is due",
    switch={"blame_by_owning": 0.0, "owed_by_owning": 0.0},
    part_rules={"unaware": "<0", "aware": ">0"},
    changed="what owning makes due tuned up, and what words do for trust down, after the row had "
    "failed",
)
def apology_unaware(lab: Lab) -> dict[str, float]:
    owning: Work = {"owning": 1.0, "relational": 0.4}

    def gain(blame: Range) -> float:
        scenario = late_ride(lab, blame=blame)
        owned = outcome("loyalty", lab, scenario, owning, NEUTRAL)
        return owned - outcome("loyalty", lab, scenario, NEUTRAL, NEUTRAL)

    return {"unaware": gain((0.0, 0.1)), "aware": gain((0.8, 1.0))}
