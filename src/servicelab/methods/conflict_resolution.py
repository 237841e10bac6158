"""冲突解决六策略: six strategies before a talk breaks down."""

from servicelab.methods.playbook import Playbook, Step, Until


class ConflictResolution(Playbook):
    """Six strategies of resolving a conflict, in the order in which the text lists them.

    Source text 4 (售后服务中的情绪管理与冲突解决), section 冲突解决策略与技巧. The text lists them
    side by side; that they are taken one after the other is our reading, and so is the way back:
    when the customer flares up while things are being clarified, the talk returns to listening.
    Mediation and compromise are for when they are needed (必要时): they come last.
    """

    name = "conflict_resolution"
    zh = "冲突解决六策略"
    origin = "4 售后服务中的情绪管理与冲突解决, 冲突解决策略与技巧"
    traits = ("先听后说", "找共同点", "留一步妥协")
    steps = (
        Step("倾听和理解客户需求", ("listen", "ask_open"), Until(anger_below=0.65), at_most=2),
        Step(
            "表达清晰和准确",
            ("ask_fact", "explain"),
            Until(facts_above=0.6),
            at_most=3,
            back_above=0.85,
            back_to=0,
        ),
        Step("保持冷静和耐心", ("empathise", "restate")),
        Step("寻求共同点", ("align", "ask_open")),
        Step("提出解决方案", ("propose", "choose", "fix"), Until(solved_above=0.7), at_most=2),
        Step(
            "调解和妥协",
            ("compensate", "escalate", "confirm"),
            Until(acceptance_above=0.7),
            at_most=2,
        ),
    )
