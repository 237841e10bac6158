"""How the failures on the recovery screen are handled: playbooks read from ``recovery.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from servicelab.data.resources import read_yaml
from servicelab.methods import Playbook, Step, Until, get
from servicelab.methods.method import Method

GOOD, BAD = "excellent", "poor"
HANDLINGS = ("poor", "fair", "excellent")


def say(section: str) -> dict[str, Any]:
    """Return one part of the words and scripts of the recovery screen.

    Parameters
    ----------
    section
        Such as ``"screen"`` or ``"scripts"``.

    Examples
    --------
    >>> say("offers")["refund"]
    '现金'
    """
    return dict(read_yaml("servicelab.widgets", "recovery.yaml")[section])


@cache
def handling(name: str) -> Method:
    """Return a way to handle a failure.

    Parameters
    ----------
    name
        ``"poor"``, ``"fair"`` or ``"excellent"``.

    Examples
    --------
    >>> handling("poor").name
    'indifferent'
    """
    script = say("scripts")[name]
    if "method" in script:
        return get(script["method"])
    steps = [
        Step(row["name"], tuple(row["acts"]), Until(**row.get("until", {})), row.get("at_most", 1))
        for row in script["steps"]
    ]
    return Playbook.of(f"recovery_{name}", script["zh"], *steps)


def offering(kind: str, share: float) -> Playbook:
    """Return the one talk of the compensation curve, with a compensation of some size.

    Parameters
    ----------
    kind
        ``"refund"`` (cash), ``"gift"`` (voucher) or ``"redo"`` (doing it again).
    share
        Of the price, or of the substance where it is done again; 0 or more.

    Examples
    --------
    >>> offering("refund", 0.5).steps[2].work["refund"]
    0.5
    """
    script = say("scripts")["offer"]
    steps = []
    for row in script["steps"]:
        work = dict(row["work"])
        if row.get("offer"):
            work[kind] = share
        steps.append(
            Step(row["name"], tuple(row["acts"]), at_most=row.get("at_most", 1), work=work)
        )
    return Playbook.of("recovery_offer", script["zh"], *steps)


def in_words(name: str) -> str:
    """Return the steps of a script, in order.

    Parameters
    ----------
    name
        ``"offer"`` or a handling.

    Examples
    --------
    >>> in_words("fair")
    '道个歉，问情况 → 去办 → 问行不行'
    """
    script = say("scripts")[name]
    if "method" in script:
        method = get(script["method"])
        names = [step.name for step in method.steps] if isinstance(method, Playbook) else []
    else:
        names = [row["name"] for row in script["steps"]]
    return str(say("page")["arrow"]).join(names)
