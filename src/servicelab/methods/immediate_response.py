"""立即响应: four steps, because speed shows the attitude."""

from servicelab.methods.playbook import Playbook, Step, Until


class ImmediateResponse(Playbook):
    """The immediate response: attitude, time, action, and what is given on top.

    Source text 5 (服务差异与补救措施), 投诉处理技巧三, names the four. Judging how long it takes
    needs the facts, so the second step has two parts: find out, then name the time and ask for
    understanding.
    """

    name = "immediate_response"
    zh = "立即响应四步"
    origin = "5 服务差异与补救措施, 投诉处理技巧三"
    traits = ("先表态", "给准时间", "说了就办")
    steps = (
        Step("第一时间表明态度", ("greet", "apologise", "own")),
        Step("判断时间，取得谅解：问清", ("ask_fact",), Until(facts_above=0.6), at_most=3),
        Step("判断时间，取得谅解：给时间", ("commit", "empathise")),
        Step("解释即将采取的行动", ("explain", "fix"), Until(solved_above=0.7), at_most=2),
        Step(
            "必要的优惠或补偿",
            ("compensate", "confirm"),
            Until(acceptance_above=0.7),
            at_most=2,
        ),
    )
