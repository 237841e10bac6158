"""主动补救: getting in touch before the complaint."""

from __future__ import annotations

from servicelab.methods.method import Method
from servicelab.methods.playbook import Playbook, Step, Until
from servicelab.scenarios.scenario import Scenario


class Proactive(Playbook):
    """Recovery that does not wait: the firm has seen the failure and calls first.

    Source text 3 (被动式服务补救), section 7, looks forward to recognising the risk of a complaint
    early. It names no steps; these are ours, with those of the reactive text as far as they fit,
    for contrast with :class:`~servicelab.methods.reactive.Reactive`. What calling first saves the
    customer (waiting, being sent round, telling it again) is put in by
    :meth:`~servicelab.scenarios.Scenario.before_complaint`; it is not a result.
    """

    name = "proactive"
    zh = "主动补救"
    origin = "3 被动式服务补救, section 7 (outlook; steps are ours)"
    traits = ("抢在投诉之前", "先开口的是企业")
    steps = (
        Step("先联系，说明出了什么事", ("greet", "explain", "apologise")),
        Step("核对情况", ("ask_fact", "restate"), Until(facts_above=0.6), at_most=3),
        Step("给出安排", ("propose", "choose", "commit")),
        Step("落实", ("fix", "replace", "compensate"), Until(solved_above=0.7), at_most=2),
        Step("跟进", ("follow_up", "confirm"), Until(acceptance_above=0.7), at_most=2),
    )

    def facing(self, scenario: Scenario) -> tuple[Method, Scenario]:
        """Return the case as it is before the customer complains."""
        return self, scenario.before_complaint()
