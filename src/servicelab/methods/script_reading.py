"""照本宣科: a stock script read to the end, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step


class ScriptReading(Playbook):
    """Reading a stock script whatever the customer says.

    Greeting, thanks, apology, explanation in the firm's own terms, promise, closing words: every
    part sounds right, none asks what happened and none waits for an answer. It stands for the
    call centre where leaving the script costs points. A baseline, not advice.
    """

    name = "script_reading"
    zh = "照本宣科"
    origin = "baseline: good words without listening"
    traits = ("话术齐全", "不看对象")
    steps = (
        Step("标准问候", ("greet", "thank")),
        Step("标准道歉", ("apologise",)),
        Step("标准解释", ("explain", "jargon")),
        Step("标准承诺", ("forward", "commit")),
        Step("标准结束语", ("thank", "confirm")),
    )
