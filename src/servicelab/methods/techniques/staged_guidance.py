"""分阶段引导征询法: one stage after the other, each agreed upon."""

from typing import ClassVar

from servicelab.methods.playbook import Step
from servicelab.methods.technique import Changes, Technique


class StagedGuidance(Technique):
    """Guidance in stages: soothe, find out what is wanted, then negotiate stage by stage.

    Source text 5 (服务差异与补救措施), 投诉响应 2: soothing + taking aside + finding out the real
    intention + entering the negotiation + not letting it break down + agreement + review by
    others; the aim is to be reconciled, the root is to go with the current. The method's own
    questions, proposals and closing are the negotiation, each put as a stage to agree to. Taking
    aside has no act of its own: nobody looks on while a talk is held here.
    """

    name = "staged_guidance"
    zh = "分阶段引导征询法"
    origin = "5 服务差异与补救措施, 投诉响应 2"
    says = (
        "先安抚，问出他真正要什么，再一段一段地谈、一段一段地点头；谈不拢就请第三方，目的是和解。"
    )
    aim = "resolved"
    first = (Step("安抚，探知真实意图", ("greet", "empathise", "ask_open")),)
    adds: ClassVar[Changes] = {
        "ask_fact": ("stage",),
        "propose": ("stage",),
        "confirm": ("stage",),
    }
    last = (Step("谈成一致，或外部评审", ("stage", "escalate", "confirm")),)
