"""只给钱: money at once and nothing else, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step, Until


class CompensateOnly(Playbook):
    """Offering money in the first reply and asking whether that settles it.

    It stands for buying the complaint off: nobody listens, nobody asks what happened, nothing is
    put right. What money alone comes to can be read off it; the scenario limits how much the desk
    may give. A baseline, not advice.
    """

    name = "compensate_only"
    zh = "只给钱"
    origin = "baseline: one act of recovery by itself"
    traits = ("张口就赔", "不问原因")
    steps = (
        Step("给钱", ("refund", "compensate", "confirm")),
        Step(
            "再提一遍，问行不行",
            ("refund", "compensate", "confirm"),
            Until(acceptance_above=0.9),
            at_most=3,
        ),
    )
