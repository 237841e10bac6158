"""超越期望: the end of the talk is worth more than its beginning."""

from servicelab.methods.playbook import Playbook, Step, Until


class ExceedExpectation(Playbook):
    """Beyond what was expected: once it is agreed and made good, more than was owed.

    Source text 5 (服务差异与补救措施), 投诉处理技巧四: do not stop when the failure is made good;
    after the agreement, apologise sincerely in a way that goes beyond what the customer expected.
    Ending well (善终) counts more than beginning well. The first step is ours: nothing is made
    good before it is known what is wrong. The question whether it is settled comes last, for a
    customer who agrees ends the talk.
    """

    name = "exceed_expectation"
    zh = "超越期望法"
    origin = "5 服务差异与补救措施, 投诉处理技巧四"
    traits = ("先办妥", "再多走一步", "善终")
    steps = (
        Step("弄清要什么", ("listen", "ask_fact"), Until(facts_above=0.6), at_most=3),
        Step("达成一致", ("propose", "choose")),
        Step("弥补过失", ("fix", "replace"), Until(solved_above=0.7), at_most=2),
        Step("超出预期的真诚道歉", ("apologise", "own", "compensate")),
        Step("善终", ("thank", "follow_up", "confirm"), Until(acceptance_above=0.7), at_most=2),
    )
