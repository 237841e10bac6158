"""被动式服务补救: recovery that starts with the complaint."""

from servicelab.methods.playbook import Playbook, Step, Until


class Reactive(Playbook):
    """Reactive service recovery: receive, gather, confirm, solve, follow up.

    Source text 3 (被动式服务补救), section 4, names the five steps; section 3 adds the
    strategies: listen, explain, be friendly, be quick, and compensate where it is due (vouchers
    and discounts; a refund is no part of it).
    """

    name = "reactive"
    zh = "被动式服务补救"
    origin = "3 被动式服务补救, sections 3 and 4"
    traits = ("反应性", "情感导向", "解决问题", "建立信任")
    steps = (
        Step("接待客户", ("greet", "apologise", "listen")),
        Step("收集信息", ("listen", "ask_fact"), Until(facts_above=0.6), at_most=3),
        Step("确认问题", ("restate", "empathise")),
        Step("提供解决方案：商量", ("explain", "propose", "choose")),
        Step(
            "提供解决方案：落实",
            ("fix", "replace", "compensate"),
            Until(solved_above=0.7),
            at_most=2,
        ),
        Step("后续跟进", ("follow_up", "confirm"), Until(acceptance_above=0.7), at_most=2),
    )
