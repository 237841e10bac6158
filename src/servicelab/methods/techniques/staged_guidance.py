"""分阶段引导征询法: one stage after the other, each agreed upon."""

from typing import ClassVar

from servicelab.methods.playbook import Step, Until
from servicelab.methods.technique import Changes, Technique


class StagedGuidance(Technique):
    """Guidance in stages: soothe, take aside, find out what is wanted, then negotiate.

    Source text 5 (服务差异与补救措施), 投诉响应 2: soothing + taking aside + finding out the real
    intention + entering the negotiation + not letting it break down + agreement + review by
    others; the aim is to be reconciled, the root is to go with the current. The method's own
    proposals are the negotiation, each put as a stage to agree to.
    """

    name = "staged_guidance"
    zh = "分阶段引导征询法"
    origin = "5 服务差异与补救措施, 投诉响应 2"
    says = "先安抚，再请到一边，问出他真正要什么，一段一段谈，谈不拢就请第三方，目的是和解。"
    aim = "left"
    better = "less"
    first = (
        Step("安抚", ("empathise",), Until(anger_below=0.6), at_most=2),
        Step("隔离，探知真实意图", ("redirect", "ask_open")),
    )
    adds: ClassVar[Changes] = {"propose": ("stage",)}
    last = (
        Step("谈成一致", ("align", "confirm")),
        Step("外部评审", ("escalate", "evidence", "confirm")),
    )
