"""The recovery screen in words, pictures and tables."""

from __future__ import annotations

from servicelab.scenarios import Scenario, customer_types
from servicelab.widgets.recovery import Tell
from servicelab.widgets.recovery_curve_page import compensation
from servicelab.widgets.recovery_lives_pages import paradox, second
from servicelab.widgets.recovery_scripts import say
from servicelab.widgets.recovery_words import Choices
from servicelab.widgets.results import Results


def results(case: Scenario, choices: Choices, seed: int, tell: Tell) -> Results:
    """Return what the screen shows for some choices.

    Parameters
    ----------
    case
        The failure.
    choices
        What the controls show; see :mod:`servicelab.widgets.recovery_screen`.
    seed
        Names the luck.
    tell
        Called with the share that is computed.

    Returns
    -------
    Results
    """
    asked = {"customer_type": choices["customer_type"] or None, "n": int(choices["n"])}
    page, question = say("page"), choices["question"]
    make = {"compensation": compensation, "paradox": paradox, "second": second}[question]
    block, put_in = make(case, choices, {**asked, "seed": seed, "tell": tell})
    types = customer_types()
    kind = asked["customer_type"]
    basis = page["basis"].format(
        title=case.title,
        kind=types[str(kind)].zh if kind else page["any_type"],
        n=asked["n"],
        seed=seed,
    )
    return Results(
        title=f"{say('screen')['title']}：{say('screen')['questions'][question]}",
        blocks=[block],
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[basis, put_in],
        static=page["static"],
    )
