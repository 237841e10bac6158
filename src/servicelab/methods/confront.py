"""争执: the first failure of source text 4, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step


class Confront(Playbook):
    """Quarrelling with the customer.

    Source text 4 (售后服务中的情绪管理与冲突解决) tells of a courier's agent who lacked
    patience, quarrelled, and saw the complaint go to social media. A baseline, not advice.
    """

    name = "confront"
    zh = "争执"
    origin = "4 售后服务中的情绪管理与冲突解决, failure case 1"
    traits = ("缺乏耐心", "发生争执")
    steps = (
        Step("抢着问", ("interrupt", "ask_fact")),
        Step("争对错", ("argue",)),
        Step("怪客户", ("blame", "argue")),
        Step("打发", ("forward", "delay")),
        Step("再争", ("argue", "refuse")),
    )
