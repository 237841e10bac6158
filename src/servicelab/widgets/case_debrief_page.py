"""The page of a case debrief: self-contained, with everything from people escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from servicelab.data.resources import read_text
from servicelab.dialogue import ACTS
from servicelab.figures import Picture, talk_curve
from servicelab.figures.numbers import number_text, short
from servicelab.simulation.case import TURN_LIMIT
from servicelab.widgets import screen
from servicelab.widgets.case_debrief import CaseDebrief
from servicelab.widgets.case_debrief_talk import in_chinese, shortened, turn_list, words
from servicelab.widgets.case_debrief_turn_views import plus, turns_view
from servicelab.widgets.case_debrief_turns import ROUNDS, rows_of

_SECTIONS = ("page", "curve", "turns", "acts", "questions", "transcript", "speakers")
_QUOTES = 4
_IN_FULL = 60  # lines of a transcript that stand open on the page


def whole_page(case: CaseDebrief) -> str:
    """Return a debrief as a page of its own."""
    return _rendered(case, whole=True)


def piece_of_page(case: CaseDebrief) -> str:
    """Return a debrief as a piece of a notebook's page."""
    return _rendered(case, whole=False)


def _rendered(case: CaseDebrief, whole: bool) -> str:
    return _template().render(
        whole=whole,
        style=read_text("servicelab.widgets", "static/case_debrief.css"),
        say={section: words(section) for section in _SECTIONS},
        title=_title(case),
        lead=_lead(case),
        picture=_picture(case),
        estimated=case.exchange.talk is None,
        moods=_moods(case),
        turns=turns_view(case),
        acts=_acts(case),
        questions=case.questions,
        lines=_lines(case),
        in_full=_IN_FULL,
    )


def _title(case: CaseDebrief) -> str:
    say, talk = words("page"), case.exchange.talk
    if talk is None:
        return str(say["imported"].format(name=shortened(case.exchange.name)))
    return str(say["case"].format(industry=talk.scenario.industry_zh, title=talk.scenario.title))


def _lead(case: CaseDebrief) -> list[str]:
    say, talk, turns = words("page"), case.exchange.talk, len(case.exchange.replies)
    if talk is not None:
        value = number_text(talk.outcome().satisfaction, 2)
        ended = say[talk.outcome().ending].format(turns=turns, value=value)
        return [ended, say["who"].format(customer=talk.customer, seed=talk.case.seed)]
    lines = [say["imported_lead"].format(turns=turns)]
    if case.scenario is not None:
        lines.append(say["replayed"].format(title=case.scenario.title, rounds=ROUNDS))
        if turns > TURN_LIMIT:
            lines.append(say["cut"].format(turns=turns, most=TURN_LIMIT))
    return lines


def _picture(case: CaseDebrief) -> str:
    return figure(case).to_html() if case.moods or case.exchange.talk else ""


def figure(case: CaseDebrief) -> Picture:
    """Draw the mood of a talk, the hidden truth or the estimate, with its turning points.

    Parameters
    ----------
    case
        With at least one turn in which the customer speaks.
    """
    say, curve = words("curve"), case.curve
    near = set(curve.index)
    turns = [int(turn) for turn in case.turning_points["turn"] if turn in near]
    marks = {turn: words("transcript")["turn"].format(turn=turn) for turn in sorted(turns)}
    if case.exchange.talk is not None:
        return talk_curve(curve, marks=marks, title=say["picture"])
    estimate = curve.rename(columns={"estimate": say["column"]})
    return talk_curve(estimate, marks=marks, shown=[say["column"]], title=say["picture_estimate"])


def _moods(case: CaseDebrief) -> list[dict[str, Any]]:
    say = words("curve")
    rows = []
    for turn, mood in case.moods:
        signs = [
            say["sign"].format(
                words=shortened(sign.words, 12),
                zh=sign.cue.zh,
                weight=plus(sign.cue.weight, short(sign.cue.weight)),
            )
            for sign in mood.signs
        ]
        rows.append({"turn": turn or say["start"], "anger": mood.anger, "signs": signs})
    return rows


def _acts(case: CaseDebrief) -> dict[str, Any]:
    say, rows = words("acts"), rows_of(case.acts)
    named = case.method.zh if case.method else ""
    return {
        "by": say["by_method" if case.method else "by_checklist"].format(method=named),
        "used": [
            {"group": row["group"], "text": say["times"].format(zh=row["zh"], n=row["times"])}
            for row in sorted(rows, key=lambda row: -row["times"])
            if row["status"] == "used"
        ],
        "missing": [
            say["in_step" if case.method else "in_texts"].format(**row)
            for row in rows
            if row["status"] == "missing"
        ],
        "harmful": [_harmful(row) for row in rows if row["status"] == "harmful"],
    }


def _harmful(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "zh": row["zh"],
        "where": words("acts")["where"].format(turns=turn_list(row["turns"])),
        "words": [shortened(quote) for quote in dict.fromkeys(row["words"])][:_QUOTES],
    }


def _lines(case: CaseDebrief) -> list[dict[str, Any]]:
    exchange, points = case.exchange, set(case.turning_points["turn"])
    lines: list[dict[str, Any]] = []
    for turn in range(len(exchange.replies) + 1):
        if turn:
            reply = exchange.reply(turn)
            harmful = [one for one in reply.recognised if ACTS[one.act].group == "harmful"]
            parts = screen.parts(reply.said, harmful)
            lines.append(_line("agent", turn, parts, turn in points, in_chinese(reply.acts)))
        if turn in exchange.heard:
            lines.append(_line("customer", turn, [{"text": exchange.heard[turn]}]))
    return lines


def _line(
    who: str, turn: int, parts: list[dict[str, str]], point: bool = False, acts: str = ""
) -> dict[str, Any]:
    return {"who": who, "turn": turn, "parts": parts, "point": point, "acts": acts}


@cache
def _template() -> Template:
    made = Environment(
        loader=FunctionLoader(lambda name: read_text("servicelab.widgets", f"static/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["two"] = lambda value: number_text(value, 2)
    return made.get_template("case_debrief.html")
