"""补偿关照法: care, on the ground of the law, with something on top."""

from typing import ClassVar

from servicelab.methods.technique import Changes, Technique
from servicelab.scenarios.scenario import Scenario


class CompensationCare(Technique):
    """Compensation as care: something on top, its ground named, the person minded.

    Source text 5 (服务差异与补救措施), 投诉响应 5: compensation is not indemnity; the law is the
    ground, care matters most, the customer is the core.
    """

    name = "compensation_care"
    zh = "补偿关照法"
    origin = "5 服务差异与补救措施, 投诉响应 5"
    says = "补偿不是赔偿：说清依据，重在关照，人是核心。"
    aim = "distributive"
    adds: ClassVar[Changes] = {
        "propose": ("evidence",),
        "fix": ("compensate",),
        "confirm": ("follow_up",),
    }

    def fits(self, scenario: Scenario) -> bool:
        """Return whether the desk may give something on top."""
        return scenario.remedies.compensate > 0
