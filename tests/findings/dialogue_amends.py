"""Words against money, and words again and again (evidence 5.9 and 5.10)."""

from __future__ import annotations

from servicelab.scenarios import Scenario
from tests.findings.dialogue_talks import (
    APOLOGY,
    CONFIRM,
    LISTEN,
    NEUTRAL,
    Work,
    late_ride,
    outcome,
    satisfaction,
)
from tests.findings.laboratory import Lab, finding

COUPON: Work = {"gift": 0.25}
PROMISE: Work = {"promise": 0.7, "relational": 0.2}


@finding(
    id="coupon-over-apology",
    evidence="5.9",
    claim="A coupon keeps customers better than an apology alone.",
    claim_zh="光道歉不如给张券：拿到券的客户更愿意再来。",
    published="order: coupon > apology only (later spending)",
    kind="semi",
    mechanism="who received something fears the next failure less; words from one who does not "
    "know the case do little for trust",
    switch={"loyalty_fear": 0.0},
    part_rules={"loyalty": ">0"},
    changed="coupon .15 -> .25 of the price ($5 on a ride), and nobody slighted in the ride, "
    "and what words do for trust tuned down, after the row had failed",
)
def coupon_over_apology(lab: Lab) -> dict[str, float]:
    scenario = late_ride(lab)
    coupon = outcome("loyalty", lab, scenario, COUPON)
    return {"loyalty": coupon - outcome("loyalty", lab, scenario, APOLOGY)}


@finding(
    id="apology-again-in-talk",
    evidence="5.9",
    claim="In one talk every further apology adds less, and the fourth adds nothing.",
    claim_zh="一次谈话里，道歉说一遍少一遍的用，到第四遍就白说了。",
    published="sign: at the margin a repeated apology <= 0",
    kind="semi",
    mechanism="repeated kind words wear off, and every turn costs the customer time",
    part_rules={"second - first": "<0", "third - second": "<0", "fourth": ("below", 0.005)},
)
def apology_again_in_talk(lab: Lab) -> dict[str, float]:
    scenario = late_ride(lab)
    levels = [satisfaction(lab, scenario, NEUTRAL)]
    levels += [satisfaction(lab, scenario, *[APOLOGY] * count) for count in range(1, 5)]
    first, second, third, fourth = (levels[i + 1] - levels[i] for i in range(4))
    return {"second - first": second - first, "third - second": third - second, "fourth": fourth}


def loyalty_over_failures(lab: Lab, work: Work) -> list[float]:
    """Return mean loyalty after three failures, each answered by one reply, services between."""
    reply = lab.script(work)
    episodes = lab.lives(late_ride(lab), [reply, None, reply, None, reply])
    return [float(episodes[number]["loyalty"].mean()) for number in (0, 2, 4)]


def gains_over_failures(lab: Lab, work: Work) -> list[float]:
    """Return what a reply does for loyalty after each of three failures, against an empty one."""
    pairs = zip(loyalty_over_failures(lab, work), loyalty_over_failures(lab, NEUTRAL), strict=True)
    return [said - nothing for said, nothing in pairs]


@finding(
    id="apology-again-next-time",
    evidence="5.9",
    claim="An apology with nothing behind it helps once at most: after the second and the third "
    "failure it is worse than nothing.",
    claim_zh="光道歉顶多灵一次：第二次、第三次再这样，还不如不说。",
    published="sign: no panacea; repeated, it can be worse than nothing",
    kind="semi",
    mechanism="owning becomes a vow that the next failure breaks; the words themselves wear off",
    part_rules={"first": ("above", -0.02), "second": "<0", "third": "<0"},
    changed="what words do for trust tuned down, and what owning makes due tuned up, after the row "
    "had failed",
)
def apology_again_next_time(lab: Lab) -> dict[str, float]:
    return dict(zip(("first", "second", "third"), gains_over_failures(lab, APOLOGY), strict=True))


@finding(
    id="promise-again-next-time",
    evidence="5.9",
    claim="After a promise to do better, the next failure leaves less loyalty than silence would.",
    claim_zh="说了“下次一定改”，下次又出事，比什么都没说还糟。",
    published="sign: repeated promises can be worse than nothing",
    kind="semi",
    mechanism="the new failure breaks the promise: a vow divides trust, and more is felt to be due",
    switch={"vow_breaks": 0.0, "owed_by_promise": 0.0},
    part_rules={"second": "<0", "third": "<0"},
    changed="the weight of a broken vow tuned up after the row had failed",
)
def promise_again_next_time(lab: Lab) -> dict[str, float]:
    _, second, third = gains_over_failures(lab, PROMISE)
    return {"second": second, "third": third}


@finding(
    id="apology-or-cash",
    evidence="5.10",
    claim="Where attention was lacking and the customer wants to be seen, an apology beats cash; "
    "where money was lost, cash beats an apology.",
    claim_zh="受了冷落又看重人情的客户，道歉比给钱管用；亏的是钱，给钱比道歉管用。",
    published="direction: apology > cash (eBay's request itself is not modelled); reverse in 5.9",
    kind="semi",
    mechanism="separate accounts: being heard repays attention, money repays money",
    part_rules={"slighted": ">0", "out of pocket": "<0"},
)
def apology_or_cash(lab: Lab) -> dict[str, float]:
    def apology_over_cash(scenario: Scenario) -> float:
        words = satisfaction(lab, scenario, LISTEN, APOLOGY, CONFIRM)
        return words - satisfaction(lab, scenario, NEUTRAL, {"refund": 0.25}, CONFIRM)

    slighted = lab.scenario(loss=(0.0, 0.0, 0.25), traits={"relation_need": (0.8, 1.0)})
    charged = lab.scenario(loss=(0.25, 0.0, 0.0), traits={"relation_need": (0.2, 0.5)})
    return {"slighted": apology_over_cash(slighted), "out of pocket": apology_over_cash(charged)}
