"""外部评审法: bring in the outside before the customer does."""

from typing import ClassVar

from servicelab.methods.playbook import Step
from servicelab.methods.technique import Changes, Technique


class ExternalReview(Technique):
    """Review from outside, on the firm's own initiative.

    Source text 5 (服务差异与补救措施), 投诉响应 4: leading the customer into a review by others is
    better than being drawn into one. It is offered with the proposal, as a way that stands open.
    """

    name = "external_review"
    zh = "外部评审法"
    origin = "5 服务差异与补救措施, 投诉响应 4"
    says = "谈不拢时，主动请双方都信的第三方来评，比被动等他去告要好。"
    aim = "escalated"
    better = "less"
    adds: ClassVar[Changes] = {
        "propose": ("escalate",),
        "argue": ("escalate",),
        "refuse": ("escalate",),
    }
    last = (Step("引导进入外部评审", ("escalate", "evidence", "confirm")),)
