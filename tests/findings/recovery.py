"""What handling does to satisfaction, loyalty and word of mouth (evidence, section 1)."""

from __future__ import annotations

import pandas as pd

from tests.findings.laboratory import Lab, finding
from tests.findings.verdicts import betas

METHODS = ("roundabout", "clear", "compensate_only", "apologise_only", "indifferent")
JUSTICES = ("distributive", "interactional", "procedural")


def mixed(lab: Lab, scenario: str = "hotel_dirty_room") -> pd.DataFrame:
    """Return talks of one scenario under handlings of very different kinds, together."""
    case = lab.scenario(scenario)
    return pd.concat([lab.talks(case, method) for method in METHODS], ignore_index=True)


@finding(
    id="justice_order",
    evidence="1.1",
    claim="Satisfaction with the handling follows distributive, then interactional, then "
    "procedural justice.",
    claim_zh="对处理的满意最看结果公平，其次看待人，最后看程序。",
    published="standardised coefficients: distributive > interactional > procedural > 0",
    kind="input",
    mechanism="the weights of the three justices in the judgement",
    part_rules={
        "distributive - interactional": ">0",
        "interactional - procedural": ">0",
        "procedural": ">0",
    },
)
def justice_order(lab: Lab) -> dict[str, float]:
    found = betas(mixed(lab), "satisfaction", JUSTICES)
    d, i, p = (found[name] for name in JUSTICES)
    return {
        "distributive - interactional": d - i,
        "interactional - procedural": i - p,
        "procedural": p,
    }
