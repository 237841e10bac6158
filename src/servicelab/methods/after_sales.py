"""售后服务五步: receive, confirm, offer, carry out, call back."""

from servicelab.methods.playbook import Playbook, Step, Until


class AfterSales(Playbook):
    """The after-sales procedure: five steps, from the complaint received to the call back.

    Source text 4 (售后服务中的情绪管理与冲突解决), section 售后服务概述, names the five. They say
    what has to happen and in which order; how feelings are met, the text treats elsewhere.
    """

    name = "after_sales"
    zh = "售后五步流程"
    origin = "4 售后服务中的情绪管理与冲突解决, 售后服务概述"
    traits = ("按流程走", "先确认再给方案", "办完要回访")
    steps = (
        Step("接收客户反馈", ("greet", "listen", "thank")),
        Step("确认问题", ("ask_fact", "restate"), Until(facts_above=0.6), at_most=3),
        Step("提供解决方案", ("propose", "explain", "choose")),
        Step("执行解决方案", ("fix", "commit", "replace"), Until(solved_above=0.7), at_most=2),
        Step("跟进与回访", ("follow_up", "confirm"), Until(acceptance_above=0.7), at_most=2),
    )
