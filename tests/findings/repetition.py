"""The paradox, repeated failures and staying away (evidence, section 1)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from servicelab.scenarios import Scenario
from tests.findings.handlings import ORDINARY, bad, fair, good
from tests.findings.laboratory import Lab, finding
from tests.findings.verdicts import BAND, spread

NULL = ("within", -BAND, BAND)


@finding(
    id="recovery-paradox",
    evidence="1.7",
    claim="After one failure handled excellently customers are more satisfied than without a "
    "failure, but neither buy again nor recommend more.",
    claim_zh="出一次事、处理得极好，客户反而比没出事更满意；但不会因此更常来，也不会更多地推荐。",
    published="satisfaction > 0; repurchase and word of mouth null (band: ±.1 sd)",
    kind="semi",
    mechanism="surprise at the handling lifts satisfaction; the failure is told, and feared again",
    part_rules={"satisfaction, sd": ">0", "loyalty, sd": NULL, "word of mouth, sd": NULL},
    changed="The first script called excellent left procedural justice below the middle of the "
    "scale and satisfaction .4 sd below the twins; the script was made longer until all three "
    "justices stood above the middle. All rows with excellent handling use it.",
)
def recovery_paradox(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario()
    return {
        "satisfaction, sd": above_twin(lab, scenario, "satisfaction"),
        "loyalty, sd": above_twin(lab, scenario, "loyalty"),
        "word of mouth, sd": above_twin(lab, scenario, "word_of_mouth"),
    }


def above_twin(lab: Lab, scenario: Scenario, outcome: str) -> float:
    """Return how far an excellent recovery lifts an outcome above the twins without a failure."""
    twin = lab.untroubled(scenario)
    gain = lab.talks(scenario, good(lab))[outcome] - twin[outcome]
    return float(gain.mean()) / spread(twin, outcome)


@finding(
    id="paradox-is-rare",
    evidence="1.8",
    claim="Under ordinary handling the paradox is rare.",
    claim_zh="照平常的处理，越补越满意的事很少见。",
    published="share of customers who end above their untroubled twin: small (here below .2)",
    kind="semi",
    mechanism="which methods are called ordinary; a weak test",
    part_rules={"share": ("within", 0.0, 0.2), "mean difference": "<0"},
)
def paradox_is_rare(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario()
    twin = lab.untroubled(scenario)["satisfaction"]
    gains = [lab.talks(scenario, method)["satisfaction"] - twin for method in ORDINARY]
    return {
        "share": float(np.mean([(gain > 0).mean() for gain in gains])),
        "mean difference": float(np.mean([gain.mean() for gain in gains])),
    }


def two(lab: Lab, first: str, second: str) -> pd.DataFrame:
    """Return the second of two failures, with one service between them; G good, B bad."""
    ways = {"G": good(lab), "B": bad(lab)}
    return lab.lives(lab.scenario(), [ways[first], None, ways[second]])[-1]


def after_gap(lab: Lab, services: int) -> pd.DataFrame:
    """Return the second of two excellent recoveries against its twin, after some services."""
    between: list[Any] = [None] * services
    second = lab.lives(lab.scenario(), [good(lab), *between, good(lab)])[-1]
    twin = lab.lives(lab.scenario(), [None, *between, None])[-1]
    return second.select_dtypes("number") - twin.select_dtypes("number")


@finding(
    id="close-in-time",
    evidence="1.9",
    claim="A second excellent recovery does less when the second failure comes close upon the "
    "first.",
    claim_zh="两次事挨得近，第二次补得再好，也没有隔得远时管用。",
    published="effect attenuated when two failures are close in time",
    kind="emergent",
    mechanism="failures remembered fade and trust returns while the firm serves well",
    switch={
        "failure_keep": 1.0,
        "trust_returns": 0.0,
        "trust_rebound": 0.0,
        "words_keep": 1.0,
        "familiarity_grows": 0.0,
    },
    part_rules={"loyalty, far - close": ">0", "satisfaction with the firm, far - close": ">0"},
)
def close_in_time(lab: Lab) -> dict[str, float]:
    gain = after_gap(lab, 6) - after_gap(lab, 0)
    return {
        "loyalty, far - close": float(gain["loyalty"].mean()),
        "satisfaction with the firm, far - close": float(gain["cumulative_satisfaction"].mean()),
    }


def overall(lab: Lab, first: str, second: str) -> float:
    """Return satisfaction with the firm against twins without failures, in sd."""
    twin = lab.lives(lab.scenario(), [None, None, None])[-1]
    gain = two(lab, first, second)["cumulative_satisfaction"] - twin["cumulative_satisfaction"]
    return float(gain.mean()) / spread(twin, "cumulative_satisfaction")


@finding(
    id="no-second-paradox",
    evidence="1.9",
    claim="After two failures satisfaction with the firm is not above that without failures, "
    "however well both were handled.",
    claim_zh="出过两次事，处理得再好，对企业的满意也不会高过没出事的时候。",
    published="no sequence of two handlings above the level without failures (margin .1 sd)",
    kind="semi",
    mechanism="failures that look like the rule shock trust harder; a good handling raises what is "
    "expected of the next one, and kind words wear off",
    switch={"shock_repeats": 0.0, "expectation_learning": 0.0, "words_keep": 0.0},
    part_rules={f"{pair}, sd": ("below", BAND) for pair in ("GG", "BG", "GB", "BB")},
)
def no_second_paradox(lab: Lab) -> dict[str, float]:
    return {f"{pair}, sd": overall(lab, *pair) for pair in ("GG", "BG", "GB", "BB")}


@finding(
    id="bad-good",
    evidence="1.9",
    claim="Bad then good handling ends better than good then bad; the second handling dominates.",
    claim_zh="先差后好，胜过先好后差；后一次说了算。",
    published="bad-good > good-bad; effect of the second handling > effect of the first",
    kind="semi",
    mechanism="what is remembered follows the latest handling",
    part_rules={
        "satisfaction with the firm": ">0",
        "loyalty": ">0",
        "second - first handling": ">0",
    },
)
def bad_good(lab: Lab) -> dict[str, float]:
    gain = two(lab, "B", "G") - two(lab, "G", "B").select_dtypes("number")
    gg, bg, gb, bb = (overall(lab, *pair) for pair in ("GG", "BG", "GB", "BB"))
    return {
        "satisfaction with the firm": float(gain["cumulative_satisfaction"].mean()),
        "loyalty": float(gain["loyalty"].mean()),
        "second - first handling": (gg - gb + bg - bb) / 2 - (gg - bg + gb - bb) / 2,
    }


@finding(
    id="blame-rises",
    evidence="1.9",
    claim="At a second failure blame rises more for those whom the first handling dissatisfied.",
    claim_zh="再出事的时候，上回没处理好的客户更怪企业。",
    published="blame after a bad first handling - after a good one > 0",
    kind="semi",
    mechanism="a badly handled failure stays in memory as a failure that counts for more",
    switch={"failure_diagnosticity": 0.0},
    part_rules={"bad - good first handling": ">0"},
)
def blame_rises(lab: Lab) -> dict[str, float]:
    return {
        "bad - good first handling": float(
            (two(lab, "B", "G")["blame"] - two(lab, "G", "G")["blame"]).mean()
        )
    }


def hazard(table: pd.DataFrame) -> float:
    """Return the share of customers who stop buying."""
    return float(1.0 - table["loyalty"].mean())


@finding(
    id="churn",
    evidence="1.18",
    claim="A complaint makes customers more likely to stop buying; recovery counters that, but "
    "does not fully offset it even when excellent.",
    claim_zh="投诉过的客户更容易走；补救能拉回一些，再好也拉不满。",
    published="hazard ratios: complaint without recovery > with recovery > 1",
    kind="semi",
    mechanism="a failure remembered raises the risk that is feared, however it was handled",
    switch={"loyalty_fear": 0.0, "trust_shock": 0.0},
    part_rules={
        "no recovery": ("above", 1.0),
        "no recovery - ordinary": ">0",
        "ordinary - excellent": ">0",
        "excellent": ("above", 1.0),
    },
)
def churn(lab: Lab) -> dict[str, float]:
    scenario = lab.scenario()
    base = hazard(lab.untroubled(scenario))
    none, some, best = (
        hazard(lab.talks(scenario, way)) / base for way in (bad(lab), fair(lab), good(lab))
    )
    return {
        "no recovery": none,
        "no recovery - ordinary": none - some,
        "ordinary - excellent": some - best,
        "excellent": best,
    }


LATER = 4


@finding(
    id="stocks",
    evidence="1.18",
    claim="Past purchases soften a complaint's effect and are remembered long; past complaints "
    "sharpen it and are forgotten sooner.",
    claim_zh="以前买得多，能缓一缓，记得久；以前投诉过，火上浇油，忘得快。",
    published="purchases > 0; complaints < 0; share of it left after four services: purchases > "
    "complaints",
    kind="input",
    mechanism="failures remembered fade sooner than familiarity with the firm",
    part_rules={"purchases": ">0", "complaints": "<0", "purchases last longer": ">0"},
)
def stocks(lab: Lab) -> dict[str, float]:
    now, later = (stock_effects(lab, services) for services in (0, LATER))
    return {
        "purchases": now["purchases"],
        "complaints": now["complaints"],
        "purchases last longer": later["purchases"] / now["purchases"]
        - later["complaints"] / now["complaints"],
    }


def stock_effects(lab: Lab, services: int) -> dict[str, float]:
    """Return effects of history on loyalty after a failure handled badly, some services later."""

    def loyalty(**traits: Any) -> float:
        episodes = [None] * services + [bad(lab)]
        return float(lab.lives(lab.scenario(traits=traits), episodes)[-1]["loyalty"].mean())

    new = loyalty(familiarity=(0.2, 0.2))
    return {
        "purchases": loyalty(familiarity=(0.8, 0.8)) - new,
        "complaints": loyalty(familiarity=(0.2, 0.2), past_failures=(1.5, 1.5)) - new,
    }
