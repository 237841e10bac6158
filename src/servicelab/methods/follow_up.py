"""投诉回访: the call after the case is closed on paper."""

from servicelab.methods.playbook import Playbook, Step, Until


class FollowUp(Playbook):
    """The call back: apologise, tell what was done, see whether the customer stays, confirm, learn.

    Source text 5 (服务差异与补救措施), 投诉回访技巧, names the five. Telling what was done begins
    with checking that both speak of the same thing. In the text the case is closed by then; here
    the call meets a customer whose case still stands open, so that all methods face the same one.
    """

    name = "follow_up"
    zh = "投诉回访"
    origin = "5 服务差异与补救措施, 投诉回访技巧"
    traits = ("主动回头", "问他还来不来", "记下教训")
    steps = (
        Step("真诚道歉", ("greet", "apologise")),
        Step(
            "解释采取的措施：核对",
            ("restate", "ask_fact"),
            Until(facts_above=0.6),
            at_most=2,
        ),
        Step("解释采取的措施：说明", ("explain", "fix"), Until(solved_above=0.7), at_most=2),
        Step("客户挽留测试", ("ask_open", "compensate")),
        Step("跟踪确认", ("follow_up", "confirm"), Until(acceptance_above=0.7), at_most=2),
        Step("从经验中反思学习", ("thank", "forward", "confirm")),
    )
