"""服务回旋法: go round the confrontation and come back to the person."""

from servicelab.methods.playbook import Playbook, Step, Until


class Roundabout(Playbook):
    """The service roundabout method: feelings first, then causes, then a solution agreed upon.

    Source text 1 (服务回旋法), section 3, names five steps; its principles are feelings first,
    active exchange through open questions, flexibility, and keeping track. The text does not say
    how one goes round; the way back is our reading of flexibility: when anger flares up while
    causes are sought, the talk returns to the feelings.
    """

    name = "roundabout"
    zh = "服务回旋法"
    origin = "1 服务回旋法, section 3"
    traits = ("情感优先", "积极互动", "灵活应对", "持续跟踪")
    returns_allowed = 2
    steps = (
        Step("倾听与理解", ("listen", "ask_open"), Until(anger_below=0.65), at_most=2),
        Step("情感回应", ("empathise", "apologise"), Until(anger_below=0.5), at_most=2),
        Step(
            "问题分析",
            ("ask_fact", "restate"),
            Until(facts_above=0.6),
            at_most=3,
            back_above=0.85,
            back_to=1,
        ),
        Step("提出解决方案", ("propose", "explain", "choose")),
        Step("实施与反馈：实施", ("fix", "commit", "replace"), Until(solved_above=0.7), at_most=2),
        Step("实施与反馈：反馈", ("confirm", "follow_up"), Until(acceptance_above=0.7), at_most=2),
    )
