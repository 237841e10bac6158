"""抓阄: a reply drawn by lot, kept as a baseline."""

from servicelab.methods.playbook import Playbook, Step

_DRAWN = (
    ("问候", "greet"),
    ("倾听", "listen"),
    ("复述", "restate"),
    ("共情", "empathise"),
    ("道歉", "apologise"),
    ("感谢", "thank"),
    ("开放提问", "ask_open"),
    ("核实", "ask_fact"),
    ("解释", "explain"),
    ("提方案", "propose"),
    ("给选择", "choose"),
    ("承诺时限", "commit"),
    ("去办", "fix"),
    ("转办", "forward"),
    ("引到别处", "redirect"),
    ("说明边界", "limit"),
    ("问满意", "confirm"),
    ("回访", "follow_up"),
    ("补偿", "compensate"),
    ("术语", "jargon"),
    ("套话", "brush_off"),
    ("拖", "delay"),
)


class RandomActs(Playbook):
    """One act a turn, drawn by lot from good and indifferent ones.

    It stands for no method at all: the acts of a desk without their order. Drawn from the agent's
    own luck, so that a talk can be repeated. A method that is not above it owes nothing to its
    order. A baseline, not advice.
    """

    name = "random"
    zh = "抓阄"
    origin = "baseline: acts without an order"
    traits = ("没有章法",)
    shuffled = True
    shuffled_turns = 6
    steps = tuple(Step(name, (act,)) for name, act in _DRAWN)
