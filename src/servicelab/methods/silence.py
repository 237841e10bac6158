"""沉默: leaving the customer waiting, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step


class Silence(Playbook):
    """Saying nothing of substance and letting the customer wait.

    It stands for the message that is read and not answered: now and then a sound, now and then
    "one moment", nothing asked and nothing done. What a talk comes to by itself, with no help at
    all, can be read off it. A baseline, not advice.
    """

    name = "silence"
    zh = "沉默"
    origin = "baseline: no recovery at all"
    traits = ("不回应", "让客户等")
    steps = (
        Step("不出声", ("other",), at_most=2),
        Step("让他等", ("delay",)),
        Step("还是不出声", ("other",), at_most=2),
        Step("再让他等", ("delay",)),
    )
