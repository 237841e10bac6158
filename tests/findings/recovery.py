"""Satisfaction, loyalty and word of mouth after a complaint (evidence, section 1)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicelab.methods import Playbook
from tests.findings.handlings import ORDINARY, VARIED, bad, fair, good, under
from tests.findings.laboratory import Lab, finding
from tests.findings.verdicts import BAND, betas, spread

JUSTICES = ("distributive", "interactional", "procedural")
SCENARIOS = ("hotel_dirty_room", "ecommerce_defect", "courier_delay")
NULL = ("within", -BAND, BAND)


def mean_betas(lab: Lab, outcome: str, causes: tuple[str, ...]) -> pd.Series:
    """Return standardised coefficients within a scenario, over all methods, mean of scenarios."""
    tables = [under(lab, lab.scenario(name)) for name in SCENARIOS]
    return pd.DataFrame([betas(table, outcome, causes) for table in tables]).mean()


@finding(
    id="justice-order",
    evidence="1.1",
    claim="Satisfaction with the handling follows distributive, then interactional, then "
    "procedural justice.",
    claim_zh="对处理满不满意，先看结果公不公平，再看待人，最后看程序。",
    published="order of coefficients: distributive > interactional > procedural > 0",
    kind="input",
    mechanism="the weights of the three justices in the judgement",
    part_rules={
        "distributive - interactional": ">0",
        "interactional - procedural": ">0",
        "procedural": ">0",
    },
)
def justice_order(lab: Lab) -> dict[str, float]:
    d, i, p = mean_betas(lab, "satisfaction", JUSTICES)
    return {
        "distributive - interactional": d - i,
        "interactional - procedural": i - p,
        "procedural": p,
    }


def direct(lab: Lab, outcome: str) -> float:
    """Return the path of the three justices together that does not run through satisfaction."""
    found = mean_betas(lab, outcome, ("satisfaction", *JUSTICES))
    return float(found[list(JUSTICES)].sum())


@finding(
    id="word-of-mouth-mediated",
    evidence="1.2",
    claim="Justice reaches word of mouth only through satisfaction with the handling.",
    claim_zh="公平不公平，要先变成对处理的满意，才传到口碑里去。",
    published="mediation: path of satisfaction > 0, direct path of justice null (band: "
    "standardised coefficients of ±.1 together)",
    kind="input",
    mechanism="word of mouth is computed from satisfaction with the handling",
    part_rules={"satisfaction": ">0", "direct": NULL},
)
def word_of_mouth_mediated(lab: Lab) -> dict[str, float]:
    found = mean_betas(lab, "word_of_mouth", ("satisfaction", *JUSTICES))
    return {"satisfaction": found["satisfaction"], "direct": direct(lab, "word_of_mouth")}


@finding(
    id="loyalty-not-mediated",
    evidence="1.2",
    claim="Justice reaches loyalty and satisfaction with the firm also past satisfaction with "
    "the handling.",
    claim_zh="公平不公平还会绕过对处理的满意，直接影响去留和对企业的看法。",
    published="direct paths of justice > 0",
    kind="emergent",
    mechanism="trust and what is expected next time carry the treatment past satisfaction",
    switch={"memory_handling": 1.0, "loyalty_trust": 0.0, "loyalty_fear": 0.0},
    part_rules={"loyalty": ">0", "cumulative satisfaction": ">0"},
)
def loyalty_not_mediated(lab: Lab) -> dict[str, float]:
    return {
        "loyalty": direct(lab, "loyalty"),
        "cumulative satisfaction": direct(lab, "cumulative_satisfaction"),
    }


@finding(
    id="correlations-differ",
    evidence="1.3",
    claim="How strongly justice and satisfaction go together differs widely between studies.",
    claim_zh="公平和满意有多大关系，各家研究差得很远。",
    published="ranges of correlations over studies: .06 to .97, .05 to .92, -.06 to .84; here a "
    "range above .4",
    kind="semi",
    mechanism="which scenario and which handling are looked at; a weak test, easy to pass",
    part_rules={name: ("above", 0.4) for name in JUSTICES},
)
def correlations_differ(lab: Lab) -> dict[str, float]:
    studies = [lab.talks(lab.scenario(name), method) for name in SCENARIOS for method in VARIED]
    raw = pd.DataFrame([study[list(JUSTICES)].corrwith(study["satisfaction"]) for study in studies])
    return dict(raw.max() - raw.min())


@finding(
    id="two-satisfactions",
    evidence="1.5",
    claim="Distributive justice leads the satisfaction with one handling; satisfaction with the "
    "firm depends at least as much on how people were treated.",
    claim_zh="一次处理满不满意，主要看结果；对企业满不满意，待人至少同样要紧。",
    published="transaction: distributive > interactional; cumulative: interactional - "
    "distributive > -.05 ('slightly more')",
    kind="semi",
    mechanism="trust, which treatment builds, is a part of satisfaction with the firm",
    part_rules={
        "transaction: distributive - interactional": ">0",
        "cumulative: interactional - distributive": ("above", -0.05),
    },
)
def two_satisfactions(lab: Lab) -> dict[str, float]:
    table = customers_of_firms(lab)
    once = betas(table, "satisfaction", JUSTICES)
    firm = betas(table, "cumulative_satisfaction", JUSTICES)
    return {
        "transaction: distributive - interactional": once["distributive"] - once["interactional"],
        "cumulative: interactional - distributive": firm["interactional"] - firm["distributive"],
    }


def customers_of_firms(lab: Lab) -> pd.DataFrame:
    """Return the last of four failures, between them services, of firms that each have a way."""
    scenario = lab.scenario()
    lives = [lab.lives(scenario, [method, None] * 3 + [method])[-1] for method in VARIED]
    return pd.concat(lives, ignore_index=True)


@finding(
    id="what-leads-what",
    evidence="1.5",
    claim="Satisfaction with the firm leads loyalty; satisfaction with the handling leads word of "
    "mouth.",
    claim_zh="留不留，看对企业的满意；说好说坏，看对这次处理的满意。",
    published="order of coefficients: loyalty: cumulative > transaction; word of mouth: "
    "transaction > cumulative",
    kind="input",
    mechanism="the weights in loyalty and in word of mouth",
    part_rules={
        "loyalty: cumulative - transaction": ">0",
        "word of mouth: transaction - cumulative": ">0",
    },
)
def what_leads_what(lab: Lab) -> dict[str, float]:
    both = ("satisfaction", "cumulative_satisfaction")
    table = customers_of_firms(lab)
    stay, tell = (betas(table, outcome, both) for outcome in ("loyalty", "word_of_mouth"))
    return {
        "loyalty: cumulative - transaction": stay[both[1]] - stay[both[0]],
        "word of mouth: transaction - cumulative": tell[both[0]] - tell[both[1]],
    }


@finding(
    id="majority-dissatisfied",
    evidence="1.17",
    claim="Under a typical mix of handlings most complainers are dissatisfied.",
    claim_zh="按一般企业的做法，投诉过的人多数不满意。",
    published="share of the dissatisfied above one half",
    kind="semi",
    mechanism="which methods are called typical; a property of the scenario, not of the rule",
    part_rules={"share dissatisfied": ("above", 0.5)},
)
def majority_dissatisfied(lab: Lab) -> dict[str, float]:
    table = under(lab, lab.scenario(), ORDINARY)
    return {"share dissatisfied": float((table["satisfaction"] < 0.5).mean())}


@finding(
    id="history-buffers-little",
    evidence="1.17",
    claim="A good history softens bad handling, but only to a limited extent.",
    claim_zh="以前处得好，这次处理得差也能担待一点，但担待不了多少。",
    published="effect of history > 0, and smaller than half of the effect of the handling",
    kind="semi",
    mechanism="failures remembered, satisfaction so far and the expected handling",
    switch={
        "memory_rate": 0.0,
        "failure_keep": 0.0,
        "expectation_learning": 0.0,
        "trust_rebound": 1.0,
        "trust_returns": 1.0,
        "vow_keep": 0.0,
        "words_keep": 0.0,
        "familiarity_keep": 1.0,
    },
    part_rules={"history": ">0", "half of handling - history": ">0"},
    changed="class only: first called emergent, but its switch turns off memory as a whole",
)
def history_buffers_little(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario()
    smooth = [None, None, None]
    rough = [bad(lab), None, None]

    def loyalty(before: list, last: object) -> float:
        return float(lab.lives(scenario, [*before, last])[-1]["loyalty"].mean())

    history = loyalty(smooth, bad(lab)) - loyalty(rough, bad(lab))
    handling = loyalty(rough, good(lab)) - loyalty(rough, bad(lab))
    return {"history": history, "half of handling - history": 0.5 * handling - history}


WAITS = (0, 2, 4, 6, 8, 10, 12)


@finding(
    id="zone-of-tolerance",
    evidence="1.20",
    claim="Waiting costs little at first (zone of tolerance) and ever more beyond it.",
    claim_zh="等一等，起先不太要紧；等过了头，一轮比一轮伤。",
    published="shape: flat (first two turns within ±.1 sd), then falling more steeply; the fall of "
    "what is asked after very long waits is not modelled",
    kind="input",
    mechanism="patience, and what running out of it does to anger and to sincerity",
    part_rules={"first two turns, sd": NULL, "steepest later - first, sd a turn": "<0"},
)
def zone_of_tolerance(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario(traits={"patience": (10.0, 12.0)})
    means = np.array([lab.talks(scenario, waited(lab, wait)).satisfaction.mean() for wait in WAITS])
    steps = np.diff(means) / spread(lab.untroubled(scenario), "satisfaction")
    return {
        "first two turns, sd": steps[0],
        "steepest later - first, sd a turn": (steps[1:].min() - steps[0]) / 2,
    }


def waited(lab: Lab, wait: float) -> Playbook:
    """Return an ordinary recovery in which the customer waits before the solution comes."""
    listen, ask = {"relational": 0.8, "asking": 0.2}, {"asking": 0.8, "relational": 0.2}
    solve = {"solving": 0.8, "redo": 1.0, "waiting": wait}
    return lab.script(listen, ask, solve, {"solving": 0.5, "refund": 0.1, "confirm": 1.0})


@finding(
    id="updates-and-explanation",
    evidence="1.20",
    claim="During a wait, news of the state or an explanation helps; both together are less than "
    "their sum.",
    claim_zh="等的时候，报个进度或者讲清原因都有用；两样一起上，好处不等于相加。",
    published="signs: news > 0, explanation > 0, news x explanation < 0",
    kind="semi",
    mechanism="both tell what happens next, and knowing that is bounded",
    part_rules={"news": ">0", "explanation": ">0", "news x explanation": "<0"},
)
def updates_and_explanation(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario()

    def satisfied(news: float, explanation: float) -> float:
        script = lab.script(
            {"relational": 0.8, "asking": 0.2},
            {"asking": 0.6, "informing": 0.4 * explanation},
            {"informing": 0.4 * news, "waiting": 2.0},
            {"waiting": 2.0},
            {"solving": 0.8, "redo": 1.0},
            {"refund": 0.1, "confirm": 1.0},
        )
        return float(lab.talks(scenario, script)["satisfaction"].mean())

    none, news, why, both = (satisfied(*pair) for pair in ((0, 0), (1, 0), (0, 1), (1, 1)))
    return {
        "news": news - none,
        "explanation": why - none,
        "news x explanation": both - news - why + none,
    }


@finding(
    id="severity",
    evidence="1.21",
    claim="The graver the failure, the lower the loyalty after the same recovery.",
    claim_zh="同样的补救，事情越严重，越留不住人。",
    published="slope of severity < 0",
    kind="semi",
    mechanism="anger, trust lost, value still missing and fear of the next failure grow with loss",
    part_rules={"loyalty": "<0"},
)
def severity(lab: Lab) -> dict[str, float]:
    light, grave = (lab.scenario(loss=(0.2 * x, 0.5 * x, 0.2 * x)) for x in (0.5, 1.0))
    lost = [lab.talks(case, fair(lab))["loyalty"].mean() for case in (light, grave)]
    return {"loyalty": float(lost[1] - lost[0])}
