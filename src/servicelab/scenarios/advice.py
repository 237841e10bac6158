"""What is allowed in a pack and yet likely to disappoint: advice to its author, with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelab.data.resources import read_yaml
from servicelab.scenarios.amounts import amounts
from servicelab.scenarios.problems import name_of
from servicelab.scenarios.refusal import Problem, Steps
from servicelab.scenarios.scenario import Scenario
from servicelab.scenarios.yaml_lines import Reading

OPENINGS = 14
"""First words from which on a class of twenty to thirty seldom hears the same one twice."""

CORE = ("restate", "explain", "propose", "commit", "fix")
"""Acts that sound hollow in general words: they name the thing, the date, the reason."""

REMEDIES = ("refund", "replace", "compensate")
MONEY = ("refund", "compensate")

_RAW = (
    (re.compile(r"^\s*-[^\s-]"), "no_space_after_dash"),
    (re.compile(r"^\s*[－—–·•]"), "wrong_dash"),
    (re.compile(r"^[^#]*:\s*[\[{][^,\]}]*，[^,\]}]*[\]}]"), "full_width_comma"),
    (re.compile(r"^[^#]*:\s*[［【｛]"), "full_width_bracket"),
    (re.compile(r"""^\s*(?:- )?(?:[\w-]+:\s+)?(?:"[^"]*|'[^']*)$"""), "open_quote"),
    (re.compile(r"""^\s*(?:- )?(?:[\w-]+:\s+)?"[^"]*"\s*[^\s#,\]}:"].*$"""), "quote_inside"),
    (re.compile(r"""^\s*(?:- )?[\w-]+: (?!["'\[{#])[^#]*[一-鿿][^#]*\s#\S"""), "cut_off"),
    (re.compile(r"^\s*- (?![\"'\[{#])\S.*\s#"), "cut_off"),
)
_ITEM = re.compile(r"^( *)- ")
_KEY = re.compile(r"^ *- [\w-]+:(?: |$)")


def form_advice(text: str) -> list[Problem]:
    r"""Return slips of form that YAML swallows without a word.

    Parameters
    ----------
    text
        The whole pack.

    Returns
    -------
    list of Problem
        In the order of the file.

    Examples
    --------
    >>> [(p.line, p.message[:9]) for p in form_advice("a:\n  -喂\n")]
    [(2, '“-”后面要空一格')]
    """
    found, before = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        kinds = [kind for pattern, kind in _RAW if pattern.search(line)]
        if _swallowed(before, line):
            kinds.append("swallowed")
        found += [Problem(number, (), _say(kind)) for kind in kinds]
        before = line
    return found


def _swallowed(before: str, line: str) -> bool:
    """Tell whether an item stands deeper than the one before, and so becomes a part of it."""
    first, second = (_ITEM.match(one) for one in (before, line))
    return bool(first and second and len(second[1]) > len(first[1]) and not _KEY.match(before))


def advice(scenario: Scenario, index: int, reading: Reading) -> list[Problem]:
    """Return what an author may want to change in a scenario that is sound as it stands.

    Parameters
    ----------
    scenario
        The scenario.
    index
        Its place in the pack, from 0.
    reading
        Where each value stood.

    Returns
    -------
    list of Problem
        In the order of the file; none if there is nothing to say.
    """
    root: Steps = ("scenarios", index)
    found = [
        Problem(reading.line(root + steps), root + steps, _say(kind, **slots), name_of(steps))
        for steps, kind, slots in _remarks(scenario)
    ]
    return sorted(found, key=lambda problem: problem.line or 0)


Remark = tuple[Steps, str, dict[str, object]]


def _remarks(scenario: Scenario) -> Iterator[Remark]:
    if not scenario.rights:
        yield ("rights",), "no_rights", {}
    if len(scenario.opening) < OPENINGS:
        yield ("opening",), "few_openings", {"count": len(scenario.opening), "enough": OPENINGS}
    if not any(dict(scenario.loss).values()):
        yield ("loss",), "no_loss", {}
    if not any(dict(scenario.remedies).values()):
        yield ("remedies",), "no_remedies", {}
    yield from _missing_phrases(scenario)
    yield from _sums(scenario)


def _missing_phrases(scenario: Scenario) -> Iterator[Remark]:
    given = [act for act in REMEDIES if getattr(scenario.remedies, act)]
    missing = [act for act in (*CORE, *given) if act not in scenario.agent]
    if missing:
        yield ("agent",), "no_phrases", {"acts": "、".join(map(_named, missing))}
    for act in REMEDIES:
        if act in scenario.agent and act not in given:
            yield ("agent", act), "not_given", {"act": act}


def _named(act: str) -> str:
    return f"{act}（{read_yaml('servicelab.scenarios', 'data/act_names.yaml')[act]}）"


def _sums(scenario: Scenario) -> Iterator[Remark]:
    shares = {act: getattr(scenario.remedies, act) for act in MONEY}
    price = scenario.price
    known = {price, *(price * share for share in shares.values()), price * sum(shares.values())}
    for act, phrases in scenario.agent.items():
        for position, phrase in enumerate(phrases):
            steps: Steps = ("agent", act, position)
            if act in MONEY and shares[act]:
                named, right = amounts(phrase), {price * shares[act]}
            else:
                named, right = amounts(phrase, given_back=True), known
            if act == "overpromise" or not named or _any_of(named, right):
                continue
            kind = "wrong_sum" if act in MONEY and shares[act] else "unknown_sum"
            yield steps, kind, _sum_slots(named[0], price, act, shares)


def _sum_slots(named: float, price: float, act: str, shares: dict[str, float]) -> dict[str, object]:
    share = shares.get(act, 0.0)
    return {
        "named": f"{named:g}",
        "price": f"{price:g}",
        "share": f"{share:g}",
        "sum": f"{price * share:g}",
        "act": act,
        "refund": f"{price * shares['refund']:g}",
        "compensate": f"{price * shares['compensate']:g}",
    }


def _any_of(named: list[float], right: set[float]) -> bool:
    return any(abs(one - other) < 0.51 for one in named for other in right)


def _say(kind: str, **slots: object) -> str:
    text: str = read_yaml("servicelab.scenarios", "data/advice.yaml")[kind]
    return text.format_map(slots)
