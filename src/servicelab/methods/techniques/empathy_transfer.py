"""移情法: in the customer's shoes, and doing one's best."""

from typing import ClassVar

from servicelab.methods.technique import Changes, Technique


class EmpathyTransfer(Technique):
    """Empathy: not pity but standing where the customer stands, and still doing what one can.

    Source text 5 (服务差异与补救措施), 投诉响应 6: empathy is not sympathy; even where there is
    only regret, do your best. Whenever the method asks, explains or holds to a limit, the feeling
    is named first.
    """

    name = "empathy_transfer"
    zh = "移情法"
    origin = "5 服务差异与补救措施, 投诉响应 6"
    says = "移情不是同情：站到他那边去，就算只能遗憾，也把能做的做了。"
    aim = "interactional"
    adds: ClassVar[Changes] = {
        "ask_fact": ("empathise",),
        "explain": ("empathise",),
        "limit": ("empathise", "commit"),
    }
