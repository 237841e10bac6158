"""冷淡: the second failure of source text 4, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step


class Indifferent(Playbook):
    """Meeting the customer with cold set phrases.

    Source text 4 (售后服务中的情绪管理与冲突解决) tells of a phone maker's service that
    handled a return badly and coldly; the customer felt ignored. A baseline, not advice.
    """

    name = "indifferent"
    zh = "冷淡"
    origin = "4 售后服务中的情绪管理与冲突解决, failure case 2"
    traits = ("态度冷淡", "处理不当")
    steps = (
        Step("套话", ("greet", "brush_off")),
        Step("例行登记", ("ask_fact",)),
        Step("拖", ("forward", "delay")),
        Step("再套话", ("brush_off",)),
        Step("不办", ("refuse",)),
    )
