"""不说不的方法: what we can do comes before what we can't."""

from typing import ClassVar

from servicelab.methods.technique import Changes, Technique


class NeverSayNo(Technique):
    """Not saying no: first what we do, then what the customer can do.

    Source text 5 (服务差异与补救措施), 投诉响应 7: don't say no, say yes; first what we do, then
    what the customer should do (the slide has only 先说我们是，再说客户应; this is our reading of
    it). A refusal becomes a limit with its reason and a choice; a contradiction becomes an
    agreement that goes on.
    """

    name = "never_say_no"
    zh = "不说不的方法"
    origin = "5 服务差异与补救措施, 投诉响应 7"
    says = "不说“不行”，先说我们能做什么，再说请他做什么。"
    aim = "interactional"
    instead: ClassVar[Changes] = {
        "refuse": ("limit", "choose"),
        "deny": ("explain",),
        "argue": ("align",),
        "blame": ("restate",),
    }
    adds: ClassVar[Changes] = {
        "limit": ("align", "choose"),
        "propose": ("align",),
        "explain": ("align",),
    }
