"""只道歉: an apology and nothing else, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step, Until


class ApologiseOnly(Playbook):
    """Apologising again and again without asking, solving or giving anything.

    It stands for the reply that begins and ends with "we are very sorry". What words alone come
    to, and what their repetition is worth, can be read off it. A baseline, not advice.
    """

    name = "apologise_only"
    zh = "只道歉"
    origin = "baseline: one act of recovery by itself"
    traits = ("只有道歉", "不问不办")
    steps = (
        Step("道歉", ("greet", "apologise")),
        Step("再道歉", ("apologise",), Until(anger_below=0.3), at_most=3),
        Step("道歉收尾", ("apologise", "thank")),
    )
