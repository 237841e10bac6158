"""CLEAR: control, listen, establish rapport, apologise, resolve."""

from servicelab.methods.playbook import Playbook, Step, Until


class Clear(Playbook):
    """Five steps for difficult customers: 控制、倾听、建立关系、道歉、解决.

    Source text 2 (服务投诉技巧), section 4.5, names the five and says no more of them than that the
    agent stays calm; its section 4.4 asks for a clear solution with a stated time. What is done in
    each step is our reading. Control means the agent's own: a steady opening that neither yields
    nor contradicts. Resolving needs the facts, so its first part asks for them.
    """

    name = "clear"
    zh = "CLEAR 法"
    origin = "2 服务投诉技巧, section 4"
    traits = ("先稳住自己", "按部就班", "给出时间")
    steps = (
        Step("控制", ("greet", "align")),
        Step("倾听", ("listen", "ask_open"), Until(anger_below=0.7), at_most=2),
        Step("建立关系", ("empathise", "restate")),
        Step("道歉", ("apologise", "own")),
        Step("解决：问清", ("ask_fact", "explain"), Until(facts_above=0.6), at_most=3),
        Step("解决：去办", ("fix", "commit"), Until(solved_above=0.7), at_most=2),
        Step("解决：确认", ("confirm",), Until(acceptance_above=0.7), at_most=2),
    )
