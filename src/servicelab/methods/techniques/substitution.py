"""替换法: the thing itself instead of its price."""

from typing import ClassVar

from servicelab.methods.technique import Changes, Technique
from servicelab.scenarios.scenario import Scenario


class Substitution(Technique):
    """Substitution: deliver again instead of paying.

    Source text 5 (服务差异与补救措施), 投诉响应 3: what is replaced contains the firm's profit,
    what is paid for is a loss in full. Where nothing can be delivered again, it leaves the method
    as it is.
    """

    name = "substitution"
    zh = "替换法"
    origin = "5 服务差异与补救措施, 投诉响应 3"
    says = "能换就换：换的东西里含着利润，赔的钱全是损失。"
    aim = "cost"
    better = "less"
    instead: ClassVar[Changes] = {"refund": ("replace",), "compensate": ("replace",)}

    def fits(self, scenario: Scenario) -> bool:
        """Return whether the desk can deliver something again."""
        return scenario.remedies.replace > 0
